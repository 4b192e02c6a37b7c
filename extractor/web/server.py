"""Runs the server until it is told to stop."""

from __future__ import annotations

import uvicorn

from extractor.store import Store
from extractor.web.app import guarded, make_app
from extractor.web.state import Settings


def serve(store: Store, settings: Settings) -> None:
    """Serves the page and the API. Raises extractor.web.app.NotSafeError when that would lay the store open."""
    app = make_app(store, settings)
    from extractor.web.pages import add_pages

    add_pages(app)
    outer = guarded(app, settings, local=app.state.web.local is not None)
    uvicorn.run(outer, host=settings.host, port=settings.port, log_level="warning", proxy_headers=settings.public_url is not None, server_header=False)
