"""Reading back what departments filled in: what fits is entered, what does not is reported, nothing is lost."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractor.lists import FromStore, ReadBack, read_back, write_lists
from extractor.lists.readback import ReadBackError
from extractor.store import Store
from tests.lists.demo import AS_OF

OFFICE = "Văn phòng Liên đoàn Lao động tỉnh Bình Sơn"[:31]
FINANCE = "Ban Tài chính Liên đoàn Lao động tỉnh Bình Sơn"[:31]
FIRST = 6  # the row of the office's first task
Edit = Callable[[Any], None]


@pytest.fixture
def exported(store: Store, tmp_path: Path) -> Path:
    return write_lists(FromStore(store, AS_OF), tmp_path / "out", AS_OF, ["xlsx"])[0]


@pytest.fixture
def bring_back(store: Store, exported: Path, tmp_path: Path) -> Callable[..., ReadBack]:
    """Edits a copy of the exported workbook and reads it back."""

    def act(*edits: Edit, who: str = "minh") -> ReadBack:
        path = tmp_path / "filled.xlsx"
        shutil.copyfile(exported, path)
        book = openpyxl.load_workbook(path)
        for edit in edits:
            edit(book)
        book.save(path)
        return read_back(store, path, who=who)

    return act


def put(title: str, value: Any, row: int = FIRST, sheet: str = OFFICE) -> Edit:
    def edit(book: Any) -> None:
        column = [cell.value for cell in book[sheet][4]].index(title) + 1
        book[sheet].cell(row, column).value = value

    return edit


def id_of(exported: Path, row: int = FIRST, sheet: str = OFFICE) -> str:
    found = openpyxl.load_workbook(exported)[sheet]
    return str(found.cell(row, [cell.value for cell in found[4]].index("Mã nhiệm vụ") + 1).value)


def test_what_was_filled_in_is_entered(store: Store, exported: Path, bring_back: Callable[..., ReadBack]) -> None:
    done = bring_back(put("Trạng thái", "Hoàn thành"), put("Ngày hoàn thành", dt.datetime(2020, 10, 5)), put("Ghi chú", "Đã trình"))
    task_id = id_of(exported)
    assert [(filled.task_id, dict(filled.changes)) for filled in done.entered] == [
        (task_id, {"status": "done", "done_on": "2020-10-05", "note": "Đã trình"})
    ]
    assert done.problems == ()
    task = store.task(task_id)
    assert (task.status, task.done_on, task.note) == ("done", dt.date(2020, 10, 5), "Đã trình")
    assert (store.history(task_id)[-1].who, store.history(task_id)[-1].action) == ("minh", "status")


def test_a_file_that_nobody_touched_changes_nothing(store: Store, bring_back: Callable[..., ReadBack]) -> None:
    before = store.tasks(as_of=AS_OF)
    done = bring_back()
    assert (done.entered, done.problems) == ((), ())
    assert done.unchanged == 17
    assert store.tasks(as_of=AS_OF) == before


def test_the_same_file_twice_enters_once(store: Store, exported: Path, bring_back: Callable[..., ReadBack]) -> None:
    bring_back(put("Ghi chú", "Đã trình"))
    again = bring_back(put("Ghi chú", "Đã trình"))
    assert (again.entered, again.problems) == ((), ())
    assert len(store.history(id_of(exported))) == 1


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([put("Trạng thái", "Hoàn thành"), put("Ngày hoàn thành", "30/2/2021")], "30/2/2021"),
        ([put("Trạng thái", "=IF(1,2,3)")], "công thức"),
        ([put("Ghi chú", '=HYPERLINK("http://example.invalid")')], "công thức"),
        ([put("Trạng thái", "gần xong")], "gần xong"),
        ([put("Trạng thái", "Quá hạn")], "tự tính"),
        ([put("Ngày hoàn thành", dt.datetime(2020, 10, 5))], "chưa là 'Hoàn thành'"),
        ([put("Mã nhiệm vụ", "khongcothat"), put("Ghi chú", "a")], "khongcothat"),
        ([put("Mã nhiệm vụ", None), put("Ghi chú", "a")], "không có mã"),
        ([put("Giá trị khi xuất", "hỏng"), put("Ghi chú", "a")], "bị xóa hoặc sửa"),
    ],
)
def test_what_does_not_fit_is_reported_with_its_place(
    store: Store, exported: Path, bring_back: Callable[..., ReadBack], edits: list[Edit], message: str
) -> None:
    done = bring_back(*edits, put("Ghi chú", "khác", row=FIRST + 2))
    assert any(message in str(problem) and f"trang {OFFICE!r}, dòng {FIRST}" in str(problem) for problem in done.problems)
    assert store.task(id_of(exported)).note is None
    assert store.task(id_of(exported)).done_on is None
    assert store.task(id_of(exported, FIRST + 2)).note == "khác"


def test_two_people_in_conflict(store: Store, exported: Path, bring_back: Callable[..., ReadBack]) -> None:
    bring_back(put("Ghi chú", "của Lan"), who="lan")
    done = bring_back(put("Ghi chú", "của Minh"), put("Trạng thái", "Đang thực hiện"), who="minh")
    task = store.task(id_of(exported))
    assert (task.note, task.status) == ("của Lan", "doing")
    [problem] = done.problems
    assert "'của Minh'" in str(problem)
    assert "'của Lan'" in str(problem)


def test_two_sheets_of_one_file_that_contradict_each_other(store: Store, exported: Path, bring_back: Callable[..., ReadBack]) -> None:
    finance = [row for row in range(5, 20) if id_of(exported, row, FINANCE) == id_of(exported)]
    done = bring_back(put("Ghi chú", "một"), put("Ghi chú", "hai", row=finance[0], sheet=FINANCE), put("Trạng thái", "Đang thực hiện", finance[0], FINANCE))
    assert (store.task(id_of(exported)).note, store.task(id_of(exported)).status) == ("một", "doing")
    assert [problem.sheet for problem in done.problems] == [FINANCE]


def test_columns_may_be_moved_and_rows_sorted(store: Store, exported: Path, bring_back: Callable[..., ReadBack]) -> None:
    task_id = id_of(exported)

    def move(book: Any) -> None:
        sheet = book[OFFICE]
        sheet.insert_cols(2)
        sheet.insert_rows(1)
        sheet.delete_cols([cell.value for cell in sheet[5]].index("Văn bản giao") + 1)

    done = bring_back(put("Ghi chú", "sau khi chuyển"), move)
    assert done.problems == ()
    assert store.task(task_id).note == "sau khi chuyển"


def test_a_deleted_column_is_named_and_the_others_are_read(store: Store, exported: Path, bring_back: Callable[..., ReadBack]) -> None:
    def delete(book: Any) -> None:
        sheet = book[OFFICE]
        sheet.delete_cols([cell.value for cell in sheet[4]].index("Trạng thái") + 1)

    done = bring_back(put("Ghi chú", "còn lại"), delete)
    assert ["thiếu cột 'Trạng thái'" in str(problem) for problem in done.problems] == [True]
    assert store.task(id_of(exported)).note == "còn lại"


def test_without_the_hidden_columns_nothing_is_entered(store: Store, bring_back: Callable[..., ReadBack]) -> None:
    def delete(book: Any) -> None:
        for sheet in book.worksheets:
            sheet.delete_cols(13, 5)

    with pytest.raises(ReadBackError, match=r"filled\.xlsx.*Mã nhiệm vụ"):
        bring_back(put("Ghi chú", "mất"), delete)
    assert all(task.note != "mất" for task in store.tasks(as_of=AS_OF))


@pytest.mark.parametrize("content", [b"", b"Kinh gui cac dong chi", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook(store: Store, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(ReadBackError, match=r"a\.xlsx"):
        read_back(store, path, who="lan")
    with pytest.raises(ReadBackError, match="nothing"):
        read_back(store, tmp_path / "nothing.xlsx", who="lan")


def test_a_withdrawn_task_is_not_touched(store: Store, exported: Path, bring_back: Callable[..., ReadBack]) -> None:
    from dataclasses import replace

    from tests.lists.demo import document

    notice, fields, rows = document()
    store.add(replace(notice, digest="demo2"), fields, rows[1:])
    done = bring_back(put("Ghi chú", "muộn"))
    assert "đính chính" in str(done.problems[0])
    assert store.task(id_of(exported)).note is None


def test_numbers_in_notes_are_text(store: Store, exported: Path, bring_back: Callable[..., ReadBack]) -> None:
    bring_back(put("Ghi chú", 2020), put("Trạng thái", None))
    assert (store.task(id_of(exported)).note, store.task(id_of(exported)).status) == ("2020", "todo")
