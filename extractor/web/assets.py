"""The page's scripts and styles, kept in memory: read piece by piece from their files they take half of the time of a first visit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractor.web.guard import App, Message, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
_KEPT = ("/_nicegui/", "/static/")
_OURS = b"public, max-age=31536000, immutable"  # their addresses hold a hash of their content
_MOST, _LARGEST = 200, 2_000_000  # files, and bytes of one


@lru_cache(maxsize=32)
def address(name: str) -> str:
    """Where the browser finds one of our own scripts or styles: it changes with the content, so that nobody works with an old one."""
    return f"/static/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class _Asset:
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class Assets:
    """Wraps the application and answers for it what it once gave out for everybody (``Cache-Control: public``) below its static paths."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._assets: dict[tuple[str, bytes], _Asset] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request or connection."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or scope["method"] != "GET" or not path.startswith(_KEPT):
            await self._app(scope, receive, send)
            return
        asked = dict(scope["headers"])
        if b"range" in asked or (b"if-modified-since" in asked and b"if-none-match" not in asked):
            await self._app(scope, receive, send)
            return
        key = path, b"gzip" if b"gzip" in asked.get(b"accept-encoding", b"") else b""
        if key not in self._assets:
            taken = _Taken(send, ours=path.startswith("/static/"))
            whole = [one for one in scope["headers"] if one[0] not in (b"if-none-match", b"if-modified-since")]
            await self._app({**scope, "headers": whole}, receive, taken.send)
            if taken.asset is not None and len(self._assets) < _MOST:
                self._assets[key] = taken.asset
            return
        asset = self._assets[key]
        same = any(name == b"etag" and value == asked.get(b"if-none-match") for name, value in asset.headers)
        headers = [one for one in asset.headers if not same or one[0] != b"content-length"]
        await send({"type": "http.response.start", "status": 304 if same else 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if same else asset.body})


class _Taken:
    """Hands an answer on, and keeps it as an asset when it is whole and for everybody."""

    def __init__(self, send: Send, *, ours: bool) -> None:
        self.asset: _Asset | None = None
        self._send, self._ours, self._body, self._keep = send, ours, bytearray(), False
        self._headers: tuple[tuple[bytes, bytes], ...] = ()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self._ours and message["status"] == 200:
                message["headers"] = [*(one for one in message["headers"] if one[0] != b"cache-control"), (b"cache-control", _OURS)]
            self._headers = tuple(message["headers"])
            found = dict(self._headers)
            public = found.get(b"cache-control", b"").startswith(b"public") and b"set-cookie" not in found
            self._keep = message["status"] == 200 and public and int(found.get(b"content-length", b"0")) <= _LARGEST
        elif self._keep and len(self._body) <= _LARGEST:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                self.asset = _Asset(self._headers, bytes(self._body))
        await self._send(message)
