"""Finds all mentions of bodies in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import regex

from extractor.components.bodies.grammar import Grammar, Match
from extractor.components.bodies.lexicon import Lexicon, Trie, forms_of
from extractor.components.bodies.tokens import LOWER, NEAR, TITLE, WRAPPED, Tokens
from extractor.model import Body
from extractor.rules import Rules
from extractor.text import fold

_SEPARATORS = frozenset({",", ";", "+", "&", "và", "hoặc"})
_BEFORE_NAMES = frozenset({"xã", "phường", "huyện", "quận", "trấn", "thôn", "bản", "ấp", "xóm", "tỉnh", "ông", "bà", "chí", "đ/c", "khu"})
"""Last words of what stands before a place's or a person's name."""
_SPACE = regex.compile(r"[\s*_`]+")


class SharedPlace:
    """Short names of forces and services that share the place that is said once after the last of them.

    >>> shared = SharedPlace(["công an", "biên phòng"])
    >>> shared.place("Biên phòng tỉnh"), shared.lacks("Công an")
    ('tỉnh', True)
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted((fold(name) for name in names), key=len, reverse=True)

    def place(self, name: str) -> str:
        """What stands after the short name, empty if the name is none of them."""
        folded = fold(name)
        return next((name[len(short) :].strip() for short in self._names if folded.startswith(short + " ")), "")

    def lacks(self, name: str) -> bool:
        """Whether the name is a short one that no place follows."""
        return fold(name) in self._names


