"""Lists of bodies at given offsets of one text, which is cut into tokens only once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from extractor.components.bodies.finder import BodyFinder
from extractor.components.bodies.tokens import Tokens
from extractor.model import Body

_SURE = 0.6
"""How sure a mention has to be where the grammar sees no body, or a shorter one."""


class Regions:
    """Answers `at` for one text, remembering what was asked before. Mentions found by other means complete the grammar's own."""

    def __init__(self, finder: BodyFinder, tokens: Tokens, mentions: Iterable[Body] = ()) -> None:
        self._finder = finder
        self._tokens = tokens
        sure = ((bisect_left(tokens.starts, body.start), bisect_left(tokens.starts, body.end)) for body in mentions if body.confidence >= _SURE)
        self._mentions = dict(sure)
        self._ends: dict[int, int | None] = {}
        self._known: dict[int, tuple[int, int] | None] = {}

    def at(self, start: int) -> tuple[int, int] | None:
        """The longest list of bodies that begins with the token at an offset, as (start, end); None when none begins there."""
        if start not in self._known:
            self._known[start] = self._look(start)
        return self._known[start]

    def _look(self, start: int) -> tuple[int, int] | None:
        index = bisect_left(self._tokens.starts, start)
        if index >= len(self._tokens):
            return None
        begin = self._tokens.starts[index]
        last = self._finder.list_end(self._tokens, index, self._ends, self._mentions)
        return None if last is None else (begin, self._tokens.ends[last - 1])
