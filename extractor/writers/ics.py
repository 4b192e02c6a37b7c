"""Deadlines as a calendar: one all-day event a deadline (an event with an hour where one is stated) with alarms, repeated work as an RRULE.

The UID of an event is made of the task's id and its SEQUENCE of the task's version, so that importing a later file updates the calendar; tasks that no
longer hold are in the file as cancelled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from extractor.agenda import ActionList
from extractor.table import Lang, records
from extractor.tracking import PARTS, Part, Tracked, dated_rule, last_day, names_day, occurrences
from extractor.writers.cells import SEPARATOR
from extractor.writers.list_cells import deadline, document, sentence

if TYPE_CHECKING:
    import pandas as pd
    from icalendar import Calendar, Event

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_ALARMS = (dt.timedelta(days=-2, hours=-16), dt.timedelta(hours=-16))  # 8:00 three days and one day before an all-day event
_ALARMS_AT_HOUR = (dt.timedelta(days=-3), dt.timedelta(days=-1), dt.timedelta(hours=-2))
_SUMMARY_LENGTH = 120
_HOUR = dt.timedelta(hours=1)


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:  # noqa: ARG001 - a calendar has no titles of ours
    """Writes the deadlines of the task table; rows without a deadline are left out. Repetitions without a day of issue begin in their first year, 2000."""
    tasks = (Tracked(row) for row in records(frame))
    _save(_calendar("Nhiệm vụ", ((None, task) for task in tasks), (), dt.date(2000, 1, 1)), path)


def write_list(made: ActionList, path: Path) -> None:
    """Writes the deadlines of one body's list, with what was cancelled since."""
    tasks = ((part, task) for part, _, task in made.tasks())
    _save(_calendar(made.body, tasks, made.cancelled, made.as_of), path)


def _calendar(name: str, tasks: Iterable[tuple[Part | None, Tracked]], cancelled: Iterable[Tracked], as_of: dt.date) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//vn-directive-extractor//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Nhiệm vụ – {name}")
    timed = False
    for part, task in tasks:
        event = _event(task, part, as_of)
        if event is not None:
            calendar.add_component(event)
            timed = timed or bool(task.row.get("due_time"))
    for task in cancelled:
        event = _event(task, None, as_of)
        if event is not None:
            event["STATUS"] = "CANCELLED"
            event.subcomponents.clear()
            calendar.add_component(event)
            timed = timed or bool(task.row.get("due_time"))
    if timed:
        calendar.add_missing_timezones()
    return calendar


def _event(task: Tracked, part: Part | None, as_of: dt.date) -> Event | None:
    """The event of a task, or None when it has no deadline and no usable repetition."""
    from icalendar import Event

    row = task.row
    last = last_day(row)
    rule = None if last else occurrences(row, as_of)
    day = last or (next(iter(rule)).date() if rule is not None else None)
    if day is None:
        return None
    event = Event()
    event.add("uid", f"{task.task_id}@vn-directive-extractor")
    event.add("sequence", task.version)
    event.add("dtstamp", dt.datetime.combine(as_of, dt.time(), dt.UTC))
    done = task.status == "done"
    event.add("summary", _short(("✓ " if done else "") + sentence(row["task"] or "")))
    event.add("description", _description(row, part))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    hour = row.get("due_time") if last else None
    if hour:
        # "trước 16:30 ngày 08" ends at that hour on the day itself, not on the day before.
        end = dt.datetime.combine(dt.date.fromisoformat(row["due"]), dt.time.fromisoformat(hour), ZONE)
        event.add("dtstart", end - _HOUR)
        event.add("dtend", end)
    else:
        event.add("dtstart", day)
        event.add("dtend", day + dt.timedelta(days=1))
    if rule is not None:
        event.add("rrule", _parts(dated_rule(row["recurrence"])))
    if not done:
        _remind(event, _ALARMS_AT_HOUR if hour else _ALARMS)
    return event


def _remind(event: Event, times: Iterable[dt.timedelta]) -> None:
    from icalendar import Alarm

    for before in times:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event["SUMMARY"])
        alarm.add("trigger", before)
        event.add_component(alarm)


def _parts(rule: str) -> Any:
    from icalendar import vRecur

    return vRecur.from_ical(rule)


def _description(row: dict[str, Any], part: Part | None) -> str:
    lines = [
        ("Văn bản giao", document(row)),
        ("Vai trò", PARTS[part] if part else None),
        ("Chủ trì", SEPARATOR.join(row.get("responsible") or ())),
        ("Phối hợp", SEPARATOR.join(row.get("coordinators") or ())),
        ("Thời hạn", row.get("due_text") or deadline(row)),
        ("Sản phẩm", row.get("product")),
        ("Câu văn gốc", row.get("evidence")),
    ]
    if not row.get("due") and not names_day(row.get("recurrence") or ""):
        lines.append(("Lưu ý", "văn bản không nêu ngày; lịch đặt vào ngày cuối kỳ"))
    return "\n".join(f"{name}: {value}" for name, value in lines if value)


def _short(text: str) -> str:
    return text if len(text) <= _SUMMARY_LENGTH else text[: _SUMMARY_LENGTH - 1].rstrip() + "…"


def _save(calendar: Calendar, path: Path) -> None:
    path.write_bytes(calendar.to_ical())
