"""What an office adds to a row and what follows from it on a given day: status, state, period of the list, next occurrence, and whose list it is on.

Overdue is never stored: it follows from the deadline and the day on which one asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from extractor.table import Row
from extractor.text import fold

if TYPE_CHECKING:
    from dateutil.rrule import rrule

Status = Literal["todo", "doing", "done"]
State = Literal["todo", "doing", "overdue", "done", "done-in-time", "done-late"]
Decision = Literal["proposed", "accepted", "rejected"]
Bucket = Literal["overdue", "week", "month", "later", "recurring", "undated", "done"]
Part = Literal["lead", "coordinate"]

STATUSES: Mapping[Status, str] = MappingProxyType({"todo": "Chưa thực hiện", "doing": "Đang thực hiện", "done": "Hoàn thành"})
"""What a person can enter, with its name."""
STATES: Mapping[State, str] = MappingProxyType(
    {
        "todo": "Chưa thực hiện",
        "doing": "Đang thực hiện",
        "overdue": "Quá hạn",
        "done": "Hoàn thành",
        "done-in-time": "Hoàn thành đúng hạn",
        "done-late": "Hoàn thành quá hạn",
    }
)
"""What a list shows: the status as it stands to the deadline on the day of the list."""
BUCKETS: Mapping[Bucket, str] = MappingProxyType(
    {
        "overdue": "Quá hạn",
        "week": "Đến hạn trong tuần",
        "month": "Đến hạn trong tháng",
        "later": "Đến hạn sau",
        "recurring": "Định kỳ",
        "undated": "Không nêu thời hạn",
        "done": "Đã hoàn thành",
    }
)
"""The parts of a list, in its order."""
PARTS: Mapping[Part, str] = MappingProxyType({"lead": "Nhiệm vụ chủ trì", "coordinate": "Nhiệm vụ phối hợp"})

_NO_DAY = MappingProxyType({1: "BYMONTHDAY=-1", 3: "BYMONTH=3,6,9,12;BYMONTHDAY=-1", 6: "BYMONTH=6,12;BYMONTHDAY=-1", 12: "BYMONTH=12;BYMONTHDAY=-1"})


@dataclass(frozen=True, slots=True)
class Tracked:
    """A row with what people entered: ``edited`` names the columns a person changed, ``withdrawn`` that a later version of the document lacks it.

    ``context`` is the text around the evidence, where the document's text is at hand, and ``context_start`` its offset in that text.
    """

    row: Row
    status: Status = "todo"
    done_on: dt.date | None = None
    note: str | None = None
    decision: Decision = "proposed"
    version: int = 1
    edited: tuple[str, ...] = field(default=())
    withdrawn: bool = False
    context: str = ""
    context_start: int = 0

    @property
    def task_id(self) -> str:
        """The task's id."""
        return str(self.row["task_id"])


@dataclass(frozen=True, slots=True)
class Share:
    """A body's share in a task: ``key`` is its identity (its id, or "~" and its folded name), ``name`` what it is called."""

    key: str
    name: str
    part: Part


def last_day(row: Mapping[str, Any]) -> dt.date | None:
    """The last day on which a task is still in time: the deadline, or the day before it when it says "trước ngày" without an hour.

    >>> last_day({"due": "2020-09-20", "due_bound": "before"}), last_day({"due": "2020-09-20", "due_bound": "by"}), last_day({"due": None})
    (datetime.date(2020, 9, 19), datetime.date(2020, 9, 20), None)
    """
    due = row.get("due")
    if not due:
        return None
    if isinstance(due, str):
        due = dt.date.fromisoformat(due)
    return due - dt.timedelta(days=1) if row.get("due_bound") == "before" and not row.get("due_time") and due > dt.date.min else due


def state(task: Tracked, as_of: dt.date) -> State:
    """The state on a day; a finished task whose day of completion or deadline is not known is just ``done``."""
    last = last_day(task.row)
    if task.status == "done":
        if task.done_on is None or last is None:
            return "done"
        return "done-in-time" if task.done_on <= last else "done-late"
    return "overdue" if last is not None and last < as_of else task.status


