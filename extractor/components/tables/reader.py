"""Reads assignment tables: headers to fields, group rows, merged and blank cells carried down, several tasks in a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from extractor.components.bodies import BodyFinder, split_bodies
from extractor.components.layout import Layout, Node
from extractor.components.tables.grid import Grid, GridCell, grids, spans
from extractor.components.tasks.clauses import pieces, trim
from extractor.components.tasks.lexicon import Lexicon
from extractor.model import Body, Deadline, Notice, Origin, Place, Task
from extractor.rules import Rules
from extractor.text import Reading, fold

_SPACE = regex.compile(r"\s+")
_NUMBER = regex.compile(r"^(?:[IVX]+|\d{1,3}(?:\.\d{1,2})*|[a-zđA-H])[.)]?$")
_SEVERAL = regex.compile(r"(?:^|\s*/\s*|;\s*|\.\s+|\n\s*|<br\s*/?>\s*)(?:[-+•*]\s+|\(?\d{1,2}[.)]\s+|[a-zđ][.)]\s+)")
_ALONG = regex.compile(r"\s*[(;,]?\s*(?<!\p{L})[Pp]hối hợp(?:\s+(?:với|cùng))?\s*:?\s*")
_PERSON = regex.compile(r"\s*\((?:(?:đ/c|đồng chí|ông|bà|TS|ThS|BS|GS|PGS|KS|CN)[.:]?\s*)+(?P<name>\p{Lu}[\p{L}’']*(?:\s+\p{Lu}[\p{L}’']*){0,4})\)")
_EDGES = " \t\n,;.:-–+•*/|"
_BODY_FIELDS = ("assignees", "coordinators", "report_to", "supervisor")
_CARRIED = ("assignees", "due", "coordinators", "supervisor")


@dataclass(slots=True)
class _Columns:
    """Which column holds which field, and how many rows the header takes."""

    fields: dict[int, str] = field(default_factory=dict)
    header: int = 0
    rules: dict[str, str] = field(default_factory=dict)
    stages: dict[int, GridCell] = field(default_factory=dict)

    def of(self, name: str) -> list[int]:
        return [column for column, what in self.fields.items() if what == name]


class TableReader:
    """The stage of assignment tables; `find` is called once a document."""

    def __init__(self, rules: Rules, finder: BodyFinder) -> None:
        self._columns = rules["tables/columns"]
        self._values = {rule.id: rule.pattern for rule in rules["tables/values"]}
        self._lexicon = Lexicon(rules)
        self._finder = finder

    def find(self, reading: Reading, folded: str, layout: Layout, dates: Sequence[Deadline], notice: Notice) -> list[Task]:
        """The tasks that stand in tables."""
        return [task for grid in grids(reading, notice) for task in _TableWalk(self, reading, folded, layout, dates, grid).tasks()]

    def columns(self, text: str, grid: Grid) -> _Columns:
        """The meaning of a table's columns, by its header rows or, without one, by what its cells hold."""
        found = _Columns()
        for depth in (1, 2):
            if len(grid.rows) <= depth:
                break
            heads = grid.rows[depth - 1]
            named = {i: rule for i, cell in enumerate(heads) if cell and not cell.spanned for rule in [self._named(text[cell.start : cell.end])] if rule}
            filled = sum(bool(cell) and not cell.spanned for cell in heads)
            if len(named) * 2 < filled or not named or depth == 2 and any(self._long(text, cell) for cell in heads):
                break
            found.header = depth
            for column, (name, rule_id) in named.items():
                found.fields[column] = name
                found.rules[name] = rule_id
            if depth == 1:
                self._stages(text, grid, found)
        if not found.header:
            found.fields = self._guess(text, grid)
        return found

    def _stages(self, text: str, grid: Grid, found: _Columns) -> None:
        """Columns of a schedule, headed by a date or stage, whose cells are instructions."""
        for column, head in enumerate(grid.rows[0]):
            cells = [text[row[column].start : row[column].end] for row in grid.rows[1:] if row[column] and not row[column].spanned]
            verbs = sum(self._lexicon.verb(fold(cell), 0, len(cell)) is not None for cell in cells)
            if head and cells and 2 * verbs >= len(cells) and found.fields.get(column) in (None, "due", "note") and regex.search(r"\d|đợt|giai đoạn|tháng|quý|tuần", fold(text[head.start : head.end])):
                found.fields[column] = "task"
                found.stages[column] = head

    def _named(self, header: str) -> tuple[str, str] | None:
        words = _SPACE.sub(" ", fold(header)).strip(" *_:.()")
        if len(words) > 90:
            return None
        for rule in self._columns:
            if rule.pattern.search(words):
                return rule.data["field"], rule.id
        return None

    @staticmethod
    def _long(text: str, cell: GridCell) -> bool:
        return cell.end - cell.start > 60 or _NUMBER.match(text[cell.start : cell.end]) is not None

    def _guess(self, text: str, grid: Grid) -> dict[int, str]:
        """Columns of a table without a header: the one of instructions, of bodies, of dates."""
        rows = [row for row in grid.rows if sum(map(bool, row)) > 1]
        share: dict[int, dict[str, float]] = {}
        for column in range(len(grid.rows[0])):
            cells = [text[row[column].start : row[column].end] for row in rows if row[column]]
            if not cells or len(rows) < 2:
                continue
            share[column] = {
                "number": sum(_NUMBER.match(cell) is not None for cell in cells) / len(cells),
                "task": sum(self._lexicon.verb(fold(cell), 0, len(cell)) is not None and len(cell) > 15 for cell in cells) / len(cells),
                "assignees": sum((region := self._finder.region_at(cell, 0)) is not None and region[1] >= 0.8 * len(cell) for cell in cells) / len(cells),
                "due": sum(regex.search(r"\d{1,2}[/.]\d{1,2}|tháng|quý|ngày", cell.lower()) is not None and len(cell) < 40 for cell in cells) / len(cells),
            }
        found: dict[int, str] = {}
        for name in ("number", "task", "due", "assignees"):
            best = [column for column in share if share[column][name] >= 0.6 and column not in found]
            if best:
                found[max(best, key=lambda column: (share[column][name], -column))] = name
        bodies = [column for column in share if column not in found and share[column]["assignees"] >= 0.6]
        for column in bodies[:1]:
            found[column] = "coordinators"
        return found if "task" in found.values() and ("assignees" in found.values() or "due" in found.values()) else {}


