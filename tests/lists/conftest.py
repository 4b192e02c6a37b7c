"""The store that the lists are made of, and a browser without a window that has no network, for their page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.store import Store
from tests.lists.demo import fill


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with the demonstration's tasks."""
    with Store(tmp_path / "tasks.sqlite") as opened:
        fill(opened)
        yield opened


@pytest.fixture
def look(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a file; the test fails when the page asks for anything else or its script says an error."""
    contexts: list[Any] = []
    asked: list[str] = []
    errors: list[str] = []

    def opened(path: Path, *, width: int = 1200, height: int = 900, touch: bool = False) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, has_touch=touch)
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
