"""Slips of the pen and of OCR within one edit of a known name ("Văn **phong**", "**Sỡ** Y tế"): the token is read as what it should be, the text stays."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from extractor.components.bodies.tokens import CAPS, MARK, NEAR, TITLE, WRAPPED, Tokens

_LONGEST = 5  # syllables of a name that is looked up
_LETTERS = 5  # the least that a name must have

Key = tuple[str, ...]


class Slips:
    """Known names, found again when one of their syllables has one letter wrong, too many or too few.

    >>> tokens = Tokens("Văn phong huyện")
    >>> Slips([["văn", "phòng"]]).mend(tokens)
    >>> tokens.words
    ['văn', 'phòng', 'huyện']
    """

    def __init__(self, names: Iterable[Sequence[str]], right: Iterable[str] = ()) -> None:
        """``right``: words that are never misread."""
        self._right = frozenset(right)
        self._known: set[Key] = {tuple(name) for name in names if 2 <= len(name) <= _LONGEST and len("".join(name)) >= _LETTERS}
        self._without: dict[Key, set[str]] = {}
        for name in self._known:
            for at, syllable in enumerate(name):
                self._without.setdefault((*name[:at], "", *name[at + 1 :]), set()).add(syllable)
        self._firsts = frozenset(name[0] for name in self._known)
        self._seconds = frozenset(name[1] for name in self._known)

    def mend(self, tokens: Tokens) -> None:
        """Replaces the misread words of a text that begin or end in a known name; does nothing the second time."""
        if tokens.mended:
            return
        tokens.mended = True
        words, shapes, firsts, seconds = tokens.words, tokens.shapes, self._firsts, self._seconds
        for i in range(len(words) - 1):
            if (shapes[i] == TITLE or tokens.shouts[i]) and (words[i] in firsts or words[i + 1] in seconds) and not _goes_on(tokens, i):
                self._mend_at(tokens, i)

    def _mend_at(self, tokens: Tokens, i: int) -> None:
        words, longest = tokens.words, 1
        while longest < _LONGEST and i + longest < len(words) and tokens.gaps[i + longest] <= WRAPPED and tokens.shapes[i + longest] != MARK:
            longest += 1
        for size in range(longest, 1, -1):
            said = tuple(words[i : i + size])
            if said in self._known:
                return
            for at in range(size):
                right = self._without.get((*said[:at], "", *said[at + 1 :]))
                if not right or said[at] in self._right:
                    continue
                # At its beginning, and where only one other syllable tells the name, a mark over or under a letter may be wrong, not a letter.
                slip = _other_marks if at == 0 or size == 2 else _one_edit
                meant = next((syllable for syllable in sorted(right) if slip(said[at], syllable)), None)
                if meant is not None:
                    words[i + at] = meant
                    return


def _goes_on(tokens: Tokens, i: int) -> bool:
    """Whether a name with capitals began before the token ("Trần **Công** Đoan", "tỉnh Nghệ **An** quản lý")."""
    return i > 0 and tokens.gaps[i] == NEAR and tokens.shapes[i - 1] in (TITLE, CAPS) and tokens.words[i - 1] != "giao"


def _other_marks(one: str, other: str) -> bool:
    return one != other and _plain(one) == _plain(other) and _one_edit(one, other)


def _plain(syllable: str) -> str:
    """A syllable without its diacritics."""
    return "".join(letter for letter in unicodedata.normalize("NFD", syllable.replace("đ", "d")) if not unicodedata.combining(letter))


def _one_edit(one: str, other: str) -> bool:
    """Whether two syllables of some length differ in one letter.

    >>> _one_edit("phong", "phòng"), _one_edit("chnh", "chính"), _one_edit("ban", "ban"), _one_edit("an", "tế")
    (True, True, False, False)
    """
    if one == other or abs(len(one) - len(other)) > 1 or max(len(one), len(other)) < 2 or not one.isalpha():
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return one[at + (len(one) >= len(other)) :] == other[at + (len(other) >= len(one)) :]
