"""The schema of the task table: rows, frames and back."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from extractor import table
from extractor.model import Fields, Notice, Task
from tests.writers.samples import FIELDS, FIRST, NOTICE, TASKS

REQUIRED = [
    *("doc_id", "start", "end", "task", "assignees", "coordinators", "supervisor", "report_to", "due_text", "due", "due_time", "due_start", "due_bound"),
    *("recurrence", "section", "confidence", "rules", "number", "type", "issuer", "issued_on", "subject", "responsible", "task_id", "page", "product"),
]


@pytest.fixture
def rows() -> list[table.Row]:
    return table.rows(NOTICE, FIELDS, TASKS)


def test_columns_are_declared_once_with_both_titles() -> None:
    keys = [column.key for column in table.SHEET_COLUMNS]
    assert len(keys) == len(set(keys))
    assert set(REQUIRED) <= {column.key for column in table.COLUMNS}
    for lang in ("vi", "en"):
        titles = [column.title(lang) for column in table.SHEET_COLUMNS]
        assert all(titles)
        assert len(titles) == len(set(titles))


def test_a_row_has_every_column_and_nothing_else(rows: list[table.Row]) -> None:
    assert [list(row) for row in rows] == [[column.key for column in table.COLUMNS]] * len(TASKS)


def test_a_row_says_what_the_task_and_the_document_say(rows: list[table.Row]) -> None:
    first = rows[0]
    assert (first["start"], first["end"]) == FIRST
    assert first["evidence"] == NOTICE.text[FIRST[0] : FIRST[1]]
    assert first["assignees"] == first["responsible"] == ["Văn phòng"]
    assert (first["number"], first["issued_on"], first["doc_id"]) == ("12/TB-VP", "2020-09-01", "kl-12")
    assert first["rules"] == ["cue/assign", "date/before"]
    assert first["bodies"][0]["canonical"] == "Văn phòng Hội"
    assert first["origins"][1]["field"] == "due"
    assert first["supervisor"] is first["due_time"] is first["due_start"] is None


def test_the_issuer_answers_for_a_task_that_names_nobody(rows: list[table.Row]) -> None:
    assert rows[2]["assignees"] == []
    assert rows[2]["responsible"] == ["Văn phòng Hội"]
    assert table.rows(NOTICE, Fields(), TASKS)[2]["responsible"] == []


def test_task_ids_are_stable_and_apart(rows: list[table.Row]) -> None:
    assert [row["task_id"] for row in rows] == [row["task_id"] for row in table.rows(NOTICE, FIELDS, TASKS)]
    twice = table.rows(NOTICE, FIELDS, [TASKS[0], TASKS[0]])
    assert twice[0]["task_id"] == rows[0]["task_id"] != twice[1]["task_id"]
    assert table.rows(replace(NOTICE, digest="d2"), FIELDS, TASKS)[0]["task_id"] != rows[0]["task_id"]
    assert table.rows(replace(NOTICE, doc_id="copy"), FIELDS, TASKS)[0]["task_id"] == rows[0]["task_id"]


def test_a_frame_has_real_types(rows: list[table.Row]) -> None:
    frame = table.frame(rows)
    assert frame.shape == (3, len(table.COLUMNS))
    assert frame["due"].dtype == frame["issued_on"].dtype == "datetime64[s]"
    assert frame["due"][0] == pd.Timestamp(2020, 9, 20)
    assert frame["due"].isna().tolist() == [False, True, True]
    assert frame["page"].dtype == "Int64"
    assert frame["page"].isna().tolist() == [False, True, True]
    assert frame["supervisor"].tolist() == [None] * 3
    assert frame["coordinators"].tolist() == [["Ban Tài chính"], [], []]


def test_records_undo_a_frame(rows: list[table.Row]) -> None:
    assert list(table.records(table.frame(rows))) == rows


def test_an_empty_frame_keeps_columns_and_types() -> None:
    frame = table.frame([])
    assert list(frame.columns) == [column.key for column in table.COLUMNS]
    assert frame["due"].dtype == "datetime64[s]"
    assert list(table.records(frame)) == []


def test_dates_far_away_survive() -> None:
    row = table.rows(Notice("a", "x"), Fields(), [Task(0, 1, "x", due="9999-12-31", due_start="0001-01-01")])[0]
    [back] = table.records(table.frame([row]))
    assert (back["due"], back["due_start"]) == ("9999-12-31", "0001-01-01")


def test_a_misspelt_column_is_refused() -> None:
    with pytest.raises(KeyError, match="asignees"):
        table.frame([{"asignees": ["Văn phòng"]}])


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        table.frame([{"due": "2021-02-31"}])


def test_the_arrow_schema_has_the_columns() -> None:
    schema = table.schema()
    assert schema.names == [column.key for column in table.COLUMNS]
    assert str(schema.field("due").type) == "date32[day]"
    assert str(schema.field("assignees").type).startswith("list<")


def test_records_of_a_frame_with_few_columns(rows: list[table.Row]) -> None:
    assert next(table.records(table.frame(rows)[["task", "due"]])) == {"task": rows[0]["task"], "due": "2020-09-20"}
