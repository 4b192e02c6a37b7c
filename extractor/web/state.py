"""What all requests share, and who asks."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from sqlalchemy import insert, select

from extractor.readers.limits import DEFAULT
from extractor.store import Store
from extractor.store.engine import reading, writing
from extractor.store.schema import history
from extractor.table import Lang
from extractor.web import schema
from extractor.web.access import LOCAL, Permission, may
from extractor.web.importing import Queue
from extractor.web.rows import Rows
from extractor.web.sessions import Brake, Session, Sessions

COOKIE = "extractor_session"
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs. ``public_url`` is the address that people type where a proxy stands before it, with its path; sizes in bytes."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str | None = None
    rules: str | None = None
    cache: str | None = None
    most: int = 1_000_000
    most_uploaded: int = DEFAULT.file_bytes

    @property
    def prefix(self) -> str:
        """The path under which a proxy shows the server: "" or "/nhiem-vu"."""
        return urlsplit(self.public_url).path.rstrip("/") if self.public_url else ""

    @property
    def secure(self) -> bool:
        """Whether people reach it by https, so that cookies may travel by it alone."""
        return bool(self.public_url) and urlsplit(self.public_url or "").scheme == "https"


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


@dataclass(slots=True)
class Web:
    """The store with what the web page needs around it; ``today`` is the day by which lists go."""

    store: Store
    settings: Settings
    queue: Queue
    sessions: Sessions
    local: Session | None
    rows: Rows
    today: Callable[[], dt.date] = _today
    brake_login: Brake = field(default_factory=lambda: Brake(5, 300))
    brake_address: Brake = field(default_factory=lambda: Brake(30, 300))
    hashing: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(2))

    def session(self, request: Request) -> Session | None:
        """Who asks: by a token in the header, by the cookie, or the one person of a machine without accounts."""
        if self.local is not None:
            return self.local
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if token and scheme.lower() == "bearer":
            return self.sessions.find(token.strip(), by_token=True)
        secret = request.cookies.get(COOKIE)
        return self.sessions.find(secret) if secret else None

    def note(self, login: str, action: str, detail: str, request: Request | None) -> None:
        """Writes down who did what, from where."""
        address = request.client.host if request is not None and request.client else ""
        values = {"at": time.time(), "login": login[:64], "action": action, "detail": detail[:500], "address": address}
        with writing(self.store.engine) as connection:
            connection.execute(insert(schema.audit), values)

    def audit(self, limit: int) -> list[dict[str, Any]]:
        """The last entries of who did what, the last one first, changes of rows (with the row's id and columns) among them; ``at`` in seconds since 1970."""
        own = select(schema.audit).order_by(schema.audit.c.id.desc()).limit(limit)
        changes = select(history.c.at, history.c.who, history.c.action, history.c.task_id, history.c.after).order_by(history.c.id.desc()).limit(limit)
        with reading(self.store.engine) as connection:
            found = [
                {key: row[key] for key in ("at", "login", "action", "detail", "address")} | {"task": None, "columns": []}
                for row in connection.execute(own).mappings()
            ]
            found += [_did(row) for row in connection.execute(changes)]
        return sorted(found, key=lambda one: float(one["at"]), reverse=True)[:limit]


def _did(row: Any) -> dict[str, Any]:
    """A change of a row as an entry of who did what."""
    at = row.at if row.at.tzinfo else row.at.replace(tzinfo=dt.UTC)
    own = {"at": at.timestamp(), "login": row.who, "action": row.action, "detail": "", "address": ""}
    return own | {"task": row.task_id, "columns": sorted(row.after)}


def web_of(request: Request) -> Web:
    """What all requests share."""
    found: Web = request.app.state.web
    return found


def needs(permission: Permission) -> Callable[[Request], Session]:
    """A dependency that lets a request through when its sender may do this: 401 without a session, 403 without the right or the token of the page."""

    def check(request: Request) -> Session:
        session = web_of(request).session(request)
        if session is None:
            raise HTTPException(401, "chưa đăng nhập hoặc phiên làm việc đã hết; hãy đăng nhập lại")
        if not may(session.user, permission):
            raise HTTPException(403, "tài khoản này không có quyền làm việc đó")
        if request.method not in _SAFE and not session.by_token and request.headers.get("x-csrf-token") != session.csrf:
            raise HTTPException(403, "yêu cầu không đến từ trang đang mở; hãy tải lại trang")
        return session

    check.permission = permission  # type: ignore[attr-defined]
    return check


def lang_of(request: Request) -> Lang:
    """The language that a person chose."""
    return "en" if request.cookies.get("lang") == "en" else "vi"


def local_session(store: Store) -> Session | None:
    """The session of the one person at the machine where the store has no accounts, else None."""
    import secrets

    return None if store.users.all() else Session(LOCAL, secrets.token_urlsafe(24))
