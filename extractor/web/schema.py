"""What the web page keeps beside the store's own tables, in the same database: sessions, uploads, files with their layout, undo steps, who signed in.

The store's migrations make them (extractor/store/migrations); a test holds these against each other.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

sessions = Table(
    "web_sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("login", String(64), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("seen", Float, nullable=False),
    Column("ends", Float, nullable=False),
)
"""``token`` is the SHA-256 of what the browser holds, so that a copy of the database lets nobody in; times are seconds since 1970."""

uploads = Table(
    "web_uploads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("state", String(8), nullable=False),
    Column("problem", JSON),
    Column("outcome", JSON),
    Column("data", LargeBinary),
    Index("ix_web_uploads_login", "login", "id"),
)
"""Files that were sent in; ``state`` is waiting, reading, done or failed. ``data`` is kept until the file was read, so that a restart loses none."""

files = Table(
    "web_files",
    metadata,
    Column("notice", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("pages", JSON, nullable=False),
    Column("marks", JSON, nullable=False),
)
"""A notice's file as it came; ``pages`` have their words as [start, end, left, top, right, bottom], ``marks`` are [start, end, kind]."""

actions = Table(
    "web_actions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False),
    Column("notice", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("steps", JSON, nullable=False),
    Column("undone", Boolean, nullable=False),
    Index("ix_web_actions_login", "login", "notice", "id"),
)
"""What a person did in one go; ``steps`` are [task id, version afterwards, what to enter to take it back]."""

audit = Table(
    "web_audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("login", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("detail", Text, nullable=False),
    Column("address", Text, nullable=False),
)
"""Who signed in, failed to, sent in files, took gold out or managed users; changes of tasks are in the store's own history."""
