"""How well scans and office files are read: character errors by condition, errors in table cells, seconds a page.

python -m benchmarks.import                 our own pages, degraded (some two minutes)
python -m benchmarks.import --files DIR     files of one's own: DIR/scans/<condition>_<name>_p<N>.jpg, DIR/office/<name>.*, DIR/office/<name>.json
python -m benchmarks.import --clock         seconds a page with two workers, beside those of the engine alone
python -m benchmarks.import --write PAGE    also writes the figures into a page of the documentation
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.notices import ALL
from benchmarks.pages import drawn, scanned, set_pages
from extractor.corpus.figures import fill
from extractor.model import Notice
from extractor.readers import read_bytes
from extractor.readers.ocr import model_folder
from extractor.text import Reading, nfc

CONDITIONS = {
    "clean 300": {"dpi": 300, "skew": 0.0, "stamps": 0},
    "scan 300": {"dpi": 300, "skew": 1.3},
    "scan 200": {"dpi": 200, "skew": -1.5},
    "scan 150": {"dpi": 150, "skew": 1.9},
    "stamps on the body, 200": {"dpi": 200, "skew": 0.7, "stamps": 3, "over_text": True},
    "faded copy, 200": {"dpi": 200, "skew": -1.2, "fade": True},
}


@dataclass
class Score:
    """Errors and characters: of all text, of the running text, of table cells; pages and seconds of processor time."""

    errors: tuple[int, int, int] = (0, 0, 0)
    size: tuple[int, int, int] = (0, 0, 0)
    pages: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        rates = (f"{100 * e / max(s, 1):6.2f}" for e, s in zip(self.errors, self.size, strict=True))
        return " | ".join([*rates, f"{self.seconds / max(self.pages, 1):5.2f}"])


def distance(a: str, b: str) -> int:
    """The least number of characters to change, add or drop between two texts.

    >>> distance("kế hoạch", "kê hoạc")
    2
    """
    left, right = (np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32) for text in (a, b))
    row = steps = np.arange(len(right) + 1)
    for i, char in enumerate(left, 1):
        row = np.concatenate(([i], np.minimum(row[1:] + 1, row[:-1] + (right != char))))
        row = np.minimum.accumulate(row - steps) + steps
    return int(row[-1])


def plain(text: str) -> str:
    """Text as it is compared: NFC, single spaces, no marks between cells."""
    return " ".join(nfc(text).replace("|", " ").split())


def score(notices: list[Notice], truth: dict[str, list[str]], cells: list[str], seconds: float) -> Score:
    """The errors of the pages of one document."""
    whole = " ".join(Reading(n.text, n.edits).text for n in notices)
    body = " ".join(n.text[b.start : b.end].replace("-\n", "-") for n in notices for b in n.blocks if b.kind in ("paragraph", "list-item"))
    table = " ".join(n.text[c.start : c.end] for n in notices for t in n.tables for c in sorted(t.cells, key=lambda c: (c.row, c.column)))
    pairs = [(plain(a), plain(b)) for a, b in ((whole, " ".join(truth["all"])), (body, " ".join(truth["body"])), (table, " ".join(cells)))]
    errors = [distance(a, b) for a, b in pairs]
    sizes = [len(b) for _, b in pairs]
    return Score((errors[0], errors[1], errors[2]), (sizes[0], sizes[1], sizes[2]), sum(len(n.pages) for n in notices), seconds)


def own_pages() -> Iterator[tuple[str, Score]]:
    """The scores on our own pages, by condition."""
    for condition, settings in CONDITIONS.items():
        total = Score()
        for seed, notice in enumerate(ALL.values()):
            options = dict(settings)
            dpi = int(options.pop("dpi"))
            images = [scanned(drawn(sheet, dpi), dpi, seed=10 * seed + i, **options) for i, sheet in enumerate(set_pages(notice))]  # type: ignore[arg-type]
            tiff = io.BytesIO()
            images[0].save(tiff, "TIFF", save_all=True, append_images=images[1:], dpi=(dpi, dpi))
            start = time.process_time()
            read = read_bytes("page.tif", tiff.getvalue())
            seconds = time.process_time() - start
            cells = [cell for row in notice.table for cell in row]
            truth = {"all": [notice.text], "body": [*notice.titles, *notice.body]}
            total = added(total, score([read], truth, cells, seconds))
        yield condition, total


@dataclass
class Clock:
    """Seconds by the clock and of processor time that some pages took."""

    pages: int = 0
    clock: float = 0.0
    used: float = 0.0

    def time(self, work: Callable[[], object], pages: int) -> None:
        """Do some work on this many pages, and add what it took."""
        start, used = time.perf_counter(), time.process_time()
        work()
        self.pages, self.clock, self.used = self.pages + pages, self.clock + time.perf_counter() - start, self.used + time.process_time() - used

    def __str__(self) -> str:
        return f"{self.clock / self.pages:.2f} | {self.used / self.pages:.2f}"


def speed(dpi: int = 200, rounds: int = 3) -> tuple[Clock, Clock]:
    """Scans of many pages read with two workers, and by the bare engine in two threads: in turns, so that a busy machine is as busy for both."""
    sheets = [sheet for notice in ALL.values() for sheet in set_pages(notice)]
    images = [scanned(drawn(sheet, dpi), dpi, seed=i) for i, sheet in enumerate(sheets * 2)]
    tiff = io.BytesIO()
    images[0].save(tiff, "TIFF", save_all=True, append_images=images[1:], dpi=(dpi, dpi))
    ours, bare = Clock(), Clock()
    with ThreadPoolExecutor(2) as pool:

        def plain() -> None:
            list(pool.map(bare_text, images))

        for turn in range(rounds + 1):
            if turn == 1:  # the first loads the models
                ours, bare = Clock(), Clock()
            ours.time(lambda: read_bytes("page.tif", tiff.getvalue(), workers=2), len(images))
            bare.time(plain, len(images))
    return ours, bare


_own = threading.local()


def bare_text(image: Image.Image) -> str:
    """What Tesseract by itself makes of a page: one pass over the image as it came, with the engine of this thread."""
    import tesserocr

    if not hasattr(_own, "engine"):
        _own.engine = tesserocr.PyTessBaseAPI(path=model_folder(), lang="vie", psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY)
    _own.engine.SetImage(image)
    return str(_own.engine.GetUTF8Text())


def files(folder: Path) -> Iterator[tuple[str, Score]]:
    """The scores on files of one's own, by condition or by ending."""
    groups: dict[tuple[str, str], list[Path]] = {}
    for path in sorted((folder / "scans").glob("*_p*.*")):
        condition, name, _ = path.stem.split("_")
        groups.setdefault((condition, name), []).append(path)
    for path in sorted((folder / "office").iterdir()):
        if path.suffix != ".json" and path.with_suffix(".json").exists():
            groups[path.suffix, path.stem] = [path]
    for (condition, name), paths in groups.items():
        gold = json.loads((folder / "office" / f"{name}.json").read_text(encoding="utf-8"))
        cells = [cell for row in gold["table"] for cell in row]
        start = time.process_time()
        read = [read_bytes(path.name, path.read_bytes()) for path in paths]
        truth = {"all": [*gold["header_left"], *gold["header_right"], *gold["body"], *cells, *gold["sign"]], "body": gold["body"]}
        yield f"{condition} {name}", score(read, truth, cells, time.process_time() - start)


