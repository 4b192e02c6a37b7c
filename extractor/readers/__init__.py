"""Reads a file of any kind that an office has into a Notice: chosen by its content first and then by its name.

    >>> read_bytes("ke-hoach.txt", "Giao Văn phòng báo cáo trước ngày 20/9/2020.".encode()).doc_id
    'ke-hoach'

Every failure is a ReadError that names the file and says what to do. What a file may cost is in `extractor.readers.limits`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath

from extractor import text
from extractor.model import Edit, Notice
from extractor.readers.archive import expand_bytes, expand_paths, load
from extractor.readers.draft import Draft, Progress, ReadError, Source
from extractor.readers.kinds import ENDINGS, ForeignError, Kind, ending, kind_of
from extractor.readers.limits import DEFAULT, Limits

__all__ = ["DEFAULT", "ENDINGS", "Limits", "ReadError", "expand_bytes", "expand_paths", "read_bytes", "read_notice"]


def read_notice(
    path: Path, *, limits: Limits = DEFAULT, progress: Progress | None = None, cache: Path | None = None, workers: int = 2, rules: Path | None = None
) -> Notice:
    """The notice in a file, or in a member of an archive as `expand_paths` names it ("many.zip/one.docx").

    ``progress`` is told (pages done, pages there are), ``cache`` is a folder that keeps the pages that were read by OCR, ``workers`` read them at once,
    ``rules`` is a folder of rules over the built-in ones. Raises ReadError.
    """
    return _read(Source(str(path), load(path, limits), limits, progress, cache, workers, rules))


def read_bytes(
    name: str,
    data: bytes,
    *,
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
    cache: Path | None = None,
    workers: int = 2,
    rules: Path | None = None,
) -> Notice:
    """The notice in an uploaded file. Raises ReadError."""
    if len(data) > limits.file_bytes:
        raise Source(name, b"").too_large("bytes", len(data), limits.file_bytes, "split it")
    return _read(Source(name, data, limits, progress, cache, workers, rules))


def _read(source: Source) -> Notice:
    if not source.data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise source.error("is empty", "copy it again from where it came from")
    try:
        kind = kind_of(source.name, source.data)
    except ForeignError as error:
        raise source.error(*error.args) from None
    named = ENDINGS.get(ending(source.name))
    try:
        reader = _reader(kind)
    except ImportError as error:
        raise source.error(f"needs the package {error.name}, which is not installed", "install it: pip install 'vn-directive-extractor[ocr]'") from None
    draft = reader(source)
    draft.finish()
    if named not in (kind, None):
        draft.warnings.append(f"the name ends in {ending(source.name)}, but the content is {draft.format}")
    if len(draft.text) > source.limits.text_chars:
        raise source.too_large("characters of text", len(draft.text), source.limits.text_chars, "split it into documents")
    if not draft.text.strip():
        raise source.error("holds no text", "check that the right file was sent; a scan may need to be made again")
    return Notice(
        doc_id=_doc_id(source.name),
        text=draft.text,
        edits=merge(draft.edits, text.read(draft.text)),
        source=source.name,
        format=draft.format,
        decoder=draft.decoder,
        digest=hashlib.sha256(source.data).hexdigest(),
        warnings=tuple(draft.warnings),
        pages=tuple(draft.pages),
        blocks=tuple(draft.blocks),
        tables=tuple(draft.tables),
    )


def _reader(kind: Kind) -> Callable[[Source], Draft]:
    """The reader of a kind, imported when it is first needed."""
    match kind:
        case "text":
            from extractor.readers import plain

            return plain.read
        case "docx":
            from extractor.readers import word

            return word.read
        case "office":
            from extractor.readers import office

            return office.read
        case "html":
            from extractor.readers import html

            return html.read
        case "pdf":
            from extractor.readers import pdf

            return pdf.read
        case "image":
            from extractor.readers import scan

            return scan.read
        case "archive":
            from extractor.readers import archive

            return archive.read


def _doc_id(name: str) -> str:
    base = PurePosixPath(name.replace("\\", "/")).name
    suffix = ending(base)
    return base[: -len(suffix)] if suffix else base


def merge(ours: Iterable[Edit], theirs: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits of a reader and those of the text in one order; where two meet, the reader's stands, for it has seen the page.

    >>> merge([Edit(5, 8, "", "page-number")], [Edit(0, 2, "", "strong"), Edit(7, 9, " ", "join")])
    (Edit(start=0, end=2, replacement='', reason='strong'), Edit(start=5, end=8, replacement='', reason='page-number'))
    """
    own = sorted(ours, key=lambda edit: (edit.start, edit.end))
    both = sorted([*((e.start, 0, e) for e in own), *((e.start, 1, e) for e in theirs)], key=lambda item: item[:2])
    kept: list[tuple[int, Edit]] = []
    for _, rank, edit in both:
        while rank == 0 and kept and kept[-1][0] == 1 and kept[-1][1].end > edit.start:
            kept.pop()
        if not kept or kept[-1][1].end <= edit.start:
            kept.append((rank, edit))
    assert all(a[1].end <= b[1].start for a, b in pairwise(kept))
    return tuple(edit for _, edit in kept)
