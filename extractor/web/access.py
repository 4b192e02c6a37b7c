"""Who may do what: one table for the page and the API."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from extractor.store.users import Role, User

Permission = Literal["read", "track", "import", "review", "learn", "audit", "users"]

NEEDS: Mapping[Permission, Role] = MappingProxyType(
    {"read": "reader", "track": "clerk", "import": "clerk", "review": "clerk", "learn": "head", "audit": "head", "users": "admin"}
)
"""The least role that may.

In this order: look and export; enter statuses and notes; send in files; edit, accept and reject rows; take out gold; see who did what; manage users.
"""

TRACKED = frozenset({"status", "done_on", "note"})
"""The columns that tell how the work goes; the others are the row itself."""

LOCAL = User("local", "Máy này", "admin")
"""Whoever sits at the machine, where the store has no accounts and the server listens on loopback alone."""


def may(user: User, permission: Permission) -> bool:
    """Whether a user's role covers a permission.

    >>> may(User("lan", "Lan", "clerk"), "review"), may(User("lan", "Lan", "clerk"), "users")
    (True, False)
    """
    return user.may(NEEDS[permission])
