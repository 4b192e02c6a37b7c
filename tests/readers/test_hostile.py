"""Hostile input, for real: each file is refused or read, in bounded time and memory, nothing runs, and the rest of the batch goes on."""

from __future__ import annotations

import http.server
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import regex

from extractor.readers import read_bytes
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


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
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
