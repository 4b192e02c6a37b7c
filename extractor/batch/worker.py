"""A worker process: takes pickled paths on its standard input and answers on its standard output. `extractor.batch.pool` starts it with `main`.

Nothing is read from the parent but through the pipe, so the worker works under Dask's daemons and ends at once when its parent is gone.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from extractor.batch.documents import Progress, Result

Read = Callable[[Path, "Progress"], "Result"]
_GRACE = 30.0  # seconds after its time limit in which the parent ends a document; then the worker ends itself


@dataclass(frozen=True, slots=True)
class Order:
    """The first message to a worker: ``make`` builds what reads a document; after ``documents`` or ``peak`` bytes of memory it leaves."""

    make: Callable[[], Read]
    seconds: float
    documents: int
    peak: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker can read; ``error`` is what kept it from that."""

    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """So many pages of the document at hand are done: a sign of life."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a document; ``last`` when the worker leaves after it."""

    result: Result
    last: bool


def peak_memory() -> int:
    """The most bytes that this process has held; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answers until the input ends."""
    order: Order = pickle.load(source)

    def say(message: Any) -> None:
        pickle.dump(message, sink, pickle.HIGHEST_PROTOCOL)
        sink.flush()

    try:
        read = order.make()
    except Exception as error:
        say(Ready(error))
        return
    say(Ready())

    def alive(done: int, total: int) -> None:
        faulthandler.dump_traceback_later(order.seconds + _GRACE, exit=True)
        say(Pages(done, total))

    paths = _listen(source)
    for count in range(1, order.documents + 1):
        path = paths.get()
        faulthandler.dump_traceback_later(order.seconds + _GRACE, exit=True)
        result = read(path, alive)
        faulthandler.cancel_dump_traceback_later()
        last = count == order.documents or peak_memory() > order.peak
        say(Done(result, last))
        if last:
            return


def _listen(source: BinaryIO) -> queue.SimpleQueue[Path]:
    """The paths that come in. When the parent closes the pipe, or is gone, the process ends though it be in the middle of a document."""
    paths: queue.SimpleQueue[Path] = queue.SimpleQueue()

    def listen() -> None:
        while True:
            try:
                paths.put(pickle.load(source))
            except (EOFError, OSError, pickle.UnpicklingError):
                os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    return paths


def main() -> None:
    """Serves on the standard streams; what anything else prints goes to standard error."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        serve(sys.stdin.buffer, sink)
    except BrokenPipeError:
        os._exit(0)
