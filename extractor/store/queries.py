"""Looks into the store: filtered tasks, the bodies that have tasks, counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, not_, or_, select

from extractor.store.rows import tracked
from extractor.store.schema import FIELD_COLUMNS, ORDER, notices, shares, tasks
from extractor.store.search import Search
from extractor.text import fold
from extractor.tracking import Decision, Part, State, Tracked, name_key

_LAST_DAY = dt.date(9999, 12, 30)
_PAGE = 500  # rows read at a time
_AROUND = 400  # characters of the document kept on both sides of the evidence

_COLUMNS = (*tasks.c, *(notices.c[column.key] for column in FIELD_COLUMNS))
# A full set of lists asks this for each body: a statement that is made once is not put together again.
_OF_BODY = (
    select(*_COLUMNS, shares.c.part)
    .select_from(shares.join(tasks, shares.c.task_id == tasks.c.task_id).join(notices, tasks.c.notice_id == notices.c.id))
    .where(shares.c.body.in_(bindparam("keys", expanding=True)))
    .order_by(shares.c.part)
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for; None and empty mean "all". ``bodies`` are keys as `Body` gives them, ``document`` a number or a file's name without its ending.

    ``search`` is words that stand together in the task; without tone marks they are also found with them, and the last one may be a beginning.
    ``due_before`` is exclusive, ``due_from`` inclusive; both go by the last day in time.
    Rows that a person rejected and rows that a corrected version withdrew are left out unless asked for.
    """

    bodies: tuple[str, ...] = ()
    part: Part | None = None
    due_from: dt.date | None = None
    due_before: dt.date | None = None
    state: State | None = None
    document: str | None = None
    notice: int | None = None
    search: str | None = None
    decisions: tuple[Decision, ...] = ("proposed", "accepted")
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A body that has tasks: all the keys under which it is known, and how many it leads and coordinates."""

    name: str
    keys: tuple[str, ...]
    lead: int
    coordinate: int


def find(connection: Connection, wanted: Filter, as_of: dt.date, limit: int | None, offset: int, context: bool) -> Iterator[Tracked]:
    """The tasks that a filter leaves, by their last day in time (those without one last), then in the order of their documents."""
    search = Search(connection, wanted.search) if wanted.search else None
    statement = select(*_COLUMNS).join_from(tasks, notices).where(*_conditions(wanted, as_of, search))
    statement = statement.order_by(*_order(wanted, search)).limit(limit).offset(offset)
    texts: dict[int, str] = {}
    result = connection.execution_options(yield_per=_PAGE).execute(statement)
    for page in result.mappings().partitions():
        if context:
            texts = _texts(connection, {row["notice_id"] for row in page})
        for row in page:
            yield tracked(row, texts.get(row["notice_id"]), _AROUND)


def of_body(connection: Connection, keys: Sequence[str]) -> list[tuple[Part, Tracked]]:
    """Every task in which the body of these keys has a share, once, with its part: the leading one where it has both. Nothing is left out or sorted."""
    found: dict[str, tuple[Part, Tracked]] = {}
    for row in connection.execute(_OF_BODY, {"keys": list(keys)}).mappings():
        if found.get(row["task_id"], ("coordinate",))[0] == "coordinate":
            found[row["task_id"]] = row["part"], tracked(row)
    return list(found.values())


def count(connection: Connection, wanted: Filter, as_of: dt.date) -> int:
    """How many tasks a filter leaves."""
    search = Search(connection, wanted.search) if wanted.search else None
    found = search.count(connection) if search and wanted == Filter(search=wanted.search) else None
    if found is not None:
        return found
    return int(connection.execute(select(func.count()).select_from(tasks).where(*_conditions(wanted, as_of, search))).scalar_one())


def all_bodies(connection: Connection) -> list[Body]:
    """Every body with a share in a current task, by name. A name without identity joins the one body that is called so."""
    groups: dict[str, dict[str, Any]] = {}
    statement = (
        select(shares.c.body, func.min(shares.c.name).label("name"), shares.c.part, func.count().label("tasks"))
        .join_from(shares, tasks)
        .where(tasks.c.withdrawn.is_(False), tasks.c.decision != "rejected")
        .group_by(shares.c.body, shares.c.part)
        .order_by(shares.c.body)
    )
    for row in connection.execute(statement):
        group = groups.setdefault(row.body, {"name": row.name, "keys": [row.body], "lead": 0, "coordinate": 0})
        group[row.part] += row.tasks
    named: dict[str, list[str]] = {}
    for key, group in groups.items():
        if not key.startswith("~"):
            named.setdefault("~" + name_key(group["name"]), []).append(key)
    for loose, keys in named.items():
        if loose in groups and len(keys) == 1:
            joined, into = groups.pop(loose), groups[keys[0]]
            into["keys"].append(loose)
            into["lead"] += joined["lead"]
            into["coordinate"] += joined["coordinate"]
    found = [Body(group["name"], tuple(group["keys"]), group["lead"], group["coordinate"]) for group in groups.values()]
    return sorted(found, key=lambda body: (name_key(body.name), body.keys))


def named_bodies(bodies: Sequence[Body], name: str) -> list[Body]:
    """The bodies that a person means by a name: the one called exactly so, else all whose name holds it."""
    wanted = name_key(name)
    exact = [body for body in bodies if name_key(body.name) == wanted or name in body.keys]
    return exact or [body for body in bodies if wanted in name_key(body.name)]


def _texts(connection: Connection, ids: set[int]) -> dict[int, str]:
    statement = select(notices.c.id, notices.c.text).where(notices.c.id.in_(ids))
    return {row.id: row.text for row in connection.execution_options(yield_per=None).execute(statement)}


def _order(wanted: Filter, search: Search | None) -> list[ColumnElement[Any]]:
    columns: list[ColumnElement[Any]] = [tasks.c[key] for key in ORDER]
    return [_current(wanted, search), _day(wanted, search), *columns[2:]]


# A body's or a document's tasks are few, and so are those that have a rare word: they are to be found by their ids and then sorted. Without statistics
# SQLite would rather walk through all tasks in their order and look each one up, so the columns of that index are hidden from it.
def _is_narrow(wanted: Filter, search: Search | None) -> bool:
    return bool(wanted.bodies or wanted.part or wanted.document or wanted.notice is not None or (search and not search.common))


def _current(wanted: Filter, search: Search | None) -> ColumnElement[Any]:
    return func.coalesce(tasks.c.withdrawn, False) if _is_narrow(wanted, search) else tasks.c.withdrawn


def _day(wanted: Filter, search: Search | None) -> ColumnElement[Any]:
    return func.coalesce(tasks.c.last_day, dt.date.max) if _is_narrow(wanted, search) else tasks.c.last_day


def _conditions(wanted: Filter, as_of: dt.date, search: Search | None) -> Iterator[ColumnElement[bool]]:
    day = _day(wanted, search)
    if not wanted.withdrawn:
        yield _current(wanted, search) == False  # noqa: E712 - SQL's own comparison, which both databases can index
    if wanted.decisions:
        yield tasks.c.decision.in_(wanted.decisions)
    if wanted.bodies or wanted.part:
        share = select(shares.c.task_id)
        if wanted.bodies:
            share = share.where(shares.c.body.in_(wanted.bodies))
        if wanted.part:
            share = share.where(shares.c.part == wanted.part)
        yield tasks.c.task_id.in_(share)
    if wanted.due_from:
        yield day.between(wanted.due_from, _LAST_DAY)
    if wanted.due_before:
        yield day < wanted.due_before
    if wanted.state:
        yield _in_state(wanted.state, day, as_of)
    if wanted.document:
        named = or_(notices.c.number_key == fold(wanted.document), notices.c.doc_id == wanted.document)
        yield tasks.c.notice_id.in_(select(notices.c.id).where(named))
    if wanted.notice is not None:
        yield tasks.c.notice_id == wanted.notice
    if search:
        yield search.condition()


def _in_state(state: State, day: ColumnElement[Any], as_of: dt.date) -> ColumnElement[bool]:
    dated = and_(tasks.c.done_on.is_not(None), day <= _LAST_DAY)
    done = tasks.c.status == "done"
    match state:
        case "overdue":
            return and_(tasks.c.status.in_(("todo", "doing")), day < as_of)
        case "done-in-time":
            return and_(done, dated, tasks.c.done_on <= day)
        case "done-late":
            return and_(done, dated, tasks.c.done_on > day)
        case "done":
            return and_(done, not_(dated))
        case _:
            return and_(tasks.c.status == state, day >= as_of)
