"""Word documents (.docx): what stands on the page, with the labels of automatic lists, after tracked changes, each merged cell once.

Nothing is executed and nothing outside the file is opened: macros, links, embedded objects and fields that are yet to be computed are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex
from lxml import etree

from extractor.encodings import legacy_font
from extractor.model import Edit, Page
from extractor.readers.draft import CellDraft, Draft, Source
from extractor.readers.letterhead import is_motto, place_table
from extractor.readers.numbering import Numbering, symbol
from extractor.readers.package import Package
from extractor.readers.runs import SOFT_HYPHEN, Runs
from extractor.readers.styles import Look, Styles, flag, has_rules, look

_INLINE = frozenset(("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "bdo", "dir", "oMath", "oMathPara", "rubyBase"))
"""Elements that only wrap runs. Deleted and moved-away text (del, moveFrom) is not among them."""
_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_SIGN = regex.compile("[\uf020-\uf0ff]")
"""The codes that fonts of their own alphabet have in Word: of signs, or of the letters of a legacy font."""
_DEEP = 30
"""Tables and text boxes inside one another that are followed."""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as it is put together: its runs, and what else hangs on it."""

    runs: Runs = field(default_factory=Runs)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    breaks: int = 0
    style: str = ""
    label: str = ""
    heading: bool = False

    @property
    def text(self) -> str:
        return self.runs.text


def read(source: Source) -> Draft:
    """A .docx file as a draft of a notice. Raises ReadError."""
    package = Package(source)
    parts = [name for _, name in package.related("", "officeDocument")] or ["word/document.xml"]
    root = package.xml(parts[0])
    body = None if root is None else root.find("body")
    if body is None:
        raise source.error("is a damaged document (it has no text part)", "copy it again from where it came from, or open it in Word and save it again")
    draft = Draft("docx", "ooxml")
    if "word/vbaProject.bin" in package.names:
        draft.warnings.append("the document holds macros; they were not run")
    _Walker(package, parts[0], draft).document(body)
    return draft


