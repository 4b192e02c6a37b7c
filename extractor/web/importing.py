"""The queue of files that were sent in: one is read at a time, in a process of its own, so that the page stays quick; a restart goes on where it stopped."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from extractor.model import Notice, Task
from extractor.readers import ReadError, expand_bytes
from extractor.readers.kinds import ending
from extractor.store import Store, StoreError
from extractor.store.engine import reading, writing
from extractor.web import worker
from extractor.web.schema import files, uploads

_log = logging.getLogger(__name__)
_KEPT = 500  # uploads that stay in the list of one user
_PATIENCE = 20.0  # seconds for reading a chosen stretch of text


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent in; ``problem`` is [what is wrong, what to do], ``outcome`` what the store did with it, pages 0 until they are known."""

    id: int
    name: str
    at: float
    state: str
    problem: list[str] | None
    outcome: dict[str, Any] | None
    pages_done: int = 0
    pages: int = 0


class Queue:
    """Reads uploads into a store. ``rules`` is a folder over the built-in rules, ``cache`` one for pages read by OCR."""

    def __init__(self, store: Store, rules: str | None = None, cache: str | None = None) -> None:
        self._store, self._rules, self._cache = store, rules, cache
        self._context = multiprocessing.get_context("spawn")
        self._told = self._context.SimpleQueue()
        self._pool: ProcessPoolExecutor | None = None
        self._pages: dict[int, tuple[int, int]] = {}
        self._wake, self._ended, self._lock = threading.Event(), threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._work, self._listen)]

    def start(self) -> None:
        """Begins to work, with what an earlier run left over; the pipeline loads meanwhile."""
        with writing(self._store.engine) as connection:
            connection.execute(update(uploads).where(uploads.c.state == "reading").values(state="waiting"))
        self._submit(worker.warm)
        self._wake.set()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends the work; what waits is read after the next start."""
        self._ended.set()
        self._wake.set()
        self._told.put((0, 0, 0))
        with self._lock:
            if self._pool is not None:
                for process in list(self._pool._processes.values()):
                    process.terminate()
                self._pool.shutdown(wait=True, cancel_futures=True)
                self._pool = None
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=5)

    def add(self, login: str, name: str, data: bytes) -> list[Upload]:
        """Queues a file, or each document of an archive. Raises ReadError for an archive that cannot be opened."""
        members = list(expand_bytes(name, data)) if ending(name) == ".zip" else [(name, data)]
        if not members:
            raise ReadError(name, "is an archive with nothing in it that can be read", "put the notices in as .docx, .pdf or .txt")
        made: list[Upload] = []
        with writing(self._store.engine) as connection:
            for member, content in members:
                at = time.time()
                values = {"login": login, "name": member, "at": at, "state": "waiting", "data": content}
                number = connection.execute(insert(uploads).returning(uploads.c.id), values).scalar_one()
                made.append(Upload(number, member, at, "waiting", None, None))
            old = select(uploads.c.id).where(uploads.c.login == login).order_by(uploads.c.id.desc()).offset(_KEPT)
            connection.execute(delete(uploads).where(uploads.c.id.in_(connection.execute(old).scalars().all()), uploads.c.state.in_(("done", "failed"))))
        self._wake.set()
        return made

    def all(self, login: str, limit: int = 50) -> list[Upload]:
        """A user's uploads, the last one first."""
        with reading(self._store.engine) as connection:
            rows = connection.execute(_seen().where(uploads.c.login == login).order_by(uploads.c.id.desc()).limit(limit)).all()
        return [self._upload(row) for row in rows]

    def get(self, login: str, number: int) -> Upload | None:
        """One of a user's uploads."""
        with reading(self._store.engine) as connection:
            row = connection.execute(_seen().where(uploads.c.id == number, uploads.c.login == login)).first()
        return None if row is None else self._upload(row)

    def suggest(self, text: str, issued_on: str | None) -> Task | None:
        """What the pipeline makes of a chosen stretch of text; None when that is no single task or takes too long."""
        try:
            found: Task | None = self._submit(worker.suggest, text, issued_on).result(_PATIENCE)
            return found
        except (TooSlow, BrokenProcessPool):
            return None

    def _upload(self, row: Any) -> Upload:
        done, pages = self._pages.get(row.id, (0, 0))
        return Upload(row.id, row.name, row.at, row.state, row.problem, row.outcome, done, pages)

    def _submit(self, call: Any, *args: Any) -> Future[Any]:
        with self._lock:
            if self._ended.is_set():
                raise BrokenProcessPool("the server is ending")
            if self._pool is None:
                self._pool = ProcessPoolExecutor(2, mp_context=self._context, initializer=worker.start, initargs=(self._told, self._rules))
            return self._pool.submit(call, *args)

    def _listen(self) -> None:
        while not self._ended.is_set():
            number, done, pages = self._told.get()
            self._pages[number] = (done, pages)

    def _work(self) -> None:
        while not self._ended.is_set():
            self._wake.wait()
            self._wake.clear()
            while not self._ended.is_set():
                try:
                    if not self._next():
                        break
                except StoreError:
                    _log.exception("the store cannot be used; imports go on in a while")
                    self._ended.wait(5)

    def _next(self) -> bool:
        with writing(self._store.engine) as connection:
            row = connection.execute(select(uploads).where(uploads.c.state == "waiting").order_by(uploads.c.id).limit(1)).first()
            if row is None:
                return False
            connection.execute(update(uploads).where(uploads.c.id == row.id).values(state="reading"))
        try:
            outcome = self._read(row)
            values: Mapping[str, Any] = {"state": "done", "outcome": outcome, "data": None}
        except ReadError as error:
            values = {"state": "failed", "problem": [error.problem, error.advice], "data": None}
        except BrokenProcessPool:
            with self._lock:
                self._pool = None
            if self._ended.is_set():
                return False
            values = {"state": "failed", "problem": ["ended the reading process, perhaps for want of memory", "split the file and send it again"], "data": None}
        except StoreError:
            raise
        except Exception as error:  # one file must not end the queue, whatever is in it
            _log.exception("upload %s", row.id)
            values = {"state": "failed", "problem": [f"the program failed on it ({type(error).__name__})", "please report it with the file"], "data": None}
        with writing(self._store.engine) as connection:
            connection.execute(update(uploads).where(uploads.c.id == row.id).values(**values))
        self._pages.pop(row.id, None)
        return True

    def _read(self, row: Any) -> dict[str, Any]:
        found: worker.Read = self._submit(worker.read, row.id, row.name, row.data, self._cache).result()
        imported = self._store.add(found.notice, found.fields, found.rows)
        if imported.outcome in ("added", "corrected"):
            self._keep(imported.notice, row.name, row.data, found)
        return asdict(imported) | {"rows": len(found.rows), "warnings": list(found.notice.warnings)}

    def _keep(self, number: int, name: str, data: bytes, found: worker.Read) -> None:
        values = {
            "notice": number,
            "name": name,
            "format": found.notice.format,
            "data": data,
            "pages": _pages(found.notice),
            "marks": [list(mark) for mark in found.marks],
        }
        with writing(self._store.engine) as connection:
            connection.execute(delete(files).where(files.c.notice == number))
            connection.execute(insert(files), values)


def _seen() -> Any:
    return select(*(column for column in uploads.c if column.key != "data"))


def _pages(notice: Notice) -> list[dict[str, Any]]:
    return [
        {
            **{"number": page.number, "start": page.start, "end": page.end, "width": page.width, "height": page.height, "kind": page.kind},
            "turns": _turns(page.steps),
            "words": [[word.start, word.end, *(round(edge, 1) for edge in word.box)] for word in page.words],
        }
        for page in notice.pages
    ]


def _turns(steps: tuple[str, ...]) -> int:
    """Quarter turns to the left that the reader gave a page.

    >>> _turns(("turned left by 270 degrees", "deskewed")), _turns(())
    (3, 0)
    """
    for step in steps:
        if step.startswith("turned left by "):
            with contextlib.suppress(ValueError):
                return int(step.split()[3]) // 90 % 4
    return 0
