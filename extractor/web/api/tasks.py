"""The rows: reading, changing, adding, splitting, merging, taking back, and their history."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from extractor.store.handmade import stretch
from extractor.tracking import Tracked
from extractor.web import completion, documents, edits, rows
from extractor.web.access import TRACKED, may
from extractor.web.api.account import Strict
from extractor.web.api.documents import Number
from extractor.web.edits import Seen
from extractor.web.sessions import Session
from extractor.web.state import lang_of, needs, web_of

router = APIRouter(tags=["tasks"])

TaskId = Annotated[str, Path(min_length=1, max_length=16, pattern=r"^[a-z0-9]+$")]
TaskWord = Annotated[str, Field(min_length=1, max_length=16, pattern=r"^[a-z0-9]+$")]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Text = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
Names = Annotated[list[Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]], Field(max_length=100)]
Column = Literal[
    "status", "done_on", "note", "decision", "task", "assignees", "coordinators", "supervisor", "report_to",
    "due_text", "due", "due_time", "due_start", "due_bound", "recurrence", "product",
]  # fmt: skip
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Change(Strict):
    """New values of a task's columns, as a person types them, and the version of the task that they saw."""

    version: Version
    changes: Annotated[dict[Column, Text | Names | None], Field(min_length=1)]


class Stretch(Strict):
    """A stretch of a document's text, in code points, end exclusive."""

    document: Annotated[int, Field(ge=1, le=2**31 - 1)]
    start: Offset
    end: Offset


class Cut(Strict):
    """Where a task is cut in two: an offset of the document's text inside its evidence."""

    version: Version
    at: Offset


class SeenTask(Strict):
    """A task as it was seen."""

    task_id: Annotated[str, Field(min_length=1, max_length=16, pattern=r"^[a-z0-9]+$")]
    version: Version


class Together(Strict):
    """Tasks of one document that become one."""

    document: Annotated[int, Field(ge=1, le=2**31 - 1)]
    tasks: Annotated[list[SeenTask], Field(min_length=2, max_length=50)]


class Document(Strict):
    """A document by its number."""

    document: Annotated[int, Field(ge=1, le=2**31 - 1)]


def _full(task: Tracked, request: Request) -> dict[str, Any]:
    web = web_of(request)
    return rows.shown(task, web.today(), lang_of(request), documents.text_of_task(web.store, task.task_id))


@router.get("/documents/{number}/tasks", responses={401: {}, 403: {}, 404: {}}, response_model=list[dict[str, Any]])
def tasks_of_document(
    number: Number, request: Request, _: Annotated[Session, Depends(needs("read"))], only: Annotated[list[TaskWord] | None, Query(max_length=1000)] = None
) -> Response:
    """All rows of a document, rejected and withdrawn ones too, in the order of its text, each with why its cells are what they are; ``only`` some, by id."""
    web = web_of(request)
    return Response(web.rows.of(number, lang_of(request), web.today(), only or ()), media_type="application/json")


@router.get("/documents/{number}/versions", responses={401: {}, 403: {}}, response_model=dict[str, int])
def versions(number: Number, request: Request, _: Annotated[Session, Depends(needs("read"))]) -> Response:
    """The version of each row of a document: an open page asks for it to see what others changed."""
    return JSONResponse(documents.versions(web_of(request).store, number))


@router.get("/tasks/{task_id}", responses={401: {}, 403: {}, 404: {}})
def one_task(task_id: TaskId, request: Request, _: Annotated[Session, Depends(needs("read"))]) -> dict[str, Any]:
    """One row."""
    return _full(web_of(request).store.task(task_id), request)


@router.get("/tasks/{task_id}/history", responses={401: {}, 403: {}, 404: {}})
def history(task_id: TaskId, request: Request, _: Annotated[Session, Depends(needs("read"))]) -> list[dict[str, Any]]:
    """Every change of a row, the first one first."""
    found = web_of(request).store.history(task_id)
    return [{"at": one.at.isoformat(), "who": one.who, "action": one.action, "before": one.before, "after": one.after} for one in found]


@router.patch("/tasks/{task_id}", responses={401: {}, 403: {}, 404: {}, 409: {}})
def change(task_id: TaskId, body: Change, request: Request, session: Annotated[Session, Depends(needs("track"))]) -> dict[str, Any]:
    """Change a row. Answers 409 with the row as it stands when somebody else changed it since ``version``."""
    if not set(body.changes) <= TRACKED and not may(session.user, "review"):
        raise HTTPException(403, "tài khoản này chỉ được cập nhật trạng thái và ghi chú")
    task = edits.change(web_of(request).store, session.user.login, Seen(task_id, body.version), {str(key): value for key, value in body.changes.items()})
    return _full(task, request)


@router.post("/tasks", status_code=201, responses={401: {}, 403: {}, 404: {}})
def add(body: Stretch, request: Request, session: Annotated[Session, Depends(needs("review"))]) -> dict[str, Any]:
    """Make a row of a stretch of a document; the pipeline fills in what it recognises there."""
    web = web_of(request)
    notice = web.store.notice(body.document)
    start, end = stretch(notice.text, body.start, body.end)
    found = web.queue.suggest(notice.text[start:end], notice.fields.issued_on)
    page = documents.page_of(web.store, notice.id, start)
    return _full(edits.add(web.store, session.user.login, notice, start, end, found, page), request)


@router.post("/tasks/{task_id}/split", status_code=201, responses={401: {}, 403: {}, 404: {}, 409: {}})
def split(task_id: TaskId, body: Cut, request: Request, session: Annotated[Session, Depends(needs("review"))]) -> list[dict[str, Any]]:
    """Cut a row in two; the row itself is rejected."""
    web = web_of(request)
    return [_full(task, request) for task in edits.split(web.store, session.user.login, Seen(task_id, body.version), body.at)]


@router.post("/merge", status_code=201, responses={401: {}, 403: {}, 404: {}, 409: {}})
def merge(body: Together, request: Request, session: Annotated[Session, Depends(needs("review"))]) -> dict[str, Any]:
    """Make one row of several; these are rejected."""
    seen = [Seen(one.task_id, one.version) for one in body.tasks]
    return _full(edits.merge(web_of(request).store, session.user.login, seen, body.document), request)


@router.post("/undo", responses={401: {}, 403: {}, 404: {}, 409: {}})
def undo(body: Document, request: Request, session: Annotated[Session, Depends(needs("review"))]) -> dict[str, Any]:
    """Take back what one last did to a document. Answers 409 when somebody else changed one of the rows since, or when there is nothing."""
    web = web_of(request)
    web.store.notice(body.document)
    kind, tasks = edits.undo(web.store, session.user.login, body.document)
    return {"undone": kind, "tasks": [_full(task, request) for task in tasks]}


@router.get("/bodies", responses={401: {}, 403: {}})
def complete(
    request: Request,
    _: Annotated[Session, Depends(needs("read"))],
    q: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 12,
) -> list[str]:
    """Names of bodies that begin with or hold some words, those with tasks in the store first, then those of the registry."""
    web = web_of(request)
    return completion.names(web.store, web.settings.rules, q, limit)
