"""Photographs every screen of the web page with notices of our own, to be looked at; four of them stand in the docs.

    python -m tests.web.screens FOLDER [--docs docs/web]
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.web import samples
from tests.web.running import CHROMIUM, FLAGS, PASSWORD, Running, server

SIZES = {"desk": (1366, 768), "phone": (390, 844)}
KEPT = {"documents": "documents-desk", "review": "review-desk", "scan": "scan-desk", "lists": "lists-desk"}
"""The pictures of the docs, and which screen each of them is."""


def main() -> None:
    """Takes the photographs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--docs", type=Path, help="a folder that keeps the four of the docs")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="extractor-screens-") as folder, server(Path(folder) / "tasks.sqlite", accounts=True) as running:
        for path in photograph(running, asked.folder):
            print(path)
    if asked.docs:
        for name, screen in KEPT.items():
            shutil.copy(asked.folder / f"{screen}.png", asked.docs / f"{name}.png")


def photograph(running: Running, folder: Path) -> list[Path]:
    """Sends in a typed notice and a scan, works on them a little, and photographs every screen in every size."""
    from playwright.sync_api import sync_playwright

    made: list[Path] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = _entered(browser, running, *SIZES["desk"])
        typed, scanned = _sent(page, "giao-ban-thang.txt", _of_this_month(samples.TYPED).encode()), _sent(page, "phong-chong-chay.pdf", samples.scan())
        page.locator(".documents td", has_text="88/TB-UBND").wait_for()
        page.screenshot(path=folder / "documents-desk.png")
        page.goto(running.url + typed)
        page.locator(".row.chosen .fields").wait_for()
        page.keyboard.press("a")
        page.locator(".row.accepted").wait_for()
        page.context.close()
        screens = {
            "documents": ("/", ".documents td"), "review": (typed, ".row.chosen .fields"), "scan": (scanned, ".box"), "lists": ("/lists", ".ag-row"),
            "calendar": ("/lists?view=calendar", ".calendar a"), "chart": ("/lists?view=chart", "canvas"), "lessons": ("/learning", "td"),
            "audit": ("/audit", "td"), "users": ("/users", ".accounts td"), "password": ("/password", "form"), "sign-in": ("/login", "form"),
        }  # fmt: skip
        for size, (width, height) in SIZES.items():
            page = _entered(browser, running, width, height)
            for name, (path, ready) in screens.items():
                if name == "sign-in":
                    page.context.clear_cookies()
                if (name, size) == ("documents", "desk"):
                    continue
                page.goto(running.url + path)
                page.locator(ready).first.wait_for(state="attached")
                page.wait_for_timeout(1200)
                made.append(folder / f"{name}-{size}.png")
                page.screenshot(path=made[-1])
            page.context.close()
        browser.close()
    return made


def _entered(browser: Any, running: Running, width: int, height: int) -> Any:
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(running.url + "/login")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", PASSWORD)
    page.click("button.primary")
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def _sent(page: Any, name: str, data: bytes) -> str:
    """Sends in a file and gives the path of its review."""
    page.set_input_files("[data-test=files]", [{"name": name, "mimeType": "application/octet-stream", "buffer": data}])
    line = page.locator(".uploads li", has_text=name).first
    line.locator("a").wait_for(timeout=240_000)
    return str(line.locator("a").get_attribute("href"))


def _of_this_month(text: str) -> str:
    """The typed notice as if it were of this month, so that some of its work is overdue and some is to come."""
    today = dt.datetime.now().astimezone().date()
    after = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    text = text.replace("tháng 10/2020", f"tháng {after.month}/{after.year}").replace("/9/2020", f"/{today.month}/{today.year}")
    return text.replace("04 tháng 9 năm 2020", f"04 tháng {today.month} năm {today.year}").replace("giao ban tháng 9", f"giao ban tháng {today.month}")


if __name__ == "__main__":
    main()
