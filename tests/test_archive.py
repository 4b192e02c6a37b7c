"""A run over many documents that is stopped and taken up again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from extractor.archive import Archive, ArchiveError
from extractor.batch import Result, Settings
from extractor.readers import ReadError
from extractor.table import COLUMNS, records
from extractor.writers import WriteError

SETTINGS = Settings(issued_on="2021-03-05")


def read(paths: Iterable[Path]) -> Iterator[Result]:
    """A row a word of the file; a file that is empty is an error."""
    for path in paths:
        words = path.read_text(encoding="utf-8").split()
        rows = tuple({column.key: [] if column.kind in ("texts", "bodies", "origins") else None for column in COLUMNS} for _ in words)
        for row, word in zip(rows, words, strict=True):
            row |= {"doc_id": path.stem, "task": word, "due": "2021-04-01", "start": 3, "assignees": ["Sở Y tế"]}
        yield Result(path, rows=rows, error=None if words else ReadError(path, "is empty", "copy it again"))


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    paths = [folder / f"{i:02}.txt" for i in range(11)]
    for i, path in enumerate(paths):
        path.write_text("" if i == 4 else "việc " * (i % 3 + 1), encoding="utf-8")
    return paths


def table(archive: Archive) -> list[dict[str, object]]:
    return [row for frame in archive.frames() for row in records(frame)]


def finished(folder: Path, documents: list[Path]) -> Archive:
    archive = Archive(folder, documents, SETTINGS, size=4)
    list(archive.run(read))
    return archive


def test_parts_hold_the_rows_and_manifests_the_documents(tmp_path: Path, documents: list[Path]) -> None:
    archive = finished(tmp_path / "run", documents)
    assert [len(frame) for frame in archive.frames()] == [7, 6, 6]
    entries = list(archive.entries())
    assert [(Path(e.path), e.rows) for e in entries] == [(path, 0 if i == 4 else i % 3 + 1) for i, path in enumerate(documents)]
    assert [str(ReadError(*e.error)) for e in entries if e.error] == [f"{documents[4]}: is empty; copy it again"]
    first = next(archive.frames()).iloc[0]
    assert (first["due"], first["start"], first["assignees"]) == (pd.Timestamp("2021-04-01"), 3, ["Sở Y tế"])


@pytest.mark.parametrize("stop", range(12))
def test_a_run_that_is_stopped_anywhere_is_finished_by_the_next(tmp_path: Path, documents: list[Path], stop: int) -> None:
    whole = table(finished(tmp_path / "whole", documents))
    for _, _ in zip(range(stop), Archive(tmp_path / "run", documents, SETTINGS, size=4).run(read), strict=False):
        pass
    archive = Archive(tmp_path / "run", documents, SETTINGS)
    again = [result.path for result in archive.run(read)]
    assert again == documents[max(stop - 1, 0) // 4 * 4 :]  # the next document is asked for before its part is closed
    assert table(archive) == whole
    assert archive.missing() == []
    assert [Path(entry.path) for entry in archive.entries()] == documents


def test_a_run_that_is_killed_at_any_moment_is_finished_by_the_next(tmp_path: Path, documents: list[Path]) -> None:
    program = (
        "import sys, time; from pathlib import Path; from extractor.archive import Archive; from tests.test_archive import SETTINGS, read\n"
        "folder, *paths = map(Path, sys.argv[1:])\n"
        "for result in Archive(folder, paths, SETTINGS, size=1).run(read): print(result.path.name, flush=True)"
    )
    folder, runs = tmp_path / "run", 0
    whole = table(finished(tmp_path / "whole", documents))
    while True:
        process = subprocess.Popen([sys.executable, "-c", program, str(folder), *map(str, documents)], stdout=subprocess.PIPE, start_new_session=True)
        assert process.stdout is not None
        seen = [process.stdout.readline() for _ in range(3)]
        time.sleep(0.002 * runs)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        runs += 1
        if not seen[0]:
            break
        assert runs < 12
    assert runs > 2
    archive = Archive(folder, documents, SETTINGS)
    list(archive.run(read))
    assert table(archive) == whole


def test_results_of_an_earlier_run_come_in_their_places(tmp_path: Path, documents: list[Path]) -> None:
    whole = list(Archive(tmp_path / "whole", documents, SETTINGS, size=4).results(read))
    for _, _ in zip(range(6), Archive(tmp_path / "run", documents, SETTINGS, size=4).run(read), strict=False):
        pass
    (tmp_path / "run" / "part-00000.json").rename(tmp_path / "aside")
    list(Archive(tmp_path / "run", documents, SETTINGS).run(read))
    (tmp_path / "run" / "part-00001.json").unlink()
    results = list(Archive(tmp_path / "run", documents, SETTINGS).results(read))
    assert [(r.path, r.rows, str(r.error)) for r in results] == [(r.path, r.rows, str(r.error)) for r in whole]
    assert Archive(tmp_path / "run", documents, SETTINGS).missing() == []


def test_new_documents_go_to_the_end_and_changed_ones_are_read_again(tmp_path: Path, documents: list[Path]) -> None:
    finished(tmp_path / "run", documents[1:])
    documents[9].write_text("một hai ba bốn", encoding="utf-8")
    archive = Archive(tmp_path / "run", documents, SETTINGS)
    assert archive.documents == [*documents[1:], documents[0]]
    assert {result.path for result in archive.run(read)} == {documents[9], documents[10], documents[0]}
    assert [row["task"] for row in table(archive) if row["doc_id"] == "09"] == ["một", "hai", "ba", "bốn"]


def test_a_clock_set_back_changes_nothing(tmp_path: Path, documents: list[Path]) -> None:
    for path in documents:
        os.utime(path, (4e9, 4e9))
    finished(tmp_path / "run", documents)
    assert Archive(tmp_path / "run", documents, SETTINGS).missing() == []


@pytest.mark.parametrize("name", ["part-00001.parquet", "part-00001.json"])
@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data[:0], lambda data: data[:40] + b"?" + data[41:], None])
def test_a_damaged_part_is_made_again(tmp_path: Path, documents: list[Path], name: str, damage: object) -> None:
    whole = table(finished(tmp_path / "run", documents))
    file = tmp_path / "run" / name
    file.unlink() if damage is None else file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    archive = Archive(tmp_path / "run", documents, SETTINGS)
    assert archive.missing() == [1]
    assert [result.path for result in archive.run(read)] == documents[4:8]
    assert table(archive) == whole


def test_a_folder_of_another_run_is_refused(tmp_path: Path, documents: list[Path]) -> None:
    finished(tmp_path / "run", documents)
    with pytest.raises(ArchiveError, match="another issued_on; choose another folder"):
        Archive(tmp_path / "run", documents, Settings(issued_on="2022-01-01"))
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "own.jsonl").write_text("")
    with pytest.raises(ArchiveError, match="another rules"):
        Archive(tmp_path / "run", documents, Settings(str(rules), "2021-03-05"))
    (tmp_path / "run" / "run.json").write_text("{")
    with pytest.raises(ArchiveError, match=r"run\.json: cannot be read"):
        Archive(tmp_path / "run", documents, SETTINGS)
    (tmp_path / "run" / "run.json").unlink()
    with pytest.raises(ArchiveError, match=r"no run\.json"):
        Archive(tmp_path / "run", documents, SETTINGS)


def test_two_runs_do_not_work_in_one_folder(tmp_path: Path, documents: list[Path]) -> None:
    first = Archive(tmp_path / "run", documents, SETTINGS).run(read)
    next(first)
    with pytest.raises(ArchiveError, match="another run is at work"):
        next(Archive(tmp_path / "run", documents, SETTINGS).run(read))


def test_a_full_disk_keeps_what_was_finished(tmp_path: Path, documents: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path / "run", documents, SETTINGS, size=4)
    synced = 0

    def full(_: int) -> None:
        nonlocal synced
        synced += 1
        if synced > 3:  # part, manifest, part, …
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(WriteError, match="No space left on device"):
            list(archive.run(read))
    assert Archive(tmp_path / "run", documents, SETTINGS).missing() == [1, 2]
    assert not list((tmp_path / "run").glob(".*"))
    assert json.loads((tmp_path / "run" / "part-00000.json").read_text())["documents"][0]["rows"] == 1


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="choose another folder"):
        Archive(tmp_path / "file" / "run", [], SETTINGS)
