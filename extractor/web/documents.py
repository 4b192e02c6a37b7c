"""A notice as the review page shows it: its text with marks, its pages with the boxes of their words, and pictures of scanned pages."""

from __future__ import annotations

import io
import threading
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select

from extractor.store import Store, StoreError
from extractor.store.engine import reading
from extractor.store.schema import notices, tasks
from extractor.web.schema import files

_DPI = 110
# Asked with every click: a statement that is made once is not compiled again.
_VERSIONS = select(tasks.c.task_id, tasks.c.version).where(tasks.c.notice_id == bindparam("number")).order_by(tasks.c.task_id)
_NOTICE = select(tasks.c.notice_id).where(tasks.c.task_id == bindparam("task_id"))
_pdfium = threading.Lock()  # PDFium is not made for threads


@dataclass(frozen=True, slots=True)
class File:
    """A notice's file as it came."""

    name: str
    format: str
    data: bytes


def content(store: Store, number: int) -> dict[str, Any]:
    """A notice with its fields, text, pages (without words) and marks. Raises StoreError when there is none."""
    notice = store.notice(number)
    with reading(store.engine) as connection:
        kept = connection.execute(select(files.c.name, files.c.format, files.c.pages, files.c.marks).where(files.c.notice == number)).first()
    pages = (
        [{key: page[key] for key in ("number", "start", "end", "width", "height", "kind")} | {"image": bool(page["words"])} for page in kept.pages]
        if kept
        else []
    )
    return {
        "id": notice.id,
        "doc_id": notice.doc_id,
        "fields": asdict(notice.fields),
        "text": notice.text,
        "imported_at": notice.imported_at.isoformat(),
        "superseded_by": notice.superseded_by,
        "file": kept.name if kept else None,
        "format": kept.format if kept else None,
        "pages": pages,
        "marks": kept.marks if kept else [],
    }


def words(store: Store, number: int, page: int) -> list[list[float]]:
    """The words of a scanned page as [start, end, left, top, right, bottom], offsets of the text and points of the page. Raises LookupError."""
    return list(_page(store, number, page)["words"])


def file(store: Store, number: int) -> File:
    """A notice's file. Raises LookupError when the store has none, as for notices that came in by the command line."""
    with reading(store.engine) as connection:
        row = connection.execute(select(files.c.name, files.c.format, files.c.data).where(files.c.notice == number)).first()
    if row is None:
        raise LookupError(f"document {number} has no file here")
    return File(row.name, row.format, bytes(row.data))


def picture(store: Store, number: int, page: int) -> bytes:
    """A scanned page as a JPEG, upright. Raises LookupError when the notice has no such page."""
    found = _page(store, number, page)
    with reading(store.engine) as connection:
        digest = connection.execute(select(notices.c.digest).where(notices.c.id == number)).scalar()
    return _drawn(store, number, str(digest), page, found["turns"])


def page_of(store: Store, number: int, offset: int) -> int | None:
    """The page on which an offset of the text stands; None where the document has no pages."""
    with reading(store.engine) as connection:
        pages = connection.execute(select(files.c.pages).where(files.c.notice == number)).scalar() or []
    return next((page["number"] for page in pages if page["start"] <= offset < page["end"]), None) if len(pages) > 1 else None


def _page(store: Store, number: int, page: int) -> dict[str, Any]:
    with reading(store.engine) as connection:
        pages = connection.execute(select(files.c.pages).where(files.c.notice == number)).scalar() or []
    found = next((one for one in pages if one["number"] == page and one["words"]), None)
    if found is None:
        raise LookupError(f"document {number} has no scanned page {page}")
    return dict(found)


@lru_cache(maxsize=64)
def _drawn(store: Store, number: int, digest: str, page: int, turns: int) -> bytes:  # noqa: ARG001 - the digest tells one content from another
    from PIL import Image, ImageOps

    kept = file(store, number)
    if kept.format == "pdf":
        import pypdfium2  # type: ignore[import-untyped,unused-ignore]

        with _pdfium:
            document = pypdfium2.PdfDocument(kept.data)
            try:
                image = document[page - 1].render(scale=_DPI / 72).to_pil()
            finally:
                document.close()
    else:
        opened = Image.open(io.BytesIO(kept.data))
        opened.seek(page - 1 if getattr(opened, "n_frames", 1) > 1 else 0)
        image = ImageOps.exif_transpose(opened)
        image.thumbnail((1400, 1400 * 3))
    image = image.convert("L" if image.mode in ("1", "L") else "RGB").rotate(90 * turns, expand=True)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def overview(store: Store) -> list[dict[str, Any]]:
    """The current documents, the last one first, with how many of their rows are undecided, accepted and rejected."""
    counted = select(tasks.c.notice_id, tasks.c.decision, func.count().label("rows")).where(tasks.c.withdrawn.is_(False))
    counts: dict[int, dict[str, int]] = {}
    with reading(store.engine) as connection:
        names = {row[0]: row[1] for row in connection.execute(select(files.c.notice, files.c.name))}
        for row in connection.execute(counted.group_by(tasks.c.notice_id, tasks.c.decision)):
            counts.setdefault(row.notice_id, {})[row.decision] = row.rows
    made = []
    for notice in reversed(store.notices()):
        fields = notice.fields
        found = counts.get(notice.id, {})
        made.append(
            {
                **{"id": notice.id, "doc_id": notice.doc_id, "file": names.get(notice.id), "number": fields.number, "type": fields.type},
                **{"issuer": fields.issuer, "issued_on": fields.issued_on, "subject": fields.subject, "imported_at": notice.imported_at.isoformat()},
                **{key: found.get(key, 0) for key in ("proposed", "accepted", "rejected")},
            }
        )
    return made


def versions(store: Store, number: int) -> dict[str, int]:
    """The version of each row of a document."""
    with reading(store.engine) as connection:
        return {row[0]: row[1] for row in connection.execute(_VERSIONS, {"number": number})}


def notice_of_task(store: Store, task_id: str) -> int:
    """The document that a task stands in. Raises StoreError when there is no such task."""
    with reading(store.engine) as connection:
        found = connection.execute(_NOTICE, {"task_id": task_id}).scalar()
    if found is None:
        raise StoreError(f"there is no task {task_id!r}")
    return int(found)


@lru_cache(maxsize=128)
def text(store: Store, number: int) -> str:
    """The text of a document, which never changes: a corrected version is a document of its own."""
    return store.notice(number).text


def text_of_task(store: Store, task_id: str) -> str:
    """The text of the document that a task stands in."""
    return text(store, notice_of_task(store, task_id))
