"""Brings a notice into the store: the same content changes nothing, a corrected version supersedes the earlier one (`extractor.store.corrections`)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from extractor.model import Fields, Notice
from extractor.store import schema
from extractor.store.corrections import correct
from extractor.store.notices import insert_tasks, with_free_id
from extractor.store.rows import stored
from extractor.table import Row
from extractor.text import fold
from extractor.tracking import name_key


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
        # Without a hash of the content ids are made of a file's name, which another document may have as well.
        insert_tasks(connection, number, rows if notice.digest else [with_free_id(connection, row, number) for row in rows])
        return Imported("added", number, new=len(rows))
    connection.execute(update(schema.notices).where(schema.notices.c.id == earlier).values(superseded_by=number))
    return Imported("corrected", number, *correct(connection, earlier, number, rows, at))


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
