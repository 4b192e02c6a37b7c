"""HTML: what a browser shows, with the labels of lists, each merged cell once. Nothing is run or fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex
from lxml import etree
from lxml import html as parser

from extractor.encodings import UnknownEncodingError, decode
from extractor.model import Edit
from extractor.readers.css import StyleSheet
from extractor.readers.draft import CellDraft, Draft, Source
from extractor.readers.letterhead import place_table
from extractor.readers.numbering import number
from extractor.readers.runs import Runs

_SEEN_ONLY_BY_PROGRAMS = ("script", "style", "head", "template", "noscript", "iframe", "object", "embed", "svg", "math", "canvas", "audio", "video", "title")
_FURNITURE = ("select", "option", "textarea", "input", "button", "nav", "aside")
_UNSEEN = frozenset((*_SEEN_ONLY_BY_PROGRAMS, *_FURNITURE, "del", "s", "strike"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARTS = ("html", "body", "div", "section", "article", "main", "header", "footer", "address", "figure", "figcaption", "fieldset", "details", "summary", "form")
_TEXTS = ("p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "center", "hr")
_TABLES = ("table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption")
_BLOCKS = frozenset((*_HEADINGS, *_PARTS, *_TEXTS, *_TABLES))
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal-leading-zero": "decimalZero", "none": "none",
}  # fmt: skip
_BULLETS = {"circle": "◦", "square": "▪", "none": "", "disc": "•"}
_FONT = regex.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", regex.IGNORECASE)
_LIST_STYLE = regex.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", regex.IGNORECASE)
_HIDDEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*comment-list|mso-comment-reference", regex.IGNORECASE)
_UPPER = regex.compile(r"text-transform\s*:\s*uppercase", regex.IGNORECASE)
_BORDER = regex.compile(r"border[\w-]*\s*:\s*(?!none|0|medium none|inherit)[^;]*\b(?:solid|double|dotted|dashed|windowtext)", regex.IGNORECASE)
_NOTE_MARK = regex.compile(r"#(?:_(?:ftn|edn)\d+|sd(?:foot|end)note\d+sym)")
"""Where the mark of a footnote in the running text leads to, by Word's and LibreOffice's way of naming them."""
_NOTE_BACK = regex.compile(r"#(?:_(?:ftn|edn)ref\d+|sd(?:foot|end)note\d+anc)")
"""Where the number of a footnote leads back to."""
_DEEP = 200


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element hands down to those in it."""

    font: str = ""
    upper: bool = False
    kept: bool = False
    kind: str = "paragraph"
    depth: int = 0


