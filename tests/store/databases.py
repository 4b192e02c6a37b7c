"""Databases for the tests: an SQLite file, and a PostgreSQL cluster of our own on loopback, as a user that is not root."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _tool(name: str) -> str | None:
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)
    return shutil.which(name, path=os.pathsep.join([*map(str, reversed(homes)), os.environ.get("PATH", "")]))


def _run(command: list[str], user: str | None) -> None:
    """Runs a tool of PostgreSQL, which refuses to be root."""
    result = subprocess.run(command, user=user, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"{' '.join(command)}: {result.stdout}{result.stderr}")


def _user() -> str | None:
    """The account that runs the cluster: our own, or PostgreSQL's where we are root."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A running cluster; ``url(name)`` makes an empty database."""

    def __init__(self, folder: Path, port: int, control: list[str], user: str | None) -> None:
        self._control, self._user, self._log = control, user, folder / "log"
        self._port, self._made = port, 0

    def admin(self) -> str:
        """The URL of the cluster's own database."""
        return f"postgresql://tester@127.0.0.1:{self._port}/postgres"

    def own(self, folder: Path) -> None:
        """Gives a folder to the account that runs the cluster."""
        if self._user is not None:
            shutil.chown(folder, self._user)

    def url(self, folder: Path | None = None) -> str:
        """The URL of a new empty database, which keeps its files in ``folder`` where one is given."""
        import psycopg

        self._made += 1
        name = f"store{self._made}"
        with psycopg.connect(self.admin(), autocommit=True) as connection:
            if folder is not None:
                connection.execute(f"CREATE TABLESPACE {name} LOCATION '{folder}'")  # type: ignore[arg-type,unused-ignore]
            place = f" TABLESPACE {name}" if folder is not None else ""
            connection.execute(f"CREATE DATABASE {name}{place}")  # type: ignore[arg-type,unused-ignore]
        return f"postgresql://tester@127.0.0.1:{self._port}/{name}"

    def drop(self, url: str) -> None:
        """Drops a database with a folder of its own."""
        import psycopg

        name = url.rpartition("/")[2]
        with psycopg.connect(self.admin(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name}")  # type: ignore[arg-type,unused-ignore]
            connection.execute(f"DROP TABLESPACE {name}")  # type: ignore[arg-type,unused-ignore]

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        _run([*self._control, "start", "-w", "-l", str(self._log), "-o", f"-p {self._port} -c listen_addresses=127.0.0.1 -c fsync=off -k ''"], self._user)

    def stop(self) -> None:
        """Stops the server at once, whoever is connected."""
        _run([*self._control, "stop", "-m", "immediate"], self._user)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster in a folder of its own, gone afterwards; skips with the reason where PostgreSQL is missing, unless CI says that it must be there."""
    initdb, control = _tool("initdb"), _tool("pg_ctl")
    if initdb is None or control is None:
        reason = "PostgreSQL is not installed (apt-get install postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        data = folder / "data"
        _run([initdb, "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], user)
        made = Cluster(folder, _free_port(), [control, "-D", str(data)], user)
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
