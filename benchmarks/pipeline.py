"""The whole pipeline's time over that of underthesea's ``word_tokenize`` alone on the same texts, interleaved in one process.

    python -m benchmarks.pipeline [FOLDER of .txt, by default corpus/documents]

What is timed is the work of a notice that was read: reading text, segmentation and every stage. Best of three rounds for each text, so that what else the
machine does counts for little.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from underthesea import word_tokenize

from extractor import pipeline
from extractor.model import Notice
from extractor.text import read

ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def compare(texts: Sequence[str]) -> tuple[float, float]:
    """Seconds of `word_tokenize` and of the whole pipeline over texts: the sum of each one's best round, in turns."""
    nlp = pipeline.load()
    pipeline.read(nlp, Notice("", texts[0], read(texts[0])))
    word_tokenize(texts[0])
    ours = theirs = 0.0
    for text in texts:
        pairs = [
            (seconds(lambda text=text: word_tokenize(text)), seconds(lambda text=text: pipeline.read(nlp, Notice("", text, read(text))))) for _ in range(ROUNDS)
        ]
        theirs += min(pair[0] for pair in pairs)
        ours += min(pair[1] for pair in pairs)
    return theirs, ours


def texts_of(folder: Path) -> list[str]:
    """The texts of a folder."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]
    if not texts:
        raise SystemExit(f"{folder}: there is no .txt to measure on")
    return texts


def main(folder: Path) -> None:
    """Prints the ratio over all texts of a folder."""
    texts = texts_of(folder)
    theirs, ours = compare(texts)
    characters = sum(map(len, texts))
    print(f"{len(texts)} documents, {characters:,} characters")
    print(f"underthesea word_tokenize {theirs:.2f} s ({characters / theirs / 1000:,.0f} kB/s)")
    print(f"whole pipeline            {ours:.2f} s ({characters / ours / 1000:,.0f} kB/s)")
    print(f"ratio                     {ours / theirs:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpus/documents"))
