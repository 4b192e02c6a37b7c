"""JSONL: one row a line with the keys of the table, ISO dates, null where nothing is stated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.table import Lang, Row, records

if TYPE_CHECKING:
    import pandas as pd


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:
    """Writes the table as JSON objects, in UTF-8, without escaped letters."""
    with opened(path, lang) as put:
        put(records(frame))


@contextmanager
def opened(path: Path, lang: Lang) -> Iterator[Callable[[Iterable[Row]], None]]:  # noqa: ARG001 - its keys are the same in every language
    """What writes rows to the file as they come."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield lambda rows: file.writelines(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows)
