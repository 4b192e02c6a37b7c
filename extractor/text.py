"""Text: NFC, the alignment between the text as it was read and the reading that the pipeline works on, and folding for matching.

`Notice.text` is stored and shown; `Reading.text` is what the stages read. Every difference between the two is an `Edit`, so each can be undone, and nothing
else in the program ever changes text.

>>> reading = Reading("Hạn: **20/9/2020**.", markup_edits("Hạn: **20/9/2020**."))
>>> reading.text
'Hạn: 20/9/2020.'
>>> reading.to_source(5, 14)
(7, 16)
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

import regex

from extractor.model import Edit

# Old spelling puts the tone on the second vowel of an open oa, oe, uy (hoà, uỷ), new spelling on the first (hòa, ủy).
_TONED = {
    old: new
    for pair, olds, news in (("oa", "àáảãạ", "òóỏõọ"), ("oe", "èéẻẽẹ", "òóỏõọ"), ("uy", "ỳýỷỹỵ", "ùúủũụ"))
    for old, new in zip((pair[0] + o for o in olds), (n + pair[1] for n in news), strict=True)
}
_OPEN_SYLLABLE = regex.compile(r"(?<!q)(?:" + "|".join(_TONED) + r")(?!\p{L})")
_ALIKE = str.maketrans("–—−‐‑\u00a0\n\t\r", "-----    ")


def nfc(text: str) -> str:
    """The text with composed letters, as Vietnamese is stored here."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The form in which names and cues are compared: lower case, one tone-mark placement, one dash, one space. The length stays.

    >>> fold("UỶ BAN – Hoà Bình") == fold("Ủy ban - Hòa Bình")
    True
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    low = low.translate(_ALIKE)
    return _OPEN_SYLLABLE.sub(lambda m: _TONED[m[0]], low)


class Reading:
    """What the pipeline reads, with its way back to the text as it was read.

    ``text`` is the source with the edits applied; edits must lie in order and not overlap.
    """

    __slots__ = ("_ends", "_offsets", "_starts", "edits", "source", "text")

    def __init__(self, source: str, edits: Iterable[Edit] = ()) -> None:
        self.source = source
        self.edits = tuple(edits)
        pieces: list[str] = []
        # Segment i of the reading begins at _starts[i]; it stands at _offsets[i] of the source, up to _ends[i].
        self._starts: list[int] = []
        self._offsets: list[int] = []
        self._ends: list[int] = []
        at = length = 0
        for edit in self.edits:
            if edit.start < at:
                raise ValueError(f"edits overlap at {edit.start}")
            for piece, start, end in ((source[at : edit.start], at, edit.start), (edit.replacement, edit.start, edit.end)):
                if piece:
                    self._starts.append(length)
                    self._offsets.append(start)
                    self._ends.append(end)
                    pieces.append(piece)
                    length += len(piece)
            at = edit.end
        if at < len(source) or not pieces:
            self._starts.append(length)
            self._offsets.append(at)
            self._ends.append(len(source))
            pieces.append(source[at:])
        self.text = "".join(pieces)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that a span of the reading stands for."""
        if end <= start:
            at = self._point(start)
            return at, at
        return self._point(start), self._point(end - 1) + 1

    def _point(self, offset: int) -> int:
        segment = max(bisect_right(self._starts, offset) - 1, 0)
        return min(self._offsets[segment] + offset - self._starts[segment], max(self._ends[segment] - 1, self._offsets[segment]))

    def to_reading(self, offset: int) -> int:
        """The offset in the reading of an offset in the source (the next one that was kept, if it was dropped)."""
        segment = max(bisect_right(self._offsets, offset) - 1, 0)
        limit = self._starts[segment + 1] if segment + 1 < len(self._starts) else len(self.text)
        return min(self._starts[segment] + offset - self._offsets[segment], limit)


_LINE = regex.compile(r"[^\n]*\n?")
_MARKUP = regex.compile(
    r"""
    (?P<heading>^[ \t]*\#{1,6}[ \t]+)
    | (?P<strong>\*\*\*?|(?<!\w)__(?=\S)|(?<=\S)__(?!\w))
    | (?P<emphasis>(?<![\w*])\*(?=[^\s*])(?=[^*\n]*[^\s*]\*(?![\w*]))|(?<=[^\s*])\*(?![\w*])(?<=(?<![\w*])\*[^\s*][^*\n]*\*))
    | (?P<invisible>[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e])
    | (?P<breakmark>(?<![ \t])[ \t]{2,}+(?=\n)|\\(?=\n)|<br\s*/?>)
    | (?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f])
    """,
    regex.VERBOSE | regex.MULTILINE | regex.V1,
)
_PAGE_NUMBER = regex.compile(r"^[ \t]*(?:[-–—]?[ \t]*(\d{1,3})[ \t]*[-–—]?|[Tt]rang[ \t]*(\d{1,3})(?:[ \t]*/[ \t]*\d+)?)[ \t]*$")
_LABEL = regex.compile(
    r"[ \t]*(?:[-+*•●◦▪–—→⁃✓❖➢]|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)/]|\(\d{1,2}\)|\(?[a-zđ]{1,2}[.)]|[IVXLC]+[.)/]|Điều\s+\d|Khoản\s+\d|Phụ\s+lục|PHỤ\s+LỤC)",
)
_UNFINISHED = regex.compile(r"[\p{L}\d,)”\"%]$")
_SHOUT = regex.compile(r"^[^\p{Ll}]*$")


def markup_edits(text: str) -> list[Edit]:
    """Edits that take mark-up and invisible characters out of the reading."""
    return [Edit(m.start(), m.end(), "\n" if m[0].startswith("<") else "", m.lastgroup or "") for m in _MARKUP.finditer(text)]


def line_edits(text: str) -> list[Edit]:
    """Edits that drop page numbers and rejoin paragraphs cut at a page's end or wrapped at a fixed width."""
    lines = [(m.start(), m.end(), m[0].strip(" \t\n*_")) for m in _LINE.finditer(text) if m[0]]
    width = _wrap_width([line for _, _, line in lines])
    edits: list[Edit] = []
    last_number = 0
    previous: int | None = None  # the last line of text that was kept
    for i, (start, end, line) in enumerate(lines):
        if not line:
            continue
        number = _PAGE_NUMBER.match(line)
        if number and _alone(lines, i):
            value = int(number[1] or number[2])
            if value == last_number + 1 or (last_number == 0 and value == 2):
                last_number = value
                edits.append(Edit(start, end, "", "page-number"))
                continue
        if previous is not None and _continues(lines[previous][2], line, blank=i - previous > 1, width=width):
            cut = lines[previous][0] + len(text[lines[previous][0] : lines[previous][1]].rstrip())
            while edits and edits[-1].start >= cut:
                edits.pop()
            hyphen = text[cut - 1] == "-" and text[cut - 2].isalpha() and line[0].islower()
            edits.append(Edit(cut, start + _indent(text, start), "" if hyphen else " ", "join"))
        previous = i
    return edits


