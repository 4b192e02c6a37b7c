"""The words of an action list: the document that assigned a task, its deadline, how it stands on the day of the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from extractor.tracking import STATES, Tracked, last_day, names_day, next_occurrence, state
from extractor.writers.cells import repetition

TITLE = "Danh mục nhiệm vụ"
SUMMARY = "Tổng hợp nhiệm vụ"
_BEFORE = {"before": "Trước ", "by": "Chậm nhất ", "on": "", "within": "Đến hết "}


def day_text(day: dt.date) -> str:
    """A day as Vietnamese documents write it: no zero before a month but 1 and 2.

    >>> day_text(dt.date(2020, 9, 5)), day_text(dt.date(2021, 2, 28))
    ('05/9/2020', '28/02/2021')
    """
    return f"{day.day:02}/{day.month:02}/{day.year}" if day.month < 3 else f"{day.day:02}/{day.month}/{day.year}"


def sentence(text: str) -> str:
    """A task as a line of a list, with a capital at its head.

    >>> sentence("đăng tải kết quả")
    'Đăng tải kết quả'
    """
    return text[:1].upper() + text[1:]


def document(row: Mapping[str, Any]) -> str:
    """The document that assigned the task: its number and day, else its file.

    >>> document({"number": "12/TB-VP", "issued_on": "2020-09-01"})
    '12/TB-VP ngày 01/9/2020'
    """
    name = row.get("number") or row.get("type") or row.get("doc_id") or ""
    return f"{name} ngày {day_text(dt.date.fromisoformat(row['issued_on']))}" if row.get("issued_on") else str(name)


def deadline(row: Mapping[str, Any]) -> str:
    """The deadline in words: the day with its bound and hour, the repetition, or what the document says when no day follows from it."""
    if row.get("due"):
        hour = f"{row['due_time']} " if row.get("due_time") else ""
        return f"{_BEFORE.get(row.get('due_bound') or '', '')}{hour}{day_text(dt.date.fromisoformat(row['due']))}"
    if row.get("recurrence"):
        return repetition(row["recurrence"])
    return row.get("due_text") or ""


def situation(task: Tracked, as_of: dt.date) -> str:
    """How a task stands on a day: days left or overdue, the next occurrence, or how it was finished."""
    now = state(task, as_of)
    if now in ("done", "done-in-time", "done-late"):
        return STATES[now]
    last = last_day(task.row)
    if last is not None:
        left = (last - as_of).days
        return f"Quá hạn {-left} ngày" if left < 0 else f"Còn {left} ngày" if left else "Hạn hôm nay"
    following = next_occurrence(task.row, as_of) if names_day(task.row.get("recurrence") or "") else None
    return f"Kỳ tới {day_text(following)}" if following else ""
