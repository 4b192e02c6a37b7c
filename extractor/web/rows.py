"""The rows of a document as the page and the API show them, each with its state today and the reasons of its cells."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from extractor.store import Filter, Store
from extractor.table import Lang
from extractor.tracking import Tracked, state
from extractor.web import documents, explain
from extractor.web.listing import columns
from extractor.writers.list_cells import deadline

_KEPT = 32  # documents whose rows stay ready

_Key = tuple[int, Lang]
_Seen = tuple[dt.date, Mapping[str, int]]


def shown(task: Tracked, today: dt.date, lang: Lang, text: str) -> dict[str, Any]:
    """A row with its state on a day, its deadline in words and the reasons of its cells; ``text`` is its document's."""
    return columns(task) | {"state": state(task, today), "deadline": deadline(task.row), "why": explain.reasons(task.row, text, task.edited, lang)}


class Rows:
    """The rows of documents as JSON. They are made again when the version of one of them has changed, so that many who open one document wait for it once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ready: OrderedDict[_Key, tuple[_Seen, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, number: int, lang: Lang, today: dt.date) -> bytes:
        """All rows of a document, rejected ones too, in the order of its text. Raises StoreError when there is no such document."""
        with self._lock:
            seen = (today, documents.versions(self._store, number))
            found = self._ready.get((number, lang))
            if found is None or found[0] != seen:
                # A change between the two looks makes rows newer than their key: the next one to ask has them made again.
                found = (seen, self._made(number, lang, today))
                self._ready[number, lang] = found
                if len(self._ready) > _KEPT:
                    self._ready.popitem(last=False)
            self._ready.move_to_end((number, lang))
            return found[1]

    def _made(self, number: int, lang: Lang, today: dt.date) -> bytes:
        text = documents.text(self._store, number)
        tasks = sorted(self._store.tasks(Filter(decisions=(), notice=number), as_of=today), key=lambda task: (task.row["start"] or 0, task.task_id))
        return json.dumps([shown(task, today, lang, text) for task in tasks], ensure_ascii=False, separators=(",", ":")).encode()
