"""Sessions of signed-in people, and the brake on guessing passwords."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select, update

from extractor.store import Store
from extractor.store.engine import reading, writing
from extractor.store.schema import users
from extractor.store.users import User
from extractor.web.schema import sessions

IDLE = 8 * 3600
"""Seconds without a request after which a session ends."""
LONGEST = 5 * 24 * 3600
"""Seconds after which a session ends in any case."""
_SELDOM = 60  # seconds between two notes of when a session was last seen
# Asked with every request: a statement that is made once is not compiled again.
_FIND = (
    select(sessions.c.csrf, sessions.c.seen, sessions.c.ends, users.c.login, users.c.name, users.c.role, users.c.active)
    .join_from(sessions, users, users.c.login == sessions.c.login)
    .where(sessions.c.token == bindparam("token"))
)


@dataclass(frozen=True, slots=True)
class Session:
    """Who is asking; ``csrf`` is what a page of ours sends back with every change. ``by_token`` when a program asks, which needs none."""

    user: User
    csrf: str
    by_token: bool = False


class Sessions:
    """The sessions of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, user: User) -> tuple[str, Session]:
        """A new session and the secret by which it is found again."""
        token, csrf, now = secrets.token_urlsafe(32), secrets.token_urlsafe(24), time.time()
        with writing(self._store.engine) as connection:
            connection.execute(delete(sessions).where((sessions.c.ends < now) | (sessions.c.seen < now - IDLE)))
            connection.execute(insert(sessions), {"token": _hash(token), "login": user.login, "csrf": csrf, "seen": now, "ends": now + LONGEST})
        return token, Session(user, csrf)

    def find(self, token: str, *, by_token: bool = False) -> Session | None:
        """The session of a secret, unless it has ended or its user was shut out since."""
        now = time.time()
        with reading(self._store.engine) as connection:
            row = connection.execute(_FIND, {"token": _hash(token)}).first()
        if row is None or not row.active or row.ends < now or row.seen < now - IDLE:
            return None
        if row.seen < now - _SELDOM:
            with writing(self._store.engine) as connection:
                connection.execute(update(sessions).where(sessions.c.token == _hash(token)).values(seen=now))
        return Session(User(row.login, row.name, row.role), row.csrf, by_token)

    def close(self, token: str) -> None:
        """Ends a session."""
        with writing(self._store.engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.token == _hash(token)))

    def close_all(self, login: str) -> None:
        """Ends every session of a user."""
        with writing(self._store.engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.login == login.strip().lower()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Brake:
    """Counts failures by key within a time and says how long a key has to wait: ``most`` failures in ``seconds`` are let pass."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._failures: dict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def wait(self, key: str, now: float | None = None) -> float:
        """Seconds that a key has to wait before it may try again; 0 when it may.

        >>> brake = Brake(2, 60)
        >>> for at in (0.0, 10.0):
        ...     brake.fail("lan", at)
        >>> brake.wait("lan", 20.0), brake.wait("minh", 20.0), brake.wait("lan", 61.0)
        (40.0, 0.0, 0.0)
        """
        now = time.monotonic() if now is None else now
        with self._lock:
            failures = self._failures.get(key)
            while failures and failures[0] <= now - self._seconds:
                failures.popleft()
            if not failures:
                self._failures.pop(key, None)
                return 0.0
            return failures[0] + self._seconds - now if len(failures) >= self._most else 0.0

    def fail(self, key: str, now: float | None = None) -> None:
        """One more failure."""
        with self._lock:
            if len(self._failures) > 10_000:
                self._failures.clear()
            self._failures[key].append(time.monotonic() if now is None else now)

    def forget(self, key: str) -> None:
        """A key that got it right."""
        with self._lock:
            self._failures.pop(key, None)
