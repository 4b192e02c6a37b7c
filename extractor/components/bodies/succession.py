"""What became of a body: its successors by a given day, through mergers of ministries, departments and provinces and the end of the district level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.components.bodies.registry import Place, Registry
from extractor.model import Body
from extractor.rules import Rules

State = Literal["stands", "renamed", "merged", "split", "ended", "unknown"]
_DISTRICT = re.compile(r"(?<!\w)(?:huyện|quận|thị xã|thị trấn)(?!\w)(?!.*(?<!\w)(?:xã|phường|đặc khu) )", re.IGNORECASE)
_DISTRICT_ENDS = "2025-06-30"
_COMMITTEE = re.compile(r"(?:Tỉnh|Thành) (?:ủy|uỷ) (?P<name>[^\W\d_].*)$")
_AT_END = re.compile(r"(?P<level>tỉnh|thành phố)\s+(?P<name>[^\W\d_].*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a body by a day: its ``state``, the canonical names of what stands now, and the last day of the old one (ISO)."""

    state: State
    names: tuple[str, ...] = ()
    until: str | None = None


class Succession:
    """Answers from the dates in `rules/bodies/registry.jsonl` and `provinces.jsonl`."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def standing(self, body: Body, day: str) -> Standing:
        """What stands for a resolved body on an ISO day; ``unknown`` for one without identity."""
        if body.canonical is None or body.id is None:
            return Standing("unknown")
        name = body.canonical
        if _DISTRICT.search(name) and day > _DISTRICT_ENDS:
            return Standing("ended", (), _DISTRICT_ENDS)
        own, place = self._apart(name)
        names, until = self._units(own, day)
        now, place_until = self._place(place, day)
        last = max((end for end in (until, place_until) if end), default=None)
        full = tuple(self._with_place(unit, now, committee=_COMMITTEE.search(name) is not None) for unit in names)
        if full == (name,) or last is None:
            return Standing("stands", (name,))
        if len(names) > 1:
            return Standing("split", full, last)
        return Standing("merged" if place_until or len(names) == 1 else "renamed", full, last)

    def _with_place(self, unit: str, place: Place | None, *, committee: bool) -> str:
        if place is None:
            return unit
        return f"{unit} {'Tỉnh' if place.kind == 'tỉnh' else 'Thành'} ủy {place.name}".strip() if committee else f"{unit} {place.full}"

    def _apart(self, name: str) -> tuple[str, Place | None]:
        committee = _COMMITTEE.search(name)
        if committee is not None and (seat := self.registry.place(committee["name"])) is not None:
            return name[: committee.start()].strip(), seat
        found = _AT_END.search(name)
        place = self.registry.place(found["name"]) if found else None
        return (name[: found.start()].strip(), place) if found and place else (name, None)

    def _units(self, own: str, day: str) -> tuple[tuple[str, ...], str | None]:
        unit = self.registry.unit(own)
        if unit is None or unit.valid_to is None or day <= unit.valid_to:
            return (own,), None
        after: list[str] = []
        for successor in unit.successors:
            known = self.registry.units.get(successor)
            if known is not None:
                after.extend(self._units(known.name, day)[0])
        return tuple(dict.fromkeys(after)), unit.valid_to

    def _place(self, place: Place | None, day: str) -> tuple[Place | None, str | None]:
        if place is None or place.valid_to is None or day <= place.valid_to or place.successor is None:
            return place, None
        return self._place(self.registry.places[place.successor], day)[0], place.valid_to


@lru_cache(maxsize=1)
def _built_in() -> Succession:
    return Succession(Registry(Rules()))


def standing(body: Body, day: str) -> Standing:
    """What stands for a resolved body on a day, by the built-in rules; the day is the caller's, nothing asks the clock.

    >>> body = Body(0, 1, "", "", id="so-giao-thong-van-tai.quang-binh", canonical="Sở Giao thông vận tải tỉnh Quảng Bình")
    >>> standing(body, "2025-08-01").names
    ('Sở Xây dựng tỉnh Quảng Trị',)
    >>> standing(body, "2024-01-01").state
    'stands'
    """
    return _built_in().standing(body, day)
