"""What days an expression names: an interval, with the steps that led to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from extractor import calendar
from extractor.calendar import Date, Interval
from extractor.components.dates.grammar import Item
from extractor.components.dates.recurrence import NTH, QUARTERS, WEEKDAYS
from extractor.rules import Rule

_ORDER = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
_LUNAR = frozenset(("lunar", "lm", "tet", "full"))
_LUNAR_NAMES = {"giêng": 1, "chạp": 12}
_STATED = regex.compile(r"(?:ngày\s+)?(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})(?:\s*(?:[/.-]|năm)\s*(\d{4}))?")


class Frame(NamedTuple):
    """What a text says of its own time: its day of issue and, without one, its year."""

    issued: Date | None = None
    year: int | None = None


class Days(NamedTuple):
    """The days that an expression names, None where it names none; ``steps`` explains them, ``end`` says where an expression with an anchor ends."""

    start: Date | None = None
    end: Date | None = None
    steps: tuple[str, ...] = ()
    stop: int | None = None
    by_end: bool = False


NOTHING = Days()


@lru_cache(maxsize=4096)
def show(day: Date) -> str:
    """A date as Vietnamese readers write it."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


class Resolver:
    """Resolves items within a frame; the anchors of durations are rules."""

    def __init__(self, anchors: Sequence[Rule]) -> None:
        self._anchors = [(rule.pattern, rule) for rule in anchors]

    def days(self, item: Item, frame: Frame) -> Days:
        """The days of an item."""
        if item.first is not None:
            return self._range(item, frame)
        return self._single(item, frame)

    def _single(self, item: Item, frame: Frame) -> Days:
        if item.reads == "duration":
            return self._duration(item, frame)
        reader = _READERS.get(item.reads)
        return reader(item, frame) if reader else NOTHING

    def _range(self, item: Item, frame: Frame) -> Days:
        first = item.first
        assert first is not None
        if not item.all("y") and not item.all("yrel") and first.all("y") and item.reads != "today":
            start = self._single(first, frame)
            if start.start is None:
                return NOTHING
            last = self._single(item._replace(first=None), Frame(start.start))
            return Days(start.start, last.end, (*start.steps, *last.steps))
        last = self._single(item._replace(first=None), frame)
        if first.reads == "now":
            if frame.issued is None:
                return Days(None, last.end, last.steps, by_end=last.end is not None)
            return Days(frame.issued, last.end, (f"từ nay: ngày ban hành {show(frame.issued)}", *last.steps))
        if last.end is None:
            return NOTHING
        if first.reads == "day":
            first = first._replace(lent=item._replace(first=None))
        if first.reads in ("date", "month", "quarter", "day") and not first.all("y"):
            # The start has no year of its own: the latest such day that is not after the end.
            for year in (last.end.year, last.end.year - 1):
                start = self._single(_with_year(first, year), Frame(None, year))
                if start.start is not None and start.start <= last.end:
                    return Days(start.start, last.end, last.steps)
        start = self._single(first, frame)
        if start.start is None or start.start > last.end:
            return Days(None, last.end, last.steps)
        return Days(start.start, last.end, (*start.steps, *last.steps))

    def _duration(self, item: Item, frame: Frame) -> Days:
        words, at = item.get("anchor"), item.end - len(item.get("anchor"))
        if not words:
            return Days(steps=("không nêu mốc tính thời hạn",))
        for pattern, rule in self._anchors:
            match = pattern.search(words)
            if match is None:
                continue
            kind = rule.data.get("day")
            stop = at + match.end()
            if kind == "issue":
                if frame.issued is None:
                    return Days(steps=(f"{rule.id}: không có ngày ban hành",), stop=stop)
                return _count(item, frame.issued, f"ngày ban hành {show(frame.issued)}")._replace(stop=stop)
            if kind == "stated" or (kind == "unknown" and item.get("back")):
                stated = _STATED.search(words)
                if stated is None:
                    return Days(steps=(f"{rule.id}: không rõ ngày",))
                fake = Item(0, 0, "", "date", {"d": [stated[1]], "m": [stated[2]], "y": [stated[3]] if stated[3] else []})
                found = _date(fake, frame)
                if found.end is None:
                    return Days(steps=(f"{rule.id}: không rõ năm",))
                return _count(item, found.end, f"mốc {show(found.end)}")._replace(stop=at + stated.end())
            return Days(steps=(f"{rule.id}: văn bản không cho biết ngày của mốc",))
        return NOTHING


def _with_year(item: Item, year: int) -> Item:
    if item.reads == "day" and item.lent is not None:
        return item._replace(lent=item.lent._replace(groups={**item.lent.groups, "y": [str(year)]}))
    return item._replace(groups={**item.groups, "y": [str(year)]})


