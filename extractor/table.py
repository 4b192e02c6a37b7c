"""The one schema of the task table: every column is declared here once, and rows and DataFrames are made from that.

A row is a plain dict that JSON can hold (ISO dates, lists, None where nothing is stated); a frame is the same with real dates.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from extractor.model import Body, Fields, Notice, Page, Task

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Row = dict[str, Any]
Kind = Literal["text", "texts", "date", "integer", "number", "bodies", "origins"]
FilledBy = Literal["position", "document", "task", "derived", "office"]
"""Who fills a column: its place in the sheet, the document's fields, the task found in it, what follows from these, or the office by hand."""
Sheet = Literal["shown", "hidden", "absent"]
Lang = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``vi``/``en`` are its titles, ``width`` its width in a sheet in characters, ``labels`` what its values are called in Vietnamese."""

    key: str
    kind: Kind
    vi: str
    en: str
    width: int
    filled_by: FilledBy
    sheet: Sheet = "shown"
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def title(self, lang: Lang = "vi") -> str:
        """The column's title in a language."""
        return self.vi if lang == "vi" else self.en


BOUNDS = MappingProxyType({"before": "Trước ngày", "by": "Chậm nhất", "on": "Vào ngày", "within": "Trong thời gian"})

SHEET_COLUMNS: tuple[Column, ...] = (
    Column("position", "integer", "STT", "No.", 6, "position"),
    Column("task", "text", "Nội dung nhiệm vụ", "Task", 50, "task"),
    Column("assignees", "texts", "Đơn vị chủ trì", "Lead body", 22, "task"),
    Column("coordinators", "texts", "Đơn vị phối hợp", "Coordinating bodies", 22, "task"),
    Column("supervisor", "text", "Lãnh đạo chỉ đạo", "Supervisor", 16, "task"),
    Column("report_to", "texts", "Nơi nhận kết quả", "Report to", 18, "task"),
    Column("due", "date", "Thời hạn", "Due", 12, "task"),
    Column("due_time", "text", "Giờ", "Time", 7, "task"),
    Column("due_text", "text", "Thời hạn (nguyên văn)", "Deadline as written", 18, "task"),
    Column("due_start", "date", "Từ ngày", "From", 12, "task", "hidden"),
    Column("due_bound", "text", "Kiểu hạn", "Bound", 16, "task", "hidden", labels=BOUNDS),
    Column("recurrence", "text", "Định kỳ", "Recurrence", 15, "task"),
    Column("product", "text", "Sản phẩm", "Product", 18, "task"),
    Column("number", "text", "Văn bản giao", "Document", 16, "document"),
    Column("issued_on", "date", "Ngày văn bản", "Issued on", 12, "document"),
    Column("note", "text", "Ghi chú", "Note", 18, "office"),
    Column("responsible", "texts", "Đơn vị chịu trách nhiệm", "Responsible", 28, "derived", "hidden"),
    Column("type", "text", "Loại văn bản", "Type", 16, "document", "hidden"),
    Column("issuer", "text", "Cơ quan ban hành", "Issuer", 28, "document", "hidden"),
    Column("subject", "text", "Trích yếu", "Subject", 36, "document", "hidden"),
    Column("section", "texts", "Mục", "Section", 30, "task", "hidden"),
    Column("page", "integer", "Trang", "Page", 7, "task"),
    Column("evidence", "text", "Câu văn gốc", "Evidence", 60, "derived", "hidden"),
    Column("confidence", "number", "Độ tin cậy", "Confidence", 10, "task", "hidden"),
    Column("doc_id", "text", "Tệp văn bản", "Document file", 20, "document", "hidden"),
    Column("task_id", "text", "Mã nhiệm vụ", "Task id", 15, "derived", "hidden"),
    Column("place", "text", "Nơi ban hành", "Place", 16, "document", "hidden"),
    Column("signer", "text", "Người ký", "Signer", 20, "document", "hidden"),
    Column("signer_title", "text", "Chức vụ người ký", "Signer's title", 20, "document", "hidden"),
    Column("addressees", "texts", "Kính gửi", "Addressees", 28, "document", "hidden"),
    Column("recipients", "texts", "Nơi nhận", "Recipients", 28, "document", "hidden"),
    Column("start", "integer", "Vị trí đầu", "Start", 10, "task", "hidden"),
    Column("end", "integer", "Vị trí cuối", "End", 10, "task", "hidden"),
    Column("rules", "texts", "Quy tắc", "Rules", 30, "derived", "hidden"),
    Column("bodies", "bodies", "Định danh đơn vị", "Identified bodies", 30, "derived", "absent"),
    Column("origins", "origins", "Nguồn của từng ô", "Origins", 30, "derived", "absent"),
)
"""All columns in the order of a sheet, with those that only a sheet has."""

