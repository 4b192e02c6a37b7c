"""How the pipeline keeps its speed over many documents: recombined from the corpus, as many as are asked for.

    python -m benchmarks.volume [COUNT, by default 60]

Prints the documents, characters and tasks, the time to make them, and the pipeline's documents and characters a second over the first and the last third:
when the last is slower, something grows with what was read.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from spacy.language import Language

import extractor
from extractor.corpus import Corpus, Document, generate
from extractor.model import Notice
from extractor.pipeline import read
from extractor.text import read as edits


def seconds(documents: Sequence[Document], nlp: Language) -> float:
    """The time to read documents."""
    start = time.perf_counter()
    for document in documents:
        read(nlp, Notice(document["doc_id"], document["text"], edits(document["text"])))
    return time.perf_counter() - start


def main(count: int) -> None:
    """The figures, a line each."""
    start = time.perf_counter()
    documents = list(generate(Corpus.open().split("train"), count, seed=1))
    characters, tasks = sum(len(document["text"]) for document in documents), sum(len(document["tasks"]) for document in documents)
    print(f"made {count} documents, {characters:,} characters, {tasks:,} tasks, in {time.perf_counter() - start:.1f} s")
    nlp = extractor.load()
    seconds(documents[:1], nlp)
    third = max(1, count // 3)
    for name, part in (("first", documents[:third]), ("last", documents[-third:])):
        taken = seconds(part, nlp)
        print(f"{name} {len(part)}: {len(part) / taken:.1f} documents/s, {sum(len(document['text']) for document in part) / taken:,.0f} characters/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
