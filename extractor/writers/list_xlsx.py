"""Action lists as a workbook that departments fill in: a summary and one sheet a body, with a drop-down for the status and colours that follow the day.

The day of the list stands in a cell of each sheet; states and colours are formulas on it. Hidden columns hold what is needed to read the file back: the id
of each task and what the store held when the list was made.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from extractor.agenda import ActionList, Tally, tally
from extractor.tracking import BUCKETS, PARTS, STATUSES, Tracked, last_day
from extractor.writers.cells import SEPARATOR
from extractor.writers.list_cells import SUMMARY, TITLE, day_text, deadline, document, sentence, situation
from extractor.writers.xlsx import CELL, DATE, FONT, HEADER, Cells, height, workbook

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a body's sheet; ``fill`` marks what the department writes, ``hidden`` what only the program reads."""

    key: str
    title: str
    width: int
    fill: bool = False
    hidden: bool = False


COLUMNS = (
    ListColumn("position", "STT", 5),
    ListColumn("task", "Nội dung nhiệm vụ", 38),
    ListColumn("document", "Văn bản giao", 14),
    ListColumn("responsible", "Đơn vị chủ trì", 16),
    ListColumn("coordinators", "Đơn vị phối hợp", 16),
    ListColumn("due", "Thời hạn", 12),
    ListColumn("deadline", "Hạn ghi trong văn bản", 16),
    ListColumn("product", "Sản phẩm", 13),
    ListColumn("status", "Trạng thái", 13, fill=True),
    ListColumn("done_on", "Ngày hoàn thành", 12, fill=True),
    ListColumn("situation", "Tình hình", 14),
    ListColumn("note", "Ghi chú", 18, fill=True),
    ListColumn("part", "Vai trò", 12, hidden=True),
    ListColumn("last_day", "Ngày cuối còn đúng hạn", 12, hidden=True),
    ListColumn("task_id", "Mã nhiệm vụ", 15, hidden=True),
    ListColumn("base", "Giá trị khi xuất", 20, hidden=True),
)
FILLED = tuple(column.key for column in COLUMNS if column.fill)
"""The columns that come back from a department."""
MOST_SHEETS = 200
"""The most bodies in one workbook: each sheet keeps a file open while it is written, and nobody leafs through more."""

_HEADER_ROW = 3
_DAY_CELL = "$C$2"
_DONE = STATUSES["done"]
_COLOURS = {"late": "#F8CBAD", "week": "#FFE699", "done": "#C6E0B4"}
_NOT_IN_NAMES = regex.compile(r"[\[\]:*?/\\']+")


def write_lists(lists: Iterable[ActionList], path: Path, as_of: dt.date) -> list[Tally]:
    """Writes the workbook, one list in memory at a time, and returns the lines of its summary."""
    packed = BytesIO()  # a file that cannot be written to its end would be left open
    with workbook(packed) as book:
        style = _Style(book)
        summary = book.add_worksheet(SUMMARY[:31])
        names = _Names([SUMMARY])
        tallies, sheets = [], []
        for made in lists:
            sheets.append(names.give(made.body))
            _write_body(book.add_worksheet(sheets[-1]), made, style)
            tallies.append(tally(made))
        _write_summary(summary, tallies, sheets, as_of, style)
    path.write_bytes(packed.getbuffer())
    return tallies


def base_of(task: Tracked) -> str:
    """What the store held of the columns that departments fill in, as the hidden column keeps it."""
    return json.dumps({"status": task.status, "done_on": _iso(task.done_on), "note": task.note}, ensure_ascii=False)


class _Style:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self.cells = Cells(book)
        self.title = book.add_format({**FONT, "bold": True, "font_size": 14})
        self.label = book.add_format({**FONT, "italic": True, "align": "right"})
        self.day = book.add_format({**FONT, "italic": True, "num_format": "dd/mm/yyyy", "align": "left"})
        self.band = book.add_format({**FONT, "bold": True, "bg_color": "#E2E2E2", "top": 1, "bottom": 1, "valign": "vcenter"})
        self.open_text = book.add_format({**CELL, "bg_color": "#FFFBEB", "locked": False})
        self.open_quoted = book.add_format({**CELL, "bg_color": "#FFFBEB", "locked": False, "quote_prefix": True})
        self.open_date = book.add_format({**DATE, "bg_color": "#FFFBEB", "locked": False})
        self.bold = book.add_format({**HEADER, "bg_color": "#FFFFFF"})
        self.link = book.add_format({**CELL, "font_color": "#1F4E79", "underline": 1})
        self.middle = book.add_format({**CELL, "align": "center"})
        self.alert = book.add_format({**CELL, "align": "center", "bold": True, "font_color": "#C00000"})
        self.colours = {name: book.add_format({"bg_color": colour}) for name, colour in _COLOURS.items()}


