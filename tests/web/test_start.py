"""When the server refuses to start, and which names it answers to."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from typer.testing import CliRunner

from extractor.cli import app as app_of_commands
from extractor.store import Store
from extractor.store.schema import users
from extractor.web.app import NotSafeError, guarded, make_app
from extractor.web.schema import sessions
from extractor.web.sessions import IDLE, LONGEST, Sessions
from extractor.web.state import Settings


@pytest.mark.parametrize("settings", [Settings(host="0.0.0.0"), Settings(host="192.168.1.5"), Settings(public_url="https://office.example/nhiem-vu")])
def test_beyond_loopback_it_wants_accounts(tmp_path: Path, settings: Settings) -> None:
    with Store(tmp_path / "tasks.sqlite") as store:
        with pytest.raises(NotSafeError, match="extractor users add"):
            make_app(store, settings)
        store.users.add("lan", "Lan", "mật khẩu thử 123", "admin")
        make_app(store, settings).state.web.queue.stop()


def test_without_accounts_it_answers_to_its_own_names_alone(tmp_path: Path) -> None:
    settings = Settings(port=8080)
    with Store(tmp_path / "tasks.sqlite") as store:
        app = make_app(store, settings)
        for name, status in (("127.0.0.1:8080", 200), ("localhost:8080", 200), ("evil.example:8080", 403), ("127.0.0.1:81", 403)):
            assert TestClient(guarded(app, settings, local=True), base_url=f"http://{name}").get("/api/session").status_code == status
        app.state.web.queue.stop()


def test_behind_a_proxy_with_a_prefix(tmp_path: Path) -> None:
    settings = Settings(public_url="https://office.example/nhiem-vu")
    with Store(tmp_path / "tasks.sqlite") as store:
        store.users.add("lan", "Lan", "mật khẩu thử 123", "admin")
        app = make_app(store, settings)
        client = TestClient(guarded(app, settings, local=False), base_url="https://office.example")
        for path in ("/nhiem-vu/api/session", "/api/session"):
            answer = client.post(path, json={"login": "lan", "password": "mật khẩu thử 123"}, headers={"X-Forwarded-Prefix": "/evil"})
            assert "path=/nhiem-vu" in answer.headers["set-cookie"].lower()
            assert "secure" in answer.headers["set-cookie"].lower()
        app.state.web.queue.stop()


def test_serve_says_what_to_do_and_stops(tmp_path: Path) -> None:
    asked = ["serve", "--store", str(tmp_path / "tasks.sqlite"), "--host", "0.0.0.0", "--port", "1"]
    told = CliRunner().invoke(app_of_commands, asked)
    assert told.exit_code == 2
    assert "extractor users add" in told.output
    asked = ["users", "add", "lan", "--role", "admin", "--store", str(tmp_path / "tasks.sqlite")]
    made = CliRunner().invoke(app_of_commands, asked, env={"EXTRACTOR_PASSWORD": "mật khẩu thử 123"})
    assert (made.exit_code, made.output) == (0, "lan (admin)\n")
    with Store(tmp_path / "tasks.sqlite") as store, store.engine.connect() as connection:
        assert connection.execute(select(users.c.password)).scalar_one().startswith("$argon2id$")


@pytest.mark.parametrize(("column", "seconds"), [("seen", IDLE), ("ends", LONGEST)])
def test_a_session_ends(tmp_path: Path, column: str, seconds: int) -> None:
    with Store(tmp_path / "tasks.sqlite") as store:
        user = store.users.add("lan", "Lan", "mật khẩu thử 123", "clerk")
        found = Sessions(store)
        token, _ = found.open(user)
        assert found.find(token) is not None
        with store.engine.begin() as connection:
            connection.execute(update(sessions).values({column: sessions.c[column] - seconds - 1}))
        assert found.find(token) is None
