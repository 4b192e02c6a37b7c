"""Cuts a sentence at its items, and a clause where another date or another body begins a task of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from extractor.components.dates import within
from extractor.components.tasks.clauses import Span, pieces, skip, trim
from extractor.components.tasks.due import TASK_ROLES
from extractor.components.tasks.names import region
from extractor.components.tasks.parse import parse
from extractor.components.tasks.source import Source
from extractor.model import Deadline

_REACH = 2500
"""How far into the rest of a sentence its bodies may reach, in letters: to read all of it at every item would take the square of its length."""


def items(source: Source, start: int, end: int) -> Iterator[Span]:
    """The `;`-items of a sentence; a `;` inside a list of bodies does not cut."""
    at = start
    cuts = [cut for _, cut in pieces(source.text, start, end)]
    for nth, cut in enumerate(cuts):
        if cut < at:
            continue
        clause = parse(source, at, min(end, at + _REACH))
        stop = max((span[1] for span in (clause.subject, clause.coordinators) if span and span[0] < cut), default=0)
        cut = next((later for later in cuts[nth:] if later >= stop), end)
        yield at, cut
        at = cut + 1


def clauses_of(source: Source, start: int, end: int) -> Iterator[Span]:
    """An item cut where a task of its own begins; what would be too short to be one stays with its neighbour."""
    at = start
    for cut in sorted(_cuts(source, start, end)):
        if cut - at > 15 and end - cut > 12:
            yield trim(source.text, at, cut)
            at = cut
    yield trim(source.text, at, end)


def _cuts(source: Source, start: int, end: int) -> Iterator[int]:
    dates = [date for date in within(source.dates, start, end) if date.role in TASK_ROLES and not _bracketed(source, start, date.start)]
    yield from _between_dates(source, dates, end)
    yield from _before_dates(source, dates, start, end)
    yield from _at_contrasts(source, start, end)
    yield from _at_other_bodies(source, start, end)


def _between_dates(source: Source, dates: Sequence[Deadline], end: int) -> Iterator[int]:
    """Two dated works in a row: "… trước ngày 5/6 và nộp … trước ngày 9/6"."""
    folded, verb = source.folded, source.lexicon.verb
    for one, two in pairwise(dates):
        joint = source.cues["cut.joint"].match(folded, one.end, two.start)
        if joint and (
            verb(folded, joint.end(), end) or source.cues["cut.delivery"].match(folded, joint.end()) or _names_work(source, joint.end(), two.start)
        ):
            yield one.end
        elif not joint:
            marks = list(source.cues["cut.mark"].finditer(folded, one.end, two.start))
            joints = [mark for mark in marks if verb(folded, mark.end(), end) or source.cues["cut.delivery"].match(folded, mark.end())]
            if joints:
                yield joints[0].start()
            elif marks and marks[0].start() <= one.end + 2 and two.start - marks[0].end() > 12:
                yield marks[0].start()


def _names_work(source: Source, at: int, end: int) -> bool:
    """Whether a noun with a date of its own stands between two dates: "… trước 20/3, **phần còn lại** trong tháng 7"."""
    return source.cues["cut.dated-noun"].fullmatch(source.folded, at, end) is not None


def _before_dates(source: Source, dates: Sequence[Deadline], start: int, end: int) -> Iterator[int]:
    """A date that leads a work of its own: "…, trước ngày 9/6 nộp …"."""
    folded = source.folded
    for date in dates:
        before = source.cues["cut.before-date"].match(folded, max(start, date.start - 8), date.start)
        if before and date.start - start > 32 and source.lexicon.verb(folded, _past_marks(folded, date.end), end):
            yield before.start("joint")


def _at_contrasts(source: Source, start: int, end: int) -> Iterator[int]:
    """Another body after đồng thời, còn, riêng; an order or an occasion after a comma."""
    for match in source.cues["cut.contrast"].finditer(source.folded, start, end):
        if _bracketed(source, start, match.start()):
            continue
        comma, at = match.span()
        begins = _begins_with_body(source, at, end) if match[0].strip(" ,") else _orders_anew(source, start, comma, at, end)
        if begins or (at - start > 40 and _opens_occasion(source, at, end)):
            yield comma


def _begins_with_body(source: Source, at: int, end: int) -> bool:
    """Whether a clause begins with the body that must act."""
    body = region(source, at, end)
    if body is None:
        return False
    clause = parse(source, at, end)
    return clause.kind in ("duty", "modal", "subject") and clause.subject is not None and clause.subject[0] == body[0]


def _orders_anew(source: Source, start: int, comma: int, at: int, end: int) -> bool:
    """Whether an order to somebody follows an order or duty."""
    clause = parse(source, at, end)
    return clause.kind == "order" and clause.subject is not None and parse(source, start, comma).kind in ("order", "duty")


def _opens_occasion(source: Source, at: int, end: int) -> bool:
    return source.cues["cut.occasion"].match(source.folded, at) is not None and parse(source, at, end).kind in ("nominal", "modal")


def _at_other_bodies(source: Source, start: int, end: int) -> Iterator[int]:
    """After a comma, another body and what it does, where the words before the comma are an instruction as well."""
    for match in source.cues["cut.other-body"].finditer(source.folded, start + 25, end):
        comma, at = match.span()
        if not source.text[at : at + 1].isupper() or _bracketed(source, start, comma) or any(
            source.cues[name].search(source.folded, start, comma) for name in ("with.led", "with.follows")
        ):
            continue
        # Inside a list first: that is known, while to read the bodies from each comma of a long list takes the square of its length.
        if _inside_list(source, start, comma) or (body := region(source, at, end)) is None or not _acts(source, body, end):
            continue
        if parse(source, start, comma).kind in ("order", "duty", "subject", "modal"):
            yield comma


def _acts(source: Source, body: Span, end: int) -> bool:
    """Whether a duty or a verb follows a body."""
    rest = source.folded[body[1] : end]
    if source.cues["duty.lead"].match(rest) or source.cues["duty.modal"].match(rest):
        return True
    return not rest.startswith(",") and source.lexicon.verb(source.folded, _past_marks(source.folded, body[1]), end) is not None


def _inside_list(source: Source, start: int, comma: int) -> bool:
    """Whether a comma stands inside a list of bodies that began before it, or after a verb that takes bodies ("chỉ đạo Sở A, …")."""
    for space in regex.finditer(r"\s", source.text, pos=max(start, comma - 160), endpos=comma):
        body = source.regions.at(space.end())
        if body and body[0] == space.end() and body[1] > comma:
            return True
    return False


def _bracketed(source: Source, start: int, at: int) -> bool:
    """Whether a bracket or quote that opened after ``start`` is still open."""
    return any(source.text.count(a, start, at) > source.text.count(b, start, at) for a, b in ("()", "“”"))


def _past_marks(folded: str, at: int) -> int:
    return skip(folded, at, len(folded), " ,*:\n")
