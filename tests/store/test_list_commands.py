"""``extractor lists`` as a person types it, on both databases: the files, what departments fill in, and what is said when something is wrong."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractor.store import Store
from extractor.table import Row, frame
from tests.lists.demo import AS_OF, document, fill
from tests.lists.test_readback import FIRST, OFFICE, id_of, put
from tests.store.databases import Cluster
from tests.store.test_commands import ON, Run, command, rows
from tests.store.test_store_failures import before, disk

__all__ = ["command", "rows"]  # fixtures


@pytest.fixture
def workbook(command: Run, url: str, rows: list[Row], tmp_path: Path) -> Path:  # noqa: ARG001 - the rows are in the store
    """The lists of the store as a workbook."""
    assert command("lists", "--store", url, "-o", tmp_path / "out", "--format", "xlsx", *ON).exit_code == 0
    return tmp_path / "out" / "nhiem-vu.xlsx"


def filled(workbook: Path, name: str, *edits: Callable[[Any], None]) -> Path:
    """A copy of the workbook as a department sends it back."""
    path = workbook.with_name(name)
    book = openpyxl.load_workbook(workbook)
    for edit in edits:
        edit(book)
    book.save(path)
    return path


@pytest.mark.usefixtures("rows")
def test_lists_are_written_and_named(command: Run, url: str, tmp_path: Path) -> None:
    answer = command("lists", "--store", url, "-o", tmp_path / "new" / "folder", "--format", "xlsx, ics,html,docx", *ON)
    assert (answer.exit_code, answer.stderr) == (0, "")
    made = sorted(path.name for path in (tmp_path / "new" / "folder").iterdir())
    assert len(made) == 2 + 5 + 6
    assert f"{len(made)} tệp · tính đến 06/10/2020" in answer.stdout
    assert "… 1 tệp nữa" in answer.stdout
    assert sum(str(tmp_path / "new" / "folder" / name) in answer.stdout for name in made) == 12


@pytest.mark.usefixtures("rows")
def test_the_list_of_one_body(command: Run, url: str, tmp_path: Path) -> None:
    answer = command("lists", "--store", url, "-o", tmp_path, "--for", "ban tài chính", "--format", "ics", *ON)
    assert [path.name for path in tmp_path.glob("*.ics")] == ["ban-tai-chinh-lien-doan-lao-dong-tinh-binh-son.ics"]
    assert answer.exit_code == 0
    unknown = command("lists", "--store", url, "-o", tmp_path, "--for", "Sở Xây dựng", *ON)
    assert unknown.exit_code == 2
    assert "Sở Xây dựng: no task names a body called so" in unknown.stderr


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_lists_of_a_table(command: Run, tmp_path: Path, ending: str) -> None:
    from extractor.writers import write

    table = write(frame(document()[2]), tmp_path / f"tasks.{ending}")
    answer = command("lists", table, "-o", tmp_path / "out", *ON)
    assert answer.exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "out" / "nhiem-vu.xlsx").sheetnames[1] == OFFICE


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--store", "STORE"), "say where the lists go: -o DIR"),
        (("--store", "STORE", "STORE", "-o", "OUT"), "give either --store or table files, not both"),
        (("--store", "STORE", "-o", "OUT", "--format", "xlsx,odt"), "odt: there is no such format of action lists; use xlsx, docx, pdf, ics, html"),
        (("--store", "STORE", "-o", "STORE/out"), "cannot make this folder"),
        (("none.parquet", "-o", "OUT"), "none.parquet: there is no such file"),
        (("STORE", "-o", "OUT"), "lists are made of .parquet or .jsonl tables; write one with: extractor run PATH... -o tasks.parquet"),
        (("BAD.parquet", "-o", "OUT"), "is not a task table"),
        (("BAD.jsonl", "-o", "OUT"), "is not a task table"),
        (("--store", "STORE", "--read-back", "BAD.jsonl"), "không đọc được như một tệp Excel .xlsx"),
        (("--store", "STORE", "--read-back", "none.xlsx"), "none.xlsx"),
        (("--store", "STORE", "-o", "OUT", "--as-of", "31/2/2021"), "31/2/2021"),
    ],
)
def test_what_cannot_be_done_is_said(command: Run, tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    with Store(tmp_path / "tasks.sqlite") as store:
        fill(store)
    for ending in ("parquet", "jsonl"):
        (tmp_path / f"bad.{ending}").write_text("Kính gửi các đồng chí", encoding="utf-8")
    places = {"STORE": "tasks.sqlite", "OUT": "out", "BAD.": "bad."}
    typed = [word if word.startswith("--") or word == "-o" else str(tmp_path / _with(word, places)) if _is_place(word, places) else word for word in words]
    answer = command("lists", *typed)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert message in answer.stderr
    assert not (tmp_path / "out").exists()


def _is_place(word: str, places: dict[str, str]) -> bool:
    return any(word.startswith(name) for name in places) or word.startswith("none.")


def _with(word: str, places: dict[str, str]) -> str:
    for name, path in places.items():
        word = word.replace(name, path)
    return word


def test_what_a_department_filled_in_is_read_back(command: Run, url: str, workbook: Path) -> None:
    path = filled(workbook, "back.xlsx", put("Trạng thái", "Hoàn thành"), put("Ngày hoàn thành", dt.datetime(2020, 10, 5)), put("Ghi chú", "=1+1 nơi"))
    answer = command("lists", "--store", url, "--read-back", path, "--who", "phòng A")
    assert (answer.exit_code, answer.stderr) == (1, answer.stderr)  # the note is a formula in Excel's eyes
    assert "1 nhiệm vụ đã nhập · 16 dòng không đổi · 1 ô chưa nhập được" in answer.stdout
    assert f"trang '{OFFICE}', dòng {FIRST}: ô 'Ghi chú' chứa công thức '=1+1 nơi'" in answer.stderr
    with Store(url) as store:
        task = store.task(id_of(workbook))
        assert (task.status, task.done_on, task.note) == ("done", dt.date(2020, 10, 5), None)
        assert store.history(task.task_id)[-1].who == "phòng A"
    again = command("lists", "--store", url, "--read-back", filled(workbook, "none.xlsx"), "--who", "phòng B")
    assert (again.exit_code, again.stderr) == (0, "")
    assert "0 nhiệm vụ đã nhập · 17 dòng không đổi · 0 ô chưa nhập được" in again.stdout


def test_the_files_of_two_people_in_conflict(command: Run, url: str, workbook: Path) -> None:
    one = filled(workbook, "one.xlsx", put("Ghi chú", "của phòng A"), put("Trạng thái", "Đang thực hiện"))
    two = filled(workbook, "two.xlsx", put("Ghi chú", "của phòng B"), put("Trạng thái", "Đang thực hiện"), put("Ghi chú", "của B", row=FIRST + 2))
    assert command("lists", "--store", url, "--read-back", one, "--who", "A").exit_code == 0
    answer = command("lists", "--store", url, "--read-back", two, "--who", "B")
    assert answer.exit_code == 1
    assert "'của phòng B' nhưng trong kho đã được sửa thành 'của phòng A' sau khi xuất tệp; không ghi đè" in " ".join(answer.stderr.split())
    assert "1 nhiệm vụ đã nhập" in answer.stdout
    with Store(url) as store:
        assert store.task(id_of(workbook)).note == "của phòng A"
        assert store.task(id_of(workbook, FIRST + 2)).note == "của B"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda book: book[OFFICE].move_range("I4:I30", cols=10), ""),
        (lambda book: book[OFFICE].delete_cols(9), "thiếu cột 'Trạng thái'; các cột còn lại vẫn được đọc"),
        (lambda book: book[OFFICE].delete_cols(12), "thiếu cột 'Ghi chú'"),
        (lambda book: book.remove(book["Tổng hợp nhiệm vụ"]), ""),
        (put("Ngày hoàn thành", "30/2/2021"), "ô 'Ngày hoàn thành': '30/2/2021' không phải là một ngày có thật; viết theo dạng 20/9/2020"),
        (put("Ngày hoàn thành", dt.datetime(2020, 10, 5)), "có ngày hoàn thành nhưng trạng thái chưa là 'Hoàn thành'"),
    ],
)
def test_a_workbook_that_was_changed(command: Run, url: str, workbook: Path, edit: Callable[[Any], None], message: str) -> None:
    path = filled(workbook, "changed.xlsx", put("Ngày hoàn thành", dt.datetime(2020, 10, 5), FIRST + 2), put("Trạng thái", "Hoàn thành", FIRST + 2), edit)
    answer = command("lists", "--store", url, "--read-back", path)
    assert message in " ".join(answer.stderr.split())
    assert answer.exit_code == (1 if message else 0)
    with Store(url) as store:
        kept = store.task(id_of(workbook, FIRST + 2))
    assert (kept.status, kept.done_on) == (("todo", None) if "Trạng thái" in message else ("done", dt.date(2020, 10, 5)))


def test_without_its_hidden_columns_a_workbook_is_refused(command: Run, url: str, workbook: Path) -> None:
    def bare(book: Any) -> None:
        for sheet in book.worksheets:
            sheet.delete_cols(13, 5)

    answer = command("lists", "--store", url, "--read-back", filled(workbook, "bare.xlsx", put("Ghi chú", "mất"), bare))
    assert answer.exit_code == 2
    assert "không trang nào còn các cột ẩn 'Mã nhiệm vụ' và 'Giá trị khi xuất'" in answer.stderr


def test_a_connection_that_is_lost_while_reading_back(command: Run, postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres.url()
    with Store(url) as store:
        fill(store)
    command("lists", "--store", url, "-o", tmp_path, "--format", "xlsx", *ON)
    path = filled(tmp_path / "nhiem-vu.xlsx", "back.xlsx", put("Ghi chú", "một"), put("Ghi chú", "hai", row=FIRST + 2))
    real, changed = Store.change_in, []

    def change(self: Store, *given: Any, **more: Any) -> Any:
        if changed:
            postgres.stop()
        changed.append(given)
        return real(self, *given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "change_in", change)
        answer = command("lists", "--store", url, "--read-back", path)
    postgres.start()
    assert answer.exit_code == 2
    assert "the connection to the database was lost" in answer.stderr
    with Store(url) as store:
        assert {task.note for task in store.tasks(as_of=AS_OF)} == {None, "Đã gửi Thường trực", "Còn thiếu chứng từ của hai đơn vị"}
    assert "2 nhiệm vụ đã nhập" in command("lists", "--store", url, "--read-back", path).stdout


def take_all(folder: Path) -> None:
    """Leaves no room on the disk of a folder."""
    with (folder / "rest").open("wb", buffering=0) as rest, suppress(OSError):
        while rest.write(b"\0" * 4096):
            pass


@pytest.mark.parametrize("name", ["xlsx", "docx", "ics", "html"])
def test_a_full_disk_leaves_the_files_of_before(command: Run, tmp_path: Path, name: str) -> None:
    with Store(tmp_path / "tasks.sqlite") as store:
        fill(store)
    with disk("512k") as folder:
        assert command("lists", "--store", tmp_path / "tasks.sqlite", "-o", folder, "--format", name, *ON).exit_code == 0
        earlier = {path.name: path.read_bytes() for path in folder.iterdir()}
        take_all(folder)
        answer = command("lists", "--store", tmp_path / "tasks.sqlite", "-o", folder, "--format", name, *ON)
        assert answer.exit_code == 2
        assert "No space left on device" in answer.stderr
        assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "rest"} == earlier
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        answer = command("lists", "--store", tmp_path / "tasks.sqlite", "-o", folder, "--format", name, *ON)
        assert answer.exit_code == 2
        assert "cannot write in" in answer.stderr
        assert "choose a folder that exists and may be written" in answer.stderr


def test_pdfs_without_libreoffice(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path / "tasks.sqlite") as store:
        fill(store)
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    answer = command("lists", "--store", tmp_path / "tasks.sqlite", "-o", tmp_path / "out", "--format", "pdf", *ON)
    assert answer.exit_code == 2
    assert "PDFs need LibreOffice; install it" in answer.stderr


def test_a_store_that_fails_meanwhile(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path / "tasks.sqlite") as store:
        fill(store)
    opened = Store.__init__

    def damaged(self: Store, *given: Any) -> None:
        opened(self, *given)
        before(self, "SELECT tasks", lambda: (tmp_path / "tasks.sqlite").write_bytes(b"\0" * 200_000))

    monkeypatch.setattr(Store, "__init__", damaged)
    answer = command("lists", "--store", tmp_path / "tasks.sqlite", "-o", tmp_path / "out", *ON)
    assert answer.exit_code == 2
    assert "tasks.sqlite: the file is" in answer.stderr
    assert list((tmp_path / "out").iterdir()) == []
