"""The tasks of one cell: its labelled parts, its ;-items and its sentences, where each is an instruction by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractor.components.tasks.clauses import pieces, sentences, trim
from extractor.components.tasks.lexicon import Lexicon
from extractor.text import fold

_MARK = regex.compile(
    r"(?:(?<=[;.:\n/,])\s*|(?<=\s)/\s*|^)"
    r"(?:(?P<bullet>[-+•*–]\s+)|(?P<label>\(?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s*|(?:[a-zđ]|\d{1,2})\.\s+(?=\p{Lu})))",
    regex.V1,
)
LABEL = regex.compile(r"(?:[-+•*–]\s+|\(?(?:[a-zđ]|[ivx]{1,4})\)\s*|[a-zđ]\.\s+|\d{1,2}\.\d{1,2}\.?\s+)")
_ITEM = regex.compile(r"(?:[-+•*–#]+|(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivxIVX]{1,5})[.)/-])\s*")
_KEY = regex.compile(r"[\s().]")
_EDGES = " \t\n,;.:"


@dataclass(frozen=True, slots=True)
class Part:
    """A task of a cell: its span, its label without marks ("a"), and the lead-in whose verb its words need."""

    start: int
    end: int
    label: str = ""
    lead: tuple[int, int] | None = None


class PartReader:
    """Cuts the cells that hold several tasks."""

    def __init__(self, lexicon: Lexicon, verbs: regex.Pattern[str]) -> None:
        self._lexicon, self._verbs = lexicon, verbs

    def read(self, text: str, start: int, end: int) -> list[Part]:
        """The tasks of ``text[start:end]``, in order; one part that is the whole cell where it holds one."""
        return self._labelled(text, start, end) or self._items(text, start, end) or [Part(*_unlabelled(text, start, end))]

    def labelled(self, words: str) -> dict[str, str]:
        """The parts of a cell by their labels: "a) 31/3; b) Quý II" is {"a": "31/3", "b": "Quý II"}; empty where there are none."""
        marks = [mark for mark in _MARK.finditer(words) if mark["label"]]
        if len(marks) < 2 or marks[0].start() > 0:
            return {}
        stops = [*(mark.start() for mark in marks[1:]), len(words)]
        return {_key(mark["label"]): words[mark.end() : stop].strip(_EDGES) for mark, stop in zip(marks, stops, strict=True)}

    def orders(self, words: str) -> bool:
        """Whether words begin as an instruction does."""
        return self._verb(words, 0, len(words))

    @staticmethod
    def bare(text: str, start: int, end: int) -> tuple[int, int]:
        """A line without its label and the blanks around it."""
        while start < end and text[start].isspace():
            start += 1
        label = _ITEM.match(text, start, end)
        return (label.end() if label else start), start + len(text[start:end].rstrip())

    def _labelled(self, text: str, start: int, end: int) -> list[Part]:
        cell = text[start:end]
        marks = list(_MARK.finditer(cell))
        marks = [mark for mark in marks if bool(mark["bullet"]) == bool(marks[0]["bullet"])]
        if len(marks) < 2:
            return []
        lead = cell[: marks[0].start()].strip()
        stops = [*(mark.start() for mark in marks[1:]), len(cell)]
        found: list[Part] = []
        for mark, stop in zip(marks, stops, strict=True):
            span = trim(text, start + mark.end(), start + stop)
            found.append(Part(span[0], _stripped(text, *span), _key(mark["label"] or "")))
        if any(part.end - part.start < 3 for part in found):
            return []
        verbs = sum(self._verb(text, part.start, part.end) for part in found)
        if not lead:
            return found if 2 * verbs >= len(found) or found[0].label else []
        if not lead.endswith(":") or (not all(":" in text[part.start : part.end] for part in found) and verbs < len(found)):
            return []
        span = start, start + len(lead.rstrip(" :"))
        return [Part(part.start, part.end, part.label, None if self._verb(text, part.start, part.end) else span) for part in found]

    def _items(self, text: str, start: int, end: int) -> list[Part]:
        """Parts at semicolons and full stops, when each of them begins as an instruction does."""
        spans = [span for sentence in sentences(text, start, end) for span in pieces(text, *sentence)]
        spans = [(span[0], _stripped(text, *span)) for span in (trim(text, *span) for span in spans) if span[1] - span[0] > 2]
        if len(spans) < 2 or not all(self._verb(text, *span) for span in spans[1:]) or text[spans[0][0] : spans[0][1]].count(" ") < 2:
            return []
        if any(self._lexicon.is_manner(fold(text[span[0] : span[1]]), 0, span[1] - span[0]) for span in spans):
            return []
        return [Part(*_unlabelled(text, *span)) for span in spans]

    def _verb(self, text: str, start: int, end: int) -> bool:
        words = fold(text[start : min(end, start + 200)])
        return self._lexicon.verb(words, 0, len(words)) is not None or self._verbs.match(words) is not None


def _unlabelled(text: str, start: int, end: int) -> tuple[int, int]:
    label = LABEL.match(text, start, end)
    return (label.end(), end) if label and end - label.end() > 2 else (start, end)


def _stripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\n,;.":
        end -= 1
    return end


def _key(label: str) -> str:
    return _KEY.sub("", label)


def joined(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words of several spans, one blank between."""
    return " ".join(_words(text, spans))


def _words(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    for start, end in spans:
        yield " ".join(text[start:end].split())
