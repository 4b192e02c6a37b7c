"""Who a cell names: bodies and persons that must do the work, and those it says work along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractor.components.bodies import BodyFinder, split_bodies
from extractor.model import Body
from extractor.rules import Rules
from extractor.text import fold

_SPACE = regex.compile(r"\s+")
_PERSON = regex.compile(
    r"\s*\(\s*(?:(?:đ/c|Đ/c|đồng chí|Đồng chí|ông|bà|Ông|Bà|TS|ThS|BS|GS|PGS|KS|CN)[.:]?\s*)+(?P<name>\p{Lu}[\p{L}’']*(?:\s+\p{Lu}[\p{L}’']*){0,4})\s*\)"
)
_SYLLABLE = regex.compile(r"\p{Lu}?\p{Ll}+")


@dataclass(frozen=True, slots=True)
class People:
    """The bodies of a cell by what they do: ``own`` do the work, ``along`` work with them, ``split`` is where "phối hợp:" divides the cell."""

    own: tuple[Body, ...] = ()
    along: tuple[Body, ...] = ()
    split: int | None = None


class PeopleReader:
    """Reads the cells of columns of bodies."""

    def __init__(self, rules: Rules, finder: BodyFinder) -> None:
        values = {name: rule.pattern for name, rule in rules.by_id("tables/people").items()}
        self._along, self._role, self._lead = values["people.along"], values["people.along-after"], values["people.lead"]
        self._verb, self._title = values["people.verb"], values["people.title"]
        self._finder = finder

    def read(self, text: str) -> People:
        """Who a cell names, offsets in the cell: "Sở A (phối hợp: Sở B)" is one body that does the work and one that works along."""
        folded, start, end = fold(text), 0, len(text)
        if lead := self._lead.match(folded, start, end):
            start = lead.end()
        mark = self._along.search(folded, start, end)
        if mark is not None and mark.start() > start and self._finder.region_at(text[mark.end() :], 0) is None:
            mark = mark if text[mark.end() : mark.end() + 1].isupper() else None
        if mark is None:
            return self._by_role(text, folded, start, end)
        stop = self._closing(text, mark.start(), mark.end(), end)
        own = self._bodies(text, folded, start, mark.start()) if mark.start() > start else []
        own += self._bodies(text, folded, stop + 1, end) if stop + 1 < end else []
        return People(tuple(own), tuple(self._bodies(text, folded, mark.end(), stop)), mark.end())

    def _by_role(self, text: str, folded: str, start: int, end: int) -> People:
        """Bodies whose part stands in brackets behind each ("Sở A (chủ trì), Sở B (phối hợp)")."""
        marks = list(self._role.finditer(folded, start, end))
        if not marks:
            return People(tuple(self._bodies(text, folded, start, end)))
        own: list[Body] = []
        along: list[Body] = []
        at = start
        for mark in marks:
            named = self._bodies(text, folded, at, mark.start())
            (along if mark["along"] else own).extend(named)
            at = mark.end()
        own.extend(self._bodies(text, folded, at, end))
        return People(tuple(own), tuple(along), marks[0].start())

    @staticmethod
    def _closing(text: str, opening: int, start: int, end: int) -> int:
        """Where the bracket that a mark opens is closed, else the end of the cell."""
        if "(" not in text[opening:start]:
            return end
        depth = 1
        for at in range(start, end):
            depth += (text[at] == "(") - (text[at] == ")")
            if depth == 0:
                return at
        return end

    def _bodies(self, text: str, folded: str, start: int, end: int) -> list[Body]:
        found: list[Body] = []
        at = start
        for person in _PERSON.finditer(text, start, end):
            found += self._split(text, folded, at, person.start())
            found.append(Body(person.start("name"), person.end("name"), person["name"], person["name"], "person", rule="bodies/bracketed"))
            at = person.end()
        return found + self._split(text, folded, at, end)

    def _split(self, text: str, folded: str, start: int, end: int) -> list[Body]:
        while start < end and text[start] in " \t\n,;.":
            start += 1
        if start >= end:
            return []
        region = self._finder.region_at(text[start:end], 0)
        stop = end if region is None else start + region[1]
        if stop < end and text[stop].isspace() and self._verb.match(folded, self._after(text, stop, end), end):
            end = stop  # "Các khoa gửi bài": the body, then what it does
        return [self._untitled(body) for body in _rejoined(split_bodies(text, start, end, self._finder), text)]

    def _untitled(self, body: Body) -> Body:
        """A person without the degree before the name."""
        title = self._title.match(body.name)
        if title is None or body.name != body.text:
            return body
        name = body.name[title.end() :]
        return replace(body, start=body.start + title.end(), text=name, name=name, kind="person")

    @staticmethod
    def _after(text: str, at: int, end: int) -> int:
        while at < end and text[at].isspace():
            at += 1
        return at


def _rejoined(bodies: list[Body], text: str) -> Iterator[Body]:
    """A lone syllable that no rule knows is the end of the name before it ("Ban Thu - Sổ, Thẻ")."""
    last: Body | None = None
    for body in bodies:
        lone = body.rule == "bodies/as-named" and _SYLLABLE.fullmatch(body.name) is not None
        if lone and last is not None and last.kind != "person" and last.name == _SPACE.sub(" ", last.text):
            written = text[last.start : body.end]
            last = replace(last, end=body.end, text=written, name=_SPACE.sub(" ", written))
            continue
        if last is not None:
            yield last
        last = body
    if last is not None:
        yield last
