"""The clause as it is read: whom it names, what kind of instruction it is, where its task begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from extractor.components.tasks.clauses import Span

Kind = Literal["order", "duty", "modal", "announced", "subject", "imperative", "nominal", "none"]


class Predicate(NamedTuple):
    """What a subject does: the kind of instruction, the rule that tells it, where its verb begins, whether it is passive."""

    kind: Kind
    rule: str
    verb: int
    passive: bool = False


@dataclass(slots=True)
class Clause:
    """One clause: ``start``..``end`` its words; ``subject`` the bodies that must act, ``leader`` who orders, ``coordinators`` who works along.

    ``verb`` is where the task begins; ``preamble`` tells that the subject or verb stands after a phrase of time or ground.
    """

    start: int
    end: int
    kind: Kind = "none"
    rule: str = ""
    subject: Span | None = None
    leader: Span | None = None
    coordinators: Span | None = None
    coordinators_rule: str = ""
    verb: int = 0
    passive: bool = False
    past: bool = False
    preamble: bool = False

    def says(self, kind: Kind, rule: str, verb: int) -> bool:
        """Fills in what kind of instruction the clause is; always true, so that readers can end with it."""
        self.kind, self.rule, self.verb = kind, rule, verb
        return True

    def take(self, found: Predicate, subject: Span | None, preamble: bool = False) -> bool:
        """Fills the clause with a subject and what it does; always true as well."""
        self.kind, self.rule, self.verb, self.passive = found
        self.subject, self.preamble = subject, preamble
        return True
