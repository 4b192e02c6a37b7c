"""Trains the CRF: ``python -m extractor.components.entities.train CORPUS_DIR [-o MODEL]``; seeded, one command, a few minutes.

CORPUS_DIR holds gold documents (``*.json`` with ``text`` and ``bodies``), and their split in ``splits/`` where there is one: the test documents are never read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from extractor.components.bodies.finder import BodyFinder
from extractor.components.bodies.tokens import Tokens
from extractor.components.entities.features import TEMPLATES, columns, sequences
from extractor.components.entities.finder import MODEL
from extractor.rules import Rules

SEED = 20200915
SPLITS = ("train", "dev")
_RARE = 2
_EPOCHS = 60


def labels(tokens: Tokens, gold: Iterable[dict[str, Any]]) -> list[str]:
    """B, I or O for each token."""
    tags = ["O"] * len(tokens)
    for body in gold:
        first = tokens.index(body["start"])
        last = first
        while last < len(tokens) and tokens.starts[last] < body["end"]:
            last += 1
        if last > first:
            tags[first:last] = ["B", *["I"] * (last - first - 1)]
    return tags


def train(documents: Sequence[dict[str, Any]], *, gazetteer: bool = True, rare: int = _RARE, epochs: int = _EPOCHS) -> bytes:
    """The packed model of these documents; features seen fewer than ``rare`` times are left out to keep it small."""
    from underthesea_core import CRFFeaturizer, CRFTrainer

    finder = BodyFinder(Rules())
    featurizer = CRFFeaturizer(list(TEMPLATES), set())
    x: list[list[list[str]]] = []
    y: list[list[str]] = []
    for document in documents:
        tokens = Tokens(document["text"])
        tags = labels(tokens, document["bodies"])
        rows = columns(tokens, finder.matches(tokens), finder, gazetteer=gazetteer)
        lines = list(sequences(tokens))
        x.extend(featurizer.process([[list(rows[i]) for i in line] for line in lines]))
        y.extend([[tags[i] for i in line] for line in lines])
    counts = Counter(feature for sequence in x for observed in sequence for feature in observed)
    x = [[[feature for feature in observed if counts[feature] >= rare] for observed in sequence] for sequence in x]
    order = list(range(len(x)))
    random.Random(SEED).shuffle(order)
    trainer = CRFTrainer("lbfgs", 0.0, 0.5, 0.1, epochs, True, 0)
    model = trainer.train([x[i] for i in order], [y[i] for i in order])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.crf"
        model.save(str(path))
        return gzip.compress(path.read_bytes(), 9, mtime=0)


def documents_of(folder: Path, splits: Sequence[str] = SPLITS) -> list[dict[str, Any]]:
    """The annotated documents of a corpus, by name: those of its splits where it has ``splits/NAME.txt``, else all."""
    paths = sorted(path for path in folder.glob("**/*.json"))
    lists = [folder / "splits" / f"{name}.txt" for name in splits]
    if any(path.is_file() for path in lists):
        chosen = {line.strip() for path in lists for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}
        paths = [path for path in paths if path.stem in chosen]
    loaded = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    documents = [document for document in loaded if isinstance(document, dict) and document.get("bodies") is not None and "text" in document]
    if not documents:
        raise SystemExit(f"{folder}: there is no annotated document here (.json with text and bodies); give the folder of the corpus")
    return documents


def main(arguments: Sequence[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m extractor.components.entities.train", description="Train the CRF that finds bodies.")
    parser.add_argument("corpus", type=Path, help="folder of gold documents (.json with text and bodies)")
    parser.add_argument("-o", "--output", type=Path, default=MODEL, help="where to write the model")
    given = parser.parse_args(arguments)
    documents = documents_of(given.corpus)
    packed = train(documents)
    given.output.write_bytes(packed)
    print(f"{given.output}: {len(packed)} bytes, from {len(documents)} documents")


if __name__ == "__main__":
    main(sys.argv[1:])
