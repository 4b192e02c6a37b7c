"""The task table as the terminal shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from extractor.table import SHEET_COLUMNS, Lang, Row
from extractor.tracking import STATES, Tracked, state
from extractor.writers.cells import repetition

_TITLES = {column.key: column for column in SHEET_COLUMNS}
_BOUNDS: dict[Lang, dict[str | None, str]] = {
    "vi": {"before": "trước ", "by": "chậm nhất ", "on": "", "within": "đến "},
    "en": {"before": "before ", "by": "by ", "on": "on ", "within": "until "},
}
_STATE_STYLES = {"overdue": "bold red", "done": "green", "done-in-time": "green", "done-late": "magenta", "doing": "cyan", "todo": ""}
_ENTERED: dict[Lang, tuple[str, str, str]] = {"vi": ("Mã", "Trạng thái", "Ghi chú"), "en": ("Id", "State", "Note")}


def task_table(rows: Sequence[Row], lang: Lang) -> Table:
    """The columns that an office looks at first; a body in italics answers because nobody is named."""
    table = Table(box=box.HORIZONTALS, show_lines=True, header_style="bold", expand=True, border_style="bright_black")
    table.add_column(_TITLES["position"].title(lang), justify="right", style="dim", no_wrap=True)
    for key, ratio in (("task", 9), ("assignees", 5), ("coordinators", 4)):
        table.add_column(_TITLES[key].title(lang), ratio=ratio)
    table.add_column(_TITLES["due"].title(lang), ratio=3)
    table.add_column(_TITLES["number"].title(lang), ratio=3, style="dim", overflow="fold")
    for position, row in enumerate(rows, 1):
        table.add_row(str(position), row["task"], _bodies(row), _list(row["coordinators"]), due(row, lang), row["number"] or row["doc_id"])
    return table


def _bodies(row: Row) -> Text:
    return Text(_list(row["assignees"]), "green") if row["assignees"] else Text(_list(row["responsible"]), "italic dim")


def _list(names: Sequence[str]) -> str:
    return "; ".join(names)


def due(row: Row, lang: Lang) -> Text:
    """When a row is due: the day with its bound, the repetition in words, else the wording of the document."""
    if row["recurrence"]:
        return Text(repetition(row["recurrence"]) if lang == "vi" else row["recurrence"], "yellow")
    if row["due"]:
        hour = f"{row['due_time']} " if row["due_time"] else ""
        return Text.assemble(_BOUNDS[lang].get(row["due_bound"], ""), (f"{hour}{dt.date.fromisoformat(row['due']):%d/%m/%Y}", "bold yellow"))
    return Text(row["due_text"] or "", "dim")


def tracked_table(tasks: Sequence[Tracked], as_of: dt.date, lang: Lang) -> Table:
    """Tasks of a store with their ids and how they stand on a day."""
    table = Table(box=box.HORIZONTALS, show_lines=True, header_style="bold", expand=True, border_style="bright_black")
    task_id, standing, _ = _ENTERED[lang]
    table.add_column(task_id, style="dim", no_wrap=True)
    for key, ratio in (("task", 8), ("assignees", 5), ("due", 3)):
        table.add_column(_TITLES[key].title(lang), ratio=ratio)
    table.add_column(standing, ratio=3)
    table.add_column(_TITLES["number"].title(lang), ratio=3, style="dim", overflow="fold")
    for task in tasks:
        row = task.row
        table.add_row(task.task_id, row["task"], _bodies(row), due(row, lang), _standing(task, as_of, lang), row["number"] or row["doc_id"])
    return table


def tracked_card(task: Tracked, as_of: dt.date) -> Table:
    """One task of a store, a line a column, with the words of the document."""
    row = task.row
    card = Table.grid(padding=(0, 2))
    card.add_column(style="dim", no_wrap=True)
    card.add_column(overflow="fold")
    task_id, standing, note = _ENTERED["vi"]
    card.add_row(task_id, task.task_id)
    card.add_row(_TITLES["task"].title("vi"), Text(row["task"], "bold"))
    card.add_row(_TITLES["assignees"].title("vi"), _bodies(row))
    card.add_row(_TITLES["coordinators"].title("vi"), _list(row["coordinators"]))
    card.add_row(_TITLES["due"].title("vi"), due(row, "vi"))
    card.add_row(standing, _standing(task, as_of, "vi"))
    card.add_row(note, task.note or "")
    card.add_row(_TITLES["number"].title("vi"), " · ".join(filter(None, (row["number"], row["issuer"], row["doc_id"]))))
    card.add_row(_TITLES["evidence"].title("vi"), Text(row["evidence"] or "", "italic"))
    return card


def _standing(task: Tracked, as_of: dt.date, lang: Lang) -> Text:
    key = state(task, as_of)
    day = f" {task.done_on:%d/%m/%Y}" if task.done_on else ""
    return Text((STATES[key] if lang == "vi" else key) + day, _STATE_STYLES[key])
