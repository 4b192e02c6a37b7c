"""What happens to a store when something goes wrong: a killed program, a lost connection, a full or read-only disk, a newer version."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from extractor import table
from extractor.model import Fields, Notice
from extractor.store import Store, StoreError, engine, schema
from extractor.store.rows import row_of
from extractor.web import schema as web_schema
from tests.store.databases import Cluster
from tests.writers.samples import FIELDS, NOTICE, TASKS

ROWS = table.rows(NOTICE, FIELDS, TASKS)
TODAY = dt.date(2020, 9, 10)


def before(store: Store, start: str, act: Callable[[], None]) -> None:
    """Calls ``act`` in the middle of an import, before the statement that starts so: the notice is written then, its tasks are not."""

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(start):
            act()

    sa.event.listen(store.engine, "before_cursor_execute", listen)


def _die_in_import(url: str) -> None:
    store = Store(url)
    before(store, "INSERT INTO tasks", lambda: os.kill(os.getpid(), signal.SIGKILL))
    store.add(NOTICE, FIELDS, ROWS)


def test_a_killed_import_leaves_nothing(url: str) -> None:
    with Store(url):
        pass
    child = multiprocessing.get_context("spawn").Process(target=_die_in_import, args=(url,))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    with Store(url) as store:
        assert store.notices(superseded=True) == []
        assert store.add(NOTICE, FIELDS, ROWS).outcome == "added"
        assert len(store.tasks(as_of=TODAY)) == 3


def test_an_import_that_fails_half_way_leaves_the_earlier_version(store: Store) -> None:
    store.add(NOTICE, FIELDS, ROWS)

    def fail() -> None:
        raise KeyboardInterrupt

    before(store, "INSERT INTO history", fail)
    with pytest.raises(KeyboardInterrupt):
        store.add(replace(NOTICE, digest="d2"), FIELDS, ROWS[:1])
    assert len(store.notices(superseded=True)) == 1
    assert len(store.tasks(as_of=TODAY)) == 3


def test_a_lost_connection_in_an_import(postgres: Cluster) -> None:
    import psycopg

    with Store(postgres.url()) as store:

        def cut() -> None:
            with psycopg.connect(postgres.admin(), autocommit=True) as admin:
                name = store.engine.url.database
                admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

        before(store, "INSERT INTO tasks", cut)
        with pytest.raises(StoreError, match=r"connection to the database was lost.*same command again"):
            store.add(NOTICE, FIELDS, ROWS)
    with Store(store.engine.url.render_as_string(hide_password=False)) as again:
        assert again.notices(superseded=True) == []
        assert again.add(NOTICE, FIELDS, ROWS).new == 3


def test_a_server_that_restarts_is_found_again(postgres: Cluster) -> None:
    with Store(postgres.url()) as store:
        store.add(NOTICE, FIELDS, ROWS)
        postgres.stop()
        with pytest.raises(StoreError, match="lost"):
            store.tasks(as_of=TODAY)
        postgres.start()
        assert len(store.tasks(as_of=TODAY)) == 3


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:1/tasks.*lost") as caught:
        Store("postgresql://lan:secret@127.0.0.1:1/tasks")
    assert "secret" not in str(caught.value)


def test_a_database_that_does_not_exist(postgres: Cluster) -> None:
    with pytest.raises(StoreError, match="createdb"):
        Store(postgres.admin().replace("/postgres", "/nothing_here"))


def test_a_store_of_a_newer_version_is_left_alone(url: str) -> None:
    with Store(url) as store, store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer version.*9999.*update the program"):
        Store(url)
    with pytest.raises(StoreError):
        Store(url)


def _old_store(url: str, revision: str) -> sa.Engine:
    """An engine for a store as an earlier version of the program left it."""
    made = sa.create_engine(engine.parse(url))
    with made.begin() as connection:
        config = _migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return made


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    return config


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
@pytest.mark.parametrize("web", [False, True])
def test_an_older_store_is_brought_up_to_date_and_keeps_its_content(url: str, revision: str, web: bool) -> None:
    old = _old_store(url, revision)
    known = {column["name"] for column in sa.inspect(old).get_columns("tasks")}
    with old.begin() as connection:
        if web and revision < "0003":
            web_schema.metadata.create_all(connection)  # the web page once made its tables itself
        values = {"digest": "d1", "work": "w", "doc_id": "a", "source": "", "format": "txt", "text": NOTICE.text, "imported_at": TODAY_UTC}
        connection.execute(sa.insert(schema.notices), values | {"addressees": [], "recipients": []})
        for task_id, rules in (("found", ["assign.order"]), ("made", ["person/add"])):
            row = row_of(ROWS[0] | {"rules": rules}) | {"notice_id": 1, "status": "doing", "note": "đã họp", "decision": "proposed"}
            row |= {"task_id": task_id, "version": 2, "edited": ["note"], "withdrawn": False}
            connection.execute(sa.insert(schema.tasks), {key: value for key, value in row.items() if key in known})
    old.dispose()
    with Store(url) as store:
        assert {(task.task_id, task.note, task.version) for task in store.tasks(as_of=TODAY)} == {("found", "đã họp", 2), ("made", "đã họp", 2)}
        assert store.users.all() == []
        with store.engine.connect() as connection:
            made_of = {row.task_id: row.made_of for row in connection.execute(sa.select(schema.tasks))}
            assert made_of == {"found": None, "made": []}
            assert compare_metadata(_context(connection), ALL_TABLES) == []


SQLITES_OWN = frozenset({"n", "ix_tasks_n", "ix_tasks_order"})  # what its full-text index needs in the table of tasks
ALL_TABLES = [schema.metadata, web_schema.metadata]
TODAY_UTC = dt.datetime(2020, 9, 10, tzinfo=dt.UTC)


def _context(connection: sa.Connection) -> MigrationContext:
    def ours(_: object, name: str | None, *__: object) -> bool:
        return name not in SQLITES_OWN and not (name or "").startswith("task_words")

    return MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": ALL_TABLES, "include_object": ours})


def test_the_migrations_make_what_the_schema_says(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(_context(connection), ALL_TABLES) == []
        constraints = {
            name: {check["name"] for check in sa.inspect(connection).get_check_constraints(name)} for name in ("tasks", "shares", "users")
        }
    assert constraints == {"tasks": {"ck_status", "ck_decision"}, "shares": {"ck_part"}, "users": {"ck_role"}}
    assert ScriptDirectory.from_config(_migrations()).get_heads() == [schema.HEAD]


def test_sqlite_runs_in_wal_and_waits_for_other_writers(tmp_path: Path) -> None:
    with Store(tmp_path / "a.sqlite") as store, store.engine.connect() as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(sa.text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(sa.text("PRAGMA busy_timeout")).scalar() == 30_000


@contextmanager
def disk(size: str) -> Iterator[Path]:
    """A disk of its own, of so many bytes, in memory; skips where it may not be mounted (that takes root)."""
    folder = Path(tempfile.mkdtemp(prefix="disk-"))
    try:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0777", "none", str(folder)], capture_output=True, check=False).returncode:
            pytest.skip("a small disk could not be mounted")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)
    finally:
        folder.rmdir()


def another(number: int) -> tuple[Notice, Fields, list[table.Row]]:
    """Another document with the same tasks and a long text that cannot be packed."""
    notice = replace(NOTICE, digest=f"other{number}", text=NOTICE.text + random.Random(number).randbytes(150_000).hex())
    return notice, replace(FIELDS, number=f"{number}/TB"), table.rows(notice, FIELDS, TASKS)


def _fill_up(store: Store) -> tuple[int, str]:
    """Brings in documents until the disk is full: how many went in, and what was said then."""
    for number in range(1000):
        try:
            store.add(*another(number))
        except StoreError as error:
            return number, str(error)
    raise AssertionError("the disk never filled up")


def test_a_full_disk() -> None:
    with disk("4m") as folder:
        with Store(folder / "a.sqlite") as store:
            store.add(NOTICE, FIELDS, ROWS)
            more, said = _fill_up(store)
            assert "a.sqlite: the disk is full; make room and run the same command again" in said
            assert len(store.notices()) == 1 + more > 2
            assert len(store.tasks(as_of=TODAY)) == 3 * (1 + more)
        subprocess.run(["mount", "-o", "remount,size=12m", str(folder)], check=True)
        with Store(folder / "a.sqlite") as store:
            assert store.add(*another(more)).outcome == "added"
            with store.engine.connect() as connection:
                assert connection.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"


def test_a_full_disk_of_a_server(postgres: Cluster) -> None:
    with disk("24m") as folder:
        postgres.own(folder)
        url = postgres.url(folder)
        with Store(url) as store:
            store.add(NOTICE, FIELDS, ROWS)
            more, said = _fill_up(store)
            assert "the disk is full; make room and run the same command again" in said
            assert len(store.notices()) == 1 + more
            subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
            assert store.add(*another(more)).outcome == "added"
            assert len(store.tasks(as_of=TODAY)) == 3 * (2 + more)
        postgres.drop(url)


def _with_little_room(path: str, queue: Any) -> None:
    """Works under a limit on the size of files, as a quota sets it."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
    with Store(path) as store:
        said = _fill_up(store)
        queue.put((*said, len(store.notices())))


