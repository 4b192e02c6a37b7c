"""Walks the outline of a document, line by line and sentence by sentence, and drafts the tasks that their clauses state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.components.layout import Layout, Node
from extractor.components.layout.outline import is_sentence
from extractor.components.tasks.clause import Clause
from extractor.components.tasks.clauses import Span, pieces, sentences, trim
from extractor.components.tasks.cutting import clauses_of, items
from extractor.components.tasks.decision import Genre, states_task
from extractor.components.tasks.draft import Draft, draft_of
from extractor.components.tasks.due import TASK_ROLES, deadline, deadline_below
from extractor.components.tasks.lead_ins import is_contents, is_telling, label_end, lists_the_past
from extractor.components.tasks.lexicon import Lexicon
from extractor.components.tasks.names import region
from extractor.components.tasks.parse import parse
from extractor.components.tasks.scope import Inherited, Scope, below_heading, below_lead_in, described_body, heading_body
from extractor.components.tasks.source import BodyRegions, Source
from extractor.model import Deadline
from extractor.rules import Rules

_FILES = ("cues", "subjects", "clauses", "lines")


class TaskFinder:
    """The task stage; `find` is called once a document."""

    def __init__(self, rules: Rules) -> None:
        self.cues = rules.by_id(*(f"tasks/{name}" for name in _FILES))
        self._patterns = {name: rule.pattern for name, rule in self.cues.items()}
        self._lexicon = Lexicon(rules)

    def find(self, text: str, folded: str, layout: Layout, regions: BodyRegions, dates: Sequence[Deadline], words: Sequence[Span]) -> list[Draft]:
        """The drafts of all tasks of a document, in order; ``words`` are the spans of its words."""
        return _Walk(Source(text, folded, regions, dates, self._patterns, self._lexicon, words), layout).run()


class _Walk:
    """One document's walk: holds what the lines read so far have opened."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self.source, self.layout = source, layout
        self.text, self.folded, self.cues = source.text, source.folded, source.cues
        self._genre_below = Genre.of(layout.fields.type)
        self.genre = replace(self._genre_below, concludes=False)  # before the first heading, lead-in or item nothing is concluded
        self.drafts: list[Draft] = []
        self.directs = False
        self.described: Span | None = None  # the body whose functions the document lays down
        self.label: Span | None = None  # a body before a colon, to be taken into the evidence of what follows

    def run(self) -> list[Draft]:
        for node in self.layout.root.children:
            self._node(node, Scope(directive=self.directs or (bool(node.style) and not self.genre.reports)))
        return self.drafts

    def _node(self, node: Node, scope: Scope) -> None:
        going = scope.directive or (self.directs and not lists_the_past(self.source, node))
        scope = replace(scope, part=node.part or scope.part, directive=going)
        if node.cells:
            return
        if node.style or node.children:
            self.genre = self._genre_below
        governs = self._governs(node)
        if governs and self.cues["zone.rights"].search(self.folded[node.start : node.end]):
            for span in list(sentences(self.text, node.start, node.end))[:-1]:
                self._sentence(span, node, scope, None)
            return
        inner = self._below(node, scope) if governs else self._line(node, scope)
        for child in node.children:
            self._node(child, inner)

    # Headings and lead-ins -----------------------------------------------------------------------------------------------------------------------------

    def _governs(self, node: Node) -> bool:
        """Whether a line is a heading or lead-in of the lines below it, rather than text of its own."""
        if all(child.cells for child in node.children):
            return node.style in ("shout", "title") or bool(node.children)
        words = self.text[node.start : node.end]
        if words.endswith(":"):
            return True
        if not is_sentence(words):
            return len(words) < 220 or node.style == "shout" or heading_body(self.source, node) is not None
        # "Điều 3. Nhiệm vụ và quyền hạn của Chi cục." is a heading with a full stop.
        stopped = node.label and len(words) < 200 and words.count(".") == 1 and words.endswith(".")
        return bool(stopped) and parse(self.source, node.start, node.end - 1).kind == "none"

    def _below(self, node: Node, scope: Scope) -> Scope:
        """The scope below a heading or a lead-in; what a lead-in orders itself is drafted."""
        heads = self.text[node.end - 1] != ":" or heading_body(self.source, node) is not None
        due = deadline_below(self.source, node, heads)
        inner = self._below_heading(node, scope, due) if heads else self._below_lead_in(node, scope, due)
        self.described = described_body(self.source, node.start, node.end) or self.described
        if self.described and inner.assignees is scope.assignees and self.cues["scope.functions"].match(self.folded, node.start, node.end):
            return replace(inner, assignees=Inherited(self.described, "heading", "scope.functions"), directive=True)
        return inner

    def _below_heading(self, node: Node, scope: Scope, due: Deadline | None) -> Scope:
        if self.cues["zone.enacts"].match(self.folded[node.start : node.end]):
            self.directs = True
        inner = below_heading(self.source, node, scope, due)
        if not (self.genre.reports or self.genre.headless) and (inner.part == "work" or inner.assignees is not scope.assignees):
            self.directs = True
        return replace(inner, directive=inner.directive or self.directs)

    def _below_lead_in(self, node: Node, scope: Scope, due: Deadline | None) -> Scope:
        words = self.folded[node.start : node.end]
        *before, last = sentences(self.text, node.start, node.end)
        if before and self.cues["lead.mere"].match(self.folded, last[0], node.end):  # "… thực hiện một số nhiệm vụ. Cụ thể như sau:"
            last = before.pop()[0], node.end
        for span in before:
            self._sentence(span, node, scope, None)
        if self.cues["zone.amends"].match(words):
            return replace(scope, part="purpose", directive=True, contents=False)
        if is_telling(self.source, words):
            return replace(scope, directive=False, contents=False)
        *_, (start, _) = pieces(self.text, *last)
        clause = parse(self.source, label_end(self.source, start, node.end - 1), node.end - 1)
        opens = self.cues["zone.opens"].search(words) is not None
        if opens and not node.style:
            self.directs = not self.genre.reports
        inner = below_lead_in(self.source, node, scope, clause, opens or bool(node.style), due)
        if clause.kind == "imperative" and not self.cues["not.own-act"].match(self.folded, clause.start, clause.end) and not inner.part:
            inner = replace(inner, part="work")
        if not is_contents(self.source, node, inner):
            return inner
        if self._states_task(clause, scope, node, None):
            clause.end = node.end - 1
            self._draft(clause, scope, node, None)
        return replace(inner, contents=True)

    # Lines, sentences, clauses -------------------------------------------------------------------------------------------------------------------------

    def _line(self, node: Node, scope: Scope) -> Scope:
        """A line of text: its sentences in turn; what its first task says of bodies holds for the lines below."""
        if self._opens_list(node):
            self.directs = True
        self.described = described_body(self.source, node.start, node.end) or self.described
        if scope.contents and parse(self.source, node.start, node.end).kind not in ("order", "duty"):
            return scope
        previous: Draft | None = None
        first: Draft | None = None
        for span in list(sentences(self.text, node.start, node.end)):
            begin = label_end(self.source, *span)
            if begin > span[0]:
                previous, scope, span = self._labelled(span, begin, node, scope, previous)
            previous = self._sentence(span, node, scope, previous)
            first = first or previous
        if first and first.assignees and first.assignees.place == "clause" and node.children:
            return replace(scope, assignees=Inherited(first.assignees.span, "lead-in", first.assignees.rule), coordinators=None)
        return scope

    def _opens_list(self, node: Node) -> bool:
        """Whether a line opens what follows with a full stop: "… yêu cầu các đơn vị như sau."."""
        words = self.folded[node.start : node.end]
        if node.style or self.genre.reports or not self.cues["line.as-follows"].search(words):
            return False
        return self.cues["zone.opens"].search(words[:-1] + ":") is not None

    def _labelled(self, span: Span, begin: int, node: Node, scope: Scope, previous: Draft | None) -> tuple[Draft | None, Scope, Span]:
        """A sentence with a label before a colon: a body that is to act, a lead-in inside the line, a dated line, or a mere topic."""
        start, end = span
        colon = self.text.rindex(":", start, begin)
        body = region(self.source, start, colon)
        if body and self._is_label(body, start, colon, begin, end):
            self.label = (start, begin)
            acts = Inherited((body[0], max(body[1], colon)), "clause", "scope.label")
            return None, replace(scope, assignees=acts, coordinators=None, directive=True), (begin, end)
        clause = parse(self.source, start, colon)
        if self._leads_in(clause, start, colon, begin, end):
            return None, self._below_inline(clause, self.folded[start:colon], node, scope), (begin, end)
        long = clause.kind in ("order", "duty", "imperative") and colon - start > 60
        measured = self.cues["line.amount"].match(self.folded, begin, end) is not None
        return previous, scope, span if long or measured or self._is_dated(begin, end) else (begin, end)

    def _is_label(self, body: Span, start: int, colon: int, begin: int, end: int) -> bool:
        """Whether the body before a colon is the label itself, or the label is short and only what follows has a verb."""
        if body[1] >= colon - 2:
            return True
        verb = self.source.lexicon.verb
        return colon - start < 90 and verb(self.folded, begin, end) is not None and verb(self.folded, start, colon) is None

    def _leads_in(self, clause: Clause, start: int, colon: int, begin: int, end: int) -> bool:
        """Whether the words before a colon are a lead-in whose items follow in the same line."""
        words = self.folded[start:colon]
        if not self.cues["lead.inline"].search(words) or is_telling(self.source, words):
            return False
        return clause.kind == "none" or parse(self.source, begin, end).kind not in ("none", "nominal")

    def _below_inline(self, clause: Clause, words: str, node: Node, scope: Scope) -> Scope:
        """The scope after a lead-in inside a line."""
        if clause.subject and clause.kind in ("order", "duty", "modal"):
            scope = replace(scope, assignees=Inherited(clause.subject, "lead-in", clause.rule), coordinators=None)
        if clause.kind == "order" or self.cues["zone.opens"].search(words + ":"):
            self.directs = self.directs or not node.style
            scope = replace(scope, directive=True)
        return scope

    def _is_dated(self, begin: int, end: int) -> bool:
        """Whether little but a date stands after a colon, so that the words before it are the task."""
        due = deadline(self.source, begin, end)
        return due is not None and due.role in TASK_ROLES and due.start - begin < 25 and end - due.end < 60

    def _sentence(self, span: Span, node: Node, scope: Scope, previous: Draft | None) -> Draft | None:
        """The tasks of one sentence; returns the last of them, or what came before when it only adds to that."""
        start, end = trim(self.text, *span)
        if previous and self._follows(start, end, previous):
            return previous
        last: Draft | None = None
        for index, piece in enumerate(items(self.source, start, end)):
            for part in clauses_of(self.source, *trim(self.text, *piece)):
                clause = parse(self.source, *part)
                if clause.end - clause.start < 6 or (index and last and self._adds_nothing(clause, last)):
                    continue
                if self._states_task(clause, scope, node, last or previous):
                    last = self._draft(clause, scope, node, last or previous, index > 0 and last is not None)
        return last or previous

    def _follows(self, start: int, end: int, previous: Draft) -> bool:
        """A sentence that only tells the deadline or delivery of the task before it is joined to it."""
        if not self.cues["follow.deadline"].match(self.folded[start:end]):
            return False
        due, length = deadline(self.source, start, end), end - start
        if length > (90 if due is None else 260):
            return False
        if previous.due is not None and due is not None and length > 60 and self.source.lexicon.verb(self.folded, start, end):
            return False
        previous.evidence = (previous.evidence[0], end)
        if due is not None:
            previous.due, previous.due_place = due, "sentence"
        return True

    def _adds_nothing(self, clause: Clause, last: Draft) -> bool:
        """An item that is manner only, a list of objects going on, or the coordinator of the task before it."""
        if self.source.lexicon.is_manner(self.folded, clause.start, clause.end):
            return True
        if clause.kind != "none" or self.cues["line.modal"].search(self.folded[clause.start : clause.end]):
            return False
        body = region(self.source, clause.start, clause.end)
        if body and self.cues["with.subject"].match(self.folded[body[1] : clause.end]):
            last.coordinators = Inherited(body, "clause", "with.subject")
        if clause.end - clause.start < 0.6 * (last.evidence[1] - last.evidence[0]):
            last.evidence = (last.evidence[0], clause.end)
        if last.due is None and (due := deadline(self.source, clause.start, clause.end)):
            last.due, last.due_place = due, "clause"
        return True

    def _states_task(self, clause: Clause, scope: Scope, node: Node, previous: Draft | None) -> bool:
        return states_task(self.source, clause, scope, node, previous, self.genre, self.directs)

    def _draft(self, clause: Clause, scope: Scope, node: Node, previous: Draft | None, item: bool = False) -> Draft:
        self.drafts.append(draft_of(self.source, clause, scope, node, previous, item, self.label))
        return self.drafts[-1]
