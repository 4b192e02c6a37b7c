"""Text that begins with a sign by which spreadsheets know a formula stays text in every export."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from extractor.lists import FromStore, read_back, write_lists
from extractor.store import Store
from extractor.table import Row, frame
from extractor.tracking import Tracked
from extractor.writers import write
from extractor.writers.html import write_page
from extractor.writers.list_xlsx import COLUMNS
from tests.lists.demo import AS_OF, document

BAD = ("=1+1", "+84 912", "-nộp báo cáo", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", " =1+1")
TEXTS = ("task", "product", "number", "due_text", "supervisor", "subject", "evidence")
_FORMULA = next(i for i, column in enumerate(COLUMNS) if column.key == "situation")


def bad_rows() -> list[Row]:
    """Rows in which every text begins with such a sign."""
    _, _, rows = document()
    names = ("assignees", "responsible", "coordinators", "report_to")
    return [row | dict.fromkeys(TEXTS, bad) | {key: [bad] for key in names} | {"bodies": [], "recurrence": None} for row, bad in zip(rows, BAD, strict=False)]


@pytest.fixture
def store(tmp_path: Path) -> Any:
    notice, fields, _ = document()
    with Store(tmp_path / "tasks.sqlite") as opened:
        opened.add(notice, fields, bad_rows())
        for task in opened.tasks(as_of=AS_OF):
            opened.change(task.task_id, {"note": task.row["task"]}, who="lan")
        yield opened


def test_in_a_workbook_of_lists_and_back(store: Store, tmp_path: Path) -> None:
    [path] = write_lists(FromStore(store, AS_OF), tmp_path, AS_OF, ["xlsx"])
    book = openpyxl.load_workbook(path)
    found = set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or cell.column == _FORMULA + 1, (sheet.title, cell.coordinate, cell.value)
                found.add(cell.value)
    assert set(BAD) <= found
    before = {task.task_id: task.note for task in store.tasks(as_of=AS_OF)}
    done = read_back(store, path, who="lan")
    assert (done.entered, done.problems) == ((), ())
    assert {task.task_id: task.note for task in store.tasks(as_of=AS_OF)} == before


def test_in_a_table_as_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(frame(bad_rows()), tmp_path / "a.xlsx"))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert {"=1+1", "@SUM(A1)"} <= {cell.value for cell in cells}


def test_in_csv(tmp_path: Path) -> None:
    path = write(frame(bad_rows()), tmp_path / "a.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.strip()[:1] in ("=", "+", "-", "@")] == []
    assert any("=1+1" in cell for cell in cells)


def test_in_documents_and_the_page(store: Store, tmp_path: Path) -> None:
    for path in write_lists(FromStore(store, AS_OF), tmp_path, AS_OF, ["docx"]):
        xml = Document(str(path)).element.xml
        assert "instrText" not in xml
        assert "fldSimple" not in xml
    write_page((Tracked(row) for row in bad_rows()), tmp_path / "a.html", AS_OF)
    assert "<td>=" not in (tmp_path / "a.html").read_text(encoding="utf-8")
