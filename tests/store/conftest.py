"""A clock that stands still between calls, and stores on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.store import Store
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


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    with Store(url, Clock()) as opened:
        yield opened
