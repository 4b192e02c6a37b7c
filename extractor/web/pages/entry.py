"""Signing in, choosing the language, and the first page: files in, documents out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui
from nicegui.element import Element
from starlette.concurrency import run_in_threadpool

from extractor.web import documents
from extractor.web.pages.shell import Page, local_path, page
from extractor.web.state import Web

_FIRST = 100  # documents that come with the page itself


class SignIn(Element, component="../static/signin.js"):
    """The form for signing in; ``next`` is where one goes from there."""

    def __init__(self, following: str) -> None:
        super().__init__()
        self._props["next"] = following


class OwnPassword(Element, component="../static/password.js"):
    """The form for one's own new password."""


class Desk(Element, component="../static/desk.js"):
    """Where files are dropped, and the documents; ``first`` are those that stand there at once, ``more`` says whether the browser is to ask for all."""

    def __init__(self, first: Sequence[Mapping[str, Any]], *, more: bool) -> None:
        super().__init__()
        self._props["first"], self._props["more"] = first, more


def add(app: FastAPI) -> None:
    """Adds these pages."""
    web: Web = app.state.web

    @app.get("/language/{lang}", include_in_schema=False)
    def choose(lang: str, next: str = "/") -> Response:
        answer = RedirectResponse(web.settings.prefix + local_path(next), 303)
        answer.set_cookie(
            "lang", "en" if lang == "en" else "vi", max_age=365 * 86400, path=web.settings.prefix or "/", samesite="lax", secure=web.settings.secure
        )
        return answer

    @ui.page("/login")
    def login(request: Request, next: str = "/") -> Response | None:
        if web.session(request) is not None:
            return RedirectResponse(web.settings.prefix + local_path(next), 303)
        with Page(web, request, None):
            SignIn(local_path(next))
        return None

    @ui.page("/password")
    def password(request: Request) -> Response | None:
        found = page(app, request, "read")
        if isinstance(found, Response):
            return found
        if web.local is not None:
            return RedirectResponse(found.link("/"), 303)
        with found:
            OwnPassword()
        return None

    @ui.page("/")
    async def desk(request: Request) -> Response | None:
        found = page(app, request, "read")
        if isinstance(found, Response):
            return found
        shown = await run_in_threadpool(documents.overview, web.store)
        with found:
            Desk(shown[:_FIRST], more=len(shown) > _FIRST)
        return None
