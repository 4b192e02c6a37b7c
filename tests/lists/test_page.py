"""The page of the lists in a real browser that has no network: what a person sees when they search, filter, turn the month, print, or hold a telephone."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor import lists as action_lists
from extractor.agenda import tally
from extractor.lists import FromRows, FromStore, write_lists
from extractor.store import Store
from extractor.tracking import BUCKETS, Tracked, bucket, last_day, next_occurrence, order
from extractor.writers.html import write_page
from extractor.writers.list_cells import day_text, sentence, situation
from tests.lists.demo import AS_OF, document

OFFICE = "Văn phòng Liên đoàn Lao động tỉnh Bình Sơn"
Look = Callable[..., Any]


@pytest.fixture
def path(store: Store, tmp_path: Path) -> Path:
    [made] = write_lists(FromStore(store, AS_OF), tmp_path, AS_OF, ["html"])
    return made


def shown(page: Any) -> list[str]:
    """The tasks in the list, from top to bottom."""
    return [str(text) for text in page.locator("article .task").all_text_contents()]


def expected(store: Store, day: dt.date) -> list[Tracked]:
    """The tasks in the order in which the other formats have them."""
    return sorted(store.tasks(as_of=day), key=lambda task: order(task, day))


@pytest.mark.parametrize("day", [AS_OF, AS_OF - dt.timedelta(days=30), AS_OF + dt.timedelta(days=6), dt.date(2021, 2, 1)])
def test_periods_and_states_are_those_of_the_other_formats(look: Look, store: Store, path: Path, day: dt.date) -> None:
    page = look(path)
    page.fill("#day", day.isoformat())
    tasks = expected(store, day)
    assert shown(page) == [sentence(task.row["task"]) for task in tasks]
    said = [situation(task, day) or ("Đang thực hiện" if task.status == "doing" else "Chưa thực hiện") for task in tasks]
    assert page.locator("article .tag").all_text_contents() == said
    counted = Counter(bucket(task, day) for task in tasks)
    assert page.locator("section h2").all_text_contents() == [f"{title} ({counted[key]})" for key, title in BUCKETS.items() if counted[key]]
    assert page.locator("#source").text_content() == f"Tính đến ngày {day_text(day)}"


def test_search_with_and_without_tone_marks(look: Look, path: Path) -> None:
    page = look(path)
    for words in ("dự toán", "du toan", "DU TOAN kinh", "112/tb"):
        page.fill("#search", words)
        assert len(shown(page)) == (12 if words == "112/tb" else 1), words
    page.fill("#search", "không có ở đâu")
    assert shown(page) == []
    assert page.locator(".empty").text_content() == "Không có nhiệm vụ nào khớp với điều kiện đã chọn."
    assert page.locator("#count").text_content() == "0 nhiệm vụ"


def test_filters_by_body_part_and_period(look: Look, path: Path) -> None:
    page = look(path)
    page.select_option("#body", label=OFFICE)
    assert len(shown(page)) == 8
    page.select_option("#part", label="Phối hợp")
    assert shown(page) == ["Quyết toán kinh phí hỗ trợ đoàn viên gặp khó khăn"]
    page.select_option("#part", label="Chủ trì")
    page.select_option("#bucket", label="Quá hạn")
    assert shown(page) == ["Hoàn thiện dự toán kinh phí tổ chức hội nghị tổng kết năm"]


def test_the_evidence_stands_in_its_context_with_highlights(look: Look, path: Path) -> None:
    page = look(path)
    card = page.locator("article").first
    assert card.locator("blockquote").count() == 0
    card.locator("summary").click()
    assert card.locator("blockquote strong").text_content().startswith("Giao Văn phòng chủ trì, phối hợp với Ban Tài chính hoàn thiện")
    assert card.locator("mark.body").all_text_contents() == ["Văn phòng"]
    assert card.locator("mark.due").all_text_contents() == ["trước ngày 20/9/2020"]
    assert "THÔNG BÁO" in card.locator("blockquote").text_content()


def test_the_month_shows_deadlines_on_their_days(look: Look, store: Store, path: Path) -> None:
    page = look(path)
    page.click("text=Lịch tháng")
    assert "Tháng 10/2020" in page.locator(".turn").text_content()
    found: dict[int, list[str]] = {}
    for task in store.tasks(as_of=AS_OF):
        day = last_day(task.row) or (next_occurrence(task.row, AS_OF) if "BYMONTHDAY" in (task.row["recurrence"] or "") else None)
        if day and (day.year, day.month) == (2020, 10):
            found.setdefault(day.day, []).append(sentence(task.row["task"]))
    cells = {int(cell.locator("i").text_content()): cell for cell in page.locator(".days td:not(.out)").all()}
    assert sorted(cells) == list(range(1, 32))
    assert {day: cell.locator("a").all_text_contents() for day, cell in cells.items() if cell.locator("a").count()} == found
    assert page.locator(".days td.today i").text_content() == str(AS_OF.day)
    page.click("text=Sau ›")
    assert page.locator(".days a").all_text_contents() == ["Gửi báo cáo tháng về Ban Thường vụ"]
    page.click("text=‹ Trước")
    page.click("text=‹ Trước")
    page.click(".days a >> nth=0")
    assert page.locator("details[open] blockquote").count() == 1
    assert page.locator("article:has(details[open]) .task").text_content().startswith("Hoàn thiện dự toán")


def test_the_summary_counts_as_the_other_formats_do(look: Look, store: Store, path: Path) -> None:
    page = look(path)
    page.click("text=Tổng hợp")
    lines = {str(row.locator("td").first.text_content()): [cell or "0" for cell in row.locator("td").all_text_contents()[1:]] for row in page.locator("tbody tr").all()}
    made = [tally(one) for one in action_lists.lists(FromStore(store, AS_OF), AS_OF)]
    assert lines == {one.body: [str(one.led), *(str(one.lead.get(key, 0)) for key in BUCKETS), str(one.coordinate)] for one in made}
    page.click(f"td button:text-is('{OFFICE}')")
    assert len(shown(page)) == 8


@pytest.mark.parametrize("view", ["Danh sách", "Lịch tháng", "Tổng hợp"])
def test_a_telephone_shows_it_without_scrolling_sideways(look: Look, path: Path, view: str) -> None:
    page = look(path, width=360, height=740, touch=True)
    page.tap(f"text={view}")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    for box in (page.locator(selector).first.bounding_box() for selector in ("#search", "#body", "[data-view=list]")):
        assert box["height"] >= 40
    if view == "Lịch tháng":
        page.tap(".days td.today >> nth=0")
        assert page.locator(".day-list li").all_text_contents() == ["Quyết toán kinh phí hỗ trợ đoàn viên gặp khó khăn"]
        for box in (button.bounding_box() for button in page.locator(".day-list button").all()):
            assert box["height"] >= 40


def test_text_is_text(look: Look, tmp_path: Path) -> None:
    _, _, rows = document()
    bad = "<img src=x onerror=\"document.title='broken'\"></script><b>&amp;"
    row = rows[0] | {"task": bad, "responsible": [bad], "number": bad, "evidence": bad, "product": bad}
    write_page([Tracked(row, note=bad)], tmp_path / "a.html", AS_OF)
    page = look(tmp_path / "a.html")
    page.click("summary")
    assert shown(page) == [bad]
    assert page.title() == "Danh mục nhiệm vụ"
    assert page.locator("article img, article script, article .facts b b").count() == 0


def _many(count: int) -> list[Tracked]:
    _, _, rows = document()
    return [Tracked(rows[i % len(rows)] | {"task_id": f"t{i}", "task": f"việc thứ {i}"}) for i in range(count)]


def test_a_long_list_comes_in_parts_and_is_printed_whole(look: Look, tmp_path: Path) -> None:
    import pypdfium2

    write_page(_many(450), tmp_path / "a.html", AS_OF)
    page = look(tmp_path / "a.html")
    assert len(shown(page)) == 200
    page.click("text=Xem thêm (còn 250)")
    assert len(shown(page)) == 400
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    printed = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    assert {tuple(map(round, sheet.get_size())) for sheet in printed} == {(595, 842)}
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in printed)
    printed.close()
    assert set(map(int, re.findall(r"Việc thứ (\d+)", text))) == set(range(450))
    assert "Tìm trong nhiệm vụ" not in text


@pytest.mark.slow
def test_five_thousand_tasks_are_searched_at_once(look: Look, tmp_path: Path) -> None:
    write_page(_many(5000), tmp_path / "a.html", AS_OF)
    page = look(tmp_path / "a.html")
    taken = page.evaluate(
        """() => { const box = document.getElementById("search"), taken = [];
        for (const words of ["viec", "việc thứ 49", "viec thu 4999", ""]) {
            const start = performance.now(); box.value = words; box.dispatchEvent(new Event("input")); taken.push(performance.now() - start); }
        return taken; }"""
    )
    assert max(taken) < 1000, taken
    page.fill("#search", "viec thu 4999")
    assert shown(page) == ["Việc thứ 4999"]


def test_rows_of_a_table_make_the_page_too(look: Look, tmp_path: Path) -> None:
    notice, _, rows = document()
    [path] = write_lists(FromRows(rows, {notice.doc_id: notice.text}), tmp_path, AS_OF, ["html"])
    page = look(path)
    assert len(shown(page)) == 12
    page.locator("summary").nth(3).click()
    assert page.locator("blockquote strong").count() == 1