class _Names:
    """Gives sheets the names of their bodies, within Excel's rules: 31 characters, some signs forbidden, no two alike."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name[:31].lower() for name in taken}

    def give(self, body: str) -> str:
        name = " ".join(_NOT_IN_NAMES.sub(" ", body).split())[:31] or "Đơn vị"
        number = 2
        while name.lower() in self._taken or name.lower() == "history":
            tail = f" ({number})"
            name, number = name.removesuffix(f" ({number - 1})")[: 31 - len(tail)] + tail, number + 1
        self._taken.add(name.lower())
        return name


def _write_body(sheet: Worksheet, made: ActionList, style: _Style) -> None:
    with_product = any(task.row.get("product") for _, _, task in made.tasks())
    _page(sheet, [0 if column.hidden or (column.key == "product" and not with_product) else column.width for column in COLUMNS], _HEADER_ROW)
    sheet.write_string(0, 0, f"{TITLE.upper()} – {sentence(made.body)}", style.title)
    sheet.write_string(1, 1, "Tính đến ngày:", style.label)
    sheet.write_datetime(1, 2, dt.datetime.combine(made.as_of, dt.time()), style.day)
    sheet.set_row(_HEADER_ROW, 34)
    for index, column in enumerate(COLUMNS):
        style.cells.put(sheet, _HEADER_ROW, index, column.title, style.cells.header)
    row = _HEADER_ROW
    position = 0
    for group in made.groups:
        row += 1
        sheet.set_row(row, 18)
        for index in range(len(COLUMNS)):
            sheet.write_blank(row, index, None, style.band)
        sheet.write_string(row, 1, f"{PARTS[group.part]} – {BUCKETS[group.bucket]} ({len(group.tasks)})", style.band)
        for task in group.tasks:
            row, position = row + 1, position + 1
            _write_task(sheet, row, position, PARTS[group.part], task, made.as_of, style)
    sheet.autofilter(_HEADER_ROW, 0, max(row, _HEADER_ROW + 1), len(COLUMNS) - 1)
    if row > _HEADER_ROW:
        _help_filling_in(sheet, _HEADER_ROW + 1, row, style)


def _write_task(sheet: Worksheet, row: int, position: int, part: str, task: Tracked, as_of: dt.date, style: _Style) -> None:
    due = task.row.get("due")
    values: dict[str, Any] = {
        "position": position,
        "task": sentence(task.row["task"] or ""),
        "document": document(task.row),
        "responsible": sentence(SEPARATOR.join(task.row.get("responsible") or ())) or None,
        "coordinators": sentence(SEPARATOR.join(task.row.get("coordinators") or ())) or None,
        "due": dt.date.fromisoformat(due) if due else None,
        "deadline": (deadline(task.row) if task.row.get("recurrence") else task.row.get("due_text") or deadline(task.row)) or None,
        "product": task.row.get("product"),
        "status": STATUSES[task.status],
        "done_on": task.done_on,
        "note": task.note,
        "part": part,
        "last_day": last_day(task.row),
        "task_id": task.task_id,
        "base": base_of(task),
    }
    shown = [values.get(column.key) for column in COLUMNS]
    sheet.set_row(row, height(shown, [0 if column.hidden else column.width for column in COLUMNS]))
    for index, column in enumerate(COLUMNS):
        value = values.get(column.key)
        if column.key == "situation":
            words = situation(task, as_of)
            sheet.write_formula(row, index, _situation(row + 1, words if last_day(task.row) is None else ""), style.middle, words)
        else:
            style.cells.put(sheet, row, index, value, _open(column, value, style))


def _open(column: ListColumn, value: Any, style: _Style) -> Format | None:
    """The look of a cell that the department fills in."""
    if not column.fill:
        return None
    if column.key == "done_on":
        return style.open_date
    return style.open_quoted if isinstance(value, str) and value[:1] in "=+-@" else style.open_text


def _letter(key: str) -> str:
    return chr(ord("A") + [column.key for column in COLUMNS].index(key))


def _situation(row: int, undated: str) -> str:
    """The formula that says how the task of a row stands on the day in the sheet's head; ``undated`` is what it says without a deadline."""
    last, status, done_on = (f"${_letter(key)}{row}" for key in ("last_day", "status", "done_on"))
    done = f'IF(OR({done_on}="",{last}=""),"{_DONE}",IF({done_on}<={last},"{_DONE} đúng hạn","{_DONE} quá hạn"))'
    left = f"{last}-{_DAY_CELL}"
    to_do = f'IF({last}="","{undated}",IF({left}<0,"Quá hạn "&-({left})&" ngày",IF({left}=0,"Hạn hôm nay","Còn "&({left})&" ngày")))'
    return f'=IF({status}="{_DONE}",{done},{to_do})'


