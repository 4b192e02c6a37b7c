"""The task table as the terminal shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from extractor.table import SHEET_COLUMNS, Lang, Row
from extractor.writers.cells import repetition

_TITLES = {column.key: column for column in SHEET_COLUMNS}
_BOUNDS: dict[Lang, dict[str | None, str]] = {
    "vi": {"before": "trước ", "by": "chậm nhất ", "on": "", "within": "đến "},
    "en": {"before": "before ", "by": "by ", "on": "on ", "within": "until "},
}


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
