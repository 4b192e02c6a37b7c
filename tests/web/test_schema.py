"""The API against its own description: whatever is sent, it never fails inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from hypothesis import HealthCheck, settings

from extractor.store import Store
from extractor.web.app import make_app
from extractor.web.importing import Queue
from extractor.web.state import Settings
from tests.web.filled import fill


@pytest.fixture
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The API's description on a store without accounts, whose one person sends the token of the page; nothing is read by the pipeline."""
    monkeypatch.setattr(Queue, "suggest", lambda *_: None)
    fill(tmp_path / "tasks.sqlite").close()
    store = Store(tmp_path / "tasks.sqlite")
    app = make_app(store, Settings())
    loaded = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    loaded.csrf = app.state.web.local.csrf
    yield loaded
    app.state.web.queue.stop()
    store.close()


schema = schemathesis.pytest.from_fixture("described")


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@schema.exclude(path="/api/export.{ending}").parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_is_sent_makes_it_fail(case: Any, described: Any) -> None:
    answer = case.call(headers={"X-CSRF-Token": described.csrf})
    assert answer.status_code < 500, answer.text