def _indent(text: str, start: int) -> int:
    at = start
    while at < len(text) and text[at] in " \t":
        at += 1
    return at - start


def _alone(lines: list[tuple[int, int, str]], i: int) -> bool:
    before = i == 0 or not lines[i - 1][2] or (_UNFINISHED.search(lines[i - 1][2]) is not None and len(lines[i - 1][2]) > 40)
    after = i + 1 == len(lines) or not lines[i + 1][2] or lines[i + 1][2][0].islower()
    return before and after


def _wrap_width(lines: list[str]) -> int | None:
    """The width at which the text is hard-wrapped, or None: most long lines then run on into a lower-case one."""
    long = [a for a, b in pairwise(lines) if b and len(a) > 50]
    runs = [a for a, b in pairwise(lines) if b and len(a) > 50 and b[0].islower() and _UNFINISHED.search(a) and not _LABEL.match(b)]
    if len(runs) < 3 or len(runs) < 0.25 * len(long):
        return None
    lengths = sorted(map(len, runs))
    width = lengths[int(0.9 * (len(lengths) - 1))]
    return width if width < 140 else None


_OPEN = regex.compile(r"(?<!\p{L})(?:của|và|các|những|với|tại|do|cho|thuộc|theo|đồng chí|số|ngày)$")
"""Words with which no line ends: the next one goes on, in capitals as well."""
_OPEN_LENGTH = 45


def _continues(before: str, line: str, *, blank: bool, width: int | None) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    if "|" in before or "|" in line or "\t" in before or _LABEL.match(line) or _SHOUT.match(before):
        return False
    if width and not blank and not _SHOUT.match(line) and len(before) + 1 + len(line.split(maxsplit=1)[0]) > width - 4 and len(before) <= width + 25:
        return before[-1] not in ".;:" or line[0].islower()
    if not blank and len(before) >= _OPEN_LENGTH and _OPEN.search(before) and not _SHOUT.match(line):
        return True
    if not line[0].islower() or not (_UNFINISHED.search(before) or before[-1] == "-"):
        return False
    return len(before) >= (45 if blank else 25)


def read(text: str) -> tuple[Edit, ...]:
    """All edits that turn a text into its reading, in order and apart."""
    marks, joins = markup_edits(text), line_edits(text)
    covered = sorted(joins, key=lambda edit: edit.start)
    kept: list[Edit] = []
    for mark in marks:
        i = bisect_right(covered, mark.start, key=lambda edit: edit.start) - 1
        inside = i >= 0 and mark.start < covered[i].end
        crosses = i + 1 < len(covered) and mark.end > covered[i + 1].start
        if not inside and not crosses:
            kept.append(mark)
    return tuple(sorted(kept + covered, key=lambda edit: (edit.start, edit.end)))
