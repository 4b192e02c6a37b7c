"""The figures of speed and scale as one table, written into docs/performance.md, and into the README where its marks stand there.

    python -m benchmarks.suite [NAME …] [--documents 20000]

NAMES are those of `MEASURES`; without any, all are measured. Each ratio is that of interleaved runs, the best of each, since machines are noisy; a figure that
was not measured anew keeps its line in the table. The long one is ``cost``: 20,000 documents take half an hour on two idle cores; the figure of fewer is shown
and not written.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "performance.md", ROOT / "README.md"
WHOLE = 20_000
"""Documents of the long run whose figure is written."""
CORPUS = Path("corpus/documents")
_ROUNDS = 3
_MARKS = "<!-- figures: python -m benchmarks.suite -->\n", "<!-- end of the figures -->"
_HEAD = "| | what | measured | aim |\n|---|---|---|---|\n"
Figures = tuple[str, str, str]
"""What was measured, the figure, the aim."""


def pipeline() -> Figures:
    """(a) The pipeline beside word segmentation."""
    from benchmarks.pipeline import compare, texts_of

    theirs, ours = compare(texts_of(CORPUS))
    return "whole pipeline over underthesea `word_tokenize` alone, one process, same texts", f"{ours / theirs:.2f}", "≤ 1.5"


def ner() -> Figures:
    """(b) The pipeline beside underthesea's NER on every sentence."""
    from underthesea import ner as stock
    from underthesea import sent_tokenize

    import extractor
    from benchmarks.pipeline import seconds, texts_of

    nlp = extractor.load()
    texts = texts_of(CORPUS)[::12]
    sentences = [[sentence for line in text.splitlines() if line.strip() for sentence in sent_tokenize(line)] for text in texts]
    nlp(texts[0]), stock(sentences[0][0])
    ours = theirs = 0.0
    for text, given in zip(texts, sentences, strict=True):
        pairs = [(seconds(lambda text=text: nlp(text)), seconds(lambda given=given: [stock(sentence) for sentence in given])) for _ in range(2)]
        ours, theirs = ours + min(pair[0] for pair in pairs), theirs + min(pair[1] for pair in pairs)
    return f"underthesea `ner` on every sentence over the whole pipeline ({len(texts)} documents)", f"{theirs / ours:.1f}", "≥ 6"


def dates() -> Figures:
    """(c) Dates beside dateparser."""
    shown = subprocess.run([sys.executable, "-m", "benchmarks.dates"], capture_output=True, text=True).stdout
    found = re.search(r"([\d.]+) times as fast", shown)
    return "dateparser `search_dates` over the recogniser of dates, same sentences", found[1] if found else "not measured", "≥ 12"


def processes() -> Figures:
    """(d) Two processes beside one, workers started and warm; and what the machine's cores give at most, by two runs that share nothing."""
    from concurrent.futures import ThreadPoolExecutor
    from functools import partial

    from extractor.batch import Extractor, Limit, Settings
    from extractor.batch.pool import Pool

    make = partial(Extractor, Settings())
    with ExitStack() as stack:
        paths = _written(Path(stack.enter_context(tempfile.TemporaryDirectory())), 200)
        one, other, two = (stack.enter_context(Pool(make, count, Limit())) for count in (1, 1, 2))
        threads = stack.enter_context(ThreadPoolExecutor(2))

        def read(pool: Pool) -> int:
            return sum(1 for _ in pool.results(paths))

        taken = _times({"one": lambda: read(one), "two": lambda: read(two), "apart": lambda: list(threads.map(read, (one, other)))})
    ratio, most = taken["one"] / taken["two"], 2 * taken["one"] / taken["apart"]
    return f"one process over two, 200 documents (two runs that share nothing: {most:.2f})", f"{ratio:.2f}", "≥ 1.8"


def dask() -> Figures:
    """(d) Two Dask workers beside one."""
    from distributed import Client, LocalCluster

    from extractor.batch import Limit, Settings
    from extractor.batch.cluster import extract_dask

    best: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(path) for path in _written(Path(folder), 200)]
        clusters = {count: LocalCluster(n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None) for count in (1, 2)}
        clients = {count: Client(cluster, set_as_default=False) for count, cluster in clusters.items()}
        table = extract_dask(paths, Settings(), size=10, limit=Limit())
        best = _times({count: lambda client=client: client.compute(table, sync=True) for count, client in clients.items()})
        for count in clusters:
            clients[count].close()
            clusters[count].close()
    return "one Dask worker over two, 200 documents", f"{best[1] / best[2]:.2f}", "≥ 1.7"