def test_a_quota_that_is_used_up(tmp_path: Path) -> None:
    with Store(tmp_path / "a.sqlite") as store:
        store.add(NOTICE, FIELDS, ROWS)
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    child = context.Process(target=_with_little_room, args=(str(tmp_path / "a.sqlite"), queue))
    child.start()
    more, said, notices = queue.get(timeout=60)
    child.join()
    assert "a.sqlite: the disk did not take what was to be written" in said
    assert notices == 1 + more
    with Store(tmp_path / "a.sqlite") as store:
        assert len(store.notices()) == 1 + more
        assert store.add(*another(more)).outcome == "added"


def test_a_disk_that_is_mounted_for_reading() -> None:
    with disk("4m") as folder:
        with Store(folder / "a.sqlite") as store:
            store.add(NOTICE, FIELDS, ROWS)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        for name in ("a.sqlite", "new.sqlite"):
            with pytest.raises(StoreError, match=rf"{name}: the file .* writ"):
                Store(folder / name)
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        with Store(folder / "a.sqlite") as store:
            assert len(store.tasks(as_of=TODAY)) == 3


def test_a_server_that_may_only_be_read(postgres: Cluster) -> None:
    url = postgres.url()
    with Store(url) as store:
        store.add(NOTICE, FIELDS, ROWS)
        with store.engine.begin() as connection:
            connection.execute(sa.text(f"ALTER DATABASE {store.engine.url.database} SET default_transaction_read_only = on"))
    with Store(url) as store:
        assert len(store.tasks(as_of=TODAY)) == 3
        with pytest.raises(StoreError, match=r"the database may not be written .*write to the main server or ask its administrator"):
            store.add(*another(1))
        assert len(store.notices()) == 1


