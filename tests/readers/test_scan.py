"""Scans made by the suite: what was printed comes back, with boxes, confidences and what was done to the page."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.notices import PEOPLE
from benchmarks.pages import Sheet, drawn, scanned, set_pages
from extractor.model import Notice
from extractor.readers import Limits, ReadError, cleaning, ocr, read_bytes, ruling, scan
from extractor.readers.gutters import bands, one_block
from extractor.readers.romans import strokes
from extractor.text import Reading

try:
    ocr.model_folder()
except ocr.MissingError:
    pytest.skip("Tesseract's Vietnamese model is not installed", allow_module_level=True)

SHORT = replace(PEOPLE, body=PEOPLE.body[3:6], table=PEOPLE.table[:3])
"""A notice of one page with all that a page may hold."""


def png(image: Image.Image, dpi: int = 150) -> bytes:
    out = io.BytesIO()
    image.copy().save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def page(dpi: int = 150) -> Image.Image:
    (sheet,) = set_pages(SHORT)
    return drawn(sheet, dpi)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Notice:
    """The short notice as a scan: askew, with a seal over the text."""
    return read_bytes("a.png", png(scanned(page(200), 200, seed=3, skew=1.4, over_text=True), 200), cache=tmp_path_factory.mktemp("cache"))


def test_the_words_come_back(read: Notice) -> None:
    expected = SHORT.text.split()
    found = read.text.replace("|", " ").split()
    missed = [word for word in expected if word not in found]
    assert len(missed) <= 0.02 * len(expected), missed


def test_the_structure_comes_back(read: Notice) -> None:
    kinds = {kind: [read.text[b.start : b.end] for b in read.blocks if b.kind == kind] for kind in {b.kind for b in read.blocks}}
    assert len(kinds["letterhead-left"]) == len(SHORT.left)
    assert len(kinds["letterhead-right"]) == len(SHORT.right)
    assert len(kinds["signature"]) == len(SHORT.signature)
    assert len(kinds["recipients"]) == len(SHORT.recipients)
    (table,) = read.tables
    assert [(c.row, c.column) for c in table.cells] == [(r, c) for r in range(3) for c in range(5)]
    assert [b.label for b in read.blocks if b.kind == "list-item"] == ["II.", "1.", "2."]


def test_the_page_says_how_it_was_read(read: Notice) -> None:
    (page_read,) = read.pages
    assert (page_read.kind, page_read.dpi, read.format, read.decoder) == ("scan", 200, "png", "tesseract-vie")
    assert page_read.skew == pytest.approx(-1.4, abs=0.15)
    assert "colour removed" in page_read.steps
    assert (round(page_read.width), round(page_read.height)) == (595, 842)


def test_every_word_has_its_box_where_it_was_printed(read: Notice) -> None:
    words = read.pages[0].words
    assert all(read.text[w.start : w.end].strip() and 0 <= w.confidence <= 1 for w in words)
    assert sum(w.end - w.start for w in words) > 0.75 * len(read.text)
    (sheet,) = set_pages(SHORT)
    turn = np.radians(1.4)
    for text, x, y, _, _ in sheet.words:
        if text in ("nạo", "vét", "kênh", "Trạm"):
            dx, dy = x - 297.5, y - 421
            printed = 297.5 + dx * np.cos(turn) + dy * np.sin(turn), 421 - dx * np.sin(turn) + dy * np.cos(turn)
            near = [w for w in words if read.text[w.start : w.end].startswith(text)]
            assert min(abs(w.box[0] - printed[0]) + abs(w.box[3] - printed[1]) for w in near) < 9


def test_a_second_run_reads_no_page_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = Image.new("L", (1000, 400), 255)
    image.paste(drawn(Sheet([("Giao Văn phòng tổng hợp, báo cáo.", 85, 60, 14, "")]), 150).crop((0, 0, 1000, 400)).convert("L"))
    first = read_bytes("a.png", png(image), cache=tmp_path)
    monkeypatch.setattr(scan, "read_lines", None)
    assert read_bytes("b.png", png(image), cache=tmp_path).pages == first.pages
    next(tmp_path.iterdir()).write_text("{")
    monkeypatch.undo()
    assert read_bytes("b.png", png(image), cache=tmp_path).text == first.text == "Giao Văn phòng tổng hợp, báo cáo.\n"


def test_pages_of_a_tiff_in_order_with_progress() -> None:
    texts = ["Trang thứ nhất của văn bản.", "Trang thứ hai của văn bản.", "Trang thứ ba của văn bản."]
    images = [drawn(Sheet([(text, 85, 100, 14, "")]), 150) for text in texts]
    out = io.BytesIO()
    images[0].save(out, "TIFF", save_all=True, append_images=images[1:], dpi=(150, 150))
    told: list[tuple[int, int]] = []
    notice = read_bytes("a.tif", out.getvalue(), progress=lambda done, total: told.append((done, total)))
    assert notice.text.splitlines() == texts
    assert [(p.number, notice.text[p.start : p.end].strip()) for p in notice.pages] == list(enumerate(texts, 1))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("turn", [90, 180])
def test_pages_that_lie_on_their_side_or_head(turn: int) -> None:
    (sheet,) = set_pages(replace(SHORT, table=[["TT", "Nội dung", "a", "b", "c"]]))
    notice = read_bytes("a.png", png(drawn(sheet, 110).rotate(turn, expand=True), 110))
    assert notice.text.splitlines()[:2] == SHORT.left[:2]
    assert any(step.startswith("turned left") for step in notice.pages[0].steps)
    assert notice.pages[0].width < notice.pages[0].height


def test_seals_go_and_print_stays() -> None:
    clean = page(100)
    stamped = scanned(clean, 100, seed=1, skew=0, stamps=4, over_text=True)
    grey, coloured = cleaning.without_colour(np.asarray(stamped.convert("RGB")))
    plain = np.asarray(clean.convert("L"))
    assert coloured
    assert (grey[plain < 60] < 170).mean() > 0.97
    assert (grey[plain > 250] > 200).mean() > 0.985
    assert not cleaning.without_colour(np.asarray(clean))[1]


@pytest.mark.parametrize("angle", [-4.0, -0.3, 0.0, 2.2])
def test_skew(angle: float) -> None:
    turned = np.asarray(page(100).convert("L").rotate(angle, fillcolor=255))
    assert cleaning.skew(turned, 100) == pytest.approx(-angle, abs=0.12)


@pytest.mark.parametrize("fade", [False, True])
def test_the_grid_of_a_table(fade: bool) -> None:
    cleaned = cleaning.clean(np.asarray(scanned(page(200), 200, seed=5, skew=1.1, fade=fade)), 200)
    assert cleaned.faint is fade
    (cells,) = ruling.tables(cleaned.ruled, 200, faint=cleaned.faint)
    assert len(cells) == 15


@pytest.mark.parametrize("angle", [-0.25, 0.12, 0.25])
def test_the_grid_of_a_table_that_still_slopes_by_a_hair(angle: float) -> None:
    turned = np.asarray(page(200).convert("L").rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255))
    (cells,) = ruling.tables(turned, 200)
    assert len(cells) == 15


def test_merged_cells_in_the_image_of_a_table() -> None:
    canvas = np.full((500, 800), 255, np.uint8)
    for x, top in ((50, 50), (300, 150), (550, 50), (750, 50)):
        canvas[top:400, x : x + 2] = 0
    for y, left in ((50, 50), (150, 50), (270, 300), (400, 50)):
        canvas[y : y + 2, left:752] = 0
    (cells,) = ruling.tables(canvas, 150)
    sizes = sorted((round((r - l) / 10) * 10, round((b - t) / 10) * 10) for l, t, r, b in cells)  # noqa: E741
    assert sizes == [(200, 100), (200, 120), (200, 130), (250, 120), (250, 130), (250, 250), (500, 100)]


def test_columns_of_a_letterhead_are_found_and_running_text_is_not() -> None:
    grey = np.asarray(page(150).convert("L"))
    found = bands(grey, 150)
    assert len(found) >= 2
    assert found[0].top < 57 / 72 * 150 + 30
    assert 230 < found[0].gutter * 72 / 150 < 320
    prose = Sheet([("Các đơn vị báo cáo kết quả thực hiện về Văn phòng để tổng hợp theo quy định.", 85, 100 + 19 * i, 14, "") for i in range(12)])
    image = np.asarray(drawn(prose, 150).convert("L"))
    assert bands(image, 150) == []
    assert one_block(image, 150)
    assert not one_block(grey, 150)
    pictured = image.copy()
    pictured[900:1200, 300:700] = 90
    assert not one_block(pictured, 150)


@pytest.mark.parametrize(("numeral", "count"), [("I", 1), ("II", 2), ("III", 3), ("IV", 1), ("VII", 2), ("XII", 2), ("XIII", 3)])
@pytest.mark.parametrize("dpi", [150, 300])
def test_upright_strokes(numeral: str, count: int, dpi: int) -> None:
    image = np.asarray(drawn(Sheet([(numeral, 100, 100, 14, "b")]), dpi).convert("L"))
    ys, xs = np.nonzero(image < 128)
    assert strokes(image[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]) == count


def test_roman_numerals_of_headings() -> None:
    lines = [f"{numeral} NHIỆM VỤ CỤ THỂ" for numeral in ("I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII.")]
    sheet = Sheet([(line, 113, 100 + 40 * i, 14, "b") for i, line in enumerate(lines)])
    notice = read_bytes("a.png", png(scanned(drawn(sheet, 150), 150, seed=2, stamps=0)))
    assert [b.label for b in notice.blocks] == [line.split()[0] for line in lines]


def test_footnotes_are_apart_below_their_rule() -> None:
    text = "Các xã rà soát diện tích bị hạn, gửi Văn phòng tổng hợp trước ngày 15/3/2025 để trình lãnh"
    lines = [(text, 85.0, 100.0 + 19 * i, 12.0, "") for i in range(6)]
    notes = [("1", 85.0, 736.0, 6.0, ""), ("Số liệu tính đến hết tháng 02 năm 2025.", 95.0, 740.0, 9.0, "")]
    sheet = Sheet([*lines, *notes], [(85, 726, 229, 726)])
    notice = read_bytes("a.png", png(scanned(drawn(sheet, 200), 200, seed=4, stamps=0), 200))
    (note,) = (b for b in notice.blocks if b.kind == "footnote")
    assert "Số liệu tính đến hết tháng 02 năm 2025." in notice.text[note.start : note.end]
    reading = Reading(notice.text, notice.edits).text
    assert "Số liệu" not in reading
    assert reading.count("15/3/2025") == 6


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "is a damaged image"),
        (png(Image.new("L", (600, 800), 255)), "holds no text"),
        (png(page(75))[:2000], "is a damaged image"),
    ],
)
def test_bad_images(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        read_bytes("a.png", data)


def test_an_image_of_too_many_points_is_refused() -> None:
    with pytest.raises(ReadError, match="points, more than is read"):
        read_bytes("a.png", png(page(75)), limits=Limits(image_pixels=1000))


def test_without_the_model_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(language: str = "vie") -> str:
        raise ocr.MissingError(f"install {language}")

    monkeypatch.setattr(scan, "model_folder", missing)
    with pytest.raises(ReadError, match="is a scan, and OCR is not installed; install vie"):
        read_bytes("a.png", png(page(75)))
