"""A hundred thousand tasks: a filtered query takes less than a tenth of a second, on both databases, and lists of all bodies take little memory.

`python -m benchmarks.store` measures both.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.store import AS_OF, fill, lists_in, questions
from extractor.store import Store

TASKS = 100_000
MOST = 0.1  # seconds
GROWTH = 40  # MB that ten times as many tasks may add: the tasks of one body, the sheets of one workbook, the names of files


@pytest.mark.slow
def test_filters_are_fast(store: Store) -> None:
    fill(store, TASKS)
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))  # what PostgreSQL does by itself within a minute or so
    assert store.count(as_of=AS_OF) == TASKS
    slow: dict[str, tuple[float, float]] = {}
    for name, wanted in questions(store).items():
        found = store.tasks(wanted, as_of=AS_OF, limit=100)
        assert len(found) == min(100, store.count(wanted, as_of=AS_OF)), name
        page = _seconds(lambda wanted=wanted: store.tasks(wanted, as_of=AS_OF, limit=100))  # type: ignore[misc]
        count = _seconds(lambda wanted=wanted: store.count(wanted, as_of=AS_OF))  # type: ignore[misc]
        if max(page, count) > MOST:
            slow[name] = page, count
    # Four tasks in five begin a word so; PostgreSQL has to look at each of them to count them.
    assert set(slow) <= ({"the beginning of most"} if store.engine.dialect.name == "postgresql" else set()), slow


def _seconds(ask: Callable[[], object]) -> float:
    """The shortest of seven runs, so that whatever else the machine does stays out of it."""
    taken = []
    for _ in range(7):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    return min(taken)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["xlsx", "docx", "ics", "html"])
def test_lists_take_no_more_memory_for_more_tasks(tmp_path: Path, name: str) -> None:
    peaks = []
    for tasks in (500, 5000):
        path = tmp_path / f"{tasks}.sqlite"
        with Store(path) as store:
            fill(store, tasks)
        peaks.append(lists_in(str(path), [name])[1])
    assert peaks[1] - peaks[0] < GROWTH, peaks
