"""Documents in processes: order, bounds, and what happens when one of them misbehaves."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from extractor.batch import Limit, Result, WorkerError
from extractor.batch.pool import Pool
from tests.batch.readers import dying, obedient, unable

LIMIT = Limit(seconds=1.5)


def written(folder: Path, contents: Iterable[str]) -> list[Path]:
    paths = []
    for i, content in enumerate(contents):
        paths.append(folder / f"{i:03}.txt")
        paths[-1].write_text(content, encoding="utf-8")
    return paths


def run(paths: Iterable[Path], processes: int = 2, limit: Limit = LIMIT) -> list[Result]:
    with Pool(obedient, processes, limit) as pool:
        return list(pool.results(paths))


def test_results_come_in_the_order_of_the_paths(tmp_path: Path) -> None:
    paths = written(tmp_path, ["sleep 0.3", *["ok"] * 30, "sleep 0.2", *["ok"] * 8])
    results = run(paths)
    assert [result.path for result in results] == paths
    assert len({result.seconds for result in results}) == 2  # both workers had their share


@pytest.mark.parametrize(
    ("content", "problem"),
    [("crash", "SIGSEGV"), ("exit 7", "status 7"), ("hang", "more than 1.5 s"), ("lock", "more than 1.5 s")],
)
def test_a_document_that_ends_or_holds_its_worker_is_an_error_and_the_others_are_read(tmp_path: Path, content: str, problem: str) -> None:
    paths = written(tmp_path, ["ok", content, "ok", "ok", "ok"])
    results = run(paths)
    assert [result.path for result in results] == paths
    assert [result.failed for result in results] == [False, True, False, False, False]
    error = results[1].error
    assert error is not None
    assert problem in error.problem
    assert error.name == str(paths[1])


def test_every_document_may_fail(tmp_path: Path) -> None:
    assert all(result.failed for result in run(written(tmp_path, ["exit 1"] * 5)))


def test_a_page_is_a_sign_of_life(tmp_path: Path) -> None:
    pages: list[tuple[int, int]] = []
    with Pool(obedient, 1, LIMIT) as pool:
        [result] = pool.results(written(tmp_path, ["pages 4 0.6"]), lambda done, total: pages.append((done, total)))
    assert not result.failed
    assert pages == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_a_library_prints_does_not_disturb_the_answers(tmp_path: Path) -> None:
    assert not any(result.failed for result in run(written(tmp_path, ["print", "ok"]), 1))


def test_a_worker_is_replaced_after_its_documents(tmp_path: Path) -> None:
    results = run(written(tmp_path, ["ok"] * 7), 1, Limit(documents=3))
    assert [sum(r.seconds == pid for r in results) for pid in dict.fromkeys(r.seconds for r in results)] == [3, 3, 1]


def test_a_worker_that_has_grown_is_replaced(tmp_path: Path) -> None:
    results = run(written(tmp_path, ["ok"] * 3), 1, Limit(peak=1))
    assert len({result.seconds for result in results}) == 3


def test_paths_are_taken_only_as_they_are_needed(tmp_path: Path) -> None:
    [path] = written(tmp_path, ["ok"])
    taken = 0

    def endless() -> Iterator[Path]:
        nonlocal taken
        while True:
            taken += 1
            yield path

    with Pool(obedient, 2, LIMIT) as pool:
        results = pool.results(endless())
        next(results)
        time.sleep(0.5)
        assert taken <= 2 * 8 + 4


def test_a_pool_serves_again(tmp_path: Path) -> None:
    paths = written(tmp_path, ["ok", "ok"])
    with Pool(obedient, 1, LIMIT) as pool:
        first, second = list(pool.results(paths)), list(pool.results(paths))
    assert {result.seconds for result in first} == {result.seconds for result in second}


def test_no_documents_need_no_worker() -> None:
    assert run([]) == []


def test_what_keeps_a_worker_from_starting_is_raised(tmp_path: Path) -> None:
    paths = written(tmp_path, ["ok"])
    with Pool(unable, 2, LIMIT) as pool, pytest.raises(ValueError, match="no such rules"):
        list(pool.results(paths))
    with Pool(dying, 2, LIMIT) as pool, pytest.raises(WorkerError, match="status 3"):
        list(pool.results(paths))


def test_processes_are_one_or_more() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        Pool(obedient, 0, LIMIT)
