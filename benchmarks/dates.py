"""Microseconds a sentence for the recogniser of dates, beside dateparser's search_dates on the same sentences, in one run.

    python benchmarks/dates.py [CASES.txt …]

Without files, the marked-up cases of the tests are read. The two take turns, a pass over all sentences each, so that both meet the same load of the machine
and each runs as it does on a document, one sentence after another. The median of the passes is shown, and the fastest, which says what other work on the
machine cost. The exit status is 1 where the recogniser is not at least 12 times as fast; the absolute goal, 150 µs, depends on the machine.
"""

from __future__ import annotations

import gc
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dateparser.search import search_dates

from extractor.components.dates import DateFinder
from extractor.rules import Rules

FACTOR = 12
ROUNDS = 3
PASSES = 5
"""Passes of ours to one of dateparser's, so that the two take times of the same order."""


def sentences(paths: list[Path]) -> list[tuple[str, str | None]]:
    """The sentences of case files without their mark-up, each with its day of issue."""
    found: list[tuple[str, str | None]] = []
    for path in paths:
        issued: str | None = None
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("@"):
                issued = None if line == "@-" else line[1:]
            elif line and not line.startswith("# "):
                found.append((re.sub(r"</?date[^<>]*>", "", line).replace("⏎", "\n"), issued))
    return found


def _search(text: str, _issued: str | None) -> object:
    return search_dates(text, languages=["vi"])


def _pass(read: Callable[[str, str | None], object], cases: list[tuple[str, str | None]]) -> float:
    """Microseconds of processor time a sentence, in one pass over all of them."""
    start = time.process_time()
    for text, issued in cases:
        read(text, issued)
    return (time.process_time() - start) / len(cases) * 1e6


def main() -> int:
    """Measures, prints, and says by its status whether the factor was reached."""
    folder = Path(__file__).parent.parent / "tests" / "components" / "dates" / "cases"
    cases = sentences([Path(name) for name in sys.argv[1:]] or sorted(folder.glob("*.txt")))
    finder = DateFinder(Rules())
    for text, issued in cases:
        finder.find(text, issued)
    search_dates(cases[0][0], languages=["vi"])
    gc.collect()
    gc.freeze()  # neither pays for the heap of the other
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        ours += [_pass(finder.find, cases) for _ in range(PASSES)]
        theirs.append(_pass(_search, cases))
    mine, other = statistics.median(ours), statistics.median(theirs)
    for name, times in (("DateFinder", ours), ("dateparser.search_dates", theirs)):
        print(f"{name}: {statistics.median(times):.0f} µs a sentence (fastest pass {min(times):.0f})")
    print(f"{len(cases)} sentences; {other / mine:.1f} times as fast")
    return 0 if other >= FACTOR * mine else 1


if __name__ == "__main__":
    raise SystemExit(main())
