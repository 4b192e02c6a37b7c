"""``extractor import``: any document to its text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import SOME_FAILED, complain, out, patience, stop, warn
from extractor.cli.run import PathsArgument


def import_(
    paths: PathsArgument,
    folder: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder for the texts; it is made when it is not there.")],
) -> None:
    """Write the text of each document to DIR, one .txt file a document.

    Exit status: 0 when all went well, 1 when some documents failed, 2 when nothing could be done.
    """
    from extractor.readers import ReadError, expand_paths, read_notice
    from extractor.writers import WriteError, replacing

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(f"{folder}: cannot be made ({error.strerror}); choose another folder")
    documents = list(expand_paths(paths))
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    with patience("đang đọc", len(documents)) as work:
        for path in documents:
            try:
                notice = read_notice(path, progress=work.pages)
                names[notice.doc_id] += 1
                nth = names[notice.doc_id]
                with replacing(folder / f"{notice.doc_id}{f'~{nth}' if nth > 1 else ''}.txt") as temporary:
                    temporary.write_text(notice.text, encoding="utf-8")
                for warning in notice.warnings:
                    warn(f"{path}: {warning}")
                counts["read"] += 1
            except (ReadError, WriteError) as error:
                complain(error)
                counts["failed"] += 1
            work.done(path.name)
    if not counts["read"]:
        stop("no document could be read")
    out().print(f"{counts['read']} văn bản → {folder}" + (f" · {counts['failed']} tệp lỗi" if counts["failed"] else ""))
    if counts["failed"]:
        raise typer.Exit(SOME_FAILED)
