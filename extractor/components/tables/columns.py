"""What the columns of a table hold: told by its header of one or two lines or, without one, by its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from extractor.components.bodies import BodyFinder
from extractor.components.tables.grid import Grid, GridCell
from extractor.components.tasks.lexicon import Lexicon
from extractor.rules import Rules
from extractor.text import fold

_SPACE = regex.compile(r"\s+")
_DATED = regex.compile(r"\d{1,2}[/.]\d{1,2}|tháng|quý|ngày|tuần|năm")
NUMBER = regex.compile(r"^(?:[IVX]+|\d{1,3}(?:\.\d{1,2})*|[a-zđA-H]|[A-Z]\d{1,2})[.)]?$")
_SAMPLE = 60  # rows that tell what a column holds
_HEADER_LINES = 3
_HEADER_WIDTH = 90


@dataclass(slots=True)
class Columns:
    """Which column holds which field, how many rows the header takes, and the ids of the rules that say so.

    ``stages`` are columns headed by a date or stage: their cells are instructions (``marks`` is false) or only marks that the row's work falls in it.
    ``heads`` are the words of the header, folded; ``order`` is the line over the table with the verb that its rows need.
    """

    fields: dict[int, str] = field(default_factory=dict)
    header: int = 0
    rules: dict[int, str] = field(default_factory=dict)
    stages: dict[int, GridCell] = field(default_factory=dict)
    marks: bool = False
    heads: dict[int, str] = field(default_factory=dict)
    order: tuple[int, int] | None = None

    def of(self, name: str) -> list[int]:
        """The columns that hold a field, from the left."""
        return sorted(column for column, what in self.fields.items() if what == name)

    def rule(self, name: str) -> str:
        """The id of the rule that named the first column of a field."""
        return next((self.rules[column] for column in self.of(name) if column in self.rules), "column.guess")


class ColumnReader:
    """Reads headers by `rules/tables/columns.toml`."""

    def __init__(self, rules: Rules, lexicon: Lexicon, finder: BodyFinder) -> None:
        self._rules = rules["tables/columns"]
        values = rules.by_id("tables/values")
        self._stage, self._mark = values["value.stage"].pattern, values["value.mark"].pattern
        self._lexicon = lexicon
        self._finder = finder

    def read(self, text: str, grid: Grid) -> Columns:
        """The columns of a table; without fields where nothing tells what they are."""
        for top in range(min(_HEADER_LINES, len(grid.rows) - 1)):
            found = self._header(text, grid, top)
            if found is not None:
                self._stages(text, grid, found)
                self._first_column(text, grid, found)
                return found
            if sum(bool(cell) for cell in grid.rows[top]) > 1:
                break
        return Columns(self._guess(text, grid))

    def is_header(self, text: str, row: Sequence[GridCell]) -> bool:
        """Whether a row within a table is a header again, as on each page of a long one."""
        named = [self.named(text[cell.start : cell.end]) for cell in row if cell and not cell.spanned]
        return len(named) > 2 and all(named) and sum(name[0] == "task" for name in named if name) == 1

    def named(self, header: str) -> tuple[str, str] | None:
        """The field of a column with this header and the rule that says so."""
        words = _plain(header)
        if len(words) > _HEADER_WIDTH:
            return None
        return next(((rule.data["field"], rule.id) for rule in self._rules if rule.pattern.search(words)), None)

    def _header(self, text: str, grid: Grid, top: int) -> Columns | None:
        """The columns by a header whose first line is the row ``top``."""
        heads = grid.rows[top]
        first = next((cell for cell in heads if cell), None)
        if first is None or text[first.start : first.end].rstrip(".)").isdigit():
            return None
        found = Columns(header=top + 1)
        self._name(found, {i: text[cell.start : cell.end] for i, cell in enumerate(heads) if cell and not cell.spanned})
        filled = sum(bool(cell) and not cell.spanned for cell in heads)
        staged = sum(self._stage.search(words) is not None for column, words in found.heads.items() if column not in found.fields)
        if (len(found.fields) + staged) * 2 < filled or len(found.fields) + staged < 2:
            return None
        if top + 2 < len(grid.rows) and self._is_second(text, heads, grid.rows[top + 1]):
            over = ""
            lower: dict[int, str] = {}
            for column, (head, cell) in enumerate(zip(heads, grid.rows[top + 1], strict=True)):
                over = text[head.start : head.end] if head and not head.spanned else over
                if cell and not cell.spanned:
                    words = text[cell.start : cell.end]
                    lower[column] = words if self.named(words) else f"{over} {words}"
            self._name(found, lower)
            found.header = top + 2
        return found

    def _name(self, found: Columns, heads: dict[int, str]) -> None:
        for column, words in heads.items():
            found.heads[column] = _plain(words)
            if named := self.named(words):
                found.fields[column], found.rules[column] = named

    def _is_second(self, text: str, heads: Sequence[GridCell], row: Sequence[GridCell]) -> bool:
        """Whether the row below a header is its second line: short, under columns that the first leaves open or joins, and blank elsewhere."""
        own = [(column, cell) for column, cell in enumerate(row) if cell and not cell.spanned]
        if not own or (len(own) == len(row) and len(row) > 2):
            return False
        if any(cell.end - cell.start > 40 or NUMBER.match(text[cell.start : cell.end]) for _, cell in own):
            return False
        under = [column for column, _ in own if not heads[column] or (column + 1 < len(heads) and not heads[column + 1])]
        words = [text[cell.start : cell.end] for _, cell in own]
        known = sum(self.named(word) is not None or self._stage.search(_plain(word)) is not None for word in words)
        return len(under) * 2 >= len(own) and 2 * known >= len(words)

    def _cells(self, text: str, grid: Grid, column: int, first: int) -> list[str]:
        rows = grid.rows[first : first + _SAMPLE]
        return [text[row[column].start : row[column].end] for row in rows if row[column] and not row[column].spanned and sum(map(bool, row)) > 1]

    def _stages(self, text: str, grid: Grid, found: Columns) -> None:
        """Columns of a schedule, headed by a date or stage: their cells are instructions, or marks."""
        staged: dict[int, GridCell] = {}
        marked = 0
        for column, words in found.heads.items():
            cells = self._cells(text, grid, column, found.header)
            head = next((row[column] for row in reversed(grid.rows[: found.header]) if row[column] and not row[column].spanned), None)
            if head is None or not cells or found.fields.get(column) not in (None, "due", "note") or self._stage.search(words) is None:
                continue
            marks = sum(self._mark.match(fold(cell)) is not None for cell in cells)
            verbs = sum(self._lexicon.verb(fold(cell), 0, len(cell)) is not None and len(cell) > 8 for cell in cells)
            if marks == len(cells) or 2 * verbs >= len(cells):
                staged[column] = head
                marked += marks == len(cells)
        if not staged or 0 < marked < len(staged) or (marked and len(staged) < 2):
            return
        found.stages, found.marks = staged, bool(marked)
        for column in staged:
            found.fields[column] = "mark" if marked else "task"

    def _first_column(self, text: str, grid: Grid, found: Columns) -> None:
        """Beside columns of stages, a column of bodies is the one of assignees whatever its header says ("Việc", "Nội dung")."""
        if not found.stages or found.marks or found.of("assignees"):
            return
        for column in range(grid.width):
            if column not in found.stages and found.fields.get(column) != "number":
                if self._share_of_bodies(self._cells(text, grid, column, found.header)) >= 0.5:
                    found.fields[column] = "assignees"
                elif found.fields.get(column) == "task":
                    found.fields[column] = "topic"
                return

    def _share_of_bodies(self, cells: list[str]) -> float:
        whole = sum((region := self._finder.region_at(cell, 0)) is not None and region[1] >= 0.8 * len(cell) for cell in cells)
        return whole / len(cells) if cells else 0.0

    def _guess(self, text: str, grid: Grid) -> dict[int, str]:
        """Columns of a table without a header: the one of instructions, of bodies, of dates."""
        share: dict[int, dict[str, float]] = {}
        for column in range(grid.width):
            cells = self._cells(text, grid, column, 0)
            if len(cells) < 2:
                continue
            share[column] = {
                "number": sum(NUMBER.match(cell) is not None for cell in cells) / len(cells),
                "task": sum(self._lexicon.verb(fold(cell), 0, len(cell)) is not None and len(cell) > 15 for cell in cells) / len(cells),
                "assignees": self._share_of_bodies(cells),
                "due": sum(_DATED.search(cell.lower()) is not None and len(cell) < 40 for cell in cells) / len(cells),
            }
        found: dict[int, str] = {}
        for name in ("number", "task", "due", "assignees"):
            best = [column for column in share if share[column][name] >= 0.6 and column not in found]
            if best:
                found[max(best, key=lambda column: (share[column][name], -column))] = name
        for column in self._more_bodies(share, found):
            found[column] = "coordinators"
        return found if "task" in found.values() and ("assignees" in found.values() or "due" in found.values()) else {}

    @staticmethod
    def _more_bodies(share: dict[int, dict[str, float]], found: dict[int, str]) -> Iterator[int]:
        bodies = [column for column in share if column not in found and share[column]["assignees"] >= 0.6]
        if "assignees" in found.values():
            yield from bodies[:1]


def _plain(header: str) -> str:
    return _SPACE.sub(" ", fold(header)).strip(" *_:.()/")
