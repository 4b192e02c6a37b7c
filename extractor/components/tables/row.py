"""The tasks of one row of an assignment table, with where each cell of them came from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import regex

from extractor.components.bodies import split_bodies
from extractor.components.tables.columns import Columns
from extractor.components.tables.due import Due, Frame
from extractor.components.tables.grid import EMPTY, GridCell, spans
from extractor.components.tables.parts import LABEL, Part, joined
from extractor.model import Body, Bound, Deadline, Origin, Place, Task

if TYPE_CHECKING:
    from extractor.components.tables.walk import Context

_SPACE = regex.compile(r"\s+")
_LOOSE = regex.compile(r"\s+([,;.)])")
_EDGES = " \t\n,;.:-–+•*/|"
_TAIL = regex.compile(r"\s*:\s*(?P<when>[^:;]{3,60})$")
_BEFORE = regex.compile(r"(?<!\p{L})trước(?!\p{L})")
_ON = regex.compile(r"^(?:thời\s+gian(?!\s+(?:hoàn|phải|xong|kết))|ngày(?!\s+(?:hoàn|nộp))|thứ)")
_OBJECT_VERB = regex.compile(r"\s*(?:đợt\s+\d+\s*)?(?:theo|như|tại|trong)?\s*(?:bảng|biểu|danh\s+sách|sau)?\s*(?:sau|dưới\s+đây)?\s*:?\s*$")

_REACH = 100  # characters from the verb to the body that gets the result

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its blank cells filled: ``task`` states it, ``values`` are the cells of each field, ``due`` those of its deadline.

    ``remarks`` are the cells of no field, ``marked`` the heads of the columns that bear a mark, ``taken`` the fields carried down, ``alone`` says that the
    evidence is the task's own words, ``lead`` is the row above whose verb its words need.
    """

    cells: tuple[GridCell, ...] = ()
    task: GridCell = EMPTY
    values: dict[str, tuple[GridCell, ...]] = field(default_factory=dict)
    due: tuple[GridCell, ...] = ()
    remarks: tuple[GridCell, ...] = ()
    taken: frozenset[str] = frozenset()
    group: GridCell | None = None
    marked: tuple[GridCell, ...] = ()
    alone: bool = False
    lead: GridCell | None = None


