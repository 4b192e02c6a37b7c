"""From the lines that stand on a page to the text of a document: reading order by boxes, paragraphs, page numbers, running heads, joins over page ends.

Born-digital pages and scans go through the same code; all lengths are points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

import regex

from extractor.model import Box, Edit, Page
from extractor.readers.draft import CellDraft, Draft, Token
from extractor.readers.letterhead import is_motto, is_recipients
from extractor.text import fold

_LABEL = regex.compile(
    r"(?:[-+*•●◦▪–—→⁃✓❖➢■□☐]|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)/]|\d{1,2}(?:\.\d{1,2}){1,3}|\(\d{1,2}\)|\(?[a-zđ]{1,2}[.)]|[IVXLC]+[.)/]|Điều \d+[.:]?)(?= )"
)
_PAGE_NUMBER = regex.compile(r"(?:[-–—] ?)?\d{1,4}(?: ?[-–—])?|[Tt]rang \d+(?: ?/ ?\d+)?")
_DATE_LINE = regex.compile(r"\bngày\b.*\btháng\b.*\bnăm\b")
_FOOTNOTE = regex.compile(r"[\[(]?\d{1,3}[\])]?[ .]|\*+ ")


@dataclass(slots=True)
class Line:
    """A stretch of words on one line of a page. ``size`` is the height of its letters with their descenders."""

    tokens: list[Token]
    size: float

    @property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)

    @property
    def left(self) -> float:
        return self.tokens[0].box[0]

    @property
    def right(self) -> float:
        return self.tokens[-1].box[2]

    @property
    def top(self) -> float:
        return min(token.box[1] for token in self.tokens)

    @property
    def bottom(self) -> float:
        return max(token.box[3] for token in self.tokens)

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        return median((token.box[1] + token.box[3]) / 2 for token in self.tokens)


@dataclass(slots=True)
class Grid:
    """A ruled table on a page."""

    cells: list[CellDraft]
    box: Box


@dataclass(slots=True)
class Sheet:
    """What stands on a page: ``page`` says how it was read, its offsets are yet to come."""

    page: Page
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    back: tuple[tuple[float, ...], ...] = ()
    """The 2 × 3 matrix from the page as it was straightened to the page as it came, where the two differ."""
    notes: float | None = None
    """The height of the short rule above the footnotes, where one was seen."""

    def shown(self, box: Box) -> Box:
        """A box on the page as it came."""
        if not self.back:
            return box
        (a, b, e), (c, d, f) = self.back
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        return hull((a * x + b * y + e, c * x + d * y + f) * 2 for x, y in corners)

    def token(self, token: Token) -> Token:
        """A word with its box on the page as it came."""
        return replace(token, box=self.shown(token.box)) if self.back else token


@dataclass(slots=True)
class _Piece:
    """Lines that read as one thing."""

    kind: str
    lines: list[Line]
    closed: bool = False
    """Nothing on the next page runs on from here."""

    @property
    def box(self) -> Box:
        return hull(token.box for line in self.lines for token in line.tokens)


def hull(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def compose(draft: Draft, sheets: Sequence[Sheet]) -> None:
    """Write the pages into a draft, in order, with every join and everything left out as an edit."""
    running = _running_lines(sheets)
    open_end: int | None = None  # where the last paragraph of the page before may run on
    for sheet in sheets:
        start = draft.length
        pieces = _pieces(sheet, running)
        body = [p for p in pieces if isinstance(p, Grid) or p.kind not in ("page-number", "header", "footer", "footnote")]
        first = body[0] if body else None
        for piece in pieces:
            if isinstance(piece, Grid):
                draft.table([_shown(cell, sheet) for cell in piece.cells], page=sheet.page.number, box=sheet.shown(piece.box))
                continue
            label = _label(piece)
            kind = "list-item" if label and piece.kind == "paragraph" else piece.kind
            lines = [[sheet.token(token) for token in line.tokens] for line in piece.lines]
            block = draft.tokens(lines, kind, label=label, page=sheet.page.number, box=hull(token.box for line in lines for token in line))
            if piece.kind in ("page-number", "header", "footer", "footnote"):
                draft.edits.append(Edit(block.start, block.end, "", piece.kind))
            elif piece is first and open_end is not None and _runs_on(draft, open_end, piece, sheet):
                _join(draft, open_end, block.start)
        last = body[-1] if body else None
        if isinstance(last, _Piece) and last.kind == "paragraph" and not last.closed:
            open_end = next(b.end for b in reversed(draft.blocks) if b.kind in ("paragraph", "list-item"))
        elif body:
            open_end = None
        page = sheet.page
        draft.page(Page(page.number, start, 0, page.width, page.height, page.dpi, page.kind, page.skew, page.steps))


def _shown(cell: CellDraft, sheet: Sheet) -> CellDraft:
    return replace(cell, box=sheet.shown(cell.box) if cell.box else None, tokens=tuple(map(sheet.token, cell.tokens)))


def _join(draft: Draft, end: int, start: int) -> None:
    """Take out all that stands between the two halves of a paragraph: the edits in between give way to one."""
    draft.edits[:] = [edit for edit in draft.edits if edit.end <= end or edit.start >= start]
    draft.edits.append(Edit(end, start, " ", "join"))


def _runs_on(draft: Draft, end: int, piece: _Piece, sheet: Sheet) -> bool:
    if piece.kind != "paragraph" or _label(piece):
        return False
    line = piece.lines[0]
    before = draft.tail(end)
    if before[-1:] in ".;:!?/" and not line.text[:1].islower():
        return False
    return line.text[:1].islower() or line.left < _margins(sheet)[0] + 10


def _label(piece: _Piece) -> str:
    if piece.kind not in ("paragraph", "recipients"):
        return ""
    match = _LABEL.match(piece.lines[0].text + " ")
    return match[0] if match else ""


def _normal(text: str) -> str:
    return regex.sub(r"\d+", "#", fold(text))


def _running_lines(sheets: Sequence[Sheet]) -> frozenset[str]:
    """Lines that stand at the top or the bottom of most pages."""
    seen: Counter[str] = Counter()
    for sheet in sheets:
        lines = sorted(sheet.lines, key=lambda line: line.top)
        seen.update({_normal(line.text) for line in (*lines[:2], *lines[-2:]) if _at_edge(line, sheet)})
    return frozenset(text for text, count in seen.items() if count >= 3 and count > 0.5 * len(sheets))


_FAR = 9
"""Heights of a line that part the end of a notice from what stands below it; a signature takes less."""


def _at_edge(line: Line, sheet: Sheet) -> bool:
    return line.bottom < 0.1 * sheet.page.height or line.top > 0.9 * sheet.page.height


def _margins(sheet: Sheet) -> tuple[float, float]:
    """Where the lines of the running text begin and end."""
    wide = [line for line in sheet.lines if line.right - line.left > 0.5 * sheet.page.width] or sheet.lines
    lefts = sorted([line.left for line in wide] + [grid.box[0] for grid in sheet.grids])
    rights = sorted([line.right for line in wide] + [grid.box[2] for grid in sheet.grids])
    if not lefts:
        return 0.1 * sheet.page.width, 0.9 * sheet.page.width
    # A page of short lines does not say where they would end.
    return lefts[len(lefts) // 10], max(rights[-1 - len(rights) // 10], 0.8 * sheet.page.width)


def _pieces(sheet: Sheet, running: frozenset[str]) -> list[_Piece | Grid]:
    """The page in reading order."""
    aside, rows = _asides(_rows(sheet.lines), sheet, running)
    left, right = _margins(sheet)
    groups: list[list[_Piece | Grid]] = [[grid] for grid in sheet.grids]
    rows, head = _letterhead(rows, sheet, left, right)
    rows, foot = _signature(rows, left, right)
    groups += [pieces for pieces in (head, foot) if pieces]
    groups += [[piece] for piece in _paragraphs([_flat(row) for row in rows], left, right, [grid.box[1] for grid in sheet.grids])]
    ordered = [piece for group in sorted(groups, key=lambda group: min(piece.box[1] for piece in group)) for piece in group]
    return [*(p for p in aside if not _low(p, sheet)), *ordered, *(p for p in aside if _low(p, sheet))]


def _low(piece: _Piece, sheet: Sheet) -> bool:
    return piece.lines[0].top > 0.5 * sheet.page.height


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines at one height, from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if rows and abs(median(other.middle for other in rows[-1]) - line.middle) < 0.4 * min(line.size, *(o.size for o in rows[-1])):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _flat(row: list[Line]) -> Line:
    return row[0] if len(row) == 1 else Line([token for line in row for token in line.tokens], max(line.size for line in row))


def _asides(rows: list[list[Line]], sheet: Sheet, running: frozenset[str]) -> tuple[list[_Piece], list[list[Line]]]:
    """Page numbers, running heads and footnotes, and the rows without them."""
    found: list[_Piece] = []
    kept = list(rows)
    for at in (0, -1, 0, -1):
        if len(kept) > 1 and len(kept[at]) == 1 and _at_edge(line := kept[at][0], sheet):
            text = line.text
            if _PAGE_NUMBER.fullmatch(text):
                found.append(_Piece("page-number", [line]))
            elif _normal(text) in running:
                found.append(_Piece("header" if line.top < 0.5 * sheet.page.height else "footer", [line]))
            else:
                continue
            del kept[at]
    sizes = [line.size for row in kept for line in row]
    if len(sizes) > 5:
        small = 0.87 * median(sizes)
        first = len(kept)
        while first > 0 and all(line.size < small for line in kept[first - 1]) and not any(is_recipients(line.text) for line in kept[first - 1]):
            first -= 1
        if sheet.notes is not None:
            first = max(first, next((i for i, row in enumerate(kept) if row[0].top > sheet.notes), len(kept)))
        notes = [_flat(row) for row in kept[first:]]
        # The recipients are small as well, and so is a stamp's date; a note begins with its number.
        if notes and (sheet.notes is not None or _FOOTNOTE.match(notes[0].text)) and first > 0 and notes[0].top > 0.4 * sheet.page.height:
            for line in notes:
                if _FOOTNOTE.match(line.text) or not found or found[-1].kind != "footnote":
                    found.append(_Piece("footnote", [line]))
                else:
                    found[-1].lines.append(line)
            kept = kept[:first]
    return found, kept


def _with_next(line: Line, rows: list[list[Line]], i: int) -> str:
    """A line with the one below it: a narrow column wraps the country's name."""
    below = next((other for other in rows[i + 1] if other.left < line.right and other.right > line.left), None) if i + 1 < len(rows) else None
    return f"{line.text} {below.text}" if below else line.text


