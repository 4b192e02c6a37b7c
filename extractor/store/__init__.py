"""The store: notices and their tasks in a database, what people entered, and a history of every change.

One SQLite file by default, PostgreSQL by URL. Every call is one transaction: it happens whole or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from extractor.model import Fields, Notice, Task
from extractor.store import handmade, imports, notices, queries, schema
from extractor.store.changes import ChangeError, action, read_change
from extractor.store.engine import StoreError, connect, reading, shown, writing
from extractor.store.imports import Imported
from extractor.store.queries import Body, Filter
from extractor.store.rows import following, real, stored, tracked
from extractor.store.users import Users
from extractor.table import Row
from extractor.tracking import Part, Tracked

__all__ = ["EVERYTHING", "Body", "Change", "ChangeError", "Conflict", "Filter", "Imported", "Store", "StoreError", "StoredNotice"]


# Every change asks these: a statement that is made once is not compiled again.
_TASK = (
    select(*schema.tasks.c, *(schema.notices.c[column.key] for column in schema.FIELD_COLUMNS), schema.notices.c.text)
    .join_from(schema.tasks, schema.notices)
    .where(schema.tasks.c.task_id == bindparam("task_id"))
)
_HELD = select(schema.tasks.c.task_id).where(schema.tasks.c.task_id == bindparam("task_id")).with_for_update()

EVERYTHING = Filter()
"""All current tasks that nobody rejected."""


class Conflict(StoreError):
    """Somebody else changed the task since it was read; ``current`` is the task as it stands now, ``last`` who changed it and when."""

    def __init__(self, current: Tracked, last: Change | None) -> None:
        by = f" bởi {last.who} lúc {last.at:%d/%m/%Y %H:%M}" if last else ""
        super().__init__(f"nhiệm vụ {current.task_id} đã được sửa{by}; xem lại rồi nhập lại")
        self.current = current
        self.last = last


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the history: the changed columns before and after, who changed them (``extractor`` for an import) and when."""

    task_id: str
    at: dt.datetime
    who: str
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """A document in the store in one version; ``superseded_by`` is the number of the version that took its place."""

    id: int
    digest: str
    doc_id: str
    fields: Fields
    text: str
    source: str
    imported_at: dt.datetime
    superseded_by: int | None


