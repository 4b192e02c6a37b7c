"""How quick the web page is: the first screen, and an edit while 20 people work at once. Everything happens on loopback and ends by itself.

    python benchmarks/web.py [--people 20] [--edits 15] [--pause 1.0]

Each person opens the list of documents, reads the rows of the notice and edits a row, then pauses as people do. ``--pause 0`` measures the limit instead.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import random
import statistics
import tempfile
import time
from pathlib import Path

import httpx

from tests.web.filled import fill
from tests.web.running import CHROMIUM, FLAGS, PASSWORD, ROLES, Running, server

ROWS = 400


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20, help="how many work at once")
    parser.add_argument("--edits", type=int, default=15, help="edits of each")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two edits of one person, on average")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="extractor-bench-") as folder:
        path = Path(folder) / "tasks.sqlite"
        fill(path, ROWS).close()
        with server(path, accounts=True) as running:
            print("first screen:", ", ".join(f"{seconds:.2f} s" for seconds in first_screens(running)))
            took, told = edits(running, asked.people, asked.edits, asked.pause)
    took.sort()
    p95 = took[int(0.95 * (len(took) - 1))]
    figures = {"median": statistics.median(took), "95th percentile": p95, "longest": took[-1]}
    print(f"{asked.people} people, {len(took)} edits:", ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in figures.items()))
    print(f"told that somebody else was quicker: {told}")


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


def edits(running: Running, people: int, count: int, pause: float) -> tuple[list[float], int]:
    """Seconds that each edit took, and how many were refused because somebody else was quicker."""
    with httpx.Client(base_url=running.url) as client:
        tokens = {role: client.post("/api/session", json={"login": role, "password": PASSWORD}).json()["token"] for role in ROLES if role != "reader"}
    chosen = list(tokens.values())
    with concurrent.futures.ThreadPoolExecutor(people) as pool:
        results = list(pool.map(lambda i: person(running.url, chosen[i % len(chosen)], i, count, pause), range(people)))
    return [one for took, _ in results for one in took], sum(told for _, told in results)


def person(url: str, token: str, number: int, count: int, pause: float) -> tuple[list[float], int]:
    """What one person does."""
    chance, took, told = random.Random(number), [], 0
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        time.sleep(chance.random() * pause)
        rows = client.get("/api/documents/1/tasks").json()
        for i in range(count):
            row = chance.choice(rows)
            now = client.get(f"/api/tasks/{row['task_id']}").json()
            began = time.perf_counter()
            answer = client.patch(f"/api/tasks/{row['task_id']}", json={"version": now["version"], "changes": {"note": f"người {number}, lần {i}"}})
            took.append(time.perf_counter() - began)
            told += answer.status_code == 409
            if answer.status_code not in (200, 409):
                raise SystemExit(f"{answer.status_code}: {answer.text}")
            client.get("/api/documents/1/versions")
            time.sleep(pause * (0.5 + chance.random()))
    return took, told


if __name__ == "__main__":
    main()