class _Walker:
    """One walk through a document."""

    def __init__(self, package: Package, part: str, draft: Draft) -> None:
        self.package, self.part, self.draft = package, part, draft
        self.styles = Styles(self._related("styles"))
        self.numbering = Numbering(self._related("numbering"))
        self.notes: list[tuple[str, str]] = []
        self.page = 1
        self.page_start = 0
        self.fields: list[bool] = []  # of each open field, whether its result has begun
        self.hidden_result = 0
        self.instruction = ""

    def _related(self, kind: str) -> etree._Element | None:
        found = self.package.related(self.part, kind)
        return self.package.xml(found[0][1]) if found else None

    def document(self, body: etree._Element) -> None:
        """The body in order, headers with a letterhead before it, then headers, footers and notes."""
        aside = self._headers(body)
        for _, lines in aside:
            if any(is_motto(line) for line in lines):
                for line in lines:
                    self.draft.line(line, "letterhead-left")
        self.fields.clear()
        self._blocks(body)
        self._turn(last=True)
        self.fields.clear()
        for kind, lines in aside:
            if not any(is_motto(line) for line in lines):
                self._aside(kind, lines)
        self._footnotes()

    def _aside(self, kind: str, lines: list[str], label: str = "") -> None:
        """Text that is no part of the running text: kept, and left out of the reading."""
        for line in lines:
            block = self.draft.line(line, kind, label=label, page=self.page)
            if block is not None:
                self.draft.edits.append(Edit(block.start, block.end, "", kind))

    def _headers(self, body: etree._Element) -> list[tuple[str, list[str]]]:
        found: list[tuple[str, list[str]]] = []
        seen: set[str] = set()
        for kind in ("header", "footer"):
            parts = dict(self.package.related(self.part, kind))
            used = [ref.get("id", "") for ref in body.iter(f"{kind}Reference")]
            for key in dict.fromkeys(used):
                root = self.package.xml(parts[key]) if key in parts else None
                self.fields.clear()  # one that a header leaves open ends with it
                lines = [] if root is None else self._lines(root, 0)
                if lines and "\n".join(lines) not in seen:
                    seen.add("\n".join(lines))
                    found.append((kind, lines))
        return found

    def _footnotes(self) -> None:
        roots = {kind: self._related(f"{kind}s") for kind in ("footnote", "endnote")}
        for i, (kind, key) in enumerate(self.notes, 1):
            root = roots[kind]
            note = None if root is None else next((n for n in root.findall(kind) if n.get("id") == key), None)
            if note is not None:
                self._aside("footnote", [" ".join(self._lines(note, 0))], label=f"({i})")

    def _blocks(self, parent: etree._Element) -> None:
        held: _Paragraph | None = None  # a paragraph whose end was deleted: it runs on into the next
        for element in self._children(parent):
            if element.tag == "tbl":
                place_table(self.draft, self._cells(element, 0), ruled=self._ruled(element), page=self.page)
                continue
            paragraph = self._paragraph(element, held)
            held = paragraph if self._mark_deleted(element) else None
            if held is None:
                self._place(paragraph)
        if held is not None:
            self._place(held)

    def _children(self, parent: etree._Element) -> Iterator[etree._Element]:
        """The paragraphs and tables below an element, through what only wraps them."""
        for child in parent:
            if child.tag in ("p", "tbl"):
                yield child
            elif child.tag in _WRAPPERS:
                yield from self._children(child)
            elif child.tag == "AlternateContent":
                yield from self._children(_chosen(child))
            elif child.tag == "altChunk":
                self.draft.warnings.append("a document embedded in this one was left out")

    def _place(self, paragraph: _Paragraph) -> None:
        kind = "heading" if paragraph.heading else "list-item" if paragraph.label else "paragraph"
        if paragraph.text.strip():
            self.draft.line(paragraph.text, kind, label=paragraph.label, page=self.page)
        for box in paragraph.boxes:
            for line in self._lines(box, 1):
                self.draft.line(line, "paragraph", page=self.page)
        for _ in range(paragraph.breaks):
            self._turn()

    def _turn(self, *, last: bool = False) -> None:
        """Word left a mark where its pages ended: the next paragraph is on a new page."""
        if last and self.page == 1:
            return  # no marks: the pages are not known
        self.draft.page(Page(self.page, self.page_start, 0))
        self.page_start = self.draft.length
        if not last:
            self.page += 1

    def _mark_deleted(self, element: etree._Element) -> bool:
        """Whether a paragraph's end was deleted, moved away or hidden."""
        mark = element.find("pPr/rPr")
        return mark is not None and (mark.find("del") is not None or mark.find("moveFrom") is not None or bool(flag(mark, "vanish")))

    def _paragraph(self, element: etree._Element, held: _Paragraph | None = None) -> _Paragraph:
        paragraph = held or _Paragraph()
        properties = element.find("pPr")
        style = None if properties is None else properties.find("pStyle")
        paragraph.style = "" if style is None else style.get("val", "")
        paragraph.heading = self.styles.is_heading(paragraph.style)
        self._runs(element, paragraph, self.styles.look(paragraph.style))
        self.notes += paragraph.notes
        paragraph.notes = []
        if not self._mark_deleted(element):
            paragraph.label = self._label(properties, paragraph.style)
        return paragraph

    def _label(self, properties: etree._Element | None, style: str) -> str:
        num, level = self.styles.numbering(style)
        own = None if properties is None else properties.find("numPr")
        if own is not None and own.find("del") is None:
            own_num, own_level = own.find("numId"), own.find("ilvl")
            num = num if own_num is None else own_num.get("val")
            level = level if own_level is None else int(own_level.get("val", "0"))
        if num is None or num == "0":
            return ""
        text, of = self.numbering.label(num, self.numbering.level_of_style(num, self.styles.bases(style)) if level is None else level)
        of = of.over(look(None if properties is None else properties.find("rPr"))).over(self.styles.look(style))
        if of.hidden:
            return ""
        label = Runs()
        label.add(text.upper() if of.caps else text, of.font)
        return label.text

    def _runs(self, parent: etree._Element, paragraph: _Paragraph, base: Look) -> None:
        for child in parent:
            if child.tag == "r":
                self._run(child, paragraph, base)
            elif child.tag in _INLINE:
                if child.tag != "fldSimple" or not _is_page_field(child.get("instr", "")):
                    self._runs(child, paragraph, base)
            elif child.tag == "AlternateContent":
                self._runs(_chosen(child), paragraph, base)

    def _run(self, run: etree._Element, paragraph: _Paragraph, base: Look) -> None:
        properties = run.find("rPr")
        style = None if properties is None else properties.find("rStyle")
        of = look(properties)
        if style is not None:
            of = of.over(self.styles.run(style.get("val", "")))
        of = of.over(base)
        if of.hidden or flag(properties, "del"):
            return
        self._content(run, paragraph, of)

    def _content(self, run: etree._Element, paragraph: _Paragraph, of: Look) -> None:
        for child in run:
            tag = child.tag
            if tag == "fldChar":
                self._field(child.get("fldCharType", ""))
            elif tag == "instrText":
                self.instruction += child.text or ""
            elif tag in ("drawing", "pict", "object"):
                paragraph.boxes += _outermost_boxes(child)
            elif tag == "AlternateContent":
                self._content(_chosen(child), paragraph, of)
            elif tag == "ruby":  # the small letters above it (rt) say how it is spoken
                self._runs(child, paragraph, of)
            elif tag == "lastRenderedPageBreak":
                paragraph.breaks += 1
            elif tag in ("footnoteReference", "endnoteReference"):
                paragraph.notes.append((tag.removesuffix("Reference"), child.get("id", "")))
            elif not self._in_instruction():
                text = _characters(child, of.font or "")
                paragraph.runs.add(text.upper() if of.caps else text, of.font)

    def _field(self, step: str) -> None:
        if step == "begin":
            self.fields.append(False)
            self.instruction = ""
        elif step == "separate" and self.fields:
            self.fields[-1] = not _is_page_field(self.instruction)
        elif step == "end" and self.fields:
            self.fields.pop()

    def _in_instruction(self) -> bool:
        return not all(self.fields)

    def _lines(self, parent: etree._Element, depth: int) -> list[str]:
        """The paragraphs below an element as plain lines: of cells, text boxes, headers and notes. Tables in them give a line a cell."""
        lines: list[str] = []
        held: _Paragraph | None = None
        for element in self._children(parent) if depth < _DEEP else ():
            if element.tag == "tbl":
                cells = self._cells(element, depth + 1)
                lines += [p for cell in sorted(cells, key=lambda c: (c.row, c.column)) for p in cell.paragraphs]
                continue
            paragraph = self._paragraph(element, held)
            held = paragraph if self._mark_deleted(element) else None
            if held is None:
                lines += self._paragraph_lines(paragraph, depth)
        return lines + (self._paragraph_lines(held, depth) if held else [])

    def _paragraph_lines(self, paragraph: _Paragraph, depth: int) -> list[str]:
        text = paragraph.text.strip()
        own = [f"{paragraph.label} {text}".strip()] if text else []
        return own + [line for box in paragraph.boxes for line in self._lines(box, depth + 1)]

    def _cells(self, table: etree._Element, depth: int) -> list[CellDraft]:
        cells: list[CellDraft] = []
        above: dict[int, CellDraft] = {}  # by column, the cell that a merged one below it belongs to
        number = 0
        for row in _rows(table):
            properties = row.find("trPr")
            if properties is not None and properties.find("del") is not None:
                continue
            column = _value(properties, "gridBefore", 0)
            for cell in _row_cells(row):
                of = cell.find("tcPr")
                if of is not None and of.find("cellDel") is not None:
                    continue
                span = min(max(_value(of, "gridSpan", 1), 1), self.package.source.limits.table_columns)
                merge = None if of is None else of.find("vMerge")
                sideways = None if of is None else of.find("hMerge")
                if sideways is not None and sideways.get("val", "continue") == "continue" and cells and cells[-1].row == number:
                    cells[-1].column_span += span
                elif merge is not None and merge.get("val", "continue") == "continue" and column in above:
                    above[column].row_span = number - above[column].row + 1
                    above[column].paragraphs += self._lines(cell, depth + 1)
                else:
                    made = CellDraft(number, column, self._lines(cell, depth + 1), 1, span)
                    cells.append(made)
                    above.pop(column, None)
                    if merge is not None:
                        above[column] = made
                column += span
            number += 1
        return cells

    def _ruled(self, table: etree._Element) -> bool:
        properties = table.find("tblPr")
        if properties is not None:
            own = properties.find("tblBorders")
            style = properties.find("tblStyle")
            if has_rules(own) or (own is None and style is not None and self.styles.ruled(style.get("val", ""))):
                return True
        return any(has_rules(borders) for borders in table.iter("tcBorders"))


