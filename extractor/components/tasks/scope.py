"""What headings and lead-ins hand down to the lines below them: who must act, with whom, by when, under whose direction."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extractor.components.layout import Node
from extractor.components.tasks.clause import Clause
from extractor.components.tasks.clauses import Span
from extractor.components.tasks.names import region
from extractor.components.tasks.source import Source
from extractor.model import Deadline, Place

_COMMA = regex.compile(r",\s*")


@dataclass(frozen=True, slots=True)
class Inherited:
    """A stretch that is handed down, with where it stands."""

    span: Span
    place: Place
    rule: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds for a line from above."""

    assignees: Inherited | None = None
    coordinators: Inherited | None = None
    supervisor: Inherited | None = None
    due: Deadline | None = None
    due_place: Place = "heading"
    verb: Inherited | None = None
    report_to: Inherited | None = None
    directive: bool = False
    part: str = ""
    contents: bool = False


def heading_body(source: Source, node: Node) -> Span | None:
    """The bodies that a heading names as those bound by what follows; None when it names a matter."""
    text, folded, cues = source.text, source.folded, source.cues
    start, end = node.start, node.end
    if described := described_body(source, start, end):
        return described
    prefix = cues["scope.opening"].match(folded[start:end])
    at = start + (prefix.end() if prefix else 0)
    while end > at and text[end - 1] in " :.;,":
        end -= 1
    body = region(source, at, end)
    if body is None and (colon := text.find(": ", at, end)) >= 0 and (after := region(source, colon + 2, end)) and after[1] >= end:
        return after  # "Báo cáo ca bệnh: Trung tâm Y tế các huyện"
    if body is None:
        named = prefix is not None and prefix["names"] is not None and cues["scope.named"].match(text[at:end])
        return (at, end) if named and end - at < 260 else _by_siblings(source, node)
    if cues["scope.rest"].match(folded[body[1] : end]):
        return body
    if adjunct := cues["scope.adjunct"].match(folded, body[1], end):
        return body if adjunct.end() == end else None
    return (body[0], end) if end - body[0] < 330 and _goes_on_with_name(source, folded[body[1] : end]) else None


def described_body(source: Source, start: int, end: int) -> Span | None:
    """The body of which a line says what it is or what it is for: "Chi cục X là cơ quan …, có chức năng …"."""
    body = region(source, start, end)
    match = source.cues["scope.described"].match(source.folded, body[1], end) if body else None
    return (body[0], match.end("tail")) if body and match else None


def _goes_on_with_name(source: Source, rest: str) -> bool:
    """What follows a collective ("… hoạt động trên địa bàn tỉnh") belongs to its name, unless it is what the body does."""
    if "." in rest.lstrip() or any(source.cues[name].match(rest) for name in ("duty.lead", "duty.modal", "with.coordinators")):
        return False
    rest = rest.lstrip()
    return source.lexicon.verb(rest, 0, len(rest)) is None or source.cues["scope.participle"].match(rest) is not None


def _owner(source: Source, node: Node) -> Span | None:
    """The body that begins a lead-in or a part of it: "tháng 03, Bộ có 04 đề án phải trình:"."""
    for at in (node.start, *(comma.end() for comma in _COMMA.finditer(source.folded, node.start, node.end))):
        body = region(source, at, node.end)
        if body and source.cues["scope.owner"].match(source.folded, body[1], node.end):
            return body
    return None


def _by_siblings(source: Source, node: Node) -> Span | None:
    """A heading among headings that are bodies is one as well, known or not."""
    if node.parent is None or (node.part_rule and node.parent.part_rule != node.part_rule) or not node.label or not node.children:
        return None
    if node.end - node.start >= 160 or _is_matter(source, node):
        return None
    heads = [sibling for sibling in node.parent.children if sibling.style == node.style and sibling is not node]
    bodies = sum(source.regions.at(sibling.start) is not None for sibling in heads)
    return (node.start, node.end) if bodies >= 2 and bodies >= 0.6 * len(heads) else None


def _is_matter(source: Source, node: Node) -> bool:
    """Whether a heading is a lead-in or begins with a verb that tells no belonging."""
    words = source.folded[node.start : node.end]
    return words.endswith(":") or (source.lexicon.verb(source.folded, node.start, node.end) is not None and not source.cues["scope.belongs"].search(words))


def below_heading(source: Source, node: Node, scope: Scope, due: Deadline | None) -> Scope:
    """The scope below a heading."""
    inner = replace(scope, part=node.part, contents=False, verb=None)
    if scope.due_place == "lead-in" and source.cues["scope.organises"].match(source.folded[node.start : node.end]):
        inner = replace(inner, due=None)
    if due is not None:
        inner = replace(inner, due=due, due_place="heading")
    if body := heading_body(source, node):
        place: Place = "lead-in" if source.text[node.end - 1] == ":" else "heading"
        rule = "scope.functions" if source.cues["scope.functions-of"].match(source.folded, node.start, node.end) else "scope.heading"
        inner = replace(inner, assignees=Inherited(body, place, rule), coordinators=None, directive=True)
    return inner


def below_lead_in(source: Source, node: Node, scope: Scope, clause: Clause, opens: bool, due: Deadline | None) -> Scope:
    """The scope below a lead-in that is a clause of its own ("Vụ A chủ trì, phối hợp với Vụ B:")."""
    cues, words = source.cues, source.folded[node.start : node.end]
    inner = replace(scope, part=node.part or scope.part, contents=False, verb=scope.verb if clause.kind == "none" else None, directive=scope.directive or opens)
    if due is not None:
        inner = replace(inner, due=due, due_place="lead-in")
    if clause.subject and (_binds(clause, node) or (clause.kind == "subject" and cues["lead.works"].search(words))):
        if clause.kind == "subject" and cues["supervise.lead"].search(source.folded[clause.start : node.end]):
            return replace(inner, supervisor=Inherited(clause.subject, "lead-in", "supervise.lead"), assignees=None, coordinators=None, directive=True)
        inner = replace(inner, assignees=Inherited(clause.subject, "lead-in", clause.rule), coordinators=None, directive=True)
    if clause.coordinators:
        inner = replace(inner, coordinators=Inherited(clause.coordinators, "lead-in", clause.coordinators_rule))
    if verb := cues["lead.verb-last"].search(words):
        if inner.assignees is scope.assignees and (owner := _owner(source, node)):
            inner = replace(inner, assignees=Inherited(owner, "lead-in", "lead.verb-last"), coordinators=None)
        inner = replace(inner, verb=Inherited((node.start + verb.start("verb"), node.start + verb.end("verb")), "lead-in", "lead.verb-last"))
    return inner


def _binds(clause: Clause, node: Node) -> bool:
    """Whether a lead-in's subject must act on its items; before any list of work, "X xây dựng kế hoạch như sau:" says who writes the document."""
    if clause.kind == "subject":
        return bool(node.style) or clause.coordinators is not None
    return clause.kind in ("order", "duty", "modal", "announced")
