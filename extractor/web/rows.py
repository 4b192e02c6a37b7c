"""The rows of a document as the page and the API show them, each with its state today and the reasons of its cells."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.store import Filter, Store
from extractor.table import Lang
from extractor.tracking import Tracked, state
from extractor.web import documents, explain
from extractor.web.listing import columns
from extractor.writers.list_cells import deadline

_DOCUMENTS = 32  # documents whose rows stay ready
_FEW = 60  # rows that are asked for one by one rather than with all others


def shown(task: Tracked, today: dt.date, lang: Lang, text: str) -> dict[str, Any]:
    """A row with its state on a day, its deadline in words and the reasons of its cells; ``text`` is its document's."""
    more = {"state": state(task, today), "deadline": deadline(task.row), "why": explain.reasons(task.row, text, task.edited, lang)}
    return columns(task) | more


@dataclass(frozen=True, slots=True)
class _Row:
    version: int
    place: tuple[int, str]
    json: bytes


@dataclass(slots=True)
class _Kept:
    day: dt.date
    rows: dict[str, _Row] = field(default_factory=dict)


class Rows:
    """The rows of documents as JSON. A row is made again when its version has changed, so that the many who look at one document wait for it once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ready: OrderedDict[tuple[int, Lang], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, number: int, lang: Lang, today: dt.date, only: Collection[str] = ()) -> bytes:
        """The rows of a document, rejected ones too, in the order of its text; with ``only`` those of these ids. Raises StoreError without the document."""
        with self._lock:
            kept = self._ready.get((number, lang))
            if kept is None or kept.day != today:
                kept = self._ready[number, lang] = _Kept(today)
                if len(self._ready) > _DOCUMENTS:
                    self._ready.popitem(last=False)
            self._ready.move_to_end((number, lang))
            self._bring_up_to_date(kept, number, lang, documents.versions(self._store, number))
            rows = kept.rows.values() if not only else [kept.rows[task_id] for task_id in only if task_id in kept.rows]
            return b"[" + b",".join(row.json for row in sorted(rows, key=lambda row: row.place)) + b"]"

    def _bring_up_to_date(self, kept: _Kept, number: int, lang: Lang, versions: Mapping[str, int]) -> None:
        text = documents.text(self._store, number)
        stale = [task_id for task_id, version in versions.items() if task_id not in kept.rows or kept.rows[task_id].version != version]
        for gone in kept.rows.keys() - versions.keys():
            del kept.rows[gone]
        if len(stale) <= _FEW:
            tasks = [self._store.task(task_id) for task_id in stale]
        else:
            tasks = self._store.tasks(Filter(decisions=(), notice=number, withdrawn=True), as_of=kept.day)
        for task in tasks:
            made = json.dumps(shown(task, kept.day, lang, text), ensure_ascii=False, separators=(",", ":"))
            kept.rows[task.task_id] = _Row(task.version, (task.row["start"] or 0, task.task_id), made.encode())
