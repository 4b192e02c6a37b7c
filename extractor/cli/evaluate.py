"""``extractor evaluate``: scores against gold documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import RulesOption, out, patience, stop

if TYPE_CHECKING:
    from rich.table import Table

    from extractor.evaluation import Report, Score


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="A folder of gold documents (JSON), read recursively.")],
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, invented or wrong.")] = False,
    rules: RulesOption = None,
) -> None:
    """Compare the program's rows with annotated documents.

    Exit status: 0 when the documents were scored, 2 when there was nothing to score.
    """
    if not folder.exists():
        stop(f"{folder}: there is no such folder")
    with patience("đang chấm", None) as work:
        from extractor import pipeline
        from extractor.evaluation import gold_files, score
        from extractor.rules import RuleError

        try:
            documents = [document for _, document in gold_files(folder)]
            if not documents:
                stop(f"{folder}: holds no gold documents; one is a JSON object with the keys doc_id, text, fields and tasks")
            report = score(documents, pipeline.load(rules), work.done)
        except (RuleError, ValueError) as error:
            stop(error)
    if errors:
        _faults(report)
    out().print(_scores(report))


def _scores(report: Report) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.HORIZONTALS, border_style="bright_black", header_style="bold", caption=_fields(report), caption_justify="left")
    table.add_column("document")
    for title in ("gold", "found", "matched", "precision", "recall", "F1", "assignees", "coordinators", "due"):
        table.add_column(title, justify="right")
    table.add_column("row F1", justify="right", style="bold")
    for name, score in report.documents.items():
        table.add_row(name, *_cells(score))
    table.add_section()
    table.add_row(f"{len(report.documents)} documents", *_cells(report.total), style="bold")
    return table


def _cells(score: Score) -> list[str]:
    """Counts as they are, shares with three decimals, and a dash for the share of nothing."""
    shares = [
        (score.precision, score.predicted), (score.recall, score.gold), (score.detection, score.gold + score.predicted),
        *((score.share(name), score.matched) for name in ("assignees", "coordinators", "due")), (score.row, score.gold + score.predicted),
    ]  # fmt: skip
    return [str(score.gold), str(score.predicted), str(score.matched), *(f"{share:.3f}" if of else "–" for share, of in shares)]


def _fields(report: Report) -> str:
    names = [name for name in report.fields if not name.endswith(":all")]
    return "document fields: " + ", ".join(f"{name} {report.fields[name]}/{report.fields[name + ':all']}" for name in sorted(names)) if names else ""


_STYLES = {"missed": "red", "invented": "magenta", "assignees": "yellow", "coordinators": "cyan", "due": "blue"}


def _faults(report: Report) -> None:
    from rich.text import Text

    document = None
    for fault in report.faults:
        if fault.doc_id != document:
            document = fault.doc_id
            out().print(Text(f"\n{document}", "bold"))
        out().print(Text.assemble((f"  {fault.kind:<12} ", _STYLES[fault.kind]), fault.evidence, (f"  {' '.join(fault.rules)}", "dim")), soft_wrap=True)
        if fault.gold or fault.predicted:
            out().print(
                Text.assemble((" " * 15 + "gold  ", "dim"), fault.gold or "–", ("\n" + " " * 15 + "found ", "dim"), fault.predicted or "–"), soft_wrap=True
            )