class BodyFinder:
    """The grammar of bodies over the rules of a folder.

    >>> [body.name for body in BodyFinder(Rules()).find("Giao Sở Y tế, UBND các huyện, thị xã và các đơn vị liên quan thực hiện.")]
    ['Sở Y tế', 'UBND các huyện, thị xã', 'các đơn vị liên quan']
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.lexicon = Lexicon.of(rules)
        self.grammar = Grammar(self.lexicon)
        self.shared_place = SharedPlace(form for rule in rules["bodies/collectives"] if rule.id == "shared-place" for form in forms_of(rule))
        nouns = set(self.lexicon.bare_nouns.root) | {"sở", "bộ", "ban", "ngành", "huyện", "cơ"}
        self._openers = frozenset(set(self.lexicon.main.root) | nouns)

    def tokens(self, text: str) -> Tokens:
        """A text cut into tokens, slips within known names mended."""
        tokens = Tokens(text)
        self.lexicon.slips.mend(tokens)
        return tokens

    def find(self, text: str) -> list[Body]:
        """All mentions in a text, in order, longest first, none inside another."""
        tokens = Tokens(text)
        return [body for match in self.matches(tokens) if not match.weak for body in bodies(tokens, match)]

    def matches(self, tokens: Tokens) -> list[Match]:
        """All matches in a text, in order and apart; a weak one stands only where nothing in it is a mention by itself."""
        self.lexicon.slips.mend(tokens)
        found: list[Match] = []
        openers, words = self._openers, tokens.words
        weak: Match | None = None
        i = 0
        while i < len(words):
            if words[i] not in openers:
                i += 1
                continue
            if self._within_a_name(tokens, i):
                i += 1
                continue
            match = self.grammar.match(tokens, i)
            if match is not None and self._only_mentioned(tokens, match):
                i = match.end
                continue
            if match is not None and not match.weak:
                if weak is not None and weak.end <= match.start:
                    found.append(weak)
                weak = None
                found.append(match)
                i = match.end
                continue
            if match is not None and (weak is None or weak.end <= i):
                if weak is not None:
                    found.append(weak)
                weak = match
            i = self.grammar.past_block(tokens, i)
        return found if weak is None else [*found, weak]

    def _within_a_name(self, t: Tokens, i: int) -> bool:
        """Whether the word is a syllable of a place's or a person's name ("Hải **Phòng**", "xã Xuân **Trường**", "Nguyễn **Khoa** Lợi")."""
        if i < 2 or t.shapes[i] != TITLE or t.shapes[i - 1] != TITLE or t.gaps[i] != NEAR or t.shouts[i]:
            return False
        place = self.lexicon.places.longest(t, i - 1)
        if place is not None and place[0] > i:
            return True
        head = self.lexicon.main.longest(t, i)
        if head is None or head[0] > i + 1 or t.gaps[i - 1] != NEAR or self.lexicon.main.longest(t, i - 1):
            return False
        named = t.words[i - 2] in _BEFORE_NAMES and t.shapes[i - 2] == LOWER
        return named and not (i + 1 < len(t) and t.gaps[i + 1] == NEAR and self.lexicon.fields.longest(t, i + 1) is not None)

    def _only_mentioned(self, t: Tokens, match: Match) -> bool:
        """Whether the name stands in that of a law ("Luật Tổ chức **Chính phủ**"), or the office is one that somebody is given ("làm **Trưởng ban**")."""
        before = self._ends_before(t, match.start, self.lexicon.before)
        return before or (match.kind == "office-holder" and match.end - match.start <= 3 and self._ends_before(t, match.start, self.lexicon.appointing))

    def _ends_before(self, t: Tokens, i: int, trie: Trie) -> bool:
        """Whether a phrase of these ends right before a token."""
        if not 0 < i < len(t) or t.gaps[i] > WRAPPED:
            return False
        return any((found := trie.longest(t, at)) is not None and found[0] == i for at in range(max(0, i - 3), i) if t.words[at] in trie.root)

    def match_at(self, text: str, start: int) -> Body | None:
        """The mention that begins at an offset; of a list under one head, the first."""
        tokens = Tokens(text[start : start + 400])
        self.lexicon.slips.mend(tokens)
        match = self._at(tokens, 0)
        if match is None:
            return None
        return shifted(bodies(tokens, match)[0], start)

    def region_at(self, text: str, start: int) -> tuple[int, int] | None:
        """The longest list of bodies that begins at an offset, as (start, end)."""
        tokens = Tokens(text[start : start + 2000])
        end = self.list_end(tokens, 0)
        return None if end is None else (start + tokens.starts[0], start + tokens.ends[end - 1])

    def list_end(
        self, tokens: Tokens, index: int, known: dict[int, int | None] | None = None, mentions: Mapping[int, int] = MappingProxyType({})
    ) -> int | None:
        """The index after the longest list of bodies that begins at a token, None when no body begins there.

        ``mentions`` tells where names end that were found by other means, by where they begin. ``known`` holds what was answered before for these tokens
        and takes the answers of the whole list, so that asking at each of its bodies stays linear.
        """
        self.lexicon.slips.mend(tokens)
        known = {} if known is None else known
        passed: list[int] = []
        end: int | None = None
        while index not in known:
            match = self._at(tokens, index)
            stop = self._name_end(tokens, index, match.end if match else index, mentions.get(index, index))
            if stop == index:
                known[index] = None
                break
            passed.append(index)
            end, after = stop, self._joined(tokens, stop)
            if after <= stop:
                break
            index = after
        if (further := known.get(index)) is not None:
            end = further
        known.update(dict.fromkeys(passed, end))
        return end

    def _name_end(self, tokens: Tokens, index: int, end: int, mentioned: int) -> int:
        """The longer of the grammar's name and a mention, unless what the mention has more begins as a predicate does."""
        verb = index < end < mentioned and tokens.shapes[end] == LOWER and self.lexicon.stops.longest(tokens, end) is not None
        return end if verb else max(end, mentioned)

    def _at(self, tokens: Tokens, i: int) -> Match | None:
        if i >= len(tokens):
            return None
        honorific = self.lexicon.honorifics.longest(tokens, i)
        at = honorific[0] if honorific else i
        # Where a body is asked for, a head with a capital or a common noun ("Chủ đầu tư") stands by itself.
        sure = tokens.shapes[i] != LOWER or self.lexicon.bare_nouns.longest(tokens, i) is not None
        match = self.grammar.match(tokens, i, listed=sure) or (self.grammar.match(tokens, at) if i < at < len(tokens) else None)
        if match is None and honorific:
            end = self.grammar.person(tokens, at)
            match = Match(i, end, "person", "person") if end > at else None
        return match

    def _joined(self, tokens: Tokens, at: int) -> int:
        """Over a comma, a semicolon or "và" to what may be the next body."""
        after = at
        while after < len(tokens) and tokens.gaps[after] <= WRAPPED and tokens.words[after] in _SEPARATORS:
            after += 1
        return after


def bodies(tokens: Tokens, match: Match) -> list[Body]:
    """The mentions of a match: one, or one for each part of a list under one head."""
    if not match.parts:
        start, end = tokens.starts[match.start], tokens.ends[match.end - 1]
        text = tokens.text[start:end]
        return [Body(start, end, text, clean(text), match.kind, rule=f"bodies/{match.rule}")]
    return [
        Body(tokens.starts[i], tokens.ends[j - 1], tokens.text[tokens.starts[i] : tokens.ends[j - 1]], clean(name), match.kind, rule=f"bodies/{match.rule}")
        for i, j, name in match.parts
        if j > i
    ]


def spans(match: Match) -> list[tuple[int, int]]:
    """The token spans of a match: its own, or those of its parts."""
    return [(start, end) for start, end, _ in match.parts] or [(match.start, match.end)]


def clean(name: str) -> str:
    """A name on one line, without mark-up.

    >>> clean("UBND  các\\nhuyện")
    'UBND các huyện'
    """
    return _SPACE.sub(" ", name).strip()


def shifted(body: Body, by: int) -> Body:
    """The same mention in a text that begins ``by`` code points earlier."""
    return Body(body.start + by, body.end + by, body.text, body.name, body.kind, rule=body.rule)


__all__ = ["BodyFinder", "bodies", "clean", "shifted", "spans"]