class RowBuilder:
    """Builds the tasks of the rows of one table."""

    def __init__(self, context: Context, columns: Columns, above: tuple[str, ...], title: tuple[Deadline, Span] | None) -> None:
        self._context, self._columns, self._above, self._title = context, columns, above, title
        self.default: tuple[Deadline, GridCell] | None = None
        self._groups: tuple[str, ...] = ()
        self._text, self._folded = context.text, context.folded
        self._stage = context.stage
        self._starts = [date.start for date in context.dates]
        self._cache: dict[tuple[str, Frame, Bound], Due | None] = {}
        self._known: dict[Span, tuple[tuple[Body, ...], tuple[Body, ...], int | None]] = {}

    def group(self, title: str) -> None:
        """A row of one cell opens a group: it is the last heading over the rows below."""
        self._groups = (title,)

    def tasks(self, row: Row, frame: Frame) -> Iterator[Task]:
        """The tasks that a row states."""
        parts = self._stage.parts.read(self._text, row.task.start, row.task.end) if not row.task.more else [Part(row.task.start, row.task.end)]
        several = len(parts) > 1
        for part in parts:
            start, end = spans(row.cells)
            start, end = min(start, part.start), max(end, part.end)
            yield self._task(row, part, (part.start, part.end) if several or row.alone else (start, end), several, frame)

    def _task(self, row: Row, part: Part, evidence: Span, several: bool, frame: Frame) -> Task:
        to_source = self._context.reading.to_source
        words: Span = part.start, part.end
        origins = [Origin("task", "column", *to_source(*words), self._columns.rule("task"))]
        bodies: list[Body] = []
        names: dict[str, dict[str, None]] = {name: {} for name in ("assignees", "coordinators", "supervisor", "report_to")}
        for name in names:
            for cell in row.values.get(name, ()):
                place: Place = "row" if cell is row.group else "column"
                own, along, split = self._people(cell, part if several else None)
                names[name].update(dict.fromkeys(body.name for body in own))
                names["coordinators"].update(dict.fromkeys(body.name for body in along))
                bodies += [*own, *along]
                if own:
                    origins.append(Origin(name, place, *to_source(cell.start, cell.end), self._columns.rule(name)))
                if split is not None:
                    origins.append(Origin("coordinators", place, *to_source(split, cell.end), "people.along"))
        due, place, rule, at = self._due(row, part, several, frame)
        date = due.date if due else None
        if due is not None:
            origins.append(Origin("due", place, *to_source(*at), rule))
        if not names["report_to"]:
            names["report_to"].update(dict.fromkeys(body.name for body in self._reported(words, bodies, origins)))
        start, end = to_source(*evidence)
        return Task(
            start=start, end=end, task=self._worded(row, part, at if place == "clause" else None), assignees=tuple(names["assignees"]),
            coordinators=tuple(name for name in names["coordinators"] if name not in names["assignees"]),
            supervisor="; ".join(names["supervisor"]) or None, report_to=tuple(names["report_to"]), due_text=due.text if due else None,
            due=date.due if date and not date.recurrence else None, due_time=date.due_time if date else None,
            due_start=date.due_start if date and not date.recurrence else None, due_bound=date.due_bound if date else None,
            recurrence=date.recurrence if date else None, product=self._product(row, part if several else None),
            section=(*self._above, *self._groups), bodies=tuple(bodies), origins=tuple(origins),
        )  # fmt: skip

    def _people(self, cell: GridCell, part: Part | None) -> tuple[tuple[Body, ...], tuple[Body, ...], int | None]:
        own: tuple[Body, ...] = ()
        along: tuple[Body, ...] = ()
        split: int | None = None
        for span in self._of_part(cell, part):
            if span not in self._known:
                people = self._stage.people.read(self._text, self._folded, *span)
                self._known[span] = people.own, people.along, people.split
            found = self._known[span]
            own, along, split = own + found[0], along + found[1], split if found[2] is None else found[2]
        return own, along, split

    def _of_part(self, cell: GridCell, part: Part | None) -> Sequence[Span]:
        """The stretch of a cell that belongs to one labelled part of the task, else all of it."""
        if part is None or not part.label or cell.more:
            return cell.pieces
        words = self._text[cell.start : cell.end]
        value = self._stage.parts.labelled(words).get(part.label)
        if not value:
            return cell.pieces
        start = cell.start + words.find(value)
        return ((start, start + len(value)),)

    def _product(self, row: Row, part: Part | None) -> str | None:
        found = [self._of_part(cell, part) for cell in row.values.get("product", ())]
        return "; ".join(joined(self._text, pieces) for pieces in found) or None

    def _read(self, words: str, frame: Frame, bare: Bound) -> Due | None:
        key = words, frame, bare
        if key not in self._cache:
            self._cache[key] = self._stage.due.read(words, frame, bare)
        return self._cache[key]

    def _bare(self) -> Bound:
        """The bound of a day without any word, by the header of its column."""
        head = next((self._columns.heads[column] for column in self._columns.of("due") if column in self._columns.heads), "")
        return "before" if _BEFORE.search(head) else "on" if _ON.search(head) else "by"

    def _due(self, row: Row, part: Part, several: bool, frame: Frame) -> tuple[Due | None, Place, str, Span]:
        """The deadline of a task: of its own part, of the row's column, of its words, else of the group or the title; where and by what rule."""
        nothing: tuple[Due | None, Place, str, Span] = None, "column", "", (part.start, part.end)
        inside = self._inside(part, frame)
        stated = [cell for cell in row.due if not self._stage.values["value.as-worded"].match(self._folded[cell.start : cell.end].strip())]
        own = bool(stated) and "due" not in row.taken and "start" not in row.taken
        labelled = several and any(self._of_part(cell, part) != cell.pieces for cell in stated)
        if inside is not None and ((several and not labelled) or not own):
            return inside[0], "clause", inside[0].rule, inside[1]
        if self._columns.marks:
            return self._marked(row, frame) or nothing
        if stated:
            return self._stated(row, part if several else None, stated, frame)
        if self._columns.of("due") and row.due:
            return nothing
        if self.default is not None:
            date, cell = self.default
            return Due(_SPACE.sub(" ", date.text), date, date.rule), "row", date.rule, (cell.start, cell.end)
        if remarked := self._remarked(row, frame):
            return remarked
        if self._title is not None and not self._columns.of("due"):
            date, span = self._title
            return Due(_SPACE.sub(" ", date.text), date, date.rule), "title", date.rule, span
        return nothing

    def _stated(self, row: Row, part: Part | None, stated: Sequence[GridCell], frame: Frame) -> tuple[Due | None, Place, str, Span]:
        """The deadline by the columns of dates: of several (day and hour, first and last day) all are read together."""
        bare = self._bare()
        words = [joined(self._text, self._of_part(cell, part)) for cell in stated]
        place: Place = "column" if stated[-1].start >= min((cell.start for cell in row.cells), default=0) else "row"
        at = stated[-1].start, stated[-1].end
        due = self._read(", ".join(words) if len(words) > 1 else words[0], frame, bare)
        if len(words) > 1 and (due is None or due.date is None or not (due.date.due or due.date.recurrence)):
            each = [found for word in reversed(words) if (found := self._read(word, frame, bare)) and found.date and (found.date.due or found.date.recurrence)]
            due = each[0] if each else due
        for cell in row.values.get("start", ()):
            first = self._read(self._text[cell.start : cell.end], frame, bare)
            if due and due.date and due.date.due and first and first.date and (day := first.date.due_start or first.date.due) and day <= due.date.due:
                due = replace(due, date=replace(due.date, due_start=day, due_bound="within"))
        return due, place, due.rule if due else self._columns.rule("due"), at

    def _marked(self, row: Row, frame: Frame) -> tuple[Due | None, Place, str, Span] | None:
        """From the first to the last period whose column bears a mark."""
        if not row.marked:
            return None
        heads = [self._text[head.start : head.end] for head in row.marked]
        read = [due.date for head in heads if (due := self._read(head, frame, "by")) and due.date and due.date.due]
        first, last = (read[0], read[-1]) if len(read) == len(heads) else (None, None)
        date = replace(last, due_start=first.due_start or first.due, due_bound="within") if first and last else None
        words = heads[0] if len(heads) == 1 else f"{heads[0]} - {heads[-1]}"
        return Due(words, date, "value.mark"), "column", "value.mark", (row.marked[-1].start, row.marked[-1].end)

    def _remarked(self, row: Row, frame: Frame) -> tuple[Due | None, Place, str, Span] | None:
        """A deadline that the cell of the product states ("Báo cáo, gửi trước 7h45")."""
        for cell in row.values.get("product", ()):
            for date in self._between(cell.start, cell.end):
                if date.role == "deadline" and (date.due or date.recurrence):
                    return Due(_SPACE.sub(" ", date.text), date, date.rule), "column", date.rule, (date.start, date.end)
            hour = self._stage.values["value.hour"].search(self._folded, cell.start, cell.end)
            if hour and (due := self._read(self._text[hour.start() : hour.end()], frame, "by")):
                return due, "column", due.rule, (hour.start(), hour.end())
        return None

    def _between(self, start: int, end: int) -> Iterator[Deadline]:
        index = bisect_left(self._starts, start)
        while index < len(self._starts) and self._starts[index] < end:
            if self._context.dates[index].end <= end:
                yield self._context.dates[index]
            index += 1

    def _inside(self, part: Part, frame: Frame) -> tuple[Due, Span] | None:
        """The deadline in the words of a task, which is no part of a longer name."""
        words = self._text[part.start : part.end]
        if (tail := _TAIL.search(words)) and (due := self._read(tail["when"], frame, "by")) and due.date and (due.date.due or due.date.due_bound):
            return due, (part.start + tail.start(), part.end)
        if form := self._stage.due.inside(words, frame):
            return form[0], (part.start + form[1], part.start + form[2])
        dates = [date for date in self._between(part.start, part.end) if date.role in ("deadline", "recurrence")]
        found = [date for date in dates if date.due or date.recurrence or date.due_bound]
        if found:
            date = found[-1]
            due = self._read(date.text, frame, "by")
            return (Due(_SPACE.sub(" ", date.text), date if due is None or due.date is None else due.date, date.rule), (date.start, date.end))
        return None

    def _reported(self, words: Span, bodies: list[Body], origins: list[Origin]) -> list[Body]:
        """The bodies to which the words of the task send its result."""
        sends, to = self._stage.values["value.sends"], self._stage.values["value.sends-to"]
        for verb in sends.finditer(self._folded, *words):
            stop = min(words[1], verb.end() + _REACH)
            for at in (verb.end(), *(match.end() for match in to.finditer(self._folded, verb.end(), stop))):
                region = self._stage.finder.region_at(self._text[at : words[1]], 0)
                if region is not None and region[0] == 0:
                    found = split_bodies(self._text, at, at + region[1], self._stage.finder)
                    bodies += found
                    origins.append(Origin("report_to", "clause", *self._context.reading.to_source(at, at + region[1]), "value.sends"))
                    return found
        return []

    def _worded(self, row: Row, part: Part, due: Span | None) -> str:
        """The action as the row words it, completed with the verb of its lead-in, without the deadline that it states itself."""
        words = self._text[part.start : part.end]
        if due is not None and part.start <= due[0] and due[1] <= part.end:
            words = self._text[part.start : due[0]].rstrip(" ,;:(") + " " + self._text[due[1] : part.end].lstrip(" )")
        for start, end in row.task.more:
            words += " " + self._text[start:end]
        if LABEL.match(words):
            words = LABEL.sub("", words, count=1)
        words = _LOOSE.sub(r"\1", _SPACE.sub(" ", words)).strip(_EDGES)
        if part.lead is not None:
            return f"{_SPACE.sub(' ', self._text[slice(*part.lead)])}: {words}"
        if row.lead is not None and not self._stage.parts.orders(words):
            return f"{_SPACE.sub(' ', self._text[row.lead.start : row.lead.end]).strip(_EDGES)}: {words}"
        if self._columns.order is not None:
            order = _OBJECT_VERB.sub("", self._text[slice(*self._columns.order)])
            amount = next((f" {self._text[cell.start : cell.end]}" for cell in row.remarks if cell.start > part.end and self._text[cell.start].isdigit()), "")
            return f"{order} {words[:1].lower()}{words[1:]}{amount}"
        return words
