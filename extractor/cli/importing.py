"""``extractor import``: any document to its text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import SOME_FAILED, CacheOption, RulesOption, complain, out, page_cache, patience, stop, warn
from extractor.cli.run import PathsArgument

if TYPE_CHECKING:
    from extractor.model import Notice


def import_(
    paths: PathsArgument,
    folder: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder for the texts; it is made when it is not there.")],
    debug: Annotated[bool, typer.Option("--debug", help="Also write pictures of the pages (.png) with the boxes of what was read on them.")] = False,
    rules: RulesOption = None,
    cache: CacheOption = None,
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
                notice = read_notice(path, progress=work.pages, cache=page_cache(cache), rules=rules)
                name = _free(names, notice.doc_id, path.name)
                with replacing(folder / f"{name}.txt") as temporary:
                    temporary.write_text(notice.text, encoding="utf-8")
                for warning in notice.warnings:
                    warn(f"{path}: {warning}")
                counts["read"] += 1
                if debug:
                    counts["pictures"] += _draw(notice, path, folder, name)
            except (ReadError, WriteError) as error:
                complain(error)
                counts["failed"] += 1
            work.done(path.name)
    if not counts["read"]:
        stop("no document could be read")
    pictures = f" · {counts['pictures']} ảnh trang" if debug else ""
    out().print(f"{counts['read']} văn bản → {folder}{pictures}" + (f" · {counts['failed']} tệp lỗi" if counts["failed"] else ""), soft_wrap=True)
    if counts["failed"]:
        raise typer.Exit(SOME_FAILED)


def _free(names: Counter[str], doc_id: str, file: str) -> str:
    """A name for what is written of a document: its own, or that with its ending where another has it, or with a number.

    >>> taken: Counter[str] = Counter()
    >>> [_free(taken, "a", file) for file in ("a.docx", "a.pdf", "a.pdf", "a.txt")]
    ['a', 'a.pdf', 'a~2', 'a~3']
    """
    for name in (doc_id, file) if not file.lower().endswith(".txt") else (doc_id,):
        if name.casefold() not in names:
            names[name.casefold()] = 1
            return name
    names[doc_id.casefold()] += 1
    return f"{doc_id}~{names[doc_id.casefold()]}"


def _draw(notice: Notice, path: Path, folder: Path, name: str) -> int:
    """Writes the pictures of the pages beside the text; how many there are."""
    from extractor.readers.archive import load
    from extractor.readers.debug import pictures
    from extractor.writers import replacing

    count = 0
    for number, image in pictures(notice, load(path)):
        with replacing(folder / f"{name}-{number:03}.png") as temporary:
            image.save(temporary, "PNG")
        count += 1
    return count
