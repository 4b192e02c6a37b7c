"""When the server refuses to start, and which names it answers to."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from extractor.store import Store
from extractor.web.app import NotSafeError, guarded, make_app
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
