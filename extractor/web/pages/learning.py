"""What corrections teach, who did what, and accounts: pages for heads and admins."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import Response
from nicegui import ui
from nicegui.element import Element
from starlette.concurrency import run_in_threadpool

from extractor.web.learning import Lessons, Shares, lessons
from extractor.web.pages.shell import Page, markup, page
from extractor.web.state import Web


class Accounts(Element, component="../static/accounts.js"):
    """Who may sign in; ``local`` where the server runs without accounts."""

    def __init__(self, local: bool) -> None:
        super().__init__()
        self._props["local"] = local


def add(app: FastAPI) -> None:
    """Adds these pages."""
    web: Web = app.state.web

    @ui.page("/learning", response_timeout=60)
    async def learning(request: Request) -> Response | None:
        found = page(app, request, "learn")
        if isinstance(found, Response):
            return found
        told = await run_in_threadpool(lessons, web.store, web.today())
        with found:
            markup(_lessons(found, told))
        return None

    @ui.page("/audit")
    def audit(request: Request) -> Response | None:
        found = page(app, request, "audit")
        if isinstance(found, Response):
            return found
        say = found.words
        heads = [say[key] for key in ("when", "who", "did", "detail", "address")]
        lines = [
            [
                f"{dt.datetime.fromtimestamp(float(one['at'])).astimezone():%d/%m/%Y %H:%M:%S}",
                one["login"],
                say.get(f"audit.{one['action']}") or say.get(f"did.{one['action']}") or one["action"],
                _changed(found, one["task"], one["columns"]) if one["task"] else one["detail"],
                one["address"],
            ]
            for one in web.audit(500)
        ]
        with found:
            markup(f"<h1>{html.escape(say['nav.audit'])}</h1>{table(heads, lines, say['nav.audit'])}")
        return None

    @ui.page("/users")
    def users(request: Request) -> Response | None:
        found = page(app, request, "users")
        if isinstance(found, Response):
            return found
        with found:
            Accounts(web.local is not None)
        return None


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere: its address, its words, and what is said after them."""

    address: str
    words: str
    more: str = ""


def _changed(found: Page, task_id: str, columns: Sequence[str]) -> Link:
    """A changed row, with the names of the columns that people see."""
    names = [found.words[f"col.{column}"] for column in columns if f"col.{column}" in found.words]
    return Link(found.link(f"/task/{task_id}"), task_id, f": {', '.join(names)}" if names else "")


def table(heads: Iterable[str], lines: Iterable[Iterable[str | Link]], name: str = "") -> str:
    """A table in HTML; the first cell of a line is its head.

    >>> table(["a"], [["<b>"]]).partition("<table>")[2]
    '<thead><tr><th scope="col">a</th></tr></thead><tbody><tr><th scope="row">&lt;b&gt;</th></tr></tbody></table></div>'
    """
    head = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in heads)
    rows = []
    for line in lines:
        first, *others = map(_cell, line)
        rows.append(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>')
    label = f' aria-label="{html.escape(name)}"' if name else ""
    return f'<div class="scroll" tabindex="0" role="region"{label}><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _cell(cell: str | Link) -> str:
    if isinstance(cell, str):
        return html.escape(cell)
    return f'<a href="{html.escape(cell.address)}">{html.escape(cell.words)}</a>{html.escape(cell.more)}'


def _lessons(found: Page, told: Lessons) -> str:
    say = {key: html.escape(text) for key, text in found.words.items()}
    gold = " ".join(f'<a href="{found.link(f"/api/gold.{ending}")}">.{ending}</a>' for ending in ("zip", "jsonl"))
    head = f"<h1>{say['nav.learning']}</h1><p>{say['lessons.intro']}</p><p>{say['lessons.gold']}: {gold}</p>"
    if not told.total.rows and not told.added:
        return f'{head}<p class="quiet">{say["lessons.none"]}</p>'
    parts = (("lessons.by_type", told.by_type), ("lessons.by_rule", told.by_rule))
    whole = _shares(found, {found.words["lessons.total"]: told.total})
    tables = "".join(f"<section><h2>{say[key]}</h2>{_shares(found, shares)}</section>" for key, shares in parts)
    return f'{head}<div class="total">{whole}<p>{say["lessons.added"]}: <b>{told.added}</b></p></div><div class="lessons">{tables}</div>'


def _shares(found: Page, shares: Mapping[str, Shares]) -> str:
    heads = ["", *(found.words[f"lessons.{key}"] for key in ("rows", "edited", "rejected", "share"))]
    lines = [[name or found.words["unknown"], str(one.rows), str(one.edited), str(one.rejected), f"{one.needed_edit:.0%}"] for name, one in shares.items()]
    return table(heads, lines, found.words['nav.learning'])
