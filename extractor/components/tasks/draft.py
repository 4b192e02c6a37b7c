"""A task on its way: the clause that states it, what it inherits, and the spans that will become its cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.components.layout import Node
from extractor.components.tasks.clause import Clause
from extractor.components.tasks.clauses import Span
from extractor.components.tasks.due import deadline, narrows
from extractor.components.tasks.scope import Inherited, Scope
from extractor.components.tasks.source import Source
from extractor.model import Deadline, Place


@dataclass(slots=True)
class Draft:
    """``evidence`` is the stretch of the reading that states the task; ``rule`` says what its decision rests on."""

    evidence: Span
    clause: Clause
    scope: Scope
    rule: str
    section: tuple[str, ...]
    assignees: Inherited | None = None
    coordinators: Inherited | None = None
    due: Deadline | None = None
    due_place: Place = "clause"
    verb_from: Inherited | None = None


def draft_of(source: Source, clause: Clause, scope: Scope, node: Node, previous: Draft | None, item: bool = False, label: Span | None = None) -> Draft:
    """The draft of a clause that states a task; ``item`` tells a `;`-item after another, ``label`` is a body before a colon that belongs to the evidence."""
    _drop_basis(source, clause)
    section = tuple(source.text[above.start : above.end].rstrip(" :") for above in reversed(list(node.ancestors())))
    evidence = (label[0] if label and label[1] == clause.start else clause.start, clause.end)
    draft = Draft(evidence, clause, scope, clause.rule or "task.dated-line", section)
    same_line = previous if previous is not None and previous.evidence[1] >= node.start else None
    draft.assignees = _assignees(clause, scope, same_line)
    draft.coordinators = _coordinators(clause, scope, same_line, previous if item else None)
    due = deadline(source, clause.start, clause.end)
    if due is not None and not (scope.due is not None and narrows(scope.due, due)):
        draft.due = due
    elif scope.due is not None:
        draft.due, draft.due_place = scope.due, scope.due_place
    if scope.verb is not None and clause.kind == "none":
        draft.verb_from, draft.rule = scope.verb, scope.verb.rule
    return draft


def _drop_basis(source: Source, clause: Clause) -> None:
    """Lets an order begin with who orders or with the assigning verb, when the ground of the order stands before it."""
    begin = min((span[0] for span in (clause.leader, clause.subject) if span), default=clause.verb)
    if clause.kind != "order" or begin - clause.start <= 15:
        return
    if basis := source.cues["line.basis"].match(source.folded, clause.start, begin):
        order = source.cues["assign.order"].search(source.folded, basis.end(), begin) if clause.leader is None else None
        clause.start = order.start() if order else begin


def _assignees(clause: Clause, scope: Scope, same_line: Draft | None) -> Inherited | None:
    """Who must act: the clause's subject, else that of the task before it in its line, else what the lines above hand down."""
    if clause.kind == "order" and scope.assignees is not None and scope.assignees.rule == "scope.functions" and clause.leader is None:
        return scope.assignees  # to ask others is one of the body's functions
    if clause.subject:
        return Inherited(clause.subject, "clause", clause.rule)
    if same_line is not None and same_line.assignees is not None:
        return replace(same_line.assignees, place="sentence")
    return scope.assignees


def _coordinators(clause: Clause, scope: Scope, same_line: Draft | None, before: Draft | None) -> Inherited | None:
    """Who works along: the clause's own, else those of the item before it, else of the lines above, unless a subject of its own is named."""
    if clause.coordinators:
        return Inherited(clause.coordinators, "clause", clause.coordinators_rule)
    if clause.subject:
        return None
    if before is not None:
        return before.coordinators
    return None if same_line is not None and same_line.coordinators is None else scope.coordinators
