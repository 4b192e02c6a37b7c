"""Tables that only set text side by side: the letterhead, and the recipients beside the signature. They are read one column after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from extractor.model import Box
from extractor.readers.draft import CellDraft, Draft
from extractor.text import fold

_MOTTO = regex.compile(r"\b(?:cộng ?hòa xã hội chủ nghĩa việt nam|độc lập ?- ?tự do ?- ?hạnh phúc|đảng cộng sản việt nam)\b")
_RECIPIENTS = regex.compile(r"^\W*nơi nhận\b")


def is_motto(text: str) -> bool:
    """Whether a text holds the country's name and motto, or the Party's name, as they head every notice.

    >>> is_motto("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    True
    """
    return _MOTTO.search(fold(text)) is not None


def is_recipients(text: str) -> bool:
    """Whether a text begins the list of recipients."""
    return _RECIPIENTS.match(fold(text)) is not None


def columns(cells: Sequence[CellDraft], *, ruled: bool) -> list[tuple[str, list[str]]] | None:
    """The columns of a table that only sets text side by side, as (kind of block, paragraphs); None for a table that is one."""
    count = max((cell.column + cell.column_span for cell in cells), default=0)
    rows = max((cell.row + cell.row_span for cell in cells), default=0)
    texts = [p for cell in cells for p in cell.paragraphs]
    if rows > 6 or count > 4 or not texts:
        return None
    if any(is_motto(t) for t in texts) and rows <= 4:
        kinds = ("letterhead-left", "letterhead-right")
    elif any(is_recipients(t) for t in texts) and rows <= 3 and count <= 3:
        kinds = ("recipients", "signature")
    elif not ruled and count <= 2 and rows <= 3:
        kinds = ("paragraph", "paragraph")
    else:
        return None
    sides = sorted({cell.column for cell in cells if any(cell.paragraphs)})
    found = []
    for side in sides:
        column = [p for cell in sorted(cells, key=lambda c: c.row) if cell.column == side for p in cell.paragraphs]
        first = side == sides[0] and (len(sides) > 1 or kinds[0] == "recipients")
        if kinds[0] == "recipients":
            first = any(is_recipients(p) for p in column)
        found.append((kinds[0] if first else kinds[1], column))
    return found


def place_table(draft: Draft, cells: Iterable[CellDraft], *, ruled: bool, page: int = 1, box: Box | None = None) -> None:
    """Add a table to the draft: as a table, or, where it only sets text side by side, as the lines of its columns."""
    cells = list(cells)
    sides = columns(cells, ruled=ruled)
    if sides is None:
        draft.table(cells, page=page, box=box)
        return
    for kind, paragraphs in sides:
        for paragraph in paragraphs:
            draft.line(paragraph, kind, page=page)
