"""Walks the outline of a document and decides, clause by clause, what is a task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from extractor.components.layout import Layout, Node
from extractor.components.layout.outline import is_sentence
from extractor.components.tasks.clauses import Span, pieces, sentences, trim
from extractor.components.tasks.draft import Draft
from extractor.components.tasks.lexicon import Lexicon
from extractor.components.tasks.parse import BodyRegions, Clause, ClauseParser
from extractor.components.tasks.scope import Inherited, Scope, below_heading, below_lead_in, heading_body
from extractor.model import Deadline, Place
from extractor.rules import Rules

_TASK_ROLES = ("deadline", "recurrence")
_DISTRIBUTIVE = regex.compile(
    r"(?:các|những)\s+(?:bộ|sở|vụ|cục|ban|phòng|ngành|đơn vị|cơ quan|huyện|xã|tỉnh|thành phố|trường|viện|sở, ngành|bộ, ngành|phó thủ tướng|bộ trưởng|đồng chí|ông, bà)$",
    regex.V1,
)
_BASIS = regex.compile(
    r"(?:thực hiện|căn cứ|theo|xét|triển khai|nhận được|tiếp theo|quán triệt)\s[^;]*?(?:\d+[-/]\d*\p{L}|\bnày\b|ngày \d|chương trình|kế hoạch công tác)",
    regex.V1,
)
_LABEL = regex.compile(r"[^:;.!?]{2,170}:\s+")
_REPORT_TYPES = ("báo cáo", "tờ trình")
_QUIET_PARTS = ("past", "purpose", "basis", "information")


class TaskFinder:
    """The task stage; `find` is called once a document."""

    def __init__(self, rules: Rules) -> None:
        self.cues = {rule.id: rule for rule in rules["tasks/cues"]}
        self.lexicon = Lexicon(rules)
        self.parser = ClauseParser(self.cues, self.lexicon)

    def find(self, text: str, folded: str, layout: Layout, regions: BodyRegions, dates: Sequence[Deadline]) -> list[Draft]:
        """The drafts of all tasks of a document, in order."""
        self.parser.regions = regions
        self.parser.date_ends = {date.start: (date.end,) for date in dates}
        return _Walk(self, text, folded, layout, dates).run()


class _Walk:
    """One document's walk: holds its text and what the lines read so far have opened."""

    def __init__(self, stage: TaskFinder, text: str, folded: str, layout: Layout, dates: Sequence[Deadline]) -> None:
        self.parser, self.lexicon = stage.parser, stage.lexicon
        self.cue = {name: rule.pattern for name, rule in stage.cues.items()}
        self.text, self.folded, self.layout, self.dates = text, folded, layout, dates
        self.drafts: list[Draft] = []
        self.directive = False
        self.labelled: Span | None = None  # a body before a colon, to be taken into the evidence of what follows
        kind = layout.fields.type or ""
        self.reports = kind in _REPORT_TYPES
        self.headless = not kind
        self.decides = kind in ("quyết định", "nghị quyết")

    def run(self) -> list[Draft]:
        for node in self.layout.root.children:
            self._node(node, Scope(directive=self.directive or (bool(node.style) and not self.reports)))
        return self.drafts

    # The outline ---------------------------------------------------------------------------------------------------------------------------------------

    def _node(self, node: Node, scope: Scope) -> None:
        scope = replace(scope, part=self._part(node, scope), directive=scope.directive or (self.directive and not self._listing(node)))
        if node.cells:
            return
        inner = self._below(node, scope) if self._governs(node) else self._lines(node, scope)
        for child in node.children:
            self._node(child, inner)

    def _part(self, node: Node, scope: Scope) -> str:
        return node.part or scope.part

    def _governs(self, node: Node) -> bool:
        """Whether a line is a heading or lead-in of the lines below it, rather than text of its own."""
        if not any(not child.cells for child in node.children):
            return node.style in ("shout", "title") or bool(node.children)
        words = self.text[node.start : node.end]
        if words.endswith(":"):
            return True
        if is_sentence(words) and node.end - node.start < 200 and node.label and words.count(".") == 1 and words.endswith("."):
            # "Điều 3. Nhiệm vụ và quyền hạn của Chi cục." is a heading with a full stop.
            return self.parser.parse(self.text, self.folded, node.start, node.end - 1).kind == "none"
        return not is_sentence(words) and (
            node.end - node.start < 220 or node.style == "shout" or heading_body(self.text, self.folded, node, self.parser) is not None
        )

    def _listing(self, node: Node) -> bool:
        """Whether a line is an item of a lead-in that tells of what was, and so asks for nothing."""
        return any(not above.style and self._is_telling(self.folded[above.start : above.end]) for above in node.ancestors())

    def _below(self, node: Node, scope: Scope) -> Scope:
        words = self.folded[node.start : node.end]
        opens = self.cue["zone.opens"].search(words) is not None and not self._is_telling(words)
        heads = not words.endswith(":") or heading_body(self.text, self.folded, node, self.parser) is not None
        due = self._period(node, heads)
        if heads or heading_body(self.text, self.folded, node, self.parser):
            if self.cue["zone.enacts"].match(words):
                self.directive = True
            inner = below_heading(self.text, self.folded, node, scope, self.parser, due)
            if not (self.reports or self.headless) and (inner.part == "work" or inner.assignees is not scope.assignees):
                self.directive = True
            return replace(inner, directive=inner.directive or self.directive)
        parts = list(sentences(self.text, node.start, node.end))
        for span in parts[:-1]:
            self._sentence(span, node, scope, None)
        last = list(pieces(self.text, *parts[-1]))[-1]
        label = self._label(last[0], node.end - 1)
        clause = self.parser.parse(self.text, self.folded, label, node.end - 1)
        if self._is_telling(words):
            return replace(scope, directive=False, contents=False)
        if opens and not node.style:
            self.directive = not self.reports
        inner = below_lead_in(self.text, self.folded, node, scope, clause, self.parser, opens or bool(node.style), due)
        if self._is_contents(node, inner):
            self._emit_lead_in(node, clause, scope)
            return replace(inner, contents=True)
        return inner

    def _is_telling(self, words: str) -> bool:
        """A lead-in of what was done or discussed, not of what is to be done."""
        tail = words[max(words.rfind(". "), len(words) - 200, 0) :]
        orders = (
            regex.search(
                r"(?:yêu cầu|đề nghị|chỉ đạo|kết luận|giao|phân công|chỉ thị|hướng dẫn|ý kiến|thông báo|triển khai|thực hiện|phải)[^,;]{0,110}:?$", tail[-130:]
            )
            is not None
        )
        return (self.cue["not.past"].search(tail) is not None and not orders) or regex.search(
            r"(?:đề|để|nhằm)\s+(?:thông qua|thảo luận|bàn|nghe)", words
        ) is not None

    def _period(self, node: Node, heads: bool) -> Deadline | None:
        """The deadline or period that a heading, or the deadline that a lead-in states for all below it."""
        roles = (*_TASK_ROLES, "period") if heads else _TASK_ROLES
        first = node.start if heads else max(node.start, self.text.rfind(". ", node.start, node.end))
        found = [d for d in self.dates if first <= d.start and d.end <= node.end and (d.due or d.recurrence or d.due_start) and d.role in roles]
        if not found:
            return None
        words = self.folded[node.start : node.end]
        best = found[-1]
        if heads and node.part != "work" and best.role not in _TASK_ROLES:
            return None
        if not heads and node.end - best.end > 90:
            return None
        if best.role == "period" and not regex.search(
            r"(?:nhiệm vụ|công tác|kế hoạch|chương trình|lịch|phương hướng|tháng|quý|tuần|công việc|thời gian|hoạt động|trọng tâm)", words
        ):
            return None
        if best.role == "period" and regex.search(
            r"(?:năm học|giai đoạn|nhiệm kỳ|đến năm|năm)\s*$",
            self.folded[max(node.start, best.start - 12) : best.start] + self.folded[best.start : best.start + 9],
        ):
            return None
        if node.part in _QUIET_PARTS and best.role == "period":
            return None
        return best

    def _is_contents(self, node: Node, inner: Scope) -> bool:
        """Whether the items are only the contents of what the lead-in asks for: none of them begins as an instruction."""
        if inner.verb is not None:
            return False
        items = [child for child in node.children if not child.cells]
        starts = sum(self._begins_task(child) for child in items)
        listing = self.cue["lead.contents"].search(self.folded[node.start : node.end]) is not None
        return bool(items) and (starts == 0 or (listing and 2 * starts < len(items)))

    def _begins_task(self, node: Node) -> bool:
        at, end = node.start, node.end
        label = self._label(at, end)
        return (
            self.lexicon.verb(self.folded, at, end) is not None
            or (label > at and (self.parser.region(self.text, self.folded, at, end) is not None or self.lexicon.verb(self.folded, label, end) is not None))
            or node.children != []
            or self.parser.parse(self.text, self.folded, at, min(end, at + 400)).kind != "none"
        )

    def _emit_lead_in(self, node: Node, clause: Clause, scope: Scope) -> None:
        if self._decide(clause, scope, node, None):
            clause.end = node.end - 1
            self._emit(clause, scope, node, None)

    # Lines, sentences, clauses -------------------------------------------------------------------------------------------------------------------------

    def _lines(self, node: Node, scope: Scope) -> Scope:
        """A line of text: its sentences in turn; what its first task says of bodies holds for the lines below."""
        previous: Draft | None = None
        first: Draft | None = None
        words = self.folded[node.start : node.end]
        if not node.style and words.endswith(("như sau.", "sau đây.")) and self.cue["zone.opens"].search(words[:-1] + ":") and not self.reports:
            self.directive = True
        if scope.contents and not self._explicit(node):
            return scope
        spans = list(sentences(self.text, node.start, node.end))
        listed = False
        for index, span in enumerate(spans):
            begin = self._label(*span)
            if begin > span[0]:
                previous, scope, span, listed = self._labelled(span, begin, node, scope, previous)
            if listed and index and not previous:
                listed = False
            previous = self._sentence(span, node, scope, previous)
            first = first or previous
        if first and first.assignees and first.assignees.place == "clause" and node.children:
            return replace(scope, assignees=Inherited(first.assignees.span, "lead-in", first.assignees.rule), coordinators=None)
        return scope

    def _explicit(self, node: Node) -> bool:
        return self.parser.parse(self.text, self.folded, node.start, node.end).kind in ("order", "duty")

    def _label(self, start: int, end: int) -> int:
        """Where a line goes on after a topic label and its colon; ``start`` when it has none."""
        match = _LABEL.match(self.text, start, end)
        if not match or self.text.count("(", start, match.end()) != self.text.count(")", start, match.end()):
            return start
        colon = self.text.rindex(":", start, match.end())
        region = self.parser.region(self.text, self.folded, start, end)
        if region and region[0] <= colon < region[1]:
            return start
        if _DISTRIBUTIVE.search(self.folded, start, colon):
            return start
        for at in range(start, colon):
            if self.text[at] in " \n" and (inside := self.parser.regions.at(at + 1)) and inside[0] <= colon < inside[1]:
                return start
        return match.end()

    def _labelled(self, span: Span, begin: int, node: Node, scope: Scope, previous: Draft | None) -> tuple[Draft | None, Scope, Span, bool]:
        """A sentence with a label before a colon: a body that is to act, a lead-in inside the line, a dated line, or a mere topic."""
        start, end = span
        colon = self.text.rindex(":", start, begin)
        region = self.parser.region(self.text, self.folded, start, colon)
        due = self._deadline(begin, end)
        if region and (
            region[1] >= colon - 2 or (colon - start < 90 and self.lexicon.verb(self.folded, begin, end) and not self.lexicon.verb(self.folded, start, colon))
        ):
            scope = replace(scope, assignees=Inherited((region[0], max(region[1], colon)), "clause", "scope.label"), coordinators=None, directive=True)
            self.labelled = (start, begin)
            return None, scope, (begin, end), False
        words = self.folded[start:colon]
        clause = self.parser.parse(self.text, self.folded, start, colon)
        after = self.parser.parse(self.text, self.folded, begin, end)
        if self.cue["lead.inline"].search(words) and not self._is_telling(words) and (after.kind not in ("none", "nominal") or clause.kind == "none"):
            opens = clause.kind == "order" or self.cue["zone.opens"].search(words + ":") is not None
            if clause.subject and clause.kind in ("order", "duty", "modal", "subject") and clause.kind != "subject":
                scope = replace(scope, assignees=Inherited(clause.subject, "lead-in", clause.rule), coordinators=None)
            if opens:
                self.directive = self.directive or not node.style
                scope = replace(scope, directive=True)
            return None, scope, (begin, end), True
        if due is not None and (due.start - begin < 25 and end - due.end < 60) and due.role in _TASK_ROLES + ("period",):
            return previous, scope, span, False
        if clause.kind in ("order", "duty", "imperative") and len(words) > 60:
            return previous, scope, span, False
        return previous, scope, (begin, end), False

    def _sentence(self, span: Span, node: Node, scope: Scope, previous: Draft | None) -> Draft | None:
        """The tasks of one sentence; returns the last of them, or what came before when it only adds to that."""
        start, end = trim(self.text, *span)
        if previous and self._follows(start, end, previous):
            return previous
        carried = previous
        last: Draft | None = None
        for index, piece in enumerate(self._items(start, end)):
            for part in self._split(*trim(self.text, *piece)):
                clause = self.parser.parse(self.text, self.folded, *part)
                if clause.end - clause.start < 6:
                    continue
                item = index > 0 and last is not None
                if item and last and self._adds_nothing(clause, last):
                    continue
                if self._decide(clause, scope, node, last or carried):
                    last = self._emit(clause, scope, node, last or carried, item)
        return last or (previous if previous and not last else None)

    def _items(self, start: int, end: int) -> Iterator[Span]:
        """The `;`-items of a sentence; a `;` inside a list of bodies does not cut."""
        at = start
        for piece in pieces(self.text, start, end):
            if piece[0] < at:
                continue
            clause = self.parser.parse(self.text, self.folded, at, end)
            stop = max((span[1] for span in (clause.subject, clause.coordinators) if span), default=0)
            while piece[1] < stop:
                piece = next((p for p in pieces(self.text, start, end) if p[0] == piece[1] + 1), (at, end))
            yield at, piece[1]
            at = piece[1] + 1

    def _follows(self, start: int, end: int, previous: Draft) -> bool:
        """A sentence that only tells the deadline or delivery of the task before it is joined to it."""
        if not self.cue["follow.deadline"].match(self.folded[start:end]):
            return False
        due = self._deadline(start, end)
        words = end - start
        if (due is None and words > 90) or words > 260:
            return False
        if previous.due is not None and due is not None and self.lexicon.verb(self.folded, start, end) and words > 60:
            return False
        previous.evidence = (previous.evidence[0], end)
        if due is not None:
            previous.due, previous.due_place = due, "sentence"
        return True

    def _adds_nothing(self, clause: Clause, last: Draft) -> bool:
        """An item that is manner only, a list of objects going on, or the coordinator of the task before it."""
        if self.lexicon.is_manner(self.folded, clause.start, clause.end):
            return True
        if clause.kind == "none" and not self._modal(clause):
            region = self.parser.region(self.text, self.folded, clause.start, clause.end)
            if region and self.cue["with.subject"].match(self.folded[region[1] : clause.end]):
                last.coordinators = Inherited(region, "clause", "with.subject")
            if clause.end - clause.start < 0.6 * (last.evidence[1] - last.evidence[0]):
                last.evidence = (last.evidence[0], clause.end)
            if (due := self._deadline(clause.start, clause.end)) and last.due is None:
                last.due, last.due_place = due, "clause"
            return True
        return False

    def _modal(self, clause: Clause) -> bool:
        return regex.search(r"\s(?:phải|cần)\s", self.folded[clause.start : clause.end]) is not None

    def _split(self, start: int, end: int) -> Iterator[Span]:
        """A clause cut where another date or another body begins a task of its own."""
        cuts = sorted(self._cuts(start, end))
        at = start
        for cut in cuts:
            if cut - at > 15 and end - cut > 12:
                yield trim(self.text, at, cut)
                at = cut
        yield trim(self.text, at, end)

    def _cuts(self, start: int, end: int) -> Iterator[int]:
        dates = [d for d in self.dates if start <= d.start and d.end <= end and d.role in _TASK_ROLES and not self._bracketed(start, d.start)]
        for one, two in zip(dates, dates[1:], strict=False):
            between = regex.compile(r"[\s*]*(?:[,;]\s*(?:và|đồng thời)?|và|đồng thời)\s*").match(self.folded, one.end, two.start)
            if between and self.lexicon.verb(self.folded, between.end(), end):
                yield one.end
            elif not between:
                marks = list(regex.finditer(r"\s+và\s+|,\s+(?:đồng thời,?\s+)?", self.folded, pos=one.end, endpos=two.start))
                joints = [m for m in marks if self.lexicon.verb(self.folded, m.end(), end) or self.folded.startswith(("báo cáo", "riêng"), m.end())]
                if joints:
                    yield joints[0].start()
                elif marks and marks[0].start() <= one.end + 2 and two.start - marks[0].end() > 12:
                    yield marks[0].start()
        for date in dates:
            before = regex.compile(r".*(\s+và\s+|,\s+)$", regex.DOTALL).match(self.folded, max(start, date.start - 8), date.start)
            if before and date.start - start > 40 and self.lexicon.verb(self.folded, _blank(self.folded, date.end), end):
                yield before.start(1)
        for match in regex.finditer(
            r",?\s+(?:đồng thời|còn|riêng),?\s+|,\s+(?=giao\s|yêu cầu\s|đề nghị\s)|,\s+(?=trong quá trình)", self.folded, pos=start, endpos=end
        ):
            if self._bracketed(start, match.start()):
                continue
            at = match.end()
            region = self.parser.region(self.text, self.folded, at, end)
            clause = self.parser.parse(self.text, self.folded, at, end)
            if (
                (match[0].strip(" ,") and region and clause.kind in ("duty", "modal", "subject") and clause.subject and clause.subject[0] == region[0])
                or (
                    not match[0].strip(" ,")
                    and clause.kind == "order"
                    and clause.subject
                    and self.parser.parse(self.text, self.folded, start, match.start()).kind in ("order", "duty")
                )
                or (self.folded.startswith("trong quá trình", at) and clause.kind in ("nominal", "modal") and at - start > 40)
            ):
                yield match.start()
        for match in regex.finditer(r",\s+(?:và\s+|riêng\s+)?", self.folded, pos=start + 25, endpos=end):
            if self._bracketed(start, match.start()) or not self.text[match.end() : match.end() + 1].isupper():
                continue
            if self._inside_list(start, match.start()) or (region := self.parser.region(self.text, self.folded, match.end(), end)) is None:
                continue
            rest = self.folded[region[1] : end]
            acts = (
                self.cue["duty.lead"].match(rest)
                or self.cue["duty.modal"].match(rest)
                or (self.lexicon.verb(self.folded, _blank(self.folded, region[1]), end) and not rest.startswith(","))
            )
            if acts and self.parser.parse(self.text, self.folded, start, match.start()).kind in ("order", "duty", "subject", "modal"):
                yield match.start()

    def _inside_list(self, start: int, comma: int) -> bool:
        """Whether a comma stands inside a list of bodies that began before it, or after a verb that takes bodies ("chỉ đạo Sở A, …")."""
        for space in regex.finditer(r"\s", self.text, pos=max(start, comma - 160), endpos=comma):
            region = self.parser.regions.at(space.end())
            if region and region[0] == space.end() and region[1] > comma:
                return True
        return False

    def _bracketed(self, start: int, at: int) -> bool:
        return any(self.text.count(a, start, at) > self.text.count(b, start, at) for a, b in ("()", "“”"))

    # The decision --------------------------------------------------------------------------------------------------------------------------------------

    def _decide(self, clause: Clause, scope: Scope, node: Node, previous: Draft | None) -> bool:
        """Whether a clause states a task, by what it says and where it stands."""
        words = self.folded[clause.start : clause.end]
        if (clause.kind != "order" and self.cue["not.opening"].match(words)) or self.cue["not.ban"].match(words):
            return False
        if self.cue["not.formula"].search(self.folded[max(clause.verb, clause.start) : clause.end] if clause.kind == "order" else words):
            return False
        if clause.past and clause.kind != "order":
            return False
        if clause.kind == "imperative" and node.style == "article" and self.cue["not.own-act"].match(words) and self.decides:
            return False
        whole = self.parser.regions.at(clause.start)
        if whole and whole[0] == clause.start and whole[1] >= clause.end - 2:
            return False
        if clause.subject and clause.kind == "subject" and self.cue["not.speech"].match(self.folded[clause.subject[1] : clause.end]):
            return False
        if self.reports and scope.part not in ("work", "request"):
            return False
        quiet = scope.part in _QUIET_PARTS
        if clause.kind == "order":
            return scope.part != "basis" and not (clause.past and (self.headless or not self.directive))
        if scope.part == "basis":
            return False
        going = scope.directive or scope.part in ("work", "request") or previous is not None
        if clause.kind == "duty":
            return True
        if self.cue["not.state"].match(words) and clause.kind in ("none", "nominal", "modal", "subject") and not (clause.subject and clause.kind == "modal"):
            return False
        if clause.kind == "announced":
            return self._deadline(clause.start, clause.end) is not None or (going and not quiet)
        if clause.kind == "modal":
            return going and (clause.subject is not None or scope.assignees is not None)
        if clause.kind == "subject" and (scope.part in ("information", "purpose") or not quiet):
            return going
        if quiet:
            return False
        if clause.kind == "imperative":
            return going
        if clause.kind == "nominal":
            named = clause.subject is not None or scope.assignees is not None or (previous is not None and previous.assignees is not None)
            return going and (named or self._deadline(clause.start, clause.end) is not None)
        if scope.verb is not None and not clause.past:
            return going
        return going and (self._is_dated_line(clause) or self._is_delivery(clause, node))

    def _is_dated_line(self, clause: Clause) -> bool:
        due = self._deadline(clause.start, clause.end)
        if due is None or clause.end - due.end > 60:
            return False
        return regex.search(r":\s*[^:]{0,40}$", self.folded[clause.start : due.start]) is not None

    def _is_delivery(self, clause: Clause, node: Node) -> bool:
        """An item that says what is to be delivered or held on what day, though it orders nothing."""
        due = self._deadline(clause.start, clause.end)
        return due is not None and bool(due.due or due.recurrence) and self.cue["deliver.dated"].search(self.folded, clause.start, due.start) is not None

    def _deadline(self, start: int, end: int) -> Deadline | None:
        """The deadline that a stretch states: the first one that resolves, else the first."""
        found = [d for d in self.dates if start <= d.start and d.end <= end and d.role in _TASK_ROLES and not self._qualifies(start, d)]
        resolved = [d for d in found if d.due or d.recurrence]
        exact = [d for d in resolved if not _is_year(d)]
        return (exact or resolved or found or [None])[0]

    def _qualifies(self, start: int, date: Deadline) -> bool:
        """Whether a recurrence only says which plan or money is meant ("kế hoạch hàng năm")."""
        return date.recurrence is not None and self.cue["due.qualifier"].search(self.folded[max(start, date.start - 30) : date.start]) is not None

    def _emit(self, clause: Clause, scope: Scope, node: Node, previous: Draft | None, item: bool = False) -> Draft:
        begin = min((span[0] for span in (clause.leader, clause.subject) if span), default=clause.verb)
        basis = _BASIS.match(self.folded, clause.start, begin) if begin - clause.start > 15 else None
        if clause.kind == "order" and basis:
            order = self.cue["assign.order"].search(self.folded, basis.end(), begin) if clause.leader is None else None
            clause.start = order.start() if order else begin
        section = tuple(self.text[above.start : above.end].rstrip(" :") for above in reversed(list(node.ancestors())))
        evidence = (self.labelled[0] if self.labelled and self.labelled[1] == clause.start else clause.start, clause.end)
        draft = Draft(evidence, clause, scope, clause.rule or "task.dated-line", section)
        if clause.subject:
            draft.assignees = Inherited(clause.subject, "clause", clause.rule)
        elif previous is not None and previous.assignees is not None and previous.evidence[1] >= node.start:
            draft.assignees = replace(previous.assignees, place="sentence")
        elif scope.assignees is not None:
            draft.assignees = scope.assignees
        if clause.coordinators:
            draft.coordinators = Inherited(clause.coordinators, "clause", clause.coordinators_rule)
        elif item and not clause.subject and previous is not None:
            draft.coordinators = previous.coordinators
        elif not clause.subject and scope.coordinators is not None and not (previous and previous.evidence[1] >= node.start and previous.coordinators is None):
            draft.coordinators = scope.coordinators
        if due := self._deadline(clause.start, clause.end):
            draft.due = due
        elif scope.due is not None:
            draft.due, draft.due_place = scope.due, scope.due_place
        if scope.verb is not None and clause.kind == "none":
            draft.verb_from, draft.rule = scope.verb, scope.verb.rule
        self.drafts.append(draft)
        return draft


def _is_year(date: Deadline) -> bool:
    """Whether a deadline names a whole year, the least that one can say."""
    return bool(date.due and date.due_start and date.due.endswith("-12-31") and date.due_start.endswith("-01-01"))


def _blank(folded: str, at: int) -> int:
    while at < len(folded) and folded[at] in " ,*:\n":
        at += 1
    return at


__all__ = ["Place", "TaskFinder"]
