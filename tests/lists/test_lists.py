"""Action lists: who is on which list, and what each format shows."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from icalendar import Calendar

from extractor import lists as action_lists
from extractor.agenda import ActionList, Letterhead
from extractor.lists import FromRows, FromStore, write_lists
from extractor.store import Store
from extractor.tracking import BUCKETS, PARTS
from extractor.writers import WriteError, list_xlsx
from tests.lists.demo import AS_OF, document

OFFICE = "Văn phòng Liên đoàn Lao động tỉnh Bình Sơn"
BOARD = "Ban Thường vụ Liên đoàn Lao động tỉnh Bình Sơn"
FINANCE = "Ban Tài chính Liên đoàn Lao động tỉnh Bình Sơn"


@pytest.fixture
def source(store: Store) -> FromStore:
    return FromStore(store, AS_OF)


@pytest.fixture
def office(source: FromStore) -> ActionList:
    [made] = action_lists.lists(source, AS_OF, OFFICE)
    return made


def events(path: Path) -> list[Any]:
    return list(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def page_data(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_every_body_has_one_list_the_busiest_first(source: FromStore) -> None:
    made = list(action_lists.lists(source, AS_OF))
    found = {one.body: tuple(sum(len(group.tasks) for group in one.of(part)) for part in PARTS) for one in made}
    assert found == {OFFICE: (7, 1), BOARD: (2, 1), FINANCE: (2, 1), "các huyện, ngành": (1, 1), "các ban chuyên đề": (0, 1)}
    assert next(iter(found)) == OFFICE


def test_a_list_goes_by_period_and_part(office: ActionList) -> None:
    assert [(group.part, group.bucket, [task.row["task"].split(",")[0][:20] for task in group.tasks]) for group in office.groups] == [
        ("lead", "overdue", ["hoàn thiện dự toán k"]),
        ("lead", "week", ["chuẩn bị tài liệu ph"]),
        ("lead", "month", ["đăng tải kết quả thi"]),
        ("lead", "later", ["tổng hợp báo cáo côn"]),
        ("lead", "recurring", ["gửi báo cáo tháng về"]),
        ("lead", "undated", ["tham mưu sửa đổi quy"]),
        ("lead", "done", ["rà soát"]),
        ("coordinate", "week", ["quyết toán kinh phí "]),
    ]


def test_rows_give_the_same_lists_as_a_store_without_what_people_entered(source: FromStore) -> None:
    notice, _, rows = document()
    loose = FromRows(rows, {notice.doc_id: notice.text})
    assert loose.bodies() == source.bodies()
    one = {task.task_id for made in action_lists.lists(loose, AS_OF) for _, _, task in made.tasks()}
    assert one == {row["task_id"] for row in rows}
    for task in loose.all():
        assert task.context[task.row["start"] : task.row["end"]] == task.row["evidence"]


def test_a_name_without_identity_joins_the_body_called_so() -> None:
    _, _, rows = document()
    loose = FromRows([*rows, rows[0] | {"task_id": "y", "responsible": [OFFICE.upper()], "bodies": []}])
    [office] = [body for body in loose.bodies() if body.name == OFFICE]
    assert office.lead == 8


def test_a_rejected_task_is_on_no_list(store: Store, source: FromStore, office: ActionList) -> None:
    rejected = office.groups[0].tasks[0].task_id
    store.change(rejected, {"decision": "rejected"}, who="lan")
    [made] = action_lists.lists(source, AS_OF, OFFICE)
    assert rejected not in {task.task_id for _, _, task in made.tasks()}
    assert [task.task_id for task in made.cancelled] == [rejected]


def test_a_body_that_nobody_knows_is_answered_with_those_that_are_known(source: FromStore, tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"Ban Thanh tra.*Ban Thường vụ"):
        write_lists(source, tmp_path, AS_OF, body="Ban Thanh tra")
    assert [made.body for made in action_lists.lists(source, AS_OF, "ban thường vụ")] == [BOARD]


def test_an_unknown_format_is_refused(source: FromStore, tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"odt.*xlsx, docx, pdf, ics, html"):
        write_lists(source, tmp_path / "out", AS_OF, ["odt"])
    assert not (tmp_path / "out").exists()


def test_the_files_of_a_set(source: FromStore, tmp_path: Path) -> None:
    heard: list[str] = []
    paths = write_lists(source, tmp_path / "out", AS_OF, ["xlsx", "docx", "ics", "html"], progress=heard.append)
    stems = ["ban-tai-chinh-lien-doan-lao-dong-tinh-binh-son", "ban-thuong-vu-lien-doan-lao-dong-tinh-binh-son", "cac-ban-chuyen-de", "cac-huyen-nganh"]
    stems.append("van-phong-lien-doan-lao-dong-tinh-binh-son")
    expected = {"nhiem-vu.xlsx", "nhiem-vu.html", "tong-hop.docx", *(f"{stem}.{ending}" for stem in stems for ending in ("docx", "ics"))}
    assert {path.name for path in paths} == set(heard) == expected == {path.name for path in (tmp_path / "out").iterdir()}


def test_one_body_alone(source: FromStore, tmp_path: Path) -> None:
    write_lists(source, tmp_path, AS_OF, ["xlsx", "html"], body="Ban Tài chính")
    assert openpyxl.load_workbook(tmp_path / "nhiem-vu.xlsx").sheetnames == ["Tổng hợp nhiệm vụ", FINANCE[:31]]
    assert len(page_data(tmp_path / "nhiem-vu.html")["tasks"]) == 3


class TestWorkbook:
    @pytest.fixture
    def book(self, source: FromStore, tmp_path: Path) -> Any:
        write_lists(source, tmp_path, AS_OF, ["xlsx"])
        return openpyxl.load_workbook(tmp_path / "nhiem-vu.xlsx")

    def test_the_summary_counts_every_body(self, book: Any) -> None:
        sheet = book["Tổng hợp nhiệm vụ"]
        lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        assert lines[0] == ["STT", "Đơn vị", "Chủ trì", *BUCKETS.values(), "Phối hợp"]
        assert lines[1] == [1, OFFICE, 7, 1, 1, 1, 1, 1, 1, 1, 1]
        assert lines[-1] == [None, "Cộng", 12, 2, 2, 2, 1, 2, 2, 1, 5]
        assert sheet["B5"].hyperlink.location == f"'{OFFICE[:31]}'!A1"

    def test_a_sheet_can_be_filled_in_and_printed(self, book: Any) -> None:
        sheet = book[OFFICE[:31]]
        titles = [cell.value for cell in sheet[4]]
        assert titles == [column.title for column in list_xlsx.COLUMNS]
        hidden = {title for i, title in enumerate(titles, 1) if any(d.hidden and d.min <= i <= d.max for d in sheet.column_dimensions.values())}
        assert hidden == {"Vai trò", "Ngày cuối còn đúng hạn", "Mã nhiệm vụ", "Giá trị khi xuất"}
        first = {title: cell.value for title, cell in zip(titles, sheet[6], strict=True)}
        assert first["Nội dung nhiệm vụ"] == "Hoàn thiện dự toán kinh phí tổ chức hội nghị tổng kết năm"
        assert first["Thời hạn"] == dt.datetime(2020, 9, 20)
        assert first["Văn bản giao"] == "112/TB-LĐ ngày 07/9/2020"
        assert first["Trạng thái"] == "Chưa thực hiện"
        assert sheet["B5"].value == "Nhiệm vụ chủ trì – Quá hạn (1)"
        lists_of = {v.type: v for v in sheet.data_validations.dataValidation}
        assert lists_of["list"].formula1 == '"Chưa thực hiện,Đang thực hiện,Hoàn thành"'
        assert "date" in lists_of
        assert sheet.conditional_formatting
        assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("A5", "landscape", 9)
        assert sheet.auto_filter.ref == f"A4:P{sheet.max_row}"

    def test_states_are_formulas_on_the_day_with_their_values_at_hand(self, book: Any, tmp_path: Path) -> None:
        sheet, values = book[OFFICE[:31]], openpyxl.load_workbook(tmp_path / "nhiem-vu.xlsx", data_only=True)[OFFICE[:31]]
        assert sheet["C2"].value == dt.datetime(2020, 10, 6)
        assert "$C$2" in sheet["K6"].value
        found = [values.cell(row, 11).value for row in range(6, values.max_row + 1)]
        assert [value for value in found if value] == [
            "Quá hạn 17 ngày", "Còn 2 ngày", "Còn 25 ngày", "Còn 86 ngày", "Kỳ tới 25/10/2020", "Hoàn thành đúng hạn", "Hạn hôm nay",
        ]  # fmt: skip

    def test_text_is_never_a_formula(self, book: Any) -> None:
        sheet = book[FINANCE[:31]]
        [cell] = [row[1] for row in sheet.iter_rows(min_row=5) if str(row[1].value).startswith("- ")]
        assert (cell.data_type, cell.quotePrefix) == ("s", True)

    def test_more_bodies_than_sheets_make_more_workbooks(self, source: FromStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(list_xlsx, "MOST_SHEETS", 2)
        paths = write_lists(source, tmp_path / "b", AS_OF, ["xlsx"])
        assert [path.name for path in paths] == ["nhiem-vu.xlsx", "nhiem-vu-2.xlsx", "nhiem-vu-3.xlsx"]

    def test_sheets_have_names_that_excel_takes(self, tmp_path: Path) -> None:
        names = ["Ban: A/B [x]?*", "Ban A B x", "'", "History", "Ban Tuyên giáo và Dân vận trung ương", "Ban Tuyên giáo và Dân vận trung du"]
        made = [ActionList(name, AS_OF, ()) for name in names]
        list_xlsx.write_lists(made, tmp_path / "a.xlsx", AS_OF)
        found = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[1:]
        assert found == ["Ban A B x", "Ban A B x (2)", "Đơn vị", "History (2)", "Ban Tuyên giáo và Dân vận trung", "Ban Tuyên giáo và Dân vận t (2)"]


class TestDocument:
    def test_it_has_the_form_of_an_office_document(self, source: FromStore, tmp_path: Path) -> None:
        head = Letterhead(issuer="Liên đoàn Lao động tỉnh Bình Sơn", parent="Tổng Liên đoàn", place="Bình Sơn", signer_title="Chủ tịch")
        write_lists(source, tmp_path, AS_OF, ["docx"], body=OFFICE, letterhead=head)
        made = Document(str(tmp_path / "van-phong-lien-doan-lao-dong-tinh-binh-son.docx"))
        top, lead, coordinate, foot = made.tables
        words = "\n".join(cell.text for cell in top.rows[0].cells)
        for part in ("TỔNG LIÊN ĐOÀN", "LIÊN ĐOÀN LAO ĐỘNG TỈNH BÌNH SƠN", "Số: …", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do", "Bình Sơn, ngày"):
            assert part in words
        assert "Tính đến ngày 06/10/2020" in "\n".join(p.text for p in made.paragraphs)
        assert [cell.text for cell in lead.rows[2].cells][1:] == [
            "Hoàn thiện dự toán kinh phí tổ chức hội nghị tổng kết năm", "112/TB-LĐ ngày 07/9/2020", "Ban Tài chính", "Trước 20/9/2020", "Quá hạn 17 ngày", "",
        ]  # fmt: skip
        assert [cell.text for cell in lead.rows[0].cells][3] == "Đơn vị phối hợp"
        assert [cell.text for cell in coordinate.rows[0].cells][3] == "Đơn vị chủ trì"
        assert "CHỦ TỊCH" in foot.rows[0].cells[1].text
        assert "Nơi nhận:" in foot.rows[0].cells[0].text
        style = made.styles["Normal"].font
        assert (style.name, style.size.pt if style.size else None) == ("Times New Roman", 13)
        assert "PAGE" in made.sections[0].header._element.xml
        assert "tblHeader" in lead.rows[0]._tr.xml

    def test_no_signature_stands_alone_and_tables_stay_apart(self, source: FromStore, tmp_path: Path) -> None:
        write_lists(source, tmp_path, AS_OF, ["docx"])
        for name in ("tong-hop", "van-phong-lien-doan-lao-dong-tinh-binh-son"):
            made = Document(str(tmp_path / f"{name}.docx"))
            table, foot = made.tables[-2:]
            assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in table.rows[-1].cells), name
            between = table._tbl.getnext()
            assert between.tag.endswith("}p")
            assert between.pPr.keepNext is not None
            assert between.getnext() is foot._tbl
            assert foot._tbl.getnext().tag.endswith("}p"), "Word wants a paragraph after the last table"

    def test_what_nobody_knows_is_left_open(self, source: FromStore, tmp_path: Path) -> None:
        write_lists(source, tmp_path, AS_OF, ["docx"], body=OFFICE)
        top, *_, foot = Document(str(tmp_path / "van-phong-lien-doan-lao-dong-tinh-binh-son.docx")).tables
        assert top.rows[0].cells[0].text.strip().startswith("……")
        assert "……" in foot.rows[0].cells[1].text

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer-nogui)")
    def test_the_pdf_holds_the_same(self, source: FromStore, tmp_path: Path) -> None:
        import pypdfium2  # type: ignore[import-untyped,unused-ignore]

        write_lists(source, tmp_path / "out", AS_OF, ["pdf"], body="Ban Tài chính")
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["ban-tai-chinh-lien-doan-lao-dong-tinh-binh-son.pdf", "tong-hop.pdf"]
        with pypdfium2.PdfDocument(tmp_path / "out" / "ban-tai-chinh-lien-doan-lao-dong-tinh-binh-son.pdf") as pdf:
            words = " ".join(pdf[0].get_textpage().get_text_bounded().split())
            assert pdf[0].get_size() == pytest.approx((841.9, 595.3), abs=1)
        assert "Quyết toán kinh phí hỗ trợ đoàn viên gặp khó khăn" in words

    def test_a_missing_libreoffice_is_named(self, source: FromStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shutil, "which", lambda _: None)
        with pytest.raises(WriteError, match="libreoffice-writer-nogui"):
            write_lists(source, tmp_path, AS_OF, ["pdf"])


class TestCalendar:
    @pytest.fixture
    def found(self, source: FromStore, tmp_path: Path) -> dict[str, Any]:
        write_lists(source, tmp_path, AS_OF, ["ics"], body=OFFICE)
        return {str(event["SUMMARY"])[:20]: event for event in events(tmp_path / "van-phong-lien-doan-lao-dong-tinh-binh-son.ics")}

    def test_every_deadline_is_an_event(self, found: dict[str, Any], office: ActionList) -> None:
        assert len(found) == 7
        assert not any("Tham mưu" in name for name in found)
        event = found["Hoàn thiện dự toán k"]
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2020, 9, 19), dt.date(2020, 9, 20))
        assert str(event["UID"]) == f"{office.groups[0].tasks[0].task_id}@vn-directive-extractor"
        assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [dt.timedelta(days=-2, hours=-16), dt.timedelta(hours=-16)]
        assert "112/TB-LĐ ngày 07/9/2020" in event["DESCRIPTION"]

    def test_lines_are_short_and_say_what_the_task_says(self, tmp_path: Path) -> None:
        odd = "rà soát; cập nhật, \\ kiểm tra\nđường “dài” 😀" + " ngữ" * 60
        row = dict(document()[2][0]) | {"task": odd, "evidence": odd}
        write_lists(FromRows([row]), tmp_path, AS_OF, ["ics"], body="văn phòng")
        [path] = tmp_path.iterdir()
        lines = path.read_bytes().split(b"\r\n")
        assert lines.pop() == b""
        assert max(map(len, lines)) == 75
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        for line in lines:
            line.decode()  # no character is cut in two
        [event] = events(path)
        assert str(event["DESCRIPTION"]).endswith(f"Câu văn gốc: {odd}")
        assert str(event["SUMMARY"]) == "R" + odd[1:119] + "…"

    def test_an_hour_is_kept(self, found: dict[str, Any]) -> None:
        event = found["Chuẩn bị tài liệu ph"]
        assert event["DTEND"].dt.isoformat() == "2020-10-08T16:30:00+07:00"

    def test_repeated_work_has_a_rule(self, found: dict[str, Any]) -> None:
        event = found["Gửi báo cáo tháng về"]
        assert event["DTSTART"].dt == dt.date(2020, 9, 25)
        assert event["RRULE"].to_ical().decode() == "FREQ=MONTHLY;BYMONTHDAY=25"

    def test_a_rule_without_a_day_says_so(self, source: FromStore, tmp_path: Path) -> None:
        write_lists(source, tmp_path, AS_OF, ["ics"], body=BOARD)
        [event] = [e for e in events(tmp_path / "ban-thuong-vu-lien-doan-lao-dong-tinh-binh-son.ics") if "RRULE" in e]
        assert event["DTSTART"].dt == dt.date(2020, 9, 30)
        assert "văn bản không nêu ngày" in event["DESCRIPTION"]

    def test_what_is_done_rings_no_more(self, found: dict[str, Any]) -> None:
        event = found["✓ Rà soát, cập nhật "]
        assert not event.walk("VALARM")

    def test_a_later_file_updates_and_cancels(self, store: Store, source: FromStore, office: ActionList, tmp_path: Path) -> None:
        first, second = office.groups[0].tasks[0].task_id, office.groups[1].tasks[0].task_id
        store.change(first, {"due": "2020-09-30"}, who="lan")
        store.change(second, {"decision": "rejected"}, who="lan")
        write_lists(source, tmp_path, AS_OF, ["ics"], body=OFFICE)
        by_id = {str(e["UID"]).split("@")[0]: e for e in events(tmp_path / "van-phong-lien-doan-lao-dong-tinh-binh-son.ics")}
        assert (by_id[first]["SEQUENCE"], by_id[first]["DTSTART"].dt) == (2, dt.date(2020, 9, 29))
        assert (str(by_id[second]["STATUS"]), by_id[second].walk("VALARM")) == ("CANCELLED", [])


class TestPage:
    @pytest.fixture
    def path(self, source: FromStore, tmp_path: Path) -> Path:
        [path] = write_lists(source, tmp_path, AS_OF, ["html"])
        return path

    def test_it_refers_to_nothing_outside(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"(?:src|href)\s*=\s*[\"'](?!#)|url\(|@import|https?://", text)

    def test_it_holds_every_task_with_its_evidence_in_context(self, path: Path) -> None:
        data = page_data(path)
        assert (data["asOf"], len(data["tasks"]), len(data["bodies"])) == ("2020-10-06", 12, 5)
        one = data["tasks"][0]
        assert one["task"].startswith("Hoàn thiện")
        assert one["context"]["evidence"].startswith("Giao Văn phòng")
        assert one["context"]["before"].endswith("1. ")
        marked = [one["context"]["evidence"][start:end] for start, end, _ in one["context"]["marks"]]
        assert marked == ["Văn phòng", "trước ngày 20/9/2020"]
        assert [data["bodies"][i] for i in one["leadIds"]] == [OFFICE]

    def test_text_cannot_break_out_of_the_page(self, tmp_path: Path) -> None:
        _, _, rows = document()
        bad = "</script><script>alert(1)</script>\u2028"
        write_lists(FromRows([rows[0] | {"task": bad, "responsible": [bad]}]), tmp_path, AS_OF, ["html"])
        text = (tmp_path / "nhiem-vu.html").read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert page_data(tmp_path / "nhiem-vu.html")["tasks"][0]["task"] == bad
