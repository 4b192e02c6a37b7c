"""What every change of the store writes: tasks of a notice, shares of bodies, entries of the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, insert, select

from extractor import table
from extractor.store import schema
from extractor.store.rows import row_of
from extractor.table import Row
from extractor.tracking import name_key, shares

PROGRAM = "extractor"
"""The name under which the program itself stands in the history."""

_FRESH: Mapping[str, Any] = MappingProxyType(
    {"status": "todo", "done_on": None, "note": None, "decision": "proposed", "version": 1, "edited": [], "withdrawn": False, "made_of": None}
)


def insert_tasks(connection: Connection, notice: int, rows: Iterable[Row], entered: Mapping[str, Any] = MappingProxyType({})) -> None:
    """Inserts rows as new tasks of a notice, each with the shares of its bodies; ``entered`` is what people had entered already for all of them."""
    rows = list(rows)
    made = [{"task_id": row["task_id"], "notice_id": notice} | row_of(row) | {**_FRESH, **entered} for row in rows]
    if made:
        connection.execute(insert(schema.tasks), made)
    set_shares(connection, rows)


def set_shares(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Writes down which bodies have a share in the given rows, which have none written down yet."""
    made = [
        {"task_id": row["task_id"], "body": share.key, "part": share.part, "name": share.name, "name_key": name_key(share.name)}
        for row in rows
        for share in shares(row)
    ]
    if made:
        connection.execute(insert(schema.shares), made)


def with_free_id(connection: Connection, row: Row, notice: int) -> Row:
    """The row with an id that no task has; one made of a file's name and offsets can be that of another document."""
    nth, task_id = 0, row["task_id"]
    while connection.execute(select(schema.tasks.c.task_id).where(schema.tasks.c.task_id == task_id)).first():
        task_id = table.task_id(f"notice {notice}", row["start"] or 0, row["end"] or 0, nth)
        nth += 1
    return row | {"task_id": task_id}


def tell(connection: Connection, task_id: str, who: str, action: str, before: Mapping[str, Any], after: Mapping[str, Any], at: dt.datetime) -> None:
    """Writes a change into the history."""
    connection.execute(
        insert(schema.history), {"task_id": task_id, "at": at, "who": who, "action": action, "before": plain(before), "after": plain(after)}
    )


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON holds them: dates as ISO text."""
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in values.items()}
