"""Splits a region that is known to be a list of bodies into the bodies that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor.components.bodies.finder import BodyFinder, bodies, clean, shifted
from extractor.components.bodies.grammar import Match
from extractor.components.bodies.tokens import LOWER, MARK, NEW_LINE, NUMBER, TITLE, Tokens
from extractor.model import Body
from extractor.text import fold

_BULLETS = frozenset("-+•●◦▪–—→⁃✓❖➢·")
_HOLDER_JOINT = regex.compile(
    r"(?:\s*[,;]\s*|\s+và\s+)(?=(?:các\s+)?(?:phó\s+)?(?:tổng\s+)?(?:giám đốc|chủ tịch|chánh văn phòng|chánh thanh tra|chánh án|cục trưởng|chi cục trưởng|"
    r"vụ trưởng|viện trưởng|thủ trưởng|bí thư|hiệu trưởng|trưởng ban|trưởng phòng|trưởng các|trưởng khoa|"
    r"bộ trưởng|thứ trưởng|tổng cục trưởng|thống đốc|chỉ huy trưởng|đội trưởng|tổ trưởng|các thành viên|kế toán trưởng|"
    r"(?<=các\s+)(?:cơ quan, )?tổ chức(?:, | và )cá nhân|hộ gia đình)(?!\p{L}))"
)
_PRIVATE = regex.compile(r"(?:các )?(?:(?:cơ quan, )?tổ chức(?:, | và )cá nhân|hộ gia đình|cá nhân)")
_KIND = regex.compile(
    r"(?:tổng công ty|công ty|tập đoàn|xí nghiệp|nhà máy|trung tâm|viện|trường|chi cục|cục|vụ|ban|phòng|khoa|bệnh viện|đơn vị|doanh nghiệp)"
    r"(?:\s+(?:(?:trực )?thuộc|trên địa bàn|(?:có )?liên quan)\b.*)?",
    regex.DOTALL,
)
_LEVELS = regex.compile(r"các (?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn)(?:,? (?:và )?(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn))*")
_TITLED = regex.compile(r"(?P<title>(?:phó\s+)?(?:tổng\s+)?(?:giám đốc|cục trưởng|chủ tịch|trưởng ban|thủ trưởng))\s*:\s*", regex.IGNORECASE)
AS_NAMED = "bodies/as-named"
_COLLECTIVE = "bodies/collective"
_HEADS = ("bodies/thu-truong", "bodies/lanh-dao")
_CLOSING = {"(": ")", "[": "]"}


def split_bodies(text: str, start: int, end: int, finder: BodyFinder) -> list[Body]:
    """The bodies of ``text[start:end]``, in order, as the task table names them.

    Commas, semicolons, "và" and line ends split where each part is a body by itself; a collective and a list of levels or places stay one; a head that
    distributes over a list is expanded; an exception ("trừ …") is left out; a part that no rule knows stays as it is named.
    """
    region = finder.tokens(text[start:end])
    found: list[Body] = []
    i = 0
    while i < len(region):
        after = _skip(region, i, finder, first=not found)
        if after > i:
            i = after
            continue
        if finder.lexicon.exceptions.longest(region, i):
            i = _after_exception(region, i)
            continue
        at = i
        part, i = _part(region, i, finder)
        before = found[-1] if found and found[-1].kind != "person" else None
        if before and (_is_headed_by(before, part) or _is_of_one_list(before, part) or _goes_on(region, at, i, part, finder)):
            found[-1] = _extended(found[-1], part[-1].end, region.text)
        else:
            found.extend(part)
    return [shifted(part, start) for body in _under_one_title(_with_shared_place(found, finder), region.text) for part in _at_holders(body)]


def _at_holders(body: Body) -> Iterator[Body]:
    """A name that runs on over another office-holder ("Giám đốc Sở Tài chính, Giám đốc Kho bạc …") is cut before each of them."""
    at = 0
    for cut in [*_HOLDER_JOINT.finditer(fold(body.text)), None]:
        stop = len(body.text) if cut is None else cut.start()
        if body.name != clean(body.text):
            yield body
            return
        if stop > at:
            yield Body(body.start + at, body.start + stop, body.text[at:stop], clean(body.text[at:stop]), body.kind, rule=body.rule)
        at = stop if cut is None else cut.end()


def _skip(t: Tokens, i: int, finder: BodyFinder, *, first: bool) -> int:
    """Over separators, bullets, brackets that are left open, and the words that join bodies."""
    if t.words[i] in (",", ";", ".", ":", ")", "|", "]") or t.words[i] in _BULLETS:
        return i + 1
    if t.words[i] in _CLOSING and i + 1 < len(t) and finder.lexicon.exceptions.longest(t, i + 1):
        return _after_exception(t, i + 1)
    if t.words[i] in _CLOSING and first:
        return i + 1
    if t.shapes[i] == NUMBER and i + 1 < len(t) and t.words[i + 1] in (".", ")") and (i == 0 or t.gaps[i] >= NEW_LINE):
        return i + 2
    join = finder.lexicon.joins.longest(t, i)
    return join[0] if join else i


def _after_exception(t: Tokens, i: int) -> int:
    while i < len(t) and t.words[i] not in (")", ";") and not (t.gaps[i] >= NEW_LINE and t.shapes[i] != LOWER):
        i += 1
    return i


def _part(t: Tokens, i: int, finder: BodyFinder) -> tuple[list[Body], int]:
    """The body or bodies that begin at token i, and the token after them."""
    honorific = finder.lexicon.honorifics.longest(t, i)
    at = honorific[0] if honorific and honorific[0] < len(t) else i
    grammar = finder.grammar
    match = grammar.match(t, i, listed=True)
    if honorific and (match is None or t.shapes[at] == TITLE):
        inner = grammar.match(t, at, listed=True)
        if inner is None:
            if t.words[at] == "có":  # "các ông, bà có tên tại Điều 1"
                end = _segment_end(t, at, finder)
                return [_named(t, i, end, "person")], end
            return _person(t, at, finder)
        match = inner
    if match is None:
        nouns = grammar.nouns(t, i)
        match = Match(i, nouns, "collective", "nouns") if nouns else None
    if match is None:
        end = _segment_end(t, at, finder)
        person = grammar.person(t, at)
        if person == end or honorific:
            return _person(t, at, finder)
        return [_named(t, at, end, "body")], end
    if match.parts:
        return bodies(t, match), match.end
    end = _segment_end(t, match.end, finder) if match.end < len(t) else match.end
    if end == match.end:
        return bodies(t, match), end
    return [_named(t, match.start, end, match.kind)], end


def _goes_on(t: Tokens, i: int, j: int, part: list[Body], finder: BodyFinder) -> bool:
    """Whether a part in small letters names nothing by itself and so goes on with the one before ("Đoàn xã, **phường**", "Phòng Cấp sổ, **thẻ**")."""
    if t.shapes[i] != LOWER or t.gaps[i] >= NEW_LINE or i == 0 or t.words[i - 1] not in (",", "và") or _opens_part(t, i, finder):
        return False
    level = finder.lexicon.levels.longest(t, i)
    return (level is not None and level[0] == j) or part[0].rule == AS_NAMED


def _is_headed_by(before: Body, part: list[Body]) -> bool:
    """Whether a collective has the same heads as the one before it: "Thủ trưởng các sở, ngành, **các đơn vị thuộc tỉnh**"."""
    if _PRIVATE.match(fold(part[0].text)):  # private persons have no head
        return False
    return before.rule in _HEADS and part[0].kind == "collective" and part[0].rule in (_COLLECTIVE, AS_NAMED)


def _is_of_one_list(before: Body, part: list[Body]) -> bool:
    """Whether a part goes on with a list of kinds or of levels under one head: "các Tập đoàn, **Tổng công ty thuộc Bộ**", "UBND thị xã A **và các huyện**"."""
    words, last = fold(part[0].text), fold(before.text)
    if before.kind == "collective" and last.startswith(("các ", "những ")):
        return _KIND.fullmatch(words) is not None
    if words.startswith("cơ quan ngang bộ"):
        return last.endswith("thuộc bộ")
    return _LEVELS.fullmatch(words) is not None and ("ủy ban nhân dân" in last or "ubnd" in last) and not last.endswith("tỉnh")


def _under_one_title(found: list[Body], text: str) -> list[Body]:
    """"Giám đốc: Sở A, Sở B; Cục trưởng …": a title before a colon is that of each body up to the next mark or office."""
    named: list[Body] = []
    title = ""
    for body in found:
        opens = _TITLED.match(body.text)
        if named and title and (body.kind == "office-holder" or ";" in text[named[-1].end : body.start]):
            title = ""
        if opens:
            title = opens["title"]
        name = body.text[opens.end() :] if opens else body.name
        named.append(replace(body, name=f"{title} {clean(name)}", kind="office-holder") if title else body)
    return named


def _opens_part(t: Tokens, i: int, finder: BodyFinder) -> bool:
    """Whether a member of a list begins that no rule need know: by a quantifier, a noun for people, or a capital kind of unit ("Nhóm giúp việc")."""
    lexicon = finder.lexicon
    if lexicon.persons.longest(t, i):
        return True
    found = lexicon.main.longest(t, i)
    if found is not None and found[1].role == "quantifier":
        return True
    return t.shapes[i] != LOWER and (lexicon.nouns.longest(t, i) is not None or (found is not None and found[1].role in ("head", "title")))


def _extended(body: Body, end: int, text: str) -> Body:
    written = text[body.start : end]
    return Body(body.start, end, written, clean(written), body.kind, rule=body.rule, confidence=body.confidence)


def _person(t: Tokens, i: int, finder: BodyFinder) -> tuple[list[Body], int]:
    """A person's name, without the office that is said after it."""
    end = i
    while end < len(t) and t.words[end] not in (",", ";", "-", "(", "và", "|", ":") and (end == i or t.gaps[end] < NEW_LINE):
        end += 1
    body = _named(t, i, end, "person")
    if end + 1 < len(t) and t.words[end] in (",", "-", "("):
        office = finder.grammar.match(t, end + 1)
        if office is not None and office.kind == "office-holder":
            end = office.end
    return [body], max(end, i + 1)


