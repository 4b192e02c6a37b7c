"""The runs of a paragraph, each in a font: runs in a legacy font are decoded, and together, for a letter may be split over two of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from extractor.encodings import legacy_font

SOFT_HYPHEN = "\u00ad"
"""No letter, save in TCVN3, whose ư it is."""
_CP1252 = frozenset("ŒœŠšŸŽžƒˆ˜")


class Runs:
    """Text as it is put together.

    >>> runs = Runs()
    >>> runs.add("Thoâ", "VNI-Times"); runs.add("ng baùo", "VNI-Times"); runs.add(" số 5", "Arial")
    >>> runs.text
    'Thông báo số 5'
    """

    __slots__ = ("_runs",)

    def __init__(self) -> None:
        self._runs: list[tuple[str, str]] = []

    def add(self, text: str, font: str | None = None) -> None:
        """Add a run in a font."""
        if text:
            name = (font or "").strip().lower()
            self._runs.append((name if legacy_font(name) else "", text))

    @property
    def text(self) -> str:
        """All runs, decoded."""
        return "".join(_decoded("".join(text for _, text in runs), legacy_font(font)) for font, runs in groupby(self._runs, lambda run: run[0]))


def _decoded(text: str, decode: Callable[[str], str] | None) -> str:
    # Text in Unicode that only wears the font of a legacy encoding is left as it is.
    if decode is None or any("\u0100" <= c <= "\u1fff" and c not in _CP1252 for c in text):
        return text.replace(SOFT_HYPHEN, "")
    return decode(text)
