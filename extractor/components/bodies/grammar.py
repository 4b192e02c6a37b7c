"""The grammar of a body's name: head, specifying words, place, parent; office-holders; collectives; heads that distribute over a list.

All positions are token numbers, ends exclusive. A method that finds nothing returns the position it was given, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from extractor.components.bodies.lexicon import Entry
from extractor.components.bodies.places import Places
from extractor.components.bodies.tokens import CAPS, LOWER, MARK, NEAR, WRAPPED, Tokens

_OF_A_PART = frozenset({"truong-phong", "to-truong", "truong-ban"})
"""Offices whose last word is the kind of body that they lead ("Trưởng **ban** Chỉ đạo 389")."""
_OF_SEVERAL = frozenset({"ban-chi-dao", "to-cong-tac", "hoi-dong", "hoi-dong-thi", "uy-ban", "chi-bo", "lien-chi-hoi"})
"""Heads of bodies that each of several others has ("Ban Chỉ đạo 389 **các bộ, ngành**")."""
_LED_BY = frozenset({"với", "của", "cho", "có", "thay", "mặt", "mời", "mưu", "trình", "gặp"})
"""What stands before "lãnh đạo" where it means those who lead."""
_DEEPEST = 4
"""How many bodies may be named as parts of one another in a row."""


@dataclass(frozen=True, slots=True)
class Match:
    """A mention: its tokens, its kind, the rule of its head, and for a list under one head its parts (first token, end, name).

    ``weak``: it is a body only where a body must stand ("mỗi đơn vị", "các xã").
    """

    start: int
    end: int
    kind: str
    rule: str
    parts: tuple[tuple[int, int, str], ...] = ()
    weak: bool = False


class Grammar(Places):
    """Matches one mention at a given token of a text."""

    def past_block(self, t: Tokens, i: int) -> int:
        """The token after a phrase that only looks like a body ("cán bộ"), or the next token."""
        found = self.lexicon.main.longest(t, i)
        return found[0] if found is not None and found[1].role == "block" else i + 1

    def match(self, t: Tokens, i: int, *, listed: bool = False) -> Match | None:
        """The longest mention that begins at token i; a list of places after a colon makes a part of each."""
        match = self._forces(t, i) or self._match(t, i, listed=listed)
        if match is None or match.parts or ":" not in t.words[match.start : match.end]:
            return match
        return replace(match, parts=self._per_place(t, match))

    def _per_place(self, t: Tokens, match: Match) -> tuple[tuple[int, int, str], ...]:
        """"UBND các huyện: A, B" as "UBND huyện A", "UBND huyện B"."""
        colon = t.words.index(":", match.start, match.end)
        opening = next((k for k in range(colon - 1, match.start, -1) if t.words[k] in ("các", "những")), None)
        if opening is None:
            return ()
        prefix = t.text[t.starts[match.start] : t.starts[opening]]
        levels = [t.text[t.starts[k] : t.ends[end - 1]] for k in range(opening + 1, colon) for end in self._level_end(t, k)]
        parts: list[tuple[int, int, str]] = []
        at = colon + 1
        while at < match.end:
            end = at
            while end < match.end and t.words[end] not in (",", "và", ";"):
                end += 1
            if end > at:
                province = self.lexicon.places.longest(t, at)
                level = "" if self._level_end(t, at) else province[1].form if province and len(levels) > 1 else levels[0] if len(levels) == 1 else ""
                name = f"{prefix}{level} {t.text[t.starts[at] : t.ends[end - 1]]}"
                parts.append((at if parts else match.start, end, name))
            at = end + 1
        return tuple(parts)

    def _forces(self, t: Tokens, i: int) -> Match | None:
        """"Công an, Quân sự, Biên phòng **tỉnh**": short names with the place that is said once, one part for each."""
        forces = self.lexicon.forces
        if t.shapes[i] == LOWER or t.words[i] not in forces.root:
            return None
        names: list[tuple[int, int]] = []
        at = i
        while (found := forces.longest(t, at)) is not None:
            names.append((at, found[0]))
            at = found[0]
            if at + 1 >= len(t) or t.words[at] not in (",", "và") or t.gaps[at + 1] > WRAPPED:
                break
            at += 1
        end = self._place(t, names[-1][1], name=False) if len(names) > 1 else 0
        if len(names) < 2 or end == names[-1][1] or at != names[-1][1]:
            return None
        place = t.text[t.starts[at] : t.ends[end - 1]]
        parts = [(start, stop, f"{t.text[t.starts[start] : t.ends[stop - 1]]} {place}") for start, stop in names]
        return Match(i, end, "body", "shared-place", (*parts[:-1], (names[-1][0], end, parts[-1][2])))

    def _level_end(self, t: Tokens, at: int) -> list[int]:
        found = self.lexicon.levels.longest(t, at)
        return [found[0]] if found else []

    def _match(self, t: Tokens, i: int, *, listed: bool) -> Match | None:
        """The longest mention that begins at token i. ``listed``: the token is known to begin a body, so a head in small letters stands by itself."""
        found = self.lexicon.main.longest(t, i)
        if found is not None:
            end, entry = found
            if entry.role == "block":
                return None
            if entry.role == "quantifier":
                return self._collective(t, i, end)
            if entry.role == "title":
                return self._holder(t, i, end, entry, listed=listed)
            body = self._body(t, i, end, entry, listed=listed)
            if body is not None:
                return body
        return self._bare(t, i, listed=listed)

    def _body(self, t: Tokens, i: int, j: int, entry: Entry, *, listed: bool = False, plural: bool = False) -> Match | None:
        chain = self._chain_of_nouns(t, i)
        if chain is not None and not plural:
            return chain
        if entry.capital and t.shapes[i] == LOWER and not listed and not plural:
            office = self.lexicon.offices.get(entry.rule)
            if office is None or not office.longest(t, j):
                return None
        if entry.rule in self.lexicon.offices:
            parts = self._distributed(t, i, j, entry, "", plural=plural)
            if parts is not None:
                return Match(i, parts[-1][1], "body", entry.rule, parts)
        own = self._specifier(t, j, entry) if entry.form == "named" else self._numbered(t, j)
        end = self._place(t, own, name=entry.form == "seat" or own > j)
        if end == own:
            end = self._each(t, own, entry)
        end = self._parent(t, end, of_body=True)
        if end == j and not plural and not self._alone(t, i, j, entry, listed=listed):
            return None
        return Match(i, end, "collective" if entry.form == "collective" else "body", entry.rule)

    def own_name(self, t: Tokens, j: int, entry: Entry) -> int:
        """The end of a body's own name (its head ends at token j) with its place, before the body that it belongs to."""
        end = self._specifier(t, j, entry) if entry.form == "named" else self._numbered(t, j)
        return self._place(t, end, name=entry.form == "seat" or end > j)

    def _each(self, t: Tokens, at: int, entry: Entry) -> int:
        """"Ban Chấp hành **các CĐCS trực thuộc**", "UBND **cùng cấp**": a body that several have, or one that only its place among others names."""
        if at >= len(t) or t.gaps[at] > WRAPPED:
            return at
        if t.words[at] == "các" and (entry.alone == "yes" or entry.form == "seat" or entry.rule in _OF_SEVERAL):
            several = self._collective(t, at, at + 1)
            return several.end if several is not None and not several.parts else at
        peers = self.lexicon.peers.longest(t, at) if entry.alone == "yes" and entry.form != "fixed" else None
        return peers[0] if peers else at

    def _alone(self, t: Tokens, i: int, j: int, entry: Entry, *, listed: bool) -> bool:
        if entry.alone == "yes" or listed:
            return True
        if entry.alone == "no" or t.shapes[i] == LOWER:
            return False
        if t.shouts[i] and not entry.case:
            return (j == len(t) or t.gaps[j] > NEAR) and t.gaps[i] > NEAR
        return True

    def _parent(self, t: Tokens, at: int, *, of_body: bool) -> int:
        """The end of the body that this one belongs to, if it follows at once or after "của", "thuộc"."""
        return self._deeper(t, at, lambda: self._parent_at(t, at, of_body=of_body))

    def _deeper(self, t: Tokens, at: int, read: Callable[[], int]) -> int:
        """What ``read`` finds at a token, one body deeper; a chain without end is cut."""
        if at >= len(t) or t.gaps[at] > WRAPPED or t.depth == _DEEPEST:
            return at
        t.depth += 1
        try:
            return read()
        finally:
            t.depth -= 1

    def _parent_at(self, t: Tokens, at: int, *, of_body: bool) -> int:
        connector = self.lexicon.connectors.longest(t, at)
        if connector is not None:
            after, entry = connector
            if of_body and entry.text not in ("của", "thuộc", "trực thuộc"):
                return at
            if after >= len(t) or t.gaps[after] > WRAPPED:
                return at
            inner = self._inner(t, after)
            if inner is not None:
                return inner
            place = self._place(t, after, name=not of_body)
            return place if place > after and not of_body else at
        if t.gaps[at] != NEAR:
            return at
        found = self.lexicon.main.longest(t, at)
        if found is None or found[1].role != "head" or (t.shapes[at] == LOWER and found[1].alone != "yes"):
            return at
        inner_match = self._body(t, at, *found)
        return inner_match.end if inner_match is not None and not inner_match.parts else at

    def _inner(self, t: Tokens, at: int) -> int | None:
        found = self.lexicon.main.longest(t, at)
        if found is None:
            bare = self._bare(t, at)
            return bare.end if bare else None
        end, entry = found
        if entry.role == "head":
            inner = self._body(t, at, end, entry, listed=t.shapes[at] != LOWER)
        elif entry.role == "quantifier":
            inner = self._collective(t, at, end)
        else:
            return None
        if inner is None:
            return None
        return inner.end if not inner.parts else inner.parts[0][1]

    def _collective(self, t: Tokens, i: int, j: int) -> Match | None:
        """What follows "các", "những", "mỗi" …: nouns, offices, office-holders, places."""
        if j >= len(t) or t.gaps[j] > WRAPPED:
            return None
        lex = self.lexicon
        found = lex.main.longest(t, j)
        if found and found[1].role == "head":
            parts = self._distributed(t, i, found[0], found[1], "", plural=True)
            if parts is not None:
                return Match(i, parts[-1][1], "body", found[1].rule, parts)
        end = self._nouns(t, j)
        if end == j:
            if found is None or found[1].role not in ("head", "title"):
                return None
            inner = self._body(t, j, *found, plural=True) if found[1].role == "head" else self._holder(t, j, *found, listed=True)
            if inner is None:
                return None
            end = inner.end
        match = self._tailed(t, i, end, "collective")
        quantifier = lex.weak.longest(t, i)
        noun = lex.weak_nouns.longest(t, j)
        if quantifier is not None or (noun is not None and noun[0] == match.end) or lex.levels.longest(t, j) is not None:
            return replace(match, weak=True)
        return match

    def _tailed(self, t: Tokens, i: int, end: int, rule: str) -> Match:
        at = -1
        while at != end and end < len(t):
            at = end
            end = self._modifiers(t, end)
            end = self._activity(t, end)
            if end < len(t):
                connector = self.lexicon.connectors.longest(t, end)
                if connector is not None:
                    spread = self._spread(t, i, connector[0])
                    if spread is not None:
                        return spread
                end = self._parent(t, end, of_body=False)
            if end < len(t) and t.gaps[end] <= WRAPPED and t.words[end] not in ("các", "mỗi"):
                end = self._place(t, end, name=False)
        return Match(i, end, "collective", rule)

    def _spread(self, t: Tokens, i: int, after: int) -> Match | None:
        """A collective of several offices ("các đơn vị liên quan của các Bộ: A, B"): one part for each."""
        quantifier = self.lexicon.main.longest(t, after)
        if quantifier is None or quantifier[1].role != "quantifier":
            return None
        head = self.lexicon.main.longest(t, quantifier[0])
        if head is None or head[1].role != "head":
            return None
        prefix = t.text[t.starts[i] : t.ends[after - 1]] + " "
        parts = self._distributed(t, i, head[0], head[1], prefix, plural=True)
        return Match(i, parts[-1][1], "collective", head[1].rule, parts) if parts else None

    def _activity(self, t: Tokens, at: int) -> int:
        """"hoạt động … trên địa bàn tỉnh": from the verb over a few small words to a place."""
        if at >= len(t) or self.lexicon.activity.longest(t, at) is None:
            return at
        for step in range(at + 1, min(at + 8, len(t))):
            if t.gaps[step] > WRAPPED or t.shapes[step] == MARK:
                break
            connector = self.lexicon.connectors.longest(t, step)
            if connector is not None:
                end = self._place(t, connector[0])
                if end > connector[0]:
                    return end
        return at

    def _nouns(self, t: Tokens, i: int) -> int:
        """The end of a chain of common nouns ("sở, ban, ngành"), each with the words that narrow it."""
        end = self._noun(t, i)
        while i < end < len(t) and t.gaps[end] <= WRAPPED:
            after = end + 1
            if t.words[end] not in (",", "và", "/", "-") or after >= len(t) or t.gaps[after] > WRAPPED:
                break
            if t.words[end] == "," and t.words[after] == "và":
                after += 1
            more = self._noun(t, after, joined=True)
            if more == after:
                break
            end = more
        return end

    def _noun(self, t: Tokens, i: int, *, joined: bool = False) -> int:
        lex = self.lexicon
        if i >= len(t):
            return i
        noun = lex.nouns.longest(t, i)
        if noun is None:
            return i
        end = noun[0]
        head = lex.main.longest(t, i)
        if head is not None and head[0] > end and head[1].role in ("head", "title", "block"):
            return i
        if joined and t.shapes[i] != LOWER and (end - i > 1 or t.shapes[i] == CAPS):
            return i
        if t.words[i] == "vụ" and t.shapes[i] == LOWER and end - i == 1 and not joined and not (end < len(t) and t.words[end] == ","):
            return i
        level = lex.levels.longest(t, i)
        if level is not None and level[0] == end and not joined:
            return self._place(t, i, plural=True, name=False)
        if joined and head is not None and head[1].role == "head" and end < len(t):
            # "các ban, Văn phòng Huyện ủy": a head with a name of its own is a body by itself, not one more common noun.
            entry = head[1]
            if self._specifier(t, head[0], entry) > head[0] and t.shapes[head[0]] != LOWER:
                return i
        while end < len(t) and t.gaps[end] <= WRAPPED:
            best = max((f[0] for f in (lex.modifiers.longest(t, end), lex.fields.longest(t, end), lex.words.longest(t, end)) if f), default=end)
            if best > end and t.shapes[end] == LOWER and (stop := lex.stops.longest(t, end)) and stop[0] >= best:
                break
            if best == end and t.shapes[end] == CAPS and not t.shouts[end] and not self._opens_mention(t, end):
                best = end + 1
            if best == end and t.words[end] == "và" and end + 1 < len(t) and t.gaps[end + 1] <= WRAPPED and lex.nouns.longest(t, end + 1) is None:
                best = max((f[0] for f in (lex.modifiers.longest(t, end + 1), lex.words.longest(t, end + 1)) if f), default=end)
            if best == end:
                break
            end = best
        if end == noun[0] and head is not None and head[1].role == "head" and head[0] == end and t.shapes[i] != LOWER and not joined:
            end = self._specifier(t, end, head[1])
        return end

    def _chain_of_nouns(self, t: Tokens, i: int) -> Match | None:
        """"Sở, ban, ngành tỉnh" without "các": two or more office nouns."""
        noun = self.lexicon.nouns.longest(t, i)
        if noun is None or noun[0] + 1 >= len(t) or t.words[noun[0]] not in (",", "-") or noun[0] - i > 1:
            return None
        second = self.lexicon.nouns.longest(t, noun[0] + 1)
        if second is None or t.words[i] not in ("sở", "bộ", "ban", "ngành", "huyện", "cơ") or t.words[noun[0] + 1] not in ("ban", "ngành", "sở", "thị", "đơn"):
            return None
        end = self._nouns(t, i)
        return self._tailed(t, i, end, "collective") if end > second[0] or t.words[noun[0] + 1] == "ngành" else None

    def _bare(self, t: Tokens, i: int, *, listed: bool = False) -> Match | None:
        """"cơ quan liên quan", "đơn vị thuộc Sở": a common noun without "các", which needs something that narrows it."""
        lex = self.lexicon
        noun = lex.bare_nouns.longest(t, i)
        if noun is None:
            return self._chain_of_nouns(t, i)
        end = self._nouns(t, i)
        if end == i:
            end = noun[0]
        match = self._tailed(t, i, end, "collective")
        leading = t.words[match.end - 1] in ("trì", "hợp") and t.words[match.end - 2] in ("chủ", "phối")
        sure = listed or match.end > noun[0] or lex.sure_nouns.longest(t, i) is not None
        if not sure or leading:
            return None
        return match if listed or lex.vague_nouns.longest(t, i) is None else replace(match, weak=True)

    def nouns(self, t: Tokens, i: int) -> int:
        """The end of a chain of common nouns in a place where a body must stand, 0 where there is none."""
        end = self._nouns(t, i)
        return self._tailed(t, i, end, "nouns").end if end > i else 0

    def _holder(self, t: Tokens, i: int, j: int, entry: Entry, *, listed: bool = False) -> Match | None:
        """A title with the body that it is held in, and the person's name after it."""
        end = j
        joined = j if entry.case else self._more_titles(t, j)
        for base in ((joined, j) if joined > j else (j,)):
            end = self._complement(t, base, entry)
            if end > base or base == j:
                break
        else:
            base = j
        complete = end > base
        if complete:
            spread = self._spread_title(t, i, base)
            if spread is not None:
                return spread
        alone = listed or entry.alone == "any" or (entry.alone == "yes" and t.shapes[i] != LOWER)
        if not complete and not alone:
            return None
        if t.shapes[i] == LOWER and not listed and entry.rule in ("chu", "ke-toan"):
            return None
        if t.shapes[i] == LOWER and not listed and entry.rule == "lanh-dao":
            led = i > 0 and (t.shapes[i - 1] == MARK or t.words[i - 1] in _LED_BY) and t.words[j] != "của"
            if not led or t.shapes[j] == LOWER:
                return None
        signing = i >= 2 and t.words[i - 1] in "./" and t.words[i - 2] in ("kt", "tm", "tl", "tuq", "q", "k", "t", "m", "l")
        if not complete and t.shouts[i] and not ((t.gaps[i] > NEAR or signing) and (j == len(t) or t.gaps[j] > NEAR)):
            return None
        person = self.person(t, end)
        return Match(i, person, "person-titled", entry.rule) if person > end else Match(i, end, "office-holder", entry.rule)

    def _more_titles(self, t: Tokens, j: int) -> int:
        while j + 1 < len(t) and t.words[j] in (",", "và", "/") and t.gaps[j + 1] <= WRAPPED:
            found = self.lexicon.main.longest(t, j + 1)
            if found is None or found[1].role != "title":
                break
            j = found[0]
        return j

    def _complement(self, t: Tokens, j: int, entry: Entry) -> int:
        """The end of what an office is held in."""
        return self._deeper(t, j, lambda: self._complement_at(t, j, entry))

    def _complement_at(self, t: Tokens, j: int, entry: Entry) -> int:
        at = j + 1 if t.words[j] == "của" and j + 1 < len(t) else j
        if at == j and entry.rule in _OF_A_PART:
            part = self.lexicon.main.longest(t, j - 1)
            if part is not None and part[1].role == "head":
                inner = self._body(t, j - 1, *part, listed=True)
                if inner is not None and not inner.parts and inner.end > j:
                    return inner.end
        found = self.lexicon.main.longest(t, at)
        if found is not None and not (found[1].role == "block" and entry.rule in _OF_A_PART):
            end, inner_entry = found
            if inner_entry.role == "quantifier":
                inner = self._collective(t, at, end)
                return inner.end if inner else j
            if inner_entry.role == "head":
                government = t.words[j - 1] == "tướng" and t.words[at] == "chính"
                inner = self._body(t, at, end, inner_entry, listed=government or t.shapes[at] != LOWER)
                if inner is not None and government:
                    return inner.end
                return inner.end if inner and (t.shapes[at] != LOWER or inner_entry.alone == "yes" or inner.end > end) else j
            return j
        if entry.rule == "chu":
            return j
        bare = self._bare(t, at, listed=at == j and entry.rule == "thu-truong")
        if bare is not None:
            return bare.end
        if entry.rule in _OF_A_PART and entry.alone != "any":
            end = self._specifier(t, at, replace(entry, form="named"))
            end = self._place(t, end, name=False)
            return self._parent(t, end, of_body=True)
        return self._place(t, at, name=False) if at == j else j

    def _spread_title(self, t: Tokens, i: int, base: int) -> Match | None:
        """One title over several bodies of a kind: "Giám đốc các Sở: A, B", "Giám đốc Sở: A, B"."""
        quantifier = self.lexicon.main.longest(t, base)
        several = quantifier is not None and quantifier[1].role == "quantifier"
        head = self.lexicon.main.longest(t, quantifier[0]) if quantifier is not None and several else quantifier
        if head is None or head[1].role != "head" or not (several or (head[0] < len(t) and t.words[head[0]] == ":")):
            return None
        prefix = t.text[t.starts[i] : t.ends[base - 1]] + " " if several else ""
        parts = self._distributed(t, i, head[0], head[1], prefix, plural=True)
        return Match(i, parts[-1][1], "office-holder", head[1].rule, parts) if parts else None

    def _distributed(self, t: Tokens, i: int, j: int, entry: Entry, prefix: str, *, plural: bool) -> tuple[tuple[int, int, str], ...] | None:
        """"các Bộ: Công an, Quốc phòng", "các Sở Nội vụ, Tài chính", "Sở Nội vụ, Tài chính": one part for each field named; None when there is one only."""
        at = j + 1 if j < len(t) and t.words[j] == ":" else j
        colon = at > j
        first = self._field(t, at, entry, colon=colon)
        if first == at or (at == j and not plural and t.shapes[at] == LOWER):
            return None
        head_start = j
        while head_start > i and t.gaps[head_start] <= WRAPPED and t.words[head_start - 1] not in ("các", "những"):
            head_start -= 1
        head = t.text[t.starts[head_start] : t.ends[j - 1]] if head_start < j else t.text[t.starts[i] : t.ends[j - 1]]
        name = prefix + (head[:1].upper() + head[1:]) + " "
        parts = [(i, first, name)]
        starts = [at]
        end = first
        while end + 1 < len(t) and t.gaps[end] <= WRAPPED and t.words[end] in (",", ";", "và"):
            after = end + 1
            if t.words[after] == "và":
                after += 1
            more = self._field(t, after, entry, colon=colon)
            if more == after or (t.shapes[after] == LOWER and t.shapes[at] != LOWER):
                break
            head_here = self.lexicon.main.longest(t, after)
            if head_here is not None and head_here[1].role in ("head", "title") and not (plural and head_here[0] <= more):
                break
            if not plural and self._place(t, more) > more:
                break
            parts.append((after, more, name))
            starts.append(after)
            end = more
        if len(parts) < 2 and not colon:
            return None
        return tuple((start, stop, f"{prefix_}{t.text[t.starts[own] : t.ends[stop - 1]]}") for (start, stop, prefix_), own in zip(parts, starts, strict=True))

    def _field(self, t: Tokens, at: int, entry: Entry, *, colon: bool) -> int:
        """The end of one field of a list under a head: a known one, or after a colon ("Các phòng: Kinh tế, Tư pháp") any specifying phrase."""
        if at >= len(t) or t.gaps[at] > WRAPPED:
            return at
        office = self.lexicon.offices.get(entry.rule)
        if office is not None:
            known = office.longest(t, at)
            return known[0] if known else at
        if not colon or entry.form != "named" or t.shapes[at] == LOWER:
            return at
        return self._specifier(t, at, entry)
