"""Segmentation: underthesea's words as spaCy tokens that keep their offsets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from extractor.model import Notice
from extractor.text import Reading, fold, read

if TYPE_CHECKING:
    from spacy.vocab import Vocab


class Segmenter:
    """A spaCy tokenizer: makes the reading of a text and cuts it into underthesea's words.

    A word may hold a space ("tổ chức") or a line end; blanks between words that are more than one space are tokens of their own.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._word_tokenize: Callable[..., list[str]] | None = None

    def __call__(self, text: str) -> Doc:
        """The Doc of a text given as it is, with no file behind it."""
        return self.read(Notice("", text, read(text)))

    def read(self, notice: Notice) -> Doc:
        """The Doc of a notice: its text is the notice's reading."""
        reading = Reading(notice.text, notice.edits)
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for start, end in self._words(reading.text):
            _blank(reading.text, at, start, words, spaces)
            words.append(reading.text[start:end])
            spaces.append(False)
            at = end
        _blank(reading.text, at, len(reading.text), words, spaces)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc._.notice, doc._.reading, doc._.folded = notice, reading, fold(reading.text)
        return doc

    def _words(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans of underthesea's words, line by line."""
        if self._word_tokenize is None:
            from underthesea import word_tokenize  # costs 0.6 s: only when there is text to cut

            self._word_tokenize = word_tokenize
        at = 0
        for line in text.split("\n"):
            stop = at + len(line)
            if line.strip():
                begin = at
                for word in self._word_tokenize(line, use_token_normalize=False):
                    span = _locate(text, word, begin, stop)
                    if span is not None:
                        yield span
                        begin = span[1]
            at = stop + 1


def _locate(text: str, word: str, at: int, stop: int) -> tuple[int, int] | None:
    """Where a word stands from ``at`` on; its syllables may be apart by more blanks than the word shows."""
    start = end = -1
    for syllable in word.split():
        found = text.find(syllable, at, stop)
        if found < 0:
            return None
        start = found if start < 0 else start
        at = end = found + len(syllable)
    return (start, end) if end > start else None


def _blank(text: str, start: int, end: int, words: list[str], spaces: list[bool]) -> None:
    """What lies between two words: one space belongs to the word before, anything else is a token."""
    if start >= end:
        return
    if words and text[start] == " ":
        spaces[-1] = True
        start += 1
    if start < end:
        words.append(text[start:end])
        spaces.append(False)


__all__ = ["Segmenter"]
