"""The REST interface: the same functions, permissions and limits as the page, with its description at /api/openapi.json."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from extractor.store import ChangeError, Conflict, StoreError
from extractor.web.api import account, documents, learning, lists, tasks
from extractor.web.edits import NothingToUndoError
from extractor.web.listing import columns
from extractor.writers import WriteError

ROUTERS = (account.router, documents.router, tasks.router, lists.router, learning.router)


class Refused(BaseModel):
    """What is wrong with a request: in words, or a list of its parts that are not as described."""

    detail: str | list[dict[str, Any]]


def add_api(app: FastAPI) -> None:
    """Adds the routes and what they answer when something cannot be done."""
    for router in ROUTERS:
        app.include_router(router, prefix="/api", responses={422: {"model": Refused}})

    @app.exception_handler(Conflict)
    def conflict(_: Request, error: Conflict) -> JSONResponse:
        last = error.last
        who = None if last is None else {"who": last.who, "at": last.at.isoformat(), "changed": sorted(last.after)}
        return JSONResponse({"detail": str(error), "current": columns(error.current), "last": who}, 409)

    @app.exception_handler(ChangeError)
    def refused(_: Request, error: ChangeError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 422)

    @app.exception_handler(NothingToUndoError)
    def nothing(_: Request, error: NothingToUndoError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 409)

    @app.exception_handler(LookupError)
    def missing(_: Request, error: LookupError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 404)

    @app.exception_handler(WriteError)
    def unwritten(_: Request, error: WriteError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 503)

    @app.exception_handler(StoreError)
    def store_says(_: Request, error: StoreError) -> JSONResponse:
        lost = error.__cause__ is not None
        return JSONResponse({"detail": str(error)}, 503 if lost else 404)
