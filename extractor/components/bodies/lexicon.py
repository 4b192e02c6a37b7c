"""The words of the grammar, loaded from `rules/bodies/` into tries over folded tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.components.bodies.slips import Slips
from extractor.components.bodies.tokens import CAPS, TITLE, Tokens
from extractor.rules import Rule, RuleError, Rules

_LEAF = ""
_COLLECTIVES = {
    "nouns": "nouns", "bare-nouns": "bare_nouns", "sure-nouns": "sure_nouns", "vague-nouns": "vague_nouns", "peers": "peers", "weak-quantifiers": "weak",
    "weak-nouns": "weak_nouns", "modifiers": "modifiers", "place-modifiers": "place_modifiers", "connectors": "connectors", "activity": "activity",
    "joins": "joins", "exceptions": "exceptions", "honorifics": "honorifics", "shared-place": "forces", "persons": "persons",
}  # fmt: skip
"""The word lists of collectives.jsonl and the tries that they fill."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase of the lexicon is: its role in the grammar and the rule that states it.

    ``role`` is head, title, name, quantifier, block or honorific; ``form`` the class of a head; ``alone`` whether it stands by itself (yes, cap, no);
    ``case`` that it is an abbreviation, which counts only in capitals; ``capital`` that a form in small letters is no body.
    """

    role: str
    rule: str
    text: str
    form: str = ""
    alone: str = "yes"
    case: bool = False
    expansion: str = ""
    capital: bool = False


class Trie:
    """Phrases as paths of tokens; a phrase that is matched twice keeps its first entry.

    >>> trie = Trie()
    >>> trie.add("Sở Y tế", Entry("name", "x", "Sở Y tế"))
    >>> trie.longest(Tokens("tại sở y tế"), 1)[0]
    4
    """

    __slots__ = ("root",)

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}

    def add(self, phrase: str, entry: Entry) -> None:
        node = self.root
        for word in Tokens(phrase).words:
            node = node.setdefault(word, {})
        node.setdefault(_LEAF, entry)

    def phrases(self) -> Iterator[tuple[list[str], Entry]]:
        """All phrases as folded tokens, with their entries."""
        nodes: list[tuple[list[str], dict[str, Any]]] = [([], self.root)]
        while nodes:
            words, node = nodes.pop()
            for word, below in node.items():
                if word == _LEAF:
                    yield words, below
                else:
                    nodes.append(([*words, word], below))

    def longest(self, tokens: Tokens, i: int, gap: int = 1) -> tuple[int, Entry] | None:
        """The end (token number) and the entry of the longest phrase that begins at token i and crosses no gap wider than ``gap``."""
        words, gaps = tokens.words, tokens.gaps
        node: dict[str, Any] | None = self.root
        found: tuple[int, Entry] | None = None
        at, size = i, len(words)
        while at < size and (at == i or gaps[at] <= gap):
            node = node.get(words[at])  # type: ignore[union-attr]
            if node is None:
                break
            at += 1
            entry = node.get(_LEAF)
            if entry is not None and (not entry.case or _in_capitals(tokens, i, at, entry)):
                found = at, entry
        return found


def _in_capitals(tokens: Tokens, i: int, at: int, entry: Entry) -> bool:
    """Whether an abbreviation is written as one; on a line of capitals two letters say too little ("XÃ TU VŨ")."""
    shapes = tokens.shapes[i:at]
    if len(entry.text) <= 2 and tokens.shouts[i] and entry.role != "level":
        return False
    return CAPS in shapes or (TITLE in shapes and not entry.text.isupper())


def is_abbreviation(form: str) -> bool:
    """Whether a form is written in capitals ("LĐLĐ", "Sở GD&ĐT") and so must not match small letters."""
    words = form.replace("&", " ").replace("-", " ").split()
    return any(len(word) > 1 and word.isupper() for word in words) or any(letter.isupper() for letter in form[1:].split(" ")[0])


@dataclass
class Lexicon:
    """All tries and word sets of the grammar."""

    main: Trie = field(default_factory=Trie)
    fields: Trie = field(default_factory=Trie)
    offices: dict[str, Trie] = field(default_factory=dict)
    words: Trie = field(default_factory=Trie)
    places: Trie = field(default_factory=Trie)
    small_places: Trie = field(default_factory=Trie)
    levels: Trie = field(default_factory=Trie)
    nouns: Trie = field(default_factory=Trie)
    bare_nouns: Trie = field(default_factory=Trie)
    place_modifiers: Trie = field(default_factory=Trie)
    sure_nouns: Trie = field(default_factory=Trie)
    vague_nouns: Trie = field(default_factory=Trie)
    peers: Trie = field(default_factory=Trie)
    forces: Trie = field(default_factory=Trie)
    weak: Trie = field(default_factory=Trie)
    weak_nouns: Trie = field(default_factory=Trie)
    modifiers: Trie = field(default_factory=Trie)
    connectors: Trie = field(default_factory=Trie)
    activity: Trie = field(default_factory=Trie)
    joins: Trie = field(default_factory=Trie)
    exceptions: Trie = field(default_factory=Trie)
    honorifics: Trie = field(default_factory=Trie)
    persons: Trie = field(default_factory=Trie)
    slips: Slips = field(default_factory=lambda: Slips(()))
    stops: Trie = field(default_factory=Trie)
    before: Trie = field(default_factory=Trie)
    appointing: Trie = field(default_factory=Trie)
    verbs: Trie = field(default_factory=Trie)

    @classmethod
    def of(cls, rules: Rules) -> Lexicon:
        """The lexicon of a folder of rules."""
        self = cls()
        self._add_phrases(rules["bodies/words"], {"blocks": ("main", "block"), **{name: (name, name) for name in ("stops", "before", "appointing", "verbs")}})
        self._add_heads(rules["bodies/heads"])
        self._add_titles(rules["bodies/titles"])
        self._add_phrases(rules["bodies/collectives"], {"quantifiers": ("main", "quantifier"), **{name: (trie, trie) for name, trie in _COLLECTIVES.items()}})
        self._add_fields(rules["bodies/fields"])
        self._add_places(rules["bodies/provinces"], rules["bodies/levels"])
        self._add_abbreviations(rules["bodies/abbreviations"])
        self._add_own(rules["bodies/own"])
        self.slips = Slips(self._names(), (form for rule in rules["bodies/words"] if rule.id == "right" for form in forms_of(rule)))
        return self

    def _names(self) -> Iterator[list[str]]:
        """The names in which slips are mended: heads that no verb begins, ministries and departments with what they are in charge of."""
        for phrase, entry in self.main.phrases():
            if entry.role == "head" and not entry.case and _LEAF not in self.stops.root.get(phrase[0], {}):
                yield phrase
                if entry.rule in ("bo", "so"):
                    yield from ([*phrase, *of] for of, work in self.offices.get(entry.rule, Trie()).phrases() if not work.case)

    def _add_phrases(self, rules: Iterable[Rule], where: dict[str, tuple[str, str]]) -> None:
        for rule in rules:
            if rule.id in where:
                trie, role = where[rule.id]
                for form in forms_of(rule):
                    getattr(self, trie).add(form, Entry(role, rule.id, form, case=is_abbreviation(form)))

    def _add_heads(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            for form in forms_of(rule):
                form_of, alone, capital = rule.data.get("class", "named"), rule.data.get("alone", "cap"), bool(rule.data.get("capital"))
                self.main.add(form, Entry("head", rule.id, form, form_of, alone, is_abbreviation(form), capital=capital))

    def _add_titles(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            for form in forms_of(rule):
                self.main.add(form, Entry("title", rule.id, form, "title", rule.data.get("alone", "yes"), is_abbreviation(form)))

    def _add_fields(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            heads = rule.data.get("of", ())
            for form in forms_of(rule):
                entry = Entry("field", rule.id, form, case=is_abbreviation(form))
                (self.words if rule.id == "words" else self.fields).add(form, entry)
                for head in heads:
                    self.offices.setdefault(head, Trie()).add(form, entry)

    def _add_places(self, provinces: Iterable[Rule], levels: Iterable[Rule]) -> None:
        for rule in provinces:
            self.small_places.add(rule.data["name"], Entry("place", rule.id, rule.data["name"], rule.data["kind"]))
            for name in (rule.data["name"], *rule.data.get("aliases", ())):
                self.places.add(name, Entry("place", rule.id, rule.data["name"], rule.data["kind"], case=True))
        for rule in levels:
            for name in (rule.data["name"], *rule.data.get("aliases", ())):
                self.levels.add(name, Entry("level", rule.id, name, rule.data["level"], case=name != name.lower()))

    def _add_abbreviations(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            form, role = rule.data["form"], rule.data["role"]
            if role == "topic":
                self.words.add(form, Entry("field", rule.id, form, case=True))
            elif rule.data.get("sure", True):
                head = self.main.longest(Tokens(rule.data["expansion"]), 0)
                title = role == "title" or (head is not None and head[1].role == "title")
                self.main.add(form, Entry("title" if title else "head", rule.id, form, "title" if title else "seat", "yes", True, rule.data["expansion"]))

    def _add_own(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            for form in (rule.data["name"], *rule.data.get("forms", ())):
                self.main.add(form, Entry("head", rule.id, form, "seat", "yes", is_abbreviation(form), rule.data["name"]))


def forms_of(rule: Rule) -> Sequence[str]:
    """The phrases that a rule lists."""
    forms = rule.data.get("forms")
    if not isinstance(forms, list) or not all(isinstance(form, str) and form.strip() for form in forms):
        raise RuleError(f"{rule.file}: rule {rule.id!r}: 'forms' must be a list of phrases")
    return forms