def _segment_end(t: Tokens, i: int, finder: BodyFinder) -> int:
    """The end of a part that the grammar does not know as a whole: the next separator that a body, or nothing more, follows."""
    closing: str | None = None
    while i < len(t):
        word = t.words[i]
        if t.gaps[i] >= NEW_LINE and i > 0:
            return i
        if closing is not None:
            closing = None if word == closing else closing
        elif word in _CLOSING:
            if i + 1 < len(t) and finder.lexicon.exceptions.longest(t, i + 1):
                return i
            closing = _CLOSING[word]
        elif word in (",", ";", "|") or finder.lexicon.exceptions.longest(t, i) or _body_joins(t, i, finder):
            return i
        i += 1
    return i


def _body_joins(t: Tokens, i: int, finder: BodyFinder) -> bool:
    """Whether a word that joins ("và") stands here and a body after it."""
    join = finder.lexicon.joins.longest(t, i) if t.shapes[i] != MARK else None
    if join is None or join[0] >= len(t):
        return False
    at = join[0]
    return finder.grammar.match(t, at, listed=True) is not None or finder.lexicon.honorifics.longest(t, at) is not None or _opens_part(t, at, finder)


def _named(t: Tokens, i: int, j: int, kind: str) -> Body:
    start, end = t.starts[i], t.ends[j - 1]
    written = t.text[start:end].rstrip(" .,;:")
    return Body(start, start + len(written), written, clean(written), kind, rule=AS_NAMED, confidence=0.5)


def _with_shared_place(found: list[Body], finder: BodyFinder) -> list[Body]:
    """"Công an, Quân sự, Biên phòng tỉnh": the place said once, at the end, is that of each."""
    forces = finder.shared_place
    named: list[Body] = list(found)
    for i in range(len(found) - 1, 0, -1):
        place = forces.place(named[i].name)
        if place and forces.lacks(found[i - 1].name):
            before = found[i - 1]
            named[i - 1] = Body(before.start, before.end, before.text, f"{before.name} {place}", before.kind, rule=before.rule)
    return named
