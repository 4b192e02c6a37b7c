"""Lists as people ask for them: from the words of a query to a filter of the store, the tasks it leaves, the counts, and files of exactly those tasks."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.agenda import ActionList, Letterhead, action_list
from extractor.store import Filter, Store
from extractor.store.queries import named_bodies
from extractor.table import Lang, frame
from extractor.tracking import BUCKETS, Bucket, Decision, Part, State, Tracked, bucket, last_day, occurrences, shares
from extractor.writers import write

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "ics": "text/calendar; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
"""The formats in which a list can be taken away."""
MOST = 20_000
"""The most rows of one list."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a person looks for: names and days as they were typed; None means "all". ``until`` is inclusive.

    ``month`` ("2020-09") leaves what falls due in it, repeated work too, as the calendar shows it.
    """

    body: str | None = None
    part: Part | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    state: State | None = None
    document: str | None = None
    notice: int | None = None
    search: str | None = None
    decision: Decision | None = None
    month: str | None = None

    def filter(self, store: Store) -> Filter | None:
        """The store's filter; None when no body is called so."""
        keys: tuple[str, ...] = ()
        if self.body:
            keys = tuple(key for body in named_bodies(store.bodies(), self.body) for key in body.keys)
            if not keys:
                return None
        before = None if self.until is None or self.until == dt.date.max else self.until + dt.timedelta(days=1)
        decisions: tuple[Decision, ...] = ("proposed", "accepted") if self.decision is None else (self.decision,)
        return Filter(keys, self.part, self.since, before, self.state, self.document, self.notice, self.search, decisions)


def find(store: Store, query: Query, as_of: dt.date, limit: int = MOST, offset: int = 0) -> list[Tracked]:
    """The tasks that a query leaves, by deadline."""
    wanted = query.filter(store)
    if wanted is None:
        return []
    if query.month is None:
        return store.tasks(wanted, as_of=as_of, limit=limit, offset=offset)
    return _in_month(store, wanted, query.month, as_of)[offset : offset + limit]


def count(store: Store, query: Query, as_of: dt.date) -> int:
    """How many tasks a query leaves."""
    wanted = query.filter(store)
    if wanted is None:
        return 0
    return store.count(wanted, as_of=as_of) if query.month is None else len(_in_month(store, wanted, query.month, as_of))


def _in_month(store: Store, wanted: Filter, month_wanted: str, as_of: dt.date) -> list[Tracked]:
    tasks = store.tasks(wanted, as_of=as_of)
    shown = {task.task_id for found in month(tasks, dt.date.fromisoformat(f"{month_wanted}-01")).values() for task in found}
    return [task for task in tasks if task.task_id in shown]


def by_body(tasks: Sequence[Tracked], as_of: dt.date) -> list[tuple[str, dict[Bucket, int]]]:
    """How many of the tasks each body leads, by period of the list, those with the most first."""
    counts: dict[str, Counter[Bucket]] = {}
    for task in tasks:
        for share in shares(task.row):
            if share.part == "lead":
                counts.setdefault(share.name, Counter())[bucket(task, as_of)] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    return [(name, {key: found[key] for key in BUCKETS}) for name, found in ordered]


def export(store: Store, query: Query, tasks: Sequence[Tracked], as_of: dt.date, ending: str, lang: Lang) -> bytes:
    """A file of exactly these tasks. One body's list in docx or pdf is a document to sign; of several bodies it is the plain table.

    Raises extractor.writers.WriteError, for instance when LibreOffice is missing.
    """
    with tempfile.TemporaryDirectory(prefix="extractor-web-") as folder:
        return _written(store, query, tasks, as_of, Path(folder) / f"nhiem-vu.{ending}", lang).read_bytes()


def _written(store: Store, query: Query, tasks: Sequence[Tracked], as_of: dt.date, path: Path, lang: Lang) -> Path:
    from extractor.writers import docx, ics, list_xlsx, pdf

    made = _list(store, query, tasks, as_of)
    match path.suffix:
        case ".xlsx":
            list_xlsx.write_lists([made], path, as_of)
        case ".ics":
            ics.write_list(made, path)
        case ".docx" if query.body:
            docx.write_list(made, path, Letterhead())
        case ".pdf":
            source = _written(store, query, tasks, as_of, path.with_suffix(".docx"), lang)
            return pdf.convert([source], path.parent)[0]
        case _:
            write(frame(task.row for task in tasks), path, lang)
    return path


def _list(store: Store, query: Query, tasks: Sequence[Tracked], as_of: dt.date) -> ActionList:
    if not query.body:
        return action_list("Nhiệm vụ", (("lead", task) for task in tasks), as_of)
    bodies = named_bodies(store.bodies(), query.body)
    keys = {key for body in bodies for key in body.keys}
    leads = {task.task_id for task in tasks if any(share.part == "lead" and share.key in keys for share in shares(task.row))}
    name = bodies[0].name if len(bodies) == 1 else query.body
    return action_list(name, (("lead" if task.task_id in leads else "coordinate", task) for task in tasks), as_of)


def month(tasks: Sequence[Tracked], first: dt.date) -> dict[dt.date, list[Tracked]]:
    """The tasks of the month that begins with ``first`` by the last day on which they are in time; repeated work on each of its days."""
    after = (first + dt.timedelta(days=32)).replace(day=1)
    days: dict[dt.date, list[Tracked]] = {}
    for task in tasks:
        last = last_day(task.row)
        rule = None if last else occurrences(task.row, first)
        if last is not None:
            found: list[dt.date] = [last]
        elif rule is not None:
            found = [at.date() for at in rule.between(dt.datetime.combine(first, dt.time()), dt.datetime.combine(after, dt.time()), inc=True)]
        else:
            continue
        for day in found:
            if first <= day < after:
                days.setdefault(day, []).append(task)
    return days


def periods(today: dt.date) -> dict[str, tuple[dt.date, dt.date]]:
    """The first and the last day of the periods that people ask for: this week, this month, the next month, this quarter, this year.

    >>> [f"{first:%d/%m}-{last:%d/%m}" for first, last in periods(dt.date(2020, 12, 2)).values()]
    ['30/11-06/12', '01/12-31/12', '01/01-31/01', '01/10-31/12', '01/01-31/12']
    """
    monday, month_first, one = today - dt.timedelta(days=today.weekday()), today.replace(day=1), dt.timedelta(days=1)
    following = _months_later(month_first, 1)
    quarter = month_first.replace(month=(today.month - 1) // 3 * 3 + 1)
    return {
        "week": (monday, monday + 6 * one),
        "month": (month_first, following - one),
        "next_month": (following, _months_later(following, 1) - one),
        "quarter": (quarter, _months_later(quarter, 3) - one),
        "year": (dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)),
    }


def _months_later(first: dt.date, months: int) -> dt.date:
    years, month_index = divmod(first.month - 1 + months, 12)
    return dt.date(first.year + years, month_index + 1, 1)


def columns(task: Tracked) -> dict[str, Any]:
    """A task as JSON holds it: its row without the bulky columns, and what people entered."""
    row = {key: value for key, value in task.row.items() if key not in ("origins", "bodies", "addressees", "recipients")}
    done_on = None if task.done_on is None else task.done_on.isoformat()
    more = {"status": task.status, "done_on": done_on, "note": task.note, "decision": task.decision}
    return row | more | {"version": task.version, "edited": list(task.edited), "withdrawn": task.withdrawn}
