"""Runs the server until it is told to stop."""

from __future__ import annotations

import asyncio
import socket

import regex
import uvicorn

from extractor.store import Store
from extractor.web.app import guarded, make_app
from extractor.web.guard import App, Message
from extractor.web.state import Settings

_ASSETS = regex.compile(r"""(?:src=|href=|url\()"(?P<path>/[^"?]+\.(?:js|css|mjs))""")


def serve(store: Store, settings: Settings) -> None:
    """Serves the page and the API. Raises extractor.web.app.NotSafeError when that would lay the store open."""
    app = make_app(store, settings)
    from extractor.web.pages import add_pages

    add_pages(app)
    outer = guarded(app, settings, local=app.state.web.local is not None)
    config = uvicorn.Config(
        outer, host=settings.host, port=settings.port, log_level="warning", proxy_headers=settings.public_url is not None, server_header=False
    )
    _Server(config, outer, settings).run()


class _Server(uvicorn.Server):
    """A server that has made its first pages, and read their scripts and styles, before somebody asks: the first visitor waits no longer than the next."""

    def __init__(self, config: uvicorn.Config, app: App, settings: Settings) -> None:
        super().__init__(config)
        self._app, self._settings = app, settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        for path in ("/login", "/"):  # the second one where there are no accounts
            page = await _visit(self._app, self._settings, self._settings.prefix + path)
            for found in _ASSETS.finditer(page):
                await _visit(self._app, self._settings, found["path"])


async def _visit(app: App, settings: Settings, path: str) -> str:
    """What a visitor without a session gets."""
    body = bytearray()
    asked: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not asked:
            await asyncio.Event().wait()  # nothing more comes, as from a browser that waits
        return asked.pop()

    async def send(message: Message) -> None:
        body.extend(message.get("body", b""))

    host = f"{settings.host}:{settings.port}".encode()
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "headers": [(b"host", host)], "client": ("127.0.0.1", 0), "server": (settings.host, settings.port), "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    return body.decode("utf-8", "replace")