def cost(documents: int = WHOLE) -> Figures:
    """(e) The cost of a document in a long run beside a short one, and the memory of the run."""
    from benchmarks.longrun import run

    each, peak = run(200, documents)
    return f"cost of a document at {documents:,} over that at 200; peak memory at 200 and at {documents:,}", f"{each:.2f}; {peak}", "≤ 1.05; flat"


def start() -> Figures:
    """(f) Start-up, cold processes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cv-12.txt")
        path.write_text("Yêu cầu Sở Y tế báo cáo trước ngày 05/8/2021.", encoding="utf-8")

        def command(*words: str) -> Callable[[], object]:
            return lambda: subprocess.run([sys.executable, "-m", "extractor", *words], capture_output=True, check=True)

        best = _times({"help": command("--help"), "run": command("run", str(path))})
    return "`extractor --help`; one short document, cold", f"{best['help']:.2f} s; {best['run']:.1f} s", "≤ 0.3 s; –"


def scans() -> Figures:
    """(g) Scanned pages."""
    from benchmarks.notices import UNION
    from benchmarks.pages import as_pdf, drawn, scanned, set_pages
    from extractor.readers import read_notice

    sheets = set_pages(UNION)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scan.pdf")
        path.write_bytes(as_pdf(sheets, images=[scanned(drawn(sheet, 200), 200, seed=i) for i, sheet in enumerate(sheets)]))
        best = _times({"scan": lambda: read_notice(path, workers=os.cpu_count() or 1)})
    return f"scanned pages a second, {len(sheets)} pages at 200 dpi, all cores", f"{len(sheets) / best['scan']:.2f}", "–"


MEASURES: Mapping[str, Callable[[], Figures]] = {
    "a pipeline": pipeline, "b ner": ner, "c dates": dates, "d processes": processes, "d dask": dask, "e cost": cost, "f start": start, "g scans": scans,
}  # fmt: skip


def _written(folder: Path, count: int) -> list[Path]:
    """So many documents, recombined from the corpus, as files."""
    from extractor.corpus import Corpus, generate

    paths = []
    for i, document in enumerate(generate(Corpus.open().split("train"), count, seed=1)):
        paths.append(folder / f"{i:05}.txt")
        paths[-1].write_text(document["text"], encoding="utf-8")
    return paths


def _times(works: Mapping[Any, Callable[[], object]]) -> dict[Any, float]:
    """The best seconds of each, taken in turns; a first round warms them up."""
    best = dict.fromkeys(works, float("inf"))
    for nth in range(_ROUNDS + 1):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            if nth:
                best[name] = min(best[name], time.perf_counter() - began)
    return best


def _note(name: str, figures: Figures) -> None:
    """Writes one line of the table, the others left as they are, into each page that has it."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if _MARKS[0] in text:
            begin, end = (text.index(mark) for mark in _MARKS)
            page.write_text(text[:begin] + _table(text[begin:end], name, figures) + text[end:], encoding="utf-8")


def _table(known: str, name: str, figures: Figures) -> str:
    """The table with one line anew, from what stands between the marks."""
    lines = {line.split(" | ")[0]: line for line in known.splitlines() if line.startswith("| (")}
    key = f"| ({name[0]}) {name[2:]}"
    lines[key] = f"{key} | {figures[0]} | {figures[1]} | {figures[2]} |"
    machine = f"Measured on {os.cpu_count()} cores of {platform.machine()}, Python {platform.python_version()}.\n\n"
    return _MARKS[0] + machine + _HEAD + "".join(f"{lines[key]}\n" for key in sorted(lines))


def main(arguments: Sequence[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.suite", description="Measure speed and scale, and write docs/performance.md and the README.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(name[2:] for name in MEASURES)} (by default all)")
    parser.add_argument("--documents", type=int, default=WHOLE, help="documents of the long run (cost)")
    given = parser.parse_args(arguments)
    for name, measure in MEASURES.items():
        if not given.names or name[2:] in given.names:
            figures = cost(given.documents) if measure is cost else measure()
            if measure is not cost or given.documents >= WHOLE:
                _note(name, figures)
            print(f"({name[0]}) {figures[0]}: {figures[1]} (aim {figures[2]})", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
