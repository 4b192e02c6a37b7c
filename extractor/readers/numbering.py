"""The labels of Word's automatic lists: "I.", "1.2", "a)", "-", as they stand on the page."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex
from lxml import etree

# Bullets set in symbol fonts have codes of their own, kept by Word in the private area.
_SYMBOLS = {
    "symbol": {0xB7: "•", 0x2D: "-", 0xAE: "→", 0xA8: "♦"},
    "wingdings": {0xA7: "▪", 0x6E: "■", 0x6C: "●", 0x71: "❑", 0x76: "❖", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xF0: "➔", 0xFC: "✓", 0xFE: "☑"},
    "courier new": {0x6F: "◦"},
}  # fmt: skip
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def symbol(char: str, font: str) -> str:
    """A character of a symbol font as Unicode; other characters as they are.

    >>> symbol("\\uf0b7", "Symbol"), symbol("-", "Times New Roman")
    ('•', '-')
    """
    code = ord(char)
    known = _SYMBOLS.get(font.lower(), {})
    if 0xF000 <= code <= 0xF0FF:
        code &= 0xFF
        return known.get(code, "•")
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
    font: str = ""
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
                    made.overrides[level] = int(start.get("val", "1"))
            self._lists[item.get("numId", "")] = made

    def level_of_style(self, num_id: str, style: str) -> int:
        """The level that a list ties to a paragraph style."""
        found = self._lists.get(num_id)
        return next((i for i, level in found.levels.items() if level.style == style), 0) if found and style else 0

    def label(self, num_id: str, level: int) -> str:
        """Count one item of a list and give its label; nothing for a list that is not defined."""
        found = self._lists.get(num_id)
        if found is None or level not in found.levels:
            return ""
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
            return "".join(symbol(c, this.font) for c in this.text).strip()
        return regex.sub(r"%([1-9])", lambda m: self._number(found, counts, int(m[1]) - 1, this.legal), this.text).strip()

    def _number(self, found: _List, counts: dict[int, int], level: int, legal: bool) -> str:
        of = found.levels.get(level, Level())
        return number(counts.get(level, of.start), "decimal" if legal else of.form)


def _level(lvl: etree._Element) -> Level:
    def value(name: str, default: str) -> str:
        found = lvl.find(name)
        return default if found is None else found.get("val", default)

    fonts = lvl.find("rPr/rFonts")
    restart = lvl.find("lvlRestart")
    legal = lvl.find("isLgl")
    return Level(
        start=int(value("start", "0" if lvl.find("start") is None else "1")),
        form=value("numFmt", "decimal"),
        text=value("lvlText", ""),
        legal=legal is not None and legal.get("val", "1") not in ("0", "false"),
        restart=None if restart is None else int(restart.get("val", "0")),
        font="" if fonts is None else fonts.get("hAnsi") or fonts.get("ascii") or "",
        style=value("pStyle", ""),
    )
