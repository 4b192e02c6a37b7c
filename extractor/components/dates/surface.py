"""The form of a text that the grammar reads: as long as the text itself, so that every offset holds.

Lower case; dashes, mark-up and invisible characters unified; a line end inside a sentence is a space, any other stays; letters that OCR took for digits are
digits inside date shapes; lost tones are mended beside dates; number words are digits, filled up with spaces ("ngày hai mươi" → "ngày 20      ").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import regex

from extractor.components.dates import words
from extractor.rules import Rule, RuleError

_ALIKE = str.maketrans(
    dict.fromkeys("–—−‐‑⁃", "-")
    | dict.fromkeys("\xa0\t\r*_`\\\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad\u202f\u2009", " ")
    | {"’": "'", "′": "'", "“": '"', "”": '"', "⁄": "/", "／": "/", "．": ".", "：": ":"}
)
# What most texts are made of; a text of nothing else needs no unifying, and its words are parted without a regular expression.
_SIGNS = ",.;:()/-\"'%+&|!?[]="
_LETTERS = "abcdefghijklmnopqrstuvwxyzđăâêôơưàằầèềìòồờùừỳáắấéếíóốớúứýảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹạặậẹệịọộợụựỵ"
_ODD = re.compile(rf"[^ \n0-9{_LETTERS}{re.escape(_SIGNS)}]")
_GAP = regex.compile(r"\s{25,}")
_TAG = regex.compile(r"</?[a-z][^<>\n]{0,60}>")
# A line goes on when the next one starts in lower case or with a bare number, or when this one ends in a word that wants more.
_SOFT_BREAK = regex.compile(
    r"(?:(?<=(?i:ngày|tháng|năm|quý|trước|đến|từ|trong|nhất|hết|sau|hằng|hàng|và)[ *_]*)"
    r"|(?<=[\p{L}\d,/\-–*_][ ]*)(?=[ ]*[*_]{0,2}(?:\p{Ll}(?!\))|[\d/])(?!\d?[.)][ ]|\d*[.)/][ ]*\p{Lu})))\r?\n(?!\s*\n)"
)
_TOKEN = re.compile(r"\w+|[^\w\s]")
# Words that may be figures misread as letters alone: "quý ll", "ngày lO".
_OCR_WORDS = frozenset(["l", "ll", "lll", "lv", "hi", "o", "lo", "ol", "oo", "oi", "io", "il", "li"])
_OCR_NUMBER = regex.compile(
    r"(?<=(?:ngày|ngay|tháng|thang|năm|nam|/|-|\.|,|trước|đến|từ|hết|giờ|mùng|nhất|sau|trong)\s*)(?<![\w])(?:(?=[ols|i]*\d)[\dols|i]{1,4}|[ol|i]{2}(?=\s*[/.-]|\s+(?:năm|nam|tháng|thang)\s))(?!\w)"
    r"|(?<!\w)(?:(?=[ols|i]*\d)[\dols|i]{1,2}|[ol|i]{2})(?=\s*[/.-]\s*[\dols|i]{1,2}\s*[/.-]\s*[\dols|i]{2,4}(?!\w)|\s+(?:tháng|thang)\s)"
)
_DIGITS = str.maketrans("ols|i", "01511")
_OCR_ROMAN = regex.compile(r"(?<=quý\s+)(?:hi|[il1|]{1,3}v?|[il1|]?v)(?=\s*(?:[/.,;:\-)]|\s|$))")
_ROMAN = str.maketrans("l1|", "iii")
# năm is "year" before a figure and may be "five" elsewhere.
_FIVE = regex.compile(r"năm(?!\w|\s+\d)")
_BEFORE = {"number": regex.compile(r"\s+\d"), "year": regex.compile(r"\s+(?:19|20)\d\d(?!\w)"), "roman": regex.compile(r"\s+(?:i{1,3}|iv)(?!\w)"),
           "unit": regex.compile(r"\s+(?:ngày|ngay|tuần|tuan|tháng|thang|quý|quy|năm|nam)(?!\w)"),
           "night": regex.compile(r"\s+đêm(?!\w)"),
           "date": regex.compile(r"\s+(?:ngày|ngay|tháng|thang|năm|nam|quý|qui|quy|tuần|tuan)(?!\w)")}  # fmt: skip
_AFTER_NUMBER = regex.compile(r"(?r)\d\s+")
_COUNTED = regex.compile(r"\s+(?:\(\s*\d+\s*\)\s*)?(?:ngày|tháng|quý|tuần|năm|giờ|tiếng)(?!\w)")
_LONGEST_NUMBER = 12
_LAST_WORD = re.compile(r"\w+$")
_OF_MONTH = re.compile(r"\s*(?:tháng|/)")
_OF_YEAR = re.compile(r"\s+năm\s+(?:\d|hai)|\s*[,.;:)/]|\s*$")
_FIVE_OF = re.compile(r"\s+(?:ngày|tháng|tuần)(?!\w)")


class _Word(NamedTuple):
    """A number word and where it stands."""

    start: int
    end: int
    text: str


class Surface(NamedTuple):
    """The text that the grammar reads, and where a written-out number ends behind its digits: start of the filling → its end; and its words and signs."""

    text: str
    fillings: dict[int, int]
    tokens: list[str]

    def end(self, at: int) -> int:
        """Where an expression that ends at ``at`` ends in the text as written."""
        return self.fillings.get(at, at)


class SurfaceReader:
    """Reads texts into their surface, mending the toneless words that the rules name."""

    def __init__(self, noise: Sequence[Rule]) -> None:
        self._tones: dict[str, list[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]] = {}
        for rule in noise:
            word, reads = rule.data.get("word", ""), rule.data.get("reads", "").translate(_ALIKE)
            before, after, never = (tuple(rule.data.get(key, ())) for key in ("before", "after", "never_after"))
            if not word or len(word) != len(reads):
                raise RuleError(f"{rule.file}: rule {rule.id!r}: `word` and `reads` must be words of the same length")
            if set(before) - set(_BEFORE):
                raise RuleError(f"{rule.file}: rule {rule.id!r}: `before` knows {sorted(_BEFORE)}")
            self._tones.setdefault(word, []).append((reads, before, after, never))
        self._known = words.WORDS | self._tones.keys()
        self._telling = self._known - {"năm"}
        self._special = self._known | _OCR_WORDS

    def read(self, source: str) -> Surface:
        """The surface of a text in NFC."""
        if "\n" in source:
            source = _SOFT_BREAK.sub(lambda m: " " * len(m[0]), source)
        low = source.lower()
        if len(low) != len(source):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in source)
        plain = _ODD.search(low) is None
        if not plain:
            low = low.translate(_ALIKE)
            if "<" in low:
                low = _TAG.sub(lambda m: " " * len(m[0]), low)
            plain = _ODD.search(low) is None
        if "  " in low or "\n\n" in low or "\n " in low:
            spaced = low
            low = _GAP.sub(lambda m: "␣" * len(m[0]), low)  # no expression reaches over so wide a gap
            plain = plain and low == spaced
        tokens = _parted(low) if plain else _TOKEN.findall(low)
        odd = [token for token in tokens if not token.isalpha()]
        special = not self._special.isdisjoint(tokens)
        if any([not token.isdigit() and len(token) > 1 for token in odd]) or (special and not _OCR_WORDS.isdisjoint(tokens)):  # noqa: C419
            low = _OCR_NUMBER.sub(lambda m: m[0].translate(_DIGITS), low)
            low = _OCR_ROMAN.sub(lambda m: "ii" if m[0] == "hi" else m[0] if m[0] == "1" else m[0].translate(_ROMAN), low)
            tokens = _TOKEN.findall(low)
            special = True
        if not special or (self._telling.isdisjoint(tokens) and not _FIVE.search(low)):
            return Surface(low, {}, tokens)
        return self._words(low, tokens)

    def _words(self, low: str, tokens: list[str]) -> Surface:
        pieces: list[str] = []
        fillings: dict[int, int] = {}
        mended: dict[int, str] = {}
        run: list[_Word] = []
        done = at = last = 0
        for i, word in enumerate(tokens):
            if word not in self._known:
                continue
            start = place(low, word, at)
            at = start + len(word)
            if run and (last != i - 1 or word not in words.WORDS or len(run) == _LONGEST_NUMBER):
                done = self._number(low, run, pieces, fillings, done)
                run = []
            for reads, before, after, never in self._tones.get(word, ()):
                previous = _previous(tokens, i, mended)
                if previous not in never and self._fits(low, start, at, before, after, previous):
                    pieces += (low[done:start], reads)
                    done, word, mended[i] = at, reads, reads
                    break
            if word in words.WORDS and (run or word != "năm" or not tokens[i + 1 : i + 2] or not tokens[i + 1][0].isdigit()):
                run.append(_Word(start, at, word))
                last = i
        if run:
            done = self._number(low, run, pieces, fillings, done)
        if not pieces:
            return Surface(low, fillings, tokens)
        text = "".join((*pieces, low[done:]))
        return Surface(text, fillings, _TOKEN.findall(text))

    @staticmethod
    def _fits(low: str, start: int, end: int, before: tuple[str, ...], after: tuple[str, ...], previous: str) -> bool:
        if before and not any(_BEFORE[kind].match(low, end) for kind in before):
            return False
        if not after:
            return True
        return any(_AFTER_NUMBER.match(low, max(0, start - 6), start) is not None if kind == "number" else previous == kind for kind in after)

    @staticmethod
    def _number(low: str, run: list[_Word], pieces: list[str], fillings: dict[int, int], done: int) -> int:
        """Writes the numbers of a run of number words as digits where they count days, months … or name one; returns how far the text is written."""
        lead = _lead(low, run[0].start)
        while run:
            # "ba năm" may be three years, "tháng năm năm 2021" May 2021: năm is a number only where another năm or nothing follows.
            size, value = 0, None
            for count in range(len(run), 0, -1):
                value = words.number([word.text for word in run[:count]])
                if value is not None and _counts(low, lead, run[:count], value):
                    size = count
                    break
            if not size or value is None:
                lead, run = run[0].text, run[1:]
                continue
            start, end, digits = run[0].start, run[size - 1].end, str(value)
            if len(digits) <= end - start:
                pieces += (low[done:start], digits, " " * (end - start - len(digits)))
                if end - start > len(digits):
                    fillings[start + len(digits)] = end
                done = end
            lead, run = digits, run[size:]
        return done


def place(text: str, word: str, at: int) -> int:
    """Where a word that stands in a text at or after an offset does so, as a whole word."""
    while True:
        start = text.index(word, at)
        at = start + len(word)
        if not text[at : at + 1].isalnum() and not text[start - 1 : start].isalnum():
            return start
        at = start + 1


def _previous(tokens: Sequence[str], i: int, mended: Mapping[int, str]) -> str:
    """The word before a token that is no number word, as it is read; "" without one."""
    for j in range(i - 1, -1, -1):
        if tokens[j][0].isalnum() and tokens[j] not in words.WORDS:
            return mended.get(j, tokens[j])
    return ""


def _lead(low: str, start: int) -> str:
    """The word just before an offset, "" where none stands directly before it."""
    head = low[max(0, start - 12) : start].rstrip(" \n")
    match = _LAST_WORD.search(head) if len(head) < start else None
    return match[0] if match else ""


def _counts(low: str, lead: str, run: Sequence[_Word], value: int) -> bool:
    """Whether number words are a number of the calendar: after ngày, tháng …, or before them."""
    end = run[-1].end
    single = run[0].text if len(run) == 1 else ""
    if single == "không" or low.startswith(" lần", end) or low.startswith(" lượt", end):
        return False
    if lead in ("mùng", "mồng"):
        return value <= 10
    if lead == "ngày" and 1 <= value <= 31:
        return not single or single == "mười" or _OF_MONTH.match(low, end, end + 12) is not None
    if lead == "tháng" and 1 <= value <= 12:
        return single != "năm" or _OF_YEAR.match(low, end, end + 12) is not None
    if lead == "năm":
        return value >= 1900
    if lead == "quý" and 1 <= value <= 4:
        return True
    if lead == "tuần":
        return 1 <= value <= 5 and not single.startswith("năm")
    if single == "năm":
        return _FIVE_OF.match(low, end, end + 10) is not None and lead in ("trong", "vòng", "sau", "hạn", "các", "mỗi", "kì")
    return value > 0 and lead not in ("hằng", "hàng", "thứ", "cả") and bool(_COUNTED.match(low, end))


def _parted(plain: str) -> list[str]:
    """The words and signs of a text of plain letters, digits and signs."""
    for sign in _SIGNS:
        if sign in plain:
            plain = plain.replace(sign, f" {sign} ")
    return plain.split()
