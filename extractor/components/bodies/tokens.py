"""A text cut into tokens for matching: words, numbers and marks with their case, and where a name may not run on.

>>> tokens = Tokens("Sở GD&ĐT,\\ncác ban")
>>> tokens.words
['sở', 'gd', '&', 'đt', ',', 'các', 'ban']
"""

from __future__ import annotations

import re

from extractor.text import fold

LOWER, TITLE, CAPS, NUMBER, MARK = range(5)
"""Shapes of a token: in small letters, with a capital, in capitals (two letters or more), beginning with a digit, a punctuation mark."""

NEAR, WRAPPED, NEW_LINE, APART = range(4)
"""How a token stands to the one before: on its line, on the next line of a wrapped paragraph, on a new line, in another block or column."""

# A document number ("54/KH-LĐLĐ", "/QĐ-UBND") is one token: the abbreviations in it name no body here.
_TOKEN = re.compile(r"\d*/(?:\d{4}/)?[^\W\d_]{2,}[^\s,;:()]*|\d+-[^\W\d_]{2,}/[^\s,;:()]*|[^\W_]+(?:['’][^\W\d_]+)*|[^\w\s*`]")
_WRAP = 45
_UNWRAPPED = 200
"""In a text with lines of so many characters paragraphs are not wrapped: what follows a shorter line begins something new."""
_JOINTS = frozenset({"-", "–", "&", "và"})
"""At the end of a line: the name goes on."""
_BULLETS = frozenset("-–—+•●◦▪→")


class Tokens:
    """A ``text``, its form for matching (``folded``), and parallel lists over its tokens: folded ``words``, ``starts``, ``ends``, ``shapes``, ``gaps`` (to the
    token before) and ``shouts`` (whether the line has no small letter)."""

    __slots__ = ("depth", "ends", "folded", "gaps", "mended", "shapes", "shouts", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0  # of the grammar that reads it at present
        self.mended = False  # whether slips were looked for
        self.folded = folded = fold(text)
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.shapes: list[int] = []
        self.gaps: list[int] = []
        self.shouts: list[bool] = []
        words, starts, ends, shapes = self.words, self.starts, self.ends, self.shapes
        for found in _TOKEN.finditer(folded):
            start, end = found.span()
            words.append(found[0])
            starts.append(start)
            ends.append(end)
            first = text[start]
            if first.isalpha():
                shapes.append(LOWER if not first.isupper() else CAPS if end - start > 1 and text[start:end].isupper() else TITLE)
            else:
                shapes.append(NUMBER if first.isdigit() or end - start > 1 else MARK)
        self._measure_gaps()
        self._measure_lines()

    def __len__(self) -> int:
        return len(self.words)

    def _measure_gaps(self) -> None:
        text, before, line = self.text, 0, 0
        wrapped = max(map(len, text.split("\n")), default=0) < _UNWRAPPED
        for i, start in enumerate(self.starts):
            gap = NEAR
            if start - before > 1 or (start > before and text[before] in "\n\t"):
                space = text[before:start]
                if "\n" in space:
                    lines = space.count("\n")
                    goes_on = self.shapes[i] == LOWER or (wrapped and before - line >= _WRAP and self.words[i] not in _BULLETS and "* " not in space)
                    goes_on = goes_on or (self.words[i - 1] in _JOINTS and self.shapes[i] != MARK and self.gaps[i - 1] == NEAR)
                    gap = APART if lines > 1 else WRAPPED if goes_on else NEW_LINE
                    line = before + space.rindex("\n") + 1
                elif "\t" in space or len(space.strip("*`")) > 3 or space.count("*") > 3:
                    gap = APART
            self.gaps.append(gap if i else APART)
            before = self.ends[i]

    def _measure_lines(self) -> None:
        """A line shouts when it has three capital words or more and none in small letters or with one capital."""
        begin = 0
        for i in range(1, len(self.words) + 1):
            if i == len(self.words) or self.gaps[i] >= WRAPPED:
                shapes = self.shapes[begin:i]
                shout = LOWER not in shapes and shapes.count(CAPS) >= 2 and not any(
                    shape == TITLE and self.ends[begin + j] - self.starts[begin + j] > 1 for j, shape in enumerate(shapes)
                )
                self.shouts.extend([shout] * (i - begin))
                begin = i

    def index(self, offset: int) -> int:
        """The number of the first token that ends after an offset."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return low
