"""Which of a document's dates is the deadline of a clause, and which holds for all below a heading or lead-in."""

from __future__ import annotations

from extractor.components.dates import within
from extractor.components.layout import Node
from extractor.components.tasks.source import Source
from extractor.model import Deadline

TASK_ROLES = ("deadline", "recurrence")
_OFTEN_OBJECTS = ("feast", "weekday")
"""Rules of dates that name what the work is about as often as when it is due ("quà Tết"): a plain date beside one is the deadline."""
QUIET_PARTS = ("past", "purpose", "basis", "information", "inventory")
"""Parts of a document that ask for nothing by themselves."""


def deadline(source: Source, start: int, end: int) -> Deadline | None:
    """The deadline that a stretch states: the first one that resolves to less than a year, else that resolves, else the first."""
    found = [date for date in within(source.dates, start, end) if date.role in TASK_ROLES and not _qualifies(source, start, date)]
    resolved = [date for date in found if date.due or date.recurrence]
    exact = [date for date in resolved if not _is_year(date)]
    plain = [date for date in exact if not date.rule.startswith(_OFTEN_OBJECTS)]
    return next(iter(plain or exact or resolved or found), None)


def _qualifies(source: Source, start: int, date: Deadline) -> bool:
    """Whether a recurrence only says which plan or money is meant ("kế hoạch hàng năm")."""
    return date.recurrence is not None and source.cues["due.qualifier"].search(source.folded[max(start, date.start - 30) : date.start]) is not None


def is_open(date: Deadline) -> bool:
    """Whether a deadline names an occasion and no time ("trước khi khởi công")."""
    return date.rule.startswith("open.")


def _is_year(date: Deadline) -> bool:
    """Whether a deadline names a whole year, the least that one can say."""
    return bool(date.due and date.due_start and date.due.endswith("-12-31") and date.due_start.endswith("-01-01"))


def narrows(outer: Deadline, inner: Deadline) -> bool:
    """Whether the deadline of a lead-in or heading lies inside the whole year that a clause names: what the clause dates then is its object."""
    return _is_year(inner) and not _is_year(outer) and outer.due is not None and outer.due[:4] == (inner.due or "")[:4]


def deadline_below(source: Source, node: Node, heads: bool) -> Deadline | None:
    """The deadline or period that a heading (``heads``), or the deadline that a lead-in states for all below it."""
    phase = source.cues["line.phase"].match(source.folded, node.start, node.end) is not None
    roles = (*TASK_ROLES, "period") if heads or phase else TASK_ROLES
    first = node.start if heads else max(node.start, source.text.rfind(". ", node.start, node.end))
    found = [date for date in within(source.dates, first, node.end) if date.role in roles and _resolves(date)]
    if not found or (not heads and not phase and node.end - found[-1].end > 90):
        return None
    return found[-1] if phase or found[-1].role != "period" or _dates_work(source, node, found[-1]) else None


def _resolves(date: Deadline) -> bool:
    return bool(date.due or date.recurrence or date.due_start)


def _dates_work(source: Source, node: Node, period: Deadline) -> bool:
    """Whether the period of a heading is the time of the work below it, and no name of a school year, term or span."""
    named = source.folded[max(node.start, period.start - 12) : period.start + 9]
    works = source.cues["line.period-heading"].search(source.folded, node.start, node.end) is not None
    return node.part == "work" and works and not source.cues["line.period-name"].search(named)
