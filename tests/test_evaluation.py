"""Scores, by examples whose result can be counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from extractor import evaluation
from extractor.evaluation import Score, compare, fields_right, gold_files, matches, same_rule, score
from extractor.model import Task

TEXT = "Giao Sở Y tế báo cáo trước ngày 20/9/2020. Giao Sở Nội vụ rà soát. Giao Sở Tài chính thẩm định."


def gold(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "task": "", "assignees": [], "coordinators": [], "due": None, "recurrence": None, **more}


def document(*tasks: dict[str, Any], text: str = TEXT, **fields: Any) -> dict[str, Any]:
    return {"doc_id": "d", "text": text, "fields": fields, "tasks": list(tasks)}


@pytest.mark.parametrize(
    ("predicted", "wanted", "pairs"),
    [
        ([(0, 10)], [(0, 10)], {0: 0}),
        ([(0, 10)], [(0, 20)], {0: 0}),
        ([(0, 9)], [(0, 20)], {}),
        ([(0, 20)], [(0, 9)], {}),
        ([(0, 12), (0, 10)], [(0, 10)], {1: 0}),
        ([(0, 10), (10, 20)], [(0, 20)], {0: 0}),
        ([(0, 10)], [(0, 6), (0, 9)], {0: 1}),
        ([], [(0, 1)], {}),
        ([(5, 10)], [(10, 15)], {}),
    ],
)
def test_evidence_matches_from_half_of_the_longer_one_best_first(predicted: list[tuple[int, int]], wanted: list[tuple[int, int]], pairs: dict[int, int]) -> None:
    assert matches(predicted, wanted) == pairs


def test_a_row_counts_when_its_assignees_and_its_due_are_right() -> None:
    wanted = document(gold(0, 42, assignees=["Sở Y tế"], due="2020-09-20"), gold(43, 66, assignees=["Sở Nội vụ"]), gold(67, 95, assignees=["Sở Tài chính"]))
    tasks = [Task(0, 42, "", assignees=("sở y tế",), due="2020-09-20"), Task(43, 66, "", assignees=("Sở Công Thương",)), Task(0, 2, "")]
    counts, faults = compare(wanted, tasks)
    assert counts == Score(gold=3, predicted=3, matched=2, assignees=1, coordinators=2, due=2, rows=1)
    assert counts.detection == pytest.approx(2 / 3)
    assert counts.row == pytest.approx(1 / 3)
    assert [(fault.kind, fault.gold, fault.predicted) for fault in faults] == [("assignees", "Sở Nội vụ", "Sở Công Thương"), ("missed", "", ""), ("invented", "", "")]


def test_each_predicted_row_is_right_or_not_in_its_own_order() -> None:
    wanted = document(gold(0, 42, assignees=["Sở Y tế"], due="2020-09-20"), gold(43, 66, assignees=["Sở Nội vụ"], recurrence="FREQ=YEARLY"))
    second, first = Task(43, 66, "", assignees=("sở nội vụ",), recurrence="FREQ=MONTHLY;INTERVAL=12"), Task(0, 42, "", assignees=("Sở Y tế",), due="2020-09-20")
    assert evaluation.right(wanted, [second, Task(0, 2, ""), first]) == [True, False, True]
    assert evaluation.right(wanted, [Task(0, 42, "", assignees=("Sở Y tế",)), Task(43, 66, "", recurrence="FREQ=YEARLY")]) == [False, False]


@pytest.mark.parametrize(
    ("ours", "theirs", "right"),
    [
        (("Ủy ban nhân dân tỉnh",), ["UBND tỉnh"], True),
        (("Uỷ ban nhân dân tỉnh",), ["ỦY BAN NHÂN DÂN TỈNH"], True),
        (("các sở, ban, ngành",), ["sở, ban, ngành"], True),
        (("Sở Y tế", "Sở Nội vụ"), ["Sở Nội vụ", "Sở Y tế"], True),
        (("Sở Y tế",), ["Sở Y tế", "Sở Nội vụ"], False),
        ((), ["Sở Y tế"], False),
        ((), [], True),
    ],
)
def test_bodies_are_compared_as_sets_of_normalised_names(ours: tuple[str, ...], theirs: list[str], right: bool) -> None:
    counts, _ = compare(document(gold(0, 42, assignees=theirs)), [Task(0, 42, "", assignees=ours)])
    assert counts.assignees == right


@pytest.mark.parametrize(
    ("due", "recurrence", "right"),
    [("2020-09-20", None, True), ("2020-09-19", None, False), (None, None, False), ("2020-09-20", "FREQ=YEARLY", False)],
)
def test_due_is_right_when_day_and_repetition_are(due: str | None, recurrence: str | None, right: bool) -> None:
    counts, _ = compare(document(gold(0, 42, due="2020-09-20")), [Task(0, 42, "", due=due, recurrence=recurrence)])
    assert counts.due == right


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25", "BYMONTHDAY=25;FREQ=MONTHLY", True),
        ("FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=6", False),
        ("FREQ=MONTHLY", None, False),
        (None, "", True),
        ("nonsense", "nonsense", True),
        ("nonsense", "FREQ=DAILY", False),
    ],
)
def test_rules_are_compared_by_the_days_they_give(one: str | None, other: str | None, same: bool) -> None:
    assert same_rule(one, other) is same


def test_a_document_with_nothing_in_it_scores_one_when_nothing_is_found() -> None:
    counts, faults = compare(document(), [])
    assert (counts.detection, counts.row, faults) == (1.0, 1.0, [])


def test_scores_add_up() -> None:
    assert Score(1, 2, 1, 1, 0, 1, 1) + Score(3, 2, 2, 1, 2, 0, 0) == Score(4, 4, 3, 2, 2, 1, 1)


def test_fields_are_right_when_they_read_alike_and_nothing_is_nothing() -> None:
    counts = fields_right([{"fields": {"issuer": "UBND tỉnh", "addressees": None, "signer": "An"}}], [{"issuer": "Uỷ ban nhân dân tỉnh", "addressees": (), "signer": None}])
    assert counts == {"issuer": 1, "issuer:all": 1, "addressees": 1, "addressees:all": 1, "signer": 0, "signer:all": 1}


def test_gold_is_read_from_folders_and_other_json_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.json").write_text(json.dumps(document()), encoding="utf-8")
    (tmp_path / "splits.json").write_text('{"train": []}', encoding="utf-8")
    assert [path.name for path, _ in gold_files(tmp_path)] == ["one.json"]


def test_gold_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.json: not a gold document"):
        list(gold_files(tmp_path))


def test_documents_are_scored_by_the_pipeline(nlp: Language) -> None:
    wanted = document(gold(0, 42, assignees=["Sở Y tế"], due="2020-09-20"), text=TEXT[:42], number=None)
    done: list[str] = []
    report = score([wanted], nlp, done.append)
    assert report.total == Score(1, 1, 1, 1, 1, 1, 1)
    assert report.fields == {"number": 1, "number:all": 1}
    assert done == ["d"]
