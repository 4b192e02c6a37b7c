"""Reads one clause: who orders, who is to act, with whom, and where the words of the task begin."""

from __future__ import annotations

from copy import copy

import regex

from extractor.components.tasks.clause import Clause
from extractor.components.tasks.clauses import skip, skip_blanks, trim
from extractor.components.tasks.names import region
from extractor.components.tasks.orders import REACH, order
from extractor.components.tasks.predicates import take_agent
from extractor.components.tasks.source import Source
from extractor.components.tasks.subjects import list_with_duty, subject


def parse(source: Source, start: int, end: int) -> Clause:
    """The clause in ``source.text[start:end]``, each time a new one: it is the caller's to change."""
    known = source.clauses.get((start, end))
    if known is None:
        known = source.clauses[start, end] = _parse(source, start, end)
    return copy(known)


def _parse(source: Source, start: int, end: int) -> Clause:
    start, end = trim(source.text, start, end)
    clause = Clause(start, end, verb=start)
    if end - start < 4:
        return clause
    if link := source.cues["clause.links"].match(source.folded, start, end):
        clause.verb = start = link.end()
    # The first reader that finds its phenomenon fills the clause.
    for reader in (_task_is, list_with_duty, order, _coordinator_first, subject, _responsibility, _imperative, _nominal):
        if reader(source, start, end, clause):
            break
    clause.past = _is_past(source, clause)
    if clause.kind != "none" and not clause.passive and clause.coordinators is None:
        _take_coordinators(source, clause)
    return clause


def _task_is(source: Source, start: int, end: int, clause: Clause) -> bool:
    """The task said as a noun: "Nhiệm vụ … là phải làm"."""
    match = source.cues["duty.task-is"].match(source.folded[start:end])
    return match is not None and clause.says("imperative", "duty.task-is", start + match.end())


def _coordinator_first(source: Source, start: int, end: int, clause: Clause) -> bool:
    """A clause that begins with its coordinator: "Với Vụ A, Vụ B xây dựng …"."""
    first = source.cues["with.first"].match(source.folded[start:end])
    body = region(source, start + first.end(), end) if first else None
    if body is None or source.folded[body[1] : body[1] + 1] == ",":
        return False
    clause.coordinators, clause.coordinators_rule = body, "with.first"
    return clause.says("imperative", "with.first", skip(source.folded, body[1], end))


def _responsibility(source: Source, start: int, end: int, clause: Clause) -> bool:
    """ "Tăng cường trách nhiệm của X": X is the one who must act."""
    match = source.cues["duty.responsibility"].match(source.folded[start:end])
    body = region(source, start + match.end(), end) if match else None
    if body is None:
        return False
    clause.subject = body
    return clause.says("imperative", "duty.responsibility", clause.verb)


def _imperative(source: Source, start: int, end: int, clause: Clause) -> bool:
    """A clause without a subject that begins with a verb, or whose verb follows a date or a preamble."""
    verb = _verb_of_imperative(source, start, end)
    if verb is None:
        return False
    clause.preamble = clause.preamble or verb > start
    return clause.says("imperative", "verb.imperative", verb)


def _verb_of_imperative(source: Source, start: int, end: int) -> int | None:
    """Where the verb of a clause without a subject begins."""
    folded, verb = source.folded, source.lexicon.verb
    if verb(folded, start, end):
        return None if _begins_with_name(source, start, end) else start
    for date_end in source.date_ends.get(start, ()):
        if verb(folded, skip(folded, date_end, end), end):
            return skip(folded, date_end, end)
    if not source.cues["preamble.phrase"].match(folded[start : start + 60]):
        return None
    then = source.cues["clause.then-duty"].match(folded, start, end)
    if then and verb(folded, then.end(), end):
        return then.end()
    for cut in regex.finditer(",", folded, pos=start, endpos=min(end, start + REACH)):
        at = skip_blanks(source.text, cut.end(), end)
        if verb(folded, at, end):
            return at
    return None


def _begins_with_name(source: Source, start: int, end: int) -> bool:
    """Whether what looks like a verb begins a body's name, of which something is said: "Thanh tra tỉnh là …"."""
    body = region(source, start, end)
    return body is not None and source.cues["clause.is"].match(source.folded, body[1], end) is not None


def _nominal(source: Source, start: int, end: int, clause: Clause) -> bool:
    """A duty said as a rule about a thing: "… phải được X làm"."""
    modal = source.cues["clause.modal-inside"].search(source.folded, start, end)
    if modal is None:
        return False
    clause.passive = True
    take_agent(source, modal.end() - 1, end, clause)
    return clause.says("nominal", "duty.modal", clause.verb)


def _is_past(source: Source, clause: Clause) -> bool:
    """Whether the words before the verb tell of work already done."""
    until = max(clause.verb, clause.start)
    if clause.kind == "imperative":
        until = max(clause.verb, clause.start + 25)
    elif clause.kind in ("none", "nominal"):
        until = clause.end
    condition = source.cues["preamble.condition"].match(source.folded, clause.start, until)
    begin = condition.end() if condition else clause.start
    return source.cues["not.past"].search(source.folded[begin:until]) is not None


def _take_coordinators(source: Source, clause: Clause) -> None:
    """Coordinators right before the verb, or after a comma of the same chain of verbs."""
    folded, along = source.folded, source.cues["with.coordinators"]
    front = source.cues["clause.front"].match(folded, clause.verb, clause.end)
    begin = front.end() if front else clause.verb
    helper = region(source, clause.verb, clause.end) if clause.rule == "duty.lead" else None
    if helper and (after := source.cues["with.helper"].match(folded, helper[1], clause.end)):
        clause.coordinators, clause.coordinators_rule = helper, "with.helper"
        clause.verb = after.end()
        return
    if match := along.match(folded, begin, clause.end):
        if body := region(source, match.end(), clause.end):
            clause.coordinators, clause.coordinators_rule = body, "with.coordinators"
            clause.verb = skip(folded, body[1], clause.end)
        return
    for later in along.finditer(folded, begin, clause.end):
        before = folded[max(clause.start, later.start() - 12) : later.start()].rstrip()
        if source.cues["clause.chain"].search(before) and (body := region(source, later.end(), clause.end)):
            clause.coordinators, clause.coordinators_rule = body, "with.coordinators"
            return
