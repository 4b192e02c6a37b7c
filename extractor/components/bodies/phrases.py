"""Specifying phrases: the words after a head that say which body it is ("Sở **Y tế**", "Vụ **Thị trường ngoài nước**").

All positions are token numbers, ends exclusive. A method that finds nothing returns the position it was given.
"""

from __future__ import annotations

import re

from extractor.components.bodies.lexicon import Entry, Lexicon
from extractor.components.bodies.tokens import CAPS, LOWER, NEAR, NUMBER, TITLE, WRAPPED, Tokens

_FOREIGN = re.compile(r"[fjwz]|[^aeiouyăâêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{2,}[aeiouy]+.*[bcdđghklmnpqrstvx][aeiou]")
"""A word that is no syllable of Vietnamese and so has no second one ("Sunlink")."""
_PERIODS = frozenset({"năm", "tháng", "ngày", "quý", "tuần", "lần"})
_AND = frozenset({"và", "&"})
_HYPHEN = frozenset({"-", "&", "/"})
_ABOUT = frozenset({"về"})
_LINKS = _HYPHEN | _AND | _ABOUT
_ABOUT_A_MATTER = frozenset({"ban-chi-dao", "to-cong-tac", "hoi-dong", "uy-ban"})


class Phrases:
    """Reads specifying phrases by a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def _specifier(self, t: Tokens, j: int, entry: Entry) -> int:
        """The end of the words that say which one: a known field, else capitals and the small words that complete them."""
        office = self.lexicon.offices.get(entry.rule)
        if office is not None:
            known = office.longest(t, j)
            if known is not None:
                return known[0]
        if j >= len(t) or t.gaps[j] > WRAPPED:
            return j
        long_head = " " in entry.text
        at = self._unit(t, j, first=True, small_head=t.shapes[j - 1] == LOWER and not long_head, long_head=long_head)
        if at == j and (t.words[j] in _ABOUT or (long_head and t.words[j] in _LINKS and j + 1 < len(t) and t.shapes[j + 1] == TITLE)):
            at = self._linked(t, j, entry)
        return self._more(t, at, entry) if at > j else j

    def _numbered(self, t: Tokens, j: int) -> int:
        """Over "số 3" or a number that names one of several ("Đội Quản lý thị trường số 3", "BCĐ 389")."""
        at = j + 1 if j < len(t) and t.words[j] == "số" else j
        if at < len(t) and t.shapes[at] == NUMBER and t.gaps[at] == NEAR and at > j and len(t.words[at]) <= 3:
            return at + 1
        return j

    def _more(self, t: Tokens, at: int, entry: Entry) -> int:
        """Unit after unit from a place within the phrase to its end."""
        while at < len(t) and t.gaps[at] <= WRAPPED:
            step = self._linked(t, at, entry) if t.words[at] in _LINKS else self._unit(t, at)
            if step == at and t.shapes[at] == LOWER:
                step = self._up_to_level(t, at)
            if step == at:
                break
            at = step
        return at

    def _up_to_level(self, t: Tokens, at: int) -> int:
        """Over one or two unknown small words to a level that ends the name ("Bệnh viện Bệnh nhiệt **đới** tỉnh")."""
        for end in (at + 1, at + 2):
            if end >= len(t) or t.gaps[end] != NEAR or t.shapes[end - 1] != LOWER or self._ends_name(t, end - 1):
                return at
            level = self.lexicon.levels.longest(t, end)
            if level is not None and level[1].form == "province" and self.lexicon.main.longest(t, end) is None:
                return end
        return at

    def _linked(self, t: Tokens, at: int, entry: Entry) -> int:
        """Over a hyphen, an ampersand, "và" or "về" to the next unit of the same name, if one follows."""
        after = at + 1
        if after >= len(t) or t.gaps[after] > WRAPPED or self._opens_mention(t, after):
            return at
        if t.words[at] in _ABOUT and entry.rule not in _ABOUT_A_MATTER:
            return at
        if t.words[at] in _AND | _ABOUT and t.shapes[after] == LOWER and self.lexicon.fields.longest(t, after) is None:
            return at
        if t.words[at] == "/" and t.shapes[after] == NUMBER:
            return at
        end = self._unit(t, after, first=t.shapes[after] != LOWER or t.words[at] in _ABOUT)
        return end if end > after else at

    def _unit(self, t: Tokens, at: int, *, first: bool = False, small_head: bool = False, long_head: bool = False) -> int:
        """One unit of a specifying phrase: a known phrase, a capital word with its second syllable, or a number."""
        shape = t.shapes[at]
        lex = self.lexicon
        best = max((found[0] for found in (lex.fields.longest(t, at), lex.words.longest(t, at)) if found), default=at)
        if self._opens_mention(t, at, at_least=best - at + (first and best > at)):
            return at
        if t.words[at] == "số" and not (at + 1 < len(t) and t.shapes[at + 1] == NUMBER):
            return at
        if best > at:
            small = shape == LOWER and t.words[at] != "số" and self._is_predicate(t, at, best, first=first, small_head=small_head, long_head=long_head)
            return at if small else best
        if shape == NUMBER:
            return at + 1 if self._names_by_number(t, at, first=first) else at
        if shape not in (TITLE, CAPS) or t.gaps[at] > NEAR:
            return at
        if t.shouts[at]:
            if lex.stops.longest(t, at) or (not first and (lex.levels.longest(t, at) or lex.places.longest(t, at))):
                return at
            return at + 1
        if not first and (lex.places.longest(t, at) or lex.levels.longest(t, at)):
            return at
        proper = not first and at and t.shapes[at - 1] == TITLE and t.gaps[at] == NEAR
        alone = proper or shape != TITLE or _FOREIGN.search(t.words[at]) is not None
        if not alone and at + 1 < len(t) and t.shapes[at + 1] == LOWER and t.gaps[at + 1] <= WRAPPED and not self._ends_name(t, at + 1):
            return at + 2
        return at + 1

    def _is_predicate(self, t: Tokens, at: int, end: int, *, first: bool, small_head: bool, long_head: bool) -> bool:
        """Whether a known phrase in small letters begins what the body does, not its name ("Phòng NN&PTNT **kiểm tra** …")."""
        stop = self.lexicon.stops.longest(t, at)
        verb = self.lexicon.verbs.longest(t, at)
        if verb is not None and verb[0] >= end and not small_head and self._has_object(t, end):
            return True
        after_initials = t.shapes[at - 1] == CAPS and not t.shouts[at]
        if stop and stop[0] >= end and (not first or long_head or after_initials):
            return True
        return (after_initials and not first) or (end - at == 1 and (small_head or not first))

    def _has_object(self, t: Tokens, at: int) -> bool:
        """Whether what stands here is acted upon: a number of things, or small words that end no name."""
        if at >= len(t) or t.gaps[at] > WRAPPED:
            return False
        if t.shapes[at] == NUMBER:
            return at + 1 < len(t) and t.shapes[at + 1] == LOWER
        if t.shapes[at] != LOWER or t.words[at] in _LINKS:
            return False
        return self.lexicon.words.longest(t, at) is None and not self._ends_name(t, at)

    def _names_by_number(self, t: Tokens, at: int, *, first: bool) -> bool:
        """Whether a number belongs to the name ("Tổ công tác 970", "Trường Tiểu học Na Mèo 2") and counts nothing that follows."""
        after = at + 1
        if len(t.words[at]) > 5 or t.gaps[at] != NEAR:
            return False
        glued = after + 1 < len(t) and t.starts[after] == t.ends[at] and t.starts[after + 1] == t.ends[after]
        if glued and t.words[after] in "/.-%" and t.shapes[after + 1] == NUMBER:
            return False
        if not (after < len(t) and t.shapes[after] == LOWER and t.gaps[after] == NEAR):
            return True
        number = t.words[at]
        if t.words[at - 1] == "số" or t.words[after] in ("các", "cấp", "quốc") or not number.isdigit() or (first and len(number) > 2):
            return True
        capital = t.shapes[at - 1] in (TITLE, CAPS)
        stop = self.lexicon.stops.longest(t, after)
        ends = stop is not None and stop[1].text not in _PERIODS
        return len(number) == 1 and (capital or (ends and (first or t.shapes[at - 2] == TITLE)))

    def _ends_name(self, t: Tokens, at: int) -> bool:
        lex = self.lexicon
        return any(trie.longest(t, at) for trie in (lex.stops, lex.levels, lex.connectors, lex.modifiers, lex.joins))

    def _opens_mention(self, t: Tokens, at: int, at_least: int = 0) -> bool:
        """Whether a body, an office-holder or a collective begins here, so that it cannot be part of a specifying phrase."""
        found = self.lexicon.main.longest(t, at)
        if found is None or found[1].role == "block" or found[0] - at < at_least:
            return False
        if found[1].role == "quantifier":
            return True
        if t.shapes[at] != LOWER:
            if found[1].alone == "no" and found[1].role == "head" and not found[1].case:
                return found[0] < len(t) and t.shapes[found[0]] in (TITLE, CAPS) and t.gaps[found[0]] <= WRAPPED
            return found[1].rule != "ke-toan"
        return found[1].alone == "yes" and found[0] - at > 1
