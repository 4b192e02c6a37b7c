"""Segmentation: underthesea's sentences and words as spaCy tokens that keep their offsets.

underthesea reads "Giao Ban Tổ chức" as the word "Giao Ban" and a rest; the names of bodies are therefore fixed beforehand, and a word that reaches over the
edge of a name is cut there. (Its own ``fixed_words`` would change the pattern of every other caller in the process.)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from extractor.components.words import WordCutter
from extractor.model import Body, Notice
from extractor.text import Reading, fold, read

if TYPE_CHECKING:
    from spacy.vocab import Vocab

Span = tuple[int, int]
_LONGEST = 2000
"""Characters that are cut into words at once: longer sentences (a table's row, a file of one line) are cut at a blank first."""


class Segmenter:
    """A spaCy tokenizer: makes the reading of a text, finds the names of bodies in it, and cuts it into underthesea's words.

    A word may hold a space ("tổ chức"); blanks between words that are more than one space are tokens of their own.
    The mentions found on the way are left in ``doc._.bodies`` for the stage of bodies to resolve.
    """

    def __init__(self, vocab: Vocab, mentions: Callable[[str], list[Body]]) -> None:
        self.vocab = vocab
        self._mentions = mentions
        self._words: WordCutter | None = None

    def __call__(self, text: str) -> Doc:
        """The Doc of a text given as it is, with no file behind it."""
        return self.read(Notice("", text, read(text)))

    def read(self, notice: Notice) -> Doc:
        """The Doc of a notice: its text is the notice's reading."""
        reading = Reading(notice.text, notice.edits)
        bodies = self._mentions(reading.text)
        doc = self._cut(reading.text, sorted({edge for body in bodies for edge in (body.start, body.end)}))
        doc._.notice, doc._.reading, doc._.folded, doc._.bodies = notice, reading, fold(reading.text), tuple(bodies)
        return doc

    def _cut(self, text: str, edges: list[int]) -> Doc:
        if self._words is None:
            self._words = WordCutter()  # underthesea costs a second: only when there is text to cut
        words_of = self._words.cut
        words: list[str] = []
        spaces: list[bool] = []
        opens: list[bool | int | None] = []
        at = 0
        for sentence in _sentences(text):
            first = True
            for start, end in _split(text, words_of(text, *sentence), edges):
                _blank(text, at, start, words, spaces)
                opens += [False] * (len(words) - len(opens))
                words.append(text[start:end])
                spaces.append(False)
                opens.append(first)
                at, first = end, False
        _blank(text, at, len(text), words, spaces)
        opens += [False] * (len(words) - len(opens))
        return Doc(self.vocab, words=words, spaces=spaces, sent_starts=opens)


def _sentences(text: str) -> Iterator[Span]:
    """The spans of underthesea's sentences, line by line, those that are very long in pieces."""
    from underthesea.pipeline.sent_tokenize import sent_tokenize

    at = 0
    for line in text.split("\n"):
        begin, stop = at, at + len(line)
        for sentence in sent_tokenize(line) if line.strip() else ():
            start = text.find(sentence, begin, stop)
            begin = start + len(sentence)
            yield from _pieces(text, start, begin)
        at = stop + 1


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _LONGEST:
        stop = text.rfind(" ", start + 1, start + _LONGEST)
        stop = stop if stop > start else start + _LONGEST
        yield start, stop
        start = stop
    yield start, end


def _split(text: str, spans: Iterable[Span], edges: list[int]) -> Iterator[Span]:
    """The spans, cut at the edges that lie inside them; no part begins or ends with a blank.

    >>> list(_split("Ban Tổ chức", [(0, 11)], [3, 4]))
    [(0, 3), (4, 11)]
    """
    for start, end in spans:
        for edge in edges[bisect_right(edges, start) : bisect_left(edges, end)]:
            if edge > start:
                yield start, start + len(text[start:edge].rstrip())
                start = end - len(text[edge:end].lstrip())
        yield start, end


def _blank(text: str, start: int, end: int, words: list[str], spaces: list[bool]) -> None:
    """What lies between two words: one space belongs to the word before, anything else is a token."""
    if start >= end:
        return
    if words and text[start] == " " and not spaces[-1]:
        spaces[-1] = True
        start += 1
    if start < end:
        words.append(text[start:end])
        spaces.append(False)


__all__ = ["Segmenter"]
