"""The lines of a reading: where each begins, the label it carries (I., 1.1, a), -, Điều 3), and how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

# A smaller rank stands higher in the outline. Styles with the same rank are told apart by name.
RANKS = {
    "part": 0, "chapter": 0, "appendix": 0, "capital": 1, "roman": 2, "article": 3, "month": 3, "number": 4, "ordinal": 4, "branch": 5,
    "decimal": 5, "decimal3": 6, "decimal4": 7, "letter": 8, "bracket": 8, "twig": 9, "dash": 9, "plus": 10, "star": 11, "dot": 11, "sub": 12,
}  # fmt: skip

_LABELS = regex.compile(
    r"""
    (?P<part>(?:phần|PHẦN)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]+|\d+)\b[.:]?)
    | (?P<chapter>(?:chương|CHƯƠNG)\s+(?:[IVX]+|\d+)\b[.:]?)
    | (?P<appendix>(?:phụ\s+lục|PHỤ\s+LỤC)(?:\s+(?:số\s+)?(?:[IVX]+|\d+)\b)?[.:]?(?=\s*$|\s*\n|\s+[\p{Lu}(]))
    | (?P<article>điều\s+\d{1,3}[a-zđ]?\s*[.:/-]?(?=\s))
    | (?P<month>tháng\s+\d{1,2}(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?\s*:)
    | (?P<ordinal>(?:thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+là)\s?[,:](?=\s))
    | (?P<decimal4>\d{1,2}\.\d{1,2}\.\d{1,2}\.\d{1,2}(?:[.)/]|\s?[-–](?=\s))?(?=\s))
    | (?P<decimal3>\d{1,2}\.\d{1,2}\.\d{1,2}(?:[.)/]|\s?[-–](?=\s))?(?=\s))
    | (?P<decimal>\d{1,2}\.\d{1,2}(?:[.)/]|\s?[-–](?=\s))?(?=\s))
    | (?P<branch>\d{1,2}(?-i:[a-zđ])\s?(?:[.)/]|[-–](?=\s))(?=\s))
    | (?P<twig>(?-i:[a-zđ])\d{1,2}\s?[.)](?=\s))
    | (?P<bracket>\(\d{1,2}\)|\([a-zđ]\))
    | (?P<number>\d{1,2}\s?(?:[.)/]|[-–](?=\s))(?!\d))
    | (?P<roman>(?-i:[IVXL]+|[IVX][ivx]{1,3})\s?(?:[.)/]|[-–](?=\s)))
    | (?P<capital>(?-i:[A-HĐ])\s?(?:[.)/]|[-–])(?=\s))
    | (?P<letter>(?-i:[a-zđ]{1,2})\s?(?:[.),/]|[-–](?=\s))(?=\s)|(?-i:[a-zđ])\)(?=\S))
    | (?P<plus>[+](?=\s*\S))
    | (?P<star>[*](?!\*)\)?(?=\s*[\p{L}“"(]))
    | (?P<dot>[•●◦▪·∙→➢❖✓✔☑■□►▶➤○](?=\s*\S)|(?-i:o)(?=\s\p{Lu}))
    | (?P<dash>[-–—−](?=\s*[^\s\-–—_]))
    """,
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
# A label in the middle of a line, after the end of a sentence or item: pages that were put together from a web site or a scan run lines together.
_RUN_IN = regex.compile(
    r"(?<=[.;:])\s+(?P<label>(?P<letter>[a-eđ])\s?[.)]|(?P<number>\d{1,2})\.|(?P<roman>[IVX]+|[IVX][ivx]{1,3})\s?[-–.])\s+(?=\p{Lu}|(?<=[-–]\s)\p{L})",
    regex.V1,
)
_SECOND = regex.compile(r"(?:[.;:]\s+|\n\s*)b\s?[.)]\s")
_REACH = 3000
_RULE_LINE = regex.compile(r"^[\s\p{Pd}\p{Pc}=*.~⎯─━|:+#…]*$")
_MONTH_NAME = regex.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the reading, without its margins.

    ``style`` is the kind of its label ("" without one), ``value`` the label's number where it has one, ``content`` where the words after the label begin.
    """

    start: int
    end: int
    content: int
    label: str = ""
    style: str = ""
    value: int | None = None
    cells: bool = False

    @property
    def empty(self) -> bool:
        return self.content >= self.end


def lines(text: str) -> Iterator[Line]:
    """The lines of a text that hold words, in order; lines of dashes and blank ones are left out."""
    at = 0
    last = {"letter": 0, "number": 0, "roman": 0}
    for raw in text.split("\n"):
        start, end = at, at + len(raw)
        at = end + 1
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end and not _RULE_LINE.match(raw):
            yield from _split(text, start, end, last)


def _split(text: str, start: int, end: int, last: dict[str, int]) -> Iterator[Line]:
    """A line, cut before each label inside it that goes on with its list; ``last`` holds the latest label of each kind and is kept up."""
    line = _noted(_line(text, start, end), last)
    for match in () if line.cells else _RUN_IN.finditer(text, line.content, end):
        kind = next(kind for kind in last if match[kind])
        value = _value(kind, match["label"])
        if value == last[kind] + 1 or (kind == "letter" and value == 1 and _has_second(text, match.end())):
            yield replace(line, end=match.start())
            line = _noted(_line(text, match.start("label"), end), last)
    yield line


def _noted(line: Line, last: dict[str, int]) -> Line:
    if line.value is not None and line.style in last:
        last[line.style] = line.value
    return line


def _has_second(text: str, at: int) -> bool:
    """Whether after an a) a b) follows within reach."""
    return _SECOND.search(text, at, at + _REACH) is not None


def _line(text: str, start: int, end: int) -> Line:
    if text[start] == "|" or text.count("|", start, end) >= 2:
        return Line(start, end, start, cells=True)
    match = _LABELS.match(text, start, end)
    if not match or match.lastgroup is None:
        return Line(start, end, start)
    style = match.lastgroup
    label = match[0].strip()
    content = match.end()
    while content < end and text[content] in " \t.:":
        content += 1
    if content >= end and style not in ("part", "chapter", "appendix", "article", "month"):
        return Line(start, end, start)
    bare = label.rstrip(" .),/-–")
    if (style == "roman" and bare in ("C", "D", "L")) or (style == "letter" and len(bare) == 2 and bare[0] != bare[1]):
        return Line(start, end, start)
    return Line(start, end, content, label, style, _value(style, label))


def _value(style: str, label: str) -> int | None:
    bare = label.strip("().,:;/-– ").lower()
    if style == "ordinal":
        return _ordinal(bare)
    if style == "branch":
        bare = bare.lstrip("0123456789")
    if style == "roman":
        return _roman(bare.upper())
    if style in ("letter", "capital", "branch") or (style == "bracket" and bare.isalpha()):
        return "abcdđeghiklmnopqrstuvxy".find(bare[0]) + 1 if bare else None
    if digits := _MONTH_NAME.findall(bare):
        return int(digits[-1])
    return None


def _ordinal(label: str) -> int:
    """The place that "Thứ hai" or "Hai là" says."""
    words = label.split()
    word = words[1] if words[0] == "thứ" else words[0]
    return ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười").index({"một": "nhất", "bốn": "tư"}.get(word, word)) + 1


def _roman(label: str) -> int:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for here, after in zip(label, label[1:] + " ", strict=True):
        value = values.get(here, 0)
        total += -value if values.get(after, 0) > value else value
    return total
