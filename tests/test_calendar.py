"""Dates and nothing else: periods, working days, the lunar table, next occurrences."""

from __future__ import annotations

import datetime as dt
import itertools

import holidays
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import calendar
from extractor.calendar import Date, Interval

DAYS = st.dates(Date(2001, 1, 1), Date(2049, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_month_quarter_and_week(day: Date) -> None:
    for whole in (calendar.months(day.year, day.month, day.month), calendar.quarter(day.year, (day.month + 2) // 3), calendar.week(day)):
        assert whole.start <= day <= whole.end
    assert calendar.months(day.year, day.month, day.month).end + dt.timedelta(1) == calendar.add_months(day.replace(day=1), 1)
    assert calendar.week(day).start.weekday() == 0


@given(DAYS)
def test_the_weeks_of_a_month_cover_it_once(day: Date) -> None:
    weeks = [week for n in range(1, 7) if (week := calendar.week_of_month(day.year, day.month, n)) is not None]
    assert sum((week.end - week.start).days + 1 for week in weeks) == calendar.months(day.year, day.month, day.month).end.day
    assert calendar.week_of_month(day.year, day.month, -1) == weeks[-1]
    assert calendar.week_of_month(day.year, day.month, 7) is None


def test_a_day_that_does_not_exist_is_none() -> None:
    assert calendar.day(2021, 2, 29) is None
    assert calendar.day(2024, 2, 29) == Date(2024, 2, 29)


@given(DAYS, st.integers(1, 60))
@settings(deadline=None)
def test_working_days_forth_and_back(day: Date, count: int) -> None:
    end = calendar.add_working_days(day, count).end
    assert calendar.day_off(end) is None
    assert sum(calendar.day_off(day + dt.timedelta(n)) is None for n in range(1, (end - day).days + 1)) == count
    back = calendar.add_working_days(end, -count).end
    assert sum(calendar.day_off(back + dt.timedelta(n)) is None for n in range((end - back).days)) == count


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (Date(2021, 2, 12), "Tết Nguyên Đán"),
        (Date(2021, 4, 21), "Ngày Giỗ Tổ Hùng Vương"),
        (Date(2021, 5, 3), "Ngày Quốc tế Lao động (nghỉ bù)"),
        (Date(2021, 9, 3), "Quốc khánh"),
        (Date(2021, 9, 4), "cuối tuần"),
        (Date(2021, 9, 6), None),
        (Date(2024, 5, 4), None),  # a Saturday worked for Monday 29 April
    ],
)
def test_days_off(day: Date, why: str | None) -> None:
    assert calendar.day_off(day) == why


def test_the_count_names_the_holidays_that_it_passes() -> None:
    count = calendar.add_working_days(Date(2021, 9, 1), 2)
    assert count.end == Date(2021, 9, 7)
    assert [day for day, _ in count.skipped] == [Date(2021, 9, 2), Date(2021, 9, 3)]
    assert calendar.next_working_day(Date(2021, 4, 30)).end == Date(2021, 5, 4)
    assert calendar.next_working_day(Date(2021, 5, 4)) == (Date(2021, 5, 4), ())


@pytest.mark.parametrize("year", range(2000, 2051))
def test_tet_is_that_of_an_independent_table(year: int) -> None:
    vietnam = holidays.country_holidays("VN", years=year, language="vi")
    assert calendar.tet(year) in vietnam.get_named("Tết Nguyên Đán", lookup="exact")


@pytest.mark.parametrize("year", range(2007, 2051))
def test_the_third_lunar_month_is_that_of_an_independent_table(year: int) -> None:
    vietnam = holidays.country_holidays("VN", years=year, language="vi", observed=False)
    assert calendar.lunar_day(year, 3, 10) in vietnam.get_named("Hùng Vương")


def _new_moons(first: int, last: int) -> list[Date]:
    ephem = pytest.importorskip("ephem")
    at, found = ephem.Date(f"{first}/10/1"), []
    while not found or found[-1] < Date(last, 3, 31):
        at = ephem.next_new_moon(at)
        found.append(ephem.Date(at + 7 * ephem.hour).datetime().date())
        at = ephem.Date(at + 1)
    return found


def test_every_month_begins_with_a_new_moon_at_utc_plus_7() -> None:
    starts = {days.start for year in range(2000, 2050) for _, _, days in calendar.lunar_months(year)}
    moons = {day for day in _new_moons(1999, 2051) if min(starts) <= day <= max(starts)}
    assert starts == moons


def test_the_winter_solstice_falls_in_the_eleventh_month() -> None:
    ephem = pytest.importorskip("ephem")
    for year in range(2000, 2050):
        solstice = ephem.Date(ephem.next_winter_solstice(f"{year}/12/1") + 7 * ephem.hour).datetime().date()
        eleventh = calendar.lunar_month(year, 11)
        assert eleventh is not None
        assert eleventh.start <= solstice <= eleventh.end


def test_lunar_years_join_without_a_gap() -> None:
    days = [days for year in range(2000, 2051) for _, _, days in calendar.lunar_months(year)]
    assert all(before.end + dt.timedelta(1) == after.start for before, after in itertools.pairwise(days))
    for year in range(2000, 2051):
        months = calendar.lunar_months(year)
        assert [number for number, leap, _ in months if not leap] == list(range(1, 13))
        assert sum(leap for _, leap, _ in months) == len(months) - 12


def test_lunar_days_by_hand() -> None:
    assert calendar.lunar_day(2020, 12, 28) == Date(2021, 2, 9)
    assert calendar.lunar_day(2021, 12, 30) == Date(2022, 1, 31)  # a month of 29 days: 30 Tết is its last
    assert calendar.lunar_day(2023, 2, 1, leap=True) == Date(2023, 3, 22)
    assert calendar.lunar_day(2021, 2, 31) is None
    assert calendar.tet(1999) is None
    assert calendar.tet(2007) == Date(2007, 2, 17)  # a day before the Chinese one
    assert (calendar.lunar_year(Date(2021, 2, 11)), calendar.lunar_year(Date(2021, 2, 12))) == (2020, 2021)


@pytest.mark.parametrize(
    ("rule", "after", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25", "2021-01-24", "2021-01-25"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "2021-01-25", "2021-02-25"),
        ("FREQ=MONTHLY", "2021-02-10", "2021-02-28"),
        ("FREQ=MONTHLY;INTERVAL=3", "2021-02-10", "2021-03-31"),
        ("FREQ=MONTHLY;INTERVAL=6", "2021-07-01", "2021-12-31"),
        ("FREQ=WEEKLY;BYDAY=SA", "2021-03-06", "2021-03-13"),
        ("FREQ=WEEKLY", "2021-03-08", "2021-03-14"),
        ("FREQ=DAILY", "2021-12-31", "2022-01-01"),
        ("FREQ=YEARLY", "2021-03-08", "2021-12-31"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", "2021-11-15", "2022-11-15"),
        ("FREQ=YEARLY;BYMONTH=1,6", "2021-02-01", "2021-06-30"),
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=20", "2021-03-20", "2021-06-20"),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1", "2021-03-20", "2021-03-31"),
    ],
)
def test_next_due_of_a_rule(rule: str, after: str, expected: str) -> None:
    assert calendar.next_due({"recurrence": rule}, after) == expected
    assert calendar.next_due({"recurrence": rule}, Date.fromisoformat(after)) == expected


def test_next_due_without_a_rule() -> None:
    assert calendar.next_due({"due": "2021-03-08"}, "2021-03-07") == "2021-03-08"
    assert calendar.next_due({"due": "2021-03-08"}, "2021-03-08") is None
    assert calendar.next_due({"due": None}, "2021-03-08") is None
    for rule in ("FREQ=SOMETIMES", "nonsense", "FREQ=MONTHLY;INTERVAL=0", "FREQ=MONTHLY;INTERVAL=x"):
        with pytest.raises(ValueError, match=f"'{rule}' is no rule of RFC 5545"):
            calendar.next_due({"recurrence": rule}, "2021-03-08")


def test_next_due_reads_value_objects() -> None:
    from extractor.model import Deadline

    deadline = Deadline(0, 1, "x", "recurrence", recurrence="FREQ=MONTHLY;BYMONTHDAY=5")
    assert calendar.next_due(deadline, "2021-03-08") == "2021-04-05"


def test_next_due_reads_the_rows_of_a_data_frame() -> None:
    table = pd.DataFrame(
        {
            "task": ["Báo cáo", "Nộp hồ sơ", "Theo dõi"],
            "due": pd.to_datetime([None, "2021-03-20", None]),
            "due_start": pd.to_datetime([None, None, "2021-03-01"]),
            "recurrence": ["FREQ=MONTHLY;BYMONTHDAY=25", None, None],
        }
    )
    expected = ["2021-03-25", "2021-03-20", None]
    assert [calendar.next_due(row, "2021-03-08") for _, row in table.iterrows()] == expected
    assert [calendar.next_due(row, Date(2021, 3, 8)) for row in table.itertuples()] == expected
    assert [calendar.next_due(row, pd.Timestamp("2021-03-08")) for row in table.to_dict("records")] == expected
    texts = table.assign(due=[None, "2021-03-20", float("nan")], due_start=pd.NA, recurrence=["FREQ=MONTHLY;BYMONTHDAY=25", float("nan"), pd.NA])
    assert [calendar.next_due(row, "2021-03-08") for _, row in texts.iterrows()] == expected


@pytest.mark.parametrize("after", ["", None, "8/3/2021"])
def test_next_due_wants_a_day_to_count_from(after: str | None) -> None:
    with pytest.raises(ValueError, match="no day; write it as"):
        calendar.next_due({"due": "2021-03-20"}, after)  # type: ignore[arg-type]


def test_intervals() -> None:
    assert calendar.quarter(2020, 1) == Interval(Date(2020, 1, 1), Date(2020, 3, 31))
    assert calendar.months(2020, 7, 12) == Interval(Date(2020, 7, 1), Date(2020, 12, 31))
    assert calendar.add_months(Date(2020, 11, 30), 3) == Date(2021, 2, 28)
