"""The cost of a document in a long run beside short ones: workers as `extractor run` starts them, over documents recombined from the corpus, each another.

    python -m benchmarks.longrun [SHORT, by default 200] [LONG, by default 20000]

The long run goes on in stretches. Before each, workers of their own, started anew, read its first documents, as many as a short run has; so both meet the same
load of the machine. All is processor time: that of the process that hands out and writes, and of the workers, with the start of those that replace others. A
cost is that of a letter of text, so that it does not matter which documents came first. The memory is the highest resident set of the process that hands out,
and of the largest of its workers.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from extractor.batch import Extractor, Limit, Result, Settings
from extractor.batch.documents import Progress
from extractor.batch.pool import Pool
from extractor.batch.worker import peak_memory
from extractor.corpus import Corpus, generate
from extractor.writers.streams import Stream

_STRETCHES = 10
_PROCESSES = 2
_WARM = 20
"""Documents that new workers read before their time is taken."""


class Clocked(Extractor):
    """An extractor whose results say its processor time; that of its building counts for the first."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._until = 0.0

    def __call__(self, path: Path, progress: Progress | None = None) -> Result:
        result = super().__call__(path, progress)
        before, self._until = self._until, time.process_time()
        return replace(result, seconds=self._until - before)


class _Run:
    """Workers, where their rows go, and what they have cost."""

    def __init__(self, folder: Path, warm: Iterable[Path]) -> None:
        self._pool = Pool(partial(Clocked, Settings()), _PROCESSES, Limit())
        self._stream = Stream(folder / "rows.jsonl")
        self.seconds = 0.0
        self.letters = 0
        for _ in self._pool.results(warm):
            pass

    def read(self, paths: Sequence[Path], sizes: Sequence[int]) -> None:
        began = time.process_time()
        for result in self._pool.results(paths):
            if result.error is not None:
                raise SystemExit(str(result.error))
            self._stream.add(result.rows)
            self.seconds += result.seconds
        self.seconds += time.process_time() - began
        self.letters += sum(sizes)

    def close(self) -> None:
        self._stream.close()
        self._pool.close()

    @property
    def each(self) -> float:
        """Seconds a letter."""
        return self.seconds / self.letters


def _memory() -> tuple[float, float]:
    """The peaks in MB of this process and of the largest that has ended."""
    return peak_memory() / 1e6, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6


def run(short: int, long: int) -> tuple[float, str]:
    """The ratio of the cost of a document, and the peaks of memory in words."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths, sizes = [], []
        for nth, document in enumerate(generate(Corpus.open().split("train"), long + _WARM, seed=1)):
            paths.append(folder / f"{nth:06}.txt")
            paths[-1].write_text(document["text"], encoding="utf-8")
            sizes.append(len(document["text"]))
        warm, paths, sizes = paths[:_WARM], paths[_WARM:], sizes[_WARM:]
        shorts: list[float] = []
        costs: list[float] = []
        size = max(short, -(-long // _STRETCHES))
        going: _Run | None = None
        for at in range(0, long, size):
            (folder / f"short-{at}").mkdir()
            brief = _Run(folder / f"short-{at}", warm)
            brief.read(paths[at : at + short], sizes[at : at + short])
            brief.close()
            shorts.append(brief.each)
            if going is None:
                low = _memory()
                going = _Run(folder, warm)
            going.read(paths[at : at + size], sizes[at : at + size])
            costs.append(going.each)
            print(f"{min(at + size, long):7,} documents: {1e6 * costs[-1]:.2f} µs a letter; {short} anew: {1e6 * shorts[-1]:.2f}", file=sys.stderr, flush=True)
        assert going is not None
        going.close()
        high = _memory()
    ratio = going.each / (sum(shorts) / len(shorts))
    return ratio, " and ".join(f"{own:.0f} + {worker:.0f} MB" for own, worker in (low, high))


if __name__ == "__main__":
    counts = [int(word) for word in sys.argv[1:]] or [200, 20_000]
    from benchmarks.longrun import run as known  # workers look `Clocked` up by this module's own name

    ratio, peak = known(*counts)
    print(f"cost of a document at {counts[1]:,} over that at {counts[0]:,}: {ratio:.2f}; peak memory {peak}")
