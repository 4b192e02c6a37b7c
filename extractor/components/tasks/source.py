"""What the modules of this stage read of one document: its text, its bodies and dates, and the compiled rules."""

from __future__ import annotations

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
    """One document; ``date_ends`` tells where dates end that begin at an offset: what follows them may be the subject;
    ``clauses`` keeps what was parsed."""

    text: str
    folded: str
    regions: BodyRegions
    dates: Sequence[Deadline]
    cues: Mapping[str, regex.Pattern[str]]
    lexicon: Lexicon
    date_ends: dict[int, tuple[int, ...]] = field(init=False)
    clauses: dict[Span, Clause] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.date_ends = {date.start: (date.end,) for date in self.dates}
