"""Where the names of those who act begin and end, for bodies that the grammar of bodies knows and for those that no list holds."""

from __future__ import annotations

import regex

from extractor.components.tasks.clauses import Span
from extractor.components.tasks.source import Source

_NAME = regex.compile(r"\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}*){1,4}")
_DASHED = regex.compile(r"\s*[-–]\s*\p{Lu}")
_TAIL_REACH = 110


def region(source: Source, at: int, end: int) -> Span | None:
    """The bodies named from ``at`` on, titles before a name skipped; None when no body begins there."""
    text, cues = source.text, source.cues
    while at < end and text[at] in " \n\t":
        at += 1
    if at >= end:
        return None
    if both := cues["subject.both"].match(source.folded, at, end):
        at = both.end()
    found = source.regions.at(at)
    if found is None and (title := cues["subject.honorific"].match(source.folded, at, end)):
        found = source.regions.at(title.end()) or _person(text, title.end(), end)
    if found is None or found[0] >= end:
        return None
    until = _name_end(source, found, end)
    number = cues["subject.numbered"].match(text, until, end)
    return at, number.end() if number else until


def _name_end(source: Source, found: Span, end: int) -> int:
    """Where a name ends: at a verb in small letters, since names hold verbs as well ("Ban Chỉ đạo"), or past a part after a dash."""
    until = min(found[1], end)
    if stop := source.cues["body.ends"].search(source.text, found[0] + 2, until):
        return stop.start()
    if _DASHED.match(source.text, until, end) and (verb := after_tail(source, until + 2, end)):
        return verb - 1
    return until


def _person(text: str, at: int, end: int) -> Span | None:
    """A person's name after a form of address."""
    name = _NAME.match(text, at, end)
    return (at, name.end()) if name else None


def after_tail(source: Source, at: int, end: int) -> int | None:
    """Where the first verb of two syllables begins after the tail of a collective ("… có từ 20 thành viên trở lên |rà soát"), within its reach."""
    text, folded = source.text, source.folded
    for space in regex.finditer(r"\s", folded, pos=at + 2, endpos=min(end, at + _TAIL_REACH)):
        if folded[space.start() - 1] in ",;:":
            return None
        verb = source.lexicon.verb(folded, space.end(), end) if text[space.end()].islower() else None
        if (verb and " " in folded[space.end() : verb]) or source.cues["subject.leads"].match(text, space.end()):
            return space.end()
    return None


def name_until_verb(source: Source, at: int, end: int) -> Span | None:
    """After an assigning verb, a name that no list or grammar holds runs to the first verb of two syllables."""
    if not source.cues["subject.name-start"].match(source.text, at, end):
        return None
    verb = after_tail(source, at, end)
    return (at, verb - 1) if verb and verb - at > 5 else None