def _utc() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Store:
    """A store behind a URL or the path of an SQLite file; ``now`` is the clock by which changes are dated.

    Raises StoreError, here and from every method, when the database cannot do what is asked; the message says what to do.
    """

    def __init__(self, url: str | Path, now: Callable[[], dt.datetime] = _utc) -> None:
        self.now = now
        self.engine = connect(url)
        self.name = shown(self.engine.url)
        self.users = Users(self)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()

    def add(self, notice: Notice, fields: Fields, rows: Sequence[Row]) -> Imported:
        """Brings in one document with its rows (`extractor.table.rows`), whole or not at all.

        The same content again changes nothing. A corrected version (the same number, issuer and year, or the same file) takes the earlier one's place:
        tasks that are still in it keep their ids and what people entered, rows that people made stay, the others are withdrawn.
        """
        with writing(self.engine) as connection:
            return imports.add(connection, notice, fields, rows, self.now())

    def task(self, task_id: str) -> Tracked:
        """One task with its context. Raises StoreError when there is none with this id."""
        with reading(self.engine) as connection:
            return self.task_in(connection, task_id)

    def tasks(self, wanted: Filter = EVERYTHING, *, as_of: dt.date, limit: int | None = None, offset: int = 0) -> list[Tracked]:
        """The tasks that a filter leaves, by deadline, those without one last; overdue is seen from ``as_of``."""
        with reading(self.engine) as connection:
            return list(queries.find(connection, wanted, as_of, limit, offset, context=False))

    def stream(self, wanted: Filter = EVERYTHING, *, as_of: dt.date, context: bool = False) -> Iterator[Tracked]:
        """As `tasks`, a page of rows in memory at a time; with ``context`` each task has the text around its evidence."""
        with reading(self.engine) as connection:
            yield from queries.find(connection, wanted, as_of, None, 0, context)

    def of_body(self, keys: Sequence[str]) -> list[tuple[Part, Tracked]]:
        """Every task in which the body of these keys has a share, with its part, in no order; rejected and withdrawn ones are among them."""
        with reading(self.engine) as connection:
            return queries.of_body(connection, keys)

    def count(self, wanted: Filter = EVERYTHING, *, as_of: dt.date) -> int:
        """How many tasks a filter leaves."""
        with reading(self.engine) as connection:
            return queries.count(connection, wanted, as_of)

    def bodies(self, name: str | None = None) -> list[Body]:
        """The bodies with a share in a task, by name; with ``name`` the one called so, else all whose names hold it."""
        with reading(self.engine) as connection:
            found = queries.all_bodies(connection)
        return found if name is None else queries.named_bodies(found, name)

    def change(self, task_id: str, changes: Mapping[str, Any], *, who: str, version: int | None = None) -> Tracked:
        """Enters what a person changed, as they typed it (`extractor.store.changes.EDITABLE`), and writes it into the history.

        ``version`` is that of the task as the person saw it: when somebody else changed it since, Conflict is raised and nothing changes.
        Raises ChangeError for a value that a column cannot hold.
        """
        with writing(self.engine) as connection:
            return self.change_in(connection, task_id, changes, who=who, version=version)

    def change_in(self, connection: Connection, task_id: str, changes: Mapping[str, Any], *, who: str, version: int | None = None) -> Tracked:
        """As `change`, within a transaction of the caller's own."""
        read = stored({key: read_change(key, value) for key, value in changes.items()})
        task = self._seen(connection, task_id, version)
        before = _entered(task)
        if read.get("status", task.status) != "done":
            read["done_on"] = None
        after = {key: value for key, value in read.items() if before[key] != value}
        if not after:
            return task
        self._write(connection, task, after)
        notices.tell(connection, task_id, who, action(after), {key: before[key] for key in after}, after, self.now())
        return self.task_in(connection, task_id)

    def add_task(self, number: int, task: Task, *, who: str) -> Tracked:
        """Adds a row that a person made to the document of this number; ``task`` has its evidence as offsets of the document's text."""
        with writing(self.engine) as connection:
            return self.add_task_in(connection, number, task, who=who)

    def add_task_in(self, connection: Connection, number: int, task: Task, *, who: str) -> Tracked:
        """As `add_task`, within a transaction of the caller's own."""
        return self._make(connection, [], number, [handmade.Made(task, {})], "add", who)[0]

    def split_task(self, task_id: str, at: int, *, who: str, version: int | None = None) -> tuple[Tracked, Tracked]:
        """Puts two rows in the place of one, cut at an offset of its document's text; both keep its bodies, deadline, status and note.

        The row itself is rejected; the history of all three says what was made of what. Raises Conflict as `change` does, and ChangeError when ``at`` does
        not lie inside the evidence or the row does not hold any more.
        """
        with writing(self.engine) as connection:
            return self.split_task_in(connection, task_id, at, who=who, version=version)

    def split_task_in(self, connection: Connection, task_id: str, at: int, *, who: str, version: int | None = None) -> tuple[Tracked, Tracked]:
        """As `split_task`, within a transaction of the caller's own."""
        whole = self._seen(connection, task_id, version)
        number, text = self._document(connection, task_id)
        first, second = self._make(connection, [whole], number, handmade.halves(whole, text, at), "split", who)
        return first, second

    def merge_tasks(self, task_ids: Sequence[str], *, who: str, versions: Mapping[str, int] | None = None) -> Tracked:
        """Puts one row in the place of several of one document, with the bodies of all, the first deadline, and what people entered in any.

        They are rejected; the history of all says what was made of what. ``versions`` are those that the person saw, by id. Raises Conflict as `change`
        does, and ChangeError when there are fewer than two, they belong to different documents, or one does not hold any more.
        """
        with writing(self.engine) as connection:
            return self.merge_tasks_in(connection, task_ids, who=who, versions=versions)

    def merge_tasks_in(self, connection: Connection, task_ids: Sequence[str], *, who: str, versions: Mapping[str, int] | None = None) -> Tracked:
        """As `merge_tasks`, within a transaction of the caller's own."""
        ids = sorted(set(task_ids))  # one order for everybody, so that two people do not wait for each other
        if len(ids) < 2:
            raise ChangeError("chọn ít nhất hai nhiệm vụ để gộp")
        parts = [self._seen(connection, task_id, (versions or {}).get(task_id)) for task_id in ids]
        numbers = {self._document(connection, task_id)[0] for task_id in ids}
        if len(numbers) > 1:
            raise ChangeError("chỉ gộp được các nhiệm vụ của cùng một văn bản")
        return self._make(connection, parts, numbers.pop(), [handmade.joined(parts)], "merge", who)[0]

    def history(self, task_id: str) -> list[Change]:
        """Every change of a task, the first one first."""
        with reading(self.engine) as connection:
            self.task_in(connection, task_id)
            found = connection.execute(select(schema.history).where(schema.history.c.task_id == task_id).order_by(schema.history.c.id))
            return [_change(row) for row in found]

    def notices(self, *, superseded: bool = False) -> list[StoredNotice]:
        """The documents in the order of their import, without their texts; with ``superseded`` the earlier versions too."""
        found = select(*(column for column in schema.notices.c if column.key != "text")).order_by(schema.notices.c.id)
        with reading(self.engine) as connection:
            rows = connection.execute(found if superseded else found.where(schema.notices.c.superseded_by.is_(None))).mappings()
            return [_notice({**row, "text": ""}) for row in rows]

    def notice(self, number: int) -> StoredNotice:
        """One document with its text, by its number in the store. Raises StoreError when there is none."""
        with reading(self.engine) as connection:
            row = connection.execute(select(schema.notices).where(schema.notices.c.id == number)).mappings().first()
        if row is None:
            raise StoreError(f"{self.name}: there is no document number {number}")
        return _notice(row)

    def task_in(self, connection: Connection, task_id: str) -> Tracked:
        """As `task`, within a transaction of the caller's own."""
        row = connection.execute(_TASK, {"task_id": task_id}).mappings().first()
        if row is None:
            raise StoreError(f"{self.name}: there is no task {task_id!r}; extractor tasks shows the ids")
        return tracked(row, row["text"], 400)

    def _seen(self, connection: Connection, task_id: str, version: int | None) -> Tracked:
        """A task that nobody else changes until the transaction ends. Raises Conflict when it is not at the version that a person saw."""
        connection.execute(_HELD, {"task_id": task_id})
        task = self.task_in(connection, task_id)
        if version is not None and version != task.version:
            raise Conflict(task, self._last_change(connection, task_id))
        return task

    def _document(self, connection: Connection, task_id: str) -> tuple[int, str]:
        found = select(schema.notices.c.id, schema.notices.c.text).join_from(schema.tasks, schema.notices).where(schema.tasks.c.task_id == task_id)
        row = connection.execute(found).one()
        return row.id, row.text

    def _make(
        self, connection: Connection, parts: Sequence[Tracked], number: int, made: Sequence[handmade.Made], act: str, who: str
    ) -> list[Tracked]:
        """Puts rows that a person made in the place of others, which are rejected, and writes both into the history."""
        for part in parts:
            if part.withdrawn or part.decision == "rejected":
                raise ChangeError(f"nhiệm vụ {part.task_id} không còn hiệu lực; không tách, không gộp được")
        ids = [part.task_id for part in parts]
        rows = handmade.insert(connection, number, made, act, ids)
        for row in rows:
            cells = {key: row[key] for key in ("task", "assignees", "coordinators", "due", "recurrence", "start", "end")}
            notices.tell(connection, row["task_id"], who, act, {}, cells | ({"made_of": ids} if ids else {}), self.now())
        into = [row["task_id"] for row in rows]
        for part in parts:
            self._write(connection, part, {"decision": "rejected"})
            notices.tell(connection, part.task_id, who, act, {"decision": part.decision}, {"decision": "rejected", "made_into": into}, self.now())
        return [self.task_in(connection, task_id) for task_id in into]

    def _last_change(self, connection: Connection, task_id: str) -> Change | None:
        entries = schema.history
        row = connection.execute(select(entries).where(entries.c.task_id == task_id).order_by(entries.c.id.desc()).limit(1)).first()
        return None if row is None else _change(row)

    def _write(self, connection: Connection, task: Tracked, after: Mapping[str, Any]) -> None:
        values = {key: real(key, value) for key, value in after.items()}
        values |= following({key: task.row[key] for key in ("task", "due", "due_time", "due_bound")} | values)
        if "assignees" in after:
            values["responsible"] = after["assignees"] or ([task.row["issuer"]] if task.row["issuer"] else [])
        edited = [*task.edited, *(key for key in after if key not in task.edited)]
        where = schema.tasks.c.task_id == task.task_id
        connection.execute(update(schema.tasks).where(where).values(**values, version=task.version + 1, edited=edited))
        if {"assignees", "coordinators"} & set(after):
            connection.execute(delete(schema.shares).where(schema.shares.c.task_id == task.task_id))
            notices.set_shares(connection, [task.row | values])


def _entered(task: Tracked) -> dict[str, Any]:
    """What a person can change in a task, as it is now and as JSON holds it."""
    done_on = None if task.done_on is None else task.done_on.isoformat()
    return {**task.row, "status": task.status, "done_on": done_on, "note": task.note, "decision": task.decision}


def _change(row: Any) -> Change:
    return Change(row.task_id, _aware(row.at), row.who, row.action, row.before, row.after)


def _notice(row: Mapping[Any, Any]) -> StoredNotice:
    fields = {column.key: row[column.key] for column in schema.FIELD_COLUMNS if column.key != "doc_id"}
    issued_on = fields["issued_on"]
    fields |= {
        "issued_on": issued_on.isoformat() if issued_on else None,
        "addressees": tuple(fields["addressees"]),
        "recipients": tuple(fields["recipients"]),
    }
    imported_at = _aware(row["imported_at"])
    return StoredNotice(row["id"], row["digest"], row["doc_id"], Fields(**fields), row["text"], row["source"], imported_at, row["superseded_by"])


def _aware(at: dt.datetime) -> dt.datetime:
    """SQLite keeps no time zone; what is written there is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
