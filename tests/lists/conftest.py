"""A browser without a window that has no network, for the page of the lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.running import CHROMIUM, FLAGS


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium, or a skip that says what is missing."""
    sync = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install playwright)")
    if not CHROMIUM:
        pytest.skip("there is no chromium (apt-get install chromium)")
    with sync.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def look(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a file; the test fails when the page asks for anything else or its script says an error."""
    contexts: list[Any] = []
    asked: list[str] = []
    errors: list[str] = []

    def opened(path: Path, *, width: int = 1200, height: int = 900, touch: bool = False) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, offline=True, has_touch=touch)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.set_default_timeout(20_000)
        page.goto(path.as_uri())
        assert asked.pop() == path.as_uri()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert asked == []
    assert errors == []
