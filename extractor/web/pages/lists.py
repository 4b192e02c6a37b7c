"""Lists: filters that stand in the address, so that a list can be kept and sent; a table, a month, a chart; files of exactly what is shown."""

from __future__ import annotations

import calendar
import datetime as dt
import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import Response
from nicegui import ui
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool

from extractor.store import ChangeError, Store
from extractor.store.changes import day
from extractor.tracking import BUCKETS, STATES, Tracked, bucket, state
from extractor.web import listing
from extractor.web.pages.learning import table
from extractor.web.pages.shell import Page, markup, page
from extractor.web.state import Web
from extractor.writers.list_cells import day_text, deadline, document, sentence

_QUERY = TypeAdapter(listing.Query)
_FILTERS = ("body", "part", "since", "until", "state", "document", "search", "decision")
_COLOURS: Mapping[str, str] = {
    "overdue": "#c0392b", "week": "#e08a00", "month": "#e8c547", "later": "#4a90c4", "recurring": "#7d6bb0", "undated": "#9aa5b1", "done": "#2f9e5b",
}  # fmt: skip
_BARS = 20
_OFFERED = 500  # numbers of documents to choose from while typing

Names = tuple[Sequence[str], Sequence[str]]


def add(app: FastAPI) -> None:
    """Adds this page."""
    web: Web = app.state.web

    @ui.page("/lists", response_timeout=60)
    async def lists(request: Request) -> Response | None:
        found = page(app, request, "read")
        if isinstance(found, Response):
            return found
        asked = {key: value for key, value in request.query_params.items() if value}
        query, problems = _query(asked)
        today = web.today()
        view = asked.get("view", "table")
        if view == "calendar":
            query = replace(query, month=_month_of(asked.get("month", ""), today))
        tasks = await run_in_threadpool(listing.find, web.store, query, today)
        names = await run_in_threadpool(_names, web.store)
        with found:
            markup(_head(found, asked, query, len(tasks), problems, names, view, today))
            if view == "calendar":
                markup(_month(found, asked, tasks, query.month or "", today))
            elif view == "chart":
                _chart(found, tasks, today)
            else:
                _grid(found, tasks, today)
        return None


def _names(store: Store) -> Names:
    """The names of bodies and the numbers of documents to choose from."""
    numbers = [notice.fields.number or notice.doc_id for notice in reversed(store.notices())]
    return [body.name for body in store.bodies()], list(dict.fromkeys(numbers))[:_OFFERED]


def _query(asked: Mapping[str, str]) -> tuple[listing.Query, list[str]]:
    """What the address asks for, and what is wrong with it; a part of it that makes no sense is left out."""
    made, problems = listing.Query(), list[str]()
    for key in _FILTERS:
        if key not in asked:
            continue
        try:
            value = day(asked[key]) if key in ("since", "until") else asked[key].replace("\x00", "")[:300]
            made = replace(made, **{key: getattr(_QUERY.validate_python({key: value}), key)})
        except ChangeError as error:
            problems.append(str(error))
        except ValidationError:
            continue
    return made, problems


def _address(found: Page, asked: Mapping[str, str], **changes: str) -> str:
    return html.escape(found.link("/lists?") + urlencode({**asked, **changes}))


