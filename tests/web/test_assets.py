"""Scripts and styles come from memory, and no old one outlives a change."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("nicegui", reason="the web page's packages are not installed (pip install -e .[web])")

from fastapi import FastAPI, Response
from fastapi.testclient import TestClient

from extractor.web import assets
from extractor.web.assets import Assets, address


@pytest.fixture
def asked() -> list[str]:
    """What reached the application."""
    return []


@pytest.fixture
def client(asked: list[str]) -> TestClient:
    """An application with a script of its own and one of NiceGUI, behind its assets."""
    app = FastAPI()

    @app.get("/static/own.js")
    def own() -> Response:
        asked.append("own")
        return Response("let own;", media_type="text/javascript", headers={"ETag": '"1"'})

    @app.get("/_nicegui/1/{name}")
    def theirs(name: str) -> Response:
        asked.append(name)
        private = {"for-one.js": "private", "cookie.js": "public"}.get(name, "public, max-age=3600")
        return Response(name, headers={"Cache-Control": private} | ({"Set-Cookie": "a=b"} if name == "cookie.js" else {}))

    return TestClient(Assets(app))


def test_a_file_is_read_once(client: TestClient, asked: list[str]) -> None:
    first, second = client.get("/static/own.js?abc"), client.get("/static/own.js?abc")
    assert first.text == second.text == "let own;"
    assert first.headers["cache-control"] == second.headers["cache-control"] == "public, max-age=31536000, immutable"
    same = client.get("/static/own.js", headers={"If-None-Match": '"1"'})
    assert (same.status_code, same.content) == (304, b"")
    assert client.get("/static/own.js", headers={"If-None-Match": '"0"'}).text == "let own;"
    assert client.head("/static/own.js").status_code == 405, "anything but GET goes to the application"
    assert asked == ["own"]


@pytest.mark.parametrize("name", ["for-one.js", "cookie.js"])
def test_what_is_for_one_person_is_not_kept(client: TestClient, asked: list[str], name: str) -> None:
    assert [client.get(f"/_nicegui/1/{name}").text for _ in range(2)] == [name, name]
    assert asked == [name, name]


def test_what_is_not_there_is_not_kept(client: TestClient) -> None:
    assert [client.get("/static/none.js").status_code for _ in range(2)] == [404, 404]


def test_an_address_changes_with_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    found = set()
    for content in ("a", "b"):
        (tmp_path / "x.js").write_text(content)
        address.cache_clear()
        found.add(address("x.js"))
    address.cache_clear()
    assert len(found) == 2
