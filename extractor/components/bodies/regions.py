"""Lists of bodies at given offsets of one text, which is cut into tokens only once."""

from __future__ import annotations

from bisect import bisect_left

from extractor.components.bodies.finder import BodyFinder
from extractor.components.bodies.tokens import Tokens


class Regions:
    """Answers `at` for one text, remembering what was asked before."""

    def __init__(self, finder: BodyFinder, text: str) -> None:
        self._finder = finder
        self._tokens = Tokens(text)
        self._ends: dict[int, int | None] = {}

    def at(self, start: int) -> tuple[int, int] | None:
        """The longest list of bodies that begins with the token at an offset, as (start, end); None when none begins there."""
        index = bisect_left(self._tokens.starts, start)
        end = self._finder.list_end(self._tokens, index, self._ends)
        return None if end is None else (self._tokens.starts[index], self._tokens.ends[end - 1])