def _head(
    found: Page, asked: Mapping[str, str], query: listing.Query, count: int, problems: Sequence[str], names_of: Names, view: str, today: dt.date
) -> str:
    bodies, documents = names_of
    say = {key: html.escape(text) for key, text in found.words.items()}

    def select(key: str, options: Mapping[str, str]) -> str:
        chosen = str(getattr(query, key) or "")
        made = "".join(
            f'<option value="{html.escape(value)}"{" selected" if value == chosen else ""}>{name}</option>'
            for value, name in {"": say["any"], **options}.items()
        )
        return f'<select name="{key}" onchange="this.form.requestSubmit()">{made}</select>'

    def field(key: str, more: str = "") -> str:
        return f'<input name="{key}" type="search" value="{html.escape(getattr(query, key) or "")}" {more}>'

    def day(key: str) -> str:
        value = day_text(getattr(query, key)) if getattr(query, key) else ""
        return (
            f'<span class="day-field"><input name="{key}" autocomplete="off" placeholder="{say["day_form"]}" value="{value}">'
            '<button type="button" class="pick" tabindex="-1" aria-hidden="true"></button>'
            '<input type="date" class="picker" tabindex="-1" aria-hidden="true"></span>'
        )

    names = "".join(f'<option value="{html.escape(name)}"></option>' for name in bodies)
    fields = (
        (say["body"], field("body", 'list="bodies"')),
        (say["part"], select("part", {key: say[f"part.{key}"] for key in ("lead", "coordinate")})),
        (say["state"], select("state", {key: say[f"state.{key}"] for key in STATES})),
        (say["since"], day("since")),
        (say["until"], day("until")),
        (say["document"], field("document", 'list="documents"')),
        (say["search"], field("search")),
        (say["col.decision"], select("decision", {key: say[f"decision.{key}"] for key in ("proposed", "accepted", "rejected")})),
    )
    periods = "".join(
        f'<a href="{_address(found, asked, since=f"{first:%d/%m/%Y}", until=f"{last:%d/%m/%Y}")}"'
        f'{" aria-current=true" if (first, last) == (query.since, query.until) else ""}>{say[f"period.{key}"]}</a>'
        for key, (first, last) in listing.periods(today).items()
    )
    labels = "".join(f"<label>{name} {made}</label>" for name, made in fields)
    views = "".join(
        f'<a href="{_address(found, asked, view=key)}"{" aria-current=page" if key == view else ""}>{say[f"view.{key}"]}</a>'
        for key in ("table", "calendar", "chart")
    )
    wanted = urlencode({key: str(getattr(query, key)) for key in (*_FILTERS, "month") if getattr(query, key) is not None})
    files = "".join(f'<a href="{html.escape(found.link(f"/api/export.{ending}?{wanted}"))}">{ending}</a>' for ending in listing.MEDIA)
    numbers = "".join(f'<option value="{html.escape(name)}"></option>' for name in documents)
    wrong = "".join(f'<p class="problem" role="alert">{html.escape(problem)}</p>' for problem in problems)
    return (
        f'<h1>{say["nav.lists"]}</h1><label class="plain unfold"><input type="checkbox"{" checked" if wanted else ""}> {say["filters"]}</label>'
        f'<form class="filters" action="{found.link("/lists")}">{labels}'
        f'<datalist id="bodies">{names}</datalist><datalist id="documents">{numbers}</datalist>'
        f'<input type="hidden" name="view" value="{html.escape(view)}"><span class="submit"><button class="primary">{say["filter"]}</button>'
        f'<a href="{found.link("/lists")}">{say["clear"]}</a></span></form>'
        f'{wrong}<p class="periods">{say["period"]}: {periods}</p>'
        f'<div class="tabs">{views}<strong>{html.escape(found.words["found"].format(count))}</strong>'
        f'<span class="exports">{say["export"]}: {files}</span></div>'
    )


def _grid(found: Page, tasks: Sequence[Tracked], today: dt.date) -> None:
    say = found.words
    late = {"late-cell": "data.state_key == 'overdue'"}
    columns: list[dict[str, Any]] = [
        {
            "headerName": say["col.due"],
            "field": "due",
            "width": 190,
            "tooltipField": "due",
            "cellClassRules": late,
            "sortable": True,
            ":comparator": "(a, b, x, y) => x.data.last < y.data.last ? -1 : 1",
        },
        {"headerName": say["col.task"], "field": "task", "flex": 4, "minWidth": 260, "tooltipField": "task", "cellClassRules": late},
        {"headerName": say["col.responsible"], "field": "responsible", "flex": 2, "minWidth": 150, "tooltipField": "responsible"},
        {"headerName": say["col.coordinators"], "field": "coordinators", "flex": 2, "minWidth": 130, "tooltipField": "coordinators"},
        {"headerName": say["col.state"], "field": "state", "width": 150, "cellClassRules": late},
        {"headerName": say["col.number"], "field": "document", "flex": 1, "minWidth": 150, "tooltipField": "document"},
        {"headerName": say["col.note"], "field": "note", "flex": 1, "minWidth": 100},
    ]
    rows = [_line(found, task, today) for task in tasks]
    options = {
        "columnDefs": columns, "rowData": rows, "defaultColDef": {"sortable": True, "resizable": True, "filter": False}, 
        "rowHeight": 34, "ensureDomOrder": True,
        ":getRowId": "p => p.data.id", ":onRowClicked": "p => location.assign(office.link('/task/' + p.data.id))",
        ":onCellKeyDown": "p => p.event.key === 'Enter' && location.assign(office.link('/task/' + p.data.id))",
    }  # fmt: skip
    ui.aggrid(options, auto_size_columns=False).classes("grid-holder")


