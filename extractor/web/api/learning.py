"""What an office's corrections teach."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response

from extractor.web import learning
from extractor.web.sessions import Session
from extractor.web.state import needs, web_of

router = APIRouter(tags=["learning"])
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


@router.get("/lessons", responses={401: {}, 403: {}})
def lessons(request: Request, _: Annotated[Session, Depends(needs("learn"))]) -> dict[str, Any]:
    """The share of rows that needed an edit, over all, by rule and by kind of document."""
    web = web_of(request)
    found = learning.lessons(web.store, web.today())
    return {
        "total": _shares(found.total),
        "by_rule": {name: _shares(one) for name, one in found.by_rule.items()},
        "by_type": {name: _shares(one) for name, one in found.by_type.items()},
        "added": found.added,
    }


@router.get("/gold.{ending}", responses={200: {"content": {"application/octet-stream": {}}}, 401: {}, 403: {}}, response_class=Response)
def gold(ending: Literal["zip", "jsonl"], request: Request, session: Annotated[Session, Depends(needs("learn"))]) -> Response:
    """The documents whose rows are all decided, as gold: a JSON file each in a zip (for `extractor evaluate`), or one a line."""
    web = web_of(request)
    out = io.BytesIO()
    count = 0
    if ending == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for document in learning.gold(web.store, web.today()):
                count += 1
                archive.writestr(f"{count:04}-{_NOT_IN_NAMES.sub('-', document['doc_id'])[:80]}.json", _json(document))
    else:
        for document in learning.gold(web.store, web.today()):
            count += 1
            out.write(_json(document).encode() + b"\n")
    web.note(session.user.login, "took out gold", f"{count} documents", request)
    return Response(out.getvalue(), media_type="application/octet-stream", headers={"Content-Disposition": f'attachment; filename="gold.{ending}"'})


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


def _shares(one: learning.Shares) -> dict[str, Any]:
    return asdict(one) | {"needed_edit": round(one.needed_edit, 4)}
