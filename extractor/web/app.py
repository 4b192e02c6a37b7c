"""Puts the application together: the API, the pages, and the guard around both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from extractor import __version__
from extractor.store import Store
from extractor.web.api import add_api
from extractor.web.assets import Assets
from extractor.web.guard import App, Guard
from extractor.web.importing import Queue
from extractor.web.rows import Rows
from extractor.web.sessions import Sessions
from extractor.web.state import Settings, Web, local_session

_UPLOADS = frozenset({"/api/imports", "/api/imports/pages"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class NotSafeError(RuntimeError):
    """The server would be open to everybody on the network; the message says what to do."""


def is_loopback(host: str) -> bool:
    """Whether a host can be reached from this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    return host in _LOOPBACK or host.startswith("127.")


def make_app(store: Store, settings: Settings) -> FastAPI:
    """The application without pages and guard, as the tests of the API use it.

    Raises NotSafeError when it would listen beyond loopback, or behind a proxy, while the store has no accounts.
    """
    local = local_session(store)
    if local is not None and (settings.public_url or not is_loopback(settings.host)):
        raise NotSafeError(
            f"{store.name} has no accounts, so everybody on the network could read and change it; "
            "make one first: extractor users add LOGIN --role admin --store URL, or listen on 127.0.0.1"
        )
    queue = Queue(store, settings.rules, settings.cache)
    web = Web(store, settings, queue, Sessions(store), local, Rows(store))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        queue.start()
        yield
        queue.stop()

    app = FastAPI(
        title="vn-directive-extractor", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        separate_input_output_schemas=False,
    )  # fmt: skip
    app.state.web = web
    add_api(app)

    @app.get("/healthz", include_in_schema=False)
    def health() -> JSONResponse:
        return JSONResponse({"ok": True})

    return app


def guarded(app: App, settings: Settings, *, local: bool) -> Guard:
    """The application behind its guard; without accounts it answers to the machine's own names alone, so that no page elsewhere can reach it by a name."""
    hosts = None
    if local:
        names = ("127.0.0.1", "localhost", "[::1]", settings.host)
        hosts = frozenset(f"{name}:{settings.port}" for name in names) | (frozenset(names) if settings.port == 80 else frozenset())
    limits = {"most": settings.most, "most_uploaded": settings.most_uploaded + 100_000}
    return Guard(Assets(app), hosts=hosts, prefix=settings.prefix, secure=settings.secure, uploads=_UPLOADS, **limits)
