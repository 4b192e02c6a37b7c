"""The API in this process, and a real browser on a server in another one; nothing may ask another host."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytest.importorskip("nicegui", reason="the web page's packages are not installed (pip install -e .[web])")

from fastapi.testclient import TestClient

from extractor.store import Store
from extractor.web.app import guarded, make_app
from extractor.web.state import Settings
from tests.web.filled import fill
from tests.web.running import PASSWORD, ROLES, Running, server


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one notice of three tasks and a user of each role, to be copied: hashing passwords is slow on purpose."""
    path = tmp_path_factory.mktemp("prepared") / "tasks.sqlite"
    with fill(path) as made:
        for role in ROLES:
            made.users.add(role, f"Người {role}", PASSWORD, role)  # type: ignore[arg-type]
    return path


@pytest.fixture
def store(prepared: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the prepared store."""
    with Store(shutil.copy(prepared, tmp_path)) as made:
        yield made


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    """The guarded API, nobody signed in; nothing is read, for the queue is not started."""
    settings = Settings()
    app = make_app(store, settings)
    made = TestClient(guarded(app, settings, local=False), base_url="http://testserver")
    made.web = app.state.web  # type: ignore[attr-defined]
    yield made
    app.state.web.queue.stop()


@pytest.fixture
def sign_in(client: TestClient) -> Callable[[str], dict[str, str]]:
    """Signs in as a role; gives the headers of a program."""

    def enter(role: str) -> dict[str, str]:
        token = client.web.sessions.open(client.web.store.users.get(role))[0]  # type: ignore[attr-defined]
        return {"Authorization": f"Bearer {token}"}

    return enter


@pytest.fixture
def visit(browser: object) -> Iterator[Callable[..., object]]:
    """Opens pages on a server; the test fails when any of them asked another host or said an error."""
    contexts: list[object] = []
    foreign: list[str] = []
    errors: list[str] = []

    def open_page(running: Running, path: str = "/", *, width: int = 1366, height: int = 768, login: str | None = None) -> object:
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)  # type: ignore[attr-defined]
        contexts.append(context)
        home = urlsplit(running.url).netloc

        def look(request: object) -> None:
            address = urlsplit(request.url)  # type: ignore[attr-defined]
            if address.scheme not in ("data", "blob", "about") and address.netloc != home:
                foreign.append(request.url)  # type: ignore[attr-defined]

        context.on("request", look)
        page = context.new_page()
        page.on("websocket", lambda socket: look(socket))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(30_000)
        page.goto(running.url + path)
        if login:
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", PASSWORD)
            page.click("button.primary")
            page.wait_for_url(lambda url: "/login" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()  # type: ignore[attr-defined]
    assert not foreign, foreign
    assert not errors, errors


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with accounts, empty."""
    with server(tmp_path_factory.mktemp("office") / "tasks.sqlite", accounts=True) as running:
        yield running
