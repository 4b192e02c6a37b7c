"""What follows from a row on a given day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from extractor.tracking import Tracked, bucket, dated_rule, name_key, names_day, next_occurrence, order, shares, state

TUESDAY = dt.date(2020, 10, 6)


def task(due: str | None = None, status: Any = "todo", done_on: dt.date | None = None, **row: Any) -> Tracked:
    return Tracked({"task_id": "x", "doc_id": "d", "start": 0, "due": due, "due_bound": "by", "recurrence": None} | row, status, done_on)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (task("2020-10-05"), "overdue"),
        (task("2020-10-06"), "todo"),
        (task("2020-10-06", due_bound="before"), "overdue"),
        (task("2020-10-06", due_bound="before", due_time="16:30"), "todo"),
        (task("2020-10-05", "doing"), "overdue"),
        (task("2020-10-07", "doing"), "doing"),
        (task(None), "todo"),
        (task("2020-10-05", "done", dt.date(2020, 10, 5)), "done-in-time"),
        (task("2020-10-05", "done", dt.date(2020, 10, 6)), "done-late"),
        (task("2020-10-05", "done", dt.date(2020, 10, 5), due_bound="before"), "done-late"),
        (task("2020-10-05", "done"), "done"),
        (task(None, "done", dt.date(2020, 10, 5)), "done"),
    ],
)
def test_states(of: Tracked, expected: str) -> None:
    assert state(of, TUESDAY) == expected


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (task("2020-10-05"), "overdue"),
        (task("2020-10-06"), "week"),
        (task("2020-10-11"), "week"),
        (task("2020-10-12"), "month"),
        (task("2020-10-12", due_bound="before"), "week"),
        (task("2020-10-31"), "month"),
        (task("2020-11-01"), "later"),
        (task("2021-10-31"), "later"),
        (task(None, recurrence="FREQ=MONTHLY"), "recurring"),
        (task(None), "undated"),
        (task("2020-10-05", "done"), "done"),
    ],
)
def test_periods(of: Tracked, expected: str) -> None:
    assert bucket(of, TUESDAY) == expected


def test_a_week_may_reach_into_the_next_month() -> None:
    assert bucket(task("2020-11-01"), dt.date(2020, 10, 30)) == "week"
    assert bucket(task("2020-10-11"), dt.date(2020, 10, 11)) == "week"
    assert bucket(task("2020-10-12"), dt.date(2020, 10, 11)) == "month"


def test_a_list_is_sorted_by_deadline_and_next_occurrence() -> None:
    monthly = task(None, recurrence="FREQ=MONTHLY;BYMONTHDAY=25", issued_on="2020-09-01")
    weekly = task(None, recurrence="FREQ=WEEKLY;BYDAY=FR", issued_on="2020-09-01")
    late, soon, open_end = task("2020-09-30"), task("2020-10-07"), task(None)
    found = sorted([open_end, monthly, soon, weekly, late], key=lambda one: order(one, TUESDAY))
    assert found == [late, soon, weekly, monthly, open_end]


@pytest.mark.parametrize(
    ("rule", "issued", "as_of", "day"),
    [
        ("FREQ=MONTHLY;INTERVAL=3", "2020-09-07", "2020-10-06", "2020-12-31"),
        ("FREQ=MONTHLY;INTERVAL=6", "2020-09-07", "2020-10-06", "2020-12-31"),
        ("FREQ=MONTHLY", "2020-09-07", "2021-02-03", "2021-02-28"),
        ("FREQ=YEARLY", "2020-09-07", "2021-01-01", "2021-12-31"),
        ("FREQ=YEARLY;BYMONTH=6", "2020-09-07", "2021-01-01", "2021-06-30"),
        ("FREQ=WEEKLY", "2020-09-07", "2020-10-06", "2020-10-09"),
        ("FREQ=DAILY", "2020-09-07", "2020-10-06", "2020-10-06"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", None, "2020-10-26", "2020-11-25"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=25", "2020-09-07", "2020-10-06", "2020-11-25"),
    ],
)
def test_next_occurrences(rule: str, issued: str | None, as_of: str, day: str) -> None:
    assert next_occurrence({"recurrence": rule, "issued_on": issued}, dt.date.fromisoformat(as_of)) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("rule", ["nonsense", "FREQ=SOMETIMES;BYDAY=MO", None])
def test_a_rule_that_is_none_has_no_occurrence(rule: str | None) -> None:
    assert next_occurrence({"recurrence": rule}, TUESDAY) is None


def test_a_rule_with_a_day_stays_as_it_is() -> None:
    for rule in ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYMONTHDAY=1,15"):
        assert names_day(rule)
        assert dated_rule(rule) == rule


def test_shares_go_by_identity_and_the_issuer_leads_what_names_nobody() -> None:
    bodies = [{"name": "Ban Thường vụ", "text": "BTV", "id": "btv", "canonical": "Ban Thường vụ Hội"}, {"name": "Ban A", "text": "Ban A", "id": None}]
    row = {"responsible": ["BTV", "ban thường  vụ", "Ban A"], "coordinators": ["Các Ban A", "Ban B"], "bodies": bodies}
    assert [(share.key, share.name, share.part) for share in shares(row)] == [
        ("btv", "Ban Thường vụ Hội", "lead"), ("~ban a", "Ban A", "lead"), ("~ban b", "Ban B", "coordinate"),
    ]  # fmt: skip
    assert [share.key for share in shares({"responsible": ["Hội Chữ thập đỏ"]})] == ["~hội chữ thập đỏ"]
    assert name_key("các Sở") == name_key("SỞ")
