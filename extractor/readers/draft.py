"""What every reader is given and what it gives: a Source, and the Draft of a notice that it fills line by line."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.model import Block, Box, Cell, Edit, Page, Table, Word
from extractor.readers.limits import DEFAULT, Limits

Progress = Callable[[int, int], None]
"""Told the pages that are done and the pages there are."""

CELL_BREAK = " | "
"""Stands between two cells of a table's row in the text."""
INNER_BREAK = " / "
"""Stands between two paragraphs of one cell."""


class ReadError(Exception):
    """A file that cannot be read. The message names the file, says why, and what to do."""

    def __init__(self, name: str | Path, problem: str, advice: str) -> None:
        super().__init__(f"{name}: {problem}; {advice}")
        self.name, self.problem, self.advice = str(name), problem, advice

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str]]:
        return ReadError, (self.name, self.problem, self.advice)


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: its name as the user knows it, its bytes, what may be spent on it, and a folder of rules over the built-in ones."""

    name: str
    data: bytes
    limits: Limits = DEFAULT
    progress: Progress | None = None
    cache: Path | None = None
    workers: int = 2
    rules: Path | None = None
    started: float = field(default_factory=time.monotonic)

    def error(self, problem: str, advice: str) -> ReadError:
        """An error about this file."""
        return ReadError(self.name, problem, advice)

    def check_time(self) -> None:
        """Raises ReadError where the document as a whole takes too long; to be called at each page."""
        if time.monotonic() - self.started > self.limits.document_seconds:
            raise self.error(f"takes more than {self.limits.document_seconds:,} seconds to read", "split it into documents")

    def too_large(self, what: str, size: int, limit: int, advice: str) -> ReadError:
        """An error about a limit that this file breaks; sizes are whole numbers of the unit that ``what`` names."""
        return self.error(f"has {size:,} {what}, more than the {limit:,} that are read", advice)


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it stands on a page; ``confidence`` is 1 where the file itself says what it is."""

    text: str
    box: Box
    confidence: float = 1.0


def joined(lines: Iterable[Sequence[Token]]) -> tuple[Token, ...]:
    """The words of the lines of a cell, a word that a hyphen cuts at the end of a line put together again ("02-" "NQ/TW")."""
    tokens: list[Token] = []
    for line in lines:
        for i, token in enumerate(line):
            last = tokens[-1] if tokens else None
            if i == 0 and last and last.text.endswith("-") and last.text != "-":
                box = (min(last.box[0], token.box[0]), last.box[1], max(last.box[2], token.box[2]), token.box[3])
                tokens[-1] = Token(last.text + token.text, box, min(last.confidence, token.confidence))
            else:
                tokens.append(token)
    return tuple(tokens)


@dataclass(slots=True)
class CellDraft:
    """A table cell before it has a place in the text: its paragraphs, its place in the grid, its spans."""

    row: int
    column: int
    paragraphs: list[str]
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None
    tokens: tuple[Token, ...] = ()
    """The words of a cell that was read off a page; its paragraphs are then one, these words with single spaces."""


@dataclass(slots=True)
class Draft:
    """A notice in the making. The text grows line by line; every block, cell and page keeps its offsets in it."""

    format: str
    decoder: str = ""
    warnings: list[str] = field(default_factory=list)
    text: str = ""
    edits: list[Edit] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    length: int = 0

    def line(self, text: str, kind: str = "paragraph", *, label: str = "", page: int = 1, box: Box | None = None) -> Block | None:
        """Add a paragraph as one line (several if it holds forced breaks), a list item with its label before it; nothing where it is empty."""
        text = _clean(text)
        if label:
            text = f"{label} {text}".rstrip()
        if not text:
            return None
        block = Block(self.length, self.length + len(text), kind, page, box, label)
        self._append(text + "\n")
        self.blocks.append(block)
        return block

    def tokens(self, lines: Sequence[Sequence[Token]], kind: str, *, label: str = "", page: int = 1, box: Box | None = None) -> Block:
        """Add a paragraph of words read off a page; the label, if any, is its first words. Lines are joined by a space, or kept apart after a hyphen."""
        start, text = self.length, ""
        for line in lines:
            if text:
                glued = text.endswith("-") and text[-2:-1].strip()
                text += "\n" if glued else " "
                if glued:
                    self.edits.append(Edit(start + len(text) - 1, start + len(text), "", "join"))
            self._place(line, start + len(text))
            text += " ".join(token.text for token in line)
        block = Block(start, start + len(text), kind, page, box, label)
        self._append(text + "\n")
        self.blocks.append(block)
        return block

    def _place(self, tokens: Sequence[Token], at: int) -> None:
        for token in tokens:
            self.words.append(Word(at, at + len(token.text), token.box, token.confidence))
            at += len(token.text) + 1

    def table(self, cells: Iterable[CellDraft], *, page: int = 1, box: Box | None = None) -> None:
        """Add a table: each row one line, its cells joined by " | ", the paragraphs of a cell by " / "; a merged cell stands once."""
        rows: dict[int, list[CellDraft]] = {}
        for cell in cells:
            rows.setdefault(cell.row, []).append(cell)
        if not any(_clean(p) for row in rows.values() for cell in row for p in cell.paragraphs):
            return
        start = self.length
        placed: list[Cell] = []
        for number in sorted(rows):
            line, column = "", 0
            for cell in sorted(rows[number], key=lambda c: c.column):
                # Places that a merged cell covers stay empty, so that every row counts its columns alike.
                line += CELL_BREAK * (cell.column - column) if line or column < cell.column else ""
                text = INNER_BREAK.join(filter(None, (_clean(p).replace("\n", " ") for p in cell.paragraphs)))
                at = self.length + len(line)
                line += text
                self._place(cell.tokens, at)
                column = cell.column
                placed.append(Cell(cell.row, cell.column, at, at + len(text), cell.row_span, cell.column_span, cell.box))
            self._append(line + "\n")
        self.tables.append(Table(start, self.length - 1, tuple(placed), page))
        self.blocks.append(Block(start, self.length - 1, "table", page, box))

    def tail(self, end: int) -> str:
        """The last few characters before an offset that is not far from the end."""
        text = ""
        for part in reversed(self._parts):
            text = part + text
            if self.length - len(text) < end - 20:
                break
        return text[: len(text) - (self.length - end)][-20:]

    def page(self, page: Page) -> None:
        """Add a page whose stretch ends where the text now ends; one that was read by OCR (it has a dpi) keeps its words."""
        words = tuple(word for word in self.words if word.start >= page.start)
        self.pages.append(replace(page, end=self.length, words=words if page.dpi else ()))
        self.words.clear()

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)

    def finish(self) -> None:
        """Put the lines together; plain text, which has none, stands as it is."""
        if self._parts:
            self.text = "".join(self._parts)


def _clean(text: str) -> str:
    """NFC, without the spaces at the ends of its lines and without characters that no XML or text file means."""
    text = unicodedata.normalize("NFC", text.replace("\r", "").replace("\u00a0", " ").replace("\u2011", "-"))
    lines = (" ".join(line.split()) for line in text.replace("\x0b", "\n").replace("\x0c", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
