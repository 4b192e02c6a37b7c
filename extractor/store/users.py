"""Who may use the web page: logins with argon2 hashes and one role each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from extractor.store.engine import StoreError, reading, writing
from extractor.store.schema import ROLES, Role, users

__all__ = ["SHORTEST", "Role", "User", "Users"]

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from extractor.store import Store

SHORTEST = 10
"""The fewest characters of a password."""


@dataclass(frozen=True, slots=True)
class User:
    """A user as the web page sees them; an inactive one cannot log in."""

    login: str
    name: str
    role: Role
    active: bool = True

    def may(self, role: Role) -> bool:
        """Whether the user's role includes another one.

        >>> User("lan", "Lan", "clerk").may("reader"), User("lan", "Lan", "clerk").may("head")
        (True, False)
        """
        return self.active and ROLES.index(self.role) >= ROLES.index(role)


class Users:
    """The users of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, login: str, name: str, password: str, role: Role) -> User:
        """Adds a user. Raises StoreError when the login is taken or the password too short."""
        login = _login(login)
        name = name.strip() or login
        values = {"login": login, "name": name, "password": _hash(password), "role": _role(role), "active": True}
        try:
            with writing(self._store.engine) as connection:
                connection.execute(insert(users), values | {"created_at": self._store.now()})
        except StoreError as error:
            if isinstance(error.__cause__, IntegrityError):
                raise StoreError(f"there is a user {login!r} already; choose another login") from error
            raise
        return User(login, name, role)

    def authenticate(self, login: str, password: str) -> User | None:
        """The user behind a login and password; None when either is wrong or the user is inactive. It takes the same time for unknown logins."""
        from argon2.exceptions import InvalidHashError, VerificationError

        hasher = _hasher()
        with reading(self._store.engine) as connection:
            row = connection.execute(select(users).where(users.c.login == login.strip().lower())).first()
        try:
            hasher.verify(row.password if row else hasher.hash("nobody"), password)
        except (VerificationError, InvalidHashError):
            return None
        if row is None or not row.active:
            return None
        if hasher.check_needs_rehash(row.password):
            self._set(row.login, password=hasher.hash(password))
        return User(row.login, row.name, row.role)

    def all(self) -> list[User]:
        """Every user, by login."""
        with reading(self._store.engine) as connection:
            return [User(row.login, row.name, row.role, row.active) for row in connection.execute(select(users).order_by(users.c.login))]

    def get(self, login: str) -> User | None:
        """One user, or None."""
        return next((user for user in self.all() if user.login == login.strip().lower()), None)

    def set_password(self, login: str, password: str) -> None:
        """Gives a user a new password."""
        self._set(login, password=_hash(password))

    def set_role(self, login: str, role: Role) -> None:
        """Gives a user another role; the last active admin keeps theirs."""
        self._keep_an_admin(login, stays=role == "admin")
        self._set(login, role=_role(role))

    def set_active(self, login: str, active: bool) -> None:
        """Lets a user in again or keeps them out; their entries in the history stay. The last active admin stays in."""
        self._keep_an_admin(login, stays=active)
        self._set(login, active=active)

    def _keep_an_admin(self, login: str, *, stays: bool) -> None:
        admins = [user.login for user in self.all() if user.role == "admin" and user.active]
        if not stays and admins == [_login(login)]:
            raise StoreError(f"{login!r} is the only admin; make another user admin first")

    def _set(self, login: str, **values: object) -> None:
        with writing(self._store.engine) as connection:
            if connection.execute(update(users).where(users.c.login == _login(login)).values(**values)).rowcount == 0:
                raise StoreError(f"there is no user {login!r}")


def _login(login: str) -> str:
    login = login.strip().lower()
    if not login or len(login) > 64 or any(c.isspace() for c in login):
        raise StoreError(f"{login!r} is no login; use up to 64 characters without spaces")
    return login


def _role(role: str) -> str:
    if role not in ROLES:
        raise StoreError(f"there is no role {role!r}; use one of {', '.join(ROLES)}")
    return role


def _hash(password: str) -> str:
    if len(password) < SHORTEST:
        raise StoreError(f"the password is too short; use at least {SHORTEST} characters")
    return _hasher().hash(password)


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()
