"""Word's styles: what a paragraph or a run inherits, as far as it changes what is read (fonts, capitals, hidden text, lists, headings)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """What of a run's look changes its reading; None where nothing is said."""

    font: str | None = None
    caps: bool | None = None
    hidden: bool | None = None

    def over(self, other: Look) -> Look:
        """This look where it says something, the other elsewhere."""
        return Look(
            other.font if self.font is None else self.font,
            other.caps if self.caps is None else self.caps,
            other.hidden if self.hidden is None else self.hidden,
        )


def flag(properties: etree._Element | None, name: str) -> bool | None:
    """A switch such as <caps/>: on, off, or not said."""
    found = None if properties is None else properties.find(name)
    return None if found is None else found.get("val", "1") not in _OFF


def look(properties: etree._Element | None) -> Look:
    """What a run's own properties say."""
    if properties is None:
        return Look()
    fonts = properties.find("rFonts")
    font = None if fonts is None else fonts.get("hAnsi") or fonts.get("ascii") or fonts.get("cs")
    return Look(font, flag(properties, "caps"), flag(properties, "vanish"))


class Styles:
    """The styles of a document, each asked with all that it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._looks: dict[str, Look] = {}
        self._base = Look()
        if root is None:
            return
        for style in root.findall("style"):
            key = style.get("styleId", "")
            self._styles[key] = style
            if style.get("type") == "paragraph" and style.get("default", "0") not in _OFF:
                self._default = key
        self._base = look(root.find("docDefaults/rPrDefault/rPr"))

    def _chain(self, key: str) -> list[etree._Element]:
        found: list[etree._Element] = []
        while key in self._styles and self._styles[key] not in found:
            found.append(self._styles[key])
            based = self._styles[key].find("basedOn")
            key = "" if based is None else based.get("val", "")
        return found

    def look(self, paragraph: str) -> Look:
        """The look that a paragraph of this style gives its runs; of the default style where none is named."""
        return self._resolved(paragraph or self._default).over(self._base)

    def run(self, style: str) -> Look:
        """What a character style says."""
        return self._resolved(style)

    def _resolved(self, key: str) -> Look:
        if not self._styles:
            return Look()
        if key not in self._looks:
            found = Look()
            for style in self._chain(key):
                found = found.over(look(style.find("rPr")))
            self._looks[key] = found
        return self._looks[key]

    def numbering(self, paragraph: str) -> tuple[str | None, int | None]:
        """The list and level that a paragraph style puts its paragraphs in."""
        num = level = None
        for style in self._chain(paragraph or self._default):
            found = style.find("pPr/numPr")
            if found is not None:  # a style may say its level alone, its list being that of the style it is based on
                num = found.find("numId") if num is None else num
                level = found.find("ilvl") if level is None else level
        return None if num is None else num.get("val"), None if level is None else int(level.get("val", "0"))

    def bases(self, paragraph: str) -> list[str]:
        """A paragraph style and those that it is based on, nearest first."""
        return [style.get("styleId", "") for style in self._chain(paragraph or self._default)]

    def is_heading(self, paragraph: str) -> bool:
        """Whether a paragraph style is one of the outline."""
        for style in self._chain(paragraph):
            level = style.find("pPr/outlineLvl")
            if level is not None:
                return bool(level.get("val", "9") != "9")
        return False

    def ruled(self, table: str) -> bool:
        """Whether a table style draws rules."""
        return any(has_rules(style.find("tblPr/tblBorders")) for style in self._chain(table))


def has_rules(borders: etree._Element | None) -> bool:
    """Whether a set of borders draws a rule between cells or around them."""
    values: set[str] = set() if borders is None else {border.get("val", "nil") for border in borders}
    return bool(values - {"nil", "none"})
