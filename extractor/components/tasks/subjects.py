"""Subjects: the one who must act named before the verb, after a preamble or not, known to the grammar of bodies or only told by the words around it."""

from __future__ import annotations

import regex

from extractor.components.tasks.clause import Clause, Predicate
from extractor.components.tasks.clauses import Span, skip, skip_blanks
from extractor.components.tasks.names import after_tail, region
from extractor.components.tasks.orders import REACH
from extractor.components.tasks.predicates import predicate, take_agent, whole_name
from extractor.components.tasks.source import Source
from extractor.text import fold

_COLLECTIVE_REACH = 28
_ACRONYM = regex.compile(r"(?:\p{Lu}[\p{Lu}\d&-]+)(?:\s+\p{Lu}[\p{L}\d&.-]*){0,4}(?=\s+\p{Ll})")


def subject(source: Source, start: int, end: int, clause: Clause) -> bool:
    """Fills a clause that has a subject; False when none is found."""
    preamble = source.cues["preamble.phrase"].match(source.folded[start : start + 60]) is not None
    for place in _positions(source, start, end, preamble):
        at = skip_blanks(source.text, place, end)
        if link := source.cues["clause.links"].match(source.folded, at, end):
            at = link.end()
        late, first = at > start, at == start and not preamble
        body = region(source, at, end)
        if body is not None:
            known = any(reader(source, body, end, clause, late) for reader in (_after_coordinator, _body, _collective)) or (
                first and _agent_noun(source, at, end, clause)
            )
        else:
            known = _acronym(source, at, end, clause, late) or _person(source, at, end, clause, late) or (first and _agent_noun(source, at, end, clause))
        if known or _generic(source, at, end, clause, late) or (first and _modal_phrase(source, at, end, clause)):
            return True
        if body is None and _quantified(source, at, end, clause, late):
            return True
    return preamble and _before_modal(source, start, end, clause)


def _positions(source: Source, start: int, end: int, preamble: bool) -> list[int]:
    """Where a subject may begin: at the start, past a date, and below a preamble after each comma outside brackets and after thì."""
    folded = source.folded
    positions = [start, *source.date_ends.get(start, ())]
    if preamble:
        depth = 0
        for i in range(start, min(end, start + REACH)):
            depth += (folded[i] in "(“[") - (folded[i] in ")”]")
            if folded[i] == "," and depth == 0:
                positions.append(i + 1)
        if then := source.cues["clause.then"].match(folded, start, end):
            positions.append(then.end())
    return positions


def _after_coordinator(source: Source, body: Span, end: int, clause: Clause, late: bool) -> bool:
    """ "Y phối hợp, X chủ trì …": the body that works along stands first."""
    along = source.cues["with.subject"].match(source.folded[body[1] : end])
    leading = region(source, skip(source.folded, body[1] + along.end(), end), end) if along else None
    found = predicate(source, leading[1], end) if leading else None
    if found is None:
        return False
    clause.coordinators, clause.coordinators_rule = body, "with.subject"
    return clause.take(found, leading, late)


def _body(source: Source, body: Span, end: int, clause: Clause, late: bool) -> bool:
    """A body and what it does; in the passive it is the thing done and not the one who acts."""
    found = predicate(source, body[1], end)
    if found is None:
        return False
    name, found = whole_name(source, body, end, found)
    clause.take(found, name, late)
    if found.passive:
        clause.subject, clause.verb = None, clause.start
    return True


def _collective(source: Source, body: Span, end: int, clause: Clause, late: bool) -> bool:
    """A body with an adjunct that no comma closes ("UBND các xã khi có bão phải …"), or a collective with a tail that no list holds."""
    if adjunct := source.cues["subject.open-adjunct"].match(source.folded, body[1], end):
        verb = adjunct.end() if source.lexicon.verb(source.folded, adjunct.end(), end) else after_tail(source, adjunct.end(), end)
        return verb is not None and clause.take(predicate(source, verb - 1, end) or Predicate("subject", "verb.after-tail", verb), body, late)
    verb = after_tail(source, body[1], end) if source.cues["subject.tail"].match(source.folded, body[1], end) else None
    return verb is not None and clause.take(Predicate("subject", "verb.after-tail", verb), _tailed(source, body[0], verb), late)


def _acronym(source: Source, at: int, end: int, clause: Clause, late: bool) -> bool:
    """An unknown acronym before a verb."""
    acronym = _ACRONYM.match(source.text, at, end)
    if acronym is None or not source.lexicon.verb(source.folded, skip(source.folded, acronym.end(), end), end):
        return False
    return clause.take(Predicate("subject", "subject.acronym", skip(source.folded, acronym.end(), end)), acronym.span(), late)


def _person(source: Source, at: int, end: int, clause: Clause, late: bool) -> bool:
    """A person by name, before a listed verb or a duty."""
    person = source.cues["subject.person"].match(source.text, at, end)
    found = predicate(source, person.end(), end) if person else None
    return person is not None and found is not None and found.rule != "verb.unlisted" and clause.take(found, person.span("name"), late)


