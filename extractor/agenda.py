"""A body's action list on one day, and the summary over all bodies: what the writers of lists are given."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from extractor.tracking import BUCKETS, PARTS, Bucket, Part, Tracked, bucket, order


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of one part of a list: the body's part in them and the period in which they fall due."""

    part: Part
    bucket: Bucket
    tasks: tuple[Tracked, ...]


@dataclass(frozen=True, slots=True)
class ActionList:
    """What one body must do as of a day: its groups in order, without empty ones; ``cancelled`` are tasks that no longer hold."""

    body: str
    as_of: dt.date
    groups: tuple[Group, ...]
    cancelled: tuple[Tracked, ...] = ()

    def of(self, part: Part) -> tuple[Group, ...]:
        """The groups in which the body has this part."""
        return tuple(group for group in self.groups if group.part == part)

    def tasks(self) -> Iterator[tuple[Part, Bucket, Tracked]]:
        """Every task with its part and period, in the order of the list."""
        for group in self.groups:
            for task in group.tasks:
                yield group.part, group.bucket, task


@dataclass(frozen=True, slots=True)
class Tally:
    """A body's line in the summary: how many tasks it leads, by period, and how many it coordinates."""

    body: str
    lead: Mapping[Bucket, int] = field(default_factory=lambda: MappingProxyType({}))
    coordinate: int = 0

    @property
    def led(self) -> int:
        """How many tasks the body leads in all."""
        return sum(self.lead.values())


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the head and the foot of a printed list; what is None is left open, with dots, for a person to fill in."""

    issuer: str | None = None
    parent: str | None = None
    place: str | None = None
    signer_title: str | None = None
    signer: str | None = None


def action_list(body: str, tasks: Iterable[tuple[Part, Tracked]], as_of: dt.date, cancelled: Iterable[Tracked] = ()) -> ActionList:
    """The list of a body: what it leads and then what it coordinates, each by period and deadline."""
    found: dict[tuple[Part, Bucket], list[Tracked]] = {(part, key): [] for part in PARTS for key in BUCKETS}
    for part, task in tasks:
        found[part, bucket(task, as_of)].append(task)
    groups = (Group(part, key, tuple(sorted(members, key=lambda task: order(task, as_of)))) for (part, key), members in found.items() if members)
    return ActionList(body, as_of, tuple(groups), tuple(cancelled))


def tally(made: ActionList) -> Tally:
    """A list's line in the summary."""
    counts = Counter({group.bucket: len(group.tasks) for group in made.of("lead")})
    return Tally(made.body, MappingProxyType(dict(counts)), sum(len(group.tasks) for group in made.of("coordinate")))
