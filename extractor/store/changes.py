"""What a person may change in a task, and how what they type is read. The messages are for people in an office, hence Vietnamese."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import regex

from extractor.table import BOUNDS
from extractor.text import fold
from extractor.tracking import STATUSES

DECISIONS = MappingProxyType({"proposed": "Chưa duyệt", "accepted": "Chấp nhận", "rejected": "Bỏ"})
"""What a person has decided about a row that the program proposed."""

_DONE = ("Hoàn thành đúng hạn", "Hoàn thành quá hạn", "Đã hoàn thành")
_DAY = regex.compile(r"(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})")
_TIME = regex.compile(r"(?<hour>\d{1,2})(?::|h|g| giờ ?)(?<minute>\d{2})?")


class ChangeError(ValueError):
    """A value that cannot be entered; the message, in Vietnamese, says why and what to write instead."""


def read_change(key: str, value: Any) -> Any:
    """What a person typed for a column, as the store keeps it: None when empty, ISO dates, lists, the keys of statuses and bounds.

    Raises ChangeError when the column cannot be changed by hand or the value is none that it can hold.

    >>> read_change("status", "đang thực hiện"), read_change("due", "20/9/2020"), read_change("assignees", "Văn phòng; Ban Tài chính")
    ('doing', '2020-09-20', ['Văn phòng', 'Ban Tài chính'])
    """
    if key not in _READERS:
        raise ChangeError(f"không sửa được cột {key!r}; các cột sửa được: {', '.join(_READERS)}")
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "" or value == []:
        return _empty(key)
    return _READERS[key](value)


def day(value: Any) -> str:
    """A day as ISO text, from a date, "2020-09-20" or "20/9/2020" (day first). Raises ChangeError for a day that does not exist.

    >>> day("1-2-2021")
    '2021-02-01'
    """
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    found = _DAY.fullmatch(str(value).strip())
    try:
        if found:
            return dt.date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
        return dt.date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise ChangeError(f"{value!r} không phải là một ngày có thật; viết theo dạng 20/9/2020") from None


def action(changed: Mapping[str, Any]) -> str:
    """What the history calls a change: accept, reject, status, note or edit."""
    if "decision" in changed:
        return {"accepted": "accept", "rejected": "reject"}.get(changed["decision"], "reopen")
    keys = set(changed)
    if keys & {"status", "done_on"} and keys <= {"status", "done_on", "note"}:
        return "status"
    return "note" if keys == {"note"} else "edit"


def _empty(key: str) -> Any:
    if key in _LISTS:
        return []
    if key in ("status", "decision", "task"):
        raise ChangeError(f"cột {key!r} không được để trống")
    return None


def _text(value: Any) -> str:
    return str(value)


def _names(value: Any) -> list[str]:
    parts = regex.split(r"[;\n]", value) if isinstance(value, str) else value
    return [part.strip() for part in parts if part.strip()]


def _choice(names: Mapping[str, str], more: Mapping[str, str] = MappingProxyType({})) -> Callable[[Any], str]:
    known = {fold(name): key for key, name in names.items()} | {key: key for key in names} | {fold(name): key for name, key in more.items()}

    def read(value: Any) -> str:
        try:
            return known[" ".join(fold(str(value)).split())]
        except KeyError:
            raise ChangeError(f"{str(value)!r} không phải là giá trị hợp lệ; chọn một trong: {', '.join(names.values())}") from None

    return read


def _status(value: Any) -> str:
    if fold(str(value).strip()) == fold("Quá hạn"):
        raise ChangeError("'Quá hạn' do chương trình tự tính từ thời hạn; chọn một trong: " + ", ".join(STATUSES.values()))
    return _known_status(value)


def _time(value: Any) -> str:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    found = _TIME.fullmatch(str(value).strip())
    if not found or int(found["hour"]) > 23 or int(found["minute"] or 0) > 59:
        raise ChangeError(f"{value!r} không phải là giờ; viết theo dạng 16:30")
    return f"{int(found['hour']):02}:{int(found['minute'] or 0):02}"


def _rule(value: Any) -> str:
    from dateutil.rrule import rrulestr

    text = str(value).strip().upper().removeprefix("RRULE:")
    try:
        rrulestr(text, dtstart=dt.datetime(2000, 1, 1))
    except (ValueError, KeyError):
        raise ChangeError(f"{value!r} không phải là quy tắc lặp theo RFC 5545; ví dụ: FREQ=MONTHLY;BYMONTHDAY=25") from None
    return text


_known_status = _choice({str(key): name for key, name in STATUSES.items()}, dict.fromkeys(_DONE, "done"))
_LISTS = ("assignees", "coordinators", "report_to")
_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "status": _status,
        "done_on": day,
        "note": _text,
        "decision": _choice(DECISIONS),
        "task": _text,
        "assignees": _names,
        "coordinators": _names,
        "supervisor": _text,
        "report_to": _names,
        "due_text": _text,
        "due": day,
        "due_time": _time,
        "due_start": day,
        "due_bound": _choice(BOUNDS),
        "recurrence": _rule,
        "product": _text,
    }
)
EDITABLE = tuple(_READERS)
"""The columns that a person may change."""
