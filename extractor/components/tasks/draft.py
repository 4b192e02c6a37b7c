"""A task on its way: the clause that states it, what it inherits, and the spans that will become its cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.components.tasks.clause import Clause
from extractor.components.tasks.clauses import Span
from extractor.components.tasks.scope import Inherited, Scope
from extractor.model import Deadline, Place


@dataclass(slots=True)
class Draft:
    """``evidence`` is the stretch of the reading that states the task; ``features`` says what its decision rests on."""

    evidence: Span
    clause: Clause
    scope: Scope
    rule: str
    section: tuple[str, ...]
    assignees: Inherited | None = None
    coordinators: Inherited | None = None
    due: Deadline | None = None
    due_place: Place = "clause"
    verb_from: Inherited | None = None
    features: dict[str, float] = field(default_factory=dict)
