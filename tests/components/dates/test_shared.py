"""Floors on the annotated sentences that lie beside the project on some machines; they are no part of it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from extractor import calendar
from extractor.components.dates import find_dates
from extractor.model import Deadline

SENTENCES = Path(__file__).parents[4] / "shared" / "deadlines" / "deadlines.jsonl"

pytestmark = pytest.mark.skipif(not SENTENCES.is_file(), reason="no ../shared/deadlines here")


def _days(rule: str | None) -> tuple[str | None, ...]:
    """The next days of a rule from two starts, so that rules are compared by what they say."""
    return tuple(calendar.next_due({"recurrence": rule}, start) for start in ("2021-01-05", "2021-05-13", "2023-02-28")) if rule else ()


def _wanted(span: Deadline) -> bool:
    return span.role in ("deadline", "recurrence")


def test_shared_sentences_keep_their_scores() -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found = find_dates(case["text"], case["issued_on"])
        for gold in case["spans"]:
            hits = [date for date in found if date.start < gold["end"] and gold["start"] < date.end]
            checks = {"role": any(date.role == gold["role"] for date in hits)}
            if gold["role"] == "deadline":
                checks["due"] = any(date.due == gold["due"] for date in hits) if gold["due"] else not any(date.due for date in hits)
            if gold["role"] == "recurrence":
                checks["recurrence"] = any(_days(date.recurrence) == _days(gold["recurrence"]) for date in hits)
            total.update(checks)
            right.update(name for name, good in checks.items() if good)
        expected = {(gold["due"], _days(gold["recurrence"])) for gold in case["spans"] if gold["role"] in ("deadline", "recurrence")}
        total["sentence"] += 1
        right["sentence"] += expected == {(date.due, _days(date.recurrence)) for date in found if _wanted(date)}
    shares = {name: right[name] / total[name] for name in total}
    assert shares["due"] >= 0.97, shares
    assert min(shares["recurrence"], shares["role"], shares["sentence"]) >= 0.95, shares
