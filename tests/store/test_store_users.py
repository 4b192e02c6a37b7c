"""Users of the web page."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from extractor.cli.serve import Role as ChosenRole
from extractor.store import Store, StoreError, schema
from extractor.store.users import User
from extractor.web.access import NEEDS

PASSWORD = "đường dài mới hay"


@pytest.fixture
def store(store: Store) -> Store:
    store.users.add("Lan", "Nguyễn Thị Lan", PASSWORD, "admin")
    return store


def test_a_password_is_kept_as_an_argon2_hash(store: Store) -> None:
    with store.engine.connect() as connection:
        kept = connection.execute(sa.select(schema.users.c.password)).scalar_one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_only_the_right_password_lets_in(store: Store) -> None:
    assert store.users.authenticate(" lan ", PASSWORD) == User("lan", "Nguyễn Thị Lan", "admin")
    assert store.users.authenticate("lan", PASSWORD + "!") is None
    assert store.users.authenticate("minh", PASSWORD) is None


def test_an_inactive_user_stays_out(store: Store) -> None:
    store.users.add("minh", "Minh", PASSWORD, "clerk")
    store.users.set_active("minh", False)
    assert store.users.authenticate("minh", PASSWORD) is None
    store.users.set_active("minh", True)
    assert store.users.authenticate("minh", PASSWORD) == User("minh", "Minh", "clerk")


def test_a_new_password_and_a_new_role(store: Store) -> None:
    store.users.add("minh", "", PASSWORD, "reader")
    store.users.set_password("minh", "mật khẩu khác")
    store.users.set_role("minh", "head")
    assert store.users.authenticate("minh", PASSWORD) is None
    assert store.users.authenticate("minh", "mật khẩu khác") == User("minh", "minh", "head")
    assert store.users.get("MINH") == User("minh", "minh", "head")
    assert [user.login for user in store.users.all()] == ["lan", "minh"]


def test_an_old_hash_is_made_anew(store: Store) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    with store.engine.begin() as connection:
        connection.execute(sa.update(schema.users).values(password=weak))
    assert store.users.authenticate("lan", PASSWORD) is not None
    with store.engine.connect() as connection:
        assert connection.execute(sa.select(schema.users.c.password)).scalar_one() != weak
    assert store.users.authenticate("lan", PASSWORD) is not None


def test_the_last_admin_stays(store: Store) -> None:
    with pytest.raises(StoreError, match="only admin"):
        store.users.set_role("lan", "reader")
    with pytest.raises(StoreError, match="only admin"):
        store.users.set_active("lan", False)
    store.users.add("minh", "Minh", PASSWORD, "admin")
    store.users.set_role("lan", "reader")
    assert store.users.get("lan") == User("lan", "Nguyễn Thị Lan", "reader")


@pytest.mark.parametrize(
    ("login", "password", "role", "message"),
    [
        ("lan", PASSWORD, "reader", "there is a user 'lan' already"),
        ("minh", "ngắn", "reader", "too short"),
        ("minh", PASSWORD, "boss", "no role"),
        ("mi nh", PASSWORD, "reader", "no login"),
        ("", PASSWORD, "reader", "no login"),
    ],
)
def test_what_is_refused(store: Store, login: str, password: str, role: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        store.users.add(login, "x", password, role)  # type: ignore[arg-type]
    assert [user.login for user in store.users.all()] == ["lan"]


def test_unknown_users_are_named(store: Store) -> None:
    with pytest.raises(StoreError, match="no user 'minh'"):
        store.users.set_password("minh", PASSWORD)
    assert store.users.get("minh") is None


def test_there_is_one_list_of_roles() -> None:
    assert [role.value for role in ChosenRole] == list(schema.ROLES)
    assert set(NEEDS.values()) <= set(schema.ROLES)


def test_roles_include_each_other() -> None:
    order = ("reader", "clerk", "head", "admin")
    for i, role in enumerate(order):
        assert [User("a", "a", role).may(other) for other in order] == [j <= i for j in range(4)]  # type: ignore[arg-type]
        assert not User("a", "a", role, active=False).may("reader")  # type: ignore[arg-type]
