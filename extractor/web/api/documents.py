"""Sending files in, and the documents in the store."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Form, HTTPException, Path, Query, Request, Response, UploadFile

from extractor.readers import ReadError
from extractor.web import binding, documents, failures
from extractor.web.importing import Upload
from extractor.web.sessions import Session
from extractor.web.state import lang_of, needs, web_of

router = APIRouter(tags=["documents"])

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
_LONGEST = 240
_PAGES = 200  # images of pages that become one document


@router.post("/imports", status_code=202, responses={401: {}, 403: {}, 413: {}, 422: {}})
def send_in(file: UploadFile, request: Request, session: Annotated[Session, Depends(needs("import"))]) -> list[dict[str, Any]]:
    """Send in a file; an archive gives an entry a document. Reading goes on behind the scenes: ask for the entries until they are done or failed."""
    return _queued(_plain_name(file.filename), file.file.read(), request, session)


@router.post("/imports/pages", status_code=202, responses={401: {}, 403: {}, 413: {}, 422: {}})
def send_in_pages(
    pages: Annotated[list[UploadFile], File(min_length=1, max_length=_PAGES)],
    name: Annotated[str, Form(min_length=1, max_length=_LONGEST)],
    request: Request,
    session: Annotated[Session, Depends(needs("import"))],
) -> list[dict[str, Any]]:
    """Send in images of single pages as one document of a name, in the order in which they come."""
    try:
        data = binding.bound([(_plain_name(page.filename), page.file.read()) for page in pages])
    except ReadError as error:
        raise HTTPException(422, f"{error.name}: {failures.plain(error.problem, error.advice, lang_of(request))}") from error
    return _queued(_plain_name(name), data, request, session)


def _queued(name: str, data: bytes, request: Request, session: Session) -> list[dict[str, Any]]:
    web = web_of(request)
    try:
        made = web.queue.add(session.user.login, name, data)
    except ReadError as error:
        raise HTTPException(422, failures.plain(error.problem, error.advice, lang_of(request))) from error
    web.note(session.user.login, "sent in", name, request)
    return [shown(upload, request) for upload in made]


def _plain_name(name: str | None) -> str:
    """A file's name as its sender knows it, with the folders it came from.

    >>> _plain_name("C:\\\\thu\\\\a.docx"), _plain_name(None)
    ('C:/thu/a.docx', 'document')
    """
    return (name or "").replace("\\", "/").replace("\x00", "").strip("/")[-_LONGEST:] or "document"


@router.get("/imports", responses={401: {}, 403: {}})
def my_imports(
    request: Request, session: Annotated[Session, Depends(needs("import"))], limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> list[dict[str, Any]]:
    """What one has sent in, the last one first, with how far it is."""
    return [shown(upload, request) for upload in web_of(request).queue.all(session.user.login, limit)]


@router.get("/imports/{number}", responses={401: {}, 403: {}, 404: {}})
def my_import(number: Number, request: Request, session: Annotated[Session, Depends(needs("import"))]) -> dict[str, Any]:
    """How far one file is: waiting, reading (with its pages), done (with what the store did) or failed (with the reason)."""
    upload = web_of(request).queue.get(session.user.login, number)
    if upload is None:
        raise HTTPException(404, "không có tệp nào đã gửi mang số này")
    return shown(upload, request)


def shown(upload: Upload, request: Request) -> dict[str, Any]:
    """An upload as JSON holds it, its problem in plain words."""
    lang, outcome = lang_of(request), upload.outcome
    said = failures.plain(upload.problem[0], upload.problem[1], lang) if upload.problem else None
    if outcome is not None:
        outcome = outcome | {"warnings": [failures.plain_warning(warning, lang) for warning in outcome.get("warnings", ())]}
    return asdict(upload) | {"problem": said, "outcome": outcome}


@router.get("/documents", responses={401: {}, 403: {}})
def all_documents(request: Request, _: Annotated[Session, Depends(needs("read"))]) -> list[dict[str, Any]]:
    """The documents in the store with how many of their rows are undecided and decided, the last one first."""
    return documents.overview(web_of(request).store)


@router.get("/documents/{number}", responses={401: {}, 403: {}, 404: {}})
def one_document(number: Number, request: Request, _: Annotated[Session, Depends(needs("read"))]) -> dict[str, Any]:
    """A document: its fields, its text, what is marked in it, its pages. Offsets are code points of the text, end exclusive."""
    return documents.content(web_of(request).store, number)


@router.get("/documents/{number}/pages/{page}/words", responses={401: {}, 403: {}, 404: {}})
def page_words(number: Number, page: Number, request: Request, response: Response, _: Annotated[Session, Depends(needs("read"))]) -> list[list[float]]:
    """The words of a scanned page as [start, end, left, top, right, bottom]: offsets of the text, points of the page."""
    found = documents.words(web_of(request).store, number, page)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return found


@router.get("/documents/{number}/pages/{page}/picture", responses={200: {"content": {"image/jpeg": {}}}, 401: {}, 403: {}, 404: {}}, response_class=Response)
def page_picture(number: Number, page: Number, request: Request, _: Annotated[Session, Depends(needs("read"))]) -> Response:
    """A scanned page as a JPEG, upright."""
    data = documents.picture(web_of(request).store, number, page)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


@router.get("/documents/{number}/file", responses={200: {"content": {"application/octet-stream": {}}}, 401: {}, 403: {}, 404: {}}, response_class=Response)
def original(number: Number, request: Request, _: Annotated[Session, Depends(needs("read"))]) -> Response:
    """The file as it came."""
    kept = documents.file(web_of(request).store, number)
    name = quote(kept.name.rsplit("/", 1)[-1])
    return Response(kept.data, media_type="application/octet-stream", headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})