def _line(found: Page, task: Tracked, today: dt.date) -> dict[str, Any]:
    row, now = task.row, state(task, today)
    return {
        "id": task.task_id, "task": sentence(row["task"] or ""),
        "responsible": "; ".join(row["responsible"] or ()), "coordinators": "; ".join(row["coordinators"] or ()),
        "due": deadline(row), "last": row["due"] or "9999", "state": found.words[f"state.{now}"], "state_key": now,
        "document": document(row), "note": task.note or "",
    }  # fmt: skip


def _chart(found: Page, tasks: Sequence[Tracked], today: dt.date) -> None:
    counts = listing.by_body(tasks, today)
    top = counts[:_BARS][::-1]
    series = [
        {"name": found.words[f"bucket.{key}"], "type": "bar", "stack": "all", "color": _COLOURS[key], "data": [line[key] for _, line in top]}
        for key in BUCKETS
        if any(line[key] for _, line in top)
    ]
    ui.echart(
        {
            "animation": False, "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}}, "legend": {"top": 0}, "series": series,
            "grid": {"left": 10, "right": 20, "top": 40, "bottom": 20, "containLabel": True}, "xAxis": {"type": "value", "minInterval": 1},
            "yAxis": {"type": "category", "data": [name for name, _ in top], "axisLabel": {"width": 260, "overflow": "truncate"}},
        }
    ).style(f"height: {120 + 26 * len(top)}px; width: 100%").props("role=img aria-label=" + repr(found.words["view.chart"]))  # fmt: skip
    heads = [found.words["body"], *(found.words[f"bucket.{key}"] for key in BUCKETS)]
    markup(table(heads, [[name, *(str(line[key]) for key in BUCKETS)] for name, line in counts], found.words["view.chart"]))


def _month(found: Page, asked: Mapping[str, str], tasks: Sequence[Tracked], month: str, today: dt.date) -> str:
    first = dt.date.fromisoformat(f"{month}-01")
    year, number = first.year, first.month
    days = listing.month(tasks, first)
    say = {key: html.escape(text) for key, text in found.words.items()}
    before, after = (first - dt.timedelta(days=1)), (first + dt.timedelta(days=32))
    links = "".join(
        f'<a href="{_address(found, asked, view="calendar", month=f"{day:%Y-%m}")}">{say[key]}</a>'
        for key, day in (("month_before", before), ("month_now", today), ("month_after", after))
    )
    weeks = "".join(
        f"<tr>{''.join(_day(found, day, days.get(day, ()), number, today) for day in week)}</tr>"
        for week in calendar.Calendar().monthdatescalendar(year, number)
    )
    heads = "".join(f'<th scope="col"><span>{name}</span></th>' for name in say["weekdays"].split("|"))
    title = html.escape(found.words["month"].format(number, year))
    return f'<div class="tabs"><h2>{title}</h2>{links}</div><table class="calendar"><thead><tr>{heads}</tr></thead><tbody>{weeks}</tbody></table>'


def _day(found: Page, day: dt.date, tasks: Sequence[Tracked], month: int, today: dt.date) -> str:
    if day.month != month:
        return '<td class="out"></td>'
    lines = "".join(
        f'<a{" class=late" if bucket(task, today) == "overdue" else ""} href="{found.link(f"/task/{task.task_id}")}"'
        f' title="{html.escape(sentence(task.row["task"] or ""))}">'
        f"{html.escape(sentence(task.row['task'] or ''))}</a>"
        for task in tasks[:4]
    )
    more = f'<a href="{_address(found, {}, since=day.isoformat(), until=day.isoformat())}">+{len(tasks) - 4}</a>' if len(tasks) > 4 else ""
    return f'<td{" class=today" if day == today else ""}><span class="number">{day.day}</span>{lines}{more}</td>'


def _month_of(asked: str, today: dt.date) -> str:
    """A month as "2020-09"; the present one when that is none.

    >>> _month_of("2020-09", dt.date(2021, 1, 5)), _month_of("x", dt.date(2021, 1, 5))
    ('2020-09', '2021-01')
    """
    try:
        day = dt.date.fromisoformat(f"{asked}-01")
    except ValueError:
        day = today
    return f"{day:%Y-%m}" if 1900 <= day.year < 9000 else f"{today:%Y-%m}"
