"""The registry: bodies that have a name of their own, kinds of which every place has one, and what became of both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractor.components.bodies.names import Names
from extractor.rules import Rule, Rules

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A province: its id, its name, "tỉnh" or "thành phố", and when it ended in which successor."""

    id: str
    name: str
    kind: str
    valid_from: str | None = None
    valid_to: str | None = None
    successor: str | None = None
    changed: str | None = None

    @property
    def full(self) -> str:
        """The name with its level: "tỉnh Quảng Trị"."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A body of the registry; ``per`` is empty for the only one of its name, else what each has one of (province, district, place),
    or "day" where the name means another body on other days."""

    id: str
    name: str
    level: str
    parent: str | None
    per: str = ""
    valid_to: str | None = None
    successors: tuple[str, ...] = ()


class Registry:
    """Looks up units by name and places by name; all of it comes from `rules/bodies/`."""

    def __init__(self, rules: Rules) -> None:
        self.names = Names(rules)
        self.units: dict[str, Unit] = {}
        self.places: dict[str, Place] = {}
        self._by_name: dict[str, Unit] = {}
        self._by_place: dict[str, Place] = {}
        self.capitals: dict[str, str] = {}
        for rule in rules["bodies/registry"]:
            self._add_unit(rule.id, rule.data)
        for rule in rules["bodies/own"]:
            self._add_own(rule)
        for rule in rules["bodies/provinces"]:
            self._add_place(rule)

    def _add_unit(self, key: str, data: Mapping[str, Any]) -> None:
        unit = Unit(key, data["name"], data["level"], data.get("parent"), data.get("per", ""), data.get("valid_to"), tuple(data.get("successors", ())))
        self.units[key] = unit
        self._by_name[self.names.normalise(unit.name)] = unit
        for form in data.get("forms", ()):
            self._by_name[self.names.normalise(form)] = unit

    def _add_own(self, rule: Rule) -> None:
        self._add_unit(rule.id, {"level": "own", **rule.data})

    def _add_place(self, rule: Rule) -> None:
        data = rule.data
        place = Place(rule.id, data["name"], data["kind"], data.get("valid_from"), data.get("valid_to"), data.get("successor"), data.get("changed"))
        self.places[rule.id] = place
        for name in (place.name, *data.get("aliases", ())):
            self._by_place[self.names.normalise(name)] = place

    def unit(self, name: str) -> Unit | None:
        """The unit of that name, however it is spelt."""
        return self._by_name.get(self.names.normalise(name))

    def place(self, name: str) -> Place | None:
        """The province of that name, without its level."""
        return self._by_place.get(self.names.normalise(name))


def slug(name: str) -> str:
    """A name as part of an id.

    >>> slug("Sở Giáo dục và Đào tạo")
    'so-giao-duc-va-dao-tao'
    """
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return _NOT_SLUG.sub("-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
