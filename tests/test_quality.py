"""Error analysis and ablation, on rows and gold of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from extractor.corpus.quality import INHERITANCES, STAGES, Outcome, ablation, by_phenomenon, by_trait, faults_table, phenomena_table, run, traits_table, without
from extractor.evaluation import Score
from extractor.model import Origin, Place, Task

TEXT = """I. ĐỐI VỚI CHI CỤC KIỂM LÂM
1. Tuần tra rừng phòng hộ trước ngày 10/4/2021.
2. Báo cáo số vụ cháy hằng tháng.
"""
FIRST, SECOND = ("Tuần tra rừng phòng hộ trước ngày 10/4/2021.", "Báo cáo số vụ cháy hằng tháng.")


def gold(words: str, **cells: Any) -> dict[str, Any]:
    empty = {"assignees": ["Chi cục Kiểm lâm"], "coordinators": [], "due_text": None, "due": None, "due_bound": None, "recurrence": None}
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), **empty, **cells}


GOLD = {
    "doc_id": "kh-9",
    "text": TEXT,
    "fields": {},
    "meta": {"phenomena": ["inherited-assignee"]},
    "tasks": [
        gold(FIRST, due_text="trước ngày 10/4/2021", due="2021-04-10", due_bound="before"),
        gold(SECOND, due_text="hằng tháng", recurrence="FREQ=MONTHLY"),
    ],
}


def task(row: dict[str, Any], place: Place = "heading", **cells: Any) -> Task:
    known = {"assignees": tuple(row["assignees"]), "due": row["due"], "recurrence": row["recurrence"], "due_text": row["due_text"]}
    origins = (Origin("assignees", place, 0, 5, "scope.heading"), Origin("due", "clause", 0, 5, "date"))
    return Task(row["start"], row["end"], "…", **(known | {"origins": origins} | cells))  # type: ignore[arg-type]


def outcome(*rows: Task) -> Outcome:
    return Outcome(GOLD, rows)


def test_rows_of_gold_are_counted_by_what_they_are_like() -> None:
    first, second = GOLD["tasks"]  # type: ignore[misc]
    found = by_trait([outcome(task(first), task(second, recurrence=None))])
    assert found["all"] == Score(gold=2, matched=2, assignees=2, due=1, rows=1)
    assert found["the assignee stands outside the evidence"].gold == 2
    assert found["a day"] == Score(gold=1, matched=1, assignees=1, due=1, rows=1)
    assert found["a recurrence"] == Score(gold=1, matched=1, assignees=1)
    assert (found["nobody is named"].gold, found["a period"].gold, found["under 60 characters"].gold) == (0, 0, 2)
    assert by_trait([outcome()])["all"] == Score(gold=2)
    assert "| a day | 1 | 1.00 | 1.00 | 1.00 | 1.00 |" in traits_table(found)


def test_phenomena_that_few_documents_show_are_left_out() -> None:
    right = outcome(*(task(row) for row in GOLD["tasks"]))  # type: ignore[arg-type]
    assert by_phenomenon([right] * 4) == {}
    [(tag, (count, score))] = by_phenomenon([right] * 5).items()
    assert (tag, count, score.row) == ("inherited-assignee", 5, 1.0)
    assert "| inherited-assignee | 5 | 10 |" in phenomena_table(by_phenomenon([right] * 5))


def test_faults_are_told_with_the_rules_behind_them() -> None:
    told = faults_table([outcome(Task(0, 5, "…", origins=(Origin("task", "clause", 0, 5, "verb.imperative"),)))])
    assert "| missed | 2 | – |" in told
    assert "| invented | 1 | verb.imperative 1 |" in told
    assert "`kh-9` 3" in told


@pytest.mark.parametrize(("place", "left"), [("heading", ()), ("lead-in", ("Chi cục Kiểm lâm",)), ("clause", ("Chi cục Kiểm lâm",))])
def test_only_what_came_from_the_place_is_taken_away(place: Place, left: tuple[str, ...]) -> None:
    row = task(GOLD["tasks"][0], place)  # type: ignore[index]
    bare = without(row, *INHERITANCES["no assignee from a heading"])
    assert (bare.assignees, bare.due) == (left, "2021-04-10")
    assert without(row, "due", ("clause",)).due is None


def test_switching_parts_off_costs_what_came_from_them(nlp: Language) -> None:
    outcomes = run([GOLD], nlp)
    scores = ablation(outcomes, nlp)
    assert set(scores) == {"all of it", *INHERITANCES, *STAGES}
    whole = scores["all of it"]
    assert (whole.gold, whole.matched, whole.assignees, whole.due) == (2, 2, 2, 2)
    assert scores["no assignee from a heading"].assignees == 0
    assert scores["no dates"].due == 0
    assert scores["no assignment tables"] == whole
    assert "directive_dates" in nlp.pipe_names


def test_every_figure_of_the_page_has_its_place() -> None:
    page = (Path(__file__).parents[1] / "docs" / "quality.md").read_text(encoding="utf-8")
    for name in ("confidence", "faults", "traits", "phenomena", "ablation"):
        inside = page.partition(f"<!-- measured: {name} -->")[2].partition(f"<!-- end: {name} -->")[0]
        assert inside.strip().count("\n| ") >= 2, f"docs/quality.md has no figures for {name}"
