"""The frozen value objects that travel along the road: a Notice, what is found in it, and its Tasks.

All offsets are code points, end exclusive. Offsets of a Notice, its pages, blocks, tables and words refer to ``Notice.text``;
components work on the reading text and map back when a Task is written (see `extractor.text.Reading`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points of the page, the origin at the top left."""

Role = Literal["deadline", "recurrence", "period", "citation", "issue", "past", "event"]
Bound = Literal["before", "by", "on", "within"]
Place = Literal["clause", "sentence", "lead-in", "heading", "column", "row", "title", "document"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that OCR read: its offsets, its box and the engine's confidence from 0 to 1."""

    start: int
    end: int
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its stretch of the text, its size in points, and how it was read.

    ``kind`` is ``born-digital``, ``scan``, ``ocr-layer`` or ``bad-text-layer``; ``steps`` names what was done to the image.
    """

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0
    dpi: int | None = None
    kind: str = "text"
    skew: float = 0.0
    steps: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the page that reads as one thing.

    ``kind`` is one of letterhead-left, letterhead-right, heading, paragraph, list-item, table, signature, recipients, stamp,
    page-number, header, footer, footnote; ``label`` is a list item's number or bullet, which is part of the text as well.
    """

    start: int
    end: int
    kind: str
    page: int = 1
    box: Box | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; a merged cell stands once, at its first row and column, with its spans."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the file states it; ``start``/``end`` cover all of its cells in the text."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    page: int = 1


@dataclass(frozen=True, slots=True)
class Edit:
    """One recorded change from text to reading: ``text[start:end]`` reads as ``replacement`` because of ``reason``."""

    start: int
    end: int
    replacement: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One document as it was read: decoded, NFC, with its structure where the file states it, and the edits of the reading."""

    doc_id: str
    text: str
    edits: tuple[Edit, ...] = ()
    source: str = ""
    format: str = "txt"
    decoder: str = "utf-8"
    digest: str = ""
    warnings: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """What the document says of itself; None or empty where it says nothing."""

    number: str | None = None
    type: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: str | None = None
    subject: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A mention of a body or office-holder: ``text`` as written, ``name`` as it is to be read (an expanded "các Bộ: A" is "Bộ A").

    ``kind`` says what it is (``body``, ``collective``, ``office-holder``, ``person``); ``id``, ``canonical`` and ``parent`` are its identity, None where
    it cannot be resolved; ``rule`` says what found it and ``confidence`` how sure that is, from 0 to 1.
    """

    start: int
    end: int
    text: str
    name: str
    kind: str = "body"
    id: str | None = None
    canonical: str | None = None
    parent: str | None = None
    level: str | None = None
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date expression with its role and, for a deadline, what it resolves to (ISO dates, HH:MM, RFC 5545 RRULE)."""

    start: int
    end: int
    text: str
    role: Role
    due: str | None = None
    due_time: str | None = None
    due_start: str | None = None
    due_bound: Bound | None = None
    recurrence: str | None = None
    rule: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one cell of a row came from: the field, the kind of place, its span, and the id of the rule that took it."""

    field: str
    place: Place
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Task:
    """One row: what a body is told to do, with its evidence (offsets into ``Notice.text``) and where each cell came from."""

    start: int
    end: int
    task: str
    assignees: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    supervisor: str | None = None
    report_to: tuple[str, ...] = ()
    due_text: str | None = None
    due: str | None = None
    due_time: str | None = None
    due_start: str | None = None
    due_bound: Bound | None = None
    recurrence: str | None = None
    product: str | None = None
    section: tuple[str, ...] = ()
    page: int | None = None
    confidence: float = 1.0
    bodies: tuple[Body, ...] = ()
    origins: tuple[Origin, ...] = field(default=())

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules behind the row, each once, in the order of its cells."""
        return tuple(dict.fromkeys(origin.rule for origin in self.origins))
