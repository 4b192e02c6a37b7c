"""The task table as a file: one module a format, chosen by the file's ending, each with ``write(frame, path, lang)``.

A file is written beside its place and renamed when it is whole, so an existing one is never left half-written.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from extractor.table import Lang

if TYPE_CHECKING:
    import pandas as pd

FORMATS = MappingProxyType({f".{name}": f"extractor.writers.{name}" for name in ("csv", "jsonl", "parquet", "xlsx", "docx", "ics", "html")})
"""The endings that can be written, with the module that writes each; modules load when they are needed."""


class WriteError(RuntimeError):
    """A file that could not be written; the message names it and says what to do."""


def write(frame: pd.DataFrame, path: Path | str, lang: Lang = "vi") -> Path:
    """Writes the task table to a file in the format that its ending names, with titles in ``lang`` where the format has titles.

    Raises WriteError when the ending is unknown or the place cannot be written; what stood at ``path`` is then as it was.
    """
    path = Path(path)
    module = FORMATS.get(path.suffix.lower())
    if module is None:
        raise WriteError(f"{path}: no format has the ending {path.suffix!r}; use one of {', '.join(FORMATS)}")
    with replacing(path) as temporary:
        import_module(module).write(frame, temporary, lang)
    return path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path`` that takes its place when the block ends well and is removed when it does not."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise WriteError(f"{path}: cannot write in {path.parent}: {error.strerror}; choose a folder that exists and may be written") from error
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise WriteError(f"{path}: not written, what stood there is unchanged: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
