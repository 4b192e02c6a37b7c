"""Periods, working days, public holidays, the lunar calendar and recurrence rules: pure functions of dates.

Nothing here reads a text or a clock. Public holidays and their days in lieu are those of the library `holidays` (country VN), asked year by year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from dateutil.rrule import rrulestr

Date = dt.date


class Interval(NamedTuple):
    """A stretch of days, both ends included."""

    start: Date
    end: Date


def day(year: int, month: int, number: int) -> Date | None:
    """The date, or None where there is no such day.

    >>> day(2021, 2, 30) is None
    True
    """
    try:
        return Date(year, month, number)
    except ValueError:
        return None


def months(year: int, first: int, last: int) -> Interval:
    """From the first day of one month to the last day of another of the same year.

    >>> months(2024, 2, 2).end
    datetime.date(2024, 2, 29)
    """
    after = Date(year + last // 12, last % 12 + 1, 1)
    return Interval(Date(year, first, 1), after - dt.timedelta(1))


def quarter(year: int, number: int) -> Interval:
    """The first and last day of a quarter, counted from 1.

    >>> quarter(2020, 4).start
    datetime.date(2020, 10, 1)
    """
    return months(year, 3 * number - 2, 3 * number)


def add_months(start: Date, count: int) -> Date:
    """The same day so many months later, or the last day of that month.

    >>> add_months(Date(2021, 8, 31), 6)
    datetime.date(2022, 2, 28)
    """
    index = start.year * 12 + start.month - 1 + count
    last = months(index // 12, index % 12 + 1, index % 12 + 1).end
    return last.replace(day=min(start.day, last.day))


def week(of: Date) -> Interval:
    """Monday to Sunday of the week in which a day lies."""
    monday = of - dt.timedelta(of.weekday())
    return Interval(monday, monday + dt.timedelta(6))


def week_of_month(year: int, month: int, number: int) -> Interval | None:
    """The n-th calendar week of a month, cut at the month's ends; -1 is the last one. None where the month has no such week.

    >>> week_of_month(2020, 9, 2)
    Interval(start=datetime.date(2020, 9, 7), end=datetime.date(2020, 9, 13))
    """
    whole = months(year, month, month)
    monday = week(whole.end).start if number == -1 else week(whole.start).start + dt.timedelta(7 * (number - 1))
    if not week(whole.start).start <= monday <= whole.end:
        return None
    return Interval(max(monday, whole.start), min(monday + dt.timedelta(6), whole.end))


@cache
def _holidays() -> Any:
    import holidays  # 0.15 s, and only working days need it

    return holidays.country_holidays("VN", language="vi")


@lru_cache(maxsize=4096)
def day_off(of: Date) -> str | None:
    """Why nobody works on that day: the name of the public holiday or of the day in lieu, ``cuối tuần``, or None on a working day.

    >>> day_off(Date(2021, 5, 3))
    'Ngày Quốc tế Lao động (nghỉ bù)'
    """
    name = _holidays().get(of)
    if name is not None:
        return str(name)
    return None if _holidays().is_working_day(of) else "cuối tuần"


class Count(NamedTuple):
    """Where a count of days ended, and the public holidays that it passed over."""

    end: Date
    skipped: tuple[tuple[Date, str], ...] = ()


def next_working_day(of: Date) -> Count:
    """The day itself if it is a working day, else the first one after it."""
    skipped = []
    while (why := day_off(of)) is not None:
        skipped.append((of, why))
        of += dt.timedelta(1)
    return Count(of, tuple(skipped))


def add_working_days(start: Date, count: int) -> Count:
    """So many working days after a day, which is not counted itself; a negative count goes back.

    >>> add_working_days(Date(2021, 4, 27), 7).end
    datetime.date(2021, 5, 10)
    """
    step = dt.timedelta(1 if count >= 0 else -1)
    at, left, skipped = start, abs(count), []
    while left:
        at += step
        why = day_off(at)
        if why is None:
            left -= 1
        elif why != "cuối tuần":
            skipped.append((at, why))
    return Count(at, tuple(skipped))


# One line a lunar year: its first day (Tết), the month that is followed by a leap month of the same number (0 for none), and for each month whether it has
# 30 days (1) or 29 (0). Computed with Hồ Ngọc Đức's algorithm (https://www.informatik.uni-leipzig.de/~duc/amlich/) for UTC+7, the meridian of the Vietnamese
# calendar since Decision 121-CP of 8 August 1967; equal to a table made from the astronomical library PyEphem, and Tết to that of `holidays`.
_LUNAR = """
2000-02-05 0 110010010110
2001-01-24 4 1101010010101
2002-02-12 0 110101001010
2003-02-01 0 110110100101
2004-01-22 2 0101101010101
2005-02-09 0 010101101010
2006-01-29 7 1010011011010
2007-02-17 0 101001011101
2008-02-07 0 100100101011
2009-01-26 5 1010100101011
2010-02-14 0 101010010101
2011-02-03 0 101101001010
2012-01-23 4 1011010101010
2013-02-10 0 101011010101
2014-01-31 9 0101010110101
2015-02-19 0 010010111010
2016-02-08 0 101001011011
2017-01-28 6 0101001010111
2018-02-16 0 010100100111
2019-02-05 0 011010010011
2020-01-25 4 0111010010011
2021-02-12 0 011010101010
2022-02-01 0 101011010101
2023-01-22 2 0100110110101
2024-02-10 0 010010110110
2025-01-29 6 1010010101110
2026-02-17 0 101001001110
2027-02-06 0 110100100110
2028-01-26 5 1110100100110
2029-02-13 0 110101010010
2030-02-02 0 110110101010
2031-01-23 3 0101101101010
2032-02-11 0 010101101101
2033-01-31 11 0100101011101
2034-02-19 0 010010011101
2035-02-08 0 101001001101
2036-01-28 6 1101001001011
2037-02-15 0 101100100101
2038-02-04 0 101101010010
2039-01-24 5 1101101010010
2040-02-12 0 101101011010
2041-02-01 0 010101011101
2042-01-22 2 0100101011011
2043-02-10 0 010010011011
2044-01-30 7 1010010010111
2045-02-17 0 101001001011
2046-02-06 0 101010100101
2047-01-26 5 1011010100101
2048-02-14 0 011011010010
2049-02-02 0 101011010110
2050-01-23 3 0101010110110
"""


@cache
def _lunar_years() -> dict[int, tuple[Date, int, str]]:
    table = {}
    for line in _LUNAR.split("\n"):
        if line:
            tet, leap, lengths = line.split()
            table[int(tet[:4])] = (Date.fromisoformat(tet), int(leap), lengths)
    return table


@cache
def lunar_months(year: int) -> tuple[tuple[int, bool, Interval], ...]:
    """The months of a lunar year in order: number, whether it is the leap one, and its days; empty outside the table (2000 to 2050)."""
    if year not in _lunar_years():
        return ()
    start, leap, lengths = _lunar_years()[year]
    rows: list[tuple[int, bool, Interval]] = []
    number = 0
    for long in lengths:
        doubled = bool(rows) and rows[-1][0] == leap and not rows[-1][1]
        number += not doubled
        end = start + dt.timedelta(28 + int(long))
        rows.append((number, doubled, Interval(start, end)))
        start = end + dt.timedelta(1)
    return tuple(rows)


def lunar_month(year: int, month: int, *, leap: bool = False) -> Interval | None:
    """The days of a lunar month, None where the table has no such month."""
    return next((days for number, doubled, days in lunar_months(year) if (number, doubled) == (month, leap)), None)


def lunar_day(year: int, month: int, number: int, *, leap: bool = False) -> Date | None:
    """The solar date of a lunar one. Day 30 of Chạp in a short year is its last day (29), as in "30 Tết".

    >>> lunar_day(2021, 3, 10)  # Giỗ Tổ Hùng Vương
    datetime.date(2021, 4, 21)
    """
    days = lunar_month(year, month, leap=leap)
    if days is None or number < 1:
        return None
    at = days.start + dt.timedelta(number - 1)
    if at > days.end:
        return days.end if (month, number) == (12, 30) else None
    return at


def tet(year: int) -> Date | None:
    """The first day of the lunar year, None outside the table.

    >>> tet(2021)
    datetime.date(2021, 2, 12)
    """
    return lunar_day(year, 1, 1)


def lunar_year(of: Date) -> int:
    """The lunar year in which a day lies."""
    first = tet(of.year)
    return of.year - 1 if first is not None and of < first else of.year


_LAST_DAY = {"MONTHLY": "BYMONTHDAY=-1", "YEARLY": "BYMONTHDAY=-1", "WEEKLY": "BYDAY=SU"}


def next_due(row: Mapping[str, Any] | Any, after: Date | str) -> str | None:
    """The next day after ``after`` on which a row falls due, as an ISO date; None when there is none or the row does not say.

    ``row`` is a Task, a Deadline, a mapping or a row of a data frame (Series or named tuple) with ``recurrence``, ``due`` and ``due_start``; days are ISO
    texts, dates or time stamps, and what is missing is None, NaN or NaT. A rule that names no day names a period ("hằng quý"): the last day of the period is
    due. Raises ValueError on a rule that RFC 5545 does not know, and on a day that is no ISO date.

    >>> next_due({"recurrence": "FREQ=MONTHLY;BYMONTHDAY=25"}, "2021-01-25")
    '2021-02-25'
    >>> next_due({"recurrence": "FREQ=MONTHLY;INTERVAL=3"}, "2021-01-25")
    '2021-03-31'
    """
    since = _day(after)
    if since is None:
        raise ValueError(f"{after!r} is no day; write it as 2021-09-30")
    get = row.get if isinstance(row, Mapping) else lambda name: getattr(row, name, None)
    rule, due, begins = get("recurrence"), _day(get("due")), _day(get("due_start"))
    if not isinstance(rule, str) or not rule:
        return due.isoformat() if due and due > since else None
    try:
        return _following(rule, begins, since)
    except ValueError as error:
        raise ValueError(f"{rule!r} is no rule of RFC 5545 ({error}); write it as FREQ=MONTHLY;BYMONTHDAY=25") from None


def _following(rule: str, begins: Date | None, since: Date) -> str | None:
    """The next day of a rule. Raises ValueError."""
    parts = dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)
    interval, frequency = int(parts.get("INTERVAL", 1)), parts.get("FREQ", "")
    if interval < 1:
        raise ValueError("INTERVAL must be 1 or more")
    if not any(name.startswith("BY") and name != "BYMONTH" for name in parts) and frequency in _LAST_DAY:
        rule += ";" + _LAST_DAY[frequency] + (";BYMONTH=12" if frequency == "YEARLY" and "BYMONTH" not in parts else "")
    # Quarters and half-years end in March, June, …: the count of months starts so that it meets December.
    first = Date(since.year - 1, interval if frequency == "MONTHLY" and interval <= 12 else 1, 1)
    if begins and frequency not in ("MONTHLY", "DAILY"):
        first = min(begins, since)
    found = rrulestr(rule.removeprefix("RRULE:"), dtstart=dt.datetime.combine(first, dt.time())).after(dt.datetime.combine(since, dt.time()))
    return found.date().isoformat() if found else None


def _day(value: Any) -> Date | None:
    """A day from an ISO text, a date or a time stamp; None from what tables write where there is none (None, NaN, NaT, an empty text)."""
    if not value or not isinstance(value, (str, Date)) or value != value:  # NaT is a date that is not itself
        return None
    if isinstance(value, str):
        try:
            return Date.fromisoformat(value[:10])
        except ValueError:
            raise ValueError(f"{value!r} is no day; write it as 2021-09-30") from None
    return value.date() if isinstance(value, dt.datetime) else value
