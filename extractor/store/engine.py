"""Opens the database behind a URL, brings it to this version's schema, and turns what a database says into what a person can act on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from extractor.store.schema import HEAD

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_302_641  # PostgreSQL's advisory lock under which one program at a time brings the schema up to date
_BUSY = 30_000  # ms that a writer waits for another one on the same SQLite file
_CACHE = 65_536  # KiB of pages that a connection keeps
_HINTS = (
    ("read-only transaction", "the database may not be written (a standby, or set so); write to the main server or ask its administrator"),
    ("readonly", "the file or its folder may not be written; make it writable or choose another place"),
    ("unable to open", "the file cannot be opened; the folder must exist and be writable"),
    ("disk is full", "the disk is full; make room and run the same command again"),
    ("No space left", "the disk is full; make room and run the same command again"),
    ("disk I/O error", "the disk did not take what was to be written: it is full, over its quota or failing; make room and run the same command again"),
    ("locked", "another program is writing to it; try again when that one has finished"),
    ("not a database", "the file is no SQLite database; give the path of a store or of a new file"),
    ("malformed", "the file is damaged; restore it from a backup"),
    ("password authentication", "user or password are wrong; correct the URL"),
    ("does not exist", "there is no such database or role; create it first (createdb)"),
)
_LOST = "the connection to the database was lost; nothing half-done was kept, run the same command again"


class StoreError(RuntimeError):
    """Something the store cannot do; the message names the store and says what to do. Nothing was changed."""


def connect(url: str | Path) -> Engine:
    """An engine for a URL, or for the path of an SQLite file, with its schema up to date; a new file or an empty database is set up.

    Raises StoreError when the place cannot be used or was written by a newer version of the program.
    """
    address = parse(url)
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(f"{shown(address)}: a store is an SQLite file or a PostgreSQL database (postgresql://user@host/name)")
    try:
        engine = create_engine(address, json_serializer=_json, json_deserializer=_parsed, pool_pre_ping=address.get_backend_name() != "sqlite")
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreError(f"{shown(address)}: the database's driver is missing: {error}; install vn-directive-extractor[postgres]") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        _bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def parse(url: str | Path) -> URL:
    """A URL, or the path of an SQLite file, as SQLAlchemy's URL. Raises StoreError when it is neither."""
    if isinstance(url, Path) or "://" not in url:
        return URL.create("sqlite", database=str(url))
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError(f"not the URL of a database: {error}; write sqlite:///tasks.sqlite or postgresql://user@host/name") from error
    if address.drivername in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    return address


def shown(url: URL) -> str:
    """A store's name for messages: the path of its file, or the URL without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "memory"
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for a consistent look; nobody is kept from writing."""
    with _explained(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction: all that happens in it is kept when the block ends well, nothing otherwise."""
    with _explained(engine), engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


@contextmanager
def _explained(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{shown(engine.url)}: {_explain(error)}") from error


def _explain(error: DBAPIError) -> str:
    said = " ".join(str(error.orig).split())
    for sign, hint in _HINTS:
        if sign in said:
            return f"{hint} ({said})"
    if error.connection_invalidated or (isinstance(error, OperationalError) and not isinstance(error.orig, sqlite3.Error)):
        return f"{_LOST} ({said})"
    return said


def _bring_up_to_date(engine: Engine) -> None:
    with reading(engine) as connection:
        found = _revision(connection)
    if found == HEAD:
        return
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _migrate(connection, shown(engine.url))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection, name: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    found = _revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(f"{name}: a newer version of this program wrote this store (revision {found}, this one knows up to {HEAD}); update the program")
    command.upgrade(config, "head")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _parsed(text: str) -> Any:
    return [] if text == "[]" else json.loads(text)  # most cells are empty lists


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's "begin" event starts transactions, also before DDL
    connection.execute(f"PRAGMA busy_timeout = {_BUSY}")
    connection.execute("PRAGMA foreign_keys = ON")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: two that read first and write later would otherwise stop each other.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")
