"""``extractor show``: one document explained."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import IssuedOnOption, RulesOption, day, out, page_cache, patience, stop, warn

if TYPE_CHECKING:
    from spacy.tokens import Doc


def show(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="One document.")],
    rules: RulesOption = None,
    issued_on: IssuedOnOption = None,
) -> None:
    """Explain one document: its fields, its outline, and each task with its evidence, where each cell came from, and the rules behind it.

    Exit status: 0, or 2 when the document cannot be read.
    """
    with patience("đang đọc", 1) as work:
        from extractor import pipeline
        from extractor.readers import ReadError, expand_paths, read_notice
        from extractor.rules import RuleError

        try:
            document = _only(list(expand_paths([path])))
            doc = pipeline.read(pipeline.load(rules), read_notice(document, progress=work.pages, cache=page_cache(None), rules=rules), day(issued_on))
        except (ReadError, RuleError) as error:
            stop(error)
    explain(doc)


def _only(documents: Sequence[Path]) -> Path:
    if len(documents) != 1:
        stop(f"{len(documents)} documents are there; show explains one: {', '.join(map(str, documents[:3]))} …")
    return documents[0]


def explain(doc: Doc) -> None:
    """Prints all that was found in a document."""
    from extractor.cli.explain import fields, other_dates, outline, tasks

    for warning in doc._.notice.warnings:
        warn(warning)
    out().print(fields(doc))
    out().print(outline(doc))
    for part in tasks(doc):
        out().print(part)
    if others := other_dates(doc):
        out().print(others)
