"""Cuts the text of a line into sentences and these at their semicolons, leaving what stands in brackets and quotes whole."""

from __future__ import annotations

from collections.abc import Iterator

import regex

Span = tuple[int, int]

_STOP = regex.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\p{Lu}“\"(+*•-])|[.!?…](?=\p{Lu}\p{Ll}+\s)", regex.V1)
_ABBREVIATION = regex.compile(
    r"(?:^|[\s(/,.])(?:TP|Tp|TX|TT|P|Q|H|ThS|Ths|TS|PGS|GS|BS|KS|CN|LS|Ng|Th|Đ/c|đ/c|Đ/C|Mr|Ms|Mrs|St|ĐT|Tel|[Ss]ố|(?<!quý\s)\p{Lu}|KT|TM|TL|TUQ|V/v)\.$|(?:^|[.;:(]\s?)\d{1,2}\.$",
    regex.V1,
)
_NUMBER = regex.compile(r"\d{3,}\.$|[/-]\d{1,4}\.$|%\.$")  # a number or date at whose stop a sentence does end
_PAIRS = {"(": ")", "“": "”", "[": "]", "«": "»"}
_LABEL = regex.compile(r"[-+*•–]\s+")


def trim(text: str, start: int, end: int) -> Span:
    """A span without the blanks, bullets and final marks around it."""
    while start < end and text[start] in " \t\n,;.:*_":
        start += 1
    if label := _LABEL.match(text, start, end):
        start = label.end()
    while end > start and text[end - 1] in " \t\n,;:*_":
        end -= 1
    return start, end


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a stretch of text."""
    at = start
    for match in _STOP.finditer(text, start, end):
        cut = match.start() if text[match.start()].isspace() or text[match.start()] in '"”’)' else match.end()
        before = text[max(start, cut - 8) : cut]
        if _ABBREVIATION.search(before) and not _NUMBER.search(before):
            continue
        if _depth(text, at, cut) > 0:
            continue
        yield at, cut
        at = match.end()
    if at < end:
        yield at, end


def _depth(text: str, start: int, end: int) -> int:
    return sum(text.count(opening, start, end) - text.count(closing, start, end) for opening, closing in _PAIRS.items())


def pieces(text: str, start: int, end: int, mark: str = ";") -> Iterator[Span]:
    """A stretch cut at a mark that stands outside brackets and quotes."""
    at, depth = start, 0
    for i in range(start, end):
        char = text[i]
        if char in _PAIRS:
            depth += 1
        elif char in ")”]»":
            depth = max(depth - 1, 0)
        elif char == mark and depth == 0:
            yield at, i
            at = i + 1
    if at < end:
        yield at, end


def skip(text: str, at: int, end: int, marks: str = " ,:\n\t-") -> int:
    """The first place from ``at`` on that holds none of the marks, ``end`` at the latest."""
    while at < end and text[at] in marks:
        at += 1
    return at


def skip_blanks(text: str, at: int, end: int) -> int:
    """The first place from ``at`` on that holds no blank."""
    return skip(text, at, end, " ")
