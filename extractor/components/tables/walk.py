"""A walk down the rows of one assignment table: groups, blank cells carried down, rows that run on, and the tasks of each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

from extractor.components.layout import Layout, Node
from extractor.components.tables.columns import NUMBER, Columns
from extractor.components.tables.due import Frame
from extractor.components.tables.grid import EMPTY, Grid, GridCell
from extractor.components.tables.parts import LABEL
from extractor.components.tables.row import Row, RowBuilder
from extractor.model import Deadline, Task
from extractor.text import Reading

if TYPE_CHECKING:
    from extractor.components.tables.reader import TableReader

_EDGES = " \t\n,;.:-–+•*/|"
_CLOSED = regex.compile(r"[.;:!?)”\"]\s*$")
_PERIODIC = regex.compile(r"(?:tháng|quý|tuần|ngày|năm)\s")
_MIN = 6  # a shorter cell states no task


@dataclass(frozen=True)
class Context:
    """What the tables of one document share."""

    stage: TableReader
    reading: Reading
    folded: str
    layout: Layout
    dates: tuple[Deadline, ...]

    @property
    def text(self) -> str:
        """The reading."""
        return self.reading.text


class TableWalk:
    """One table, or several parts of one that the ends of pages cut."""

    def __init__(self, context: Context, grid: Grid, columns: Columns, node: Node | None) -> None:
        self.context, self.columns, self.node, self.grid = context, columns, node, grid
        self.text, self.folded = context.text, context.folded
        self._values = context.stage.values
        self._carried: dict[int, GridCell] = {}
        self._group: GridCell | None = None
        self._lead: GridCell | None = None
        self._numbered = bool(columns.of("number"))
        above = [self.text[n.start : n.end].rstrip(" :") for n in reversed([node, *node.ancestors()])] if node else []
        fields = context.layout.fields
        self._frame = Frame(fields.issued_on, context.layout.year if fields.issued_on is None else None)
        self._title = self._titled()
        self._frame = replace(self._frame, period=self._title[0] if self._title else None)
        self._builder = RowBuilder(context, columns, tuple(above), self._title)
        self._at = self._frame

    @property
    def places(self) -> Iterator[tuple[int, int]]:
        """Where the table stands, and the line over it that says when all of it is due."""
        if self._title is not None and self._title[1] in self.grid.above:
            yield self._title[1]
        yield self.grid.start, self.grid.end

    def tasks(self) -> Iterator[Task]:
        """The rows of the table that are tasks."""
        rows = [row for row in self.grid.rows[self.columns.header :] if any(cell and not cell.spanned for cell in row)]
        self.columns.header = 0 if self.grid.rows else self.columns.header  # the rest of a cut table has none
        rows = [row for row in self._joined(rows) if not self._is_numbering(row)]
        for index, row in enumerate(rows):
            after = rows[index + 1] if index + 1 < len(rows) else None
            if self._is_group(row):
                continue
            yield from self._row(row, after)

    def _words(self, cell: GridCell) -> str:
        return self.text[cell.start : cell.end]

    def _folded(self, cell: GridCell) -> str:
        return self.folded[cell.start : cell.end].strip()

    def _joined(self, rows: Sequence[list[GridCell]]) -> list[list[GridCell]]:
        """Rows with those that only go on with the one before (cut by a page's end, or further bodies below the first) added to it."""
        found: list[list[GridCell]] = []
        for row in rows:
            if found and self._runs_on(found[-1], row):
                found[-1] = [_with(cell, more) if more and not more.spanned else cell for cell, more in zip(found[-1], row, strict=True)]
            else:
                found.append(list(row))
        return found

    def _runs_on(self, before: Sequence[GridCell], row: Sequence[GridCell]) -> bool:
        fields = self.columns.fields
        own = {column: cell for column, cell in enumerate(row) if cell and not cell.spanned}
        if any(fields.get(column) in ("number", "due", "start", "mark") or column not in fields for column in own) or not own:
            return False
        tasks = [column for column in own if fields.get(column) in ("task", "object")]
        if not tasks:
            # Further bodies under the first: the same task, unless its cell spans rows of which each has its own.
            return all(before[column] for column in own) and not any(row[column].spanned and row[column] for column in self.columns.of("task"))
        cell, last = row[tasks[0]], before[tasks[0]]
        opens = self._words(cell)[:1]
        return bool(last) and opens.islower() and not LABEL.match(self._words(cell)) and not _CLOSED.search(self.text[slice(*last.pieces[-1])]) and (
            self._numbered or len(own) < sum(map(bool, before))
        )  # fmt: skip

    def _is_numbering(self, row: Sequence[GridCell]) -> bool:
        """The row (1) (2) (3) under a header, or one of sums."""
        own = [cell for cell in row if cell and not cell.spanned]
        words = [self._words(cell).strip("()[] ") for cell in own]
        if len(words) > 2 and all((word.isdigit() and len(word) < 3) or (NUMBER.match(word) and len(word) < 2) for word in words):
            return True
        return any(self._values["value.total"].match(self._folded(cell)) for cell in own[:2])

    def _is_group(self, row: Sequence[GridCell]) -> bool:
        """A row of one cell beside its number: a body that holds for the rows below, or a section."""
        own = [cell for cell in row if cell and not cell.spanned]
        words = [cell for cell in own if not NUMBER.match(self._words(cell))]
        number = next((self._words(cell) for cell in own if NUMBER.match(self._words(cell))), "")
        if len(words) != 1:
            return not words
        heading = words[0]
        title = self._words(heading)
        covered = self._covered(heading)
        if not covered and not title.isupper() and not self._is_bold(heading):
            if number and not number[:1].isupper() and ((len(own) > 1 and self._carried) or self._is_order(heading)):
                return False  # a numbered row whose other cells are blank
            if not number and (any(cell.spanned for cell in row) or (LABEL.match(title) and self._carried)):
                return False
            if not number and not self._numbered and self._carried and self._is_order(heading) and not title.endswith(":"):
                return False
        self._builder.group(title.strip(_EDGES))
        self._group = heading if covered else None
        self._carried, self._lead = {}, None
        period = self.context.stage.due.period(title, self._frame)
        self._at = replace(self._frame, period=period, year=self._frame.year or _year(period)) if period else self._frame
        self._builder.default = (period, heading) if period else None
        return True

    def _covered(self, cell: GridCell) -> bool:
        region = self.context.stage.finder.region_at(self._words(cell), 0)
        return region is not None and region[1] >= 0.85 * (cell.end - cell.start)

    def _is_bold(self, cell: GridCell) -> bool:
        start, _ = self.context.reading.to_source(cell.start, cell.end)
        return self.context.reading.source[max(start - 2, 0) : start] in ("**", "__")

    def _is_order(self, cell: GridCell) -> bool:
        return self.context.stage.lexicon.verb(self.folded, cell.start, cell.end) is not None

    def _row(self, cells: Sequence[GridCell], after: Sequence[GridCell] | None) -> Iterator[Task]:
        row = self._filled(cells)
        if any(self._values["value.done"].match(self._folded(cell)) for cell in row.remarks):
            return
        if self.columns.stages and not self.columns.marks:
            for column, head in self.columns.stages.items():
                if cells[column] and cells[column].end - cells[column].start >= _MIN and not self._values["value.none"].match(self._folded(cells[column])):
                    yield from self._builder.tasks(replace(row, task=cells[column], due=(head,), alone=True), self._at)
            return
        if row.task.end - row.task.start < (2 if self.columns.order else _MIN):
            return
        words = self._words(row.task)
        if words.rstrip().endswith(":") and after is not None and self._is_below(after):
            self._lead = row.task
            return
        if self._lead is not None and not self._is_below(cells):
            self._lead = None
        labelled = LABEL.match(words) is not None
        shared = labelled and self._numbered and (not self._number(cells) or (after is not None and not self._number(after) and self._is_labelled(after)))
        yield from self._builder.tasks(replace(row, alone=shared, lead=self._lead), self._at)

    def _number(self, cells: Sequence[GridCell]) -> bool:
        return any(cells[column] and not cells[column].spanned for column in self.columns.of("number"))

    def _task(self, cells: Sequence[GridCell]) -> GridCell:
        """The cell that states the task: the longest of the columns that may."""
        own = [cells[column] for name in ("task", "object") for column in self.columns.of(name) if cells[column]]
        return max(own, key=lambda cell: cell.end - cell.start, default=EMPTY)

    def _is_labelled(self, cells: Sequence[GridCell]) -> bool:
        return LABEL.match(self._words(self._task(cells))) is not None

    def _is_below(self, cells: Sequence[GridCell]) -> bool:
        """Whether a row is an item of the lead-in above it: its date and number are blank."""
        columns = [*self.columns.of("number"), *self.columns.of("due")]
        return bool(columns) and bool(self._task(cells)) and all(not cells[column] or cells[column].spanned for column in columns)

    def _filled(self, cells: Sequence[GridCell]) -> Row:
        """The cells of a row by field; blank and ditto ones filled from above."""
        values: dict[str, list[GridCell]] = {"task": [], "object": []}
        stated: set[int] = set()
        ditto: list[int] = []
        for column, name in sorted(self.columns.fields.items()):
            cell, value = cells[column], self._folded(cells[column])
            if self._values["value.none"].match(value) and value:
                stated.add(column)
                self._carried.pop(column, None)
            elif self._values["value.ditto"].match(value):
                ditto.append(column)
            elif cell and not (cell.spanned and name in ("task", "object", "product")):
                values.setdefault(name, []).append(cell)
                stated.add(column)
        taken = self._carry(cells, values, stated, ditto)
        if not values.get("assignees") and self._group is not None:
            values["assignees"] = [self._group]
        for column in stated:
            if cells[column] and not self._values["value.none"].match(self._folded(cells[column])):
                self._carried[column] = cells[column]
        known = self.columns.fields
        remarks = [cell for column, cell in enumerate(cells) if cell and known.get(column) in (None, "product", "note")]
        marked = [head for column, head in sorted(self.columns.stages.items()) if self.columns.marks and cells[column]]
        return Row(
            cells=tuple(cell for cell in cells if cell and not cell.spanned), task=self._task(cells),
            values={name: tuple(found) for name, found in values.items()},
            due=tuple(values.get("due", ())), remarks=tuple(remarks), taken=frozenset(taken), group=self._group, marked=tuple(marked),
        )  # fmt: skip

    def _carry(self, cells: Sequence[GridCell], values: dict[str, list[GridCell]], stated: set[int], ditto: Sequence[int]) -> set[str]:
        """Fills what a row leaves blank; the names of the fields so filled.

        A person's column is carried only with that of the body, coordinators only with the assignees: beside a new body a blank one says nobody, unless the
        row is a further item ("b) …") of the one above.
        """
        taken: set[str] = set()
        if self._numbered and not stated & set(self.columns.of("task") + self.columns.of("object")) and not values["task"]:
            return taken
        below = self._numbered and not set(self.columns.of("number")) & stated and self._is_labelled(cells)
        assignees = self.columns.of("assignees")
        whole = not set(assignees) & stated
        silent = whole and bool(assignees) and not set(assignees) & set(ditto)  # where "nt" is written, a blank cell is a blank
        first_blank = bool(assignees) and assignees[0] not in stated
        dated = [column for column in stated if self.columns.fields[column] in ("due", "start")]
        hours = [column for column in dated if self.columns.fields[column] == "due"] if len(dated) == 1 else []  # a new hour of the day above
        for column in range(max(self.columns.fields, default=-1) + 1):
            name = self.columns.fields.get(column, "")
            if column in stated or column not in self._carried:
                continue
            if name == "assignees":
                fill = whole or (first_blank and column == assignees[0])
            elif name == "coordinators":
                fill = silent or below
            else:
                fill = name == "supervisor" or (name in ("due", "start") and not dated) or (name == "due" and column < min(hours, default=0))
            if fill or column in ditto:
                found = values.setdefault(name, [])
                found.insert(sum(other < column and other in stated for other in self.columns.of(name)), self._carried[column])
                taken.add(name)
        if whole and len(assignees) > 1:
            values["assignees"] = [self._carried[column] for column in assignees if column in self._carried]
        return taken

    def _titled(self) -> tuple[Deadline, tuple[int, int]] | None:
        """The deadline that a line over the table or the heading of its part gives all of it, with where it stands."""
        due = self.context.stage.due
        for span in self.grid.above:
            says = self._values["title.when"].match(self.folded[span[0] : span[1]].strip(" -+*#("))
            if says and (period := due.period(self.text[slice(*span)], self._frame)):
                return period, span
        for node in [self.node, *self.node.ancestors()] if self.node else []:
            if node.cells or not (node.part == "work" and node.children) or not _PERIODIC.search(self.folded[node.start : node.end]):
                continue
            if period := due.period(self.text[node.start : node.end], self._frame):
                return period, (node.start, node.end)
        return None


def _with(cell: GridCell, more: GridCell) -> GridCell:
    return replace(cell, more=(*cell.more, (more.start, more.end))) if cell else more


def _year(period: Deadline | None) -> int | None:
    return int(period.due[:4]) if period is not None and period.due else None
