"""The dates of a stretch of a document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from extractor.model import Deadline

_START = attrgetter("start")


def within(dates: Sequence[Deadline], start: int, end: int) -> list[Deadline]:
    """The dates that lie in ``[start, end)``, of dates in the order of the text. Most stretches hold few of a document's, so that all are not looked at.

    >>> dates = [Deadline(5, 9, "", "deadline"), Deadline(12, 20, "", "deadline"), Deadline(22, 30, "", "deadline")]
    >>> [date.start for date in within(dates, 5, 25)]
    [5, 12]
    """
    return [date for date in dates[bisect_left(dates, start, key=_START) : bisect_left(dates, end, key=_START)] if date.end <= end]
