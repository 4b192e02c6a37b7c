"""What the commands share: the terminal, errors and exit statuses, the options that several have, and a progress bar that comes when work takes long."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

SOME_FAILED = 1
NOTHING_DONE = 2
_NOT_A_TERMINAL = 140  # columns of a table that goes to a file or a pipe
_PATIENCE = 2.0  # seconds without a progress bar


class Language(StrEnum):
    """The language of titles."""

    vi = "vi"
    en = "en"


RulesOption = Annotated[Path | None, typer.Option("--rules", metavar="DIR", help="A folder of your own rules, which lies over the built-in ones.")]
IssuedOnOption = Annotated[
    dt.datetime | None,
    typer.Option(
        "--issued-on", metavar="DATE", formats=["%Y-%m-%d", "%d/%m/%Y"], help="The day of issue where a document states none: 2021-03-05 or 05/03/2021."
    ),
]
LangOption = Annotated[Language, typer.Option("--lang", help="The language of titles: vi or en.")]

CacheOption = Annotated[
    str | None,
    typer.Option("--cache", metavar="DIR", help="The folder that keeps pages read by OCR, so that none is read twice; none: no folder. [default: your own]"),
]


def page_cache(option: str | None) -> Path | None:
    """The folder that keeps pages read by OCR: the one given, nothing for "none", else one of the user's own."""
    import os

    if option is not None:
        return None if option == "none" else Path(option)
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base or Path.home() / ".cache") / "vn-directive-extractor" / "pages"
    except RuntimeError:  # a user without a home
        return None


def day(option: dt.datetime | None) -> str | None:
    """The ISO text of a day given as an option."""
    return None if option is None else option.date().isoformat()


@cache
def out() -> Console:
    """Standard output, as wide as the terminal or, in a pipe, wide enough for a table."""
    return _console(stderr=False)


@cache
def err() -> Console:
    """Standard error: complaints and progress, so that what is piped stays clean."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    import os

    from rich.console import Console

    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal and not os.environ.get("COLUMNS"):
        console = Console(stderr=stderr, highlight=False, width=_NOT_A_TERMINAL, soft_wrap=stderr)
    return console


def complain(message: object) -> None:
    """An error on standard error, on as many lines as it has words for."""
    from rich.text import Text

    err().print(Text.assemble(("✗ ", "bold red"), str(message)), soft_wrap=True)


def warn(message: object) -> None:
    """A warning on standard error."""
    from rich.text import Text

    err().print(Text.assemble(("! ", "bold yellow"), str(message)), soft_wrap=True)


def stop(message: object, status: int = NOTHING_DONE) -> NoReturn:
    """Says what is wrong and ends the command."""
    complain(message)
    raise typer.Exit(status)


@contextmanager
def patience(what: str, total: int | None) -> Iterator[Work]:
    """A progress bar that appears when the block has taken more than two seconds and goes when it ends."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=err(), transient=True, disable=not err().is_terminal)
    work = Work(progress, progress.add_task(what, total=total))
    timer = threading.Timer(_PATIENCE, progress.start)
    timer.daemon = True
    timer.start()
    try:
        yield work
    finally:
        timer.cancel()
        timer.join()
        progress.stop()


class Work:
    """What stands on a progress bar: the documents done, and the pages of one that has many."""

    def __init__(self, progress: Progress, documents: TaskID) -> None:
        self._progress = progress
        self._documents = documents
        self._pages: TaskID | None = None

    def done(self, name: str) -> None:
        """One more document is done."""
        if self._pages is not None:
            self._progress.remove_task(self._pages)
            self._pages = None
        self._progress.update(self._documents, advance=1, description=name)

    def pages(self, done: int, total: int) -> None:
        """So many pages of the present document are done."""
        if total > 1 and self._pages is None:
            self._pages = self._progress.add_task("trang", total=total)
        if self._pages is not None:
            self._progress.update(self._pages, completed=done, total=total)
