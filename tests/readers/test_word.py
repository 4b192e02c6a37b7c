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


def test_a_level_that_a_style_says_alone_or_by_the_style_it_is_based_on() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "upperRoman", "Chương %1.", '<w:pStyle w:val="C1"/>')
        + level(1, "decimal", "%1.%2.", '<w:pStyle w:val="C2"/><w:isLgl/>')
        + '</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="C1"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="C2"><w:basedOn w:val="C1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="C2x"><w:basedOn w:val="C3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C3"><w:basedOn w:val="C2"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(p(text, props=f'<w:pStyle w:val="{style}"/>') for text, style in (("Một", "C1"), ("a", "C2"), ("Hai", "C1"), ("b", "C2x"), ("c", "C3")))
    assert lines(body, parts={"numbering": lists, "styles": styles}) == ["Chương I. Một", "1.1. a", "Chương II. Hai", "2.1. b", "2.2. c"]


def test_a_restarted_level_starts_where_its_list_says_each_time() -> None:
    restarted = '<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
    body = item("A", 5) + item("a", 5, 1) + item("b", 5, 1) + item("B", 5) + item("c", 5, 1)
    assert lines(body, parts={"numbering": LISTS + restarted}) == ["I. A", "4. a", "5. b", "II. B", "4. c"]


def test_labels_wear_the_look_of_their_paragraph() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "decimal", "§iÒu %1.", '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>')
        + level(1, "upperRoman", "Mục\u00a0%2.", "<w:rPr><w:caps/></w:rPr>")
        + level(2, "decimal", "%3.", "<w:rPr><w:vanish/></w:rPr>")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert lines(item("x", 1) + item("y", 1, 1) + item("z", 1, 2), parts={"numbering": lists}) == ["Điều 1. x", "MỤC I. y", "z"]


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


def test_a_hidden_paragraph_end_runs_on() -> None:
    numbered = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    body = p("Phạm vi. ", props=numbered + "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p("Áp dụng cho các xã.") + p("Hết")
    assert lines(body, parts={"numbering": LISTS}) == ["Phạm vi. Áp dụng cho các xã.", "Hết"]


def test_a_deleted_cell() -> None:
    body = table(["Việc", "Ai", "Hạn"], ["a", cell("bỏ", "<w:cellDel/>"), "b", cell("thêm", "<w:cellIns/>")])
    assert lines(body) == ["Việc | Ai | Hạn", "a | b | thêm"]


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


def test_ruby_controls_and_nested_fields() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('đọc')}</w:rt><w:rubyBase>{run('gốc')}</w:rubyBase></w:ruby></w:r>"
    control = f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{run('15/6/2024')}</w:sdtContent></w:sdt>"
    begin, separate, end = (f"<w:r><w:fldChar w:fldCharType='{step}'/></w:r>" for step in ("begin", "separate", "end"))
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    inner = begin + code.format(" MERGEFIELD x ") + separate + run("«x»") + end
    nested = begin + code.format(" IF ") + inner + code.format(' = "" "" "b" ') + separate + run("Sở Y tế") + end
    simple = "<w:fldSimple w:instr=' DOCPROPERTY a '>" + run("7 ngày") + "</w:fldSimple><w:fldSimple w:instr='PAGE'>" + run("3") + "</w:fldSimple>"
    assert lines(p(ruby, ", ", control, ", ", nested, ", ", simple)) == ["gốc, 15/6/2024, Sở Y tế, 7 ngày"]
    block = f"<w:sdt><w:sdtContent>{p('trong khung')}{table(['a', 'b', 'c'])}</w:sdtContent></w:sdt>"
    assert lines(block) == ["trong khung", "a | b | c"]


def test_a_field_that_a_header_leaves_open_hides_nothing_else() -> None:
    body = p("Thân") + "<w:sectPr><w:headerReference r:id='header1'/></w:sectPr>"
    assert lines(body, parts={"header": p("Đầu", "<w:r><w:fldChar w:fldCharType='begin'/></w:r>")}) == ["Thân", "Đầu"]


def test_signs_of_symbol_fonts() -> None:
    def fonted(text: str, font: str) -> str:
        return run(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')

    body = p("đạt ", fonted("\uf0b3", "Symbol"), " 95% ", fonted("\uf0fe", "Wingdings"), fonted("\uf0ee", "Webdings"), " Së ", fonted("S\uf0eb", ".VnTime"))
    assert lines(body) == ["đạt ≥ 95% ☑ Së Sở"]


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
