"""``extractor run``: files and folders to a task table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import SOME_FAILED, CacheOption, IssuedOnOption, LangOption, Language, RulesOption, complain, day, out, page_cache, patience, stop

if TYPE_CHECKING:
    from extractor.batch import Progress, Result, Settings
    from extractor.table import Row

_PER_PROCESS = 25
"""Documents for which another process is worth its start, a few seconds."""

PathsArgument = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders (read recursively) and .zip archives.")]
OutOption = Annotated[
    list[Path] | None, typer.Option("--out", "-o", metavar="FILE", help="Write the table to FILE (.xlsx, .csv, .jsonl, .parquet); may be repeated.")
]
LinksOption = Annotated[
    Path | None, typer.Option("--links", metavar="FILE", help="Write which documents extend, replace, repeat or hand down which to FILE (.xlsx, .csv, .jsonl).")
]
RowsOption = Annotated[int | None, typer.Option("--rows", min=0, help="Show so many rows on the terminal (all of them without -o, none with it).")]

StoreOption = Annotated[
    str | None, typer.Option("--store", metavar="URL", help="Keep notices and tasks in a store: an SQLite file, or postgresql://user@host/name.")
]

ProcessesOption = Annotated[
    int | None, typer.Option("--processes", "-j", min=1, help="How many processes read at once (by default up to one a core; 1: this one, no time limit).")
]
ResumeOption = Annotated[
    Path | None, typer.Option("--resume", metavar="DIR", help="Keep what is finished in DIR, in Parquet parts; the same command takes a stopped run up again.")
]
SchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", metavar="URL", help="Read on a Dask cluster, tcp://host:8786, whose workers see the same paths. Needs [scale].")
]
TimeLimitOption = Annotated[float, typer.Option("--time-limit", min=1, metavar="SECONDS", help="Give a document up after so long (a scan: a page).")]


def run(
    paths: PathsArgument,
    files: OutOption = None,
    rules: RulesOption = None,
    issued_on: IssuedOnOption = None,
    lang: LangOption = Language.vi,
    rows: RowsOption = None,
    links: LinksOption = None,
    store: StoreOption = None,
    processes: ProcessesOption = None,
    resume: ResumeOption = None,
    scheduler: SchedulerOption = None,
    time_limit: TimeLimitOption = 120.0,
    cache: CacheOption = None,
) -> None:
    """Read documents and make the task table, in files, in a store, or on the terminal.

    Exit status: 0 when all went well, 1 when some documents failed, 2 when nothing could be done.
    """
    from extractor.batch import Settings
    from extractor.links import Linked, Linker
    from extractor.readers import expand_paths
    from extractor.rules import Rules
    from extractor.table import LINK_COLUMNS, frame
    from extractor.writers import WriteError, write
    from extractor.writers.reports import Part
    from extractor.writers.reports import write as write_report

    outputs = files or []
    for file in outputs:
        _check(file)
    if links is not None:
        check_report(links)
        if resume is not None:
            stop("--links reads every document anew and cannot be had with --resume; make it in a run of its own")
    documents = list(expand_paths(paths))
    linker = Linker(Rules(rules)) if links is not None else None
    profiles: list[Linked] = []
    table: list[Row] = []
    counts: Counter[str] = Counter()
    kept = page_cache(cache)
    settings = Settings(None if rules is None else str(rules), day(issued_on), None if kept is None else str(kept))
    with _opened(store) as keep:
        for result in results(documents, settings, Means(processes, scheduler, resume, time_limit)):
            counts["documents" if result.error is None else "failures"] += 1
            table.extend(result.rows)
            if result.error is None:
                counts[keep(result) if result.notice else "kept"] += 1  # one that an earlier run has read is in the store
                if linker is not None and result.notice is not None and result.fields is not None:
                    profiles.append(linker.profile(result.notice, result.fields, result.rows))
            else:
                complain(result.error)
    if not counts["documents"]:
        stop("no document could be read, so nothing was written" if outputs else "no document could be read")
    shown = (0 if outputs or store else len(table)) if rows is None else rows
    if shown:
        from extractor.cli.tables import task_table

        out().print(task_table(table[:shown], lang.value))
    written: list[Path] = []
    for file in outputs:
        try:
            written.append(write(frame(table), file, lang.value))
        except WriteError as error:
            complain(error)
            counts["unwritten"] += 1
    if linker is not None and links is not None:
        try:
            written.append(write_report([Part("Liên hệ", "Links", LINK_COLUMNS, linker.links(profiles))], links, lang.value))
        except WriteError as error:
            complain(error)
            counts["unwritten"] += 1
    _close(table, counts, lang, len(table) - shown if shown else 0, written)
    if store:
        _tell(store, counts, lang)
    if outputs and not written:
        stop("the table could not be written anywhere")
    if counts["failures"] or counts["unwritten"]:
        raise typer.Exit(SOME_FAILED)


def _check(file: Path) -> None:
    """Ends the command, before any work, when a task table could not be written in the end."""
    from extractor.writers import FORMATS

    _writable(file, tuple(FORMATS))


def check_report(file: Path) -> None:
    """Ends the command, before any work, when a report could not be written in the end."""
    from extractor.writers.reports import FORMATS

    _writable(file, FORMATS)


def _writable(file: Path, endings: tuple[str, ...]) -> None:
    if file.suffix.lower() not in endings:
        stop(f"{file}: no format has the ending {file.suffix!r}; use one of {', '.join(endings)}")
    if not file.parent.is_dir():
        stop(f"{file}: there is no folder {file.parent}; make it first or choose another")


@dataclass(frozen=True, slots=True)
class Means:
    """How documents are read: by how many processes or by which cluster, and the folder that keeps what is finished."""

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
            if means.resume is None:
                found = read(documents)
            else:
                archive = Archive(means.resume, documents, settings)
                found = archive.results(read)
            for result in found:
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
        return partial(process, extractor=Extractor(settings), progress=progress)
    return partial(in_processes, settings=settings, processes=processes, limit=limit, progress=progress)


@contextmanager
def _opened(url: str | None) -> Iterator[Callable[[Result], str]]:
    """What keeps a document in the store, whole or not at all, and says what became of it. Ends the command when the store fails."""
    if url is None:
        yield lambda result: ""  # noqa: ARG005 - no store, nothing to keep
        return
    from extractor.store import Store, StoreError

    def keep(result: Result) -> str:
        if result.notice is None or result.fields is None:
            return ""
        return store.add(result.notice, result.fields, result.rows).outcome

    try:
        with Store(url) as store:
            yield keep
    except StoreError as error:
        stop(error)


def _tell(url: str, counts: Counter[str], lang: Language) -> None:
    names = (("added", "mới", "new"), ("unchanged", "đã có", "known"), ("corrected", "đính chính", "corrected"), ("superseded", "bản cũ", "earlier versions"))
    told = ", ".join(f"{counts[key]} {vi if lang is Language.vi else en}" for key, vi, en in names if counts[key])
    out().print(f"{url}: {told}", soft_wrap=True)


def _close(table: list[Row], counts: Counter[str], lang: Language, hidden: int, written: list[Path]) -> None:
    from rich.text import Text

    dated = sum(1 for row in table if row["due"] or row["recurrence"])
    vi = lang is Language.vi
    more = f"… {hidden} nhiệm vụ nữa" if vi else f"… {hidden} more tasks"
    words = ("văn bản", "nhiệm vụ", "có thời hạn", "tệp lỗi", "đã ghi") if vi else ("documents", "tasks", "with a deadline", "failures", "written")
    if hidden:
        out().print(Text(more, "dim"))
    line = Text.assemble(
        (f"{counts['documents']} ", "bold"), f"{words[0]} · ", (f"{len(table)} ", "bold"), f"{words[1]} · ", (f"{dated} ", "bold"), f"{words[2]} · ",
        (f"{counts['failures']} {words[3]}", "bold red" if counts["failures"] else ""),
    )  # fmt: skip
    if written:
        line.append(f" · {words[4]}: ").append(", ".join(map(str, written)), "cyan")
    out().print(line, soft_wrap=True)
