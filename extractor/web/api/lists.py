"""Lists of tasks by body, period, state and document, the counts behind the chart, and files of exactly what is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from extractor.tracking import Decision, Part, State, state
from extractor.web import listing
from extractor.web.sessions import Session
from extractor.web.state import lang_of, needs, web_of

router = APIRouter(tags=["lists"])

Word = Annotated[str, Query(max_length=300, pattern=r"^[^\x00]*$")]
_FILES: dict[str, Any] = {media.partition(";")[0]: {} for media in listing.MEDIA.values()}
Ending = Literal["xlsx", "docx", "pdf", "ics", "csv"]


def query(
    body: Word | None = None,
    part: Part | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    state: State | None = None,
    document: Word | None = None,
    notice: Annotated[int, Query(ge=1, le=2**31 - 1)] | None = None,
    search: Word | None = None,
    decision: Decision | None = None,
    month: Annotated[str | None, Query(pattern=r"^[1-8]\d{3}-(0[1-9]|1[0-2])$")] = None,
) -> listing.Query:
    """What is looked for.

    ``since`` and ``until`` (inclusive) go by the last day on which a task is in time, ``document`` is a number or a file's name;
    ``month`` ("2020-09") leaves what falls due in it.
    """
    return listing.Query(body or None, part, since, until, state, document or None, notice, search or None, decision, month)


Asked = Annotated[listing.Query, Depends(query)]


@router.get("/tasks", responses={401: {}, 403: {}})
def tasks(
    request: Request,
    wanted: Asked,
    _: Annotated[Session, Depends(needs("read"))],
    limit: Annotated[int, Query(ge=1, le=listing.MOST)] = 500,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> dict[str, Any]:
    """The tasks that are left, by deadline, those without one last; ``total`` counts them all. Rejected ones only when asked for by ``decision``."""
    web = web_of(request)
    today = web.today()
    found = listing.find(web.store, wanted, today, limit, offset)
    return {
        "total": listing.count(web.store, wanted, today),
        "as_of": today.isoformat(),
        "tasks": [listing.columns(t) | {"state": state(t, today)} for t in found],
    }


@router.get("/summary", responses={401: {}, 403: {}})
def summary(request: Request, wanted: Asked, _: Annotated[Session, Depends(needs("read"))]) -> list[dict[str, Any]]:
    """How many of these tasks each body leads, by period of the list, those with the most first."""
    web = web_of(request)
    today = web.today()
    return [
        {"body": name} | {str(key): value for key, value in counts.items()} for name, counts in listing.by_body(listing.find(web.store, wanted, today), today)
    ]


@router.get("/export.{ending}", responses={200: {"content": _FILES}, 401: {}, 403: {}, 503: {}}, response_class=Response)
def export(ending: Ending, request: Request, wanted: Asked, session: Annotated[Session, Depends(needs("read"))]) -> Response:
    """A file of exactly these tasks. 503 when the server lacks what makes it (LibreOffice for pdf); the answer says what to install."""
    web = web_of(request)
    today = web.today()
    found = listing.find(web.store, wanted, today)
    data = listing.export(web.store, wanted, found, today, ending, lang_of(request))
    web.note(session.user.login, "exported", f"{ending}: {len(found)}", request)
    headers = {"Content-Disposition": f'attachment; filename="nhiem-vu-{today:%Y-%m-%d}.{ending}"'}
    return Response(data, media_type=listing.MEDIA[ending], headers=headers)


@router.get("/lists/bodies", responses={401: {}, 403: {}})
def bodies(request: Request, _: Annotated[Session, Depends(needs("read"))]) -> list[dict[str, Any]]:
    """The bodies with a share in a task, by name, and how many they lead and coordinate."""
    return [{key: value for key, value in asdict(body).items() if key != "keys"} for body in web_of(request).store.bodies()]
