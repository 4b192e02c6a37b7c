"""``extractor lists``: what each body must do, by when, as files for offices; and back into the store what departments filled in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import SOME_FAILED, complain, out, patience, stop
from extractor.cli.tasks import AsOfOption, WhoOption, existing, person, seen_from

if TYPE_CHECKING:
    from extractor.lists import Source
    from extractor.table import Row

TablesArgument = Annotated[
    list[Path] | None, typer.Argument(metavar="[FILE]...", help="Task tables that extractor run wrote (.parquet, .jsonl), in place of a store.")
]
ListStoreOption = Annotated[
    str | None, typer.Option("--store", metavar="URL", help="The store whose tasks are listed; tasks.sqlite when neither it nor FILE is given.")
]
FolderOption = Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help="The folder for the lists; it is made when it is not there.")]
FormatsOption = Annotated[str, typer.Option("--format", metavar="NAMES", help="Which of xlsx, docx, pdf, ics, html, with commas between them.")]


def lists(
    tables: TablesArgument = None,
    store: ListStoreOption = None,
    folder: FolderOption = None,
    as_of: AsOfOption = None,
    body: Annotated[str | None, typer.Option("--for", metavar="BODY", help="Only the list of this body.")] = None,
    formats: FormatsOption = "xlsx,html",
    issuer: Annotated[str | None, typer.Option("--issuer", metavar="NAME", help="Who signs the printed lists, for the letterhead.")] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="NAME", help="Where the printed lists are signed.")] = None,
    filled: Annotated[Path | None, typer.Option("--read-back", metavar="FILE", help="Enter into the store what departments filled in this workbook.")] = None,
    who: WhoOption = None,
) -> None:
    """Write one list a body and a summary, or read a filled-in workbook back into the store.

    Exit status: 0, 1 when some cells could not be read back, 2 when nothing could be done.
    """
    url = store or "tasks.sqlite"
    if filled is not None:
        _read_back(url, filled, person(who))
        return
    if folder is None:
        stop("say where the lists go: -o DIR")
    if tables and store:
        stop("give either --store or table files, not both")
    day = seen_from(as_of)
    from extractor.agenda import Letterhead
    from extractor.lists import FromRows, FromStore, write_lists
    from extractor.store import StoreError
    from extractor.writers import WriteError

    names = [name.strip() for name in formats.split(",") if name.strip()]
    letterhead = Letterhead(issuer=issuer, place=place)

    def write(source: Source) -> list[Path]:
        with patience("đang lập danh mục", None) as work:
            return write_lists(source, folder, day, names, body, letterhead, work.done)

    try:
        if tables:
            made = write(FromRows(row for table in tables for row in _rows(table)))
        else:
            with existing(url) as opened:
                made = write(FromStore(opened, day))
    except (StoreError, WriteError) as error:
        stop(error)
    for path in made[:12]:
        out().print(str(path), soft_wrap=True)
    if len(made) > 12:
        out().print(f"… {len(made) - 12} tệp nữa")
    out().print(f"{len(made)} tệp · tính đến {day:%d/%m/%Y}")


def _rows(file: Path) -> Iterator[Row]:
    """The rows of a table file, dates as ISO texts."""
    import json

    if not file.is_file():
        stop(f"{file}: there is no such file")
    try:
        if file.suffix.lower() == ".parquet":
            import pandas as pd

            from extractor.table import records

            yield from records(pd.read_parquet(file))
        elif file.suffix.lower() == ".jsonl":
            with file.open(encoding="utf-8") as lines:
                yield from (json.loads(line) for line in lines if line.strip())
        else:
            stop(f"{file}: lists are made of .parquet or .jsonl tables; write one with: extractor run PATH... -o tasks.parquet")
    except (ValueError, OSError) as error:
        stop(f"{file}: is not a task table ({error}); write it again with: extractor run PATH... -o {file.name}")


def _read_back(url: str, file: Path, who: str) -> None:
    from extractor.lists import read_back
    from extractor.lists.readback import ReadBackError
    from extractor.store import StoreError

    try:
        with existing(url) as opened:
            brought = read_back(opened, file, who=who)
    except (ReadBackError, StoreError) as error:
        stop(error)
    for problem in brought.problems:
        complain(problem)
    out().print(f"{len(brought.entered)} nhiệm vụ đã nhập · {brought.unchanged} dòng không đổi · {len(brought.problems)} ô chưa nhập được")
    if brought.problems:
        raise typer.Exit(SOME_FAILED)
