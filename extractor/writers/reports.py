"""Reports beside the task table (links, clarity) as files: a workbook with a sheet for each part, or the first part alone as CSV or JSONL."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from extractor.table import Column, Lang, Row
from extractor.writers import WriteError, replacing
from extractor.writers.cells import guarded, sheet_values
from extractor.writers.xlsx import Cells, fill, workbook

FORMATS = (".xlsx", ".csv", ".jsonl")


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a report: its title in both languages, its columns (as `extractor.table` declares them) and its rows."""

    vi: str
    en: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]


def write(parts: Sequence[Part], path: Path | str, lang: Lang = "vi") -> Path:
    """Writes a report in the format that the file's ending names.

    Raises extractor.writers.WriteError when the ending is unknown or the place cannot be written; what stood at ``path`` is then as it was.
    """
    path = Path(path)
    if path.suffix.lower() not in FORMATS:
        raise WriteError(f"{path}: no report has the ending {path.suffix!r}; use one of {', '.join(FORMATS)}")
    with replacing(path) as temporary:
        _WRITERS[path.suffix.lower()](parts, temporary, lang)
    return path


def _xlsx(parts: Sequence[Part], path: Path, lang: Lang) -> None:
    with workbook(path) as book:
        cells = Cells(book)
        for part in parts:
            widths = [0 if column.sheet == "hidden" else column.width for column in part.columns]
            fill(book.add_worksheet(part.vi if lang == "vi" else part.en), cells, part.columns, widths, part.rows, lang)


def _csv(parts: Sequence[Part], path: Path, lang: Lang) -> None:
    part = parts[0]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(column.title(lang) for column in part.columns)
        lines.writerows(map(guarded, sheet_values(part.columns, row, position, lang)) for position, row in enumerate(part.rows, 1))


def _jsonl(parts: Sequence[Part], path: Path, lang: Lang) -> None:  # noqa: ARG001 - its keys are the same in every language
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in parts[0].rows:
            file.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")


_WRITERS = MappingProxyType({".xlsx": _xlsx, ".csv": _csv, ".jsonl": _jsonl})
