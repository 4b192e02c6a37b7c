"""Between the rows of the task table and the columns of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from extractor.store import schema
from extractor.store.search import forms
from extractor.table import COLUMNS, Row
from extractor.tracking import Tracked, last_day

_KEYS = tuple(column.key for column in COLUMNS)
_DATES = frozenset(column.key for column in COLUMNS if column.kind == "date")


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that every database takes: PostgreSQL holds no NUL, so it becomes U+FFFD (the length stays)."""
    return {key: _without_nul(value) for key, value in values.items()}


def row_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's own columns (without its document's) with real dates, and those that follow from them."""
    own = {column.key: real(column.key, row.get(column.key)) for column in schema.ROW_COLUMNS}
    return own | following(own)


def following(own: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that only serve to search and sort, as they follow from the task and its deadline that are given."""
    made: dict[str, Any] = {}
    if "task" in own:
        made |= forms(own["task"] or "")
    if "due" in own:
        made["last_day"] = last_day(own) or dt.date.max
    return made


def real(key: str, value: Any) -> Any:
    """A value of a column as the store's own type: a date for an ISO date."""
    return dt.date.fromisoformat(value) if (key in _DATES or key == "done_on") and isinstance(value, str) else value


def changed_columns(before: Mapping[Any, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of ``now`` that differ from ``before``."""
    return {key: value for key, value in now.items() if before[key] != value}


def tracked(found: Mapping[Any, Any], text: str | None = None, around: int = 0) -> Tracked:
    """A task as it was selected together with its notice; with the notice's text, also ``around`` characters on both sides of the evidence."""
    row: Row = {key: found[key] for key in _KEYS}
    for key in _DATES:
        if row[key] is not None:
            row[key] = row[key].isoformat()
    start = end = 0
    if text is not None and row["start"] is not None:
        start, end = max(row["start"] - around, 0), row["end"] + around
    return Tracked(
        row=row,
        status=found["status"],
        done_on=found["done_on"],
        note=found["note"],
        decision=found["decision"],
        version=found["version"],
        edited=tuple(found["edited"]),
        withdrawn=found["withdrawn"],
        context=(text or "")[start:end],
        context_start=start,
    )


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, list | tuple):
        return [_without_nul(item) for item in value]
    return {key: _without_nul(item) for key, item in value.items()} if isinstance(value, dict) else value