def _count(item: Item, start: Date, origin: str) -> Days:
    """Counts a duration from a day, which is not counted itself."""
    unit, sign = item.get("unit"), -1 if item.get("back") else 1
    number = int(item.get("n")) if item.get("n") else 0
    if item.get("work") and unit == "ngày":
        end, skipped = calendar.add_working_days(start, sign * number)
        steps = [origin, f"{'+' if sign > 0 else '−'}{number} ngày làm việc → {show(end)}", *_skipped(skipped)]
        return Days(None, end, tuple(steps))
    if unit in ("giờ", "tiếng", "h", "phút"):
        if number % 24 or unit == "phút":
            return Days(steps=(f"{origin}: không có giờ ban hành",))
        return Days(None, start + dt.timedelta(sign * number // 24), (origin, f"+{number} giờ"))
    if not item.get("n"):
        end = start + dt.timedelta(15) if unit == "tháng" else calendar.add_months(start, 6)
    elif unit in ("ngày", "tuần"):
        end = start + dt.timedelta(sign * number * (7 if unit == "tuần" else 1))
    else:
        end = calendar.add_months(start, sign * number * {"tháng": 1, "quý": 3, "năm": 12}[unit])
    steps = [origin, f"{'+' if sign > 0 else '−'}{item.get('n') or 'nửa'} {unit} → {show(end)}"]
    if sign > 0:
        moved = calendar.next_working_day(end)
        if moved.end != end:
            steps.append(f"{calendar.day_off(end)} → ngày làm việc tiếp theo {show(moved.end)}")
        end = moved.end
    return Days(None, end, tuple(steps))


def _skipped(days: Sequence[tuple[Date, str]]) -> list[str]:
    return [f"{day:%d/%m} {name}" for day, name in days]


def _fit(item: Item, frame: Frame, make: Callable[[int], Interval | None], *, years: str = "y") -> Days:
    """The interval in the year that is stated, else the first one that ends on or after the day of issue, else the one of the text's own year."""
    stated = item.get(years)
    if stated:
        found = make(_year(stated))
        return Days(*found) if found else NOTHING
    relative = item.get("yrel")
    if relative:
        if frame.issued is None:
            return NOTHING
        found = make(frame.issued.year + (relative != "nay"))
        return Days(*found, (f"năm {relative}: theo ngày ban hành {show(frame.issued)}",)) if found else NOTHING
    if frame.issued is not None:
        for year in range(frame.issued.year - 1, frame.issued.year + 9):
            found = make(year)
            if found is not None and found.end >= frame.issued:
                return Days(*found, (f"không ghi năm: lần đầu kể từ ngày ban hành {show(frame.issued)}",))
    elif frame.year is not None:
        found = make(frame.year)
        return Days(*found, (f"không ghi năm: năm {frame.year} của văn bản",)) if found else NOTHING
    return NOTHING


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _date(item: Item, frame: Frame) -> Days:
    groups = item.groups
    numbers = [int(number) for number in groups["d"]] if groups.get("d") else [15]  # a day without a number is the full moon
    if not _LUNAR.isdisjoint(groups) and any(map(item.get, _LUNAR)):
        return _lunar_date(item, frame, numbers)
    month = int(groups["m"][0])

    def of(year: int) -> Interval | None:
        first = calendar.day(year, month, numbers[0])
        if len(numbers) == 1:
            return Interval(first, first) if first else None
        days = [day for number in numbers if (day := calendar.day(year, month, number)) is not None]
        return Interval(days[0], days[-1]) if len(days) == len(numbers) and days[0] <= days[-1] else None

    return _fit(item, frame, of)


def _lunar_date(item: Item, frame: Frame, numbers: Sequence[int]) -> Days:
    month = (1 if item.get("new") or numbers[-1] <= 10 else 12) if item.get("tet") else _LUNAR_NAMES.get(item.get("lm")) or int(item.get("m"))

    def of(year: int) -> Interval | None:
        # "28 Tết 2021" and "tháng Chạp" belong to the lunar year that ends with that Tết.
        found = [calendar.lunar_day(year - (month == 12 and bool(item.get("tet"))), month, number) for number in numbers]
        days = [day for day in found if day is not None]
        return Interval(days[0], days[-1]) if len(days) == len(found) and days[0] <= days[-1] else None

    result = _fit(item, frame, of)
    return result._replace(steps=(*result.steps, f"âm lịch → {show(result.end)}")) if result.end is not None else result


def _day(item: Item, frame: Frame) -> Days:
    lent = item.lent
    numbers = [int(number) for number in item.all("d")]
    if lent is not None and numbers:
        found = _date(lent._replace(groups={**lent.groups, "d": item.all("d")}), frame)
        return found._replace(steps=(*found.steps, "tháng, năm lấy của mốc đi sau"))
    if frame.issued is None:
        return NOTHING
    at = frame.issued
    relative = item.get("rel")
    for count in range(0, 13) if not relative else [0 if relative == "này" else 1]:
        month = calendar.add_months(at.replace(day=1), count)
        days = [month_end(month)] if item.get("last") else [day for n in numbers if (day := calendar.day(month.year, month.month, n)) is not None]
        if days and len(days) == max(len(numbers), 1) and (relative or days[-1] >= at):
            return Days(days[0], days[-1], (f"không ghi tháng: theo ngày ban hành {show(at)}",))
    return NOTHING


def month_end(of: Date) -> Date:
    """The last day of a day's month."""
    return calendar.months(of.year, of.month, of.month).end


def part_of_month(year: int, month: int, part: str) -> Interval:
    """đầu is the 1st to the 10th, giữa the 11th to the 20th, cuối the 21st to the end; halves are parted after the 15th."""
    whole = calendar.months(year, month, month)
    words = " ".join(part.split())
    cuts = {"nửa đầu": (1, 15), "nửa cuối": (16, 0), "nửa sau": (16, 0), "thượng tuần": (1, 10), "trung tuần": (11, 20), "hạ tuần": (21, 0)}
    first, last = cuts.get(words) or next((cut for word, cut in (("đầu", (1, 10)), ("giữa", (11, 20)), ("cuối", (21, 0))) if words.endswith(word)), (1, 0))
    return Interval(whole.start.replace(day=first), whole.start.replace(day=last) if last else whole.end)


def _month(item: Item, frame: Frame) -> Days:
    part = item.get("part")
    at_end = part == "cuối"
    if item.get("lm"):
        number = _LUNAR_NAMES[item.get("lm")]
        found = _fit(item, frame, lambda year: calendar.lunar_month(year, number))
        return found._replace(steps=(*found.steps, "tháng âm lịch"))
    if not item.all("m"):
        if frame.issued is None:
            return NOTHING
        month = calendar.add_months(frame.issued.replace(day=1), 0 if item.get("rel") in ("", "này", "nay") else 1)
        return Days(*part_of_month(month.year, month.month, part), (f"theo ngày ban hành {show(frame.issued)}",), by_end=at_end)
    numbers = [int(number) for number in item.all("m")]

    def of(year: int) -> Interval | None:
        if len(numbers) == 1:
            return part_of_month(year, numbers[0], part)
        first = part_of_month(year - (numbers[0] > numbers[-1]), numbers[0], part)
        return Interval(first.start, calendar.months(year, numbers[-1], numbers[-1]).end)

    return _fit(item, frame, of)._replace(by_end=at_end)


def _quarter(item: Item, frame: Frame) -> Days:
    numbers = [QUARTERS.get(number) or int(number) for number in item.all("q")]
    if item.get("edge"):
        numbers = [1 if item.get("edge") == "đầu" else 4]
    at_end = item.get("part") == "cuối"
    if not numbers:
        if frame.issued is None:
            return NOTHING
        month = calendar.add_months(frame.issued.replace(day=1), 0 if item.get("rel") in ("", "này", "nay") else 3)
        found = calendar.quarter(month.year, (month.month + 2) // 3)
        return Days(*found, (f"theo ngày ban hành {show(frame.issued)}",), by_end=at_end)
    if numbers[0] > numbers[-1]:
        return NOTHING

    def of(year: int) -> Interval:
        return Interval(calendar.quarter(year, numbers[0]).start, calendar.quarter(year, numbers[-1]).end)

    return _fit(item, frame, of)._replace(by_end=at_end)


def _months(item: Item, frame: Frame) -> Days:
    number = 6 if item.get("half") else int(item.get("quarters")) * 3 if item.get("quarters") else int(item.get("n"))
    first = item.get("part") == "đầu"

    def of(year: int) -> Interval | None:
        return calendar.months(year, 1, number) if first else calendar.months(year, 13 - number, 12)

    return _fit(_relative_year(item), frame, of)


def _relative_year(item: Item) -> Item:
    relative = item.get("rel")
    return item._replace(groups={**item.groups, "yrel": ["nay" if relative in ("nay", "này") else relative]}) if relative else item


def _year_of(item: Item, frame: Frame) -> Days:
    part = " ".join(item.get("part").split())
    years = [int(year) for year in item.all("y")]
    if not years and not item.get("rel"):
        item = item._replace(groups={**item.groups, "rel": ["nay"]})

    def of(year: int) -> Interval | None:
        last = years[-1] if years else year
        whole = Interval(Date(year, 1, 1), Date(last, 12, 31))
        return calendar.quarter(year, 1) if part == "đầu" else Interval(Date(year, 4, 1), Date(year, 6, 30)) if part == "giữa" else whole

    if years and years[0] > years[-1]:
        return NOTHING
    return _fit(_relative_year(item), frame, of)._replace(by_end=part == "cuối")


def _period(item: Item, _frame: Frame) -> Days:
    first, last = item.get("y"), item.get("y2")
    if item.get("term"):
        second = item.get("term") in ("ii", "2")
        # The first term runs from September to January, the second from January to May.
        year = int(first) if first else None
        if year is None:
            return NOTHING
        return Days(Date(year + 1, 1, 16), Date(year + 1, 5, 31)) if second else Days(Date(year, 9, 1), Date(year + 1, 1, 15))
    if not last:
        return NOTHING
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if item.get("school"):
        return Days(Date(int(first), 9, 1), Date(end, 5, 31))
    if not first:
        return Days(None, Date(end, 12, 31))
    return Days(Date(int(first), 1, 1), Date(end, 12, 31)) if int(first) <= end else NOTHING


def _week(item: Item, frame: Frame) -> Days:
    found: Days
    if item.get("iso"):
        try:
            monday = Date.fromisocalendar(int(item.get("y")), int(item.get("iso")), 1)
        except ValueError:
            return NOTHING
        found = Days(*calendar.week(monday))
    elif item.get("m"):
        name, month = item.get("n"), int(item.get("m"))
        number = NTH.get(name) or int(name)
        found = _fit(item, frame, lambda year: calendar.week_of_month(year, month, number))
        at = frame.issued
        if at is not None and found.start is not None and not item.get("y") and (month, found.start.year) == (at.month, at.year + 1):
            # Weeks are counted in more ways than one: the first full week may be meant, hardly that of the next year.
            return Days(steps=("tuần đã qua khi ban hành: không rõ năm",))
    elif frame.issued is None:
        return NOTHING
    else:
        days = calendar.week(frame.issued + dt.timedelta(0 if item.get("rel") in ("", "này", "nay") else 7))
        if item.get("part") == "đầu":
            days = Interval(days.start, days.start + dt.timedelta(1))
        elif item.get("part") == "giữa":
            days = Interval(days.start + dt.timedelta(2), days.start + dt.timedelta(3))
        found = Days(*days, (f"theo ngày ban hành {show(frame.issued)}",), by_end=item.get("part") == "cuối")
    if item.weekday and found.start is not None:
        monday = calendar.week(found.start).start
        days_ = [monday + dt.timedelta(_ORDER.index(WEEKDAYS[" ".join(word.split())])) for word in item.weekday]
        return found._replace(start=days_[0], end=days_[-1])
    return found


def _weekday(item: Item, frame: Frame) -> Days:
    if frame.issued is None:
        return NOTHING
    numbers = [_ORDER.index(WEEKDAYS[" ".join(word.split())]) for word in item.all("w")]
    since = frame.issued + dt.timedelta(item.get("rel") == "tới")  # the coming Monday is not today
    days = [since + dt.timedelta((number - since.weekday()) % 7) for number in numbers]
    return Days(days[0], days[-1], (f"lần đầu kể từ ngày ban hành {show(frame.issued)}",)) if days[0] <= days[-1] else NOTHING


def _today(item: Item, frame: Frame) -> Days:
    if frame.issued is None:
        return NOTHING
    at = frame.issued + dt.timedelta({"mai": 1, "kia": 2}.get(item.get("rel"), 0))
    return Days(at, at, (f"theo ngày ban hành {show(frame.issued)}",))


def _current(item: Item, frame: Frame) -> Days:
    at = frame.issued
    if at is None:
        return NOTHING
    found = {"tháng": calendar.months(at.year, at.month, at.month), "quý": calendar.quarter(at.year, (at.month + 2) // 3),
             "năm": calendar.months(at.year, 1, 12), "tuần": calendar.week(at)}[item.get("unit")]  # fmt: skip
    return Days(*found, (f"theo ngày ban hành {show(at)}",))


def _feast(item: Item, frame: Frame) -> Days:
    solar, lunar = item.data.get("solar"), item.data.get("lunar")
    month, number = (int(part) for part in (solar or lunar or "0-0").split("-"))
    if item.get("m"):
        month, number, solar = int(item.get("m")), int(item.get("d")), "stated"

    def of(year: int) -> Interval | None:
        found = calendar.day(year, month, number) if solar else calendar.lunar_day(year, month, number)
        return Interval(found, found) if found else None

    result = _fit(item, frame, of)
    return result._replace(steps=(*result.steps, f"{item.rule} → {show(result.end)}")) if result.end else result


_READERS: dict[str, Callable[[Item, Frame], Days]] = {
    "date": _date, "day": _day, "month": _month, "quarter": _quarter, "months": _months, "year": _year_of, "period": _period,
    "week": _week, "weekday": _weekday, "today": _today, "current": _current, "feast": _feast,
}  # fmt: skip
