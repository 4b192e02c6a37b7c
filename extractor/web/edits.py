"""What a reviewer does to rows, so that they can take it back. Each is one transaction, and all of it stands in the store's history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from extractor.model import Task
from extractor.store import ChangeError, Store, StoredNotice, StoreError
from extractor.store import schema as kept
from extractor.store.engine import writing
from extractor.store.handmade import one_line
from extractor.tracking import Tracked
from extractor.web.schema import actions

Step = tuple[str, int, Mapping[str, Any]]

_NOTICE = select(kept.tasks.c.notice_id).where(kept.tasks.c.task_id == bindparam("task_id"))


@dataclass(frozen=True, slots=True)
class Seen:
    """A task as a person saw it."""

    task_id: str
    version: int


class NothingToUndoError(StoreError):
    """The person did nothing to this document that could be taken back."""


def change(store: Store, who: str, seen: Seen, changes: Mapping[str, Any]) -> Tracked:
    """Enters changes to one task. Raises extractor.store.Conflict when somebody else was quicker, ChangeError for a value that cannot be."""
    with writing(store.engine) as connection:
        before = store.task_in(connection, seen.task_id)
        after = store.change_in(connection, seen.task_id, changes, who=who, version=seen.version)
        if after.version != before.version:
            _note(connection, who, [(seen.task_id, after.version, _values(before, changes))], "change")
        return after


def add(store: Store, who: str, notice: StoredNotice, start: int, end: int, found: Task | None, page: int | None) -> Tracked:
    """A new row whose evidence is a stretch of the notice; ``found`` is what the pipeline sees in it, offsets in the stretch."""
    task = Task(start, end, one_line(notice.text[start:end]), page=page)
    if found is not None:
        bodies = tuple(replace(body, start=body.start + start, end=body.end + start) for body in found.bodies)
        origins = tuple(replace(origin, start=origin.start + start, end=origin.end + start) for origin in found.origins)
        task = replace(found, start=start, end=end, bodies=bodies, origins=origins, page=page)
    with writing(store.engine) as connection:
        made = store.add_task_in(connection, notice.id, task, who=who)
        _note(connection, who, [_removal(made)], "add")
        return made


def split(store: Store, who: str, seen: Seen, at: int) -> list[Tracked]:
    """Two rows in the place of one, cut at an offset of its document's text."""
    with writing(store.engine) as connection:
        whole = store.task_in(connection, seen.task_id)
        made = store.split_task_in(connection, seen.task_id, at, who=who, version=seen.version)
        _note(connection, who, [*map(_removal, made), _return(whole)], "split")
        return list(made)


def merge(store: Store, who: str, seen: Sequence[Seen], number: int) -> Tracked:
    """One row in the place of several of the document of this number."""
    versions = {one.task_id: one.version for one in seen}
    with writing(store.engine) as connection:
        parts = [store.task_in(connection, task_id) for task_id in versions]
        if any(_notice_of(connection, task_id) != number for task_id in versions):
            raise ChangeError("chỉ gộp được các nhiệm vụ của cùng một văn bản")
        made = store.merge_tasks_in(connection, list(versions), who=who, versions=versions)
        _note(connection, who, [_removal(made), *map(_return, parts)], "merge")
        return made


def undo(store: Store, who: str, number: int) -> tuple[str, list[Tracked]]:
    """Takes back what a person last did to a document, and says what that was.

    Raises Conflict when somebody else changed one of the rows since, NothingToUndoError when there is nothing.
    """
    with writing(store.engine) as connection:
        mine = select(actions).where(actions.c.login == who, actions.c.notice == number, actions.c.undone.is_(False))
        row = connection.execute(mine.order_by(actions.c.id.desc()).limit(1)).first()
        if row is None:
            raise NothingToUndoError("không còn thao tác nào để hoàn tác")
        back = [store.change_in(connection, task_id, before, who=who, version=version) for task_id, version, before in row.steps]
        connection.execute(update(actions).where(actions.c.id == row.id).values(undone=True))
        before_it = {task_id: version - 1 for task_id, version, _ in row.steps}
        _raise_versions(connection, who, number, {(task.task_id, before_it[task.task_id]): task.version for task in back})
        return str(row.kind), back


def _raise_versions(connection: Connection, who: str, number: int, versions: Mapping[tuple[str, int], int]) -> None:
    """The step right before the one that was taken back sees the row at the version that it has now; after somebody else's change it does not."""
    earlier = connection.execute(select(actions).where(actions.c.login == who, actions.c.notice == number, actions.c.undone.is_(False))).all()
    for row in earlier:
        steps = [[task_id, versions.get((task_id, version), version), before] for task_id, version, before in row.steps]
        if steps != row.steps:
            connection.execute(update(actions).where(actions.c.id == row.id).values(steps=steps))


def _note(connection: Connection, who: str, steps: Iterable[Step], kind: str) -> None:
    kept_steps = [list(step) for step in steps]
    number = _notice_of(connection, str(kept_steps[0][0]))
    connection.execute(insert(actions), {"login": who, "notice": number, "kind": kind, "steps": kept_steps, "undone": False})


def _removal(made: Tracked) -> Step:
    return made.task_id, made.version, {"decision": "rejected"}


def _return(replaced: Tracked) -> Step:
    """How a row comes back in whose place others were put: that has raised its version by one."""
    return replaced.task_id, replaced.version + 1, {"decision": replaced.decision}


def _notice_of(connection: Connection, task_id: str) -> int:
    return int(connection.execute(_NOTICE, {"task_id": task_id}).scalar_one())


def _values(task: Tracked, changes: Mapping[str, Any]) -> dict[str, Any]:
    done_on = None if task.done_on is None else task.done_on.isoformat()
    values = {**task.row, "status": task.status, "done_on": done_on, "note": task.note, "decision": task.decision}
    keys = [*changes, *(["done_on"] if "status" in changes else [])]
    return {key: values[key] for key in keys}
