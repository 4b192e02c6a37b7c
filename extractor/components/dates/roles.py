"""Bounds and roles: ordered, named rules over the words around an expression."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import regex

from extractor.model import Role
from extractor.rules import Rule, RuleError

_ROLES = frozenset(("deadline", "recurrence", "period", "citation", "issue", "past", "event"))
# Words that lead up to a bounding word and are no part of it: "Thời gian: ", "là trong …".
_TRIVIAL = regex.compile(r"(?:(?:là|phải|theo|cả|tính(?!\s+đến)|thời\s+(?:gian|điểm)\s*[:(])[\s,:(]*)*")
_LONGEST_LEAD = 80
_LEAD_WORDS = 5
_LEAD_SIGNS = ",:("
_ESCAPED = regex.compile(r"\\.|\{[^}]*\}|\(\?(?:P<\w+>|<?[=!]|[a-z]*[:)])")
_WORD_OF_PATTERN = regex.compile(r"(?=[\p{L}\[])(\p{L}*+)(?:\[(\p{L}+)\](\p{L}*+))?")
FACTS = frozenset(
    (
        *("bounded", "before", "by", "start", "over", "ahead", "gone", "code", "first", "label", "valued", "alone"),
        *("rule", "day", "year", "open", "weak", "scheduled", "part", "feast"),
    )
)
"""The facts that a rule of roles may ask for."""


class Bounded(NamedTuple):
    """The bounding words before an expression: where they begin, what they say ("" for none), and the rule that says so."""

    start: int
    bound: str = ""
    rule: str = ""
    words: str = ""


class Bounds:
    """Reads the bounding words before an expression."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        named = {rule.id: rule for rule in rules}
        for name in ("lead", "label", "scheduled"):
            if name not in named:
                raise RuleError(f"bounds.toml: the rule {name!r} is missing; add it or take the file away")
        self._lead, self._label, self._scheduled = (named.pop(name).pattern for name in ("lead", "label", "scheduled"))
        self._rules = [(rule.pattern, str(rule.data.get("bound", "")), rule.id) for rule in named.values()]
        self._known: dict[str, tuple[int, str, str, str]] = {}
        self._vocabulary = _vocabulary(self._lead.pattern)
        self._tails: dict[str, int] = {}

    def read(self, surface: str, low: int, start: int) -> Bounded:
        """The bounding words that end at ``start`` and begin at or after ``low``."""
        low = max(low, start - _LONGEST_LEAD)
        length = self._length(surface, low, start)
        if not length:
            labelled = surface[low:start].rstrip().endswith(":") and self._label.match(surface, low, start) is not None
            return Bounded(start, "", "label" if labelled else "")
        words = surface[start - length : start]
        if words not in self._known:
            if len(self._known) > 4096:
                self._known.clear()
            self._known[words] = self._bound(words)
        skip, bound, rule, shown = self._known[words]
        return Bounded(start - length + skip, bound, rule, shown) if bound else Bounded(start)

    def _length(self, surface: str, low: int, start: int) -> int:
        """How many characters before ``start`` are bounding words.

        The pattern is asked once for each run of words that it knows: what stands before a word that it does not know cannot change its answer.
        """
        tail = ""
        if self._vocabulary:
            at = start
            for piece in reversed(surface[low:start].rsplit(" ", _LEAD_WORDS)):
                word = piece.strip(_LEAD_SIGNS)
                if word not in self._vocabulary and word:
                    if word.isalnum():
                        if at == start:
                            return 0
                        tail = surface[at + 1 : start]
                    break
                at -= len(piece) + 1
            else:
                tail = surface[low:start]
            known = self._tails.get(tail)
            if known is not None:
                return known
        match = self._lead.match(surface, low, start)
        length = len(match[0]) if match else 0
        if tail:
            if len(self._tails) > 4096:
                self._tails.clear()
            self._tails[tail] = length
        return length

    def is_scheduled(self, right: str) -> bool:
        """Whether the words after a bare day are the work that it dates."""
        return self._scheduled.match(right) is not None

    def done_after(self, surface: str, end: int, bounded: Bounded) -> Bounded:
        """The bound of such a day: what is done on it is done by it."""
        match = self._scheduled.match(surface, end)
        return bounded._replace(rule="scheduled") if match and match["done"] else bounded

    def _bound(self, words: str) -> tuple[int, str, str, str]:
        """Of a run of bounding words: how many characters lead up to it, the bound, its rule, and the words as they are shown."""
        trivial = _TRIVIAL.match(words)
        for pattern, bound, rule in self._rules:
            if pattern.search(words):
                return (trivial.end() if trivial else 0), bound, rule, " ".join(words.split())
        return 0, "", "", ""


