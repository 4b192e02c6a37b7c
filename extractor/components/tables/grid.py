"""The tables of a text as grids of cells, from rows of text (`a | b | c`, tabs) or from the structure that the file stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from extractor.model import Notice
from extractor.text import Reading

_BAR = regex.compile(r"\s*\|\s*")
_TABS = regex.compile(r" *\t *")
_RULE = regex.compile(r"^[\s|:+=_-]+$")
_CAPTION_LINES = 4


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its offsets in the reading; ``spanned`` when it is the lower part of a merged one, whose offsets it then repeats."""

    start: int
    end: int
    spanned: bool = False

    def __bool__(self) -> bool:
        return self.end > self.start


@dataclass(slots=True)
class Grid:
    """A table: rows of cells, all of one width, and the lines right above it (nearest first) as spans."""

    rows: list[list[GridCell]] = field(default_factory=list)
    above: list[tuple[int, int]] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min(cell.start for row in self.rows for cell in row)


def grids(reading: Reading, notice: Notice) -> Iterator[Grid]:
    """All tables of a notice, in order."""
    if notice.tables:
        for table in notice.tables:
            width = max(cell.column + cell.column_span for cell in table.cells)
            height = max(cell.row + cell.row_span for cell in table.cells)
            rows = [[GridCell(0, 0)] * width for _ in range(height)]
            for cell in table.cells:
                start, end = reading.to_reading(cell.start), reading.to_reading(cell.end)
                for row in range(cell.row, cell.row + cell.row_span):
                    rows[row][cell.column] = GridCell(start, end, spanned=row > cell.row)
            yield Grid(rows, _above(reading.text, reading.to_reading(table.start)))
        return
    yield from _from_lines(reading.text)


def _from_lines(text: str) -> Iterator[Grid]:
    grid = Grid()
    framed = False  # rows begin and end with a bar, as in markdown
    at = 0
    for line in [*text.split("\n"), ""]:
        start, at = at, at + len(line) + 1
        cut = _BAR if line.count("|") >= 2 or line.lstrip().startswith("|") or grid.rows and "|" in line else _TABS if line.strip("\t ").count("\t") >= 2 else None
        if cut is None:
            if grid.rows and not line.strip() and at < len(text):
                continue
            if len(grid.rows) >= 2:
                yield _squared(grid)
            grid = Grid()
        elif not _RULE.match(line):
            if not grid.rows:
                grid.above = _above(text, start)
            framed = line.lstrip().startswith("|") if not grid.rows else framed
            grid.rows.append(list(_cells(text, start, start + len(line), cut, framed)))
    if len(grid.rows) >= 2:
        yield _squared(grid)


def _cells(text: str, start: int, end: int, cut: regex.Pattern[str], framed: bool) -> Iterator[GridCell]:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if framed and text[start:end].startswith("|"):
        start += 1
        while start < end and text[start].isspace():
            start += 1
    if text[start:end].endswith("|"):
        end -= 1
    at = start
    for mark in cut.finditer(text, start, end):
        yield GridCell(at, mark.start())
        at = mark.end()
    stop = end
    while stop > at and text[stop - 1].isspace():
        stop -= 1
    yield GridCell(at, stop)


def _squared(grid: Grid) -> Grid:
    width = max(map(len, grid.rows))
    grid.rows = [row + [GridCell(0, 0)] * (width - len(row)) for row in grid.rows]
    return grid


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
    return min(cell.start for cell in own), max(cell.end for cell in own)
