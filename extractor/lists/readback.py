"""Reads a workbook of action lists back: statuses, days and notes that departments filled in go into the store, and all that does not fit is reported.

A cell counts as filled in when it differs from what the store held when the list was made (a hidden column keeps that). It is entered when the store still
holds that; when somebody entered something else meanwhile, it is a conflict and nothing is overwritten. The report is for offices, hence Vietnamese.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.store import Store
from extractor.store.changes import ChangeError, read_change
from extractor.store.engine import StoreError, writing
from extractor.tracking import STATUSES, Tracked
from extractor.writers.list_xlsx import COLUMNS, FILLED

_TITLES = {column.key: column.title for column in COLUMNS}
_HEADER_WITHIN = 20  # rows in which the header must stand
_MOST_ROWS = 200_000
_MARKS = ("task_id", "base")


class ReadBackError(ValueError):
    """A file that is no workbook of action lists; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was entered for a task."""

    task_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be entered, where it stands in the file, and why."""

    sheet: str
    row: int
    task_id: str | None
    message: str

    def __str__(self) -> str:
        where = f"trang {self.sheet!r}, dòng {self.row}" if self.row else f"trang {self.sheet!r}"
        return f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a file brought: what was entered, how many lines said nothing new, and what could not be entered."""

    entered: tuple[Filled, ...]
    unchanged: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    sheet: str
    row: int
    task_id: str
    base: Mapping[str, Any]
    cells: Mapping[str, Any]


def read_back(store: Store, path: Path, *, who: str) -> ReadBack:
    """Enters what was filled in a workbook of action lists, all of it in one transaction, in the name of ``who``.

    Raises ReadBackError when the file is no such workbook, StoreError when the store fails; nothing is entered then.
    """
    problems: list[Problem] = []
    wanted: dict[str, tuple[_Line, dict[str, Any]]] = {}
    unchanged = 0
    for line in _lines(path, problems):
        changes = _filled(line, problems)
        if not changes:
            unchanged += 1
        elif line.task_id in wanted:
            _join(wanted[line.task_id], line, changes, problems)
        else:
            wanted[line.task_id] = (line, changes)
    entered: list[Filled] = []
    with writing(store.engine) as connection:
        for task_id, (line, changes) in wanted.items():
            try:
                task = store.task_in(connection, task_id)
            except StoreError:
                problems.append(Problem(line.sheet, line.row, task_id, f"không có nhiệm vụ mang mã {task_id!r} trong kho; có thể tệp này lập từ kho khác"))
                continue
            if task.withdrawn:
                problems.append(Problem(line.sheet, line.row, task_id, "nhiệm vụ đã bị rút theo bản đính chính của văn bản; không nhập"))
                continue
            free = _without_conflicts(task, line, changes, problems)
            if free:
                store.change_in(connection, task_id, free, who=who)
                entered.append(Filled(task_id, free))
            elif not any(problem.task_id == task_id for problem in problems):
                unchanged += 1
    return ReadBack(tuple(entered), unchanged, tuple(problems))


def _lines(path: Path, problems: list[Problem]) -> Iterator[_Line]:
    """Every line of every sheet that has the hidden columns; columns are found by their titles, wherever they were moved."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ReadBackError(f"{path}: không đọc được như một tệp Excel .xlsx ({error}); hãy lưu lại bằng Excel rồi thử lại") from error
    try:
        seen = False
        for sheet in book.worksheets:
            rows = enumerate(sheet.iter_rows(max_row=_MOST_ROWS), 1)
            places = _header(rows)
            if places is None:
                continue
            seen = True
            for key in FILLED:
                if key not in places:
                    problems.append(Problem(sheet.title, 0, None, f"thiếu cột {_TITLES[key]!r}; các cột còn lại vẫn được đọc"))
            for number, cells in rows:
                line = _line(sheet.title, number, cells, places, problems)
                if line is not None:
                    yield line
        if not seen:
            raise ReadBackError(
                f"{path}: không trang nào còn các cột ẩn {' và '.join(repr(_TITLES[key]) for key in _MARKS)}; "
                "không đối chiếu được, hãy nhập vào tệp do chương trình xuất ra"
            )
    finally:
        book.close()