COLUMNS: tuple[Column, ...] = tuple(column for column in SHEET_COLUMNS if column.filled_by not in ("position", "office"))
"""The columns of a row, a frame, JSONL and Parquet."""

LINK_KINDS = MappingProxyType(
    {
        "extends": "Gia hạn, lùi thời hạn",
        "replaces": "Thay thế, bãi bỏ",
        "amends": "Sửa đổi, bổ sung",
        "repeats": "Nhắc lại",
        "hands-down": "Giao lại cho cấp dưới",
        "carries-out": "Triển khai thực hiện",
    }
)
LINK_COLUMNS: tuple[Column, ...] = (
    Column("kind", "text", "Quan hệ", "Relation", 20, "derived", labels=LINK_KINDS),
    Column("doc_id", "text", "Tệp văn bản", "Document file", 20, "derived"),
    Column("number", "text", "Văn bản", "Document", 16, "derived"),
    Column("task_id", "text", "Mã nhiệm vụ", "Task id", 15, "derived", "hidden"),
    Column("task", "text", "Nhiệm vụ", "Task", 40, "derived"),
    Column("due", "date", "Thời hạn mới", "New due", 12, "derived"),
    Column("earlier_doc_id", "text", "Tệp văn bản trước", "Earlier file", 20, "derived"),
    Column("earlier_number", "text", "Văn bản trước", "Earlier document", 16, "derived"),
    Column("earlier_task_id", "text", "Mã nhiệm vụ trước", "Earlier task id", 15, "derived", "hidden"),
    Column("earlier_task", "text", "Nhiệm vụ trước", "Earlier task", 40, "derived"),
    Column("earlier_due", "date", "Thời hạn trước", "Earlier due", 12, "derived"),
    Column("likeness", "number", "Độ giống", "Likeness", 10, "derived"),
    Column("evidence", "text", "Câu văn gốc", "Evidence", 50, "derived"),
    Column("start", "integer", "Vị trí đầu", "Start", 10, "derived", "hidden"),
    Column("end", "integer", "Vị trí cuối", "End", 10, "derived", "hidden"),
    Column("rule", "text", "Quy tắc", "Rule", 20, "derived", "hidden"),
)
"""The columns of the table of links between documents and their tasks; task keys are null where a link is between whole documents."""

CLARITY = MappingProxyType({"clear": "Rõ", "vague": "Chưa rõ", "missing": "Thiếu"})
CLARITY_ASPECTS = MappingProxyType(
    {
        "person": ("Rõ người", "Who"),
        "work": ("Rõ việc", "What"),
        "time": ("Rõ thời gian", "When"),
        "answer": ("Rõ trách nhiệm", "Who answers"),
        "result": ("Rõ sản phẩm", "Product"),
        "power": ("Rõ thẩm quyền", "Authority"),
    }
)
"""The six things that an assignment should make clear, with their titles."""
CLARITY_COLUMNS: tuple[Column, ...] = (
    Column("position", "integer", "STT", "No.", 6, "position"),
    Column("doc_id", "text", "Tệp văn bản", "Document file", 20, "derived"),
    Column("number", "text", "Văn bản giao", "Document", 16, "derived"),
    Column("task_id", "text", "Mã nhiệm vụ", "Task id", 15, "derived", "hidden"),
    Column("task", "text", "Nội dung nhiệm vụ", "Task", 50, "derived"),
    *(Column(key, "text", vi, en, 12, "derived", labels=CLARITY) for key, (vi, en) in CLARITY_ASPECTS.items()),
    Column("lacks", "texts", "Cần làm rõ", "To be made clear", 40, "derived"),
    Column("products", "texts", "Sản phẩm nhận ra", "Product found", 24, "derived"),
)
"""The columns of the report on what each row makes clear."""
CLARITY_TOTALS: tuple[Column, ...] = (
    Column("doc_id", "text", "Tệp văn bản", "Document file", 24, "derived"),
    Column("number", "text", "Văn bản", "Document", 16, "derived"),
    Column("tasks", "integer", "Số nhiệm vụ", "Tasks", 10, "derived"),
    *(Column(key, "integer", f"{vi} (số nhiệm vụ)", f"{en} (tasks)", 12, "derived") for key, (vi, en) in CLARITY_ASPECTS.items()),
    Column("all_clear", "integer", "Rõ cả sáu", "All six", 10, "derived"),
)
"""The columns of the same by document: how many of its tasks make each thing clear."""

