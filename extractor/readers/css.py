"""The style sheet of an HTML page, as far as Word and offices write one: rules for an element, a class, or an element of a class."""

from __future__ import annotations

import regex
from lxml import etree

_COMMENT = regex.compile(r"/\*.*?\*/|<!--|-->", regex.DOTALL)
_MEDIA = regex.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = regex.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = regex.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?")
_MOST = 5000
"""Rules that are kept: a page of an office has a hundred."""


class StyleSheet:
    """What a page's <style> elements say; what is nearer to an element stands first."""

    def __init__(self, root: etree._Element) -> None:
        self._rules: dict[tuple[str, str], str] = {}
        for style in root.iter("style"):
            for match in _RULE.finditer(_MEDIA.sub("", _COMMENT.sub("", style.text or ""))):
                self._add(match[1], match[2])

    def _add(self, selectors: str, declarations: str) -> None:
        for selector in selectors.split(","):
            found = _SELECTOR.fullmatch(selector.strip())
            if found and len(self._rules) < _MOST:
                key = (found[1] or "", found[2] or "")
                self._rules[key] = f"{declarations};{self._rules.get(key, '')}"

    def of(self, element: etree._Element) -> str:
        """The declarations that hold for an element, its own first."""
        own = str(element.get("style", ""))
        if not self._rules:
            return own
        classes = str(element.get("class", "")).split()[:20]
        tag = str(element.tag)
        keys = [*((tag, name) for name in classes), *(("", name) for name in classes), (tag, "")]
        return ";".join((own, *(self._rules[key] for key in keys if key in self._rules)))
