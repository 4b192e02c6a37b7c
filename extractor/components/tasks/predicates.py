"""What follows a subject: the duty, modal or verb that makes an instruction of it."""

from __future__ import annotations

import regex

from extractor.components.tasks.clause import Clause, Kind, Predicate
from extractor.components.tasks.clauses import skip
from extractor.components.tasks.due import deadline, is_open
from extractor.components.tasks.names import after_tail, region
from extractor.components.tasks.source import Source

_BRACKET = regex.compile(r"\s*\([^()]{0,200}\)")
_DUTIES: tuple[tuple[str, Kind], ...] = (("duty.lead", "duty"), ("duty.modal", "modal"), ("duty.announced", "announced"))
_NAME_REACH = 75
_SHORTEST = 12  # letters that an instruction with an unlisted verb has at the least


def predicate(source: Source, at: int, end: int) -> Predicate | None:
    """What the subject that ends at ``at`` does; None when no instruction follows."""
    at = _past_insertions(source, at, end)
    folded = source.folded
    rest = folded[at:end]
    for name, kind in _DUTIES:
        match = source.cues[name].match(rest)
        if match and not _is_capital(source.text, at + match.start("words")):
            after = at + match.end()
            return Predicate(kind, name, skip(folded, after, end), source.cues["subject.passive"].match(folded, after, end) is not None)
    begin = skip(folded, at, end)
    if source.text[begin : begin + 1].isupper() and not source.text[at:begin].strip():
        return None  # a capital right after a name goes on with it
    if source.cues["with.coordinators"].match(folded, begin, end) or source.lexicon.verb(folded, begin, end):
        return Predicate("subject", "verb.imperative", begin)
    return Predicate("subject", "verb.unlisted", begin) if begin - at == 1 and _may_be_verb(source, begin, end) else None


def _is_capital(text: str, at: int) -> bool:
    """Whether a word begins with a capital and goes on in small letters: it belongs to a name ("Thủy điện Cần Đơn")."""
    return text[at].isupper() and text[at + 1 : at + 2].islower()


def _past_insertions(source: Source, at: int, end: int) -> int:
    """Past what may stand between a body and its verb: brackets, appositions, adjuncts, three at most."""
    folded, cues = source.folded, source.cues
    for _ in range(3):
        found = _BRACKET.match(folded, at, end) or cues["subject.apposition"].match(folded, at, end) or cues["subject.adjunct"].match(folded, at, end)
        if found is None:
            break
        at = found.end()
    return at


def _may_be_verb(source: Source, begin: int, end: int) -> bool:
    """No lexicon holds every verb: after a body, a word in small letters that cannot go on with its name is what the body does."""
    return end - begin > _SHORTEST and source.text[begin].islower() and not source.cues["subject.no-verb"].match(source.folded, begin, end)


def whole_name(source: Source, name: tuple[int, int], end: int, found: Predicate) -> tuple[tuple[int, int], Predicate]:
    """A name that the grammar cut short ("Giám đốc | điều hành gói thầu phải …") runs to the modal or the listed verb that follows."""
    folded = source.folded
    bare = source.cues["subject.bare-head"].fullmatch(folded, *name) is not None
    if found.rule != "verb.unlisted" and not (bare and found.rule == "verb.imperative"):
        return name, found
    if source.cues["not.speech"].match(folded[name[1] : end]):
        return name, found
    reach = min(end, name[1] + _NAME_REACH)
    stop = next((i for i in range(name[1], reach) if folded[i] in ",;:(."), reach)
    if breaks := source.cues["subject.name-breaks"].search(folded, name[1], stop):
        stop = breaks.start()
    modal = source.cues["subject.modal-before"].search(folded, name[1] + 1, stop)
    at = modal.start() if modal else None
    if at is None and (verb := after_tail(source, name[1] + 1, stop)):
        at = verb - 1
    if at is None or not (longer := predicate(source, at, end)):
        return name, found
    return (name[0], at), longer


def take_agent(source: Source, at: int, end: int, clause: Clause) -> None:
    """In the passive, the body by whom it is to be done: "… phải được X làm"."""
    by = source.cues["subject.by-agent"].match(source.folded, at, end)
    agent = region(source, by.end(), end) if by else None
    if agent is None or predicate(source, agent[1], end) is None:
        return
    due = deadline(source, agent[1], end)
    timed = due is not None and not is_open(due)  # an occasion tells when consent is needed
    if timed or source.cues["subject.approves"].match(source.folded, agent[1], end) is None:
        clause.subject = agent


def take_duty(source: Source, clause: Clause, end: int) -> None:
    """Moves the clause's verb past có trách nhiệm, phải … that follow the one who is ordered."""
    rest = source.folded[clause.verb : end]
    for name in ("duty.lead", "duty.modal"):
        if match := source.cues[name].match(rest):
            clause.verb = skip(source.folded, clause.verb + match.end(), end)
            return
