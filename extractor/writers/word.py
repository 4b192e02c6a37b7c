"""A Word document on A4 landscape, Times 13–14 pt, put together as text around a shell that python-docx makes once.

python-docx takes a tenth of a second for a document's own parts and ten times as long as text for its tables; an office has a document for each body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from extractor.writers.xlsx import clean

_FONT = "Times New Roman"
_SIZE = 13.0
_PADDING = 40  # twentieths of a point above and below the words of a cell
_BODY, _MAIN = "<w:body>", "word/document.xml"
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
# Word draws two tables without a paragraph between them as one, and wants one after the last.
_GAP = '<w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'


def twips(millimetres: float) -> int:
    """A length in twentieths of a point.

    >>> twips(25.4)
    1440
    """
    return round(millimetres * 1440 / 25.4)


def line(
    text: str, *, bold: bool = False, italic: bool = False, size: float = _SIZE, align: str = "left", before: float = 0, after: float = 0, keep: bool = False
) -> str:
    """A paragraph; sizes and distances in points, ``keep`` on one page with the next one.

    >>> line("Số: 5", bold=True)
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Số: 5</w:t></w:r></w:p>'
    """
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "") + (f'<w:sz w:val="{round(size * 2)}"/>' if size != _SIZE else "")
    return _paragraph(text, look, align, round(before * 20), round(after * 20), keep=keep)


def rule(width: int, cell: int) -> str:
    """A line of ``width`` mm in the middle of a cell of ``cell`` mm, as the decree wants it below the names at the head."""
    margin = twips(cell - width) // 2 - twips(2)
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr><w:spacing w:line="80" w:lineRule="exact"/>'
        f'<w:ind w:left="{margin}" w:right="{margin}"/></w:pPr></w:p>'
    )


def beside(left: Sequence[str], right: Sequence[str], widths: tuple[int, int]) -> str:
    """Paragraphs on the left and on the right, in columns of these widths in mm without borders."""
    sides = zip((left, right), widths, strict=True)
    cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{"".join(lines)}</w:tc>' for lines, width in sides)
    return f"{_table_head(widths, borders=False)}<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>{_GAP}"


def table(columns: Sequence[tuple[str, int]], lines: Iterable[Sequence[str] | str], centred: Sequence[int], *, total: bool = False) -> Iterator[str]:
    """A table with a header that repeats; ``columns`` are titles and widths in mm, ``lines`` rows of texts, or a heading over the whole width.

    With ``total`` the last line is a sum.
    """
    widths = [twips(width) for _, width in columns]
    aligned = ["center" if index in centred else "left" for index in range(len(columns))]
    yield _table_head([width for _, width in columns], borders=True)
    yield _row((_cell(title, width, "center", bold=True) for (title, _), width in zip(columns, widths, strict=True)), "<w:tblHeader/>")
    following = iter(lines)
    one = next(following, None)
    while one is not None:
        after = next(following, None)
        if isinstance(one, str):
            yield _row([_cell(one, sum(widths), "left", bold=True, keep=True, span=len(columns))])
        else:
            last = after is None  # it goes to the next page with what follows, so that no signature stands there alone
            yield _row(_cell(text, width, align, bold=last and total, keep=last) for text, width, align in zip(one, widths, aligned, strict=True))
        one = after
    yield f"</w:tbl>{_GAP}"


def save(parts: Iterable[str], path: Path) -> None:
    """Writes a document of these paragraphs and tables."""
    shell, head, tail = _shell()
    packed = BytesIO(shell)  # a file that cannot be written to its end would be left open
    with ZipFile(packed, "a", ZIP_DEFLATED) as archive, archive.open(_MAIN, "w") as file:
        file.write(head.encode())
        for part in parts:
            file.write(part.encode())
        file.write(tail.encode())
    path.write_bytes(packed.getbuffer())


@lru_cache(maxsize=1)
def _shell() -> tuple[bytes, str, str]:
    """A document without its text: its other parts, packed, and what stands before and after the text."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])
    made, shell = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as whole, ZipFile(shell, "w", ZIP_DEFLATED) as rest:
        head, body, tail = whole.read(_MAIN).decode().partition(_BODY)
        for name in whole.namelist():
            if name != _MAIN:
                rest.writestr(name, whole.read(name))
    return shell.getvalue(), head + body, tail


def _number_pages(paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))


def _table_head(widths: Sequence[int], *, borders: bool) -> str:
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    drawn = f"<w:tblBorders>{_BORDERS}</w:tblBorders>" if borders else ""
    return f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/>{drawn}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'


def _row(cells: Iterable[str], more: str = "") -> str:
    """A table's row, which stays on one page."""
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, width: int, align: str, *, bold: bool = False, keep: bool = False, span: int = 1) -> str:
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    words = _paragraph(text, "<w:b/>" if bold else "", align, _PADDING, _PADDING, keep=keep)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid}</w:tcPr>{words}</w:tc>'


def _paragraph(text: str, look: str, align: str, before: int, after: int, *, keep: bool) -> str:
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in clean(text).replace("\t", " ").split("\n")) if text else ""
    return (
        f'<w:p><w:pPr>{"<w:keepNext/>" if keep else ""}<w:spacing w:before="{before}" w:after="{after}"/><w:jc w:val="{align}"/></w:pPr>'
        f"<w:r><w:rPr>{look}</w:rPr>{words}</w:r></w:p>"
    )
