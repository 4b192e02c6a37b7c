"""What holds for every text: rendered dates come back, offsets cut out what was matched, nothing raises, time is linear."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import calendar
from extractor.calendar import Date
from extractor.components.dates import DateFinder, find_dates
from extractor.components.dates.words import number
from extractor.rules import Rules

DAYS = st.dates(Date(2001, 1, 1), Date(2049, 12, 31))
_UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def words(value: int) -> str:
    """A number in words, as it is read aloud."""
    if value >= 1000:
        thousands, rest = divmod(value, 1000)
        hundreds, below = divmod(rest, 100)
        head = f"{_UNITS[thousands]} nghìn" + (f" {_UNITS[hundreds]} trăm" if rest else "")
        return head + (f" {words(below)}" if below >= 10 else f" linh {_UNITS[below]}" if below else "")
    if value < 10:
        return _UNITS[value]
    tens, unit = divmod(value, 10)
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    tail = {0: "", 1: " một" if tens == 1 else " mốt", 5: " lăm"}.get(unit, f" {_UNITS[unit]}")
    return head + tail


FORMS = [
    "{d}/{m}/{y}", "{d:02d}/{m:02d}/{y}", "{d}.{m}.{y}", "{d}-{m}-{y}", "{d} / {m}/ {y}", "{d} - {m} - {y}", "ngày {d}/{m}/{y}", "ngày {d} tháng {m} năm {y}",
    "ngày {d:02d} tháng {m:02d} năm {y}", "ngày {d} tháng {m}/{y}", "ngày {d}/{m} năm {y}", "ngày {d}/{m}/{yy:02d}", "ngày {dw} tháng {mw} năm {yw}",
    "NGÀY {d} THÁNG {m} NĂM {y}", "ngày **{d}/{m}/{y}**", "ngày\n{d}/{m}/{y}", "17 giờ ngày {d}/{m}/{y}", "ngay {d} thang {m} nam {y}", "{y}-{m:02d}-{d:02d}",
    "16 giờ 30 phút, ngày {d} tháng {m} năm {y}", "15h00 {d}/{m}/{y}", "9h ngày {d}.{m}.{y}", "ngày {d} tháng {m},\xa0năm {y}", "ngày {d:02d} / {m:02d} / {y}",
    "ngày {d} – {m} – {y}", "ngày {do}/{mo}/{yo}", "ngày {do} tháng {mo} năm {yo}", "{wd}, ngày {d}/{m}/{y}", "{wd} ({d}/{m}/{y})",
]  # fmt: skip


WEEKDAYS = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]


def misread(figures: str) -> str:
    """Figures as OCR may read them, letters for some of them."""
    return figures.replace("0", "O", 1).replace("1", "l", 1)


@given(DAYS, st.sampled_from(FORMS))
@settings(max_examples=400, deadline=None)
def test_any_day_in_any_form_comes_back(day: Date, form: str) -> None:
    ocr = {"do": misread(f"{day.day:02d}"), "mo": misread(f"{day.month:02d}"), "yo": misread(str(day.year))}
    rendered = form.format(
        **ocr, wd=WEEKDAYS[day.weekday()], d=day.day, m=day.month, y=day.year, yy=day.year % 100, dw=words(day.day), mw=words(day.month), yw=words(day.year)
    )
    text = f"Các đơn vị gửi báo cáo trước {rendered} về Văn phòng."
    (found,) = find_dates(text)
    assert (found.role, found.due, found.due_bound) == ("deadline", day.isoformat(), "before")
    assert found.text == text[found.start : found.end]
    assert rendered.strip("*") in found.text


@given(DAYS, DAYS)
@settings(deadline=None)
def test_a_day_without_a_year_is_the_first_on_or_after_the_day_of_issue(day: Date, issued: Date) -> None:
    (found,) = find_dates(f"Báo cáo trước ngày {day.day}/{day.month}.", issued.isoformat())
    assert found.due is not None
    due = Date.fromisoformat(found.due)
    assert (due.day, due.month) == (day.day, day.month)
    assert due >= issued
    earlier = calendar.day(due.year - 1, day.month, day.day)
    assert earlier is None or earlier < issued


@given(st.integers(2001, 2049), st.integers(1, 12), st.sampled_from(["tháng {m}/{y}", "tháng {m:02d} năm {y}", "tháng {m}-{y}", "tháng {mw} năm {y}"]))
@settings(deadline=None)
def test_any_month_comes_back(year: int, month: int, form: str) -> None:
    (found,) = find_dates(f"Hoàn thành trong {form.format(m=month, y=year, mw=words(month))}.")
    days = calendar.months(year, month, month)
    assert (found.due_start, found.due, found.due_bound) == (days.start.isoformat(), days.end.isoformat(), "within")


@given(st.integers(2001, 2049), st.integers(1, 4), st.sampled_from(["quý {q}/{y}", "quý {r} năm {y}", "Quý {r}/{y}", "QUÝ {r} - {y}", "quý {q} năm {y}"]))
@settings(deadline=None)
def test_any_quarter_comes_back(year: int, quarter: int, form: str) -> None:
    (found,) = find_dates(f"Hoàn thành trong {form.format(q=quarter, r=['I', 'II', 'III', 'IV'][quarter - 1], y=year)}.")
    days = calendar.quarter(year, quarter)
    assert (found.due_start, found.due) == (days.start.isoformat(), days.end.isoformat())


@given(DAYS, DAYS)
@settings(deadline=None)
def test_any_range_comes_back(one: Date, other: Date) -> None:
    first, last = sorted((one, other))
    (found,) = find_dates(f"Thực hiện từ ngày {first.day}/{first.month}/{first.year} đến hết ngày {last.day}/{last.month}/{last.year}.")
    assert (found.due_start, found.due, found.due_bound) == (first.isoformat(), last.isoformat(), "within")


@given(st.integers(1, 31))
@settings(deadline=None)
def test_any_day_of_the_month_recurs(day: int) -> None:
    (found,) = find_dates(f"Báo cáo trước ngày {day} hằng tháng.")
    assert (found.role, found.recurrence, found.due) == ("recurrence", f"FREQ=MONTHLY;BYMONTHDAY={day}", None)


@given(st.integers(1, 9999))
def test_numbers_in_words(value: int) -> None:
    if value < 100 or value >= 1000:
        assert number(words(value).split()) == value


@given(DAYS)
@settings(deadline=None)
def test_decomposed_letters_are_read_alike(day: Date) -> None:
    text = unicodedata.normalize("NFD", f"Uỷ ban gửi báo cáo trước ngày {day.day} tháng {day.month} năm {day.year}, hằng quý tổng hợp.")
    first, second = find_dates(text)
    assert first.due == day.isoformat()
    assert second.recurrence == "FREQ=MONTHLY;INTERVAL=3"
    for found in (first, second):
        assert found.text == text[found.start : found.end]
    assert unicodedata.normalize("NFC", first.text).startswith("trước ngày")


_WORDS = (
    *("ngày", "tháng", "năm", "quý", "tuần", "thứ", "hai", "ba", "tư", "hằng", "mỗi", "định", "kỳ", "trước", "đến", "từ", "trong", "hết", "cuối", "đầu"),
    *("giữa", "mùng", "Tết", "kể", "ngày", "ký", "lần", "giờ", "IV", "I", "số", "tới", "này", "sau", "/", "-", ".", ",", ";", ":", "(", ")", "|", "**", "\n"),
)
_PIECES = st.lists(
    st.one_of(
        st.sampled_from(_WORDS),
        st.integers(0, 2100).map(str),
        st.text(max_size=3),
    ),
    max_size=25,
)


@given(_PIECES, st.sampled_from([None, "2021-02-28", "2020-12-31"]), st.sampled_from([" ", ""]))
@settings(max_examples=600, deadline=None)
def test_nothing_raises_and_offsets_hold(pieces: list[str], issued: str | None, glue: str) -> None:
    text = glue.join(pieces)
    last = 0
    for found in find_dates(text, issued):
        assert found.text == text[found.start : found.end] != ""
        assert found.start >= last
        last = found.end
        for value in (found.due, found.due_start):
            assert value is None or Date.fromisoformat(value)
        if found.due and found.due_start:
            assert found.due_start <= found.due
        assert found.role in ("deadline", "period") or found.due is None
        if found.recurrence:
            assert calendar.next_due(found, "2021-01-01")


@pytest.mark.parametrize(
    "unit",
    [
        "1/",
        "1.",
        "12-",
        "9 ",
        "ngày ",
        "tháng 1, ",
        "ngày 1, ",
        "quý I, ",
        "trước ",
        "1/1/1/",
        "hằng ",
        "từ ngày 1 đến ",
        "\n",
        " ",
        "ngày     ",
        "**",
        "1 giờ ",
        "mười ",
        "số 1/",
        "12/2020/TT-",
        "kể từ ngày ",
        "thứ hai, ",
        "đã ",
        "26/4 - ",
        "ngày hội ",
        "báo cáo tháng, ",
        "hai ",
        "trong vòng 3 ngày sau ",
    ],
)
@pytest.mark.parametrize("length", [25_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_time_is_linear_in_length(unit: str, length: int) -> None:
    finder = DateFinder(Rules())

    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        best = 1e9
        for _ in range(2):
            start = time.process_time()
            finder.find(text, "2021-03-01")
            best = min(best, time.process_time() - start)
        return best

    # Eight times the length: quadratic time would take 64 times as long.
    assert seconds(length) < 8 * 4 * max(seconds(length // 8), 0.02)


def test_a_day_of_issue_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="no ISO date"):
        find_dates("trước ngày 20/9", "20/9/2020")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="not in NoneType"):
        find_dates(None)  # type: ignore[arg-type]


def test_the_year_of_the_text_may_be_given() -> None:
    finder = DateFinder(Rules())
    assert [d.due for d in finder.find("Xong trước ngày 20/9.", year_hint=2019)] == ["2019-09-20"]
    assert [d.due for d in finder.find("Xong trước ngày 20/9.")] == [None]


def test_the_explanation_names_bound_anchor_and_steps() -> None:
    (found,) = find_dates("Trình chậm nhất sau 03 ngày làm việc kể từ ngày ký.", "2021-09-01")
    assert found.due == "2021-09-08"
    for part in ("chậm nhất", "ngày ban hành 01/09/2021", "+3 ngày làm việc", "02/09 Quốc khánh", "03/09 Quốc khánh", "08/09/2021", "deadline.bounded"):
        assert part in found.explanation


def test_dateparser_is_asked_once_for_a_string() -> None:
    from extractor.components.dates import leftover

    leftover.read.cache_clear()
    for _ in range(3):
        assert [d.due for d in find_dates("Xong trước 2031-05-17, nhắc lại: trước 2031-05-17.")] == ["2031-05-17", "2031-05-17"]
    assert leftover.read.cache_info().misses == 1
