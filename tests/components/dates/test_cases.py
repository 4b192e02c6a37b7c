"""The marked-up cases, each compared exactly: every span, its role, its days, and nothing beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.components.dates import find_dates
from tests.components.dates.markup import Case, Expected, MarkupError, parse, read

CASES = list(read(Path(__file__).parent / "cases"))
KNOWN_FAILURES: frozenset[str] = frozenset()
"""Ids of cases that the finder is known to get wrong."""


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 300
    assert len({case.text for case in CASES}) >= 300
    assert {case.id for case in CASES} >= KNOWN_FAILURES


def _marks(case: Case) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True)] if case.id in KNOWN_FAILURES else []


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id, marks=_marks(case)) for case in CASES])
def test_case(case: Case) -> None:
    found = find_dates(case.text, case.issued_on)
    got = tuple(Expected(d.start, d.end, d.role, d.due, d.due_start, d.due_bound, d.due_time, d.recurrence) for d in found)
    assert [_shown(case.text, span) for span in got] == [_shown(case.text, span) for span in case.spans]
    for date in found:
        assert date.text == case.text[date.start : date.end]
        assert date.rule
        assert date.explanation


def _shown(text: str, span: Expected) -> tuple[object, ...]:
    return (text[span.start : span.end], *span)


@pytest.mark.parametrize(
    "source",
    [
        'trước <date before="2020-09-20">20/9',
        "trước 20/9</date>",
        'trước <date befor="2020-09-20">20/9</date>',
        'trước <date before="20/9">20/9</date>',
        "trước <date>20/9</date>",
        'trước <date before="2020-09-20" on="2020-09-20">20/9</date>',
        'trước <date before="2020-09-20"></date>20/9',
        'trước <date before="2020-09-20">20 <date on="2020-09-20">9</date></date>',
        'trước <date before="2020-09-01/2020-09-20">20/9</date>',
        'trước <date role="dealine">20/9</date>',
        'trước <date open="soon">20/9</date>',
        'trước <date before="2020-09-20" bound="by">20/9</date>',
    ],
)
def test_markup_that_says_nothing_is_refused(source: str) -> None:
    with pytest.raises((MarkupError, ValueError)):
        parse(source)
