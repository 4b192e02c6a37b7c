"""The report "6 rõ" on rows of our own, and its files."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractor.clarity import Clarity, totals
from extractor.model import Fields, Notice, Task
from extractor.rules import Rules
from extractor.table import CLARITY_ASPECTS, CLARITY_COLUMNS, CLARITY_TOTALS, rows
from extractor.writers import WriteError
from extractor.writers.reports import Part, write

FULL = {"assignees": ("Phòng Tư pháp",), "due": "2021-05-10", "report_to": ("Ủy ban nhân dân huyện",)}


@pytest.fixture(scope="module")
def clarity() -> Clarity:
    return Clarity(Rules())


def judged(clarity: Clarity, task: str, **cells: Any) -> dict[str, Any]:
    notice = Notice("kh-7", task)
    [line] = clarity.rows(rows(notice, Fields(number="7/KH-UBND", issuer="Ủy ban nhân dân huyện"), [Task(0, len(task), task, **cells)]))
    return line


def test_a_row_that_says_all_six_lacks_nothing(clarity: Clarity) -> None:
    line = judged(clarity, "lập danh sách hòa giải viên, gửi Ủy ban nhân dân huyện", **FULL)
    assert {line[aspect] for aspect in CLARITY_ASPECTS} == {"clear"}
    assert line["lacks"] == []
    assert line["products"] == ["danh sách hòa giải viên"]


@pytest.mark.parametrize(
    ("aspect", "verdict", "task", "cells"),
    [
        ("person", "missing", "lập danh sách hòa giải viên", {"assignees": ()}),
        ("person", "vague", "lập danh sách hòa giải viên", {"assignees": ("các đơn vị liên quan",)}),
        ("person", "clear", "lập danh sách hòa giải viên", {"assignees": ("các cơ quan", "Hội Nông dân")}),
        ("work", "vague", "thực hiện tốt nhiệm vụ được giao", {}),
        ("work", "vague", "khẩn trương làm", {}),
        ("work", "clear", "thực hiện kiểm kê tài sản công", {}),
        ("time", "missing", "lập danh sách hòa giải viên", {"due": None}),
        ("time", "vague", "lập danh sách hòa giải viên", {"due": None, "due_text": "trong thời gian tới"}),
        ("time", "clear", "lập danh sách hòa giải viên", {"due": None, "recurrence": "FREQ=MONTHLY"}),
        ("answer", "missing", "lập danh sách hòa giải viên", {"assignees": ()}),
        ("answer", "vague", "lập danh sách hòa giải viên", {"assignees": ("Phòng Tư pháp", "Phòng Nội vụ")}),
        ("answer", "clear", "lập danh sách hòa giải viên", {"assignees": ("Phòng Tư pháp", "Phòng Nội vụ"), "supervisor": "Phó Chủ tịch"}),
        ("result", "missing", "tuần tra ban đêm tại các chợ", {}),
        ("result", "clear", "tuần tra ban đêm tại các chợ", {"product": "Sổ nhật ký"}),
        ("result", "clear", "kiểm tra các chợ, báo cáo kết quả", {}),
        ("power", "missing", "tuần tra ban đêm tại các chợ", {"report_to": ()}),
        ("power", "vague", "trình cấp có thẩm quyền xem xét", {"report_to": ()}),
        ("power", "clear", "tuần tra ban đêm tại các chợ", {"report_to": (), "supervisor": "Phó Chủ tịch"}),
    ],
)
def test_each_aspect_by_what_the_row_states(clarity: Clarity, aspect: str, verdict: str, task: str, cells: dict[str, Any]) -> None:
    line = judged(clarity, task, **(FULL | cells))
    assert line[aspect] == verdict
    assert len(line["lacks"]) == sum(line[each] != "clear" for each in CLARITY_ASPECTS)


def test_the_issuer_who_answers_for_want_of_another_does_not_make_a_row_clear(clarity: Clarity) -> None:
    assert judged(clarity, "lập danh sách hòa giải viên")["person"] == "missing"


def test_the_product_of_a_table_stands_before_that_of_the_words(clarity: Clarity) -> None:
    assert judged(clarity, "xây dựng kế hoạch tuần tra", product="Kế hoạch")["products"] == ["Kế hoạch"]


def test_totals_count_what_is_clear_in_each_document(clarity: Clarity) -> None:
    lines = [judged(clarity, "lập danh sách hòa giải viên", **FULL), judged(clarity, "tuần tra ban đêm tại các chợ")]
    [total] = totals(lines)
    assert total == {
        "doc_id": "kh-7", "number": "7/KH-UBND", "tasks": 2,
        "person": 1, "work": 2, "time": 1, "answer": 1, "result": 1, "power": 1, "all_clear": 1,
    }  # fmt: skip
    assert totals([]) == []


@pytest.fixture
def parts(clarity: Clarity) -> list[Part]:
    lines = [judged(clarity, "=lập danh sách hòa giải viên", **FULL), judged(clarity, "tuần tra ban đêm tại các chợ")]
    return [Part("6 rõ", "Six points", CLARITY_COLUMNS, lines), Part("Theo văn bản", "By document", CLARITY_TOTALS, totals(lines))]


def test_the_workbook_has_a_sheet_for_each_part_in_words(parts: list[Part], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(parts, tmp_path / "r.xlsx"))
    assert book.sheetnames == ["6 rõ", "Theo văn bản"]
    first, second = ([[cell.value for cell in row] for row in book[name].iter_rows()] for name in book.sheetnames)
    assert first[0] == [column.vi for column in CLARITY_COLUMNS]
    third = dict(zip(first[0], first[2], strict=True))
    assert (third["STT"], third["Rõ người"], third["Rõ việc"]) == (2, "Thiếu", "Rõ")
    assert first[1][4].startswith("=")
    assert book["6 rõ"]["E2"].data_type == "s"
    assert second[1][2] == 2


def test_csv_and_jsonl_hold_the_first_part(parts: list[Part], tmp_path: Path) -> None:
    with write(parts, tmp_path / "r.csv", "en").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0][0:2] == ["No.", "Document file"]
    assert lines[1][4].startswith("'=")
    written = [json.loads(line) for line in write(parts, tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert written == [dict(row) for row in parts[0].rows]


def test_a_report_of_another_ending_is_refused(parts: list[Part], tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="docx"):
        write(parts, tmp_path / "r.docx")
    assert list(tmp_path.iterdir()) == []