def _split(line: Line, at: float, reach: float) -> list[Line]:
    """A line cut at its widest gap near a place, if there is one that is wide enough."""
    gaps = [
        (b.box[0] - a.box[2], i)
        for i, (a, b) in enumerate(pairwise(line.tokens), 1)
        if abs((a.box[2] + b.box[0]) / 2 - at) < reach and b.box[0] - a.box[2] > 0.6 * line.size
    ]
    if not gaps:
        return [line]
    _, i = max(gaps)
    return [Line(line.tokens[:i], line.size), Line(line.tokens[i:], line.size)]


def _letterhead(rows: list[list[Line]], sheet: Sheet, left: float, right: float) -> tuple[list[list[Line]], list[_Piece | Grid]]:
    """The two columns at the head of a notice, taken out of the rows: the issuer's, then the one with the country's name."""
    head = next((i for i, row in enumerate(rows) if any(is_motto(_with_next(line, rows, i)) for line in row)), None)
    if head is None or rows[head][0].top > 0.5 * sheet.page.height:
        return rows, []
    edge = _motto_edge(rows, head)
    sides: tuple[list[Line], list[Line]] = ([], [])
    dated, taken, bottom = False, 0, rows[head][0].bottom
    for i, row in enumerate(rows):
        cut = [part for line in row for part in (_split(line, edge, 60) if line.left < edge - 8 < edge + 8 < line.right else [line])]
        if i > head:
            crossing = any(line.left < edge - 25 and line.right > edge + 25 for line in cut) and not any(_DATE_LINE.search(fold(line.text)) for line in cut)
            centred = len(cut) == 1 and abs(cut[0].centre - (left + right) / 2) < 12
            late = dated and any(line.centre >= edge for line in cut)
            if crossing or late or centred or min(line.top for line in cut) - bottom > 4 * cut[0].size:
                break
        for line in cut:
            sides[line.centre >= edge].append(line)
            dated = dated or (line.centre >= edge and _DATE_LINE.search(fold(line.text)) is not None)
        bottom = max(line.bottom for line in cut)
        taken = i + 1
    pieces: list[_Piece | Grid] = [_Piece("letterhead-left", [line]) for line in sides[0]]
    last: _Piece | None = None
    for line in sides[1]:
        if last and not is_motto(before := " ".join(part.text for part in last.lines)) and is_motto(f"{before} {line.text}"):
            last.lines.append(line)
        else:
            last = _Piece("letterhead-right", [line])
            pieces.append(last)
    return rows[taken:], pieces