def _value(properties: etree._Element | None, name: str, default: int) -> int:
    found = None if properties is None else properties.find(name)
    try:
        return default if found is None else int(found.get("val", default))
    except ValueError:
        return default


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _row_cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == "tc":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _row_cells(child)


def _chosen(alternate: etree._Element) -> etree._Element:
    """One of the forms in which Word writes the same thing for old and new readers."""
    choice = alternate.find("Choice")
    if choice is None:
        choice = alternate.find("Fallback")
    return alternate if choice is None else choice


def _outermost_boxes(drawing: etree._Element) -> list[etree._Element]:
    """The text boxes of a drawing, not those within them, nor the same once more for old readers."""
    found: list[etree._Element] = []
    queue = [drawing]
    while queue:
        element = queue.pop(0)
        if element.tag == "txbxContent":
            found.append(element)
        elif element.tag == "AlternateContent":
            queue.append(_chosen(element))
        else:
            queue[:0] = list(element)
    return found


def _is_page_field(instruction: str) -> bool:
    return instruction.strip().upper().startswith(("PAGE", "NUMPAGES", "SECTIONPAGES")) and not instruction.strip().upper().startswith("PAGEREF")


def _characters(element: etree._Element, font: str) -> str:
    """What one element of a run puts on the page."""
    match element.tag:
        case "t":
            return _SIGN.sub(lambda sign: chr(ord(sign[0]) - 0xF000) if legacy_font(font) else symbol(sign[0], font), element.text or "")
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case "softHyphen":
            return SOFT_HYPHEN
        case "sym":
            try:
                return symbol(chr(int(element.get("char", "20"), 16)), element.get("font", font))
            except (ValueError, OverflowError):
                return ""
        case _:
            return ""
