"""Names of bodies to choose from while typing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from extractor.rules import Rules
from extractor.store import Store
from extractor.text import fold

_HOLDERS = ("bodies/registry", "bodies/own")


def names(store: Store, rules: str | None, typed: str, limit: int) -> list[str]:
    """The names that hold what was typed, however its tone marks are placed: those of the store's tasks, then those of the registry."""
    wanted = " ".join(fold(typed).split())
    used = sorted(store.bodies(), key=lambda body: -(body.lead + body.coordinate))
    known = dict.fromkeys([*(body.name for body in used), *_registered(rules)])
    held = [(fold(name).find(wanted), name) for name in known]
    return [name for _, name in sorted(((at > 0, name) for at, name in held if at >= 0), key=lambda item: item[0])][:limit]


@lru_cache(maxsize=2)
def _registered(folder: str | None) -> Sequence[str]:
    rules = Rules(Path(folder) if folder else None)
    found = [rule.data["name"] for holder in _HOLDERS for rule in rules[holder]]
    return tuple(dict.fromkeys(found))
