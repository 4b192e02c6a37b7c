"""The API against its own description: whatever is sent, it never fails inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from extractor.store import Store
from extractor.web.app import make_app
from extractor.web.importing import Queue
from extractor.web.state import Settings
from tests.web.filled import fill
from tests.web.test_api import ROUTES


@pytest.fixture
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The API's description on a store without accounts, whose one person sends the token of the page; nothing is read by the pipeline."""
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    monkeypatch.setattr(Queue, "suggest", lambda *_: None)
    fill(tmp_path / "tasks.sqlite").close()
    store = Store(tmp_path / "tasks.sqlite")
    app = make_app(store, Settings())
    loaded = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    loaded.csrf = app.state.web.local.csrf
    yield loaded
    app.state.web.queue.stop()
    store.close()


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_nothing_that_is_sent_makes_it_fail(described: Any) -> None:
    seen = 0
    for found in described.get_all_operations():
        operation = found.ok()
        seen += 1

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            answer = case.call(headers={"X-CSRF-Token": described.csrf})
            assert answer.status_code < 500 or answer.status_code == 503, (case.method, case.path, answer.text)

        send()
    assert seen == len(ROUTES)
