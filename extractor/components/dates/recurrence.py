"""The RFC 5545 rule that the parts of a recurring expression say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.components.dates.grammar import Item

WEEKDAYS = {"hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "bẩy": "SA", "chủ nhật": "SU", "cn": "SU",
            "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA"}  # fmt: skip
_ORDER = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
_COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4}
NTH = {"nhất": 1, "đầu": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "cuối": -1, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS_OF_QUARTER = {"đầu": 0, "thứ nhất": 0, "giữa": 1, "thứ hai": 1, "thứ 2": 1, "cuối": 2, "thứ ba": 2, "thứ 3": 2}
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def weekdays(item: Item) -> list[str]:
    """The weekdays of an item as RFC 5545 writes them; "thứ Hai đến thứ Sáu" is all five."""
    days = [WEEKDAYS[" ".join(word.split())] for word in item.all("w")]
    if len(days) == 2 and item.get("j").strip() in ("đến", "-"):
        first, last = _ORDER.index(days[0]), _ORDER.index(days[1])
        return _ORDER[first : last + 1]
    return sorted(set(days), key=_ORDER.index)


def _span(item: Item) -> tuple[str, int]:
    """Frequency and interval of one "every"; months are the measure of quarters and half-years."""
    half = item.get("n") == "nửa"
    spans = [("tháng", 6) if half and item.get("unit") == "năm" else ("tuần", 2) if half else (item.get("unit"), int(item.get("n") or 1))]
    for more in item.all("more"):
        words = more.split()
        spans.append((words[-1], int(words[0]) if len(words) > 1 else 1))
    unit, count = min(spans, key=lambda span: {"ngày": 1, "đêm": 1, "tuần": 7, "tháng": 30, "quý": 91, "năm": 365}[span[0]] * span[1])
    word = item.get("times")
    times = _COUNTS.get(word, 0) or int(word or 1)
    months = {"tháng": 1, "quý": 3, "năm": 12}.get(unit, 0) * count
    if not months:
        return ("DAILY" if unit in ("ngày", "đêm") else "WEEKLY"), count
    if times > 1 and months % times == 0:
        months //= times
    return ("YEARLY", months // 12) if months % 12 == 0 else ("MONTHLY", months)


def _numbers(items: Iterable[Item], name: str) -> list[int]:
    return sorted({int(number) for item in items for number in item.all(name)})


def rrule(parts: Sequence[Item]) -> str | None:
    """The rule of a recurrence, None where the parts say none that RFC 5545 can write in one line.

    >>> rrule([Item(0, 0, "", "day", {"d": ["25"]}), Item(0, 0, "", "every", {"unit": ["tháng"]})])
    'FREQ=MONTHLY;BYMONTHDAY=25'
    """
    every = [item for item in parts if item.reads == "every"]
    named = [item for item in parts if item.reads != "every"]
    frequency, interval = _span(every[0]) if every else ("", 1)
    for other in every[1:]:
        if _span(other) == ("YEARLY", 1) and any(item.reads in ("month", "date") for item in named):
            frequency, interval = "YEARLY", 1
    if not named:
        return _rule(frequency, interval, *_edge(every[0]))
    kinds = {item.reads for item in named}
    if kinds <= {"weekday", "week"}:
        return _weekday_rule(named, frequency, interval)
    if len(kinds) > 1:
        return None
    kind = named[0].reads
    if kind == "day":
        return _day_rule(named, frequency, interval)
    if kind == "date":
        if any(item.get("lunar") or item.get("lm") or item.get("tet") or item.get("full") for item in named):
            return None
        return _rule("YEARLY", interval if frequency == "YEARLY" else 1, ("BYMONTH", _numbers(named, "m")), ("BYMONTHDAY", _numbers(named, "d")))
    if kind == "month":
        if any(item.get("lm") for item in named):
            return None
        last = [-1] if named[0].get("part") == "cuối" else []
        if named[0].get("of"):
            return _rule("YEARLY", 1, ("BYMONTH", _of_quarters(named[0].get("of"))))
        if not named[0].all("m"):
            return _rule(frequency or "MONTHLY", interval, ("BYMONTHDAY", last))
        return _rule("YEARLY", 1, ("BYMONTH", _numbers(named, "m")), ("BYMONTHDAY", last))
    if kind == "quarter":
        quarters = [QUARTERS.get(q) or int(q) for item in named for q in item.all("q")]
        if not quarters and named[0].get("part") == "cuối":
            return _rule("MONTHLY", 1, ("BYMONTH", [3, 6, 9, 12]), ("BYMONTHDAY", [-1]))
        return _rule("YEARLY", 1, ("BYMONTH", sorted(3 * q for q in quarters)))
    if kind == "year" and named[0].get("part") == "cuối":
        return _rule("YEARLY", interval if frequency == "YEARLY" else 1, ("BYMONTH", [12]), ("BYMONTHDAY", [31]))
    return _rule(frequency, interval) if frequency else None


def _of_quarters(which: str) -> list[int]:
    """The months of the year that are the first, second or third of their quarter."""
    return [first + _MONTHS_OF_QUARTER[" ".join(which.split())] for first in (1, 4, 7, 10)]


def _edge(item: Item) -> tuple[tuple[str, list[int]], ...]:
    """The day that "cuối mỗi tháng" names."""
    part, unit = item.get("part"), item.get("unit")
    if part != "cuối" or unit in ("tuần", "ngày"):
        return ()
    return {"tháng": (("BYMONTHDAY", [-1]),), "quý": (("BYMONTH", [3, 6, 9, 12]), ("BYMONTHDAY", [-1])), "năm": (("BYMONTH", [12]), ("BYMONTHDAY", [31]))}[unit]


def _day_rule(named: Sequence[Item], frequency: str, interval: int) -> str | None:
    of = next((" ".join(item.get("of").split()) for item in named if item.get("of")), "")
    days = _numbers(named, "d")
    if any(item.get("last") for item in named):
        if named[0].get("work"):
            return "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
        days = [*days, -1]
    if of:
        return _rule("MONTHLY", 1, ("BYMONTH", _of_quarters(of)), ("BYMONTHDAY", days))
    if frequency in ("DAILY", "WEEKLY", "YEARLY"):
        return None
    return _rule("MONTHLY", interval, ("BYMONTHDAY", days))


def _weekday_rule(named: Sequence[Item], frequency: str, interval: int) -> str | None:
    days = [day for item in named for day in (weekdays(item) if item.reads == "weekday" else [WEEKDAYS[" ".join(w.split())] for w in item.weekday])]
    nth = next((NTH.get(n) or int(n) for item in named if item.reads == "week" and (n := item.get("n"))), None)
    nth = nth or next(({"đầu": 1, "cuối": -1}[item.get("nth").split()[0]] for item in named if item.get("nth")), None)
    if not days:
        return _rule(frequency or "MONTHLY", interval)
    monthly = frequency == "MONTHLY" or any(item.get("every") for item in named)
    if monthly and nth is None:
        return None
    text = ",".join(f"{nth}{day}" if monthly else day for day in days)
    head = _rule("MONTHLY" if monthly else "WEEKLY", interval)
    return f"{head};BYDAY={text}"


def _rule(frequency: str, interval: int, *limits: tuple[str, list[int]]) -> str:
    if frequency == "MONTHLY" and any(name == "BYMONTH" and days for name, days in limits):
        interval = 1
    parts = [f"FREQ={frequency}"] + ([f"INTERVAL={interval}"] if interval != 1 else [])
    return ";".join(parts + [f"{name}={','.join(map(str, values))}" for name, values in limits if values])