def _help_filling_in(sheet: Worksheet, first: int, last: int, style: _Style) -> None:
    letters = {column.key: index for index, column in enumerate(COLUMNS)}
    sheet.data_validation(
        first, letters["status"], last, letters["status"],
        {"validate": "list", "source": list(STATUSES.values()), "error_title": "Trạng thái", "error_message": "Chọn một trạng thái trong danh sách."},
    )  # fmt: skip
    sheet.data_validation(
        first, letters["done_on"], last, letters["done_on"],
        {
            "validate": "date", "criteria": "between", "minimum": dt.date(2000, 1, 1), "maximum": dt.date(2100, 1, 1),
            "error_title": "Ngày hoàn thành", "error_message": "Nhập một ngày có thật, ví dụ 20/9/2020.",
        },
    )  # fmt: skip
    end, status, row = f"${_letter('last_day')}{first + 1}", f"${_letter('status')}{first + 1}", first
    week_end = f"{_DAY_CELL}+7-WEEKDAY({_DAY_CELL},2)"
    rules = {
        "done": f'={status}="{_DONE}"',
        "late": f'=AND({end}<>"",{end}<{_DAY_CELL})',
        "week": f'=AND({end}<>"",{end}<={week_end})',
    }
    for name, formula in rules.items():
        for key in ("due", "situation"):
            options = {"type": "formula", "criteria": formula, "format": style.colours[name], "stop_if_true": True}
            sheet.conditional_format(row, letters[key], last, letters[key], options)


def _write_summary(sheet: Worksheet, tallies: list[Tally], sheets: list[str], as_of: dt.date, style: _Style) -> None:
    titles = ("STT", "Đơn vị", "Chủ trì", *BUCKETS.values(), "Phối hợp")
    _page(sheet, [5, 44, 10, *([12] * len(BUCKETS)), 10], 3)
    sheet.write_string(0, 0, SUMMARY.upper(), style.title)
    sheet.write_string(1, 1, f"Tính đến ngày {day_text(as_of)}", style.label)
    sheet.set_row(3, 48)
    for index, title in enumerate(titles):
        style.cells.put(sheet, 3, index, title, style.cells.header)
    for position, (line, name) in enumerate(zip(tallies, sheets, strict=True), 1):
        row = 3 + position
        sheet.set_row(row, height([line.body], [44]))
        sheet.write_number(row, 0, position, style.middle)
        sheet.write_url(row, 1, f"internal:'{name}'!A1", style.link, sentence(line.body)[:255])
        for index, count in enumerate((line.led, *(line.lead.get(key, 0) for key in BUCKETS), line.coordinate), 2):
            late = titles[index] == BUCKETS["overdue"] and count
            style.cells.put(sheet, row, index, count or None, style.alert if late else style.middle)
    row = 4 + len(tallies)
    totals = [sum(line.led for line in tallies), *(sum(line.lead.get(key, 0) for line in tallies) for key in BUCKETS), sum(line.coordinate for line in tallies)]
    for index, value in enumerate((None, "Cộng", *totals)):
        style.cells.put(sheet, row, index, value, style.bold)
    sheet.autofilter(3, 0, max(row - 1, 4), len(titles) - 1)


def _page(sheet: Worksheet, widths: list[int], header: int) -> None:
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width or 12, None, {} if width else {"hidden": True})
    sheet.freeze_panes(header + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.set_footer("&C&P/&N")


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
