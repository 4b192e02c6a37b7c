"""Roman numerals on scanned pages: the Vietnamese model reads XII as XI and III as HI. The strokes that stand upright are counted on the image instead."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import regex

from extractor.readers.cleaning import Image
from extractor.readers.draft import Token
from extractor.readers.layout import Line
from extractor.readers.numbering import number
from extractor.text import fold

_LIKE = regex.compile(r"(?P<before>[(“\"]?)(?P<numeral>[IVXHl1|ÏÌÍ]{1,6})(?P<after>[.,;:)/”\"]*)(?P<rest>\p{Lu}\p{L}+|\d*[.,;:)]*)")
_SHAPE = regex.compile(r"(X{0,3})(I*)(V?)(I*)(X?)(I*)")
_ROMANS = {number(value, "upperRoman"): value for value in range(1, 40)}


def repaired(lines: list[Line], image: Image) -> list[Line]:
    """Lines with their Roman numerals read anew; a heading's is then set by the one before it where they differ by one stroke or its full stop is lost."""
    last = 0
    made = []
    for line in reread(lines, image):
        tokens = line.tokens
        if tokens[0].text[:-1] == number(last + 1, "upperRoman") and tokens[0].text[-1] in "Ll|":  # its full stop touches it
            tokens[0] = replace(tokens[0], text=f"{tokens[0].text[:-1]}.")
        head = _LIKE.fullmatch(tokens[0].text)
        if head and head["after"] in (".", "") and not head["rest"] and len(tokens) > 1 and all(t.text.isupper() for t in tokens[1:3]):
            value = _ROMANS.get(head["numeral"])
            expected = number(last + 1, "upperRoman")
            one_off = last > 0 and abs(len(head["numeral"]) - len(expected)) == 1 and set(head["numeral"]) == set(expected)
            if not head["after"] and value and (value == last + 1 or _stop_follows(tokens[0], image)):
                tokens[0] = replace(tokens[0], text=f"{head['numeral']}.", confidence=min(tokens[0].confidence, 0.8))
                last = value
            elif head["after"] and value != last + 1 and one_off:
                tokens[0] = replace(tokens[0], text=f"{expected}.", confidence=min(tokens[0].confidence, 0.8))
                last += 1
            elif head["after"]:
                last = value or last
        made.append(Line(tokens, line.size))
    return made


def reread(lines: list[Line], image: Image) -> list[Line]:
    """Lines with each numeral by the strokes counted."""
    made = []
    for line in lines:
        befores = ["", *(token.text for token in line.tokens)]
        made.append(Line([part for token, before in zip(line.tokens, befores, strict=False) for part in _reread(token, image, before)], line.size))
    return made


def _reread(token: Token, image: Image, before: str) -> list[Token]:
    """A token with its numeral by the strokes counted; in two, where a heading's first word stuck to it. No quarter of a year is called 11."""
    match = _LIKE.fullmatch(token.text)
    if match is None or (match["rest"].isalpha() and not match["after"]):
        return [token]
    quarter = len(match["numeral"]) > 1 and fold(before) == "quý"
    if not quarter and not set(match["numeral"]) & set("IVXH"):
        return [token]
    left, top, right, bottom = (int(v) for v in token.box)
    if match["rest"]:
        share = _breadth(match["before"] + match["numeral"]) + 0.5 * _breadth(match["after"])
        right = left + int((right - left) * share / _breadth(token.text))
    read = match["numeral"].replace("H", "II").translate(str.maketrans("l1|ÏÌÍ", "IIIIII"))
    numeral = read if match["rest"].isalpha() else _counted(read, strokes(image[max(0, top - 1) : bottom + 1, max(0, left - 2) : right + 2]))
    if numeral not in _ROMANS:
        return [token]
    text = match["before"] + numeral + match["after"]
    if match["rest"].isalpha():
        head = Token(text, (token.box[0], token.box[1], float(right), token.box[3]), token.confidence)
        return [head, Token(match["rest"], (float(right), *token.box[1:]), token.confidence)]
    return [replace(token, text=text + match["rest"])]


def _breadth(text: str) -> float:
    """About how wide letters are, in heights of a capital."""
    return sum(0.4 if c in "Il1|ÏÌÍ/.,;:()" else 0.65 if c.isdigit() else 0.9 for c in text)


def _counted(read: str, count: int | None) -> str:
    """A numeral with as many I as there are strokes.

    >>> _counted("XI", 2), _counted("IV", 1), _counted("X", None), _counted("VI", 3)
    ('XII', 'IV', 'X', 'VIII')
    """
    if not count or count > 3 or read.count("I") == count:
        return read
    for letters in ("XXX", "XX", "X", ""):
        if read.startswith(letters):
            rest = read[len(letters) :].replace("I", "")
            break
    return letters + rest + "I" * count


def _stop_follows(token: Token, image: Image) -> bool:
    """Whether there is a dot at the foot of the line at the end of a word or right behind it."""
    _, top, right, bottom = (int(v) for v in token.box)
    height = bottom - top
    around = image[max(0, top) : bottom + height // 6, max(0, right - height // 4) : right + height // 2]
    if around.size == 0 or height < 8:
        return False
    ink = around < 140
    foot = int(0.7 * height)
    low = ink[foot:].any(axis=0) & ~ink[:foot].any(axis=0)
    return bool(low.sum() >= max(2, height // 10))


def strokes(word: Image) -> int | None:
    """How many straight upright strokes of the height of a capital stand in the image of a word; None where it cannot be told."""
    if word.shape[0] < 8 or word.shape[1] < 4:
        return None
    _, black = cv2.threshold(word, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    longest = np.zeros(word.shape[1], dtype=int)
    run = np.zeros(word.shape[1], dtype=int)
    for row in black:
        run = (run + 1) * (row > 0)
        longest = np.maximum(longest, run)
    height = int(longest.max())
    if height < 0.72 * word.shape[0]:  # the slanting strokes of V and X run less far
        return None
    upright = longest >= 0.85 * height
    starts = np.flatnonzero(np.diff(np.concatenate(([0], upright.astype(int), [0]))) == 1)
    ends = np.flatnonzero(np.diff(np.concatenate(([0], upright.astype(int), [0]))) == -1)
    return None if any(ends - starts > 0.4 * height) else len(starts)
