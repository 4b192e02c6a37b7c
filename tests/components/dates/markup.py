"""Cases as marked-up text: ``Báo cáo <date before="2020-09-20">trước ngày 20/9/2020</date>.``

A mark says everything that is expected of a span, so that a comparison is exact:
``before``/``by``/``on``="DAY", ``within``="FIRST/LAST" or "LAST", ``start``="DAY" (a start alone), ``open``="BOUND" (no day), ``period``="FIRST/LAST",
``rec``="RRULE" or "-" (no rule) with ``bound``, ``role``="citation|issue|past|event"; ``time``="HH:MM" beside any of them.
A line ``@2020-09-07`` gives the day of issue of the lines after it, ``@-`` takes it away, ``#`` opens a comment, ``⏎`` is a line end.
Mark-up that is not understood is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_TAG = re.compile(r'<date((?: [a-z]+="[^"<>]*")+)>|</date>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_BOUNDS = ("before", "by", "on", "within")
_HEADS = (*_BOUNDS, "start", "open", "period", "rec", "role")


class Expected(NamedTuple):
    """What a case says of one span, in the fields of a Deadline."""

    start: int
    end: int
    role: str
    due: str | None = None
    due_start: str | None = None
    due_bound: str | None = None
    due_time: str | None = None
    recurrence: str | None = None


@dataclass(frozen=True)
class Case:
    """A text, its day of issue, and all spans that are to be found in it."""

    id: str
    text: str
    issued_on: str | None
    spans: tuple[Expected, ...]


class MarkupError(ValueError):
    """Mark-up that says nothing that could be asserted."""


def parse(source: str) -> tuple[str, tuple[Expected, ...]]:
    """The plain text and its spans."""
    pieces: list[str] = []
    spans: list[Expected] = []
    at = length = 0
    opened: tuple[int, str] | None = None
    for tag in _TAG.finditer(source):
        pieces.append(source[at : tag.start()])
        length += len(pieces[-1])
        at = tag.end()
        if tag[1] is None:
            if opened is None:
                raise MarkupError(f"</date> without <date>: {source}")
            spans.append(_expected(opened[0], length, opened[1], source))
            opened = None
        elif opened is not None:
            raise MarkupError(f"<date> inside <date>: {source}")
        else:
            opened = (length, tag[1])
    if opened is not None:
        raise MarkupError(f"<date> is not closed: {source}")
    pieces.append(source[at:])
    text = "".join(pieces)
    if "<date" in text or "</date" in text:
        raise MarkupError(f"mark-up that is not understood: {source}")
    return text, tuple(spans)


def _expected(start: int, end: int, attributes: str, source: str) -> Expected:
    pairs = _ATTRIBUTE.findall(attributes)
    values = dict(pairs)
    heads = [name for name in values if name in _HEADS]
    if len(values) != len(pairs) or len(heads) != 1 or set(values) - {heads[0], "time", "bound"}:
        raise MarkupError(f"attributes that are not understood, {attributes.strip()}: {source}")
    if start == end:
        raise MarkupError(f"an empty mark: {source}")
    head, value, time = heads[0], values[heads[0]], values.get("time")
    if "bound" in values and (head != "rec" or values["bound"] not in _BOUNDS):
        raise MarkupError(f"bound belongs to rec: {source}")
    if head == "rec":
        return Expected(start, end, "recurrence", None, None, values.get("bound"), time, None if value == "-" else value)
    if head == "role":
        if value not in ("citation", "issue", "past", "event"):
            raise MarkupError(f"an unknown role {value!r}: {source}")
        return Expected(start, end, value)
    if head == "open":
        if value not in _BOUNDS:
            raise MarkupError(f"an unknown bound {value!r}: {source}")
        return Expected(start, end, "deadline", None, None, value, time)
    days = value.split("/")
    for day in days:
        dt.date.fromisoformat(day)
    if head == "start":
        return Expected(start, end, "deadline", None, days[0], None, time)
    first, last = (days[0], days[-1]) if len(days) == 2 else (None, days[0])
    if len(days) > 2 or (first is not None and head not in ("within", "period")):
        raise MarkupError(f"days that are not understood, {value!r}: {source}")
    if head == "period":
        return Expected(start, end, "period", last, first, "within", time)
    return Expected(start, end, "deadline", last, first, head, time)


def read(folder: Path) -> Iterator[Case]:
    """All cases of the files of a folder, in order."""
    for path in sorted(folder.glob("*.txt")):
        issued: str | None = None
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("@"):
                issued = None if line == "@-" else dt.date.fromisoformat(line[1:]).isoformat()
            elif line and not line.startswith("# "):
                text, spans = parse(line.replace("⏎", "\n"))
                yield Case(f"{path.stem}:{number}", text, issued, spans)
