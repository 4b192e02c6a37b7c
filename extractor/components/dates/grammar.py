"""Finds date expressions: one pass over the words of a surface; a word that opens rules tries them in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from extractor.rules import Rule, RuleError

READS = frozenset(
    (
        *("skip", "code", "date", "day", "weekday", "week", "month", "quarter", "months", "year", "period", "duration"),
        *("every", "today", "time", "now", "open", "routine", "current", "feast"),
    )
)
# No expression is longer; without a limit `regex` looks for a rule's literal words through the whole rest of the text.
_LONGEST = 320


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


Opener = tuple[Callable[[str, int, int], "regex.Match[str] | None"], str, Rule]


class Grammar:
    """The rules of expressions and holidays, by the words that open them and the word or sign that comes next."""

    def __init__(self, expressions: Iterable[Rule], holidays: Iterable[Rule]) -> None:
        named = [(rule.data.get("reads"), rule) for rule in expressions] + [("feast", rule) for rule in holidays]
        openers: dict[str, list[Opener]] = {}
        for reads, rule in named:
            if reads not in READS:
                raise RuleError(f"{rule.file}: rule {rule.id!r}: `reads` must be one of {', '.join(sorted(READS))}")
            if not rule.data.get("anchor"):
                raise RuleError(f"{rule.file}: rule {rule.id!r} has no `anchor`: name the words that open it")
            for word in rule.data["anchor"]:
                openers.setdefault(word, []).append((rule.pattern.match, reads, rule))
        self._openers = {word: self._by_next(rules) for word, rules in openers.items()}
        self._digits = self._openers.get("0", {"": ()})

    @staticmethod
    def _by_next(rules: Iterable[Opener]) -> dict[str, tuple[Opener, ...]]:
        """The rules to try for each next word; "" holds those that ask for none."""
        rules = tuple(rules)
        words = {word for _, _, rule in rules for word in rule.data.get("next", ())}
        return {word: tuple(opener for opener in rules if "next" not in opener[2].data or word in opener[2].data["next"]) for word in (*words, "")} | {
            "*": rules
        }

    def scan(self, surface: str, tokens: Sequence[str]) -> list[Item]:
        """All expressions of a surface, in order and apart; look-alikes are left out, numbers of documents are kept (``reads`` is code).

        ``tokens`` are the words and signs of the surface.
        """
        found: list[Item] = []
        done = 0
        openers, digits = self._openers, self._digits
        at = 0
        for token, after in zip(tokens, (*tokens[1:], ""), strict=False):
            start = surface.index(token, at)
            at = start + len(token)
            if start < done:
                continue
            if token[0].isdigit():
                if start > 1 and surface[start - 1] in "/.-," and surface[start - 2].isdigit():
                    continue  # the tail of a number that nothing could read
                by_next, mixed = digits, not token.isdigit()
            else:
                opened = openers.get(token)
                if opened is None:
                    continue
                by_next, mixed = opened, False
            rules = by_next["*"] if mixed else by_next.get("0" if after[:1].isdigit() else after) or by_next[""]
            for match_at, reads, rule in rules:
                match = match_at(surface, start, start + _LONGEST)
                if match is not None and match.end() > start and not (reads == "open" and self._names_day(surface, at, after)):
                    done = match.end()
                    if reads != "skip":
                        found.append(Item(start, done, rule.id, reads, match.capturesdict(), rule.data))
                    break
        return found

    def _names_day(self, surface: str, at: int, word: str) -> bool:
        """Whether the next word opens a holiday: "trước ngày Quốc khánh" is no open deadline."""
        rules = self._openers.get(word, {}).get("*", ())
        return any(reads == "feast" and match_at(surface, surface.index(word, at), at + _LONGEST) for match_at, reads, _ in rules)
