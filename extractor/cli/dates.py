"""``extractor dates``: the date expressions of a text, explained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import IssuedOnOption, day, out, stop

if TYPE_CHECKING:
    from extractor.model import Deadline

# What can only be meant as a path: one word that starts like one or ends like the name of a document.
_PATH = re.compile(r"(?:~|\.{0,2})/\S+|[A-Za-z]:\\\S+|\S+\.(?:txt|md|html?|docx?|odt|rtf|pdf|zip|png|jpe?g|tiff?)", re.IGNORECASE)


def dates(text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="A text, or the path of a document.")], issued_on: IssuedOnOption = None) -> None:
    """Show every date expression, its role, and what it resolves to."""
    from rich.text import Text

    from extractor import find_dates
    from extractor.cli.words import ROLE_STYLES, ROLES

    words = _text(text)
    found = find_dates(words, day(issued_on))
    for date in found:
        line = Text.assemble((date.text.replace("\n", " "), f"bold {ROLE_STYLES[date.role]}"), f"  {ROLES[date.role]}")
        if values := _values(date):
            line.append("  → ").append(values, "bold")
        out().print(line, soft_wrap=True)
        out().print(Text(f"    {date.start}–{date.end}  {date.rule}" + (f"  {date.explanation}" if date.explanation else ""), "dim"), soft_wrap=True)
    if not found:
        out().print("không có ngày tháng nào", style="dim")


def _text(text: str) -> str:
    """The text itself, or that of the document it names."""
    from extractor.readers import ReadError, read_notice
    from extractor.text import nfc

    try:
        is_file, is_folder = Path(text).is_file(), Path(text).is_dir()
    except (OSError, ValueError):  # too long or too odd for a path: it is a text
        is_file = is_folder = False
    if is_folder:
        stop(f"{text}: this is a folder; give a file of it, or a text")
    if not is_file and _PATH.fullmatch(text):
        stop(f"{text}: there is no such file; check the path, or give a text")
    if not is_file:
        return nfc(text)
    try:
        return read_notice(Path(text)).text
    except ReadError as error:
        stop(error)


def _values(date: Deadline) -> str:
    bound = f"{date.due_bound} " if date.due_bound else ""
    due = f"{date.due} {date.due_time or ''}".strip() if date.due else ""
    since = f"{date.due_start} … " if date.due_start else ""
    return (bound + since + due + (f" {date.recurrence}" if date.recurrence else "")).strip()
