"""The bodies that a document has named so far, for what it calls them afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.text import fold

_WORDS_KEPT = 12  # words of a name whose initials are looked up
_LONGEST = 200  # characters of a name that is short for another one


class Named:
    """The bodies that were named so far: asked for a beginning, the canonical name of the last one whose name goes on after it."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}
        self._short: dict[str, str] = {}

    def add(self, folded: str, canonical: str) -> None:
        """One more, in the order of the document; a list of several is the continuation of none."""
        if ", " not in canonical:
            at = folded.find(" ")
            while 0 <= at < _LONGEST:
                self._last[folded[:at]] = canonical
                at = folded.find(" ", at + 1)
            words = [word for word in re.findall(r"\w+", folded) if word != "và"][:_WORDS_KEPT]
            for stop in range(2, len(words) + 1):
                for start in range(0, min(stop - 1, 3)):
                    self._short.setdefault(f"{' '.join(words[:start])} {_first_letters(words[start:stop])}".strip(), canonical)

    def by_initials(self, name: str) -> str | None:
        """The canonical name of the first one that an abbreviation at the end of a name stands for: "Viện VSDTTƯ" after "Viện Vệ sinh dịch tễ Trung ương"."""
        *head, last = name.split(" ")
        letters = re.sub(r"\W", "", last)
        if len(letters) < 2 or not letters.isupper():
            return None
        return self._short.get(" ".join([*map(fold, head), _plain(letters)]))

    def last(self, beginning: str) -> str | None:
        return self._last.get(beginning)


def _first_letters(words: Sequence[str]) -> str:
    """Initials in small letters; "trung ương" is "tw" or "tư" in abbreviations, both "tu" here."""
    return _plain("".join(word[0] for word in words))


def _plain(letters: str) -> str:
    return letters.lower().replace("w", "u").replace("ư", "u").replace("đ", "d").replace("ô", "o").replace("â", "a").replace("ă", "a")
