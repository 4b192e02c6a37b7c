"""A task table that is written while it is made: rows go to the file as documents are read, and the file takes its place when the last one is there.

JSONL, CSV and Parquet hold a bounded number of rows in memory; the other formats, which are for an office's few thousand rows, hold them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType

from extractor.table import Lang, Row, frame
from extractor.writers import FORMATS, WriteError, replacing

Put = Callable[[Iterable[Row]], None]


class _GivenUpError(Exception):
    """What ends a file that is not to stand."""


class Stream:
    """One file. After `close` it stands in its place; after `give_up`, or a WriteError, what stood there is as it was.

    Raises WriteError when the ending is unknown or the place cannot be written.
    """

    def __init__(self, path: Path, lang: Lang = "vi") -> None:
        module = FORMATS.get(path.suffix.lower())
        if module is None:
            raise WriteError(f"{path}: no format has the ending {path.suffix!r}; use one of {', '.join(FORMATS)}")
        self.path = path
        self._whole = ExitStack()
        self._put = self._whole.enter_context(_opened(path, import_module(module), lang))

    def add(self, rows: Iterable[Row]) -> None:
        """Writes the next rows."""
        try:
            self._put(rows)
        except OSError as error:
            self._whole.__exit__(type(error), error, error.__traceback__)  # becomes the WriteError that names the file

    def close(self) -> Path:
        """Puts the file in its place."""
        self._whole.close()
        return self.path

    def give_up(self) -> None:
        """Leaves no trace of the file."""
        with suppress(_GivenUpError):
            error = _GivenUpError()
            self._whole.__exit__(_GivenUpError, error, None)


@contextmanager
def _opened(path: Path, module: ModuleType, lang: Lang) -> Iterator[Put]:
    with replacing(path) as temporary:
        if hasattr(module, "opened"):
            with module.opened(temporary, lang) as put:
                yield put
            return
        rows: list[Row] = []
        yield rows.extend
        module.write(frame(rows), temporary, lang)


__all__ = ["Stream"]
