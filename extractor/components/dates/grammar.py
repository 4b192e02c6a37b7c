"""Finds date expressions: one pass over the words of a surface; a word that opens rules tries them in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import regex

from extractor.rules import Rule, RuleError

READS = frozenset(
    "skip code date day weekday week month quarter months year period duration every today time now open routine current feast".split()
)
_WORD = regex.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Item:
    """An expression as the grammar found it: what it reads as, the captures of its rule, and what was joined to it.

    ``time`` is its hour (HH:MM), ``first`` the item from which a range runs up to this one, ``weekday`` the weekdays of a week, ``parts`` the items of a
    recurrence, ``lent`` the later item whose month and year a bare day shares.
    """

    start: int
    end: int
    rule: str
    reads: str
    groups: Mapping[str, list[str]] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    time: str | None = None
    first: Item | None = None
    weekday: tuple[str, ...] = ()
    parts: tuple[Item, ...] = ()
    lent: Item | None = None
    core: int = -1

    @property
    def weak(self) -> bool:
        """Whether it is a date only in good company."""
        return bool(self.data.get("weak"))

    def get(self, name: str) -> str:
        """The first capture of a group, "" without one."""
        found = self.groups.get(name)
        return found[0] if found else ""

    def all(self, name: str) -> list[str]:
        """All captures of a group, in order."""
        return self.groups.get(name) or []


class Grammar:
    """The rules of expressions and holidays, by the words that open them."""

    def __init__(self, expressions: Iterable[Rule], holidays: Iterable[Rule]) -> None:
        self._openers: dict[str, list[tuple[Callable[[str, int], regex.Match[str] | None], str, Rule]]] = {}
        for reads, rule in [(rule.data.get("reads"), rule) for rule in expressions] + [("feast", rule) for rule in holidays]:
            if reads not in READS:
                raise RuleError(f"{rule.file}: rule {rule.id!r}: `reads` must be one of {', '.join(sorted(READS))}")
            if not rule.data.get("anchor"):
                raise RuleError(f"{rule.file}: rule {rule.id!r} has no `anchor`: name the words that open it")
            for word in rule.data["anchor"]:
                self._openers.setdefault(word, []).append((rule.pattern.match, reads, rule))

    def scan(self, surface: str) -> list[Item]:
        """All expressions of a surface, in order and apart; look-alikes are left out, numbers of documents are kept (``reads`` is code)."""
        found: list[Item] = []
        done = 0
        openers = self._openers
        digits = openers.get("0", [])
        for word in _WORD.finditer(surface):
            start = word.start()
            if start < done:
                continue
            if surface[start].isdigit():
                if start > 1 and surface[start - 1] in "/.-," and surface[start - 2].isdigit():
                    continue  # the tail of a number that nothing could read
                rules = digits
            else:
                rules = openers.get(word[0], ())  # type: ignore[arg-type]
            for match_at, reads, rule in rules:
                match = match_at(surface, start)
                if match is not None and match.end() > start:
                    done = match.end()
                    if reads != "skip":
                        found.append(Item(start, done, rule.id, reads, match.capturesdict(), rule.data))
                    break
        return found