def _vocabulary(pattern: str) -> frozenset[str]:
    """All words that a pattern names; empty where it names them by their kind, so that no list is complete.

    >>> sorted(_vocabulary(r"(?<!\\w)(?:trước|k[ỳì]\\s+(?:thi|họp))\\s+"))
    ['họp', 'kì', 'kỳ', 'thi', 'trước']
    """
    if any(kind in pattern.replace(r"(?<!\w)", "").replace(r"(?!\w)", "") for kind in (r"\w", r"\p", r"\S", ".", "[^")):
        return frozenset()
    words: set[str] = set()
    for head, either, tail in _WORD_OF_PATTERN.findall(_ESCAPED.sub(" ", pattern)):
        words.update(f"{head}{letter}{tail}" for letter in either or ("",))
    return frozenset(words)


class Context(NamedTuple):
    """What a rule of roles may look at: the reading, the words around the expression and its own, and the facts, each once and always in the same order."""

    kind: str
    left: str
    right: str
    span: str
    facts: tuple[str, ...]


class _Test(NamedTuple):
    """One rule of roles: the facts that it asks for and forbids, where its pattern is searched and which words it cannot do without, and the role it gives."""

    when: frozenset[str]
    unless: frozenset[str]
    where: str
    pattern: regex.Pattern[str] | None
    needs: tuple[str, ...]
    role: Role
    name: str


class Roles:
    """The ordered rules of roles."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._by_kind: dict[str, list[_Test]] = {"": []}
        for rule in rules:
            data = rule.data
            when, unless, where = frozenset(data.get("when", ())), frozenset(data.get("unless", ())), data.get("where", "")
            if data.get("role") not in _ROLES:
                raise RuleError(f"{rule.file}: rule {rule.id!r}: `role` must be one of {', '.join(sorted(_ROLES))}")
            if (when | unless) - FACTS:
                raise RuleError(f"{rule.file}: rule {rule.id!r}: unknown facts {sorted((when | unless) - FACTS)}")
            if ("pattern" in data) != (where in ("left", "right", "sentence", "span")):
                raise RuleError(f"{rule.file}: rule {rule.id!r}: a pattern needs `where`: left, right, sentence or span")
            test = _Test(when, unless, where, rule.pattern if where else None, tuple(data.get("needs", ())), data["role"], rule.id)
            for kind in data.get("kinds", ()):
                self._by_kind.setdefault(kind, list(self._by_kind[""]))
            for kind, tests in self._by_kind.items():
                if "kinds" not in data or kind in data["kinds"]:
                    tests.append(test)
        self._by_facts: dict[tuple[str, tuple[str, ...]], tuple[_Test, ...]] = {}

    def decide(self, context: Context) -> tuple[Role, str]:
        """The role of an expression and the id of the rule that gave it."""
        key = (context.kind, context.facts)
        tests = self._by_facts.get(key)
        if tests is None:
            facts = frozenset(context.facts)
            all_tests = self._by_kind.get(context.kind) or self._by_kind[""]
            tests = self._by_facts[key] = tuple(test for test in all_tests if test.when <= facts and not test.unless & facts)
        texts = {"left": context.left, "right": context.right, "span": context.span}
        for _, _, where, pattern, needs, role, name in tests:
            if pattern is None:
                return role, name
            if where == "sentence" and where not in texts:
                texts[where] = f"{context.left}⟦d⟧{context.right}"
            text = texts[where]
            if needs:
                for word in needs:
                    if word in text:
                        break
                else:
                    continue
            if pattern.search(text):
                return role, name
        return "period", "none"