def _agent_noun(source: Source, at: int, end: int, clause: Clause) -> bool:
    """A noun for people or groups where no body's name begins: "cán bộ thú y phun …"."""
    verb = after_tail(source, at, end) if source.cues["subject.agent"].match(source.folded, at, end) else None
    return verb is not None and clause.take(Predicate("subject", "subject.agent", verb), _tailed(source, at, verb))


def _generic(source: Source, at: int, end: int, clause: Clause, late: bool) -> bool:
    """A collective told by các, mỗi, người … before a modal: "mỗi hộ nuôi cá lồng phải …"."""
    cues, folded = source.cues, source.folded
    generic = cues["subject.generic"].match(folded, at, end)
    if generic is None or any(cues["subject.thing"].match(folded, place, end) for place in (at, generic.start("who"))):
        return False
    passive = cues["subject.passive"].match(folded, generic.end() - 1, end) is not None
    verb = clause.start if passive else generic.end()
    bound = generic["modal"].startswith(("có", "chịu"))
    found = Predicate("duty", "duty.lead", verb, passive) if bound else Predicate("modal", "duty.modal", verb, passive)
    clause.take(found, None if passive else (at, generic.start("modal")), late)
    take_agent(source, generic.end("modal"), end, clause)
    return True


def _tailed(source: Source, at: int, verb: int) -> Span:
    """A collective with its tail, without the words that lead over to its verb."""
    link = source.cues["subject.link"].search(source.folded, at, verb)
    return at, link.start() if link else verb - 1


def _quantified(source: Source, at: int, end: int, clause: Clause, late: bool) -> bool:
    """A collective of any words and its verb: "các chốt nhắn tin số liệu …"."""
    several = source.cues["subject.several"].match(source.folded, at, end)
    if several is None or source.cues["subject.thing"].match(source.folded, several.end(), end):
        return False
    verb = after_tail(source, several.end(), min(end, several.end() + _COLLECTIVE_REACH))
    if verb is None or source.cues["subject.name-breaks"].search(source.folded, at, verb):
        return False
    return clause.take(Predicate("subject", "verb.after-tail", verb), _tailed(source, at, verb), late)


def _modal_phrase(source: Source, at: int, end: int, clause: Clause) -> bool:
    """A noun phrase of any words before phải, có trách nhiệm, unless it is a thing or no agent."""
    cues, folded = source.cues, source.folded
    modal = cues["subject.modal-phrase"].match(folded, at, end)
    if modal is None or any(cues[name].match(folded, at, end) for name in ("subject.no-agent", "subject.thing")):
        return False
    if cues["subject.passive"].match(folded, modal.end() - 1, end) or source.lexicon.verb(folded, at, end):
        return False
    if cues["subject.stative"].match(folded, modal.end(), end) and not cues["subject.agent"].match(folded, at, end):
        return False
    return clause.take(Predicate("modal", "duty.modal", modal.end()), (at, modal.start("modal")))


def _before_modal(source: Source, start: int, end: int, clause: Clause) -> bool:
    """A body right before sẽ, phải, cần, however the clause began: "Tháng 3, theo kế hoạch Bộ sẽ ban hành …"."""
    folded = source.folded
    modal = source.cues["subject.modal-before"].search(folded, start, min(end, start + 200))
    if modal is None:
        return False
    for space in regex.finditer(r"\s", folded, pos=start, endpos=modal.start()):
        body = source.regions.at(space.end())
        if body == (space.end(), modal.start()) and (found := predicate(source, body[1], end)):
            clause.take(found, body, True)
            return not clause.passive
    return False


def list_with_duty(source: Source, start: int, end: int, clause: Clause) -> bool:
    """A list of bodies with a duty, of which the grammar of bodies knows at least the first."""
    folded, cues = source.folded, source.cues
    match = cues["duty.of-list"].match(folded[start:end])
    if match is None:
        return False
    address = cues["subject.all-of-list"].match(folded, start, end)
    begin = address.end() if address else start
    if source.regions.at(begin) is None:
        return False
    stop = start + match.end("bodies")
    if adjunct := cues["subject.adjunct-of-list"].search(folded, start, stop):
        stop = adjunct.start()
    if modal := cues["clause.list-ends"].search(folded, start, stop):
        stop = modal.start()
    known = region(source, start, end)
    carries_out = cues["duty.carry-out"].match(folded, start + match.end("bodies"), end) is not None
    if (known and known[1] >= stop) or not (carries_out or _is_list(source, start, stop)):
        return False
    duty = cues["duty.lead"].match(folded[stop:end])
    return clause.take(Predicate("duty", "duty.of-list", skip(folded, stop + duty.end() if duty else stop, end)), (begin, stop))


def _is_list(source: Source, start: int, stop: int) -> bool:
    """Whether each part begins as a name does; a part that begins with a verb belongs to another clause."""
    if source.cues["assign.order"].search(source.folded, start, stop) or source.cues["subject.modal-before"].search(source.folded, start, stop):
        return False
    parts = [part for part in source.cues["subject.list-joint"].split(source.text[start:stop]) if part]
    return not any(source.lexicon.verb(fold(part), 0, len(part)) and not part[0].isupper() for part in parts)