def _motto_edge(rows: list[list[Line]], head: int) -> float:
    """Where the column with the country's name begins."""
    edges = []
    for i, row in enumerate(rows[: head + 4]):
        for line in row:
            if is_motto(text := _with_next(line, rows, i)):
                rest = text[len(line.text) :]
                begins = [k for k in range(len(line.tokens)) if is_motto(" ".join(t.text for t in line.tokens[k:]) + rest)]
                edges.append(line.tokens[begins[-1]].box[0])
    return min(edges)


def _signature(rows: list[list[Line]], left: float, right: float) -> tuple[list[list[Line]], list[_Piece | Grid]]:
    """The recipients and the signature beside them, taken out of the rows."""
    foot = next((i for i, row in enumerate(rows) if any(is_recipients(line.text) and line.left < left + 0.3 * (right - left) for line in row)), None)
    if foot is None:
        return rows, []
    width = right - left
    sides: tuple[list[Line], list[Line]] = ([], [])
    first, last = foot, foot
    while first > 0 and foot - first < 4 and all(line.left > left + 0.4 * width and line.text.isupper() for line in rows[first - 1]):
        first -= 1
    for i, row in enumerate(rows[first:], first):
        cut = [part for line in row for part in (_split(line, left + 0.5 * width, 0.25 * width) if line.left < left + 0.3 * width else [line])]
        whole = any(line.left < left + 0.3 * width and line.right > left + 0.75 * width for line in cut)
        far = i > foot and min(line.top for line in row) - max(line.bottom for line in rows[i - 1]) > _FAR * row[0].size
        if i > foot and (whole or far or fold(cut[0].text).startswith("phụ lục")):
            break
        for side in (False, True):
            beside = [line for line in cut if (line.left > left + 0.3 * width) is side]
            sides[side].extend([_flat(beside)] if beside else [])
        last = i
    pieces: list[_Piece | Grid] = []
    item: _Piece | None = None
    for line in sides[0]:
        if item is None or len(item.lines) > 8 or _LABEL.match(line.text + " ") or item.lines[-1].text[-1] in ";.:,/" or is_recipients(line.text):
            item = _Piece("recipients", [line])
            pieces.append(item)
        else:
            item.lines.append(line)
    pieces += [_Piece("signature", [line]) for line in sides[1]]
    return rows[:first] + rows[last + 1 :], pieces


