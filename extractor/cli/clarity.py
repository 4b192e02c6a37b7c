"""``extractor clarity``: what each task of documents makes clear and what it leaves open ("6 rõ")."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import SOME_FAILED, IssuedOnOption, LangOption, Language, RulesOption, complain, day, out, page_cache, stop
from extractor.cli.outputs import check_report
from extractor.cli.reading import Means, results
from extractor.cli.run import PathsArgument

if TYPE_CHECKING:
    from rich.table import Table

    from extractor.table import Row

_STYLES = {"clear": ("✓", "green"), "vague": ("~", "yellow"), "missing": ("✗", "red")}


ReportOption = Annotated[
    list[Path] | None, typer.Option("--out", "-o", metavar="FILE", help="Write the report to FILE (.xlsx, .csv, .jsonl); may be repeated.")
]


def clarity(
    paths: PathsArgument,
    files: ReportOption = None,
    rules: RulesOption = None,
    issued_on: IssuedOnOption = None,
    lang: LangOption = Language.vi,
) -> None:
    """Report "6 rõ": for every task whether it says who, what, when, who answers, which product and by whose authority.

    Exit status: 0 when all went well, 1 when some documents failed, 2 when nothing could be done.
    """
    from extractor.batch import Settings
    from extractor.readers import expand_paths

    outputs = files or []
    for file in outputs:
        check_report(file)
    table: list[Row] = []
    failures = read = 0
    kept = page_cache(None)
    settings = Settings(None if rules is None else str(rules), day(issued_on), None if kept is None else str(kept))
    for result in results(list(expand_paths(paths)), settings, Means()):
        table.extend(result.rows)
        read += result.error is None
        if result.error is not None:
            failures += 1
            complain(result.error)
    if not read:
        stop("no document could be read")
    from extractor.clarity import Clarity, totals
    from extractor.rules import Rules
    from extractor.table import CLARITY_COLUMNS, CLARITY_TOTALS
    from extractor.writers import WriteError
    from extractor.writers.reports import Part, write

    lines = Clarity(Rules(rules)).rows(table)
    by_document = totals(lines)
    if lines:
        out().print(_tasks(lines, lang))
        out().print(_documents(by_document, lang))
    else:
        out().print("không có nhiệm vụ nào" if lang is Language.vi else "there are no tasks")
    for file in outputs:
        try:
            write([Part("6 rõ", "Six points", CLARITY_COLUMNS, lines), Part("Theo văn bản", "By document", CLARITY_TOTALS, by_document)], file, lang.value)
        except WriteError as error:
            complain(error)
            failures += 1
    if failures:
        raise typer.Exit(SOME_FAILED)


def _tasks(lines: list[Row], lang: Language) -> Table:
    """The report as the terminal shows it: a mark for each of the six, and what is to be made clear."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from extractor.table import CLARITY_ASPECTS, CLARITY_COLUMNS

    titles = {column.key: column.title(lang.value) for column in CLARITY_COLUMNS}
    table = Table(box=box.HORIZONTALS, show_lines=True, header_style="bold", expand=True, border_style="bright_black")
    table.add_column(titles["position"], justify="right", style="dim", no_wrap=True)
    table.add_column(titles["task"], ratio=6)
    for aspect in CLARITY_ASPECTS:
        table.add_column(titles[aspect], justify="center", ratio=1)
    table.add_column(titles["lacks"], ratio=5, style="dim")
    table.add_column(titles["number"], ratio=2, style="dim", overflow="fold")
    for position, line in enumerate(lines, 1):
        marks = (Text(*_STYLES[line[aspect]]) for aspect in CLARITY_ASPECTS)
        table.add_row(str(position), line["task"], *marks, "; ".join(line["lacks"]), line["number"] or line["doc_id"])
    return table


def _documents(rows: list[Row], lang: Language) -> Table:
    from rich import box
    from rich.table import Table

    from extractor.table import CLARITY_ASPECTS, CLARITY_TOTALS

    table = Table(box=box.HORIZONTALS, header_style="bold", border_style="bright_black")
    for column in CLARITY_TOTALS:
        if column.key != "number":
            table.add_column(column.title(lang.value), justify="left" if column.key == "doc_id" else "right")
    for row in rows:
        shares = (f"{row[aspect]}/{row['tasks']}" for aspect in CLARITY_ASPECTS)
        table.add_row(row["number"] or row["doc_id"], str(row["tasks"]), *shares, str(row["all_clear"]))
    return table
