"""Finds date expressions: one pass over the words of a surface; a word that opens rules tries them in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

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
# How many ways to go on from a word are remembered.
_CHOICES = 20_000
_FIGURE = re.compile(r"\d")


_EMPTY: Mapping[str, Any] = MappingProxyType({})


class Item(NamedTuple):
    """An expression as the grammar found it: what it reads as, the captures of its rule, and what was joined to it.

    ``time`` is its hour (HH:MM), ``first`` the item from which a range runs up to this one, ``weekday`` the weekdays of a week, ``parts`` the items of a
    recurrence, ``lent`` the later item whose month and year a bare day shares.
    """

    start: int
    end: int
    rule: str
    reads: str
    groups: Mapping[str, list[str]] = _EMPTY
    data: Mapping[str, Any] = _EMPTY
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


class Opener(NamedTuple):
    """A rule at a word that opens it; ``then`` are the words or signs that may come after the next one, None where any may, ``never`` those that may not."""

    match: Callable[[str, int, int], regex.Match[str] | None]
    reads: str
    rule: Rule
    then: frozenset[str] | None = None
    never: frozenset[str] = frozenset()


class Grammar:
    """The rules of expressions and holidays, by the words that open them and the words or signs that come next."""

    def __init__(self, expressions: Iterable[Rule], holidays: Iterable[Rule]) -> None:
        named = [(rule.data.get("reads"), rule) for rule in expressions] + [("feast", rule) for rule in holidays]
        openers: dict[str, list[Opener]] = {}
        for reads, rule in named:
            if reads not in READS:
                raise RuleError(f"{rule.file}: rule {rule.id!r}: `reads` must be one of {', '.join(sorted(READS))}")
            if not rule.data.get("anchor"):
                raise RuleError(f"{rule.file}: rule {rule.id!r} has no `anchor`: name the words that open it")
            for word in rule.data["anchor"]:
                openers.setdefault(word, []).append(Opener(rule.pattern.match, reads, rule))
        self._openers = {word: _by_next(rules) for word, rules in openers.items()}
        self._digits = self._openers.pop("0", {"": (), "*": ()})
        self._chosen: dict[tuple[str, str, str], tuple[Opener, ...]] = {}

    def scan(self, surface: str, tokens: Sequence[str]) -> list[Item]:
        """All expressions of a surface, in order and apart; look-alikes are left out, numbers of documents are kept (``reads`` is code).

        ``tokens`` are the words and signs of the surface.
        """
        openers = self._openers
        if openers.keys().isdisjoint(tokens) and _FIGURE.search(surface) is None:
            return []
        found: list[Item] = []
        done = at = 0
        ahead = (*tokens[1:], "", "")
        chosen, place = self._chosen.get, surface.index
        for i, token in enumerate(tokens):
            start = place(token, at)  # nothing but gaps lies between two tokens
            at = start + len(token)
            if token in openers:
                word = token
            elif token.isalpha() or not token[0].isdigit():
                continue
            else:
                if start > 1 and start - 1 != done and surface[start - 1] in "/.-," and surface[start - 2].isdigit():
                    continue  # the tail of a number that nothing could read
                word = "0" if token.isdigit() else "*"
            if start < done:
                continue  # inside an expression
            after, then = ahead[i], ahead[i + 1]
            if after[:1].isdigit():
                after = "0" if after.isdigit() else "*"
            if then[:1].isdigit():
                then = "0" if then.isdigit() else "*"
            rules = chosen((word, after, then))
            if rules is None:
                rules = self._choose(word, after, then)
            for match_at, reads, rule, _, _ in rules:
                match = match_at(surface, start, start + _LONGEST)
                if match is not None and match.end() > start and not (reads == "open" and self._names_day(surface, at, ahead[i])):
                    done = match.end()
                    if reads != "skip":
                        found.append(Item(start, done, rule.id, reads, match.capturesdict(), rule.data))
                    break
        return found

    def _choose(self, word: str, after: str, then: str) -> tuple[Opener, ...]:
        """The rules to try at a word, by the two words or signs that come next; "0" is a number, "*" figures and letters in one, which may be anything."""
        by_next = self._openers.get(word, self._digits)
        if word == "*":
            rules, then = by_next["*"], "*"
        else:
            rules = by_next.get("0" if after == "*" else after) or by_next[""]
            then = "*" if after == "*" else then
        if len(self._chosen) > _CHOICES:
            self._chosen.clear()
        found = tuple(opener for opener in rules if (opener.then is None or then in opener.then) and then not in opener.never)
        self._chosen[word, after, then] = found
        return found

    def _names_day(self, surface: str, at: int, word: str) -> bool:
        """Whether the next word opens a holiday: "trước ngày Quốc khánh" is no open deadline."""
        rules = self._openers.get(word, {}).get("*", ())
        return any(opener.reads == "feast" and opener.match(surface, surface.index(word, at), at + _LONGEST) for opener in rules)


def _by_next(rules: Sequence[Opener]) -> dict[str, tuple[Opener, ...]]:
    """The rules to try for each next word; "" holds those that ask for none, "*" all of them."""
    words = {entry.split()[0] for opener in rules for entry in opener.rule.data.get("next", ())}
    return {word: tuple(found for opener in rules if (found := _at(opener, word)) is not None) for word in (*words, "")} | {"*": tuple(rules)}


def _at(opener: Opener, word: str) -> Opener | None:
    """The opener as it stands before a next word, None where it does not."""
    if "next" not in opener.rule.data:
        return opener
    entries = [entry.split() for entry in opener.rule.data["next"]]
    here = [entry for entry in entries if entry[0] == word]
    if not here:
        return None
    if any(len(entry) == 1 for entry in here):
        return opener
    barred = frozenset(entry[1][1:] for entry in here if entry[1].startswith("!"))
    return opener._replace(never=barred) if barred else opener._replace(then=frozenset(("*", *(entry[1] for entry in here))))
