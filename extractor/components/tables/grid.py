"""The tables of a text as grids of cells, from rows of text (`a | b | c`, tabs) or from the structure that the file stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from extractor.model import Notice
from extractor.text import Reading

_BAR = regex.compile(r"\s*\|\s*")
_TAB = regex.compile(r" *\t *")
_RULE = regex.compile(r"^[\s|:+=_-]+$")
_LABELLED = regex.compile(r"\s*(?:[-+•*–]\s|\(?(?:\d{1,3}|[a-zđ]|[ivx]+)[.)/]|[IVX]+[.)]|\p{Lu}\p{Ll}*\s+\d+\s*[.:])")
_OPEN = regex.compile(r"[,;:\p{Ll}]\s*$")
_CAPTION_LINES = 4
_CELL_LINES = 8  # a cell set on more lines than this is not rejoined


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its offsets in the reading; ``spanned`` when it is the lower part of a merged one, whose offsets it then repeats.

    ``more`` holds what a row that runs on over the end of a page adds to the cell.
    """

    start: int
    end: int
    spanned: bool = False
    more: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return self.end > self.start

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """Where the words of the cell stand."""
        return ((self.start, self.end), *self.more)


EMPTY = GridCell(0, 0)


@dataclass(slots=True)
class Grid:
    """A table: rows of cells, all of one width, and the lines right above it (nearest first) as spans."""

    rows: list[list[GridCell]] = field(default_factory=list)
    above: list[tuple[int, int]] = field(default_factory=list)
    start: int = 0
    end: int = 0

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0


