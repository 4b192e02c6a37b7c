"""Many documents in processes: in order, in bounded memory, with a time limit for each, and whole whatever one document does to its worker.

Each worker has one document at a time, so it is known which one killed it. No document is handed out that is further than a window ahead of the one that is
waited for: that is the back-pressure.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from extractor.batch.alarm import given_up
from extractor.batch.documents import Extractor, Progress, Result, Settings
from extractor.batch.worker import Done, Order, Pages, Read, Ready
from extractor.readers import ReadError

_AHEAD = 8
"""Documents per process that may be handed out or finished before the one that is next to be given back."""
_START = 300.0
"""Seconds in which a worker must have loaded the pipeline."""
_MAIN = "from extractor.batch.worker import main; main()"  # under its own name, so that both ends know its messages by the same one


@dataclass(frozen=True, slots=True)
class Limit:
    """What a worker may spend: ``seconds`` on one document (on one page of a scan), and ``documents`` or ``peak`` bytes of memory before it is replaced."""

    seconds: float = 120.0
    documents: int = 2000
    peak: int = 2_000_000_000


class WorkerError(RuntimeError):
    """Workers cannot be started at all; the message says what to do."""


def in_processes(paths: Iterable[Path], settings: Settings, processes: int, limit: Limit | None = None, progress: Progress | None = None) -> Iterator[Result]:
    """The results of documents, as `extractor.batch.process` gives them, by several processes.

    Args:
        paths: documents, as `extractor.readers.expand_paths` gives them; taken as they are needed.
        processes: how many workers, 1 or more.
        limit: what a worker may spend; a document that takes longer, or ends its worker, is a Result with an error.
        progress: told the pages of a scan as they are read.

    Raises:
        extractor.rules.RuleError: the rules cannot be used.
        WorkerError: no worker can be started.
    """
    with Pool(partial(Extractor, settings), processes, limit or Limit()) as pool:
        yield from pool.results(paths, progress)


class _Worker:
    """One process and the thread that listens to it; ``job`` is the number and the path of the document that it has, ``due`` when it must be heard of."""

    def __init__(self, order: Order, inbox: queue.SimpleQueue[tuple[_Worker, Any]]) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _MAIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
        )
        self.job: tuple[int, Path] | None = None
        self.began = 0.0
        self.ready = self.late = self.leaving = False
        self.due = time.monotonic() + _START
        self._inbox = inbox
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.send(order)

    @property
    def idle(self) -> bool:
        """Whether it waits for a document."""
        return self.ready and self.job is None and not self.leaving

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while True:
            try:
                message = pickle.load(self.process.stdout)
            except Exception:  # the pipe ended, whole or in the middle of a message
                message = None
            self._inbox.put((self, message))
            if message is None:
                self.kill()
                return

    def send(self, message: Any) -> None:
        assert self.process.stdin is not None
        with suppress(OSError):  # a worker that is gone is noticed by the end of its messages
            pickle.dump(message, self.process.stdin)
            self.process.stdin.flush()

    def kill(self) -> None:
        """Ends the worker and what it has started."""
        if self.process.poll() is None:
            if os.name == "posix":
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()

    def close(self) -> int:
        """Waits for a worker that is ending; returns its exit status, negative for a signal."""
        status = self.process.wait()
        self._listener.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()
        return status


class Pool:
    """Workers that live from one call of `results` to the next. ``make`` is pickled to them: it builds what reads a document, once a worker."""

    def __init__(self, make: Callable[[], Read], processes: int, limit: Limit) -> None:
        if processes < 1:
            raise ValueError(f"processes must be 1 or more, not {processes}")
        self._order = Order(make, limit.seconds, limit.documents, limit.peak)
        self._size = processes
        self._workers: list[_Worker] = []
        self._inbox: queue.SimpleQueue[tuple[_Worker, Any]] = queue.SimpleQueue()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the workers at once, and what they have in hand with them."""
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.close()
        self._workers.clear()

    def results(self, paths: Iterable[Path], progress: Progress | None = None) -> Iterator[Result]:
        """The results of the paths in their order. A caller that stops half-way ends the workers."""
        jobs = enumerate(paths)
        waiting: deque[tuple[int, Path]] = deque(islice(jobs, self._size))
        done: dict[int, Result] = {}
        given = 0
        try:
            while True:
                self._staff(len(waiting))
                for worker in self._workers:
                    if worker.idle and waiting and waiting[0][0] < given + _AHEAD * self._size:
                        worker.job = waiting.popleft()
                        worker.began = time.monotonic()
                        worker.due = worker.began + self._order.seconds
                        worker.send(worker.job[1])
                        waiting.extend(islice(jobs, 1))
                if given in done:
                    yield done.pop(given)
                    given += 1
                elif waiting or any(worker.job for worker in self._workers):
                    self._take(done, progress)
                else:
                    return
        except BaseException:
            self.close()
            raise

    def _staff(self, waiting: int) -> None:
        """Starts workers for what waits, as far as there is room."""
        free = sum(worker.job is None and not worker.leaving for worker in self._workers)
        for _ in range(min(waiting - free, self._size - len(self._workers))):
            self._workers.append(_Worker(self._order, self._inbox))

    def _take(self, done: dict[int, Result], progress: Progress | None) -> None:
        """Waits for the next message, or for the first worker whose time is over."""
        due = min(worker.due for worker in self._workers if not worker.idle)
        try:
            worker, message = self._inbox.get(timeout=max(0.0, due - time.monotonic()))
        except queue.Empty:
            self._end_late()
            return
        if worker not in self._workers:  # the last words of one that was closed
            return
        match message:
            case None:
                self._let_go(worker, done)
            case Ready(error=None):
                worker.ready = True
            case Ready(error=Exception() as error):
                raise error
            case Pages():
                worker.due = time.monotonic() + self._order.seconds
                if progress is not None:
                    progress(message.done, message.total)
            case Done() if worker.job is not None:
                done[worker.job[0]] = message.result
                worker.job, worker.leaving, worker.due = None, message.last, time.monotonic() + _START

    def _end_late(self) -> None:
        now = time.monotonic()
        for worker in self._workers:
            if worker.due <= now and not worker.idle:
                worker.kill()
                worker.late, worker.due = True, now + _START  # until the end of its messages is heard

    def _let_go(self, worker: _Worker, done: dict[int, Result]) -> None:
        """Takes leave of a worker that has ended; the document that it had, if any, is an error."""
        self._workers.remove(worker)
        status = worker.close()
        if not worker.ready:
            how = "took too long to start" if worker.late else f"ended at once ({_status(status)})"
            raise WorkerError(f"a worker process {how}; its own message stands above, and --processes 1 works without any")
        if worker.job is not None:
            nth, path = worker.job
            ended = ReadError(path, f"ended the program that read it ({_status(status)})", "the others were read; report it with the file")
            error = given_up(path, self._order.seconds) if worker.late else ended
            done[nth] = Result(path, error=error, seconds=time.monotonic() - worker.began)


def _status(status: int) -> str:
    """An exit status in words; a system short of memory ends processes with SIGKILL."""
    return f"status {status}" if status >= 0 else signal.Signals(-status).name


__all__ = ["Limit", "Pool", "WorkerError", "in_processes"]
