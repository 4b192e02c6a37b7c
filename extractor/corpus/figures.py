"""Measured figures in the documentation: each stands between two marks, and the command that measured it writes it anew."""

from __future__ import annotations

from pathlib import Path


def fill(path: Path, name: str, text: str) -> None:
    """Writes ``text`` between the marks ``<!-- measured: NAME -->`` and ``<!-- end: NAME -->`` of a page. Raises ValueError when the page lacks them."""
    page = path.read_text(encoding="utf-8")
    opening, closing = f"<!-- measured: {name} -->", f"<!-- end: {name} -->"
    start, stop = page.find(opening), page.find(closing)
    if not 0 <= start < stop:
        raise ValueError(f"{path}: has no place for the figures; write {opening} and {closing} on lines of their own")
    path.write_text(f"{page[: start + len(opening)]}\n{text.strip()}\n{page[stop:]}", encoding="utf-8")