BODY_KEYS = ("text", "name", "kind", "id", "canonical", "parent", "level")
"""What a row keeps of each body it names; ``id`` and ``canonical`` are None where the body's identity is not known."""
ORIGIN_KEYS = ("field", "place", "start", "end", "rule", "page", "boxes")
"""What a row keeps of where each of its cells came from; the origin of ``task`` is the evidence. ``page`` is null where the file has no pages, ``boxes``
(left, top, right, bottom in points of the page, one a line) are empty but on a page that was read by OCR."""

_TASK_KEYS = tuple(column.key for column in COLUMNS if column.filled_by == "task")
_FIELD_KEYS = tuple(column.key for column in COLUMNS if column.filled_by == "document" and column.key != "doc_id")


def task_id(document: str, start: int, end: int, nth: int = 0) -> str:
    """A task's short name: 12 letters and digits from the document's digest (or id), the evidence's offsets and its rank among equal offsets.

    >>> task_id("ke-hoach-54", 10, 80)
    'xc7uahpocqmz'
    >>> task_id("ke-hoach-54", 10, 80, nth=1) == task_id("ke-hoach-54", 10, 80)
    False
    """
    digest = hashlib.sha256(f"{document}\n{start}\n{end}\n{nth}".encode()).digest()
    return base64.b32encode(digest)[:12].decode().lower()


