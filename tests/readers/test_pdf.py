"""PDF pages of every class, set by the suite itself: what stands on the page comes back in reading order."""

from __future__ import annotations

import io
import sys
import unicodedata

import pytest
from PIL import ImageFont

from benchmarks.notices import PEOPLE, UNION
from benchmarks.pages import Sheet, as_pdf, drawn, face, set_pages
from extractor.readers import Limits, ReadError, read_bytes
from extractor.text import Reading
from tests.readers import hostile_files
from tests.test_encodings import to_tcvn3

pdfium = pytest.importorskip("pypdfium2")


def words(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


@pytest.mark.parametrize("notice", [UNION, PEOPLE], ids=["union", "people"])
def test_a_born_digital_notice_comes_back_exactly(notice: object) -> None:
    assert isinstance(notice, type(UNION))
    read = read_bytes("a.pdf", as_pdf(set_pages(notice)))
    assert words(Reading(read.text, read.edits).text) == words(notice.text)
    (table,) = read.tables
    assert [read.text[c.start : c.end] for c in table.cells] == [cell for row in notice.table for cell in row]
    assert [page.kind for page in read.pages] == ["born-digital"] * 2
    kinds = [b.kind for b in read.blocks]
    assert [read.text[b.start : b.end] for b in read.blocks if b.kind == "letterhead-left"] == notice.left
    assert [read.text[b.start : b.end] for b in read.blocks if b.kind == "letterhead-right"] == notice.right
    assert [read.text[b.start : b.end] for b in read.blocks if b.kind == "signature"] == notice.signature
    assert kinds.count("page-number") == 1
    assert {b.label for b in read.blocks if b.kind == "list-item"} >= {"I.", "II.", "III.", "1.", "2.", "3."}
    paragraphs = [read.text[b.start : b.end] for b in read.blocks if b.kind in ("paragraph", "list-item")]
    assert set(notice.body) <= set(paragraphs)


def sheet(*lines: tuple[str, float, float]) -> Sheet:
    return Sheet([(text, x, y, 14, "") for text, x, y in lines])


HALF = hostile_files.png(300, 400)
FULL = "Các cơ quan, đơn vị tiếp tục thực hiện nghiêm những nội dung đã nêu ở trên và"


def test_a_paragraph_goes_on_over_the_page_and_past_its_number() -> None:
    pages = [sheet((FULL, 85, 681), (FULL, 85, 700)), sheet(("2", 300, 40), ("báo cáo kết quả trước ngày 05/3/2024.", 85, 80), (FULL, 85, 99))]
    read = read_bytes("a.pdf", as_pdf(pages))
    assert f"{FULL} báo cáo kết quả" in Reading(read.text, read.edits).text
    (join,) = (e for e in read.edits if e.reason == "join")
    assert "2" in read.text[join.start : join.end]


def test_a_hyphen_at_the_end_of_a_line_is_kept_and_joined() -> None:
    read = read_bytes("a.pdf", as_pdf([sheet((f"{FULL} số 54/KH-", 40, 100), ("SNV ngày 01/4/2024", 40, 119), (f"{FULL} số 54/KH", 40, 500))]))
    assert "54/KH-\nSNV" in read.text
    assert "54/KH-SNV ngày" in Reading(read.text, read.edits).text


def test_running_heads_are_left_out() -> None:
    pages = [sheet(("Tài liệu lưu hành nội bộ", 85, 30), (f"Nội dung của trang thứ {i} trong tài liệu.", 85, 200)) for i in range(1, 5)]
    read = read_bytes("a.pdf", as_pdf(pages))
    assert "lưu hành" not in Reading(read.text, read.edits).text
    assert [b.kind for b in read.blocks].count("header") == 4


def test_a_line_at_the_foot_of_the_page_is_no_recipient() -> None:
    read = read_bytes("a.pdf", as_pdf([sheet((FULL, 85, 100), ("Nơi nhận:", 85, 140), ("- Các xã", 85, 155), ("Trang tin nội bộ", 85, 790))]))
    assert [read.text[b.start : b.end] for b in read.blocks if b.kind == "recipients"] == ["Nơi nhận:", "- Các xã"]
    assert "Trang tin nội bộ" in read.text.splitlines()


def test_marks_of_footnotes_are_left_out_and_units_and_formulas_kept() -> None:
    def after(text: str, x: float, y: float, mark: str, up: float, then: str = "") -> list[tuple[str, float, float, float, str]]:
        font = ImageFont.truetype(face(""), 140)
        wide, little = font.getlength(text) / 10, font.getlength(mark) / 10 * 8 / 14
        return [(text, x, y, 14, ""), (mark, x + wide, y - up, 8, ""), *([(then, x + wide + little, y, 14, "")] if then else [])]

    lines = [after("Nộp trước ngày 15/6/2024", 85, 100, "1", 5), after("Khu đất rộng 120 m", 85, 120, "2", 5), after("Lượng CO", 85, 140, "2", -2)]
    notes = after("", 85, 760, "1", 4, "Tính theo ngày làm việc.")
    read = read_bytes("a.pdf", as_pdf([Sheet([word for line in [*lines, notes] for word in line if word[0]])]))
    assert read.text.splitlines() == ["Nộp trước ngày 15/6/2024", "Khu đất rộng 120 m2", "Lượng CO2", "1 Tính theo ngày làm việc."]


def test_letters_of_a_legacy_font_are_decoded() -> None:
    lines = ("KẾ HOẠCH CÔNG TÁC", "Phòng Nông nghiệp tự kiểm kê số hồ chứa", "trước tháng sáu và báo cáo kết quả đúng hạn")
    page = Sheet([(word, 50 + 58 * i, 100 + 20 * j, 14, "") for j, line in enumerate(lines) for i, word in enumerate(line.split())])
    read = read_bytes("a.pdf", as_pdf([page], letters=lambda text: to_tcvn3(text).decode("cp1252")))
    assert read.pages[0].kind == "bad-text-layer"
    assert words(read.text) == " ".join(lines)
    assert any("tcvn3" in warning for warning in read.warnings)


def test_a_sound_layer_of_ocr_is_used() -> None:
    pages = set_pages(PEOPLE)[:1]
    data = as_pdf(pages, images=[drawn(page, 100) for page in pages], invisible=True)
    read = read_bytes("a.pdf", data)
    assert read.pages[0].kind == "ocr-layer"
    assert "Hạt Quản lý đê điều nạo vét 17 km kênh nội đồng" in read.text


def test_a_layer_of_ocr_without_tone_marks_is_not() -> None:
    def bare(text: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")

    page = Sheet([("Giao Văn phòng", 85, 100, 14, "b"), ("tổng hợp kết quả thực hiện, báo cáo trước ngày", 85, 130, 14, ""), ("20/9/2024.", 85, 150, 14, "")])
    read = read_bytes("a.pdf", as_pdf([page], images=[drawn(page, 200)], invisible=True, letters=bare))
    assert read.pages[0].kind == "scan"
    assert "tổng hợp kết quả thực hiện, báo cáo trước ngày" in read.text


def test_a_scan_that_was_signed_digitally_is_a_scan() -> None:
    page = Sheet([("Giao Văn phòng tổng hợp kết quả thực hiện", 85, 100, 14, ""), ("và báo cáo trước ngày 20/9/2024.", 85, 119, 14, "")])
    signature = Sheet([("Người ký: Ủy ban nhân dân tỉnh Sông Mây", 350, 30, 8, ""), ("Thời gian ký: 12/9/2024 08:15:00 +07:00", 350, 40, 8, "")])
    read = read_bytes("a.pdf", as_pdf([signature], images=[drawn(page, 200)], over=True))
    assert read.pages[0].kind == "scan"
    assert "tổng hợp kết quả thực hiện" in read.text


def test_a_document_that_takes_too_long_is_given_up() -> None:
    pages = [sheet((FULL, 85, 100))] * 2
    with pytest.raises(ReadError, match=r"^a\.pdf: takes more than 0 seconds to read; split it"):
        read_bytes("a.pdf", as_pdf(pages), limits=Limits(document_seconds=0))
    with pytest.raises(ReadError, match="takes more than 0 seconds"):
        read_bytes("a.png", HALF, limits=Limits(document_seconds=0))


def test_turned_pages_are_read_as_they_are_shown() -> None:
    """A page that lies on its side in the file and is shown upright."""
    with pdfium.PdfDocument(as_pdf([sheet((FULL, 85, 100), ("Dòng hai của trang.", 85, 119))])) as document:
        page = document[0]
        for item in page.get_objects():
            item.transform(pdfium.PdfMatrix(0, 1, -1, 0, 842, 0))
        page.set_mediabox(0, 0, 842, 595)
        page.set_rotation(90)
        page.gen_content()
        out = io.BytesIO()
        document.save(out)
    read = read_bytes("a.pdf", out.getvalue())
    assert (read.pages[0].width, read.pages[0].height) == (595.0, 842.0)
    assert words(read.text) == f"{FULL} Dòng hai của trang."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n" + bytes(range(256)), "is a damaged PDF"),
        (as_pdf([sheet(("Nội dung", 85, 100))])[:400], "is a damaged PDF"),
        (as_pdf([Sheet()]), "holds no text"),
    ],
)
def test_damaged_files(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        read_bytes("a.pdf", data)


LOCKED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]>>
%%%%EOF
""" % (b"28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A", b"00" * 32)


def test_a_locked_file() -> None:
    with pytest.raises(ReadError, match="locked by a password"):
        read_bytes("a.pdf", LOCKED)


def test_too_many_pages_are_refused_at_once() -> None:
    document = pdfium.PdfDocument.new()
    for _ in range(2000):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    with pytest.raises(ReadError, match="has 2,000 pages, more than the 1,000"):
        read_bytes("a.pdf", out.getvalue())


def test_an_image_inside_that_is_too_large() -> None:
    page = set_pages(PEOPLE)[0]
    with pytest.raises(ReadError, match="holds an image of"):
        read_bytes("a.pdf", as_pdf([page], images=[drawn(page, 100)]), limits=Limits(image_pixels=100_000))


def test_without_ocr_pages_of_text_are_read_and_scans_name_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "extractor.readers.scan", None)
    page = sheet((FULL, 85, 100))
    assert words(read_bytes("a.pdf", as_pdf([page])).text) == FULL
    with pytest.raises(ReadError, match=r"page 1 is a scan, and the package .* is not installed"):
        read_bytes("a.pdf", as_pdf([page], images=[drawn(page, 75)]))


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    read_bytes("a.pdf", as_pdf(set_pages(UNION)), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
