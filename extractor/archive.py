"""A run over many documents that can be taken up again: a folder with one Parquet part a batch and, beside it, its manifest.

    run.json            what was asked for: the program's version, a digest of the rules, the settings
    documents.jsonl     the documents in their order; a later run adds new ones at the end
    part-00000.parquet  the rows of documents 0 … 199
    part-00000.json     the manifest: each of these documents with its file's size and time, its rows, its error; and the digest of the part

A manifest is written after its part, and both take their places whole, so that a part with a manifest is done whenever the process was killed. A part whose
digest is not that of its manifest, or whose documents have changed since, is made again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor import __version__
from extractor.batch import Result, Settings
from extractor.readers import ReadError
from extractor.rules import Rules
from extractor.table import frame, records
from extractor.writers import WriteError, replacing, write

if TYPE_CHECKING:
    import pandas as pd

_SIZE = 200
"""Documents of one part."""

Read = Callable[[Iterable[Path]], Iterator[Result]]


class ArchiveError(RuntimeError):
    """A folder that this run cannot go on with; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a part: ``state`` is its file's size and time (None where there is no file), ``rows`` how many it gave, ``error`` the parts of the
    `ReadError` for which it gave none."""

    path: str
    state: list[int] | None
    rows: int
    error: list[str] | None = None


class Archive:
    """A folder of parts. `run` fills it, `frames` and `entries` read it."""

    def __init__(self, folder: Path, documents: Iterable[Path], settings: Settings, size: int = _SIZE) -> None:
        """Opens a folder, which is made when it is not there, and adds the documents that it does not know yet.

        Raises ArchiveError when the folder holds a run with other settings or cannot be read, extractor.writers.WriteError when it cannot be written, and
        extractor.rules.RuleError for rules that cannot be read.
        """
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{folder}: cannot be made ({error.strerror}); choose another folder") from error
        self._size = self._agree({"version": __version__, "rules": _digest(Rules(settings.rules)), "issued_on": settings.issued_on, "size": size})
        self.documents = self._list(documents)

    def _agree(self, asked: dict[str, Any]) -> int:
        file = self.folder / "run.json"
        if not file.exists():
            if next(self.folder.glob("part-*"), None) is not None:
                raise ArchiveError(f"{self.folder}: has parts but no run.json; choose another folder, or delete the parts to begin again")
            _save(file, json.dumps(asked, indent=1))
        known = _load(file)
        different = [key for key in asked if key != "size" and (not isinstance(known, dict) or known.get(key) != asked[key])]
        if different or not isinstance(known.get("size"), int):
            raise ArchiveError(f"{self.folder}: holds a run with another {', '.join(different) or 'size'}; choose another folder, or delete it to begin again")
        return int(known["size"])

    def _list(self, documents: Iterable[Path]) -> list[Path]:
        file = self.folder / "documents.jsonl"
        known = [Path(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
        seen = set(known)
        new = [path for path in map(Path, documents) if path not in seen]
        if new or not file.exists():
            _save(file, "".join(json.dumps(str(path), ensure_ascii=True) + "\n" for path in (*known, *new)))
        return [*known, *new]

    def run(self, read: Read) -> Iterator[Result]:
        """Reads the documents that are not done yet and writes their parts; gives each Result as it comes.

        Raises ArchiveError when another run is at work in the folder, WriteError when a part cannot be written: what was finished is kept.
        """
        with self._locked():
            parts = self.missing()
            states: dict[Path, list[int] | None] = {}

            def handed_out() -> Iterator[Path]:
                for part in parts:
                    for path in self._of(part):
                        states[path] = _state(path)  # before it is read: a file that changes meanwhile is read again by the next run
                        yield path

            results = read(handed_out())
            for part in parts:
                batch: list[Result] = []
                for result in islice(results, len(self._of(part))):
                    batch.append(result)
                    yield result
                self._write(part, batch, states)

    def results(self, read: Read) -> Iterator[Result]:
        """The results of all documents in their order: of those that are done from their parts, without the notice; of the others as `run` gives them."""
        missing = set(self.missing())
        run = self.run(read)
        for part in range(-(-len(self.documents) // self._size)):
            if part in missing:
                yield from islice(run, len(self._of(part)))
            else:
                rows = records(self._frame(part))
                for entry in self._manifest(part) or ():
                    yield Result(Path(entry.path), rows=tuple(islice(rows, entry.rows)), error=ReadError(*entry.error) if entry.error else None)
        yield from run

    def missing(self) -> list[int]:
        """The numbers of the parts that are still to be made, in order."""
        return [part for part in range(-(-len(self.documents) // self._size)) if self._manifest(part) is None]

    def entries(self) -> Iterator[Entry]:
        """The documents that are done, in their order."""
        for part in range(-(-len(self.documents) // self._size)):
            yield from self._manifest(part) or ()

    def frames(self) -> Iterator[pd.DataFrame]:
        """The rows of the parts, in order, one part in memory at a time."""
        for part in range(-(-len(self.documents) // self._size)):
            yield self._frame(part)

    def _frame(self, part: int) -> pd.DataFrame:
        import pyarrow.parquet as pq

        return frame(records(pq.read_table(self._file(part)).to_pandas(date_as_object=True)))

    def _of(self, part: int) -> Sequence[Path]:
        return self.documents[part * self._size : (part + 1) * self._size]

    def _file(self, part: int, ending: str = "parquet") -> Path:
        return self.folder / f"part-{part:05}.{ending}"

    def _write(self, part: int, batch: Sequence[Result], states: dict[Path, list[int] | None]) -> None:
        errors = [None if r.error is None else [r.error.name, r.error.problem, r.error.advice] for r in batch]
        entries = [Entry(str(r.path), states.pop(r.path), len(r.rows), error) for r, error in zip(batch, errors, strict=True)]
        file = write(frame(row for result in batch for row in result.rows), self._file(part))
        manifest = {"digest": hashlib.sha256(file.read_bytes()).hexdigest(), "documents": [asdict(entry) for entry in entries]}
        _save(self._file(part, "json"), json.dumps(manifest, ensure_ascii=False))

    def _manifest(self, part: int) -> list[Entry] | None:
        """The documents of a part that is done and whole, None otherwise."""
        try:
            manifest = json.loads(self._file(part, "json").read_text(encoding="utf-8"))
            entries = [Entry(**entry) for entry in manifest["documents"]]
            sound = manifest["digest"] == hashlib.sha256(self._file(part).read_bytes()).hexdigest()
        except (OSError, ValueError, KeyError, TypeError):
            return None
        same = [entry.path for entry in entries] == list(map(str, self._of(part))) and all(entry.state == _state(Path(entry.path)) for entry in entries)
        return entries if sound and same else None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One run at a time; the lock goes with the process that holds it, however that ends."""
        with (self.folder / "lock").open("a+b") as file:
            try:
                _lock(file.fileno())
            except OSError as error:
                raise ArchiveError(f"{self.folder}: another run is at work in it; wait until it has ended, or choose another folder") from error
            yield


def _lock(handle: int) -> None:
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)


def _state(path: Path) -> list[int] | None:
    """The size and time of a document's file, or of the archive that it lies in. A time is only compared, so a clock that was set back does no harm."""
    for file in (path, *path.parents):
        try:
            if file.is_file():
                known = file.stat()
                return [known.st_size, known.st_mtime_ns]
        except OSError:
            return None
    return None


def _digest(rules: Rules) -> str:
    """What tells rules from other rules: the names and the bytes of all their files."""
    digest = hashlib.sha256()
    for folder in rules.folders:
        for file in sorted(path for path in Path(folder).rglob("*") if path.suffix in (".toml", ".jsonl")):
            digest.update(f"{file.relative_to(folder).as_posix()}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _save(file: Path, text: str) -> None:
    with replacing(file) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _load(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{file}: cannot be read ({error}); choose another folder, or delete this one to begin again") from error


__all__ = ["Archive", "ArchiveError", "Entry"]
