"""One document: a path in, a Result out; and many in turn, one in memory at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.batch.alarm import alarm
from extractor.model import Fields, Notice
from extractor.readers import ReadError, expand_paths, read_notice
from extractor.table import Row, rows

if TYPE_CHECKING:
    from spacy.language import Language

Progress = Callable[[int, int], None]
"""Told the pages of the present document that are done and those there are."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What all documents of a batch share; plain values, so that another process can build the same extractor from them.

    ``rules`` is a folder over the built-in rules, ``issued_on`` (ISO) the day of issue where a document states none, ``cache`` a folder for pages read by OCR,
    ``workers`` how many pages are read at once.
    """

    rules: str | None = None
    issued_on: str | None = None
    cache: str | None = None
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one path: the notice with its fields and rows, or an ``error`` that names the file and says what to do. ``seconds`` is the time it took."""

    path: Path
    notice: Notice | None = None
    fields: Fields | None = None
    rows: tuple[Row, ...] = ()
    error: ReadError | None = None
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether there is an error instead of a notice."""
        return self.error is not None


class Extractor:
    """A path → a Result. Building it loads the pipeline (seconds), unless one is given; a call never raises for what a document holds.

    Raises extractor.rules.RuleError when the rules cannot be used.
    """

    def __init__(self, settings: Settings, nlp: Language | None = None) -> None:
        self.settings = settings
        if nlp is None:
            from extractor.pipeline import load  # spaCy: only where documents are read, not in the process that hands them out

            nlp = load(settings.rules)
        self.nlp = nlp

    def __call__(self, path: Path, progress: Progress | None = None) -> Result:
        """Reads one document and its tasks."""
        began = time.perf_counter()
        try:
            cache = Path(self.settings.cache) if self.settings.cache else None
            rules = Path(self.settings.rules) if self.settings.rules else None
            notice = read_notice(path, progress=progress, cache=cache, workers=self.settings.workers, rules=rules)
            result = self.notice(notice, path)
        except ReadError as error:
            result = Result(path, error=error)
        except Exception as error:  # one document must not end a batch, whatever is in it
            result = Result(path, error=ReadError(path, f"the program failed on it ({type(error).__name__}: {error})", "please report it with the file"))
        return replace(result, seconds=time.perf_counter() - began)

    def notice(self, notice: Notice, path: Path | None = None) -> Result:
        """The result of a notice that was read already."""
        from extractor.pipeline import read

        doc = read(self.nlp, notice, self.settings.issued_on)
        return Result(path or Path(notice.source), notice, doc._.fields, tuple(rows(notice, doc._.fields, doc._.tasks)))


def process(paths: Iterable[Path], extractor: Extractor, progress: Progress | None = None, seconds: float | None = None) -> Iterator[Result]:
    """The results of files, folders (recursively) and archives, in order, as they are ready; with ``seconds``, a document (a page of a scan) that takes longer
    is a Result with an error, where the system can interrupt it."""
    for path in expand_paths(paths):
        if seconds is None:
            yield extractor(path, progress)
            continue
        result = Result(path)
        try:
            with alarm(path, seconds) as wind:

                def alive(done: int, total: int, wind: Callable[[], None] = wind) -> None:
                    wind()
                    if progress is not None:
                        progress(done, total)

                result = extractor(path, alive)
        except ReadError as error:  # it rang between two steps of ours
            result = Result(path, error=error)
        yield result


__all__ = ["Extractor", "Result", "Settings", "process"]