def _paragraphs(lines: list[Line], left: float, right: float, stops: Sequence[float]) -> list[_Piece]:
    """The running text cut into paragraphs: a line goes on with the one before it if its first word would not have fitted there."""
    pieces: list[_Piece] = []
    pitch = median([b.middle - a.middle for a, b in pairwise(lines)] or [0])
    for line in lines:
        before = pieces[-1].lines[-1] if pieces else None
        if before is None or any(before.top < stop <= line.top for stop in stops) or not _goes_on(before, line, left, right, pitch):
            pieces.append(_Piece("paragraph", [line]))
        else:
            pieces[-1].lines.append(line)
    for piece in pieces[-1:]:
        end = piece.lines[-1]
        piece.closed = _slack(end, left, right) > 0.12 * (right - left) or end.text.endswith((".", ";", ":", "./.", "/."))
    return pieces


def _goes_on(before: Line, line: Line, left: float, right: float, pitch: float) -> bool:
    if line.middle - before.middle > max(min(1.7 * pitch, 4 * line.size), 2.2 * line.size) or abs(before.size - line.size) > 0.3 * line.size:
        return False
    word = line.tokens[0].box[2] - line.tokens[0].box[0]
    if _slack(before, left, right) > word + 0.45 * line.size:
        return False
    if _LABEL.match(line.text + " "):
        # A label in mid-sentence is a dash or a number that the margin has moved to the front of a line.
        return line.left < left + 4 and before.left < left + 4 and before.text[-1] not in ".;:" and not line.text[0].isupper() and line.text[0] in "-–"
    # The first line of a paragraph is indented; what hangs under a label is indented as a whole.
    return not (line.left > before.left + 8 and line.left > left + 12 and before.left < left + 4 and not _centred(before, left, right))


def _centred(line: Line, left: float, right: float) -> bool:
    return abs(line.centre - (left + right) / 2) < 6 and line.left > left + 15


def _slack(line: Line, left: float, right: float) -> float:
    """The room that was left on a line."""
    return (right - left) - (line.right - line.left) if _centred(line, left, right) else right - line.right
