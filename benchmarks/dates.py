"""Microseconds a sentence for the recogniser of dates, beside dateparser's search_dates on the same sentences, in one run.

    python benchmarks/dates.py [CASES.txt …]

Without files, the marked-up cases of the tests are read. The two take turns sentence by sentence, so that both meet the same load of the machine; the median
of the rounds is shown. The exit status is 1 where the recogniser is not at least 12 times as fast.
"""

from __future__ import annotations

import gc
import re
import statistics
import sys
import time
from pathlib import Path

from dateparser.search import search_dates

from extractor.components.dates import DateFinder
from extractor.rules import Rules

FACTOR = 12
ROUNDS = 3


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
    ours, theirs = [], []
    for _ in range(ROUNDS):
        mine = other = 0.0
        for text, issued in cases:
            start = time.process_time()
            finder.find(text, issued)
            middle = time.process_time()
            search_dates(text, languages=["vi"])
            mine += middle - start
            other += time.process_time() - middle
        ours.append(mine / len(cases) * 1e6)
        theirs.append(other / len(cases) * 1e6)
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"{len(cases)} sentences: DateFinder {mine:.0f} µs, dateparser.search_dates {other:.0f} µs a sentence; {other / mine:.1f} times as fast")
    return 0 if other >= FACTOR * mine else 1


if __name__ == "__main__":
    raise SystemExit(main())
