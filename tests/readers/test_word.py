"""What stands on the page of a Word document is what is read: labels, tracked changes, merged cells, text boxes, notes, legacy fonts."""

from __future__ import annotations

import pytest

from extractor.model import Notice
from extractor.readers import Limits, ReadError, read_bytes
from extractor.readers.numbering import number
from extractor.text import Reading
from tests.readers.docx_file import cell, docx, item, p, run, table


def level(i: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "bullet", "\uf0b7", '<w:rPr><w:rFonts w:hAnsi="Symbol"/></w:rPr>')
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">' + level(0, "decimal", "Điều %1.") + level(1, "decimal", "%1.%2.", "<w:isLgl/>") + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)


def read(body: str, **more: dict[str, str]) -> Notice:
    return read_bytes("a.docx", docx(body, **more))


def lines(body: str, **more: dict[str, str]) -> list[str]:
    return read(body, **more).text.splitlines()


def test_labels_of_automatic_lists() -> None:
    body = "".join(
        [
            item("MỤC ĐÍCH", 1), item("Rà soát", 1, 1), item("Thống kê", 1, 1), item("theo xã", 1, 2), item("theo thôn", 1, 2), item("gửi Sở", 1, 3),
            item("NỘI DUNG", 1), item("Tập huấn", 1, 1),
            item("Phạm vi", 2), item("Đối tượng", 2, 1), item("Kinh phí", 2, 1), item("Hiệu lực", 2), item("Thi hành", 3),
        ]
    )  # fmt: skip
    notice = read(body, parts={"numbering": LISTS})
    assert notice.text.splitlines() == [
        "I. MỤC ĐÍCH", "1. Rà soát", "2. Thống kê", "a) theo xã", "b) theo thôn", "• gửi Sở", "II. NỘI DUNG", "1. Tập huấn",
        "Điều 1. Phạm vi", "1.1. Đối tượng", "1.2. Kinh phí", "Điều 2. Hiệu lực", "Điều 7. Thi hành",
    ]  # fmt: skip
    assert [block.label for block in notice.blocks[:6]] == ["I.", "1.", "2.", "a)", "b)", "•"]
    assert all(notice.text[b.start : b.end].startswith(b.label) and b.kind == "list-item" for b in notice.blocks)


def test_numbers() -> None:
    assert [number(4, "upperRoman"), number(1999, "lowerRoman"), number(27, "lowerLetter"), number(0, "upperRoman")] == ["IV", "mcmxcix", "aa", "0"]


