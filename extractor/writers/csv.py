"""CSV as spreadsheets open it without asking: UTF-8 with a byte-order mark, titles, one cell a value, ISO dates."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.table import SHEET_COLUMNS, Lang, records
from extractor.writers.cells import guarded, sheet_values

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = tuple(column for column in SHEET_COLUMNS if column.sheet != "absent")


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:
    """Writes the table; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(column.title(lang) for column in COLUMNS)
        for position, row in enumerate(records(frame), 1):
            lines.writerow(map(guarded, sheet_values(COLUMNS, row, position, lang)))
