"""The tables of the store. The columns of a task come from the one schema of the task table; a test holds the migrations against this."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, get_args

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, DateTime, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeEngine

from extractor import table
from extractor.tracking import STATUSES

HEAD = "0005"
"""The revision that this version of the program writes."""
Role = Literal["reader", "clerk", "head", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""The roles of users, each of which may do what the one before may and more; what that is says the web page (docs/web.md), which asks for it."""

_TYPES: Mapping[str, type[TypeEngine[Any]]] = MappingProxyType(
    {"text": Text, "texts": JSON, "date": Date, "integer": Integer, "number": Float, "bodies": JSON, "origins": JSON}
)

FIELD_COLUMNS = tuple(column for column in table.COLUMNS if column.filled_by == "document")
"""The columns of a row that a document fills; they are kept once, with the notice."""
ROW_COLUMNS = tuple(column for column in table.COLUMNS if column.filled_by != "document" and column.key != "task_id")
"""The columns of a row that differ from task to task, without its id."""
TOLD = (
    *("withdrawn", "task", "assignees", "coordinators", "supervisor", "report_to", "due", "due_time", "due_text", "due_start", "due_bound"),
    *("recurrence", "product"),
)
"""The columns whose change by a corrected version is told in the history; offsets and rule ids change silently."""
ORDER = ("withdrawn", "last_day", "notice_id", "start", "task_id")
"""The columns by which tasks are sorted."""


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=f"ck_{column}")


metadata = MetaData()

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("work", Text, nullable=False),
    Column("number_key", Text),
    *(Column(column.key, _TYPES[column.kind]) for column in FIELD_COLUMNS),
    Column("source", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    Column("superseded_by", Integer, ForeignKey("notices.id")),
    Index("ix_notices_work", "work"),
    Index("ix_notices_number_key", "number_key"),
    Index("ix_notices_doc_id", "doc_id"),
)
"""One document in one version. ``digest`` is its content's hash; ``work`` is the same for all versions of one document."""

tasks = Table(
    "tasks",
    metadata,
    Column("task_id", String(16), primary_key=True),
    Column("notice_id", Integer, ForeignKey("notices.id"), nullable=False),
    *(Column(column.key, _TYPES[column.kind]) for column in ROW_COLUMNS),
    Column("folded", Text, nullable=False),
    Column("bare", Text, nullable=False, server_default=""),
    Column("last_day", Date, nullable=False),
    Column("status", String(8), _one_of("status", tuple(STATUSES)), nullable=False),
    Column("done_on", Date),
    Column("note", Text),
    Column("decision", String(8), _one_of("decision", ("proposed", "accepted", "rejected")), nullable=False),
    Column("version", Integer, nullable=False),
    Column("edited", JSON, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("made_of", JSON(none_as_null=True)),
    Index("ix_tasks_order", *ORDER, "decision", "status", "done_on"),
    Index("ix_tasks_current", "task_id", "withdrawn", "decision"),
    Index("ix_tasks_notice_id", "notice_id"),
)
"""A row of the task table with what people entered; ``version`` grows by one with every change, ``folded`` and ``bare`` are its words for searching,
``made_of`` is NULL for a row that the program found; for one that a person made it lists the tasks in whose place that stands.

``last_day`` is the last day in time (`extractor.tracking.last_day`), or 9999-12-31 without a deadline, so that an index gives the order; filters are
answered from that index alone.
"""

shares = Table(
    "shares",
    metadata,
    Column("task_id", String(16), ForeignKey("tasks.task_id", ondelete="CASCADE"), primary_key=True),
    Column("body", Text, primary_key=True),
    Column("part", String(10), _one_of("part", ("lead", "coordinate")), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Index("ix_shares_body", "body", "part"),
    Index("ix_shares_name_key", "name_key"),
)
"""Which bodies have a share in a task; ``body`` is the key of their identity (`extractor.tracking.shares`)."""

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("task_id", String(16), ForeignKey("tasks.task_id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(16), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Index("ix_history_task_id", "task_id"),
)
"""Every change, with the changed columns before and after; the database itself refuses to alter or delete an entry."""

users = Table(
    "users",
    metadata,
    Column("login", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("role", String(8), _one_of("role", ROLES), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
"""Who may use the web page; ``password`` is an argon2 hash."""
