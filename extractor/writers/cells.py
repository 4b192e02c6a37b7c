"""Values as people read them in a sheet: lists in one cell, bounds and repetitions in words, and text that never turns into a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from extractor.table import Column, Lang

SEPARATOR = "; "
_FORMULA = tuple("=+-@＝＋－＠\t\r")
_DAYS = MappingProxyType({"MO": "thứ Hai", "TU": "thứ Ba", "WE": "thứ Tư", "TH": "thứ Năm", "FR": "thứ Sáu", "SA": "thứ Bảy", "SU": "Chủ nhật"})
_PERIODS = MappingProxyType({"DAILY": "ngày", "WEEKLY": "tuần", "MONTHLY": "tháng", "YEARLY": "năm"})
_MONTHS = MappingProxyType({3: "Hằng quý", 12: "Hằng năm"})


def shown(column: Column, value: Any, lang: Lang = "vi") -> Any:
    """A row's value as one cell shows it: lists joined by "; ", bounds and repetitions in Vietnamese words when ``lang`` is ``vi``."""
    if column.kind == "texts":
        return SEPARATOR.join(value) or None
    if lang == "vi" and isinstance(value, str):
        if column.key == "recurrence":
            return repetition(value)
        return column.labels.get(value, value)
    return value


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula.

    >>> [is_formula(text) for text in ("=SUM(A1)", "- Hoàn thành", " @a", "Hoàn thành")]
    [True, True, True, False]
    """
    return text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)


def guarded(value: Any) -> Any:
    """A value for CSV: a text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> guarded("- Hoàn thành"), guarded(-2)
    ("'- Hoàn thành", -2)
    """
    return "'" + value if isinstance(value, str) and is_formula(value) else value


def repetition(rule: str) -> str:
    """An RRULE in Vietnamese words; a rule with parts that have no words here stays as it is.

    >>> repetition("FREQ=MONTHLY;BYMONTHDAY=25"), repetition("FREQ=MONTHLY;INTERVAL=3"), repetition("FREQ=WEEKLY;BYDAY=FR")
    ('Hằng tháng, ngày 25', 'Hằng quý', 'Hằng tuần, thứ Sáu')
    >>> repetition("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1")
    'Hằng năm, ngày cuối tháng của tháng 6, 12'
    """
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    frequency, interval = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    words = [_days(parts.pop("BYDAY", "")), _month_days(parts.pop("BYMONTHDAY", "")), _months(parts.pop("BYMONTH", ""))]
    if parts or frequency not in _PERIODS or not interval.isdigit() or None in words:
        return rule
    tail = ", ".join(filter(None, words[:2]))
    months = words[2] or ""
    return ", ".join(filter(None, (_period(frequency, int(interval)), f"{tail} của {months}" if tail and months else tail or months)))


def _period(frequency: str, interval: int) -> str:
    if frequency == "MONTHLY" and interval in _MONTHS:
        return _MONTHS[interval]
    return f"Hằng {_PERIODS[frequency]}" if interval == 1 else f"{interval} {_PERIODS[frequency]} một lần"


def _days(value: str) -> str | None:
    names = [_DAYS.get(day) for day in value.split(",") if value]
    return None if None in names else _joined(filter(None, names))


def _month_days(value: str) -> str | None:
    days = [day for day in value.split(",") if value]
    if any(not day.removeprefix("-").isdigit() or (day.startswith("-") and day != "-1") for day in days):
        return None
    return _joined("ngày cuối tháng" if day == "-1" else f"ngày {day}" for day in days)


def _months(value: str) -> str | None:
    months = [month for month in value.split(",") if value]
    if not all(month.isdigit() for month in months):
        return None
    return "tháng " + ", ".join(months) if months else ""


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)


def sheet_values(columns: Iterable[Column], row: Mapping[str, Any], position: int, lang: Lang) -> list[Any]:
    """One line of a sheet: the row's values as shown, with its position where the sheet counts its lines and nothing where the office writes."""
    values = [position if column.filled_by == "position" else shown(column, row.get(column.key), lang) for column in columns]
    if doubt := doubted(row, lang):
        values = [doubt if column.key == "note" and not value else value for column, value in zip(columns, values, strict=True)]
    return values


def doubted(row: Mapping[str, Any], lang: Lang = "vi") -> str | None:
    """What the office is told of numbers in a deadline that OCR read unsurely; None where there are none.

    >>> faint = {"field": "confidence", "place": "document", "start": 27, "end": 36, "rule": "ocr.faint"}
    >>> doubted({"start": 0, "evidence": "Báo cáo kết quả trước ngày 20/9/2020.", "origins": [faint]})
    'Kiểm tra lại số đọc từ bản quét: 20/9/2020'
    """
    words: list[str] = []
    for origin in row.get("origins") or ():
        if origin["field"] == "confidence":
            begin, stop = origin["start"] - (row.get("start") or 0), origin["end"] - (row.get("start") or 0)
            evidence = row.get("evidence") or ""
            words.append(evidence[begin:stop].strip(" .,;") if 0 <= begin < stop <= len(evidence) else row.get("due_text") or "")
    named = SEPARATOR.join(dict.fromkeys(filter(None, words)))
    return f"{'Kiểm tra lại số đọc từ bản quét' if lang == 'vi' else 'Check the number on the scan'}: {named}" if named else None