def _header(rows: Iterator[tuple[int, Any]]) -> dict[str, int] | None:
    """Where the columns of a sheet stand, from the row that has the hidden ones' titles."""
    keys = {title: key for key, title in _TITLES.items()}
    for number, cells in rows:
        titles = [" ".join(str(cell.value).split()) if cell.value is not None else "" for cell in cells]
        if all(_TITLES[key] in titles for key in _MARKS):
            return {keys[title]: index for index, title in reversed(list(enumerate(titles))) if title in keys}
        if number >= _HEADER_WITHIN:
            return None
    return None


def _line(sheet: str, number: int, cells: Any, places: Mapping[str, int], problems: list[Problem]) -> _Line | None:
    found = {key: cells[index] for key, index in places.items() if index < len(cells)}
    task_id = found["task_id"].value if "task_id" in found else None
    if task_id is None:
        if any(found[key].value not in (None, "") for key in FILLED if key in found):
            problems.append(Problem(sheet, number, None, "dòng không có mã nhiệm vụ nhưng có nội dung nhập; không biết thuộc nhiệm vụ nào"))
        return None
    try:
        base = json.loads(found["base"].value)
        base = {key: base[key] for key in FILLED}
    except (KeyError, TypeError, ValueError):
        problems.append(Problem(sheet, number, str(task_id), f"ô ẩn {_TITLES['base']!r} bị xóa hoặc sửa; không đối chiếu được dòng này"))
        return None
    return _Line(sheet, number, str(task_id), base, {key: found[key] for key in FILLED if key in found})


def _filled(line: _Line, problems: list[Problem]) -> dict[str, Any]:
    """What a line says that differs from what the store held when the list was made."""
    changes: dict[str, Any] = {}
    for key, cell in line.cells.items():
        if cell.data_type == "f":
            problems.append(Problem(line.sheet, line.row, line.task_id, f"ô {_TITLES[key]!r} chứa công thức {str(cell.value)!r}; hãy nhập giá trị"))
            continue
        try:
            value = line.base[key] if key == "status" and cell.value in (None, "") else read_change(key, _typed(key, cell.value))
        except ChangeError as error:
            problems.append(Problem(line.sheet, line.row, line.task_id, f"ô {_TITLES[key]!r}: {error}"))
            continue
        if value != line.base[key]:
            changes[key] = value
    if changes.get("done_on") and changes.get("status", line.base["status"]) != "done":
        problems.append(Problem(line.sheet, line.row, line.task_id, f"có ngày hoàn thành nhưng trạng thái chưa là {STATUSES['done']!r}; ngày không được nhập"))
        del changes["done_on"]
    return changes


def _typed(key: str, value: Any) -> Any:
    """A note that Excel took for a number is text all the same."""
    if key == "note" and isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return value


def _join(first: tuple[_Line, dict[str, Any]], line: _Line, changes: Mapping[str, Any], problems: list[Problem]) -> None:
    """Joins what two sheets of one file say of one task; the first one holds where they contradict each other."""
    earlier, held = first
    for key, value in changes.items():
        if held.setdefault(key, value) != value:
            message = f"ô {_TITLES[key]!r} khác với trang {earlier.sheet!r}, dòng {earlier.row} ({_shown(held[key])}); giữ giá trị ở đó"
            problems.append(Problem(line.sheet, line.row, line.task_id, message))


def _without_conflicts(task: Tracked, line: _Line, changes: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The changes that meet what the store held when the list was made; the others are reported."""
    now = {"status": task.status, "done_on": task.done_on.isoformat() if task.done_on else None, "note": task.note}
    free: dict[str, Any] = {}
    for key, value in changes.items():
        if now[key] == value:
            continue
        if now[key] != line.base[key]:
            message = f"ô {_TITLES[key]!r} ghi {_shown(value)} nhưng trong kho đã được sửa thành {_shown(now[key])} sau khi xuất tệp; không ghi đè"
            problems.append(Problem(line.sheet, line.row, task.task_id, message))
            continue
        free[key] = value
    return free


def _shown(value: Any) -> str:
    return "trống" if value is None else repr(STATUSES.get(value, value))