def added(a: Score, b: Score) -> Score:
    """Two scores as one."""
    errors = tuple(x + y for x, y in zip(a.errors, b.errors, strict=True))
    sizes = tuple(x + y for x, y in zip(a.size, b.size, strict=True))
    return Score(errors, sizes, a.pages + b.pages, a.seconds + b.seconds)  # type: ignore[arg-type]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=Path, metavar="DIR")
    parser.add_argument("--clock", action="store_true")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="a page with the mark <!-- measured: import --> (import-files, import-clock)")
    given = parser.parse_args()
    lines = ["| Condition | all text | body | cells | seconds of processor a page |", "| --- | --- | --- | --- | --- |"]
    if given.clock:
        ours, bare = speed()
        lines = [
            "| 200 dpi, two at once | seconds a page | of processor time |",
            "| --- | --- | --- |",
            f"| this program | {ours} |",
            f"| the engine alone, one pass over the page as it came | {bare} |",
            f"| ratio | {ours.clock / bare.clock:.2f} | {ours.used / bare.used:.2f} |",
        ]
    else:
        for condition, result in files(given.files) if given.files else own_pages():
            lines.append(f"| {condition} | {result} |")
            print(lines[-1], file=sys.stderr, flush=True)
    print("\n".join(lines))
    if given.write:
        fill(given.write, "import-clock" if given.clock else "import-files" if given.files else "import", "\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
