"""Places after a body's name: a level with its name, a list of them, a province; and persons' names, which end likewise."""

from __future__ import annotations

from extractor.components.bodies.phrases import Phrases
from extractor.components.bodies.tokens import APART, CAPS, LOWER, NEAR, NEW_LINE, NUMBER, TITLE, WRAPPED, Tokens

_NAME_LENGTH = 4
_OTHER_LEVELS = frozenset({"cơ", "trên", "dưới", "trung", "ủy", "qg"})
_COUNTED = frozenset({"quận", "phường", "vực", "khu", "thôn", "bản", "xóm", "phố", "ấp", "q", "p", "."})
"""The last words of the levels whose places have numbers for names."""


class Places(Phrases):
    """Reads places and persons by a lexicon."""

    def _place(self, t: Tokens, at: int, *, name: bool = True, plural: bool = False) -> int:
        """The end of the place or the list of places that follows; the same position when none does. ``name``: a bare proper name counts too."""
        if at >= len(t) or t.gaps[at] == APART or (t.gaps[at] == NEW_LINE and not (t.shouts[at] and t.shouts[at - 1])):
            return at
        lex = self.lexicon
        i = at
        if t.words[i] in ("các", "mỗi", "từng", "những", "tất") and i + 1 < len(t) and not plural:
            end = self._place(t, i + 1, plural=True, name=False)
            return end if end > i + 1 else at
        if t.shapes[i] == NUMBER and t.gaps[i] == NEAR and len(t.words[i]) <= 2 and i + 1 < len(t) and t.shapes[i + 1] == LOWER and not plural:
            end = self._place(t, i + 1, plural=True, name=False) if lex.levels.longest(t, i + 1) else i
            return end if end > i + 1 else at
        if t.words[i] == "cấp" and i + 1 < len(t):
            return self._levels(t, i)
        end, named = self._place_unit(t, i, name=name)
        if end == i:
            return at
        while end < len(t) and t.gaps[end] <= WRAPPED:
            step, named = self._next_place(t, end, named=named, plural=plural)
            if step == end:
                break
            end = step
        if plural:
            narrowed = None if named or end >= len(t) or t.gaps[end] > WRAPPED else lex.place_modifiers.longest(t, end)
            return self._modifiers(t, narrowed[0] if narrowed else end)
        modifier = None if named or end >= len(t) or t.gaps[end] > WRAPPED else lex.place_modifiers.longest(t, end)
        return modifier[0] if modifier else end

    def _levels(self, t: Tokens, at: int) -> int:
        """"cấp tỉnh, cấp huyện", "cấp trên", "cấp quốc gia"."""
        lex = self.lexicon
        level = lex.levels.longest(t, at + 1)
        if level is None:
            return at + 3 if t.words[at + 1 : at + 3] == ["quốc", "gia"] else at + 2 if t.words[at + 1] in _OTHER_LEVELS else at
        end = level[0]
        while end + 1 < len(t) and t.words[end] in (",", "và", "/") and (more := lex.levels.longest(t, end + 1 + (t.words[end + 1] == "cấp"))):
            end = more[0]
        return end

    def _place_unit(self, t: Tokens, i: int, *, name: bool) -> tuple[int, bool]:
        lex = self.lexicon
        head = lex.main.longest(t, i)
        level = lex.levels.longest(t, i)
        if level is not None and not (head and head[0] > level[0]):
            end = level[0]
            if end < len(t) and t.words[end] == "." and t.shapes[level[0] - 1] != LOWER:
                end += 1
            after = self._proper_name(t, end)
            if after - end > 2 and level[1].text == "tỉnh" and self.lexicon.places.longest(t, end) is None:
                after = end
            if after == end and level[1].form in ("region", "hamlet"):
                return i, False
            if after == end and t.shapes[i] == CAPS and not t.shouts[i] and len(t.words[i]) == 1:
                return i, False
            return after, after > end
        province = lex.places.longest(t, i)
        if province is not None:
            return province[0], True
        if t.words[i] == "việt" and i + 1 < len(t) and t.words[i + 1] == "nam" and t.shapes[i] != LOWER:
            return i + 2, True
        if name and t.shouts[i] and t.shapes[i] == CAPS and t.gaps[i] == NEAR and not head and not lex.stops.longest(t, i):
            end = self._proper_name(t, i)
            return (end, True) if end - i > 1 and (end == len(t) or t.gaps[end] > NEAR) else (i, False)
        if name and not t.shouts[i] and t.shapes[i] == TITLE and not head:
            end = self._proper_name(t, i)
            return (end, True) if end - i > 1 else (i, False)
        return i, False

    def _proper_name(self, t: Tokens, i: int) -> int:
        """The end of a place's name: a province, a number, or up to four capital words."""
        lex = self.lexicon
        if i >= len(t) or t.gaps[i] > WRAPPED:
            return i
        province = lex.places.longest(t, i) or (lex.small_places.longest(t, i) if t.words[i - 1] in ("tỉnh", "phố") else None)
        if province is not None:
            return province[0]
        if t.shapes[i] == NUMBER:
            if len(t.words[i]) > 2 or t.gaps[i] != NEAR or t.words[i - 1] not in _COUNTED:
                return i
            glued = i + 2 < len(t) and t.words[i + 1] in ("/", "-", ".") and t.shapes[i + 2] == NUMBER
            return i if glued else i + 1
        end = i
        while end < len(t) and end - i < _NAME_LENGTH and t.shapes[end] in (TITLE, CAPS) and (end == i or t.gaps[end] <= WRAPPED):
            if t.shouts[end] and lex.stops.longest(t, end):
                break
            if lex.levels.longest(t, end) or self._opens_mention(t, end):
                break
            end += 1
        return end

    def _next_place(self, t: Tokens, at: int, *, named: bool, plural: bool) -> tuple[int, bool]:
        """Over a comma, "và" or a colon to the next place of a list."""
        word, after = t.words[at], at + 1
        lex = self.lexicon
        if word == "từ" and plural:
            end = self._proper_name(t, after)
            if end > after and end < len(t) and t.words[end] == "đến":
                last = self._proper_name(t, end + 1)
                return (last, True) if last > end + 1 else (at, named)
            return at, named
        if word not in (",", "và", ":", "/", "-") or after >= len(t) or t.gaps[after] > WRAPPED:
            return at, named
        if word == "," and t.words[after] == "và":
            after += 1
        if after < len(t) and t.words[after] == "các" and plural:
            after += 1
        if after >= len(t):
            return at, named
        head = lex.main.longest(t, after)
        level = lex.levels.longest(t, after)
        if level is not None and not (head and head[0] > level[0]) and word != ":" and level[1].form not in ("region",):
            if t.shapes[after] == TITLE and not t.shouts[after] and t.words[after] in ("bản", "tp"):
                return at, named
            end, has_name = self._place_unit(t, after, name=False)
            return (end, has_name) if end > after else (at, named)
        if word == "-" or (head and head[1].role != "block"):
            return at, named
        province = lex.places.longest(t, after)
        if province is not None and (named or word == ":"):
            return province[0], True
        if plural and (named or word == ":") and t.shapes[after] in (TITLE, CAPS, NUMBER) and not lex.stops.longest(t, after):
            end = self._proper_name(t, after)
            return (end, True) if end > after else (at, named)
        return at, named

    def _modifiers(self, t: Tokens, at: int) -> int:
        while at < len(t) and t.gaps[at] <= WRAPPED:
            found = self.lexicon.modifiers.longest(t, at)
            if found is None:
                break
            at = found[0]
        return at

    def person(self, t: Tokens, at: int) -> int:
        """The end of a person's name that begins here: two to four capital words that open no body."""
        end = at
        while end < len(t) and end - at < _NAME_LENGTH and t.shapes[end] == TITLE and t.gaps[end] == NEAR and not t.shouts[end]:
            if self._opens_mention(t, end) or (end == at and self.lexicon.levels.longest(t, end)):
                break
            end += 1
        return end if end - at >= 2 else at