def test_lists_by_style_and_out_of_a_list() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    body = (
        p("Một", props='<w:pStyle w:val="Muc"/>')
        + p("Hai", props='<w:pStyle w:val="MucCon"/>')
        + p("Ngoài", props='<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    notice = read(body, parts={"numbering": LISTS, "styles": styles})
    assert notice.text.splitlines() == ["I. Một", "II. Hai", "Ngoài"]
    assert [b.kind for b in notice.blocks] == ["list-item", "heading", "paragraph"]


def test_tracked_changes() -> None:
    body = p("Nộp trước ngày ", "<w:del><w:r><w:delText>01/3/2024</w:delText></w:r></w:del>", f"<w:ins>{run('15/3/2024')}</w:ins>", ".")
    assert lines(body) == ["Nộp trước ngày 15/3/2024."]
    moved = p(f"<w:moveFrom>{run('đi')}</w:moveFrom>", f"<w:moveTo>{run('đến')}</w:moveTo>")
    assert lines(moved) == ["đến"]


def test_a_deleted_paragraph_end_joins_and_takes_no_number() -> None:
    numbered = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    body = (
        p("Đôn đốc ", props=numbered + "<w:rPr><w:del/></w:rPr>")
        + p("các xã", props=numbered)
        + p("<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>", props=numbered + "<w:rPr><w:del/></w:rPr>")
        + p("Kiểm tra", props=numbered)
    )
    assert lines(body, parts={"numbering": LISTS}) == ["1. Đôn đốc các xã", "2. Kiểm tra"]


def test_tables_with_merged_cells() -> None:
    body = p("Trước") + table(
        ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        [cell("I. Kinh tế", '<w:gridSpan w:val="4"/>')],
        ["1", "Thu ngân sách\nđợt 1", cell("Chi cục Thuế", '<w:vMerge w:val="restart"/>'), "30/6"],
        ["2", "Thu nợ", cell("", "<w:vMerge/>"), "31/12"],
    ) + p("Sau")  # fmt: skip
    notice = read(body)
    assert notice.text.splitlines() == [
        "Trước", "STT | Nhiệm vụ | Chủ trì | Thời hạn", "I. Kinh tế", "1 | Thu ngân sách / đợt 1 | Chi cục Thuế | 30/6", "2 | Thu nợ |  | 31/12", "Sau",
    ]  # fmt: skip
    (found,) = notice.tables
    placed = {(c.row, c.column): (notice.text[c.start : c.end], c.row_span, c.column_span) for c in found.cells}
    assert placed[1, 0] == ("I. Kinh tế", 1, 4)
    assert placed[2, 2] == ("Chi cục Thuế", 2, 1)
    assert (3, 2) not in placed
    assert notice.text[found.start : found.end].splitlines() == notice.text.splitlines()[1:5]


def test_a_deleted_row_and_a_table_in_a_cell() -> None:
    inner = f"<w:tc><w:tcPr/>{table(['x', 'y'])}{p('z')}</w:tc>"
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("bỏ") + "</w:tr>"
    body = table(["Việc", "Ai", "Hạn"], ["a", inner, "b"]).replace("</w:tbl>", gone + "</w:tbl>", 2)
    assert lines(body) == ["Việc | Ai | Hạn", "a | x / y / z | b"]


def test_letterhead_and_signature_are_columns() -> None:
    body = (
        table(["UBND TỈNH HÒA BÌNH\nSỞ Y TẾ\nSố: 9/SYT-VP", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"], rules=False)
        + p("Kính gửi: Các bệnh viện")
        + table(["Nơi nhận:\n- Như trên;\n- Lưu: VT.", "GIÁM ĐỐC\nTrần Thị Bưởi"], rules=False)
    )
    notice = read(body)
    assert [(b.kind, notice.text[b.start : b.end]) for b in notice.blocks] == [
        ("letterhead-left", "UBND TỈNH HÒA BÌNH"), ("letterhead-left", "SỞ Y TẾ"), ("letterhead-left", "Số: 9/SYT-VP"),
        ("letterhead-right", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("letterhead-right", "Độc lập - Tự do - Hạnh phúc"),
        ("paragraph", "Kính gửi: Các bệnh viện"),
        ("recipients", "Nơi nhận:"), ("recipients", "- Như trên;"), ("recipients", "- Lưu: VT."), ("signature", "GIÁM ĐỐC"), ("signature", "Trần Thị Bưởi"),
    ]  # fmt: skip
    assert notice.tables == ()


def test_headers_footers_and_notes_are_apart() -> None:
    body = (
        p("Tỷ lệ đạt 95", "<w:r><w:footnoteReference w:id='2'/></w:r>", " phần trăm.")
        + "<w:sectPr><w:headerReference r:id='header1'/><w:footerReference r:id='footer1'/></w:sectPr>"
    )
    page = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    parts = {
        "header": p(page, "7", "<w:r><w:fldChar w:fldCharType='end'/></w:r>"),
        "footer": p("Bản thảo lần 2"),
        "footnotes": f"<w:footnote w:id='1'>{p('khác')}</w:footnote><w:footnote w:id='2'>{p('Theo Niên giám.')}</w:footnote>",
    }
    notice = read(body, parts=parts)
    assert notice.text.splitlines() == ["Tỷ lệ đạt 95 phần trăm.", "Bản thảo lần 2", "(1) Theo Niên giám."]
    assert [b.kind for b in notice.blocks] == ["paragraph", "footer", "footnote"]
    assert Reading(notice.text, notice.edits).text.strip() == "Tỷ lệ đạt 95 phần trăm."


def test_a_letterhead_in_the_header_is_read_first() -> None:
    body = p("KẾ HOẠCH") + "<w:sectPr><w:headerReference r:id='header1'/></w:sectPr>"
    header = p("ĐẢNG CỘNG SẢN VIỆT NAM")
    assert lines(body, parts={"header": header}) == ["ĐẢNG CỘNG SẢN VIỆT NAM", "KẾ HOẠCH"]


def test_text_boxes_once_though_written_twice() -> None:
    inside = f"<w:txbxContent>{p('DỰ THẢO')}</w:txbxContent>"
    shape = f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>"
    shape += f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(p("Tờ trình", shape)) == ["Tờ trình", "DỰ THẢO"]


def test_fields_links_hidden_text_capitals_and_signs() -> None:
    link = f"<w:hyperlink r:id='x'>{run('trang tin')}</w:hyperlink>"
    date = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    date += run("02/4/2024") + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    hidden = run("ẩn", "<w:vanish/>")
    capitals = run("báo cáo", "<w:caps/>")
    signs = "<w:r><w:noBreakHyphen/><w:tab/><w:sym w:font='Wingdings' w:char='F0FC'/><w:br/><w:t>dòng</w:t></w:r>"
    assert lines(p("Xem ", link, " ngày ", date, hidden, "; ", capitals, signs)) == ["Xem trang tin ngày 02/4/2024; BÁO CÁO- ✓", "dòng"]


def test_legacy_fonts_run_by_run() -> None:
    def fonted(text: str, font: str) -> str:
        return run(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')

    body = p(fonted("Së X©y dùng ", ".VnTime"), fonted("th«ng b¸o ", ".VnTimeH"), fonted("Thoâ", "VNI-Times"), fonted("ng tin ", "VNI-Times"), "Tiếng Việt")
    assert lines(body) == ["Sở Xây dựng THÔNG BÁO Thông tin Tiếng Việt"]
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:rPrDefault></w:docDefaults>'
    assert lines(p("b¸o c¸o t\u00adëng, nhưng đã đổi"), parts={"styles": styles})[0].endswith("nhưng đã đổi")
    assert lines(p("b¸o c¸o") + p("ph", "<w:r><w:softHyphen/></w:r>", "¬ng"), parts={"styles": styles}) == ["báo cáo", "phương"]


def test_pages_where_word_left_marks() -> None:
    broken = "<w:r><w:lastRenderedPageBreak/><w:t>trang hai</w:t></w:r>"
    notice = read(p("trang một") + p(broken) + p("vẫn trang hai"))
    assert [(page.number, notice.text[page.start : page.end]) for page in notice.pages] == [(1, "trang một\ntrang hai\n"), (2, "vẫn trang hai\n")]
    assert read(p("không rõ trang")).pages == ()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (docx(p("&b;"), head=BOMB), "entities|damaged"),
        (docx(p("&c;"), head=BOMB), "entities|damaged"),
        (docx(p("x"))[:-200], "damaged"),
        (docx("<w:p>"), "damaged"),
        (docx(p("x")).replace(b"word/document.xml", b"word/dokument.xml"), "no text part"),
        (docx("<w:p/>"), "holds no text"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "Workbook".encode("utf-16-le"), "no Word document"),
    ],
)
def test_hostile_documents(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        read_bytes("a.docx", data)


def test_a_document_that_unpacks_to_too_much() -> None:
    data = docx(p(" " * 3_000_000 + "x"))
    with pytest.raises(ReadError, match="looks like a trap"):
        read_bytes("a.docx", data, limits=Limits(xml_bytes=1_000_000))


def test_tables_inside_tables_without_end() -> None:
    body = p("x")
    for _ in range(60):
        body = table([f"<w:tc>{body}</w:tc>", "a", "b"])
    assert lines(p("Đầu") + body)[0] == "Đầu"


def test_macros_are_told_of_and_left_alone() -> None:
    notice = read_bytes("a.docm", docx(p("Nội dung"), extra={"word/vbaProject.bin": b"x"}))
    assert notice.warnings == ("the document holds macros; they were not run",)
