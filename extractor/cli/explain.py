"""A document's fields, outline, tasks and dates as Rich draws them."""

from __future__ import annotations

import datetime as dt
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
from extractor.table import SHEET_COLUMNS, Row, rows
from extractor.text import Reading
from extractor.writers.cells import doubted

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TITLES = {column.key: column.vi for column in SHEET_COLUMNS}
_FIELDS = ("number", "type", "issuer", "place", "issued_on", "subject", "signer", "signer_title", "addressees", "recipients")
_LONG = 96  # characters of a heading or a quotation that are shown


def fields(doc: Doc) -> RenderableType:
    """The document's fields, and how it was read."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name in _FIELDS:
        value = getattr(doc._.fields, name)
        shown = "\n".join(value) if isinstance(value, tuple) else value
        if name == "issued_on" and value:
            shown = f"{dt.date.fromisoformat(value):%d/%m/%Y}"
        table.add_row(_TITLES[name], Text(shown, "bold" if name in ("number", "issuer") else "") if shown else Text("không nêu", "dim italic"))
    notice = doc._.notice
    pages = f" · {len(notice.pages)} trang" if notice.pages else ""
    how = f"{notice.format} · {notice.decoder}{pages} · {len(notice.text):,} ký tự".replace(",", ".")
    return Panel(
        table, title=Text(notice.doc_id, "bold"), subtitle=Text(how, "dim"), title_align="left", subtitle_align="right", border_style="blue", box=box.ROUNDED
    )


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
    """A heading, then each task under the path of its section: its evidence in colours and its cells with where they came from."""
    count = len(doc._.tasks)
    left_out = f", {len(doc._.unlikely)} câu bị bỏ ra vì khó là nhiệm vụ" if doc._.unlikely else ""
    yield Line(Text((f"{count} nhiệm vụ" if count else "Văn bản không giao nhiệm vụ nào") + left_out, "bold"), style="bright_black")
    section: tuple[str, ...] = ()
    for position, (task, row) in enumerate(zip(doc._.tasks, rows(doc._.notice, doc._.fields, doc._.tasks), strict=True), 1):
        if task.section and task.section != section:
            yield Padding(Text(" › ".join(_short(part, 60) for part in task.section), "bold blue"), (1, 0, 0, 1))
        section = task.section
        yield Padding(_task(position, task, row, doc), (1, 1, 0, 1))


def _task(position: int, task: Task, row: Row, doc: Doc) -> RenderableType:
    head = Table(box=None, show_header=False, padding=(0, 1, 0, 0), expand=True)
    head.add_column(width=4, justify="right")
    head.add_column(ratio=1)
    head.add_row(Text(f" {position} ", "bold reverse"), _evidence(task, doc._.reading))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=4)
    table.add_column(style="dim", no_wrap=True, width=23)
    table.add_column(ratio=3)
    table.add_column(ratio=3)
    identities = {body.name: body for body in task.bodies}
    origins = {origin.field: origin for origin in reversed(task.origins)}

    def add(name: str, value: Text, origin: Text) -> None:
        if value.plain:
            table.add_row("", _TITLES[name], value, origin)

    def origin(name: str) -> Text:
        return _origin(origins.get(name), task, doc._.notice.text)

    add("task", Text(task.task), origin("task"))
    for name in ("assignees", "coordinators", "supervisor", "report_to"):
        add(name, _value(row[name], CELL_STYLES[name], identities), origin(name))
    if not task.assignees:
        add("responsible", Text("; ".join(row["responsible"]), "italic"), Text("cơ quan ban hành", "dim"))
    add("due", _due(task, row), origin("due"))
    add("product", _value(task.product, "", {}), origin("product"))
    add("page", Text(str(task.page or "")), Text())
    if task.confidence < 1:
        add("confidence", Text(f"{task.confidence:.0%}"), Text(doubted(row) or "", "yellow"))
    return Group(head, table)


def _due(task: Task, row: Row) -> Text:
    """The deadline and, where they say more, the words of the document."""
    text = due(row, "vi")
    if task.due_text and (task.due or task.recurrence):
        text.append(f"  «{task.due_text}»", "dim")
    return text


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
    text = Text(PLACES[origin.place], "dim")
    if not task.start <= origin.start < task.end:
        text.append(f" «{_short(' '.join(source[origin.start : origin.end].split()), 60)}»", "not dim")
    return text.append(f"  {origin.rule}", "italic dim")


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
        table.add_row(Text(_short(date.text), ROLE_STYLES[date.role]), ROLES[date.role], Text(date.explanation or date.rule, "dim italic"))
    return Padding(Group(Line(Text("Ngày tháng không phải là thời hạn", "bold"), style="bright_black"), table), (1, 0))


def _short(text: str, most: int = _LONG) -> str:
    """A text on one line, cut at a word.

    >>> _short("Tổ chức thực hiện kế hoạch", 12)
    'Tổ chức …'
    """
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
