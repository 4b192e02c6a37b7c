"""Parquet with the table's own schema: real dates, lists and structs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.table import COLUMNS, Lang, records, schema

if TYPE_CHECKING:
    import pandas as pd

_ROWS = 20_000  # rows held as Python objects at a time


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:  # noqa: ARG001 - its columns are the same in every language
    """Writes the table; columns that the frame lacks are null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    shape = schema()
    dates = [column.key for column in COLUMNS if column.kind == "date"]
    with pq.ParquetWriter(path, shape) as writer:
        for at in range(0, max(len(frame), 1), _ROWS):
            rows = [row | {key: _date(row.get(key)) for key in dates} for row in records(frame.iloc[at : at + _ROWS])]
            writer.write_table(pa.Table.from_pylist(rows, schema=shape))


def _date(value: Any) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)
