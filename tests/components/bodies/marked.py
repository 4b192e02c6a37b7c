"""Text with its bodies marked: ``Giao <body>Sở Y tế</body>``; the attributes say more (``name="…" kind="…"``). Mark-up that is not understood is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAG = re.compile(r'<(?P<close>/)?body(?P<attributes>(?:\s+(?:name|kind)="[^"]*")*)\s*>')
_ATTRIBUTE = re.compile(r'(name|kind)="([^"]*)"')


@dataclass(frozen=True)
class Marked:
    start: int
    end: int
    name: str | None
    kind: str | None


def parse(source: str) -> tuple[str, list[Marked]]:
    """The text without the marks, and the marks."""
    text, marks, at = "", [], 0
    opened: tuple[int, dict[str, str]] | None = None
    for tag in _TAG.finditer(source):
        text += source[at : tag.start()]
        at = tag.end()
        if tag["close"]:
            if opened is None or tag["attributes"]:
                raise ValueError(f"a stray {tag[0]} in {source!r}")
            start, attributes = opened
            marks.append(Marked(start, len(text), attributes.get("name"), attributes.get("kind")))
            opened = None
        else:
            if opened is not None:
                raise ValueError(f"a mark within a mark in {source!r}")
            opened = len(text), dict(_ATTRIBUTE.findall(tag["attributes"]))
    text += source[at:]
    if opened is not None:
        raise ValueError(f"an unclosed mark in {source!r}")
    if "<" in text or ">" in text:
        raise ValueError(f"mark-up that is not understood in {source!r}")
    return text, marks
