"""Segmentation: underthesea's sentences and words as spaCy tokens that keep their offsets.

underthesea reads "Giao Ban Tổ chức" as the word "Giao Ban" and a rest; the names of bodies are therefore fixed beforehand, and a word that reaches over the
edge of a name is cut there. (Its own ``fixed_words`` would change the pattern of every other caller in the process.)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc

from extractor.components.words import WordCutter
from extractor.model import Body, Notice
from extractor.text import Reading, read

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

    def __init__(self, vocab: Vocab, tokens: Callable[[str], Any], mentions: Callable[[Any], list[Body]]) -> None:
        """``tokens`` makes of a reading what ``mentions`` and later stages look for names in; it is left in ``doc._.tokens``."""
        self.vocab = vocab
        self._tokens = tokens
        self._mentions = mentions
        self._words: WordCutter | None = None

    def __call__(self, text: str) -> Doc:
        """The Doc of a text given as it is, with no file behind it."""
        return self.read(Notice("", text, read(text)))

    def read(self, notice: Notice) -> Doc:
        """The Doc of a notice: its text is the notice's reading."""
        reading = Reading(notice.text, notice.edits)
        tokens = self._tokens(reading.text)
        bodies = self._mentions(tokens)
        doc = self._cut(reading.text, sorted({edge for body in bodies for edge in (body.start, body.end)}))
        doc._.notice, doc._.reading, doc._.folded, doc._.tokens, doc._.bodies = notice, reading, tokens.folded, tokens, tuple(bodies)
        return doc

    def _cut(self, text: str, edges: list[int]) -> Doc:
        if self._words is None:
            self._words = WordCutter()  # underthesea costs a second: only when there is text to cut
        cut = self._words.cut
        words: list[str] = []
        spaces: list[bool] = []
        starts: list[int] = []
        opens: list[bool | int | None] = []
        at = 0
        for sentence in _sentences(text):
            first = True
            for start, end in _split(text, cut(text, *sentence), edges):
                if start > at:
                    _blank(text, at, start, words, spaces, starts, opens)
                words.append(text[start:end])
                spaces.append(False)
                starts.append(start)
                opens.append(first)
                at, first = end, False
        _blank(text, at, len(text), words, spaces, starts, opens)
        doc = Doc(self.vocab, words=words, spaces=spaces, sent_starts=opens)
        doc._.words = tuple((start, start + len(word)) for start, word in zip(starts, words, strict=True))
        return doc


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


def _split(text: str, spans: Sequence[Span], edges: list[int]) -> Iterator[Span]:
    """The spans, cut at the edges that lie inside them; no part begins or ends with a blank.

    >>> list(_split("Ban Tổ chức", [(0, 11)], [3, 4]))
    [(0, 3), (4, 11)]
    """
    nth = bisect_right(edges, spans[0][0]) if spans else 0
    for start, end in spans:
        while nth < len(edges) and edges[nth] < end:
            if edges[nth] > start:
                yield start, start + len(text[start : edges[nth]].rstrip())
                start = end - len(text[edges[nth] : end].lstrip())
            nth += 1
        yield start, end


def _blank(text: str, start: int, end: int, words: list[str], spaces: list[bool], starts: list[int], opens: list[bool | int | None]) -> None:
    """What lies between two words: one space belongs to the word before, anything else is a token."""
    if words and start < end and text[start] == " " and not spaces[-1]:
        spaces[-1] = True
        start += 1
    if start < end:
        words.append(text[start:end])
        spaces.append(False)
        starts.append(start)
        opens.append(False)


__all__ = ["Segmenter"]