def grids(reading: Reading, notice: Notice) -> Iterator[Grid]:
    """All tables of a notice, in order."""
    if notice.tables:
        for table in notice.tables:
            width = max((cell.column + cell.column_span for cell in table.cells), default=0)
            height = max((cell.row + cell.row_span for cell in table.cells), default=0)
            rows = [[EMPTY] * width for _ in range(height)]
            for cell in table.cells:
                start, end = trimmed(reading.text, reading.to_reading(cell.start), reading.to_reading(cell.end))
                for row in range(cell.row, cell.row + cell.row_span):
                    rows[row][cell.column] = GridCell(start, end, spanned=row > cell.row)
            rows = [row for row in rows if any(row)]
            if rows:
                begin, stop = reading.to_reading(table.start), reading.to_reading(table.end)
                yield Grid(rows, _above(reading.text, begin), begin, stop)
        return
    yield from _from_lines(reading.text)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks and bars at its edges."""
    while start < end and (text[start].isspace() or text[start] == "|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "|"):
        end -= 1
    return start, end


@dataclass(slots=True)
class _Lines:
    """The rows of a text table on their way: how they are cut, and how wide they are."""

    grid: Grid = field(default_factory=Grid)
    cut: regex.Pattern[str] = _BAR
    framed: bool = False
    width: int = 0
    open: bool = False  # the last row lacks cells, or its closing bar

    def add(self, text: str, start: int, end: int) -> None:
        rows = self.grid.rows
        if not rows:
            self.grid.above, self.grid.start = _above(text, start), start
            self.framed = text[start:end].lstrip().startswith("|")
        cells = list(_cells(text, start, end, self.cut, self.framed))
        if self._goes_on(text, start, end, cells):
            last = rows[-1].pop()
            rows[-1] += [replace(last, end=cells[0].end) if last and cells[0] else last or cells[0], *cells[1:]]
        else:
            rows.append(cells)
        self.width = max(self.width, len(rows[0]), len(rows[-1]) if self.framed else 0)
        self.grid.end = end
        self.open = (self.framed and not text[start:end].rstrip().endswith("|")) or len(rows[-1]) < self.width

    def _goes_on(self, text: str, start: int, end: int, cells: list[GridCell]) -> bool:
        """Whether a line goes on with a row whose cell was set on several lines, so that both have the width of the table together."""
        if not self.grid.rows or not self.open or self.cut is not _BAR or len(self.grid.rows) < 2:
            return False
        if self.framed and text[start:end].lstrip().startswith("|"):
            return False
        return len(self.grid.rows[-1]) + len(cells) - 1 == self.width and not (cells[0] and text[cells[0].start : cells[0].end].isdigit())

    def extend(self, end: int) -> None:
        """A line without a bar belongs to the last cell that was read."""
        last = self.grid.rows[-1].pop()
        self.grid.rows[-1].append(GridCell(last.start or end, end))
        self.grid.end = end

    def done(self) -> Grid | None:
        """The grid, all rows of one width; None when the lines made no table."""
        rows = self.grid.rows
        width = max(map(len, rows), default=0)
        if len(rows) < (2 if width > 2 else 3):
            return None
        self.grid.rows = [row + [EMPTY] * (width - len(row)) for row in rows]
        return self.grid


def _from_lines(text: str) -> Iterator[Grid]:
    lines = [*text.split("\n"), ""]
    table = _Lines()
    at = 0
    for index, line in enumerate(lines):
        start, at = at, at + len(line) + 1
        inside = bool(table.grid.rows)
        cut = _cut(line, table.cut if inside else None)
        if cut is not None and inside and cut is not table.cut and cut is _TAB:
            cut = None
        if cut is None:
            if inside and (not line.strip() and at < len(text)):
                continue
            if inside and table.cut is _BAR and _in_cell(lines, index, table):
                table.extend(start + len(line.rstrip()))
                continue
            if grid := table.done():
                yield grid
            table = _Lines()
        elif not _RULE.match(line) or (cut is _TAB and line.strip()):
            if inside and cut is not table.cut:
                if grid := table.done():
                    yield grid
                table = _Lines()
            table.cut = cut
            table.add(text, start, start + len(line))
    if grid := table.done():
        yield grid


def _cut(line: str, current: regex.Pattern[str] | None) -> regex.Pattern[str] | None:
    """What cuts a line into cells: bars, tabs, or nothing."""
    bars = line.count("|")
    if bars >= 2 or (bars and (line.lstrip().startswith("|") or current is _BAR or " | " in line)):
        return _BAR
    if line.count("\t") >= (1 if current is _TAB else 2) and line.strip() and (current is _TAB or line.strip("\t ").count("\t") >= 1 or line[0] == "\t"):
        return _TAB
    return None


def _in_cell(lines: Sequence[str], index: int, table: _Lines) -> bool:
    """Whether a line without a bar stands inside a row: the row before lacks cells, or its last cell is unfinished, and a row follows soon."""
    before, line = lines[index - 1], lines[index]
    if not before.strip() or len(table.grid.rows) < 2:
        return False
    for after in lines[index + 1 : index + 1 + _CELL_LINES]:
        if "|" in after:
            missing = table.width - len(table.grid.rows[-1]) + 1
            cells = (after.strip().removesuffix("|") if table.framed else after).count("|") + 1
            if table.open and (table.framed or cells == missing):
                return not after.lstrip().startswith("|") or cells == table.width
            return not table.framed and not table.open and not _LABELLED.match(line) and _OPEN.search(before) is not None and line[:1].islower()
        if not after.strip():
            return False
    return False


def _cells(text: str, start: int, end: int, cut: regex.Pattern[str], framed: bool) -> Iterator[GridCell]:
    blanks = " \t\r\xa0" if cut is _BAR else " \r\xa0"
    while end > start and text[end - 1] in blanks:
        end -= 1
    while start < end and text[start] in blanks:
        start += 1
    if framed and text[start:end].startswith("|"):
        start += 1
        while start < end and text[start] in blanks:
            start += 1
    if framed and text[start:end].endswith("|"):
        end -= 1
    at = start
    for mark in cut.finditer(text, start, end):
        yield GridCell(at, mark.start())
        at = mark.end()
    stop = end
    while stop > at and text[stop - 1].isspace():
        stop -= 1
    yield GridCell(at, stop)


def _above(text: str, start: int) -> list[tuple[int, int]]:
    """The lines right above a table, nearest first."""
    found: list[tuple[int, int]] = []
    stop = start
    while stop > 0 and len(found) < _CAPTION_LINES:
        begin = text.rfind("\n", 0, stop - 1) + 1
        if text[begin:stop].strip():
            found.append((begin, stop - (text[stop - 1] == "\n")))
        stop = begin
    return found


def spans(row: Sequence[GridCell]) -> tuple[int, int]:
    """From the first to the last cell of a row that holds words and is the row's own."""
    own = [cell for cell in row if cell and not cell.spanned]
    return min(cell.start for cell in own), max(cell.pieces[-1][1] for cell in own)
