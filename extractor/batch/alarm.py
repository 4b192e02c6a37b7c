"""A time limit for a document that is read in this very process, where there is no other to end it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from extractor.readers import ReadError


def given_up(path: Path, seconds: float) -> ReadError:
    """The error of a document that took too long."""
    return ReadError(path, f"took more than {seconds:g} s and was given up", "the others were read; give it more time, or report it")


@contextmanager
def alarm(path: Path, seconds: float) -> Iterator[Callable[[], None]]:
    """Raises a ReadError in the block that runs longer than so many seconds after it began or last called what it is given: a sign of life.

    Only the main thread of a POSIX system can be interrupted so, and only between two steps of Python's; elsewhere there is no limit.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return

    def ring(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - what the system gives
        raise given_up(path, seconds)

    def wind() -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)

    before = signal.signal(signal.SIGALRM, ring)
    wind()
    try:
        yield wind
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


__all__ = ["alarm", "given_up"]
