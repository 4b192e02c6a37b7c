"""Deadlines as a calendar: one all-day event a deadline (an event with an hour where one is stated) with alarms, repeated work as an RRULE.

The UID of an event is made of the task's id and its SEQUENCE of the task's version, so that importing a later file updates the calendar; tasks that no
longer hold are in the file as cancelled. The lines are put together here, for icalendar takes 20 times as long; it reads every one of them in the tests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.agenda import ActionList
from extractor.table import Lang, records
from extractor.tracking import PARTS, Part, Tracked, dated_rule, last_day, names_day, occurrences
from extractor.writers.cells import SEPARATOR
from extractor.writers.list_cells import deadline, document, sentence
from extractor.writers.xlsx import clean

if TYPE_CHECKING:
    import pandas as pd

_ZONE = "Asia/Ho_Chi_Minh"
_ALARMS = ("-P2DT16H", "-PT16H")  # 8:00 three days and one day before an all-day event
_ALARMS_AT_HOUR = ("-P3D", "-P1D", "-PT2H")
_SUMMARY_LENGTH = 120
_WIDTH = 75  # bytes of a line
_ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n"))


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:  # noqa: ARG001 - a calendar has no titles of ours
    """Writes the deadlines of the task table; rows without a deadline are left out. Repetitions without a day of issue begin in their first year, 2000."""
    first = dt.date(2000, 1, 1)
    _save("Nhiệm vụ", (_event(Tracked(row), None, first) for row in records(frame)), path)


def write_list(made: ActionList, path: Path) -> None:
    """Writes the deadlines of one body's list, with what was cancelled since."""
    events = [_event(task, part, made.as_of) for part, _, task in made.tasks()]
    events += [_event(task, None, made.as_of, cancelled=True) for task in made.cancelled]
    _save(made.body, events, path)


def _save(name: str, events: Iterable[Sequence[str]], path: Path) -> None:
    """Writes the calendar of these events; an empty one is left out."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//vn-directive-extractor//VI", "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(f'Nhiệm vụ – {name}')}")
    lines = [line for event in events for line in event]
    zone = _zone() if any(";TZID=" in line for line in lines) else ()
    path.write_bytes(b"".join(_folded(line) for line in (*head, *zone, *lines, "END:VCALENDAR")))


def _event(task: Tracked, part: Part | None, as_of: dt.date, *, cancelled: bool = False) -> Sequence[str]:
    """The lines of a task's event, none when it has no deadline and no usable repetition."""
    row = task.row
    last = last_day(row)
    rule = None if last else occurrences(row, as_of)
    day = last or (next(iter(rule)).date() if rule is not None else None)
    if day is None:
        return ()
    done = task.status == "done"
    summary = _text(_short(("✓ " if done else "") + sentence(row["task"] or "")))
    hour = row.get("due_time") if last else None
    repeated = [f"RRULE:{_valid(dated_rule(row['recurrence']))}"] if rule is not None else []
    alarms = () if done or cancelled else _ALARMS_AT_HOUR if hour else _ALARMS
    return [
        "BEGIN:VEVENT",
        f"UID:{task.task_id}@vn-directive-extractor",
        f"SEQUENCE:{task.version}",
        f"DTSTAMP:{as_of:%Y%m%d}T000000Z",
        f"SUMMARY:{summary}",
        f"DESCRIPTION:{_text(_description(row, part))}",
        "TRANSP:TRANSPARENT",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        *_span(row, day, hour),
        *repeated,
        *(line for before in alarms for line in ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{summary}", f"TRIGGER:{before}", "END:VALARM")),
        "END:VEVENT",
    ]


def _span(row: Mapping[str, Any], day: dt.date, hour: str | None) -> tuple[str, str]:
    """When an event begins and ends: the whole day, or the hour before the stated one."""
    if hour is None:
        return f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}"
    # "trước 16:30 ngày 08" ends at that hour on the day itself, not on the day before.
    end = dt.datetime.combine(dt.date.fromisoformat(row["due"]), dt.time.fromisoformat(hour))
    return f"DTSTART;TZID={_ZONE}:{end - dt.timedelta(hours=1):%Y%m%dT%H%M%S}", f"DTEND;TZID={_ZONE}:{end:%Y%m%dT%H%M%S}"


@lru_cache(maxsize=256)
def _valid(rule: str) -> str:
    """A repetition in the form of RFC 5545."""
    from icalendar import vRecur

    return str(vRecur.from_ical(rule).to_ical().decode())


@lru_cache(maxsize=1)
def _zone() -> Sequence[str]:
    """The lines that tell a calendar what the hours of Việt Nam are."""
    from icalendar import Timezone

    return tuple(Timezone.from_tzid(_ZONE).to_ical().decode().splitlines())


def _text(text: str) -> str:
    r"""A text as the value of a property.

    >>> print(_text("Rà soát; báo cáo,\ngửi A\\B"))
    Rà soát\; báo cáo\,\ngửi A\\B
    """
    for plain, escaped in _ESCAPES:
        text = text.replace(plain, escaped)
    return clean(text)


def _folded(line: str) -> bytes:
    """A line of a calendar's file: no more than 75 bytes, and none of a character's bytes apart from the others."""
    data = line.encode()
    parts, at, room = [], 0, _WIDTH
    while len(data) - at > room:
        cut = at + room
        while data[cut] & 0xC0 == 0x80:  # inside a character
            cut -= 1
        parts.append(data[at:cut])
        at, room = cut, _WIDTH - 1
    parts.append(data[at:])
    return b"\r\n ".join(parts) + b"\r\n"


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
