"""The stage "dates": every date expression of a text, with its role, what it resolves to, and why."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from bisect import bisect_right
from dataclasses import replace
from functools import cache

import regex

from extractor.calendar import Date
from extractor.components.dates import leftover
from extractor.components.dates.grammar import Grammar, Item
from extractor.components.dates.joins import is_lunar, join
from extractor.components.dates.recurrence import rrule
from extractor.components.dates.resolve import NOTHING, Days, Frame, Resolver
from extractor.components.dates.roles import Bounded, Bounds, Context, Roles
from extractor.components.dates.surface import Surface, SurfaceReader
from extractor.model import Bound, Deadline, Role
from extractor.rules import Rules

_BREAK = regex.compile(r"(?<!(?:^|\n|\s)\p{Lu}|(?:TP|Tp|tp|ThS|TS|PGS|GS))[.!?](?=[\s*_)\"”]+[\p{Lu}\-+(“\"*]|\s*$)|[\n|\t]|\.(?=\n)")
_ENDS = re.compile(r"[.!?\n|\t]")
_PART = regex.compile(r";|(?<=[.;:]\s)[-+*](?=\s\p{Lu})")
_FIRST = regex.compile(r"[\s\-+*•>#|(]*(?:(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]+)[.)/]\s*)*[\s\-+*(]*")
_LABEL = regex.compile(r"\s*\)?\s*:")
_PERIODS = frozenset(("month", "quarter", "months", "year", "week", "period", "current"))
_MAY_BE_OPEN = _PERIODS | {"duration", "date", "today", "weekday", "day", "feast"}
_BOUND_FACTS = {"before": ("before",), "by": ("by",), "start": ("start",), "after": ("start",)}
_DAYS = frozenset(("date", "today", "weekday", "day", "feast"))
_READING_FACTS = dict.fromkeys(_DAYS, ("day",)) | {
    "recurrence": ("rule",), "routine": ("rule",), "open": ("open",), "year": ("year",), "feast": ("day", "feast"),
}  # fmt: skip
_LABEL_WIDTH = 60
_LABEL_SIGNS = " \n-+*•>#|().0123456789"
# A day that the year's turn puts so far ahead was a few weeks ago.
_JUST_GONE = dt.timedelta(320)
_LIST_EDGES = frozenset(":;,|")
_CLAUSE_END = regex.compile(r"[.;:\n|]|,(?!\s*(?:ký\s+)?$)")
_WIDTH = 300


class DateFinder:
    """Finds date expressions. Built once from the rules; `find` may be called from many threads."""

    def __init__(self, rules: Rules) -> None:
        self._surface = SurfaceReader(rules["dates/noise"])
        self._grammar = Grammar(rules["dates/expressions"], rules["dates/holidays"])
        self._bounds = Bounds(rules["dates/bounds"])
        self._roles = Roles(rules["dates/roles"])
        self._resolver = Resolver(rules["dates/anchors"])

    def find(self, text: str, issued_on: str | None = None, *, year_hint: int | None = None) -> list[Deadline]:
        """All date expressions of a text, in order; offsets are code points of ``text``, which may be a sentence or a whole document.

        ``issued_on`` is the day of issue (ISO date); dates without a year are the first ones on or after it. Where it is unknown they stay null, unless
        ``year_hint`` gives the year of the text. Raises ValueError on a day of issue that is no ISO date.

        >>> [d.due for d in DateFinder(Rules()).find("Báo cáo trước ngày 25/9.", "2021-09-10")]
        ['2021-09-25']
        """
        if not isinstance(text, str):
            raise TypeError(f"dates are found in a text, not in {type(text).__name__}")
        frame = Frame(_issued(issued_on), year_hint)
        if unicodedata.is_normalized("NFC", text):
            return self._find(text, frame)
        composed, offsets = _compose(text)
        return [
            replace(found, start=offsets[found.start], end=offsets[found.end], text=text[offsets[found.start] : offsets[found.end]])
            for found in self._find(composed, frame)
        ]

    def _find(self, text: str, frame: Frame) -> list[Deadline]:
        surface = self._surface.read(text)
        scanned = self._grammar.scan(surface.text, surface.tokens)
        scanned = leftover.add(scanned, surface.text, surface.tokens)
        if not scanned:
            return []
        breaks = _breaks(text, surface.text)
        items = join(scanned, surface.text, lambda at: bisect_right(breaks, at))
        parts = sorted((*breaks, *(m.end() for m in _PART.finditer(text)))) if _has_parts(text) else breaks
        found: list[Deadline] = []
        previous: Item | None = None
        done = 0
        for item in items:
            if item.reads != "code":
                deadline = self._deadline(text, surface, item, previous, frame, parts, done)
                if deadline is not None:
                    found.append(deadline)
                    done = item.end
            previous = item
        return found

    def _deadline(self, text: str, surface: Surface, item: Item, previous: Item | None, frame: Frame, parts: list[int], done: int) -> Deadline | None:
        low, high = _around(parts, item.start, len(text))
        bounded = self._bounds.read(surface.text, max(low, done), item.start)
        days, rule = NOTHING, None
        if item.reads == "recurrence":
            rule = rrule(item.parts)
            inner = self._bounds.read(surface.text, item.start, item.core) if item.core > item.start else Bounded(item.start)
            if not bounded.bound:
                bounded = Bounded(bounded.start, inner.bound, inner.rule, inner.words)
        elif item.reads not in ("open", "routine"):
            days = self._resolver.days(item, frame)
            if days == NOTHING and not _may_be_open(item):
                return None
        if bounded.bound == "start" and item.data.get("hours"):
            bounded = bounded._replace(bound="on")  # "từ 7h30 đến 11h30 ngày 20/5" starts an hour, not a period
        context = self._context(surface.text, item, bounded, days, previous, frame, (low, high))
        if item.weak and not bounded.bound and "scheduled" in context.facts:
            bounded = self._bounds.done_after(surface.text, item.end, bounded)
        if not bounded.bound and not self._stands_alone(item, surface.text, context):
            return None
        role, why = self._roles.decide(context)
        start = bounded.start if bounded.bound else item.start
        end = surface.end(days.stop or item.end)
        if text.startswith(")", end) and text.count("(", start, end) > text.count(")", start, end):
            end += 1
        while end > start and text[end - 1] in " \t\n,*_":
            end -= 1
        return _written(text, start, end, role, item, bounded, days, rule, why)

    @staticmethod
    def _stands_alone(item: Item, surface: str, context: Context) -> bool:
        """Whether an expression is one without a bounding word."""
        if item.weak and "alone" not in context.facts and "scheduled" not in context.facts:
            return False
        if item.reads == "feast":
            return bool(item.all("y")) or "/" in surface[item.start : item.end]
        return item.reads != "duration" or bool(item.get("anchor"))

    def _context(self, surface: str, item: Item, bounded: Bounded, days: Days, previous: Item | None, frame: Frame, edges: tuple[int, int]) -> Context:
        low, high = edges
        start, reads = bounded.start if bounded.bound else item.start, item.reads
        left, right = surface[low:start], surface[item.end : high]
        kind = "range" if item.first is not None or reads == "current" else "date" if item.weekday else reads
        facts: list[str] = []
        if bounded.bound:
            facts += ("bounded", *_BOUND_FACTS.get(bounded.bound, ()))
        if frame.issued is not None and days.end is not None:
            if days.end != frame.issued:
                facts.append("over" if days.end < frame.issued else "ahead")
            if reads == "date" and days.end - frame.issued > _JUST_GONE and _without_year(item):
                facts.append("gone")
        first = len(left) < _LABEL_WIDTH and len(left.strip(_LABEL_SIGNS)) < 5 and _FIRST.fullmatch(left) is not None
        if first:
            facts.append("first")
        if ":" in right and _LABEL.match(right):
            facts.append("label")
        edge = left.rstrip()[-1:]
        if edge in (":", "|") or (edge == "(" and not first and reads != "year"):
            facts.append("valued")
        if first and not right.strip(" \n.;|)"):
            facts.append("alone")
        facts += _READING_FACTS.get(reads, ())
        if item.get("part") and reads != "months":
            facts.append("part")
        if item.weak:
            facts.append("weak")
            if not bounded.bound and reads == "date" and (first or edge in _LIST_EDGES) and int(item.get("d")) > int(item.get("m")):
                facts += ("scheduled",) if self._bounds.is_scheduled(right) else ()
        if previous is not None and previous.reads == "code" and _cites(surface, previous.end, start):
            facts.append("code")
        return Context(kind, left[-_WIDTH:], right[:_WIDTH], surface[start : item.end], tuple(facts))


def _may_be_open(item: Item) -> bool:
    """Whether an expression is kept without a day: its year or its anchor is unknown, or it names a period that has no days here."""
    return item.reads in _MAY_BE_OPEN and _valid(item)


def _valid(item: Item) -> bool:
    numbers = [int(d) for d in item.all("d")]
    if any(not 1 <= number <= 31 for number in numbers) or any(not 1 <= int(m) <= 12 for m in item.all("m")):
        return False
    return not (item.reads == "date" and item.all("y"))  # a whole date that names no day, such as 31/02/2021


def _without_year(item: Item) -> bool:
    return not (item.groups.get("y") or item.groups.get("yrel") or is_lunar(item)) and (item.first is None or _without_year(item.first))


def _cites(surface: str, end: int, start: int) -> bool:
    gap = surface[end:start]
    return len(gap) <= 90 and _CLAUSE_END.search(gap) is None


def _issued(text: str | None) -> Date | None:
    if not text:
        return None
    try:
        return Date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"the day of issue {text!r} is no ISO date; write it as 2021-09-30") from None


def _compose(text: str) -> tuple[str, list[int]]:
    """The text in NFC and, for each of its offsets (the end included), the offset in the text as given."""
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        composed = unicodedata.normalize("NFC", text[at:end])
        pieces.append(composed)
        offsets += [at] * len(composed)
        at = end
    return "".join(pieces), [*offsets, len(text)]


def _breaks(text: str, surface: str) -> list[int]:
    """Where sentences, lines and cells end. A line end that goes on with its sentence is a space in the surface."""
    if _ENDS.search(text, 0, len(text) - 1) is None:
        return []
    return [m.end() for m in _BREAK.finditer(text) if text[m.start()] != "\n" or surface[m.start()] == "\n"]


def _has_parts(text: str) -> bool:
    return ";" in text or "- " in text or "+ " in text or "* " in text


def _around(parts: list[int], at: int, length: int) -> tuple[int, int]:
    index = bisect_right(parts, at)
    low = parts[index - 1] if index else 0
    high = parts[index] if index < len(parts) else length
    return max(low, at - _WIDTH), min(high, at + 2 * _WIDTH)


def _written(text: str, start: int, end: int, role: Role, item: Item, bounded: Bounded, days: Days, rule: str | None, why: str) -> Deadline:
    steps = (*days.steps, f"vai trò: {why}")
    explanation = "; ".join((f"“{bounded.words}”: {bounded.rule}", *steps) if bounded.bound else steps)
    due = first = None
    bound: Bound | None = None
    hour = recurrence = None
    if role == "recurrence":
        bound, hour, recurrence = _bound(bounded.bound, None), item.time, rule
    elif role in ("deadline", "period"):
        due, first, bound = _due(item, bounded, days)
        hour = item.time if due else None
    last, begin = due.isoformat() if due else None, first.isoformat() if first else None
    return Deadline(start, end, text[start:end], role, last, hour, begin, bound, recurrence, item.rule, explanation)


_BOUNDS: dict[str, Bound] = {"before": "before", "by": "by", "on": "on", "within": "within"}


def _bound(bound: str, fallback: Bound | None) -> Bound | None:
    return _BOUNDS.get(bound, fallback)


def _due(item: Item, bounded: Bounded, days: Days) -> tuple[Date | None, Date | None, Bound | None]:
    """Due day, first day and bound of a deadline or a period, by the task table."""
    start, end, bound = days.start, days.end, bounded.bound
    if item.reads == "open":
        return None, None, _bound(bound, item.data.get("bound"))
    if item.reads == "duration":
        plain: Bound = "before" if bound == "before" else "by" if bound in ("by", "after") or item.get("back") else "within"
        return end, None, plain
    if end is None:
        return None, start, "on" if bound == "within" and item.reads in _DAYS else _bound(bound, None)
    single = start == end and item.first is None
    if item.first is not None or item.groups.get("j") or len(item.weekday) > 1:
        return end, start, "within" if start else _bound(bound, "by")
    if bound in ("start", "after"):
        return None, start if bound == "start" else None, None
    if bound == "before":
        return (end if single or days.by_end or start is None or bounded.rule == "bound.before-end" else start), None, "before"
    if bound == "by" or (days.by_end and bound in ("", "on")):
        return end, None, "by"
    if single:
        return end, None, "by" if bounded.rule in ("label", "scheduled") else "on"
    return end, start, "within"


@cache
def _default() -> DateFinder:
    return DateFinder(Rules())


def find_dates(text: str, issued_on: str | None = None) -> list[Deadline]:
    """All date expressions of a text by the built-in rules; see `DateFinder.find`."""
    return _default().find(text, issued_on)