class Places:
    """Where on the pages of a notice a stretch of its text stands.

    >>> from extractor.model import Word
    >>> page = Page(2, 0, 10, words=(Word(0, 4, (10, 20, 30, 32), 0.9), Word(5, 10, (34, 21, 60, 32), 0.9)))
    >>> Places([page]).of(0, 10)
    {'page': 2, 'boxes': [[10, 20, 60, 32]]}
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._starts = [page.start for page in pages]
        self._words = [[word.start for word in page.words] for page in pages]

    def of(self, start: int, end: int) -> dict[str, Any]:
        """The page on which a stretch begins, and a box for each line of it there."""
        if not self._pages:
            return {"page": None, "boxes": []}
        at = max(bisect_right(self._starts, start) - 1, 0)
        page, starts = self._pages[at], self._words[at]
        boxes: list[list[float]] = []
        for word in page.words[max(bisect_right(starts, start) - 1, 0) : bisect_left(starts, end)]:
            left, top, right, bottom = (round(edge, 1) for edge in word.box)
            last = boxes[-1] if boxes else None
            if word.end <= start:
                continue
            if last and left >= last[0] and top < last[3] and bottom > last[1] and abs(top + bottom - last[1] - last[3]) < last[3] - last[1]:
                boxes[-1] = [last[0], min(last[1], top), max(last[2], right), max(last[3], bottom)]
            else:
                boxes.append([left, top, right, bottom])
        return {"page": page.number, "boxes": boxes}


def rows(notice: Notice, fields: Fields, tasks: Sequence[Task]) -> list[Row]:
    """The rows of one document, a dict a task, in the order given; keys are those of `COLUMNS`.

    >>> notice = Notice("kh-54", "Giao Văn phòng báo cáo.")
    >>> [row] = rows(notice, Fields(issuer="Liên đoàn Lao động tỉnh"), [Task(0, 23, "báo cáo", assignees=("Văn phòng",))])
    >>> row["responsible"], row["due"], row["evidence"]
    (['Văn phòng'], None, 'Giao Văn phòng báo cáo.')
    """
    document = _plain({key: getattr(fields, key) for key in _FIELD_KEYS}) | {"doc_id": notice.doc_id}
    places = Places(notice.pages)
    seen: Counter[tuple[int, int]] = Counter()
    made: list[Row] = []
    for task in tasks:
        span = (task.start, task.end)
        row = document | _plain({key: getattr(task, key) for key in _TASK_KEYS})
        row |= {
            "task_id": task_id(notice.digest or notice.doc_id, *span, seen[span]),
            "responsible": list(task.assignees) or ([fields.issuer] if fields.issuer else []),
            "evidence": notice.text[task.start : task.end],
            "rules": list(task.rules),
            "bodies": [_body(body) for body in task.bodies],
            "origins": [asdict(origin) | places.of(origin.start, origin.end) for origin in task.origins],
        }
        seen[span] += 1
        made.append({column.key: row[column.key] for column in COLUMNS})
    return made


def frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column] = COLUMNS) -> pd.DataFrame:
    """The rows as a DataFrame of shape (rows, len(columns)): dates as datetime64[s], whole numbers as Int64, texts and lists as objects, None where empty.

    A key that a row lacks is empty; a key that is no column is refused with a KeyError, since a misspelt one would be lost.
    """
    import pandas as pd

    given = list(rows)
    known = {column.key for column in columns}
    unknown = sorted({key for row in given for key in row} - known)
    if unknown:
        raise KeyError(f"the task table has no column named {', '.join(unknown)}")
    return pd.DataFrame({column.key: _series(column, [row.get(column.key) for row in given]) for column in columns})


def records(frame: pd.DataFrame) -> Iterator[Row]:
    """The rows of a frame again, as plain dicts: the inverse of `frame`, also for a frame that came back from Parquet or lost columns."""
    present = [column for column in COLUMNS if column.key in frame.columns]
    lists = [[_CELL[column.kind](value) for value in frame[column.key]] for column in present]
    for values in zip(*lists, strict=True):
        yield {column.key: value for column, value in zip(present, values, strict=True)}


def schema() -> pa.Schema:
    """The table's Arrow schema, with list and struct columns, for Parquet."""
    import pyarrow as pa

    text, integer = pa.string(), pa.int64()
    origin = {"start": integer, "end": integer, "page": integer, "boxes": pa.list_(pa.list_(pa.float64()))}
    types = {
        "text": text,
        "texts": pa.list_(text),
        "date": pa.date32(),
        "integer": integer,
        "number": pa.float64(),
        "bodies": pa.list_(pa.struct([(key, text) for key in BODY_KEYS])),
        "origins": pa.list_(pa.struct([(key, origin.get(key, text)) for key in ORIGIN_KEYS])),
    }
    return pa.schema([pa.field(column.key, types[column.kind]) for column in COLUMNS])


def _body(body: Body) -> dict[str, Any]:
    return {key: getattr(body, key) for key in BODY_KEYS}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _series(column: Column, values: list[Any]) -> pd.Series[Any]:
    import pandas as pd

    match column.kind:
        case "date":
            return pd.Series([None if value is None else dt.date.fromisoformat(value) for value in values], dtype="datetime64[s]")
        case "integer":
            return pd.Series(values, dtype="Int64")
        case "number":
            return pd.Series(values, dtype="float64")
        case "text":
            return pd.Series(values, dtype=object)
        case _:
            return pd.Series([[] if value is None else list(value) for value in values], dtype=object)


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or type(value).__name__ in ("NAType", "NaTType")


def _list(value: Any) -> list[Any]:
    return [] if _missing(value) else [_unpacked(item) for item in value]


def _unpacked(item: Any) -> Any:
    """A value of a list as Python has it, though it came back from Parquet as an array."""
    if isinstance(item, Mapping):
        return {key: _unpacked(value) for key, value in item.items()}
    return [_unpacked(part) for part in item] if hasattr(item, "tolist") and hasattr(item, "__len__") else item


_CELL: Mapping[Kind, Callable[[Any], Any]] = {
    "text": lambda value: None if _missing(value) else str(value),
    "date": lambda value: None if _missing(value) else value.isoformat()[:10],
    "integer": lambda value: None if _missing(value) else int(value),
    "number": lambda value: None if _missing(value) else float(value),
    "texts": _list,
    "bodies": _list,
    "origins": _list,
}
