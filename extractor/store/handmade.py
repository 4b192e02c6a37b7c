"""Rows that people make: a new one, two in the place of one, one in the place of several. What people entered goes along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import regex
from sqlalchemy import Connection, select

from extractor import table
from extractor.model import Body, Fields, Notice, Origin, Task
from extractor.store import schema
from extractor.store.changes import ChangeError
from extractor.store.notices import insert_tasks
from extractor.table import Row
from extractor.tracking import Tracked

_EDGE = regex.compile(r"^[\s;,.:–+•*-]+|[\s;,]+$")
_LISTS = ("assignees", "coordinators", "report_to")
_TEXTS = ("supervisor", "product")
_DUE = ("due", "due_time", "due_text", "due_start", "due_bound", "recurrence")
_ORIGIN = ("field", "place", "start", "end", "rule")  # the page and its boxes follow from these
_LONGEST = 20_000  # characters of one row's evidence


@dataclass(frozen=True, slots=True)
class Made:
    """A row that a person makes, and what people had entered in those whose place it takes."""

    task: Task
    entered: Mapping[str, Any]


def stretch(text: str, start: int, end: int) -> tuple[int, int]:
    """A chosen stretch of a text without the space and the bullets at its ends.

    Raises ChangeError when nothing is left or the text has no such stretch.

    >>> stretch(" - Giao Văn phòng; ", 0, 19)
    (3, 17)
    """
    if not 0 <= start < end <= len(text) or end - start > _LONGEST:
        raise ChangeError("đoạn văn được chọn không nằm trong văn bản hoặc quá dài")
    chosen = text[start:end]
    head = _EDGE.match(chosen)
    start += head.end() if head else 0
    tail = _EDGE.search(text[start:end])
    end = start + tail.start() if tail else end
    if start >= end:
        raise ChangeError("đoạn văn được chọn không có chữ nào")
    return start, end


def one_line(text: str) -> str:
    """The words of a stretch as one line, without the marks at its ends.

    >>> one_line(" - rà soát\\n danh sách;")
    'rà soát danh sách'
    """
    return _EDGE.sub("", " ".join(text.split()))


def halves(whole: Tracked, text: str, at: int) -> tuple[Made, Made]:
    """Two rows in the place of one, cut at an offset of its document's text inside its evidence; both keep its bodies, its deadline and its state.

    Raises ChangeError when the offset leaves one of them without words.
    """
    start, end = _place(whole)
    if not start < at < end or not one_line(text[start:at]) or not one_line(text[at:end]):
        raise ChangeError("chọn chỗ tách nằm giữa câu văn gốc của nhiệm vụ")
    words = _cut(str(whole.row["task"] or ""), text, start, at, end)
    made = [Made(_task([whole], stretch(text, *span), said), _entered([whole])) for span, said in zip(((start, at), (at, end)), words, strict=True)]
    return made[0], made[1]


def joined(parts: Sequence[Tracked]) -> Made:
    """One row in the place of several of one document, with the bodies of all, the first deadline and all notes.

    Its state is theirs where they agree; else it is under way.
    """
    parts = sorted(parts, key=_place)
    span = (min(_place(part)[0] for part in parts), max(_place(part)[1] for part in parts))
    words = "; ".join(dict.fromkeys(str(part.row["task"] or "").rstrip(" ;.") for part in parts))
    return Made(_task(parts, span, words), _entered(parts))


def insert(connection: Connection, notice: int, made: Sequence[Made], action: str, made_of: Sequence[str] = ()) -> list[Row]:
    """Puts rows that a person made, in the place of those named or of none, into the store as tasks of a document, and returns them with their ids."""
    found = connection.execute(select(schema.notices.c.doc_id, schema.notices.c.text, schema.notices.c.issuer).where(schema.notices.c.id == notice)).one()
    rows = table.rows(Notice(found.doc_id, found.text, digest=f"person {notice}"), Fields(issuer=found.issuer), [one.task for one in made])
    for row, one in zip(rows, made, strict=True):
        row["task_id"] = _free_id(connection, notice, row)
        row["rules"] = [f"person/{action}", *row["rules"]]
        insert_tasks(connection, notice, [row], {"made_of": list(made_of)} | dict(one.entered))
    return rows


def _free_id(connection: Connection, notice: int, row: Row) -> str:
    nth = 0
    while True:
        made = table.task_id(f"person {notice}", row["start"], row["end"], nth)
        if connection.execute(select(schema.tasks.c.task_id).where(schema.tasks.c.task_id == made)).first() is None:
            return made
        nth += 1


def _place(task: Tracked) -> tuple[int, int]:
    if task.row["start"] is None:
        raise ChangeError(f"câu văn gốc của nhiệm vụ {task.task_id} không còn trong bản đính chính của văn bản; không tách, không gộp được")
    return int(task.row["start"]), int(task.row["end"])


def _task(parts: Sequence[Tracked], span: tuple[int, int], words: str) -> Task:
    rows = [part.row for part in parts]
    values: dict[str, Any] = {key: tuple(dict.fromkeys(name for row in rows for name in row[key] or ())) for key in _LISTS}
    values |= {key: next((row[key] for row in rows if row[key]), None) for key in _TEXTS}
    dated = next((row for row in rows if row["due"] or row["recurrence"] or row["due_text"]), rows[0])
    values |= {key: dated[key] for key in _DUE}
    bodies = tuple(Body(0, 0, **body) for row in rows for body in row["bodies"] or ())
    origins = tuple(Origin(*(origin[key] for key in _ORIGIN)) for row in rows for origin in row["origins"] or () if origin["field"] != "task")
    return Task(*span, words, **values, section=tuple(rows[0]["section"] or ()), page=rows[0]["page"], bodies=bodies, origins=origins)


def _entered(parts: Sequence[Tracked]) -> dict[str, Any]:
    statuses = {part.status for part in parts}
    done = statuses == {"done"}
    days = [part.done_on for part in parts if part.done_on] if done else []
    notes = dict.fromkeys(part.note for part in parts if part.note)
    edited = dict.fromkeys(key for part in parts for key in part.edited if key not in ("decision", "task"))
    return {
        "status": statuses.pop() if len(statuses) == 1 else "doing",
        "done_on": max(days, default=None),
        "note": "\n".join(notes) or None,
        "edited": list(edited),
    }


def _cut(words: str, text: str, start: int, at: int, end: int) -> Iterator[str]:
    """The words of a task before and after a cut; where they do not stand in the evidence as they are, those of the evidence itself."""
    here = text.find(words, start, end)
    if start <= here < at < here + len(words) and one_line(text[here:at]) and one_line(text[at : here + len(words)]):
        start, end = here, here + len(words)
    yield one_line(text[start:at])
    yield one_line(text[at:end])
