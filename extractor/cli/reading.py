"""How the documents of a command are read: in this process, in several, on a cluster, or from what an earlier run has kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.console import patience, stop

if TYPE_CHECKING:
    from extractor.batch import Progress, Result, Settings

_PER_PROCESS = 25
"""Documents for which another process is worth its start, a few seconds."""


@dataclass(frozen=True, slots=True)
class Means:
    """How documents are read: by how many processes or by which cluster, the folder that keeps what is finished, and the seconds that one may take."""

    processes: int | None = None
    scheduler: str | None = None
    resume: Path | None = None
    seconds: float = 120.0


def results(documents: list[Path], settings: Settings, means: Means) -> Iterator[Result]:
    """The results of documents in their order, under a progress bar. Ends the command when the rules or the folder cannot be used."""
    from extractor.archive import Archive, ArchiveError
    from extractor.batch import WorkerError
    from extractor.rules import RuleError
    from extractor.writers import WriteError

    with patience("đang mở", len(documents)) as work:
        try:
            read = _reader(settings, means, len(documents), work.pages)
            for result in read(documents) if means.resume is None else Archive(means.resume, documents, settings).results(read):
                work.done(result.path.name)
                yield result
        except (ArchiveError, RuleError, WorkerError, WriteError) as error:
            stop(error)


def _reader(settings: Settings, means: Means, count: int, progress: Progress) -> Callable[[Iterable[Path]], Iterator[Result]]:
    """What reads the documents: this process, several, or a cluster."""
    import os

    from extractor.batch import Extractor, Limit, in_processes, process

    limit = Limit(means.seconds)
    if means.scheduler is not None:
        try:
            from extractor.batch.cluster import on_cluster
        except ImportError as error:
            stop(f"--scheduler needs Dask ({error}); install it with: pip install 'vn-directive-extractor[scale]'")
        return partial(on_cluster, scheduler=means.scheduler, settings=settings, limit=limit)
    processes = means.processes or min(os.cpu_count() or 1, -(-count // _PER_PROCESS))
    if processes < 2:
        return partial(process, extractor=Extractor(settings), progress=progress, seconds=means.seconds)
    return partial(in_processes, settings=settings, processes=processes, limit=limit, progress=progress)


__all__ = ["Means", "results"]
