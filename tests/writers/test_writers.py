"""CSV, JSONL, Parquet and XLSX: what is written is what the table says, whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import json
import stat
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from extractor import table, writers
from extractor.writers import cells, xlsx
from extractor.writers.streams import Stream
from tests.writers.samples import FIELDS, NOTICE, TASKS

ROWS = table.rows(NOTICE, FIELDS, TASKS)


@pytest.fixture
def frame() -> pd.DataFrame:
    return table.frame(ROWS)


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def by_title(sheet: Any, row: int) -> dict[str, Any]:
    return {title.value: cell for title, cell in zip(sheet[1], sheet[row], strict=True)}


def test_jsonl_holds_the_rows(frame: pd.DataFrame, tmp_path: Path) -> None:
    path = writers.write(frame, tmp_path / "out.jsonl")
    text = path.read_text(encoding="utf-8")
    assert [json.loads(line) for line in text.splitlines()] == ROWS
    assert "Văn phòng" in text


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet", ".html"])
def test_a_stream_writes_what_a_whole_table_does(frame: pd.DataFrame, tmp_path: Path, ending: str) -> None:
    stream = Stream(tmp_path / f"stream{ending}")
    for row in ROWS:
        stream.add([row])
    assert not stream.path.exists()
    whole = writers.write(frame, tmp_path / f"whole{ending}")
    assert stream.close().read_bytes() == whole.read_bytes()


def test_a_stream_that_is_given_up_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("before", encoding="utf-8")
    stream = Stream(path)
    stream.add(ROWS)
    stream.give_up()
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["before"]


def test_parquet_holds_the_rows_with_their_types(frame: pd.DataFrame, tmp_path: Path) -> None:
    back = pd.read_parquet(writers.write(frame, tmp_path / "out.parquet"))
    assert list(table.records(back)) == ROWS
    assert back["due"][0] == dt.date(2020, 9, 20)


@pytest.mark.parametrize(("lang", "task", "bound"), [("vi", "Nội dung nhiệm vụ", "Trước ngày"), ("en", "Task", "before")])
def test_csv_has_titles_and_one_cell_a_value(frame: pd.DataFrame, tmp_path: Path, lang: table.Lang, task: str, bound: str) -> None:
    path = writers.write(frame, tmp_path / "out.csv", lang)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    titles = {column.key: column.title(lang) for column in table.SHEET_COLUMNS}
    assert [line[task] for line in lines] == [ROWS[0]["task"], ROWS[1]["task"], "'" + ROWS[2]["task"]]
    assert [line[titles["position"]] for line in lines] == ["1", "2", "3"]
    assert lines[0][titles["due"]] == "2020-09-20"
    assert lines[0][titles["recipients"]] == "Như trên; Lưu trữ hội"
    assert lines[0][titles["due_bound"]] == bound
    assert lines[1][titles["recurrence"]] == {"vi": "Hằng tháng, ngày 25", "en": "FREQ=MONTHLY;BYMONTHDAY=25"}[lang]
    assert lines[1][titles["due"]] == lines[1][titles["note"]] == ""


def test_xlsx_has_dates_filters_and_a_header_that_stays(frame: pd.DataFrame, tmp_path: Path) -> None:
    sheet = sheet_of(writers.write(frame, tmp_path / "out.xlsx"))
    first = by_title(sheet, 2)
    assert first["STT"].value == 1
    assert first["Nội dung nhiệm vụ"].value == ROWS[0]["task"]
    assert first["Nội dung nhiệm vụ"].alignment.wrap_text
    assert first["Thời hạn"].value == dt.datetime(2020, 9, 20)
    assert first["Thời hạn"].number_format == "dd/mm/yyyy"
    assert first["Văn bản giao"].value == "12/TB-VP"
    assert "Ghi chú" in first
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_xlsx_folds_away_what_is_technical_or_empty(frame: pd.DataFrame, tmp_path: Path) -> None:
    sheet = sheet_of(writers.write(frame, tmp_path / "out.xlsx", "en"))
    folded = {
        cell.value for cell in sheet[1] if any(d.hidden and d.min <= cell.column <= d.max for d in sheet.column_dimensions.values())
    }
    assert {"Start", "End", "Rules", "Supervisor", "Product"} <= folded
    assert not folded & {"No.", "Task", "Lead body", "Coordinating bodies", "Due", "Note", "Recurrence"}


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", " =1", "{=1}", "http://example.invalid", "007"])
def test_text_never_becomes_a_formula_a_number_or_a_link(tmp_path: Path, text: str) -> None:
    frame = table.frame([{"task": text, "assignees": [text], "subject": text}])
    sheet = sheet_of(writers.write(frame, tmp_path / "out.xlsx"))
    cell = by_title(sheet, 2)["Nội dung nhiệm vụ"]
    assert (cell.data_type, cell.value.strip(), cell.hyperlink) == ("s", text.strip(), None)
    with writers.write(frame, tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        line = next(iter(csv.DictReader(file)))
    for title in ("Nội dung nhiệm vụ", "Đơn vị chủ trì", "Trích yếu"):
        assert line[title].lstrip()[0] not in "=+-@＝"
        assert line[title].endswith(text)


def test_xlsx_takes_text_that_excel_cannot_hold(tmp_path: Path) -> None:
    frame = table.frame([{"task": "a\x00b\x0b" + "ế" * 40_000}])
    value = by_title(sheet_of(writers.write(frame, tmp_path / "out.xlsx")), 2)["Nội dung nhiệm vụ"].value
    assert value.startswith("abế")
    assert (len(value), value[-1]) == (32_767, "…")


@pytest.mark.parametrize("ending", list(writers.FORMATS))
def test_an_empty_table_is_written_with_its_columns(tmp_path: Path, ending: str) -> None:
    path = writers.write(table.frame([]), tmp_path / f"out{ending}")
    assert path.exists()
    if ending == ".parquet":
        assert list(pd.read_parquet(path).columns) == [column.key for column in table.COLUMNS]
    if ending == ".csv":
        assert "Nội dung nhiệm vụ" in path.read_text(encoding="utf-8-sig")


def test_an_unknown_ending_is_refused_with_those_that_are_known(frame: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(writers.WriteError, match=r"out\.odt.*\.csv.*\.xlsx"):
        writers.write(frame, tmp_path / "out.odt")


def test_the_other_formats_hold_the_tasks_too(frame: pd.DataFrame, tmp_path: Path) -> None:
    from docx import Document

    table_of = Document(str(writers.write(frame, tmp_path / "out.docx"))).tables[0]
    assert [cell.text for cell in table_of.rows[1].cells] == [
        "1", "Hoàn thiện dự toán, trình Thường trực", "12/TB-VP ngày 01/9/2020", "Văn phòng", "Ban Tài chính", "Trước 20/9/2020",
    ]  # fmt: skip
    assert writers.write(frame, tmp_path / "out.ics").read_text(encoding="utf-8").count("BEGIN:VEVENT") == 2
    assert "hoàn thiện dự toán" in writers.write(frame, tmp_path / "out.html").read_text(encoding="utf-8").lower()


@pytest.mark.parametrize("ending", list(writers.FORMATS))
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"out{ending}"
    path.write_text("old")

    def full(frame: pd.DataFrame) -> Any:
        yield from list(table.records(frame))[:1]
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"extractor.writers{ending}.records", full)
    with pytest.raises(writers.WriteError, match="No space left"):
        writers.write(table.frame(ROWS), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_missing_is_named(frame: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(writers.WriteError, match="nowhere"):
        writers.write(frame, tmp_path / "nowhere" / "out.csv")


def test_a_written_file_can_be_read_by_others(frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert stat.S_IMODE(writers.write(frame, path).stat().st_mode) & 0o444 == 0o444
    path.chmod(0o640)
    assert stat.S_IMODE(writers.write(frame, path).stat().st_mode) == 0o640


def test_too_many_rows_for_a_sheet(frame: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with pytest.raises(writers.WriteError, match=r"out\.xlsx.*3 tasks do not fit.*\.csv"):
        writers.write(frame, tmp_path / "out.xlsx")


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYDAY=2TU", "FREQ=HOURLY", "FREQ=MONTHLY;BYMONTHDAY=-2", "COUNT=3", "nothing"])
def test_a_rule_without_words_stays_as_it_is(rule: str) -> None:
    assert cells.repetition(rule) == rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [("FREQ=DAILY", "Hằng ngày"), ("FREQ=MONTHLY;INTERVAL=6", "6 tháng một lần"), ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "2 tuần một lần, thứ Hai, thứ Năm"),
     ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10", "Hằng năm, ngày 10 của tháng 12")],
)
def test_rules_in_words(rule: str, words: str) -> None:
    assert cells.repetition(rule) == words
