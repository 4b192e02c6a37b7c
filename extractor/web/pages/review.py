"""A notice beside its rows."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui
from nicegui.element import Element

from extractor.store import StoreError
from extractor.web import documents
from extractor.web.pages.shell import page
from extractor.web.state import Web


class Review(Element, component="../static/review.js", esm={"office-review": "../static/review"}):
    """The notice of a number and its rows."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._props["number"] = number


def add(app: FastAPI) -> None:
    """Adds this page."""

    web: Web = app.state.web

    @app.get("/task/{task_id}", include_in_schema=False)
    def task(request: Request, task_id: str) -> Response:
        """From a task to its row beside its notice."""
        if web.session(request) is None:
            return RedirectResponse(web.settings.prefix + "/login", 303)
        try:
            number = documents.notice_of_task(web.store, task_id)
        except StoreError:
            return RedirectResponse(web.settings.prefix + "/lists", 303)
        return RedirectResponse(f"{web.settings.prefix}/review/{number}?task={task_id}", 303)

    @ui.page("/review/{number}")
    def review(request: Request, number: int) -> Response | None:
        found = page(app, request, "read")
        if isinstance(found, Response):
            return found
        with found:
            Review(number)
        return None
