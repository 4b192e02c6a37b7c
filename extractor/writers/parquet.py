"""Parquet with the table's own schema: real dates, lists and structs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.table import COLUMNS, Lang, Row, records, schema

if TYPE_CHECKING:
    import pandas as pd

_ROWS = 20_000  # rows held as Python objects at a time: those of one row group


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:
    """Writes the table; columns that the frame lacks are null."""
    with opened(path, lang) as put:
        for at in range(0, len(frame), _ROWS):
            put(records(frame.iloc[at : at + _ROWS]))


@contextmanager
def opened(path: Path, lang: Lang) -> Iterator[Callable[[Iterable[Row]], None]]:  # noqa: ARG001 - its columns are the same in every language
    """What writes rows to the file as they come, in groups of `_ROWS`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    shape = schema()
    dates = [column.key for column in COLUMNS if column.kind == "date"]
    waiting: list[Row] = []
    with pq.ParquetWriter(path, shape) as writer:

        def write_group() -> None:
            writer.write_table(pa.Table.from_pylist(waiting, schema=shape))
            waiting.clear()

        def put(rows: Iterable[Row]) -> None:
            for row in rows:
                waiting.append(row | {key: _date(row.get(key)) for key in dates})
                if len(waiting) == _ROWS:
                    write_group()

        yield put
        write_group()


def _date(value: Any) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)
