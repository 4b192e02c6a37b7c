"""What the reading process does: a file's bytes to rows, a chosen stretch of text to one row. The functions are called through a process pool."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing.queues import SimpleQueue
from typing import TYPE_CHECKING

from extractor.model import Fields, Notice, Task
from extractor.table import Row

if TYPE_CHECKING:
    from spacy.language import Language

Mark = tuple[int, int, str]
Told = tuple[int, int, int]
"""The number of an upload, its pages that are done and those there are."""

_BEHIND = 5  # by how much the process steps back when the processors are busy
_queue: SimpleQueue[Told] | None = None
_rules: str | None = None
_loaded: Language | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: the notice with its fields and rows, and what to mark in its text as (start, end, ``body``/``deadline``/``date``)."""

    notice: Notice
    fields: Fields
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]


def start(queue: SimpleQueue[Told], rules: str | None) -> None:
    """Prepares the process; the pipeline is loaded by the first call that needs it. Whoever works on the page goes before."""
    global _queue, _rules
    _queue, _rules = queue, rules
    if hasattr(os, "nice"):
        os.nice(_BEHIND)


def warm() -> None:
    """Loads the pipeline, so that nobody has to wait for it."""
    _pipeline()


def read(upload: int, name: str, data: bytes, cache: str | None) -> Read:
    """Reads one file. Raises extractor.readers.ReadError."""
    from pathlib import Path

    from extractor import pipeline
    from extractor.readers import read_bytes
    from extractor.table import rows

    def tell(done: int, total: int) -> None:
        if _queue is not None:
            _queue.put((upload, done, total))

    notice = read_bytes(name, data, progress=tell, cache=Path(cache) if cache else None)
    doc = pipeline.read(_pipeline(), notice)
    reading = doc._.reading
    found = [(*reading.to_source(body.start, body.end), "body") for body in doc._.bodies]
    found += [(*reading.to_source(date.start, date.end), "deadline" if date.role in ("deadline", "recurrence") else "date") for date in doc._.dates]
    return Read(notice, doc._.fields, tuple(rows(notice, doc._.fields, doc._.tasks)), tuple(sorted(found)))


def suggest(text: str, issued_on: str | None) -> Task | None:
    """The one task that a stretch of text states, offsets in that text; None when it states none or several."""
    from extractor import pipeline
    from extractor.text import read as edits

    doc = pipeline.read(_pipeline(), Notice("selection", text, edits(text)), issued_on)
    tasks: Sequence[Task] = doc._.tasks
    return replace(tasks[0], section=()) if len(tasks) == 1 else None


def _pipeline() -> Language:
    global _loaded
    if _loaded is None:
        from extractor.pipeline import load

        _loaded = load(_rules)
    return _loaded
