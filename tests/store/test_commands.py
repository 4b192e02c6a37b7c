"""The commands that work on a store, as a person types them: real databases, real files, and what is said when something is wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractor.cli import app, console
from extractor.store import Filter, Store
from extractor.table import Row
from tests.lists.demo import AS_OF, fill
from tests.store.databases import Cluster

Run = Callable[..., Any]
ON = ("--as-of", AS_OF.isoformat())


@pytest.fixture
def command() -> Run:
    """Types a command; the answer has its exit status, standard output and standard error."""

    def typed(*words: object) -> Any:
        console.out.cache_clear()  # these hold on to the streams of the command before
        console.err.cache_clear()
        return CliRunner().invoke(app, [str(word) for word in words])

    return typed


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Row]]:
    """A store with the example notice, for tests that change nothing, and its rows."""
    url = str(tmp_path_factory.mktemp("shared") / "tasks.sqlite") if request.param == "sqlite" else request.getfixturevalue("postgres").url()
    with Store(url) as store:
        return url, fill(store)


@pytest.fixture
def rows(url: str) -> list[Row]:
    """The rows of the example notice, which is in the store."""
    with Store(url) as store:
        return fill(store)


def ids(answer: Any, rows: list[Row]) -> list[int]:
    """Which of the rows an answer shows, in its order."""
    known = {row["task_id"]: i for i, row in enumerate(rows)}
    return [known[word] for word in re.findall(r"[a-z2-7]{12}", answer.stdout) if word in known]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), [0, 1, 11, 9, 2, 7, 3, 4, 5, 6, 8, 10]),
        (("--overdue",), [0, 11]),
        (("--status", "overdue"), [0, 11]),
        (("--status", "doing"), [9, 3]),
        (("--status", "done-in-time"), [1]),
        (("--due-before", "2020-09-26"), [0, 1]),
        (("--due-before", "26/9/2020"), [0, 1]),
        (("--body", "BAN TÀI CHÍNH", "--status", "doing"), [9]),
        (("--body", "huyện", "--overdue"), [11]),
        (("--document", "112/tb-lđ", "--overdue"), [0, 11]),
        (("--document", "tb-112", "--overdue"), [0, 11]),
        (("--document", "113/TB-LĐ"), []),
        (("--search", "du toan"), [0]),
        (("--search", "dự toán", "--overdue"), [0]),
        (("--rows", "2"), [0, 1]),
    ],
)
def test_tasks_shows_what_is_asked_for(command: Run, shared: tuple[str, list[Row]], options: tuple[str, ...], found: list[int]) -> None:
    url, rows = shared
    answer = command("tasks", "--store", url, *ON, *options)
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert ids(answer, rows) == found
    total = 12 if "--rows" in options else len(found)
    assert f"{total} nhiệm vụ{' (2 đầu tiên)' if total > len(found) else ''} · tính đến 06/10/2020" in answer.stdout


def test_tasks_in_english(command: Run, shared: tuple[str, list[Row]]) -> None:
    url, rows = shared
    answer = command("tasks", "--store", url, *ON, "--overdue", "--lang", "en")
    assert "overdue" in answer.stdout
    assert "2 tasks · as of 06/10/2020" in answer.stdout
    assert ids(answer, rows) == [0, 11]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--body", "Sở Xây dựng"), "Sở Xây dựng: no task names a body called so; some that are named: các ban chuyên đề; Ban Thường vụ"),
        (("--overdue", "--status", "doing"), "--overdue and --status doing exclude each other"),
        (("--status", "late"), "'late' is not one of"),
        (("--due-before", "30/2/2021"), "30/2/2021"),
    ],
)
def test_tasks_says_what_it_does_not_understand(command: Run, shared: tuple[str, list[Row]], options: tuple[str, ...], message: str) -> None:
    answer = command("tasks", "--store", shared[0], *options)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert message in " ".join(answer.stderr.replace("│", " ").split())


@pytest.mark.parametrize("name", ["tasks", "task", "history", "lists"])
def test_asking_makes_no_empty_store(command: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / "none.sqlite"
    more = {"task": ("abc",), "history": ("abc",), "lists": ("-o", str(tmp_path))}.get(name, ())
    for written in (str(path), f"sqlite:///{path}"):
        answer = command(name, *more, "--store", written)
        assert answer.exit_code == 2
        assert f"{path}: there is no such store; make one with: extractor run PATH... --store {path}" in answer.stderr
    assert not path.exists()


def test_a_password_is_not_shown(command: Run) -> None:
    answer = command("tasks", "--store", "postgresql://lan:secret@127.0.0.1:1/tasks")
    assert answer.exit_code == 2
    assert "127.0.0.1:1/tasks" in answer.stderr
    assert "secret" not in answer.output


def test_a_task_is_shown_and_changed(command: Run, url: str, rows: list[Row]) -> None:
    task_id = rows[0]["task_id"]
    shown = command("task", task_id, "--store", url, *ON)
    assert shown.exit_code == 0
    for words in (task_id, "hoàn thiện dự toán", "trước 20/09/2020", "Quá hạn", "112/TB-LĐ", "Giao Văn phòng chủ trì"):
        assert words in shown.stdout
    changed = command("task", task_id, "--store", url, *ON, "--set", "status=đang thực hiện", "--set", "due=1/11/2020", "--note", "Chờ số liệu", "--who", "lan")
    assert changed.exit_code == 0
    assert "Đang thực hiện" in changed.stdout
    with Store(url) as store:
        task = store.task(task_id)
        assert (task.status, task.row["due"], task.note, task.version) == ("doing", "2020-11-01", "Chờ số liệu", 2)
        assert [(entry.who, entry.action) for entry in store.history(task_id)] == [("lan", "edit")]


def test_a_task_that_is_done_was_done_on_the_day(command: Run, url: str, rows: list[Row]) -> None:
    done = command("task", rows[0]["task_id"], "--store", url, *ON, "--set", "status=Hoàn thành")
    assert "Hoàn thành quá hạn 06/10/2020" in done.stdout
    other = command("task", rows[2]["task_id"], "--store", url, *ON, "--set", "status=done", "--set", "done_on=5/10/2020")
    assert "Hoàn thành đúng hạn 05/10/2020" in other.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--set", "done_on=30/2/2021", "--set", "status=done"), "'30/2/2021' không phải là một ngày có thật"),
        (("--set", "status=Quá hạn"), "tự tính từ thời hạn"),
        (("--set", "status"), "--set status: write COLUMN=VALUE"),
        (("--set", "evidence=a"), "không sửa được cột 'evidence'"),
        (("--set", "task="), "không được để trống"),
    ],
)
def test_a_value_that_cannot_be_changes_nothing(command: Run, shared: tuple[str, list[Row]], options: tuple[str, ...], message: str) -> None:
    url, rows = shared
    answer = command("task", rows[0]["task_id"], "--store", url, "--note", "a", *options)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert message in answer.stderr
    with Store(url) as store:
        assert store.task(rows[0]["task_id"]).version == 1


@pytest.mark.parametrize("name", ["task", "history"])
def test_an_id_that_is_not_there(command: Run, shared: tuple[str, list[Row]], name: str) -> None:
    answer = command(name, "khongcothat1", "--store", shared[0])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "there is no task 'khongcothat1'; extractor tasks shows the ids" in answer.stderr


def test_history_tells_every_change(command: Run, url: str, rows: list[Row]) -> None:
    task_id = rows[0]["task_id"]
    assert command("history", task_id, "--store", url).stdout == "chưa có thay đổi nào\n"
    command("task", task_id, "--store", url, "--set", "assignees=Ban Tổ chức; Văn phòng", "--who", "lan")
    command("task", task_id, "--store", url, "--note", "đã họp", "--who", "minh")
    with Store(url) as store:
        store.split_task(task_id, rows[0]["start"] + 40, who="lan")
    first, second, third = command("history", task_id, "--store", url).stdout.splitlines()
    assert first.endswith("  lan  edit  assignees: Văn phòng → Ban Tổ chức; Văn phòng")
    assert second.endswith("  minh  note  note: — → đã họp")
    assert "lan  split  decision: proposed → rejected; made_into: — → " in third
    assert dt.datetime.strptime(first[:16], "%d/%m/%Y %H:%M").date() <= dt.datetime.now().astimezone().date()


# What a run brings in.

NOTICE = """HUYỆN ĐOÀN BÌNH SƠN
Số: 31/TB-HĐ
Bình Sơn, ngày 04 tháng 9 năm 2020
THÔNG BÁO
Kết luận giao ban tháng 9
1. Giao Văn phòng hoàn thiện dự toán kinh phí trước ngày 20/9/2020.
2. Giao Ban Tổ chức rà soát danh sách cán bộ chậm nhất ngày 25/9/2020.
"""


def test_a_run_fills_the_store_once(command: Run, url: str, tmp_path: Path) -> None:
    (tmp_path / "tb-31.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04broken")
    first = command("run", tmp_path, "--store", url)
    assert first.exit_code == 1
    assert "bad.docx" in first.stderr
    assert f"{url}: 1 mới" in first.stdout
    shown = command("tasks", "--store", url, "--as-of", "2020-09-22")
    assert "Quá hạn" in shown.stdout
    assert "2 nhiệm vụ" in shown.stdout
    again = command("run", tmp_path / "tb-31.txt", "--store", url)
    assert (again.exit_code, f"{url}: 1 đã có" in again.stdout) == (0, True)
    with Store(url) as store:
        task = store.tasks(Filter(search="dự toán"), as_of=AS_OF)[0]
        store.change(task.task_id, {"note": "đã nộp"}, who="lan")
    (tmp_path / "tb-31.txt").write_text(NOTICE.replace("20/9/2020", "30/9/2020"), encoding="utf-8")
    assert f"{url}: 1 đính chính" in command("run", tmp_path / "tb-31.txt", "--store", url).stdout
    with Store(url) as store:
        assert (store.task(task.task_id).row["due"], store.task(task.task_id).note) == ("2020-09-30", "đã nộp")
        assert len(store.tasks(as_of=AS_OF)) == 2


def test_a_run_whose_store_cannot_be_used_says_so(command: Run, tmp_path: Path) -> None:
    (tmp_path / "tb-31.txt").write_text(NOTICE, encoding="utf-8")
    for url, message in ((tmp_path / "no" / "a.sqlite", "the folder must exist"), ("mysql://a/b", "an SQLite file or a PostgreSQL database")):
        answer = command("run", tmp_path / "tb-31.txt", "--store", url)
        assert answer.exit_code == 2
        assert message in answer.stderr


def test_a_run_that_loses_its_database_keeps_what_was_whole(command: Run, postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres.url()
    for name, number in (("a.txt", "31/TB-HĐ"), ("b.txt", "32/TB-HĐ"), ("c.txt", "33/TB-HĐ")):
        (tmp_path / name).write_text(NOTICE.replace("31/TB-HĐ", number), encoding="utf-8")
    add, kept = Store.add, []

    def added(self: Store, *given: Any) -> Any:
        if kept:
            postgres.stop()
        kept.append(self)
        return add(self, *given)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "add", added)
        lost = command("run", tmp_path, "--store", url)
    postgres.start()
    assert lost.exit_code == 2
    assert "the connection to the database was lost; nothing half-done was kept, run the same command again" in lost.stderr
    with Store(url) as store:
        assert [notice.doc_id for notice in store.notices()] == ["a"]
        assert len(store.tasks(as_of=AS_OF)) == 2
    assert f"{url}: 2 mới, 1 đã có" in command("run", tmp_path, "--store", url).stdout
