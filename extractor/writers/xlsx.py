"""The task table as an Excel workbook: titles, real dates, a header that stays, filters, wrapped text; technical columns are folded away under a "+"."""

from __future__ import annotations

import datetime as dt
import errno
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from extractor.table import SHEET_COLUMNS, Column, Lang, Row, records
from extractor.writers.cells import is_formula, sheet_values

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

COLUMNS = tuple(column for column in SHEET_COLUMNS if column.sheet != "absent")
FONT = {"font_name": "Times New Roman", "font_size": 12}
HEADER = {**FONT, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#D9E2F3"}
CELL = {**FONT, "text_wrap": True, "valign": "top", "border": 1}
DATE = {**CELL, "num_format": "dd/mm/yyyy", "align": "center"}
MOST_ROWS = 1_048_575
_LONGEST = 32_767
_LINE, _TALLEST = 15.6, 409.0  # points
_FILL = 1.2  # characters of running Times text that fit on a unit of width, after the loss at each line's end
_NOT_XML = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET = {"vi": "Nhiệm vụ", "en": "Tasks"}


class Cells:
    """Writes values into one workbook's sheets, so that a text stays a text and a date is a date."""

    def __init__(self, book: Workbook) -> None:
        self._text = book.add_format(CELL)
        self._quoted = book.add_format({**CELL, "quote_prefix": True})
        self._date = book.add_format(DATE)
        self.middle = book.add_format({**CELL, "align": "center"})
        self.header = book.add_format(HEADER)

    def put(self, sheet: Worksheet, row: int, column: int, value: Any, style: Format | None = None) -> None:
        """Writes one value: a date as a date, a number as a number, any text as text, None as an empty cell with its border."""
        if value is None:
            sheet.write_blank(row, column, None, style or self._text)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), style or self._date)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, style or self.middle)
        else:
            text = clean(value)
            sheet.write_string(row, column, text, style or (self._quoted if is_formula(text) else self._text))


def clean(text: str) -> str:
    """A text that a cell can hold: without characters that XML forbids, and cut with "…" at Excel's limit of 32,767."""
    text = _NOT_XML.sub("", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@contextmanager
def workbook(path: Path | BytesIO) -> Iterator[Workbook]:
    """A workbook, in a file or in memory, that streams its rows and never reads text as a formula, a number or a link.

    Raises OSError when it cannot be written.
    """
    from xlsxwriter.exceptions import XlsxWriterException
    from xlsxwriter.workbook import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    try:
        with Workbook(path if isinstance(path, BytesIO) else str(path), options) as book:
            yield book
    except XlsxWriterException as error:
        raise OSError(errno.EIO, str(error)) from error


def height(values: Sequence[Any], widths: Sequence[int]) -> float:
    """The height in points that wrapped values need in columns of these widths (0 hides one); programs other than Excel do not fit it themselves.

    >>> height(["Hoàn thiện dự toán", 3], [50, 6]), height(["Hoàn thiện dự toán", 3], [10, 6])
    (16.6, 32.2)
    """
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if width and isinstance(value, str):
            lines = max(lines, sum(ceil((len(part) + 1) / (width * _FILL)) for part in value.split("\n")))
    return min(_LINE * lines + 1, _TALLEST)


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:
    """Writes the table to one sheet. Raises OSError (EFBIG) when it has more rows than a sheet can hold."""
    if len(frame) > MOST_ROWS:
        raise OSError(errno.EFBIG, f"{len(frame)} tasks do not fit on a sheet, which holds {MOST_ROWS}; write .csv or .parquet")
    with workbook(path) as book:
        filled = {column.key for column in COLUMNS if column.key in frame and any(row[column.key] for row in records(frame[[column.key]]))}
        widths = [column.width if _open(column, filled) else 0 for column in COLUMNS]
        fill(book.add_worksheet(_SHEET[lang]), Cells(book), COLUMNS, widths, records(frame), lang)


def fill(sheet: Worksheet, cells: Cells, columns: Sequence[Column], widths: Sequence[int], rows: Iterable[Row], lang: Lang) -> None:
    """Fills a sheet with rows under their titles, ready to be filtered and printed; a column of width 0 is folded away."""
    for index, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(index, index, column.width, None, {} if width else {"level": 1, "hidden": True})
        cells.put(sheet, 0, index, column.title(lang), cells.header)
    sheet.set_row(0, 36)
    position = 0
    for position, row in enumerate(rows, 1):
        values = sheet_values(columns, row, position, lang)
        sheet.set_row(position, height(values, widths))
        for index, (column, value) in enumerate(zip(columns, values, strict=True)):
            cells.put(sheet, position, index, dt.date.fromisoformat(value) if column.kind == "date" and value else value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, position, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P/&N")


def _open(column: Column, filled: set[str]) -> bool:
    """Whether a column stands open: it is one for the office's eyes and holds something, or is there to be written in."""
    return column.sheet == "shown" and (column.key in filled or column.filled_by in ("position", "office"))

