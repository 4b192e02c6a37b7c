"""Where the names of those who act begin and end, for bodies that the grammar of bodies knows and for those that no list holds."""

from __future__ import annotations

import regex

from extractor.components.tasks.clauses import Span, skip_blanks
from extractor.components.tasks.source import Source

_NAME = regex.compile(r"\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}*){1,4}")
_GOES_ON = regex.compile(r"\s*[-–]\s*(?=\p{Lu})|\s*,\s+(?=\p{Lu})|\s+và\s+(?=\p{L})")
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
    """Where a name ends: before a verb in small letters, since names hold verbs as well ("Ban Chỉ đạo"), or past a part after a dash."""
    text = source.text
    until = min(found[1], end)
    if (word := source.word_over(until)) and word[0] > found[0] and text[word[0]].islower() and source.lexicon.verb(source.folded, *word) == word[1]:
        until = word[0] - 1
    for stop in source.cues["body.ends"].finditer(text, found[0] + 2, until):
        if source.word_over(stop.start("verb")) is None:
            return stop.start()
    if (joint := _GOES_ON.match(text, until, end)) and source.regions.at(joint.end()) is None and (verb := after_tail(source, joint.end(), end)):
        return verb - 1
    return until if _is_followed(source, until, end) else _before_last_verb(source, found[0], until, end)


def _is_followed(source: Source, at: int, end: int) -> bool:
    """Whether after a name what the body does begins, or the text goes on after a mark: else the name has swallowed the verb."""
    folded, cues = source.folded, source.cues
    begin = skip_blanks(source.text, at, end)
    if begin >= end or not source.text[begin].islower():
        return True
    if source.lexicon.verb(folded, begin, end) or cues["with.coordinators"].match(folded, begin, end) or cues["body.goes-on"].match(folded, begin, end):
        return True
    return any(cues[name].match(folded[at:end]) for name in ("duty.lead", "duty.modal", "duty.announced"))


def _before_last_verb(source: Source, start: int, until: int, end: int) -> int:
    """The end of a name before the last verb of two syllables in small letters that it holds ("UBND các xã | quản lý chặt chẽ …")."""
    text, folded = source.text, source.folded
    for space in reversed(list(regex.finditer(r"\s", text, pos=start + 2, endpos=until))):
        at = space.end()
        if text[at : at + 1].isupper():
            break
        verb = source.lexicon.verb(folded, at, end) if source.word_over(at) is None else None
        if verb and verb <= until and " " in folded[at:verb] and not source.cues["subject.quantifier"].search(folded, start, space.end()):
            return space.start()
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
        begins = text[space.end()].islower() and source.word_over(space.end()) is None
        verb = source.lexicon.verb(folded, space.end(), end) if begins else None
        if (verb and " " in folded[space.end() : verb]) or source.cues["subject.leads"].match(text, space.end()):
            return space.end()
    return None


def name_until_verb(source: Source, at: int, end: int) -> Span | None:
    """After an assigning verb, a name that no list or grammar holds runs to the first verb of two syllables."""
    if not source.cues["subject.name-start"].match(source.text, at, end):
        return None
    verb = after_tail(source, at, end)
    return (at, verb - 1) if verb and verb - at > 5 else None
