"""CSV as spreadsheets open it without asking: UTF-8 with a byte-order mark, titles, one cell a value, ISO dates."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.table import SHEET_COLUMNS, Lang, Row, records
from extractor.writers.cells import guarded, sheet_values

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = tuple(column for column in SHEET_COLUMNS if column.sheet != "absent")


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:
    """Writes the table; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    with opened(path, lang) as put:
        put(records(frame))


@contextmanager
def opened(path: Path, lang: Lang) -> Iterator[Callable[[Iterable[Row]], None]]:
    """What writes rows to the file as they come."""
    positions = count(1)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(column.title(lang) for column in COLUMNS)
        yield lambda rows: lines.writerows(map(guarded, sheet_values(COLUMNS, row, next(positions), lang)) for row in rows)
