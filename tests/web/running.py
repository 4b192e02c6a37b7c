"""A server of our own in a process of its own, and what a browser needs to visit it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"),
    *("--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage"),
)  # fmt: skip
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or ""
_PROXIED = (
    "proxy_pass http://127.0.0.1:{port}/; proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header Upgrade $http_upgrade; "
    'proxy_set_header Connection "upgrade"; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; client_max_body_size 200m;'
)
PASSWORD = "mật khẩu thử 123"
ROLES = ("reader", "clerk", "head", "admin")
_START = 90  # seconds for the server on a busy machine


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs: where it is, on which store."""

    url: str
    store: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(store: Path, *, accounts: bool = False, prefix: str = "", port: int | None = None, public: str | None = None) -> Iterator[Running]:
    """Serves a store until the block ends; with ``accounts`` there is a user of each role, called as it, ``public`` is the address of a proxy before it."""
    if accounts:
        from extractor.store import Store

        with Store(store) as opened:
            for role in ROLES:
                opened.users.add(role, f"Người {role}", PASSWORD, role)  # type: ignore[arg-type]
    port = port or free_port()
    url = f"http://127.0.0.1:{port}{prefix}"
    command = [sys.executable, "-m", "extractor", "serve", "--store", str(store), "--port", str(port), *(["--public-url", public or url] if public or prefix else [])]
    log = store.with_suffix(".log").open("ab")
    process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "PYTHONWARNINGS": "default"})
    try:
        for _ in range(_START * 5):
            if process.poll() is not None:
                raise RuntimeError(store.with_suffix(".log").read_text())
            try:
                httpx.get(url + "/healthz", timeout=2)
                break
            except httpx.TransportError:
                time.sleep(0.2)
        yield Running(url, store, process)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


@contextmanager
def nginx(folder: Path, port: int, behind: int, prefix: str) -> Iterator[None]:
    """A reverse proxy that shows a server below a prefix, set up as docs/web.md says, until the block ends."""
    place = f"location {prefix}/ {{ {_PROXIED.format(port=behind)} }}"
    told = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    log = f"access_log {folder}/access.log; {told}"
    settings = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ {log} server {{ listen 127.0.0.1:{port}; {place} }} }}"
    (folder / "nginx.conf").write_text(settings, encoding="utf-8")
    process = subprocess.Popen([NGINX, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)
