"""What a browser shows of a page is what is read."""

from __future__ import annotations

import pytest

from extractor.readers import read_bytes
from extractor.text import Reading


def lines(body: str) -> list[str]:
    return read_bytes("a.html", f"<html><body>{body}</body></html>".encode()).text.splitlines()


def test_blocks_breaks_and_spaces() -> None:
    assert lines("<h1>KẾ\n HOẠCH</h1>trần<p>Giao <b>Văn</b> phòng<br>tổng   hợp</p><div><div>trong</div>sau</div>") == [
        "KẾ HOẠCH", "trần", "Giao Văn phòng", "tổng hợp", "trong", "sau",
    ]  # fmt: skip


def test_labels() -> None:
    body = '<ol type="I"><li>Một<ol><li>a<li>b</ol><li>Hai<ul><li>x<li style="list-style-type: square">y</ul></ol>'
    assert lines(body + '<ol start="4" type="a"><li>d<li value="7">g</ol>') == ["I. Một", "1. a", "2. b", "II. Hai", "• x", "▪ y", "d. d", "g. g"]


def test_what_is_not_shown() -> None:
    body = "<script>x</script><style>y</style><p style='display:none'>ẩn</p><nav>mục lục</nav><p>Hạn <del>1/3</del><ins>5/3</ins></p><!-- z -->"
    assert lines(body) == ["Hạn 5/3"]


def test_tables() -> None:
    body = "<table border=1><tr><th>Việc<th>Ai<th>Hạn<tr><td>a<td rowspan=2>Phòng A<br>Phòng B<td>1/3<tr><td>b<td>2/3<tr><td colspan=3><p>c</p><p>d</p></table>"
    notice = read_bytes("a.html", body.encode())
    assert notice.text.splitlines() == ["Việc | Ai | Hạn", "a | Phòng A Phòng B | 1/3", "b |  | 2/3", "c / d"]
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in notice.tables[0].cells}
    assert (spans[1, 1], spans[3, 0]) == ((2, 1), (1, 3))


def test_the_article_of_a_news_page() -> None:
    body = "<header>Báo X</header><nav>a b c</nav><article><p>Chủ tịch yêu cầu các sở hoàn thành trong tháng 5.</p></article><footer>Bản quyền</footer>"
    assert lines(body) == ["Chủ tịch yêu cầu các sở hoàn thành trong tháng 5."]


def test_headers_and_notes_are_apart() -> None:
    notice = read_bytes("a.html", '<div title="footer"><p>Chân trang</p></div><p>Thân</p><div id="sdfootnote1"><p><a href="#sdfootnote1anc">1</a>Chú thích</p></div>'.encode())
    assert [(b.kind, notice.text[b.start : b.end]) for b in notice.blocks] == [("paragraph", "Thân"), ("footer", "Chân trang"), ("footnote", "1 Chú thích")]
    assert Reading(notice.text, notice.edits).text.strip() == "Thân"


def test_legacy_fonts_and_encodings() -> None:
    assert lines('<p><font face=".VnTime">Th«ng b¸o </font><span style="font-family: VNI-Times">soá 5</span></p>') == ["Thông báo số 5"]
    page = '<html><meta charset="windows-1258"><p>Đề nghị các xã báo cáo kết quả thực hiện</p></html>'
    data = page.encode("utf-8").decode("utf-8").encode("utf-16")
    assert read_bytes("a.htm", data).text == "Đề nghị các xã báo cáo kết quả thực hiện\n"


@pytest.mark.parametrize("body", ["<div>" * 100_000 + "sâu", "<table><tr><td>" * 3000 + "sâu", "<ul><li>" * 3000 + "sâu"])
def test_elements_without_end(body: str) -> None:
    notice = read_bytes("a.html", f"<html><p>đầu</p>{body}".encode())
    assert notice.text.startswith("đầu")


def test_entities_and_spans_that_lie() -> None:
    head = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    notice = read_bytes("a.html", f"{head}<html><p>a &x; b</p><table border=1><tr><td colspan=99999999 rowspan=99999>c<td>d<td>e</table></html>".encode())
    assert "root:" not in notice.text
    assert notice.text.splitlines()[-1].startswith("c |")


def test_the_page_of_an_office_that_is_one_form() -> None:
    assert lines('<form id="aspnetForm"><input value="x"><div>Giao Sở Y tế báo cáo.</div></form>') == ["Giao Sở Y tế báo cáo."]


def test_what_the_style_sheet_of_word_says() -> None:
    sheet = """<style><!-- @font-face {font-family:".VnTime"; panose-1:0}
    p.MsoNormal, li.MsoNormal {margin:0; font-family:".VnTime";} .to {text-transform:uppercase} span.an {mso-hide:all}
    @media print { .to {display:none} } --></style>"""
    body = (
        "<p class=MsoNormal>Th«ng b¸o<span class=an> Èn</span> <span class=to style=\"font-family:'Times New Roman'\">sở y tế</span>"
        "<a style='mso-comment-reference:A_1' href='#x'>[A1]</a><a href='#_ftn1' name='_ftnref1'><span>[1]</span></a>.</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span>"
        "<![endif]>Rà soát</p><div style='mso-element:comment-list'><p>[A1]Xem lại</p></div>"
        "<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1'>[1]</a> Theo báo cáo.</p></div></div>"
    )
    assert lines(sheet + body) == ["Thông báo SỞ Y TẾ.", "1. Rà soát", "[1] Theo báo cáo."]
