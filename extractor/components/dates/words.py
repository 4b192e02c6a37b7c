"""Vietnamese number words.

>>> number(["hai", "mươi", "lăm"]), number(["hai", "nghìn", "không", "trăm", "hai", "mươi"]), number(["mười", "một"])
(25, 2020, 11)
"""

from __future__ import annotations

from collections.abc import Sequence

_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"mươi": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000}
_FILLERS = {"linh", "lẻ"}

WORDS = frozenset(_UNITS) | frozenset(_SCALES) | _FILLERS | {"mười"}
"""Every word that may stand in a number."""


def number(words: Sequence[str]) -> int | None:
    """The number that the words say, None where they say none ("hai ba", "trăm")."""
    if len(words) == 4 and all(word in _UNITS for word in words):
        return int("".join(str(_UNITS[word]) for word in words))  # a year read figure by figure: "hai không hai mốt"
    total = pending = 0
    last = ""
    for word in words:
        if word in _UNITS:
            if last in _UNITS:
                return None
            pending = _UNITS[word]
        elif word == "mười":
            if last in _UNITS:
                return None
            total, pending = total + 10, 0
        elif word in _SCALES:
            if last not in _UNITS:
                return None
            total, pending = (total + pending) * 1000 if _SCALES[word] == 1000 else total + pending * _SCALES[word], 0
        elif not last:
            return None
        last = word
    return None if last in _FILLERS else total + pending
