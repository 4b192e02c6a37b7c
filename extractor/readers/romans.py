"""Roman numerals on scanned pages: the Vietnamese model reads XII as XI and III as HI; the English one, told what to expect, reads them right."""

from __future__ import annotations

from dataclasses import replace

import cv2
import regex

from extractor.readers.cleaning import Image
from extractor.readers.draft import Token
from extractor.readers.layout import Line
from extractor.readers.numbering import number
from extractor.readers.ocr import WORD, MissingError, read_lines

_LIKE = regex.compile(r"(?P<before>[(“\"]?)(?P<numeral>[IVXHLTUJl1|ÏÌÍ]{1,6})(?P<after>[.,;:)/”\"\-–]?[\d/]*[.,;:)”\"]*)")
_ROMANS = {number(value, "upperRoman"): value for value in range(1, 40)}


def repaired(lines: list[Line], image: Image, dpi: int) -> list[Line]:
    """Lines with their Roman numerals read anew; a heading's is then set by the one before it where the shapes allow both."""
    last = 0
    made = []
    for line in lines:
        tokens = [_reread(token, image, dpi) for token in line.tokens]
        head = _LIKE.fullmatch(tokens[0].text)
        if head and head["after"] == "." and len(tokens) > 1 and tokens[1].text[:1].isupper():
            value = _ROMANS.get(head["numeral"])
            expected = number(last + 1, "upperRoman")
            if value != last + 1 and last and _alike(head["numeral"], expected):
                tokens[0] = replace(tokens[0], text=f"{expected}.", confidence=min(tokens[0].confidence, 0.8))
                value = last + 1
            last = value or last
        made.append(Line(tokens, line.size))
    return made


def _alike(read: str, expected: str) -> bool:
    """Whether one numeral may be a misreading of the other: they differ by one stroke."""
    return abs(len(read.replace("H", "II")) - len(expected)) <= 1 and set(expected) <= set(read.replace("H", "II").replace("T", "I")) | {"I"}


def _reread(token: Token, image: Image, dpi: int) -> Token:
    match = _LIKE.fullmatch(token.text)
    if match is None or not set(match["numeral"]) & set("IVXH") or (match["numeral"] in ("I", "V", "X") and token.confidence > 0.9):
        return token
    left, top, right, bottom = (int(v) for v in token.box)
    around = dpi // 40
    cut = image[max(0, top - around) : bottom + around, max(0, left - around) : right + around]
    if cut.size == 0:
        return token
    try:
        framed = cv2.copyMakeBorder(cut, 10, 10, 10, 10, cv2.BORDER_CONSTANT, value=255)
        lines = read_lines(framed, dpi, mode=WORD, language="eng")  # type: ignore[arg-type]
    except MissingError:
        return token
    text = "".join(t.text for line in lines for t in line.tokens)
    again = regex.match(r"[(“\"]?(?P<numeral>[IVX]{1,6})", text.replace("|", "I").replace("l", "I"))
    if again is None or again["numeral"] not in _ROMANS or again["numeral"] == match["numeral"]:
        return token
    return replace(token, text=match["before"] + again["numeral"] + match["after"])
