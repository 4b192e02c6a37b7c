"""What a reviewer does to rows: change, add, split, merge, and take it back. Each is one transaction, and all of it stands in the store's history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import regex
from sqlalchemy import Connection, insert, select, update

from extractor import table
from extractor.model import Body, Notice, Task
from extractor.store import ChangeError, Store, StoredNotice, StoreError
from extractor.store import schema as kept
from extractor.store.engine import writing
from extractor.store.notices import insert_tasks, plain
from extractor.tracking import Tracked
from extractor.web.schema import actions

_EDGE = regex.compile(r"^[\s;,.:–+•*-]+|[\s;,]+$")
_COPIED = ("assignees", "coordinators", "supervisor", "report_to", "due", "due_time", "due_text", "due_start", "due_bound", "recurrence", "product", "section")
_LISTS = frozenset(("assignees", "coordinators", "report_to", "section"))
_LONGEST = 20_000

Step = tuple[str, int, Mapping[str, Any]]


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
    base = replace(found, start=start, end=end, bodies=_moved(found.bodies, start), origins=(), page=page) if found else None
    task = base or Task(start, end, _clean(notice.text[start:end]), page=page)
    with writing(store.engine) as connection:
        made = _insert(store, connection, who, notice, [task], "add")
        _note(connection, who, _removals(made), "add")
        return made[0]


def split(store: Store, who: str, seen: Seen, at: int, notice: StoredNotice) -> list[Tracked]:
    """Two rows in the place of one, cut at an offset of the notice inside its evidence; both keep its bodies and its deadline."""
    with writing(store.engine) as connection:
        whole = store.task_in(connection, seen.task_id)
        start, end = int(whole.row["start"] or 0), int(whole.row["end"] or 0)
        if not start < at < end or not _clean(notice.text[start:at]) or not _clean(notice.text[at:end]):
            raise ChangeError("chọn chỗ tách nằm giữa câu văn gốc của nhiệm vụ")
        parts = [stretch(notice.text, start, at), stretch(notice.text, at, end)]
        words = _split_words(str(whole.row["task"]), notice.text, start, at)
        tasks = [_task(whole, span, said) for span, said in zip(parts, words, strict=True)]
        gone = store.change_in(connection, seen.task_id, {"decision": "rejected"}, who=who, version=seen.version)
        made = _insert(store, connection, who, notice, tasks, "split")
        _note(connection, who, [*_removals(made), (seen.task_id, gone.version, {"decision": whole.decision})], "split")
        return made


def merge(store: Store, who: str, seen: Sequence[Seen], notice: StoredNotice) -> Tracked:
    """One row in the place of several of the same notice, with the bodies of all and the first deadline."""
    if len({one.task_id for one in seen}) < 2:
        raise ChangeError("chọn ít nhất hai nhiệm vụ để gộp")
    with writing(store.engine) as connection:
        whole = sorted((store.task_in(connection, one.task_id) for one in seen), key=lambda task: task.row["start"] or 0)
        for task in whole:
            if _notice_of(connection, task.task_id) != notice.id:
                raise ChangeError("chỉ gộp được các nhiệm vụ của cùng một văn bản")
        span = (min(task.row["start"] or 0 for task in whole), max(task.row["end"] or 0 for task in whole))
        joined = _task(whole[0], span, "; ".join(str(task.row["task"]).rstrip(" ;.") for task in whole), others=whole[1:])
        versions = {one.task_id: one.version for one in seen}
        gone = [store.change_in(connection, one.task_id, {"decision": "rejected"}, who=who, version=versions[one.task_id]) for one in whole]
        made = _insert(store, connection, who, notice, [joined], "merge")
        back: list[Step] = [(one.task_id, now.version, {"decision": one.decision}) for one, now in zip(whole, gone, strict=True)]
        _note(connection, who, [*_removals(made), *back], "merge")
        return made[0]


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


def _removals(made: Sequence[Tracked]) -> list[Step]:
    return [(task.task_id, task.version, {"decision": "rejected"}) for task in made]


def _notice_of(connection: Connection, task_id: str) -> int:
    return int(connection.execute(select(kept.tasks.c.notice_id).where(kept.tasks.c.task_id == task_id)).scalar_one())


def _values(task: Tracked, changes: Mapping[str, Any]) -> dict[str, Any]:
    done_on = None if task.done_on is None else task.done_on.isoformat()
    values = {**task.row, "status": task.status, "done_on": done_on, "note": task.note, "decision": task.decision}
    keys = [*changes, *(["done_on"] if "status" in changes else [])]
    return {key: values[key] for key in keys}


def _insert(store: Store, connection: Connection, who: str, notice: StoredNotice, tasks: Sequence[Task], action: str) -> list[Tracked]:
    shown = Notice(notice.doc_id, notice.text, digest=notice.digest)
    rows = table.rows(shown, notice.fields, tasks)
    for row in rows:
        row["task_id"] = _free_id(connection, notice.id, row)
        row["rules"] = [f"person/{action}"]
    insert_tasks(connection, notice.id, rows)
    for row in rows:
        after = plain({key: row[key] for key in ("task", "assignees", "coordinators", "due", "recurrence", "start", "end")})
        entry = {"task_id": row["task_id"], "at": store.now(), "who": who, "action": action, "before": {}, "after": after}
        connection.execute(insert(kept.history), entry)
    return [store.task_in(connection, row["task_id"]) for row in rows]


def _free_id(connection: Connection, number: int, row: Mapping[str, Any]) -> str:
    nth = 0
    while True:
        made = table.task_id(f"person {number}", row["start"], row["end"], nth)
        if connection.execute(select(kept.tasks.c.task_id).where(kept.tasks.c.task_id == made)).first() is None:
            return made
        nth += 1


def _task(whole: Tracked, span: tuple[int, int], words: str, others: Sequence[Tracked] = ()) -> Task:
    values: dict[str, Any] = {}
    for key in _COPIED:
        cells = [task.row[key] for task in (whole, *others)]
        if key == "section":
            values[key] = tuple(cells[0] or ())
        elif key in _LISTS:
            values[key] = tuple(dict.fromkeys(name for cell in cells for name in cell or ()))
        elif not key.startswith("due") and key != "recurrence":
            values[key] = next((cell for cell in cells if cell), None)
    dated = next((task.row for task in (whole, *others) if task.row["due"] or task.row["recurrence"] or task.row["due_text"]), whole.row)
    values |= {key: dated[key] for key in _COPIED if key.startswith("due") or key == "recurrence"}
    bodies = tuple(_body(body) for task in (whole, *others) for body in task.row["bodies"] or ())
    return Task(*span, words, **values, page=whole.row["page"], bodies=bodies)


def _body(body: Mapping[str, Any]) -> Body:
    return Body(0, 0, **body)


def _moved(bodies: Iterable[Body], by: int) -> tuple[Body, ...]:
    return tuple(replace(body, start=body.start + by, end=body.end + by) for body in bodies)


def _split_words(words: str, text: str, start: int, at: int) -> tuple[str, str]:
    """The words of the task before and after a cut; where they do not stand in the evidence as they are, the first part keeps them all."""
    here = text.find(words, start)
    if start <= here < at < here + len(words):
        return _clean(text[here:at]), _clean(text[at : here + len(words)])
    return _clean(text[start:at]), _clean(text[at : at + len(words)].split("\n")[0])


def stretch(text: str, start: int, end: int) -> tuple[int, int]:
    """A chosen stretch without the space and the bullets at its ends. Raises ChangeError when nothing is left or the text has no such stretch."""
    if not 0 <= start < end <= len(text) or end - start > _LONGEST:
        raise ChangeError("đoạn văn được chọn không nằm trong văn bản hoặc quá dài")
    chosen = text[start:end]
    head = _EDGE.match(chosen)
    start += head.end() if head else 0
    end = start + len(text[start:end].rstrip())
    if start >= end:
        raise ChangeError("đoạn văn được chọn không có chữ nào")
    return start, end


def _clean(text: str) -> str:
    """The words of a stretch as one line.

    >>> _clean(" - rà soát\\n danh sách;")
    'rà soát danh sách'
    """
    return _EDGE.sub("", " ".join(text.split()))
