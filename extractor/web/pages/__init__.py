"""The pages, made with NiceGUI on the functions that the API uses."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from nicegui import ui

from extractor.web.assets import STATIC
from extractor.web.pages import entry, learning, lists, review


def add_pages(app: FastAPI) -> None:
    """Adds the pages to an application that has the API already."""
    app.mount("/static", StaticFiles(directory=STATIC), name="office-static")
    for module in (entry, review, lists, learning):
        module.add(app)
    ui.run_with(
        app, title="extractor", tailwind=False, show_welcome_message=False, reconnect_timeout=30, message_history_length=0, favicon=STATIC / "favicon.svg"
    )
