"""The deadline that a cell states: read by the finder of dates, with what the header, the group of rows and the title say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractor.components.dates import DateFinder
from extractor.model import Bound, Deadline
from extractor.rules import Rule, Rules
from extractor.text import fold

_SPACE = regex.compile(r"\s+")
_BARE = regex.compile(r"(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?")
_FINISH = regex.compile(r"^(?:(?:phải\s+)?hoàn\s+thành|thực\s+hiện|thời\s+(?:hạn|gian)\s*:)\s+(?=\S)")
_REMARK = regex.compile(r"\s*\((?![^()]*(?:\d\s*/\s*\d|ngày\s+\d|thứ\s|tháng\s+\d))[^()]*\)$")
_HOUR = regex.compile(r"^(?:(?:từ|trước|lúc|vào|đúng|chậm\s+nhất)\s+)?\d{1,2}\s*(?:h|g|giờ|:)\s*(?:\d{2})?(?:\s*[-–]\s*\d{1,2}\s*(?:h|g|giờ|:)\s*(?:\d{2})?)?$")
_WEEKDAY = regex.compile(r"(?<!\p{L})(?:thứ\s+(?P<name>hai|ba|tư|bốn|năm|sáu|bảy|\d)|(?P<sunday>chủ\s+nhật|cn))(?!\p{L})")
_DATED = regex.compile(r"\d/\d|tháng|tuần")
_DAYS = {"hai": 0, "ba": 1, "tư": 2, "bốn": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5}
_STARTS = regex.compile(r"^(?:từ|sau|khi|ngay\s+sau)(?!\p{L})")
_BOUNDS: tuple[tuple[regex.Pattern[str], Bound], ...] = (
    (regex.compile(r"(?<!\p{L})trước(?!\p{L})"), "before"),
    (regex.compile(r"(?<!\p{L})(?:chậm\s+nhất|muộn\s+nhất|đến\s+hết)(?!\p{L})"), "by"),
    (regex.compile(r"^(?:trong|không\s+quá|suốt|\d+\s+ngày)(?!\p{L})"), "within"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a date of a table rests on: the day of issue, the year and the day or period that the title or the group of rows speaks of."""

    issued_on: str | None = None
    year: int | None = None
    period: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What a cell says of the deadline: the words and, where they can be resolved, the date."""

    text: str
    date: Deadline | None
    rule: str


class DueReader:
    """Reads the cells of a column of deadlines."""

    def __init__(self, rules: Rules) -> None:
        self._dates = DateFinder(rules)
        self._periods = rules["tables/periods"]
        self._standing = next(rule for rule in rules["tables/values"] if rule.id == "value.standing").pattern

    def read(self, words: str, frame: Frame, bare: Bound = "by") -> Due | None:
        """The deadline of a cell; None where it names none ("thường xuyên"). ``bare`` is the bound of a day without any word.

        >>> due = DueReader(Rules()).read("26/4 - 30/4", Frame("2022-04-12"))
        >>> due.date.due_start, due.date.due, due.date.due_bound
        ('2022-04-26', '2022-04-30', 'within')
        """
        words = _SPACE.sub(" ", words).strip(" *_.;,")
        words = _REMARK.sub("", words)
        low = fold(words)
        if not words or self._standing.match(low):
            return None
        if opening := _FINISH.match(low):
            words, low = words[opening.end() :], low[opening.end() :]
        for rule in self._periods:
            if match := rule.pattern.fullmatch(low):
                found = self._by_rule(rule, match, words, frame, bare)
                return Due(words, self._in_week(found, low, frame) if found else None, rule.id)
        if _HOUR.match(low):
            return Due(words, self._hour(words, low, frame), "due.hour")
        date = self._find(words, frame, bare)
        date = self._in_week(date, low, frame) if date else None
        return Due(words, date or _open(words, low), date.rule if date else "due.words")

    def period(self, words: str, frame: Frame) -> Deadline | None:
        """The day or period that a heading, a title or a column's head names."""
        found = [date for date in self._all(words, frame) if date.role not in ("citation", "issue", "past")]
        for date in reversed(found):
            if date.due or date.recurrence or date.due_start:
                return date
            if date.role == "event" and (day := self._find(date.text, frame, "on")) and day.due:
                return replace(day, start=date.start, end=date.end, text=date.text)
        due = None if found else self.read(words, frame)
        return due.date if due and due.date and (due.date.due or due.date.recurrence) else None

    def inside(self, words: str, frame: Frame) -> tuple[Due, int, int] | None:
        """A form of cells within other words ("tưới nước ngày 04 lần"), with its offsets."""
        low = fold(words)
        for rule in self._periods:
            if rule.data.get("inside", False) and (match := rule.pattern.search(low)):
                date = self._by_rule(rule, match, match[0], frame, "on")
                return Due(words[match.start() : match.end()], date, rule.id), match.start(), match.end()
        return None

    def _by_rule(self, rule: Rule, match: regex.Match[str], words: str, frame: Frame, bare: Bound) -> Deadline | None:
        if "recurrence" in rule.data:
            return Deadline(0, len(words), words, "recurrence", recurrence=rule.data["recurrence"], rule=rule.id)
        if "reads" in rule.data:
            return self._find(rule.data["reads"].format(**match.groupdict()), frame, bare)
        return _open(words, fold(words))

    def _all(self, words: str, frame: Frame) -> Sequence[Deadline]:
        found = self._dates.find(words, frame.issued_on, year_hint=frame.year)
        if found and all(date.role == "past" for date in found):
            # A table may state days before its own issue: they are what the column says.
            found = self._dates.find(words, None, year_hint=int(frame.issued_on[:4]) if frame.issued_on else frame.year)
        return found

    def _find(self, words: str, frame: Frame, bare: Bound) -> Deadline | None:
        found = [date for date in self._all(words, frame) if date.role in ("deadline", "recurrence", "period", "event")]
        best = next((date for date in reversed(found) if date.recurrence), None)
        best = best or next((date for date in reversed(found) if date.due or date.due_start), None) or (found[-1] if found else None)
        if best is None:
            return None
        if best.due_bound in ("on", "by", None) and not best.due_start and not best.recurrence and _BARE.fullmatch(fold(best.text).strip()):
            best = replace(best, due_bound=bare)
        if best.recurrence and best.due_bound is None and (best.due_time or regex.search(r"BYDAY|BYMONTHDAY", best.recurrence)):
            best = replace(best, due_bound="before" if "trước" in fold(words) else "on")
        if best.due_start and not best.due and best.due_bound is None and (bounded := _bound(fold(words))) and not _STARTS.match(fold(words)):
            best = replace(best, due_bound=bounded)
        if bare == "before" and best.due and best.due_bound in ("on", "by"):
            best = replace(best, due_bound="before")
        return best

    def _hour(self, words: str, low: str, frame: Frame) -> Deadline | None:
        """An hour alone: on the day that the title or the group of rows names."""
        day = frame.period
        if day is None or not day.due or (day.due_start and day.due_start != day.due):
            return _open(words, low)
        hour = self._find(f"{words} ngày {day.due[8:]}/{day.due[5:7]}/{day.due[:4]}", Frame(), "on")
        if hour is not None and _STARTS.match(low):
            return replace(hour, text=words, due=None, due_start=day.due, due_bound=None)
        return hour and replace(hour, text=words)

    def _in_week(self, date: Deadline, low: str, frame: Frame) -> Deadline:
        """A weekday alone is the one of the week that the title names."""
        week, weekday = frame.period, _WEEKDAY.search(low)
        if weekday is None or date.recurrence or _DATED.search(low) or week is None or not week.due or not week.due_start:
            return date
        first, last = dt.date.fromisoformat(week.due_start), dt.date.fromisoformat(week.due)
        number = 6 if weekday["sunday"] else _DAYS.get(weekday["name"] or "", 6)
        day = first + dt.timedelta((number - first.weekday()) % 7)
        return replace(date, due=day.isoformat(), due_start=None, due_bound="on") if (last - first).days < 7 and day <= last else date


def _bound(low: str) -> Bound | None:
    return next((bound for pattern, bound in _BOUNDS if pattern.search(low)), None)


def _open(words: str, low: str) -> Deadline | None:
    """A deadline that no calendar resolves keeps the bound of its words."""
    return Deadline(0, len(words), words, "deadline", due_bound=_bound(low), rule="due.words")
