"""``extractor run``: files and folders to a task table."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import SOME_FAILED, CacheOption, IssuedOnOption, LangOption, Language, RulesOption, complain, day, out, page_cache, stop
from extractor.cli.outputs import Files, check, check_report, kept_in, tell, tell_store
from extractor.cli.reading import Means, results

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.links import Linked, Linker
    from extractor.table import Row

PathsArgument = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders (read recursively) and .zip archives.")]
OutOption = Annotated[
    list[Path] | None, typer.Option("--out", "-o", metavar="FILE", help="Write the table to FILE (.xlsx, .csv, .jsonl, .parquet); may be repeated.")
]
LinksOption = Annotated[
    Path | None, typer.Option("--links", metavar="FILE", help="Write which documents extend, replace, repeat or hand down which to FILE (.xlsx, .csv, .jsonl).")
]
RowsOption = Annotated[int | None, typer.Option("--rows", min=0, help="Show so many rows on the terminal (all of them without -o, none with it).")]

ExpandOption = Annotated[
    Path | None, typer.Option("--expand", metavar="CSV", help="One row for each member of a collective, by a CSV of your own with the columns collective,body.")
]
StoreOption = Annotated[
    str | None, typer.Option("--store", metavar="URL", help="Keep notices and tasks in a store: an SQLite file, or postgresql://user@host/name.")
]

ProcessesOption = Annotated[
    int | None, typer.Option("--processes", "-j", min=1, help="How many processes read at once (by default up to one a core).")
]
ResumeOption = Annotated[
    Path | None, typer.Option("--resume", metavar="DIR", help="Keep what is finished in DIR, in Parquet parts; the same command takes a stopped run up again.")
]
SchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", metavar="URL", help="Read on a Dask cluster, tcp://host:8786, whose workers see the same paths. Needs [scale].")
]
_TABLES = (".xlsx", ".csv", ".jsonl", ".parquet")
TimeLimitOption = Annotated[float, typer.Option("--time-limit", min=1, metavar="SECONDS", help="Give a document up after so long (a scan: a page).")]


def run(
    paths: PathsArgument,
    files: OutOption = None,
    rules: RulesOption = None,
    issued_on: IssuedOnOption = None,
    lang: LangOption = Language.vi,
    rows: RowsOption = None,
    links: LinksOption = None,
    expand: ExpandOption = None,
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
    from extractor.links import Linker
    from extractor.readers import expand_paths
    from extractor.rules import Rules

    outputs = files or []
    for file in outputs:
        check(file)
    members = {} if expand is None else _members(expand, outputs)
    if links is not None:
        check_report(links)
        if resume is not None:
            stop("--links reads every document anew and cannot be had with --resume; make it in a run of its own")
    documents = list(expand_paths(paths))
    linker = Linker(Rules(rules)) if links is not None else None
    profiles: list[Linked] = []
    most = 0 if rows is None and (outputs or store) else rows
    shown: list[Row] = []
    counts: Counter[str] = Counter()
    kept = page_cache(cache)
    settings = Settings(None if rules is None else str(rules), day(issued_on), None if kept is None else str(kept))
    with Files(outputs, lang) as table:
        with kept_in(store) as keep:
            for result in results(documents, settings, Means(processes, scheduler, resume, time_limit)):
                counts["documents" if result.error is None else "failures"] += 1
                counts["tasks"] += len(result.rows)
                counts["dated"] += sum(1 for row in result.rows if row["due"] or row["recurrence"])
                expanded = _expanded(result.rows, members)
                table.add(expanded)
                shown.extend(expanded[: None if most is None else max(0, most - len(shown))])
                if result.error is None:
                    counts[keep(result) if result.notice else "kept"] += 1  # one that an earlier run has read is in the store
                    if linker is not None and result.notice is not None and result.fields is not None:
                        profiles.append(linker.profile(result.notice, result.fields, result.rows))
                else:
                    complain(result.error)
        if not counts["documents"]:
            stop("no document could be read, so nothing was written" if outputs else "no document could be read")
        written = table.close()
    if shown:
        from extractor.cli.tables import task_table

        out().print(task_table(shown, lang.value))
    unwritten = table.failed
    if linker is not None and links is not None:
        unwritten += not _write_links(linker, profiles, links, lang, written)
    tell(counts, lang, counts["tasks"] - len(shown) if shown else 0, written)
    if store:
        tell_store(store, counts, lang)
    if outputs and not written:
        stop("the table could not be written anywhere")
    if counts["failures"] or unwritten:
        raise typer.Exit(SOME_FAILED)


def _members(file: Path, outputs: Sequence[Path]) -> Mapping[str, Sequence[str]]:
    """The members of each collective; only tables keep what undoes it."""
    from extractor.components.bodies.expansion import MembersError, read_members

    other = next((output for output in outputs if output.suffix.lower() not in _TABLES), None)
    if other is not None:
        stop(f"{other}: --expand is for tables ({', '.join(_TABLES)}); make this file in a run of its own")
    try:
        return read_members(file)
    except MembersError as error:
        stop(str(error))


def _expanded(rows: Sequence[Row], members: Mapping[str, Sequence[str]]) -> Sequence[Row]:
    """The rows with one for each member of a collective; those of one task have its id, and its whole list stays in ``responsible``."""
    from extractor.components.bodies.expansion import KEPT, expand

    return [{key: value for key, value in row.items() if key != KEPT} for row in expand(rows, members)] if members else rows


def _write_links(linker: Linker, profiles: list[Linked], file: Path, lang: Language, written: list[Path]) -> bool:
    """Writes which documents go on with which, and adds the file to those written; whether it could."""
    from extractor.table import LINK_COLUMNS
    from extractor.writers import WriteError
    from extractor.writers.reports import Part, write

    try:
        written.append(write([Part("Liên hệ", "Links", LINK_COLUMNS, linker.links(profiles))], file, lang.value))
    except WriteError as error:
        complain(error)
        return False
    return True
