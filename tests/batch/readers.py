"""What reads documents in the tests of the processes: it does what a document's words tell it to."""

from __future__ import annotations

import ctypes
import os
import time
from dataclasses import dataclass
from pathlib import Path

from extractor.batch import Progress, Result


@dataclass(frozen=True)
class Obedient:
    """Answers with an empty result; a file that says so crashes the process, ends it, hangs with the interpreter locked, or reads slow pages."""

    broken: bool = False

    def __call__(self, path: Path, progress: Progress) -> Result:
        match path.read_text(encoding="utf-8").split():
            case ["crash"]:
                ctypes.string_at(0)
            case ["exit", status]:
                os._exit(int(status))
            case ["hang"]:
                time.sleep(600)
            case ["lock"]:
                ctypes.PyDLL(None).sleep(600)  # holds the interpreter's lock, as a runaway match in C does
            case ["print"]:
                os.write(1, b"noise on the standard output\n")
            case ["pages", count, seconds]:
                for page in range(1, int(count) + 1):
                    time.sleep(float(seconds))
                    progress(page, int(count))
            case ["sleep", seconds]:
                time.sleep(float(seconds))
        return Result(path, seconds=float(os.getpid()))


def obedient() -> Obedient:
    """Builds the reader, as `extractor.batch.Extractor` is built."""
    return Obedient()


def unable() -> Obedient:
    """A reader that cannot be built."""
    raise ValueError("no such rules")


def dying() -> Obedient:
    """A reader whose process ends while it is built."""
    os._exit(3)
