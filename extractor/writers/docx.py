"""Action lists as documents that an office can sign: letterhead and place of the signature in the form of Decree 30/2020/NĐ-CP, page numbers, Times 13–14 pt.

Number, day and what the letterhead does not know are left open with dots. `extractor.writers.pdf` makes PDFs of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from extractor.agenda import ActionList, Letterhead, Tally
from extractor.table import Lang, records
from extractor.tracking import BUCKETS, PARTS, STATES, Tracked, state
from extractor.writers.cells import SEPARATOR
from extractor.writers.list_cells import SUMMARY, TITLE, day_text, deadline, document, sentence, situation
from extractor.writers.xlsx import clean

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

_FONT = "Times New Roman"
_PADDING = 40  # twentieths of a point above and below the words of a cell
_OPEN = "…………"
_STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_LIST = (("STT", 13), ("Nội dung nhiệm vụ", 70), ("Văn bản giao", 33), ("{other}", 36), ("Thời hạn", 30), ("Trạng thái", 36), ("Ghi chú", 31))  # mm
_TABLE = (("No.", "STT", 14), ("Task", "Nội dung nhiệm vụ", 89), ("Document", "Văn bản giao", 34), ("Lead body", "Đơn vị chủ trì", 40),
          ("Coordinating bodies", "Đơn vị phối hợp", 36), ("Due", "Thời hạn", 34))  # fmt: skip
_HEADLINE = {"vi": "Bảng nhiệm vụ", "en": "Task table"}


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:
    """Writes the task table as a plain document: one table, without letterhead and signature."""
    page = _Page()
    page.line(_HEADLINE[lang].upper(), bold=True, size=14, align="center")
    lines = (
        [str(n), sentence(row["task"] or ""), document(row), _names(row["assignees"]), _names(row["coordinators"]), deadline(row)]
        for n, row in enumerate(records(frame), 1)
    )
    page.table([(english if lang == "en" else title, width) for english, title, width in _TABLE], lines, centred=(0, 5))
    page.save(path)


def write_list(made: ActionList, path: Path, letterhead: Letterhead) -> None:
    """Writes the list of one body, what it leads and what it coordinates in tables of their own."""
    page = _Page()
    page.letterhead(letterhead)
    page.line(TITLE.upper(), bold=True, size=14, align="center", before=12)
    page.line(sentence(made.body), bold=True, size=14, align="center")
    page.line(f"(Tính đến ngày {day_text(made.as_of)})", italic=True, align="center", after=6)
    for numeral, part in zip(("I", "II"), PARTS, strict=True):
        groups = made.of(part)
        page.line(f"{numeral}. {PARTS[part].upper()}", bold=True, before=6, after=3, keep=True)
        if not groups:
            page.line("Không có.", italic=True)
            continue
        other = "Đơn vị phối hợp" if part == "lead" else "Đơn vị chủ trì"
        key = "coordinators" if part == "lead" else "responsible"
        position = 0
        lines: list[list[str] | str] = []
        for group in groups:
            lines.append(f"{BUCKETS[group.bucket]} ({len(group.tasks)})")
            for task in group.tasks:
                position += 1
                lines.append(_line(position, task, key, made.as_of))
        page.table([(title.format(other=other), width) for title, width in _LIST], lines, centred=(0, 4, 5))
    page.signature(letterhead, f"- {sentence(made.body)} (để thực hiện);")
    page.save(path)


def write_summary(tallies: Sequence[Tally], path: Path, as_of: dt.date, letterhead: Letterhead) -> None:
    """Writes the summary over all bodies."""
    page = _Page()
    page.letterhead(letterhead)
    page.line(SUMMARY.upper(), bold=True, size=14, align="center", before=12)
    page.line(f"(Tính đến ngày {day_text(as_of)})", italic=True, align="center", after=6)
    lines: list[list[str]] = [
        [str(n), sentence(line.body), str(line.led or ""), *(str(line.lead.get(key, 0) or "") for key in BUCKETS), str(line.coordinate or "")]
        for n, line in enumerate(tallies, 1)
    ]
    totals = [sum(line.led for line in tallies), *(sum(line.lead.get(key, 0) for line in tallies) for key in BUCKETS), sum(line.coordinate for line in tallies)]
    lines.append(["", "Cộng", *map(str, totals)])
    titles = [("STT", 14), ("Đơn vị", 65), ("Chủ trì", 17), *((title, 19) for title in BUCKETS.values()), ("Phối hợp", 17)]
    page.table(titles, lines, centred=tuple(i for i in range(len(titles)) if i != 1), total=True)
    page.signature(letterhead, "- Các đơn vị có tên trên (để thực hiện);")
    page.save(path)


def _line(position: int, task: Tracked, other: str, as_of: dt.date) -> list[str]:
    words = deadline(task.row)
    product = f" (Sản phẩm: {task.row['product']})" if task.row.get("product") else ""
    # Which of the five states it is, and how many days are left where that says more.
    now, left = STATES[state(task, as_of)], situation(task, as_of)
    standing = left if left.startswith(now) else "\n".join(filter(None, (now, left)))
    return [str(position), sentence(task.row["task"] or "") + product, document(task.row), _names(task.row.get(other)), words, standing, task.note or ""]


def _names(names: Iterable[str] | None) -> str:
    return sentence(SEPARATOR.join(names or ()))


class _Page:
    """A document on A4 landscape with the margins of the decree, page numbers at the head from the second page on."""

    def __init__(self) -> None:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        self.document = Document()
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = _FONT, Pt(13)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
        style.paragraph_format.space_after = Pt(0)
        section = self.document.sections[0]
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(18)
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        self._page_number(section.header.paragraphs[0])

    def line(
        self, text: str, *, bold: bool = False, italic: bool = False, size: float = 13, align: str = "left", before: float = 0, after: float = 0,
        keep: bool = False, into: Any = None,
    ) -> Any:  # fmt: skip
        """Adds a paragraph, to the document or ``into`` a cell."""
        from docx.shared import Pt

        paragraph = (into or self.document).add_paragraph()
        run = paragraph.add_run(clean(text))
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        paragraph.alignment = _alignment(align)
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
        paragraph.paragraph_format.keep_with_next = keep
        return paragraph

    def letterhead(self, head: Letterhead) -> None:
        """The issuer on the left, the State's name and motto on the right, number and day open."""
        left, right = self._two_cells(100, 149)
        if head.parent:
            self.line(head.parent.upper(), size=13, align="center", into=left)
        self.line((head.issuer or _OPEN * 3).upper(), bold=True, size=13, align="center", into=left)
        self._rule(left, 20)
        self.line(f"Số: {_OPEN}/{_OPEN}", align="center", before=4, into=left)
        self.line(_STATE[0], bold=True, size=13, align="center", into=right)
        self.line(_STATE[1], bold=True, size=14, align="center", into=right)
        self._rule(right, 62)
        self.line(f"{head.place or _OPEN}, ngày …… tháng …… năm ………", italic=True, align="center", before=4, into=right)

    def signature(self, head: Letterhead, recipient: str) -> None:
        """The recipients on the left, the signer's title, room for the signature and the name on the right."""
        left, right = self._two_cells(125, 124)
        self.line("Nơi nhận:", bold=True, italic=True, size=12, before=10, keep=True, into=left)
        for text in (recipient, "- Lưu: VT."):
            self.line(text, size=11, keep=True, into=left)
        self.line((head.signer_title or _OPEN * 2).upper(), bold=True, size=13, align="center", before=10, keep=True, into=right)
        for _ in range(4):
            self.line("", into=right, keep=True)
        self.line(head.signer or _OPEN * 2, bold=True, size=13, align="center", into=right)

    def table(self, columns: Sequence[tuple[str, int]], lines: Iterable[Sequence[str] | str], centred: Sequence[int], *, total: bool = False) -> None:
        """A table with a header that repeats; ``lines`` are rows of texts, or a heading over the whole width; with ``total`` the last one is a sum."""
        from docx.oxml import parse_xml
        from docx.shared import Mm

        made = self.document.add_table(rows=0, cols=len(columns))
        made.style, made.autofit = "Table Grid", False
        widths = [Mm(width).twips for _, width in columns]
        for column, (_, width) in zip(made.columns, columns, strict=True):
            column.width = Mm(width)
        aligned = ["center" if index in centred else "left" for index in range(len(columns))]
        header = [_cell(title, width, "center", bold=True) for (title, _), width in zip(columns, widths, strict=True)]
        made._tbl.append(parse_xml(_row(header, "<w:tblHeader/>")))
        rest = deque(lines)
        while rest:
            line = rest.popleft()
            if isinstance(line, str):
                cells = [_cell(line, sum(widths), "left", bold=True, keep=True, span=len(columns))]
            else:
                cells = [_cell(text, width, align, bold=total and not rest) for text, width, align in zip(line, widths, aligned, strict=True)]
            made._tbl.append(parse_xml(_row(cells)))

    def save(self, path: Path) -> None:
        """Writes the document."""
        packed = BytesIO()  # a file that cannot be written to its end would be left open
        self.document.save(packed)
        path.write_bytes(packed.getbuffer())

    def _two_cells(self, left: int, right: int) -> tuple[Any, Any]:
        from docx.shared import Mm

        made = self.document.add_table(rows=1, cols=2)
        made.autofit = False
        cells = made.rows[0].cells
        for cell, column, width in zip(cells, made.columns, (left, right), strict=True):
            cell.width = column.width = Mm(width)
            cell._tc.remove(cell.paragraphs[0]._p)
        return cells[0], cells[1]

    def _rule(self, cell: Any, width: int) -> None:
        """A line of ``width`` mm below the last paragraph of a cell, in its middle, as the decree wants it."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls
        from docx.shared import Mm, Pt

        paragraph = cell.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(4)
        margin = (cell.width - Mm(width)) // 2 - Mm(2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = margin
        border = parse_xml(f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>')
        paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")

    def _page_number(self, paragraph: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        paragraph.alignment = _alignment("center")
        field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
        paragraph._p.append(parse_xml(field))


def _row(cells: Sequence[str], more: str = "") -> str:
    """A table's row that stays on one page; as text, for python-docx takes ten times as long to put it together."""
    from docx.oxml.ns import nsdecls

    return f'<w:tr {nsdecls("w")}><w:trPr><w:cantSplit/>{more}</w:trPr>{"".join(cells)}</w:tr>'


def _cell(text: str, width: int, align: str, *, bold: bool = False, keep: bool = False, span: int = 1) -> str:
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in clean(text).replace("\t", " ").split("\n"))
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid}</w:tcPr><w:p><w:pPr>{"<w:keepNext/>" if keep else ""}'
        f'<w:spacing w:before="{_PADDING}" w:after="{_PADDING}"/><w:jc w:val="{align}"/></w:pPr>'
        f"<w:r><w:rPr>{'<w:b/>' if bold else ''}</w:rPr>{words}</w:r></w:p></w:tc>"
    )


def _alignment(name: str) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER}[name]
