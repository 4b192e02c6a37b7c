"""What every page has: the check of who asks, the head with the links that they may follow, and what the components in the browser need to know."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse
from nicegui import ui
from nicegui.element import Element

from extractor.web.access import NEEDS, Permission, may
from extractor.web.assets import address
from extractor.web.sessions import Session
from extractor.web.state import Web, lang_of
from extractor.web.words import words

if TYPE_CHECKING:
    from fastapi import FastAPI

LINKS: Sequence[tuple[str, str, Permission]] = (
    ("/", "nav.desk", "read"), ("/lists", "nav.lists", "read"), ("/learning", "nav.learning", "learn"), ("/audit", "nav.audit", "audit"),
    ("/users", "nav.users", "users"),
)  # fmt: skip
"""The pages in the head, each with what one must be allowed to do to see it."""


class Page:
    """A page that is being built for one person; use it as a context: what is made inside stands in the page's main part."""

    def __init__(self, web: Web, request: Request, session: Session | None) -> None:
        self.web, self.request, self.session = web, request, session
        self.lang = lang_of(request)
        self.words = words(self.lang)
        self.prefix = web.settings.prefix

    def may(self, permission: Permission) -> bool:
        """Whether the person may do this."""
        return self.session is not None and may(self.session.user, permission)

    def link(self, path: str) -> str:
        """The address of one of our pages."""
        return self.prefix + path

    def __enter__(self) -> Element:
        user = self.session.user if self.session else None
        setup: dict[str, Any] = {"prefix": self.prefix, "lang": self.lang, "words": self.words, "csrf": self.session.csrf if self.session else ""}
        setup |= {"login": user.login if user else "", "permissions": [one for one in NEEDS if self.may(one)]}
        text = json.dumps(setup, ensure_ascii=False).replace("<", "\\u003c")
        ui.add_head_html(f'<link rel="stylesheet" href="{self.link(address("style.css"))}">')
        ui.add_head_html(f'<script type="application/json" id="office-setup">{text}</script><script src="{self.link(address("base.js"))}"></script>')
        markup(self._head())
        self._main = ui.element("main").classes("page-body").props("id=main tabindex=-1")
        return self._main.__enter__()

    def __exit__(self, *_: object) -> None:
        self._main.__exit__()

    def _head(self) -> str:
        here = self.request.url.path.removeprefix(self.prefix) or "/"
        say = {key: html.escape(text) for key, text in self.words.items()}
        shown = [(path, key) for path, key, permission in LINKS if self.may(permission)]
        links = "".join(f'<a href="{self.link(path)}"{" aria-current=page" if path == here else ""}>{say[key]}</a>' for path, key in shown)
        other = "en" if self.lang == "vi" else "vi"
        back = quote(here + (f"?{self.request.url.query}" if self.request.url.query else ""), safe="")
        user = ""
        if self.session is not None:
            name = html.escape(self.session.user.name)
            user = f'<span class="me">{name}</span>'
            if self.web.local is None:
                user = f'<a class="me" href="{self.link("/password")}" title="{say["own_password"]}">{name}</a>'
                leave = "office.call('DELETE','session').finally(()=&gt;location.assign(office.link('/login')))"
                user += f'<button type="button" onclick="{leave}">{say["sign_out"]}</button>'
        return (
            f'<a class="skip" href="#main">{say["skip"]}</a><header class="top"><span class="app">{say["app"]}</span>'
            f'<nav aria-label="{say["menu"]}">{links}</nav>'
            f'<span class="grow"></span><a href="{self.link(f"/language/{other}?next={back}")}" lang="{other}">{say["other_language"]}</a>{user}</header>'
        )


def markup(text: str) -> None:
    """Adds HTML of our own making; what came from elsewhere is escaped in it. (``ui.html`` loads a script of its own to the same end.)"""
    ui.element("div")._props["innerHTML"] = text


def page(app: FastAPI, request: Request, permission: Permission) -> Page | RedirectResponse:
    """The page for whoever asks; without a session the way to sign in, without the right the way to the first page."""
    web: Web = app.state.web
    session = web.session(request)
    if session is None:
        here = request.url.path.removeprefix(web.settings.prefix) + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{web.settings.prefix}/login?next={quote(here, safe='')}", 303)
    found = Page(web, request, session)
    if not found.may(permission):
        return RedirectResponse(found.link("/"), 303)
    return found


def local_path(wanted: str) -> str:
    """A path of this server, "/" for anything that leads elsewhere.

    >>> local_path("/lists?state=overdue"), local_path("//evil.example"), local_path("https://evil.example")
    ('/lists?state=overdue', '/', '/')
    """
    return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\\" not in wanted and wanted.isprintable() else "/"