def _as_nobody(folder: str, queue: Any) -> None:
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    said = []
    for name in ("a.sqlite", "new.sqlite"):
        try:
            with Store(Path(folder) / name) as store:
                said.append(str(len(store.tasks(as_of=TODAY))))
                store.add(replace(NOTICE, digest="d2"), replace(FIELDS, number="99/TB"), ROWS)
        except StoreError as error:
            said.append(str(error))
    queue.put(said)


def test_a_disk_that_may_only_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with Store(Path(folder) / "a.sqlite") as store:
            store.add(NOTICE, FIELDS, ROWS)
        Path(folder, "a.sqlite").chmod(0o444)
        Path(folder).chmod(0o555)
        try:
            context = multiprocessing.get_context("fork")
            queue = context.Queue()
            child = context.Process(target=_as_nobody, args=(folder, queue))
            child.start()
            said = queue.get(timeout=60)
            child.join()
        finally:
            Path(folder).chmod(0o755)
    assert len(said) == 2
    for sentence in said:
        assert ".sqlite: the file" in sentence
        assert "writ" in sentence


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://localhost/a", "SQLite file or a PostgreSQL"),
        ("://", "not the URL"),
        ("/nowhere/at/all/tasks.sqlite", "folder must exist"),
    ],
)
def test_places_that_are_no_store(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        Store(url)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_text("Kính gửi các đồng chí " * 100)
    with pytest.raises(StoreError, match=r"a\.sqlite: the file is no SQLite database"):
        Store(tmp_path / "a.sqlite")
    assert (tmp_path / "a.sqlite").read_text().startswith("Kính gửi")
