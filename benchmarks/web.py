"""How quick the web page is: the first screen, and an edit while 20 people work at once. Everything happens on loopback and ends by itself within two minutes.

    python -m benchmarks.web [--people 20] [--edits 15] [--pause 1.0] [--write docs/web.md]

Each person opens the notice of 400 rows, asks every four seconds what others changed (and gets the changed rows) as an open page does, and edits a row,
then pauses as people do. ``--pause 0`` measures the limit instead. ``--write`` puts the figures between the marks in a page of the docs.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.web.filled import fill
from tests.web.running import CHROMIUM, FLAGS, PASSWORD, ROLES, Running, server

ROWS = 400
POLL = 4.0  # seconds between two looks of an open page, as in review.js
MARKS = ("<!-- figures: python -m benchmarks.web --write docs/web.md -->\n", "<!-- end of figures -->\n")


@dataclass
class Told:
    """What the people saw: seconds of each edit and of each look, and how many edits were refused because somebody else was quicker."""

    edits: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    refused: int = 0


def main() -> None:
    """Measures, prints, and writes when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20, help="how many work at once")
    parser.add_argument("--edits", type=int, default=15, help="edits of each")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two edits of one person, on average")
    parser.add_argument("--write", type=Path, help="the page of the docs that holds the figures")
    parser.add_argument("--visit", help=argparse.SUPPRESS)  # the people's own process, so that they do not wait for each other's Python
    asked = parser.parse_args()
    if asked.visit:
        print(json.dumps(vars(visit(asked.visit, asked.people, asked.edits, asked.pause))))
        return
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="extractor-bench-") as folder:
        path = Path(folder) / "tasks.sqlite"
        fill(path, ROWS).close()
        with server(path, accounts=True) as running:
            screens = first_screens(running)
            told = crowd(running, asked.people, asked.edits, asked.pause)
    lines = [
        f"- first screen, the first time and again: {', '.join(f'{seconds:.2f} s' for seconds in screens)}",
        f"- {asked.people} people at once on one notice of {ROWS} rows, {asked.pause:g} s between two edits of each; {len(told.edits)} edits: "
        + shown(told.edits),
        f"- what an open page asks every {POLL:g} s meanwhile: {shown(told.looks)}",
        f"- edits refused because somebody else had been quicker: {told.refused}",
    ]
    head = f"Measured on {os.cpu_count()} cores, the people on the same ones; before it {busy:.1f} processes of others were at work on them:\n\n"
    text = head + "".join(f"{line}\n" for line in lines)
    print(text, end="")
    if asked.write:
        write(asked.write, text)


def shown(took: list[float]) -> str:
    """The figures of some times."""
    took = sorted(took)
    figures = {"median": statistics.median(took), "95th percentile": took[int(0.95 * (len(took) - 1))], "longest": took[-1]}
    return ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in figures.items())


def write(page: Path, text: str) -> None:
    """Puts the figures between their marks."""
    whole = page.read_text(encoding="utf-8")
    head, _, rest = whole.partition(MARKS[0])
    _, end, tail = rest.partition(MARKS[1])
    if not end:
        raise SystemExit(f"{page}: the marks of the figures are missing: {MARKS[0].strip()} … {MARKS[1].strip()}")
    page.write_text(head + MARKS[0] + text + MARKS[1] + tail, encoding="utf-8")


def first_screens(running: Running, times: int = 3) -> list[float]:
    """Seconds from asking for the first page to its list being there; the first time with an empty cache."""
    from playwright.sync_api import sync_playwright

    found: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_context().new_page()
        page.goto(running.url + "/login")
        page.fill("input[name=login]", "clerk")
        page.fill("input[name=password]", PASSWORD)
        page.click("button.primary")
        page.locator(".documents td").first.wait_for()
        cookies = page.context.cookies()
        fresh = browser.new_context()
        fresh.add_cookies([{"name": one["name"], "value": one["value"], "url": running.url} for one in cookies])
        page = fresh.new_page()
        for _ in range(times):
            began = time.perf_counter()
            page.goto(running.url + "/")
            page.locator(".documents td").first.wait_for()
            found.append(time.perf_counter() - began)
        browser.close()
    return found


def crowd(running: Running, people: int, count: int, pause: float) -> Told:
    """Lets people work in a process of their own."""
    command = [sys.executable, "-m", "benchmarks.web", "--visit", running.url, "--people", str(people), "--edits", str(count), "--pause", str(pause)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return Told(**json.loads(done.stdout))


def visit(url: str, people: int, count: int, pause: float) -> Told:
    """What all of them saw."""
    entered = Visitor(url, "")
    tokens = [entered.ask("POST", "/api/session", {"login": role, "password": PASSWORD})[1]["token"] for role in ROLES if role != "reader"]
    told, lock = Told(), threading.Lock()
    threads = [threading.Thread(target=person, args=(Visitor(url, tokens[i % len(tokens)]), i, count, pause, told, lock)) for i in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


class Visitor:
    """A connection of one person that is kept open, as browsers do."""

    def __init__(self, url: str, token: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """The status and the answer."""
        self._connection.request(method, path, None if body is None else json.dumps(body), self._headers)
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())


def person(visitor: Visitor, number: int, count: int, pause: float, told: Told, lock: threading.Lock) -> None:
    """What one person does."""
    chance = random.Random(number)
    time.sleep(chance.random() * pause)
    rows = {row["task_id"]: row for row in visitor.ask("GET", "/api/documents/1/tasks")[1]}
    looked = time.monotonic() + chance.random() * POLL
    for i in range(count):
        task_id = chance.choice(list(rows))
        began = time.perf_counter()
        change = {"version": rows[task_id]["version"], "changes": {"note": f"người {number}, lần {i}"}}
        status, row = visitor.ask("PATCH", f"/api/tasks/{task_id}", change)
        took = time.perf_counter() - began
        if status not in (200, 409):
            raise SystemExit(f"{status}: {row}")
        rows[task_id] = row if status == 200 else row["current"]
        with lock:
            told.edits.append(took)
            told.refused += status == 409
        if time.monotonic() > looked:
            looked = time.monotonic() + POLL
            look(visitor, rows, told, lock)
        time.sleep(pause * (0.5 + chance.random()))


def look(visitor: Visitor, rows: dict[str, Any], told: Told, lock: threading.Lock) -> None:
    """Asks what others changed, as an open page does."""
    began = time.perf_counter()
    versions = visitor.ask("GET", "/api/documents/1/versions")[1]
    with lock:
        told.looks.append(time.perf_counter() - began)
    stale = [task_id for task_id, version in versions.items() if rows[task_id]["version"] != version]
    if stale:
        asked = "&".join(f"only={task_id}" for task_id in stale)
        rows.update({row["task_id"]: row for row in visitor.ask("GET", f"/api/documents/1/tasks?{asked}")[1]})


if __name__ == "__main__":
    main()
