"""Brings a notice into the store: the same content changes nothing, a corrected version supersedes the earlier one and keeps what people entered."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, or_, select, update

from extractor import table
from extractor.model import Fields, Notice
from extractor.store import schema
from extractor.store.rows import changed_columns, following, row_of, stored
from extractor.table import Row
from extractor.text import fold
from extractor.tracking import name_key, shares

_TOLD = frozenset(schema.TOLD)
_PROGRAM = "extractor"
_ALIKE = 0.5  # share of common words from which two tasks of two versions are the same task


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: ``outcome``, the notice's number in the store, and how many tasks are new, kept as they were, changed and withdrawn.

    ``unchanged``: this content was there already. ``superseded``: it was there already, and a later version has taken its place since.
    """

    outcome: Literal["added", "unchanged", "corrected", "superseded"]
    notice: int
    new: int = 0
    kept: int = 0
    changed: int = 0
    withdrawn: int = 0


def add(connection: Connection, notice: Notice, fields: Fields, rows: Sequence[Row], at: dt.datetime) -> Imported:
    """Adds one document with its rows within the caller's transaction."""
    digest = notice.digest or hashlib.sha256(notice.text.encode()).hexdigest()
    known = connection.execute(select(schema.notices.c.id, schema.notices.c.superseded_by).where(schema.notices.c.digest == digest)).first()
    if known is not None:
        return Imported("unchanged" if known.superseded_by is None else "superseded", known.id)
    earlier = _earlier(connection, notice, fields)
    number = _insert_notice(connection, notice, fields, digest, at)
    rows = [stored(row) for row in rows]
    if earlier is None:
        insert_tasks(connection, number, rows)
        return Imported("added", number, new=len(rows))
    connection.execute(update(schema.notices).where(schema.notices.c.id == earlier).values(superseded_by=number))
    return _correct(connection, earlier, number, rows, at)


def _insert_notice(connection: Connection, notice: Notice, fields: Fields, digest: str, at: dt.datetime) -> int:
    plain = {column.key: getattr(fields, column.key) for column in schema.FIELD_COLUMNS if column.key != "doc_id"}
    plain |= {"addressees": list(fields.addressees), "recipients": list(fields.recipients)}
    plain["issued_on"] = None if fields.issued_on is None else dt.date.fromisoformat(fields.issued_on)
    values = stored(plain | {"doc_id": notice.doc_id, "text": notice.text, "source": notice.source, "format": notice.format})
    made = connection.execute(
        insert(schema.notices).returning(schema.notices.c.id),
        values | {"digest": digest, "work": _work(notice, fields), "number_key": fields.number and fold(fields.number), "imported_at": at},
    )
    return int(made.scalar_one())


def _work(notice: Notice, fields: Fields) -> str:
    """What all versions of one document have in common: number, issuer and year, else the file it was read from."""
    if fields.number and fields.issuer and any(letter.isdigit() for letter in fields.number.split("/")[0]):
        return f"number:{fold(fields.number)}|{name_key(fields.issuer)}|{(fields.issued_on or '')[:4]}"
    return f"file:{notice.source}|{notice.doc_id}"


def _earlier(connection: Connection, notice: Notice, fields: Fields) -> int | None:
    """The current version of the same document; a file read again from its place counts as the same one if either version has no number."""
    notices = schema.notices
    current = select(notices.c.id).where(notices.c.superseded_by.is_(None)).order_by(notices.c.id.desc())
    work = _work(notice, fields)
    found = connection.execute(current.where(notices.c.work == work)).scalar()
    if found is None and notice.source:
        same_file = current.where(notices.c.doc_id == notice.doc_id, notices.c.source == notice.source)
        found = connection.execute(same_file if work.startswith("file:") else same_file.where(notices.c.work.startswith("file:"))).scalar()
    return found


def insert_tasks(connection: Connection, notice: int, rows: Iterable[Row]) -> None:
    """Inserts rows as new tasks of a notice, each with the shares of its bodies."""
    fresh: dict[str, Any] = {"status": "todo", "done_on": None, "note": None, "decision": "proposed", "version": 1, "edited": [], "withdrawn": False}
    made = [{"task_id": row["task_id"], "notice_id": notice} | row_of(row) | fresh for row in rows]
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


