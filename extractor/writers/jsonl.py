"""JSONL: one row a line with the keys of the table, ISO dates, null where nothing is stated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.table import Lang, records

if TYPE_CHECKING:
    import pandas as pd


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:  # noqa: ARG001 - its keys are the same in every language
    """Writes the table as JSON objects, in UTF-8, without escaped letters."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in records(frame):
            file.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")
