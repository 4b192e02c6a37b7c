"""Hostile input, for real: each file is refused or read, in bounded time and memory, nothing runs, and the rest of the batch goes on."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import regex

from extractor.readers import office, read_bytes
from tests.readers.hostile_files import FILES, odt_with_macro

pytest.importorskip("pypdfium2")

_READ = """
import json, resource, sys, time
from pathlib import Path
from extractor.readers import ReadError, expand_paths, read_notice
for path in expand_paths([Path(sys.argv[1])]):
    began = time.process_time()
    try:
        said = read_notice(path).text[:500]
        failed = False
    except ReadError as error:
        said, failed = str(error), True
    print(json.dumps([path.relative_to(sys.argv[1]).parts[0], failed, said, time.process_time() - began]), flush=True)
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[bool, str, float]], int]:
    """What a process of its own makes of a folder of all these files: by name whether it failed, what it said, its seconds; and its peak in megabytes."""
    folder = tmp_path_factory.mktemp("độc hại")
    for name, (make, _) in FILES.items():
        (folder / name).write_bytes(make())
    done = subprocess.run([sys.executable, "-c", _READ, str(folder)], capture_output=True, text=True, timeout=120, check=True)
    *lines, peak = (json.loads(line) for line in done.stdout.splitlines())
    return folder, {name: (failed, said, seconds) for name, failed, said, seconds in lines}, peak // 1024


@pytest.mark.parametrize("name", FILES)
def test_each_is_refused_with_its_name_or_read(name: str, outcome: tuple[Path, dict[str, tuple[bool, str, float]], int]) -> None:
    folder, results, _ = outcome
    failed, said, seconds = results[name]
    expected = FILES[name][1]
    assert failed is bool(expected), said
    if expected:
        assert said.startswith(str(folder / name))
        assert regex.search(expected, said), said
        assert "; " in said
    assert "root:" not in said
    assert seconds < 10


def test_memory_is_bounded(outcome: tuple[Path, dict[str, tuple[bool, str, float]], int]) -> None:
    assert outcome[2] < 900


needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def opened(folder: Path, settings: str) -> bool:
    """Whether a macro that runs when its document is opened runs in LibreOffice with these settings. It is opened to be edited, not converted."""
    target, given = folder / "ran", folder / "a.odt"
    given.write_bytes(odt_with_macro(str(target), "http://127.0.0.1:9/x.png"))
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", str(given)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_for(lambda: target.exists() or (folder / ".~lock.a.odt#").exists(), 40)  # the document is there
        wait_for(target.exists, 2)
        return target.exists()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.05)


@needs_office
def test_the_macro_of_these_tests_runs_where_it_is_let_and_not_with_our_settings(tmp_path: Path) -> None:
    ours = office.settings()
    lax = ours.replace('MacroSecurityLevel" oor:op="fuse"><value>3<', 'MacroSecurityLevel" oor:op="fuse"><value>0<')
    for name in ("DisableMacrosExecution", "DisableActiveContent"):
        lax = lax.replace(f'{name}" oor:op="fuse"><value>true<', f'{name}" oor:op="fuse"><value>false<')
    (tmp_path / "lax").mkdir()
    (tmp_path / "ours").mkdir()
    assert opened(tmp_path / "lax", lax)
    assert not opened(tmp_path / "ours", ours)


@needs_office
def test_macros_do_not_run_and_nothing_is_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        target = tmp_path / "ran"
        notice = read_bytes("a.odt", odt_with_macro(str(target), f"http://127.0.0.1:{server.server_port}/x.png"))
    finally:
        server.shutdown()
        server.server_close()
    assert notice.text == "Giao Văn phòng báo cáo.\n"
    assert not target.exists()
    assert asked == []