class _TableWalk:
    """One table: its columns, and what is carried down its rows."""

    def __init__(self, stage: TableReader, reading: Reading, folded: str, layout: Layout, dates: Sequence[Deadline], grid: Grid) -> None:
        self.stage, self.reading, self.text, self.folded, self.dates, self.grid = stage, reading, reading.text, folded, dates, grid
        self.columns = stage.columns(self.text, grid)
        self.node = self._place(layout.root, grid.start)
        self.part = self.node.part if self.node else ""
        self.carried: dict[str, GridCell] = {}
        self.group: GridCell | None = None
        self.groups: list[str] = []

    @staticmethod
    def _place(root: Node, at: int) -> Node | None:
        """The node of the outline that stands last before the table."""
        last = None
        for node in root.walk():
            if node.parent is not None and node.start <= at:
                last = node
        return last

    def tasks(self) -> Iterator[Task]:
        """The rows of the table that are tasks."""
        columns = self.columns
        if not columns.of("task") or not (columns.of("assignees") or columns.of("due") or columns.of("coordinators")) or self.part in ("past", "basis"):
            return
        rows = self.grid.rows[columns.header :]
        for index, row in enumerate(rows):
            if self._is_group(row) or self._is_numbering(row):
                continue
            yield from self._row(row, rows[index + 1] if index + 1 < len(rows) else None)

    def _is_numbering(self, row: Sequence[GridCell]) -> bool:
        """The row (1) (2) (3) under a header."""
        cells = [self.text[cell.start : cell.end].strip("()[] ") for cell in row if cell]
        return len(cells) > 2 and all(cell.isdigit() and len(cell) < 3 for cell in cells)

    def _is_group(self, row: Sequence[GridCell]) -> bool:
        """A row of one cell beside its number: a body that holds for the rows below, or a section."""
        own = [cell for cell in row if cell and not cell.spanned]
        words = [cell for cell in own if not _NUMBER.match(self.text[cell.start : cell.end])]
        number = next((self.text[cell.start : cell.end] for cell in own if _NUMBER.match(self.text[cell.start : cell.end])), "")
        if len(words) != 1:
            return not words
        heading = self.text[words[0].start : words[0].end]
        covered = self._region(words[0])
        if not covered and not number[:1].isupper() and number and len(own) > 1 and not heading.isupper() and self.carried:
            return False
        if not covered and not (number[:1].isupper() or heading.isupper() or not number):
            return False
        if not number and not covered and not heading.isupper() and any(cell.spanned for cell in row):
            return False
        self.groups = [heading.strip(_EDGES)]
        self.group = words[0] if covered else None
        self.carried = {}
        return True

    def _region(self, cell: GridCell) -> bool:
        region = self.stage._finder.region_at(self.text[cell.start : cell.end], 0)
        return region is not None and region[1] >= 0.85 * (cell.end - cell.start)

    def _row(self, row: Sequence[GridCell], following: Sequence[GridCell] | None) -> Iterator[Task]:
        cells = self._values(row)
        task_cells = [row[column] for column in self.columns.of("task") if row[column] and not row[column].spanned]
        if not task_cells:
            return
        if self.columns.stages:
            for column, head in self.columns.stages.items():
                if row[column] and row[column].end - row[column].start >= 6:
                    yield self._task((row[column].start, row[column].end), (row[column].start, row[column].end), {**cells, "due": [head]})
            return
        words = max(task_cells, key=lambda cell: cell.end - cell.start)
        if words.end - words.start < 6:
            return
        start, end = spans(row)
        parts = list(self._several(words))
        for begin, stop in parts:
            evidence = (start, end) if len(parts) == 1 else (begin, stop)
            yield self._task(evidence, (begin, stop), cells)

    def _values(self, row: Sequence[GridCell]) -> dict[str, list[GridCell]]:
        """The cells of a row by field; blank and ditto ones filled from above."""
        found: dict[str, list[GridCell]] = {}
        blank: set[str] = set()
        for column, name in self.columns.fields.items():
            cell = row[column]
            value = self.folded[cell.start : cell.end].strip()
            if self.stage._values["value.none"].match(value):
                found.setdefault(name, [])
            elif not value or self.stage._values["value.ditto"].match(value):
                blank.add(name)
            else:
                found.setdefault(name, []).append(cell)
        for name in blank - set(found):
            if name in _CARRIED and name in self.carried and (name != "coordinators" or "assignees" in blank):
                found[name] = [self.carried[name]]
        if "assignees" not in found and self.group is not None:
            found["assignees"] = [self.group]
        for name in _CARRIED:
            if found.get(name):
                self.carried[name] = found[name][0]
            elif name in found:
                self.carried.pop(name, None)
        return found

    def _several(self, cell: GridCell) -> Iterator[tuple[int, int]]:
        """The tasks of a cell: its bullets, when each begins as an instruction does; else the whole cell."""
        items = list(pieces(self.text, cell.start, cell.end))
        if len(items) > 1 and all(self.stage._lexicon.verb(self.folded, *trim(self.text, *item)) for item in items if item[1] - item[0] > 2):
            yield from (trim(self.text, *item) for item in items if item[1] - item[0] > 2)
            return
        marks = list(_SEVERAL.finditer(self.text, cell.start, cell.end))
        stops = [*(mark.start() for mark in marks[1:]), cell.end]
        parts = [(mark.end(), stop) for mark, stop in zip(marks, stops, strict=True)] if marks else []
        if len(parts) > 1 and all(self.stage._lexicon.verb(self.folded, *part) for part in parts) and marks[0].start() == cell.start:
            yield from parts
        else:
            yield cell.start, cell.end

    def _task(self, evidence: tuple[int, int], words: tuple[int, int], cells: dict[str, list[GridCell]]) -> Task:
        to_source = self.reading.to_source
        start, end = to_source(*evidence)
        origins = [Origin("task", "column", *to_source(*words), self.columns.rules.get("task", "column.guess"))]
        bodies: list[Body] = []
        names: dict[str, tuple[str, ...]] = {}
        for name in _BODY_FIELDS:
            parts = [body for cell in cells.get(name, ()) for body in self._bodies(cell)]
            names[name] = tuple(dict.fromkeys(body.name for body in parts))
            bodies.extend(parts)
            for cell in cells.get(name, ()):
                place: Place = "row" if cell is self.group else "column"
                origins.append(Origin(name, place, *to_source(cell.start, cell.end), self.columns.rules.get(name, "column.guess")))
        for cell in cells.get("assignees", ()):
            if along := _ALONG.search(self.text, cell.start, cell.end):
                parts = split_bodies(self.text, along.end(), cell.end, self.stage._finder)
                bodies.extend(parts)
                names["coordinators"] = tuple(dict.fromkeys((*names["coordinators"], *(body.name for body in parts))))
                origins.append(Origin("coordinators", "column", *to_source(along.end(), cell.end), "column.along"))
        due, due_text, place = self._due(cells, words)
        if due is not None:
            origins.append(Origin("due", place, *to_source(due.start, due.end), due.rule))
        task = self.text[words[0] : words[1]]
        if due is not None and place == "clause":
            task = self.text[words[0] : due.start].rstrip(" ,;:(") + " " + self.text[due.end : words[1]]
        product = "; ".join(_SPACE.sub(" ", self.text[cell.start : cell.end]) for cell in cells.get("product", ()))
        above = [self.text[node.start : node.end].rstrip(" :") for node in reversed(list(self.node.ancestors()))] if self.node else []
        return Task(
            start=start, end=end, task=_SPACE.sub(" ", task).strip(_EDGES), assignees=names["assignees"],
            coordinators=tuple(name for name in names["coordinators"] if name not in names["assignees"]),
            supervisor="; ".join(names["supervisor"]) or None, report_to=names["report_to"],
            due_text=due_text, due=due.due if due and not due.recurrence else None, due_time=due.due_time if due else None,
            due_start=due.due_start if due and not due.recurrence else None, due_bound=due.due_bound if due else None, recurrence=due.recurrence if due else None,
            product=product or None, section=(*above, *self.groups), bodies=tuple(bodies), origins=tuple(origins),
        )  # fmt: skip

    def _bodies(self, cell: GridCell) -> list[Body]:
        """The bodies of a cell, without those it says to work along ("… (phối hợp: X)"), a person in brackets named as well."""
        end = cell.end
        if along := _ALONG.search(self.text, cell.start, cell.end):
            end = along.start()
        if person := _PERSON.search(self.text, cell.start, end):
            name = Body(person.start("name"), person.end("name"), person["name"], person["name"], "person", rule="bodies/bracketed")
            return [*split_bodies(self.text, cell.start, person.start(), self.stage._finder), name]
        return split_bodies(self.text, cell.start, end, self.stage._finder)

    def _due(self, cells: dict[str, list[GridCell]], words: tuple[int, int]) -> tuple[Deadline | None, str | None, Place]:
        """The deadline of a row: from its column, from the task's own words, else from the line or heading over the table."""
        for cell in reversed(cells.get("due", [])):
            inside = [d for d in self.dates if cell.start <= d.start and d.end <= cell.end and (d.due or d.recurrence or d.due_start)]
            value = _SPACE.sub(" ", self.text[cell.start : cell.end]).strip(" *_.")
            if inside:
                return inside[-1], value, "column"
            if not self.stage._values["value.standing"].match(self.folded[cell.start : cell.end].strip()):
                return None, value, "column"
            return None, None, "column"
        inside = [d for d in self.dates if words[0] <= d.start and d.end <= words[1] and d.role in ("deadline", "recurrence")]
        if inside:
            return inside[-1], _SPACE.sub(" ", self.text[inside[-1].start : inside[-1].end]), "clause"
        if "due" in self.columns.fields.values():
            return None, None, "column"
        for above in self._titles():
            found = [d for d in self.dates if above[0] <= d.start and d.end <= above[1] and (d.due or d.recurrence) and d.role != "citation"]
            if found:
                return found[-1], _SPACE.sub(" ", self.text[found[-1].start : found[-1].end]), "title"
        return None, None, "column"

    def _titles(self) -> Iterator[tuple[int, int]]:
        """The lines over the table that say when all of it is due, and the heading it stands under."""
        for span in self.grid.above:
            if self.stage._values["title.when"].match(self.folded[span[0] : span[1]].strip(" -+*")):
                yield span
        if self.node is not None:
            for node in (self.node, *self.node.ancestors()):
                if node.children and node.part == "work" and regex.search(r"(?:tháng|quý|tuần|ngày)\s", self.folded[node.start : node.end]):
                    yield node.start, node.end
