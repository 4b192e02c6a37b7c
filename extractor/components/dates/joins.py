"""Joins neighbours: an hour and its day, a weekday and its date, the ends of a range, the parts of a recurrence, a day and the month it shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from extractor.components.dates.grammar import Item

_LEAD = (
    r"(?:(?:xong|ngay|chậm nhất|muộn nhất|trước|đến|hết|trong|vào|hồi|lúc|các|là|sáng|chiều|tối|buổi|của|ngày|thời điểm|hạn|gửi|báo cáo|thực hiện|họp|dịp"
    r"|từ|tổ chức)\s*:?\s*)"
)
_TIME_DATE = regex.compile(r"\s*[,;-]?\s*(?:(?:ngay|trong|của|vào|buổi|sáng|chiều|tối)\s+)*(?:ngày\s+)?\(?")
_DATE_TIME = regex.compile(r"\s*[,(-]?\s*(?:(?:vào|lúc|hồi|trước|từ|bắt đầu|chậm nhất|là|đến|khoảng)\s*:?\s*)*")
_WEEKDAY_DATE = regex.compile(r"\s*[,(-]?\s*(?:ngày\s+)?\(?\s*")
_DATE_WEEKDAY = regex.compile(r"\s*[(,]\s*")
_DURATION_DATE = regex.compile(r"\s*[(:]\s*")
_OTHER_CALENDAR = regex.compile(r"\s*\(\s*(?:tức\s+(?:là\s+)?)?(?:ngày\s+)?")
_LUNAR = ("lunar", "lm", "tet", "full")
_WEEKDAY_WEEK = regex.compile(r"\s*,?\s*(?:của\s+|trong\s+)?")
_RANGE = regex.compile(r"\s*\)?\s*(?:,?\s*(?:cho\s+|kéo dài\s+)?(?:đến|tới)|-)\s*(?:trước\s+)?(?:hết\s+)?(?:(?:sáng|trưa|chiều|tối|đêm)\s+)?(?:ngày\s+)?")
_BEFORE = regex.compile(r"(?r)(?<!\w)trước\s+")
_FROM = regex.compile(r"(?r)(?<!\w)từ\s*(?:(?:sáng|trưa|chiều|tối|đêm)\s+)?(?:ngày\s+)?")
_NEAR = regex.compile(r"\s*(?:(?:của|vào|trong|theo|định kỳ|,)\s*)*\(?\s*")
_LIST = regex.compile(r"\s*(?:,\s*và|,|;|và|hoặc)\s*" + _LEAD + "*")
_OPEN = regex.compile(r"\s*[,:]?\s*\(?\s*" + _LEAD + r"{0,5}\(?\s*")
_NEIGHBOURS = 12
_DATED = frozenset(("date", "day", "month", "quarter", "months", "year", "week", "weekday", "today", "period", "feast"))
_RECURS = frozenset(("date", "day", "weekday", "week", "month", "quarter", "year"))


def join(items: Sequence[Item], surface: str, sentence: Callable[[int], int]) -> list[Item]:
    """The expressions with all joins made; ``sentence`` gives the number of the sentence in which an offset lies."""
    if len(items) == 1 and items[0].reads not in ("every", "time", "now") and not recurs_alone(items[0]):
        return list(items)
    kinds = {item.reads for item in items}
    found = _times(list(items), surface, sentence) if "time" in kinds else list(items)
    if "every" in kinds:
        found = _reports(found, sentence)
    if len(found) > 1:
        found = _ranges(_weekdays(found, surface), surface)
    if "now" in kinds:
        found = [item for item in found if item.reads != "now"]
    if any(recurs_alone(item) for item in found):
        found = _recurrences(found, surface)
    elif "day" not in kinds:
        return found
    return _shared(found, sentence) if len(found) > 1 else found


def _gap(surface: str, left: Item, right: Item, pattern: regex.Pattern[str], width: int = 40) -> bool:
    return right.start - left.end <= width and pattern.fullmatch(surface, left.end, right.start) is not None


def clock(item: Item) -> str | None:
    """The hour of a time as HH:MM; of "8h00 - 11h30" the later one; None where there is no such hour."""
    hours, minutes = (item.get("h2"), item.get("min2")) if item.groups.get("h2") else (item.get("h"), item.get("min"))
    hour, minute = int(hours), int(minutes or 0)
    if item.get("noon") in ("chiều", "tối") and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour < 24 else "24:00" if (hour, minute) == (24, 0) else None


def _times(items: list[Item], surface: str, sentence: Callable[[int], int]) -> list[Item]:
    found: list[Item] = []
    i = 0
    while i < len(items):
        item = items[i]
        if item.reads != "time":
            found.append(item)
        elif i + 1 < len(items) and items[i + 1].reads in _DATED | {"every"} and _gap(surface, item, items[i + 1], _TIME_DATE):
            data = {**items[i + 1].data, "weak": False, "hours": bool(item.groups.get("h2"))}
            found.append(items[i + 1]._replace(start=item.start, time=clock(item), data=data))
            i += 1
        elif found and found[-1].reads in _DATED | {"every"} and found[-1].time is None and _gap(surface, found[-1], item, _DATE_TIME):
            found[-1] = found[-1]._replace(end=item.end, time=clock(item), data={**found[-1].data, "weak": False})
        elif found and found[-1].reads == "every" and sentence(item.start) == sentence(found[-1].start) and _BEFORE.match(surface, 0, item.start):
            found[-1] = found[-1]._replace(time=clock(item))
        i += 1
    return found


def _reports(items: list[Item], sentence: Callable[[int], int]) -> list[Item]:
    """Without the "báo cáo năm (…)" that no second period beside it makes a regime of reports."""
    every = [sentence(item.start) for item in items if recurs_alone(item)]
    return [item for item in items if item.rule != "every.report" or every.count(sentence(item.start)) > 1]


def _weekdays(items: list[Item], surface: str) -> list[Item]:
    found: list[Item] = []
    for item in items:
        last = found[-1] if found else None
        if last is None:
            found.append(item)
        elif last.reads == "weekday" and item.reads == "date" and len(last.all("w")) == 1 and _gap(surface, last, item, _WEEKDAY_DATE):
            found[-1] = item._replace(start=last.start, time=last.time or item.time, data={**item.data, "weak": False})
        elif last.reads == "weekday" and item.reads == "week" and _gap(surface, last, item, _WEEKDAY_WEEK):
            found[-1] = item._replace(start=last.start, weekday=tuple(last.all("w")), time=last.time or item.time)
        elif last.reads == "duration" and not last.get("anchor") and item.reads in ("date", "month") and _gap(surface, last, item, _DURATION_DATE):
            found[-1] = item._replace(start=last.start)
        elif last.reads == item.reads == "date" and is_lunar(last) != is_lunar(item) and _gap(surface, last, item, _OTHER_CALENDAR):
            sun, end = (item, last) if is_lunar(last) else (last, item)
            found[-1] = sun._replace(start=last.start, end=item.end, time=last.time or end.time, data={**sun.data, "weak": False})
        elif last.reads == "date" and item.reads == "weekday" and _gap(surface, last, item, _DATE_WEEKDAY):
            found[-1] = last._replace(end=item.end, data={**last.data, "weak": False})
        else:
            found.append(item)
    return found


def is_lunar(item: Item) -> bool:
    """Whether an expression names a day of the lunar calendar."""
    return any(item.get(name) for name in _LUNAR)


def _ranges(items: list[Item], surface: str) -> list[Item]:
    found: list[Item] = []
    for item in items:
        last = found[-1] if found else None
        if last is not None and item.reads in _DATED | {"current"} and last.first is None and _gap(surface, last, item, _RANGE):
            opens = _FROM.match(surface, max(0, last.start - 12), last.start) is not None
            if last.reads == "now" or (last.reads in _DATED and (opens or (last.reads == item.reads and last.reads != "weekday"))):
                found[-1] = item._replace(start=last.start, first=last, core=item.start, data={**item.data, "weak": False})
                continue
        found.append(item)
    return found


def recurs_alone(item: Item) -> bool:
    """Whether an expression recurs by its own words ("ngày 20 của tháng cuối quý")."""
    return item.reads == "every" or bool(item.groups.get("of") or item.groups.get("every"))


def _can_recur(item: Item) -> bool:
    return item.reads in _RECURS and not item.all("y") and not item.all("rel") and not item.all("yrel") and (item.first is None or item.reads == "weekday")


def _recurrences(items: list[Item], surface: str) -> list[Item]:
    groups: list[list[Item]] = []
    for item in items:
        group = groups[-1] if groups else None
        if group is not None and _belongs(surface, group, item):
            group.append(item)
        else:
            groups.append([item])
    found: list[Item] = []
    for whole in groups:
        # "báo cáo quý: trước ngày 10 tháng cuối quý" recurs without the name of the report.
        named = whole[0].rule == "every.report" and any(recurs_alone(item) for item in whole[1:])
        group = whole[1:] if named else whole
        days = [item for item in group if item.reads == "date"]
        if len({item.get("d") for item in days}) > 1 and any(item.reads == "every" for item in group):
            found.extend(_apart(group, days))
        elif any(recurs_alone(item) for item in group):
            time = next((item.time for item in group if item.time), None)
            rule = next(item for item in group if recurs_alone(item)).rule
            core = next((item.start for item in group if item.reads != "every" or item is group[-1]), -1)
            found.append(Item(group[0].start, group[-1].end, rule, "recurrence", time=time, parts=tuple(group), core=core))
        else:
            found.extend(group)
    return found


def _apart(group: list[Item], days: list[Item]) -> list[Item]:
    """One recurrence a date, where no single rule says them all: "15/6 và 20/12 hằng năm"."""
    every = next(item for item in group if item.reads == "every")
    ends = [*(day.end for day in days[:-1]), max(days[-1].end, every.end)]
    begins = [min(days[0].start, every.start), *(day.start for day in days[1:])]
    return [
        Item(begin, end, every.rule, "recurrence", time=day.time, parts=(every, day), core=day.start if day.start > begin else -1)
        for begin, end, day in zip(begins, ends, days, strict=True)
    ]


def _belongs(surface: str, group: list[Item], item: Item) -> bool:
    last = group[-1]
    if item.reads == "every":
        if last.reads == "every":
            return _gap(surface, last, item, _NEAR) and "," not in surface[last.end : item.start]
        if not _can_recur(last):
            return False
        between = surface[last.end : item.start]
        if any(member.reads == "every" for member in group):
            return _gap(surface, last, item, _NEAR) and "," not in between
        return _gap(surface, last, item, _NEAR)
    if not _can_recur(item):
        return False
    if last.reads == "every":
        return _gap(surface, last, item, _OPEN)
    alike = last.reads == item.reads and last.reads != "weekday"
    day_of_week = {last.reads, item.reads} == {"weekday", "week"}
    return _can_recur(last) and ((alike and _gap(surface, last, item, _LIST)) or (day_of_week and _gap(surface, last, item, _NEAR)))


def _shared(items: list[Item], sentence: Callable[[int], int]) -> list[Item]:
    """Gives bare days the recurrence or the month that their sentence names."""
    found = list(items)
    for i, item in enumerate(found):
        if item.first is not None or item.reads not in ("day", "weekday", "date", "week") or not _can_recur(item):
            continue
        here = sentence(item.start)
        if item.reads == "day":
            behind = found[i + 1 : i + _NEIGHBOURS]
            later = next((other for other in behind if other.reads == "date" and other.first is None and sentence(other.start) == here), None)
            if later is not None:
                found[i] = item._replace(lent=later)
                continue
        wanted = {"day": ("tháng", "quý"), "weekday": ("tuần",), "week": ("tháng",), "date": ("năm",)}[item.reads]
        around = [*reversed(found[max(0, i - _NEIGHBOURS) : i]), *(found[i + 1 : i + _NEIGHBOURS] if item.reads == "day" else ())]
        others = (other for other in around if other.reads == "recurrence")
        near = next((part for other in others if sentence(other.start) == here for part in other.parts if part.get("unit") in wanted), None)
        if near is not None and (item.reads != "date" or not item.weak):
            found[i] = Item(item.start, item.end, item.rule, "recurrence", time=item.time, parts=(near._replace(start=item.start, end=item.start), item))
    return found