def bucket(task: Tracked, as_of: dt.date) -> Bucket:
    """The part of the list that a task belongs to on a day; weeks run from Monday to Sunday."""
    last = last_day(task.row)
    if task.status == "done":
        return "done"
    if last is None:
        return "recurring" if task.row.get("recurrence") else "undated"
    if last < as_of:
        return "overdue"
    if last <= as_of + dt.timedelta(days=6 - as_of.weekday()):
        return "week"
    return "month" if (last.year, last.month) == (as_of.year, as_of.month) else "later"


def order(task: Tracked, as_of: dt.date) -> tuple[int, dt.date, str, int]:
    """The key by which a list is sorted: its parts in order, then the deadline (or next occurrence), then the document's own order."""
    part = bucket(task, as_of)
    day = last_day(task.row) or (next_occurrence(task.row, as_of) if part == "recurring" else None) or dt.date.max
    return list(BUCKETS).index(part), day, str(task.row.get("doc_id")), task.row.get("start") or 0


def names_day(rule: str) -> bool:
    """Whether a rule says on which day its occurrences fall; "hằng quý" alone does not."""
    return "FREQ=DAILY" in rule or "BYDAY" in rule or "BYMONTHDAY" in rule


def dated_rule(rule: str) -> str:
    """A rule that has days: one that names none falls on the last day of each period (a week's Friday), as a named period does.

    >>> dated_rule("FREQ=MONTHLY;INTERVAL=3"), dated_rule("FREQ=MONTHLY;BYMONTHDAY=25")
    ('FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1', 'FREQ=MONTHLY;BYMONTHDAY=25')
    """
    if names_day(rule):
        return rule
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    interval = int(parts.get("INTERVAL", "1"))
    if parts.get("FREQ") == "WEEKLY":
        return f"{rule};BYDAY=FR"
    if parts.get("FREQ") == "YEARLY":
        return f"{rule};BYMONTHDAY=-1" if "BYMONTH" in parts else f"{rule};BYMONTH=12;BYMONTHDAY=-1"
    if parts.get("FREQ") == "MONTHLY" and interval in (3, 6, 12) and "BYMONTH" not in parts:
        return f"FREQ=YEARLY;{_NO_DAY[interval]}"
    return f"{rule};{_NO_DAY[1]}"


def occurrences(row: Mapping[str, Any], since: dt.date) -> rrule | None:
    """The days on which repeated work falls, counted from the day of issue (``since`` where the document has none); None without a usable rule."""
    from dateutil.rrule import rrule, rrulestr

    if not row.get("recurrence"):
        return None
    start = dt.date.fromisoformat(row["issued_on"]) if row.get("issued_on") else since
    try:
        rule = rrulestr(dated_rule(row["recurrence"]), dtstart=dt.datetime.combine(start, dt.time()))
    except (ValueError, KeyError):
        return None
    return rule if isinstance(rule, rrule) else None


def next_occurrence(row: Mapping[str, Any], as_of: dt.date) -> dt.date | None:
    """The first occurrence on or after a day.

    >>> next_occurrence({"recurrence": "FREQ=MONTHLY;BYMONTHDAY=25", "issued_on": "2020-09-01"}, dt.date(2020, 12, 26))
    datetime.date(2021, 1, 25)
    """
    rule = occurrences(row, as_of)
    found = None if rule is None else rule.after(dt.datetime.combine(as_of, dt.time()), inc=True)
    return None if found is None else found.date()


def name_key(name: str) -> str:
    """The form in which the names of bodies that have no identity are compared.

    >>> name_key("Các  Uỷ ban nhân dân") == name_key("ủy ban nhân dân")
    True
    """
    return " ".join(fold(name).split()).removeprefix("các ")


def shares(row: Mapping[str, Any]) -> Iterator[Share]:
    """Each body that has a share in a task, once: those that answer for it lead, the others coordinate."""
    identities: dict[str, tuple[str, str]] = {}
    for body in row.get("bodies") or ():
        if body.get("id"):
            for name in (body["name"], body["text"]):
                identities.setdefault(name_key(name), (str(body["id"]), str(body.get("canonical") or body["name"])))
    seen: set[str] = set()
    for part, names in (("lead", row.get("responsible")), ("coordinate", row.get("coordinators"))):
        for name in names or ():
            key, label = identities.get(name_key(name), ("~" + name_key(name), name))
            if key not in seen:
                seen.add(key)
                yield Share(key, label, "lead" if part == "lead" else "coordinate")
