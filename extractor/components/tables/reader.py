"""Reads assignment tables: each row, or each part of one, that says who must do what by when is a task."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from extractor.components.bodies import BodyFinder
from extractor.components.layout import Layout, Node
from extractor.components.tables.columns import ColumnReader, Columns
from extractor.components.tables.due import DueReader
from extractor.components.tables.grid import Grid, grids
from extractor.components.tables.parts import PartReader
from extractor.components.tables.people import PeopleReader
from extractor.components.tables.walk import Context, TableWalk
from extractor.components.tasks.lexicon import Lexicon
from extractor.model import Deadline, Notice, Task
from extractor.rules import Rules
from extractor.text import Reading

_GAP = 120  # characters between two parts of one table, such as the foot and head of a page
_BESIDE = frozenset(("assignees", "due", "coordinators", "supervisor", "mark"))


class TableReader:
    """The stage of assignment tables; `find` is called once a document."""

    def __init__(self, rules: Rules, finder: BodyFinder) -> None:
        self.values = {name: rule.pattern for name, rule in rules.by_id("tables/values").items()}
        self.lexicon = Lexicon(rules)
        self.finder = finder
        self.columns = ColumnReader(rules, self.lexicon, finder)
        self.people = PeopleReader(rules, finder)
        self.parts = PartReader(self.lexicon, self.values["value.verb"])
        self.due = DueReader(rules)

    def find(self, reading: Reading, folded: str, layout: Layout, dates: Sequence[Deadline], notice: Notice) -> list[Task]:
        """The tasks that stand in tables, in the order of the text."""
        return self.read(reading, folded, layout, dates, notice)[0]

    def read(self, reading: Reading, folded: str, layout: Layout, dates: Sequence[Deadline], notice: Notice) -> tuple[list[Task], list[tuple[int, int]]]:
        """The tasks that stand in tables, and where the tables stand that give work (offsets in the source): what a sentence says there is theirs."""
        nodes = sorted((node for node in layout.root.walk() if node.parent is not None), key=lambda node: node.start)
        starts = [node.start for node in nodes]
        context = Context(self, reading, folded, layout, tuple(sorted(dates, key=lambda date: date.start)))
        found: list[Task] = []
        places: list[tuple[int, int]] = []
        walk: TableWalk | None = None
        for grid in _by_headers(self, reading.text, grids(reading, notice)):
            columns = self.columns.read(reading.text, grid)
            if walk is not None and self._goes_on(reading.text, walk, grid, columns):
                walk.grid = grid
            else:
                node = _before(nodes, starts, grid.start)
                walk = TableWalk(context, grid, columns, node) if self._assigns(grid, columns, node, folded) else None
            if walk is not None:
                found.extend(walk.tasks())
                places.extend(reading.to_source(*place) for place in walk.places)
        return found, places

    def _goes_on(self, text: str, walk: TableWalk, grid: Grid, columns: Columns) -> bool:
        """Whether a table without a header is the rest of the one before, cut by the end of a page."""
        between = text[walk.grid.end : grid.start].strip()
        return not columns.header and grid.width == walk.grid.width and len(between) <= _GAP and "\n" not in between

    def _assigns(self, grid: Grid, columns: Columns, node: Node | None, folded: str) -> bool:
        """Whether a table gives work: it has a column of tasks and one of bodies or deadlines, and stands in no account of what was done."""
        if node is not None and node.part in ("past", "basis"):
            return False
        named = set(columns.fields.values())
        if "figure" in named and "due" not in named:
            return False
        if columns.stages and not columns.marks:
            return True
        if "task" not in named and {"assignees", "due"} <= named and self._ordered(folded, grid, columns):
            return True
        return "task" in named and bool(named & _BESIDE)

    def _ordered(self, folded: str, grid: Grid, columns: Columns) -> bool:
        """Whether the line over a table orders what its rows name by their objects; the first open column then holds these."""
        column = next((i for i in range(grid.width) if i not in columns.fields), None)
        if column is None or not grid.above:
            return False
        start, end = self.parts.bare(folded, *grid.above[0])
        if self.lexicon.verb(folded, start, end) is None or not self.values["value.lead-in"].search(folded[start:end]):
            return False
        columns.fields[column], columns.order = "object", (start, end)
        return True


def beside(tasks: Iterable[Task], places: Sequence[tuple[int, int]]) -> list[Task]:
    """The tasks that stand in none of the places (which lie apart): what the stage of sentences may keep.

    >>> beside([Task(0, 5, "lập"), Task(12, 18, "trình")], [(10, 20)])[0].task
    'lập'
    """
    places = sorted(places)
    starts = [start for start, _ in places]
    return [task for task in tasks if (index := bisect_right(starts, task.start) - 1) < 0 or task.start >= places[index][1]]


def _before(nodes: Sequence[Node], starts: Sequence[int], at: int) -> Node | None:
    """The node of the outline that stands last before a table; its rows are nodes as well and do not count."""
    index = bisect_left(starts, at) - 1
    while index >= 0 and nodes[index].cells:
        index -= 1
    return nodes[index] if index >= 0 else (nodes[bisect_right(starts, at) - 1] if nodes and starts[0] <= at else None)


def _by_headers(stage: TableReader, text: str, tables: Iterator[Grid]) -> Iterator[Grid]:
    """Tables cut where a header stands among their rows: one that is repeated on each page is dropped, another one opens a table."""
    for grid in tables:
        first: list[str] = []
        begin = 0
        for index, row in enumerate(grid.rows):
            if not stage.columns.is_header(text, row):
                continue
            words = [" ".join(text[cell.start : cell.end].split()) for cell in row]
            if first == words:
                grid.rows[index] = []
            elif first:
                yield Grid([kept for kept in grid.rows[begin:index] if kept], grid.above, grid.start, row[0].start)
                begin, first = index, words
                grid.above, grid.start = [], min(cell.start for cell in row if cell)
            else:
                first = words
        rest = [row for row in grid.rows[begin:] if row]
        if rest:
            yield Grid(rest, grid.above, grid.start, grid.end)
