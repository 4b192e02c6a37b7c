"""A clock that stands still between calls, and stores on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from extractor.store import Store, schema
from tests.store.databases import Cluster, cluster


class Clock:
    """A clock that goes on by a minute each time it is asked."""

    def __init__(self) -> None:
        self.at = dt.datetime(2020, 9, 10, 8, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(minutes=1)
        return self.at


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL cluster for the whole run."""
    with cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that holds nothing yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tasks.sqlite'}"
    running: Cluster = request.getfixturevalue("postgres")
    return running.url()


@pytest.fixture(scope="session")
def prepared(postgres: Cluster) -> str:
    """The URL of a PostgreSQL database that holds a store, to be emptied for each test: that is ten times faster than a new one."""
    url = postgres.url()
    with Store(url):
        return url


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    on_file = request.param == "sqlite"
    with Store(tmp_path / "tasks.sqlite" if on_file else request.getfixturevalue("prepared"), Clock()) as opened:
        if not on_file:
            _empty(opened)
        yield opened


def _empty(store: Store) -> None:
    names = ", ".join(table.name for table in schema.metadata.sorted_tables)
    with store.engine.begin() as connection:
        for statement in ("ALTER TABLE history DISABLE TRIGGER USER", f"TRUNCATE {names} RESTART IDENTITY CASCADE", "ALTER TABLE history ENABLE TRIGGER USER"):
            connection.execute(sa.text(statement))
