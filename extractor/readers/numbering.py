"""The labels of Word's automatic lists: "I.", "1.2", "a)", "-", as they stand on the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import regex
from lxml import etree

from extractor.readers.styles import Look, look

# Signs set in symbol fonts have codes of their own, kept by Word in the private area.
_GREEK = dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)) | dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_SYMBOLS = {
    "symbol": {
        **_GREEK, **{code: chr(code) for code in (*range(0x20, 0x22), 0x23, *range(0x25, 0x27), *range(0x28, 0x2A), *range(0x2B, 0x40), 0x5B, 0x5D)},
        0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xA8: "♦", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
        0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xC6: "∅", 0xCE: "∈", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑",
    },
    "wingdings": {
        0x28: "☎", 0x2A: "✉", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA7: "▪", 0xA8: "□",
        0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x96: "•", 0x97: "●", 0xA3: "□"},
    "courier new": {0x6F: "◦"},
}  # fmt: skip
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def symbol(char: str, font: str, unknown: str = "") -> str:
    """A character of a symbol font as Unicode, or what stands for a sign that is not known; characters of other fonts as they are.

    >>> symbol("\\uf0b7", "Symbol"), symbol("\\uf0b3", "Symbol"), symbol("-", "Times New Roman"), symbol("\\uf0ff", "Webdings", "•")
    ('•', '≥', '-', '•')
    """
    code = ord(char)
    known = _SYMBOLS.get(font.lower(), {})
    if 0xF000 <= code <= 0xF0FF:
        return known.get(code & 0xFF, unknown)
    return known.get(code, char)


def number(value: int, form: str) -> str:
    """A list's number in one of Word's formats.

    >>> [number(14, form) for form in ("decimal", "upperRoman", "lowerLetter", "decimalZero", "none")]
    ['14', 'XIV', 'n', '14', '']
    """
    if form in ("upperRoman", "lowerRoman") and 0 < value < 4000:
        roman, rest = "", value
        for size, letters in _ROMAN:
            roman += letters * (rest // size)
            rest %= size
        return roman.upper() if form == "upperRoman" else roman
    if form in ("upperLetter", "lowerLetter") and value > 0:
        letters = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 20)
        return letters.upper() if form == "upperLetter" else letters
    if form == "decimalZero":
        return f"{value:02}"
    return "" if form == "none" else str(value)


@dataclass(slots=True)
class Level:
    """One level of a list: where it starts, how its number is written, and the text about it ("%1.%2)")."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    look: Look = field(default_factory=Look)
    style: str = ""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        linked = {}
        styles = {}
        for item in root.findall("abstractNum"):
            key = item.get("abstractNumId", "")
            self._abstract[key] = {int(lvl.get("ilvl", "0")): _level(lvl) for lvl in item.findall("lvl")}
            if (link := item.find("numStyleLink")) is not None:
                linked[key] = link.get("val")
            if (link := item.find("styleLink")) is not None:
                styles[link.get("val")] = key
        for item in root.findall("num"):
            abstract = item.find("abstractNumId")
            key = abstract.get("val", "") if abstract is not None else ""
            key = styles.get(linked.get(key), key)
            made = _List(key, dict(self._abstract.get(key, {})))
            for override in item.findall("lvlOverride"):
                level = int(override.get("ilvl", "0"))
                if (lvl := override.find("lvl")) is not None:
                    made.levels[level] = _level(lvl)
                if (start := override.find("startOverride")) is not None:
                    first = int(start.get("val", "1"))
                    made.overrides[level] = first
                    made.levels[level] = replace(made.levels.get(level, Level()), start=first)
            self._lists[item.get("numId", "")] = made

    def level_of_style(self, num_id: str, styles: Iterable[str]) -> int:
        """The level that a list ties to a paragraph style, or to the nearest that it is based on."""
        found = self._lists.get(num_id)
        tied = {level.style: i for i, level in found.levels.items() if level.style} if found else {}
        return next((tied[style] for style in styles if style in tied), 0)

    def label(self, num_id: str, level: int) -> tuple[str, Look]:
        """Count one item of a list and give its label with the look that the list gives it; nothing for a list that is not defined."""
        found = self._lists.get(num_id)
        if found is None or level not in found.levels:
            return "", Look()
        counts = self._counts.setdefault(found.abstract, {})
        if num_id not in self._begun:
            self._begun.add(num_id)
            for i, start in found.overrides.items():
                counts[i] = start - 1
        this = found.levels[level]
        counts[level] = counts.get(level, this.start - 1) + 1
        for deeper in [i for i in counts if i > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or 0 < level + 1 <= restart:
                del counts[deeper]
        if this.form == "bullet":
            return "".join(symbol(c, this.look.font or "", "•") for c in this.text).strip(), this.look
        text = regex.sub(r"%([1-9])", lambda m: self._number(found, counts, int(m[1]) - 1, this.legal), this.text)
        return " ".join(text.split()), this.look

    def _number(self, found: _List, counts: dict[int, int], level: int, legal: bool) -> str:
        of = found.levels.get(level, Level())
        return number(counts.get(level, of.start), "decimal" if legal else of.form)


def _level(lvl: etree._Element) -> Level:
    def value(name: str, default: str) -> str:
        found = lvl.find(name)
        return default if found is None else found.get("val", default)

    restart = lvl.find("lvlRestart")
    legal = lvl.find("isLgl")
    return Level(
        start=int(value("start", "0" if lvl.find("start") is None else "1")),
        form=value("numFmt", "decimal"),
        text=value("lvlText", ""),
        legal=legal is not None and legal.get("val", "1") not in ("0", "false"),
        restart=None if restart is None else int(restart.get("val", "0")),
        look=look(lvl.find("rPr")),
        style=value("pStyle", ""),
    )