def _correct(connection: Connection, earlier: int, notice: int, rows: list[Row], at: dt.datetime) -> Imported:
    """Lays a corrected version's rows over the tasks of the earlier one: a task that is still there keeps its id and what people entered."""
    tasks, notices = schema.tasks, schema.notices
    work = select(notices.c.work).where(notices.c.id == earlier).scalar_subquery()
    # What an earlier correction took out may come back, and then brings back what people entered.
    versions = select(notices.c.id).where(or_(notices.c.id == earlier, notices.c.work == work))
    old = connection.execute(select(tasks).where(tasks.c.notice_id.in_(versions)).order_by(tasks.c.withdrawn, tasks.c.start)).mappings().all()
    pairs = _pairs([row["task"] or "" for row in old], [row["task"] or "" for row in rows])
    kept = changed = 0
    for at_old, at_new in pairs.items():
        before, now = old[at_old], row_of(rows[at_new]) | {"withdrawn": False}
        now |= {key: before[key] for key in before["edited"] if key in now}
        now |= following(now)
        if "assignees" in before["edited"]:
            now.pop("responsible")
        difference = changed_columns(before, now)
        told = {key: value for key, value in difference.items() if key in _TOLD}
        connection.execute(
            update(tasks).where(tasks.c.task_id == before["task_id"]).values(notice_id=notice, version=before["version"] + bool(told), **difference)
        )
        connection.execute(delete(schema.shares).where(schema.shares.c.task_id == before["task_id"]))
        set_shares(connection, [dict(before) | now])
        if told:
            _tell(connection, before["task_id"], "correct", {key: before[key] for key in told}, told, at)
        changed, kept = changed + bool(told), kept + (not told)
    gone = [row for i, row in enumerate(old) if i not in pairs and not row["withdrawn"]]
    for row in gone:
        values = {"withdrawn": True, "version": row["version"] + 1}
        connection.execute(update(tasks).where(tasks.c.task_id == row["task_id"]).values(**values))
        _tell(connection, row["task_id"], "withdraw", {"withdrawn": False}, {"withdrawn": True}, at)
    fresh = [_with_free_id(connection, row, notice) for i, row in enumerate(rows) if i not in pairs.values()]
    insert_tasks(connection, notice, fresh)
    return Imported("corrected", notice, new=len(fresh), kept=kept, changed=changed, withdrawn=len(gone))


def _tell(connection: Connection, task_id: str, action: str, before: Mapping[str, Any], after: Mapping[str, Any], at: dt.datetime) -> None:
    connection.execute(
        insert(schema.history),
        {"task_id": task_id, "at": at, "who": _PROGRAM, "action": action, "before": plain(before), "after": plain(after)},
    )


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON holds them: dates as ISO text."""
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in values.items()}


def _with_free_id(connection: Connection, row: Row, notice: int) -> Row:
    """The row with an id that no task has; an id made of a file's name and offsets can name a task of the earlier version."""
    nth, task_id = 0, row["task_id"]
    while connection.execute(select(schema.tasks.c.task_id).where(schema.tasks.c.task_id == task_id)).first():
        task_id = table.task_id(f"notice {notice}", row["start"] or 0, row["end"] or 0, nth)
        nth += 1
    return row | {"task_id": task_id}


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which of the old tasks is which of the new ones: the same words first, then the most alike in at least half of their words."""
    words_old, words_new = ([frozenset(name_key(text).split()) for text in texts] for texts in (old, new))
    free = dict.fromkeys(range(len(new)))
    pairs: dict[int, int] = {}
    for i, text in enumerate(old):
        same = next((j for j in free if name_key(new[j]) == name_key(text)), None)
        if same is not None:
            pairs[i] = same
            del free[same]
    scored = [
        (len(words & words_new[j]) / len(words | words_new[j]), -abs(i - j), i, j)
        for i, words in enumerate(words_old)
        if i not in pairs
        for j in free
        if words & words_new[j]
    ]
    for score, _, i, j in sorted(scored, reverse=True):
        if score >= _ALIKE and i not in pairs and j in free:
            pairs[i] = j
            del free[j]
    return pairs
