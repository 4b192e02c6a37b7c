"""The cost of a document in a long run beside a short one: `extractor run` as an office starts it, over documents recombined from the corpus.

    python -m benchmarks.longrun [SHORT, by default 200] [LONG, by default 20000]

The run's own time is counted between its first and its last document, so that the start of the processes does not hide a growth; the memory is the highest
resident set of the command and, apart, of its workers together.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from extractor.batch import Limit, Settings, in_processes
from extractor.batch.worker import peak_memory
from extractor.corpus import Corpus, generate
from extractor.writers.streams import Stream

_DISTINCT = 400  # documents on disk; a long run reads each again under other names


def _seconds(paths: list[Path], count: int, folder: Path) -> tuple[float, int]:
    """Seconds a document and the peak memory in bytes of the process that hands out and writes."""
    given = (paths[i % len(paths)] for i in range(count))
    stream = Stream(folder / f"{count}.jsonl")
    began = 0.0
    for nth, result in enumerate(in_processes(given, Settings(), 2, Limit())):
        if result.error is not None:
            raise SystemExit(str(result.error))
        stream.add(result.rows)
        if nth == 19:
            began = time.perf_counter()
    each = (time.perf_counter() - began) / (count - 20)
    stream.close()
    return each, peak_memory()


def run(short: int, long: int) -> tuple[float, str]:
    """The ratio of the cost of a document, and the peaks of memory in words."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = []
        for i, document in enumerate(islice(generate(Corpus.open().split("train"), _DISTINCT, seed=1), _DISTINCT)):
            paths.append(folder / f"{i:05}.txt")
            paths[-1].write_text(document["text"], encoding="utf-8")
        first, low = _seconds(paths, short, folder)
        each, high = _seconds(paths, long, folder)
        again, _ = _seconds(paths, short, folder)
    return each / min(first, again), f"{low / 1e6:.0f} MB and {high / 1e6:.0f} MB"


if __name__ == "__main__":
    counts = [int(word) for word in sys.argv[1:]] or [200, 20_000]
    ratio, peak = run(*counts)
    print(f"cost of a document at {counts[1]:,} over that at {counts[0]:,}: {ratio:.2f}; peak memory {peak}")
