"""A document's fields, outline, tasks and dates as Rich draws them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from extractor.cli.tables import due
from extractor.cli.words import CELL_STYLES, PARTS, PLACES, ROLE_STYLES, ROLES
from extractor.components.layout import Node
from extractor.model import Body, Origin, Task
from extractor.table import SHEET_COLUMNS, rows
from extractor.text import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TITLES = {column.key: column.vi for column in SHEET_COLUMNS}
_FIELDS = ("number", "type", "issuer", "place", "issued_on", "subject", "signer", "signer_title", "addressees", "recipients")
_CELLS = ("assignees", "coordinators", "supervisor", "report_to", "due", "product")
_LONG = 96  # characters of a heading or a quotation that are shown


def fields(doc: Doc) -> RenderableType:
    """The document's fields, and how it was read."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name in _FIELDS:
        value = getattr(doc._.fields, name)
        shown = "\n".join(value) if isinstance(value, tuple) else value
        table.add_row(_TITLES[name], Text(shown, "bold" if name in ("number", "issuer") else "") if shown else Text("không nêu", "dim italic"))
    notice = doc._.notice
    pages = f" · {len(notice.pages)} trang" if notice.pages else ""
    how = f"{notice.format} · {notice.decoder}{pages} · {len(notice.text):,} ký tự".replace(",", ".")
    return Panel(table, title=Text(notice.doc_id, "bold"), subtitle=Text(how, "dim"), title_align="left", subtitle_align="right", border_style="blue", box=box.ROUNDED)


def outline(doc: Doc) -> RenderableType:
    """The headings and lead-ins, what each part speaks of, and how many tasks stand under it."""
    starts = Counter(doc._.reading.to_reading(task.start) for task in doc._.tasks)
    tree = Tree(Text("Bố cục", "bold"), guide_style="bright_black")
    _grow(tree, doc._.layout.root, doc.text, starts)
    return Padding(tree, (1, 1))


def _grow(tree: Tree, node: Node, text: str, starts: Counter[int]) -> None:
    for child in node.children:
        if not child.children:
            continue
        words = text[child.start : child.end].strip()
        line = Text.assemble((f"{child.label} " if child.label else "", "bold"), _short(words))
        if child.part and child.part != node.part:
            name, style = PARTS.get(child.part, (child.part, ""))
            line.append(f"  {name}", style).append(f"  {child.part_rule}", "dim italic")
        held = sum(count for start, count in starts.items() if child.start - len(child.label) - 2 <= start < _end(child))
        if held:
            line.append(f"  {held} nhiệm vụ", "green")
        _grow(tree.add(line), child, text, starts)


def _end(node: Node) -> int:
    while node.children:
        node = node.children[-1]
    return node.end


def tasks(doc: Doc) -> Iterator[RenderableType]:
    """A heading, then each task: its evidence in colours and its cells with where they came from."""
    count = len(doc._.tasks)
    yield Line(Text(f"{count} nhiệm vụ" if count else "Văn bản không giao nhiệm vụ nào", "bold"), style="bright_black")
    for position, (task, row) in enumerate(zip(doc._.tasks, rows(doc._.notice, doc._.fields, doc._.tasks), strict=True), 1):
        yield _task(position, task, row, doc)


def _task(position: int, task: Task, row: dict[str, Any], doc: Doc) -> RenderableType:
    title = Text.assemble((f" {position} ", "bold reverse"), " ", (task.task, "bold"))
    where = [*task.section[:3], *([f"trang {task.page}"] if task.page else []), f"{task.start}–{task.end}"]
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True, min_width=18)
    table.add_column(ratio=3)
    table.add_column(ratio=3, style="dim")
    identities = {body.name: body for body in task.bodies}
    origins = {origin.field: origin for origin in reversed(task.origins)}
    for name in _CELLS:
        value = due(row, "vi") if name == "due" else _value(row[name], CELL_STYLES.get(name, ""), identities)
        if value.plain:
            if name == "due" and task.due_text and (task.due or task.recurrence):
                value.append(f"  «{task.due_text}»", "dim")
            table.add_row(_TITLES[name], value, _origin(origins.get(name), task, doc._.notice.text))
    if not task.assignees:
        answer = Text("; ".join(row["responsible"]) or "không nêu", "italic")
        table.add_row(_TITLES["responsible"], answer, Text("cơ quan ban hành" if row["responsible"] else "", "dim"))
    stated = Text.assemble(("nhận ra nhờ ", "dim"), (origins["task"].rule if "task" in origins else "", "dim italic"))
    if task.confidence < 1:
        stated.append(f" · độ tin cậy {task.confidence:.0%}", "dim")
    evidence = Padding(_evidence(task, doc._.reading), (0, 0, 0, 2))
    path = Text(" › ".join(_short(part, 48) for part in where), "bright_black")
    return Padding(Group(title, path, evidence, table, stated), (1, 1, 0, 1))


def _value(value: Any, style: str, identities: dict[str, Body]) -> Text:
    """A cell's names, each on a line with the body it was resolved to where that says more."""
    if not value:
        return Text()
    lines = []
    for name in [value] if isinstance(value, str) else value:
        line = Text(name, style)
        body = identities.get(name)
        if body is not None and body.canonical and body.canonical != name:
            line.append(f" = {body.canonical}", "dim")
        lines.append(line)
    return Text("\n").join(lines)


def _origin(origin: Origin | None, task: Task, source: str) -> Text:
    """Where a cell came from, in words; with the words themselves when they stand outside the evidence."""
    if origin is None:
        return Text()
    text = Text(PLACES[origin.place])
    if not task.start <= origin.start < task.end:
        text.append(f" «{_short(' '.join(source[origin.start : origin.end].split()), 60)}»")
    return text.append(f"  {origin.rule}", "italic bright_black")


def _evidence(task: Task, reading: Reading) -> Text:
    """The evidence as it reads, without mark-up, its cells in their colours."""
    start, end = reading.to_reading(task.start), reading.to_reading(task.end)
    text = Text(reading.text[start:end])
    for origin in task.origins:
        style = CELL_STYLES.get(origin.field)
        if style and task.start <= origin.start and origin.end <= task.end:
            text.stylize(style, reading.to_reading(origin.start) - start, reading.to_reading(origin.end) - start)
    return text


def other_dates(doc: Doc) -> RenderableType | None:
    """The dates that are nobody's deadline, and what they are instead; None when there are none."""
    others = [date for date in doc._.dates if date.role not in ("deadline", "recurrence")]
    if not others:
        return None
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for date in others:
        table.add_row(Text(_short(date.text), ROLE_STYLES[date.role]), ROLES[date.role], Text(date.rule, "dim italic"))
    return Padding(Group(Line(Text("Ngày tháng không phải là thời hạn", "bold"), style="bright_black"), table), (1, 0))


def _short(text: str, most: int = _LONG) -> str:
    """A text on one line, cut at a word.

    >>> _short("Tổ chức thực hiện kế hoạch", 12)
    'Tổ chức …'
    """
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
