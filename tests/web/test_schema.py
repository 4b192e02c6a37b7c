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
from extractor.writers import pdf
from tests.web.filled import fill
from tests.web.test_api import ROUTES


@pytest.fixture
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The API's description on a store without accounts, whose one person sends the token of the page; the pipeline and LibreOffice do not run."""
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    monkeypatch.setattr(Queue, "suggest", lambda *_: None)
    monkeypatch.setattr(pdf, "convert", lambda sources, _: sources)
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
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    wanted = [not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance]
    seen: dict[str, set[int]] = {}

    def try_out(operation: Any) -> None:
        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            answer = case.call(headers={"X-CSRF-Token": described.csrf})
            case.validate_response(answer, checks=wanted)
            seen.setdefault(operation.label, set()).add(answer.status_code)

        send()

    for found in described.get_all_operations():
        try_out(found.ok())
    assert len(seen) == len(ROUTES)
    assert not {label: answers for label, answers in seen.items() if max(answers) >= 500}
