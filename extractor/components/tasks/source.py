"""What the modules of this stage read of one document: its text, its bodies and dates, and the compiled rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import regex

from extractor.components.tasks.clause import Clause
from extractor.components.tasks.clauses import Span
from extractor.components.tasks.lexicon import Lexicon
from extractor.model import Deadline


class BodyRegions(Protocol):
    """Lists of bodies by where they begin, see `extractor.components.bodies.regions.Regions`."""

    def at(self, start: int) -> Span | None: ...


@dataclass(slots=True)
class Source:
    """One document; ``words`` are the spans of its words, ``date_ends`` tells where dates end that begin at an offset: the subject may follow them;
    ``clauses`` keeps what was parsed."""

    text: str
    folded: str
    regions: BodyRegions
    dates: Sequence[Deadline]
    cues: Mapping[str, regex.Pattern[str]]
    lexicon: Lexicon
    words: Sequence[Span]
    date_ends: dict[int, tuple[int, ...]] = field(init=False)
    clauses: dict[Span, Clause] = field(init=False, default_factory=dict)
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.date_ends = {date.start: (date.end,) for date in self.dates}
        self._starts = [start for start, _ in self.words]

    def word_over(self, at: int) -> Span | None:
        """The word of several syllables that an offset lies inside; None when a word begins or ends there."""
        index = bisect_right(self._starts, at) - 1
        word = self.words[index] if index >= 0 else (at, at)
        return word if word[0] < at < word[1] else None