def read(source: Source) -> Draft:
    """An HTML file as a draft of a notice. Raises ReadError."""
    if len(source.data) > source.limits.text_bytes:
        raise source.too_large("bytes of HTML", len(source.data), source.limits.text_bytes, "save the notice alone")
    try:
        decoded = decode(source.data)
    except UnknownEncodingError:
        raise source.error("is HTML in an unknown encoding", "open it in a browser and save it as UTF-8") from None
    draft = Draft("html", decoded.decoder, list(decoded.warnings))
    text = regex.sub(r"^\s*<\?xml[^>]*>", "", decoded.text)
    try:
        root = parser.document_fromstring(text, parser=parser.HTMLParser(no_network=True, remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise source.error(f"is damaged HTML ({error})", "open it in a browser and save it again") from None
    walker = _Walker(draft, source.limits.table_columns, StyleSheet(root))
    walker.visit(_main(root), _Context())
    walker.flush()
    walker.asides()
    return draft


def _main(root: etree._Element) -> etree._Element:
    """The one article of a page made for the web, where it holds most of the text; else the whole."""
    body = root.find("body")
    body = root if body is None else body
    whole = len(" ".join(body.itertext()))
    for name in ("article", "main"):
        found = body.findall(f".//{name}")
        if len(found) == 1 and len(" ".join(found[0].itertext())) > 0.4 * whole:
            return found[0]
    return body


class _Walker:
    """One walk through a page: runs are gathered and set down as a line at the edges of blocks."""

    def __init__(self, draft: Draft, columns: int, styles: StyleSheet) -> None:
        self.draft, self.columns, self.styles = draft, columns, styles
        self.runs = Runs()
        self.label = ""
        self.kind = "paragraph"
        self.lines: list[str] | None = None  # where lines go while a cell is read
        self.aside: list[tuple[str, etree._Element, _Context]] = []

    def flush(self) -> None:
        """Set down the line that was gathered."""
        text = self.runs.text.strip(" \t\n\r")
        if text:
            kind = "list-item" if self.label else self.kind
            if self.lines is None:
                self.draft.line(text, kind, label=self.label)
            else:
                self.lines.append(f"{self.label} {text}".strip())
            self.label = ""
        self.runs = Runs()

    def asides(self) -> None:
        """Headers, footers and notes, kept at the end and left out of the reading."""
        for kind, element, context in self.aside:
            start = len(self.draft.blocks)
            self.visit(element, replace(context, kind=kind))
            self.flush()
            self.draft.edits += [Edit(block.start, block.end, "", kind) for block in self.draft.blocks[start:]]

    def visit(self, element: etree._Element, context: _Context) -> None:
        """An element and all in it."""
        if context.depth > _DEEP:
            self.runs.add(_spaced(" ".join(element.itertext()), context), context.font)
            return
        context = _handed_down(element, self.styles.of(element), context)
        block = element.tag in _BLOCKS
        if block:
            self.flush()
            self.kind = "heading" if element.tag in _HEADINGS else context.kind
        if element.tag == "table":
            self._table(element, context)
        elif element.tag in ("ul", "ol"):
            self._list(element, context)
        else:
            self._inside(element, context)
        if block:
            self.flush()
            self.kind = context.kind

    def _inside(self, element: etree._Element, context: _Context) -> None:
        if element.text:
            self.runs.add(_spaced(element.text, context), context.font)
        for child in element:
            self._child(child, context)
            if child.tail:
                self.runs.add(_spaced(child.tail, context), context.font)

    def _child(self, child: etree._Element, context: _Context) -> None:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN or _HIDDEN.search(self.styles.of(child)):
            return
        if child.tag == "a" and _NOTE_MARK.fullmatch(child.get("href", "")):
            return
        if child.tag == "a" and _NOTE_BACK.fullmatch(child.get("href", "")):
            self.visit(child, context)
            self.runs.add(" ")
            return
        if child.tag == "br":
            self.flush() if self.lines is None else self.runs.add(" ", context.font)
        elif (kind := _aside(child)) and context.kind != kind:
            self.aside.append((kind, child, context))
        else:
            self.visit(child, context)

    def _list(self, element: etree._Element, context: _Context) -> None:
        count = int(element.get("start", "1")) if element.get("start", "1").lstrip("-").isdigit() else 1
        for child in element:
            if child.tag == "li":
                value = child.get("value", "")
                count = int(value) if value.isdigit() else count
                self.flush()
                self.label = self._label(element, child, count)
                count += 1
            self._child(child, context)
            if child.tag == "li":
                self.label = ""

    def _label(self, parent: etree._Element, item: etree._Element, count: int) -> str:
        style = _LIST_STYLE.search(self.styles.of(item)) or _LIST_STYLE.search(self.styles.of(parent))
        kind = style[1] if style else item.get("type") or parent.get("type") or ""
        if parent.tag == "ul":
            return _BULLETS.get(kind.lower(), "•")
        label = number(count, _FORMS.get(kind, "decimal"))
        return f"{label}." if label else ""

    def _table(self, table: etree._Element, context: _Context) -> None:
        cells: list[CellDraft] = []
        taken: set[tuple[int, int]] = set()
        rows = [r for r in table.iter("tr") if next(r.iterancestors("table")) is table]
        for i, row in enumerate(rows):
            column = 0
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while (i, column) in taken:
                    column += 1
                down, across = _span(cell, "rowspan", len(rows) - i), _span(cell, "colspan", self.columns)
                taken |= {(i + d, column + a) for d in range(down) for a in range(across)}
                cells.append(CellDraft(i, column, self._lines_of(cell, context), down, across))
                column += across
        if self.lines is not None:
            self.lines += [p for cell in cells for p in cell.paragraphs]
            return
        for caption in table.findall("caption"):
            self.visit(caption, context)
        place_table(self.draft, cells, ruled=self._ruled(table))

    def _ruled(self, table: etree._Element) -> bool:
        border = table.get("border", "0").strip()
        return border not in ("0", "") or any(_BORDER.search(self.styles.of(part)) for part in (table, *table.iter("td", "th")))

    def _lines_of(self, cell: etree._Element, context: _Context) -> list[str]:
        outer, self.lines = self.lines, []
        try:
            self.visit(cell, replace(context, depth=context.depth + 3))
            return self.lines
        finally:
            self.lines = outer


def _handed_down(element: etree._Element, style: str, context: _Context) -> _Context:
    font = _FONT.search(style)
    face = font[1] if font else element.get("face", "").split(",")[0] if element.tag == "font" else ""
    return _Context(
        face.strip("\"' ") or context.font,
        context.upper or _UPPER.search(style) is not None,
        context.kept or element.tag == "pre",
        context.kind,
        context.depth + 1,
    )


def _spaced(text: str, context: _Context) -> str:
    text = text if context.kept else regex.sub(r"[ \t\r\n\f]+", " ", text)
    return text.upper() if context.upper else text


def _aside(element: etree._Element) -> str:
    """Whether an element is a header, footer or note, by LibreOffice's and Word's way of marking them or by its name."""
    title: str = element.get("title", "")
    key: str = element.get("id", "")
    if element.tag == "div" and title in ("header", "footer"):
        return title
    if element.tag == "footer":
        return "footer"
    return "footnote" if element.tag == "div" and regex.match(r"(?:sd)?(?:foot|end)note\d|(?:ftn|edn)\d", key) else ""


def _span(cell: etree._Element, name: str, most: int) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), most)) if value.isdecimal() and len(value) < 7 else 1
