"""What stands before every request: the path prefix of a proxy, foreign pages kept out, bodies of bounded size, headers that tell the browser to be strict."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_LOOPBACK = ("127.0.0.1", "::1")
_SAFE = ("GET", "HEAD", "OPTIONS")
# NiceGUI starts itself from a script in the page and compiles its templates, hence the two unsafe words; nothing but ourselves may be loaded or asked.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


class Guard:
    """Wraps the application.

    ``hosts`` are the only names (with their ports) by which it may be called, None for any; ``prefix`` is the path under which a proxy shows it.
    ``most`` is the largest body of a request in bytes and ``most_uploaded`` that of one to a path in ``uploads``.
    """

    def __init__(self, app: App, *, hosts: frozenset[str] | None, prefix: str, secure: bool, most: int, most_uploaded: int, uploads: frozenset[str]) -> None:
        self._app, self._hosts, self._prefix, self._secure = app, hosts, prefix, secure
        self._most, self._most_uploaded, self._uploads = most, most_uploaded, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request or connection."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        unwanted = {b"x-forwarded-prefix"}
        if not self._prefix and (scope.get("client") or ("",))[0] in _LOOPBACK:
            unwanted.add(b"accept-encoding")  # on loopback packing takes longer than sending
        scope["headers"] = [(key, value) for key, value in scope["headers"] if key not in unwanted]
        inner = scope["path"]
        if self._prefix:
            inner = inner.removeprefix(self._prefix) or "/" if inner == self._prefix or inner.startswith(self._prefix + "/") else inner
            scope["root_path"], scope["path"] = self._prefix, self._prefix + inner
            scope.pop("raw_path", None)
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        problem = self._refusal(scope, headers)
        if problem:
            await _refuse(scope, send, 403, problem)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        limit = self._most_uploaded if inner in self._uploads else self._most
        if headers.get("content-length", "").isdigit() and int(headers["content-length"]) > limit:
            await _refuse(scope, send, 413, _too_large(limit))
            return
        body = _Bounded(receive, self._strict(send, inner), limit)
        await self._app(scope, body.receive, body.send)
        if body.refused:
            await _refuse(scope, send, 413, _too_large(limit))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> str | None:
        host = headers.get("host", "")
        if self._hosts is not None and host.lower() not in self._hosts:
            return f"this server does not answer to the name {host!r}"
        origin = headers.get("origin")
        if origin is None or (scope["type"] == "http" and scope["method"] in _SAFE):
            return None
        return None if urlsplit(origin).netloc.lower() == host.lower() else "the request comes from a page of another site"

    def _strict(self, send: Send, path: str) -> Send:
        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {key for key, _ in message["headers"]}
                more = [item for item in _HEADERS if item[0] not in present]
                if self._secure:
                    more.append((b"strict-transport-security", b"max-age=31536000"))
                if b"cache-control" not in present and not path.startswith("/_nicegui/"):
                    more.append((b"cache-control", b"no-store"))
                message["headers"] = [*message["headers"], *more]
            await send(message)

        return out


class _Bounded:
    """A request whose body may not say how long it is: beyond the limit the application sees its end, and what it says of that is not sent."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive, self._send, self._left, self._begun = receive, send, limit, False

    @property
    def refused(self) -> bool:
        """Whether the body was too large and nobody was told anything yet."""
        return self._left < 0 and not self._begun

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        if not self.refused:
            self._begun = True
            await self._send(message)


def _too_large(limit: int) -> str:
    return f"the body is larger than {limit} bytes"


async def _refuse(scope: Scope, send: Send, status: int, problem: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    body = json.dumps({"detail": problem}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
