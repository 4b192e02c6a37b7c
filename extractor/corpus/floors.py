"""Score floors: what the program scored on each split when the floors were set, with the digest of the collection that it was scored on.

A floor is lowered by hand and on purpose: by running `extractor corpus floors --write` and saying in the commit why.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.corpus.documents import SPLITS, Corpus, CorpusError, Document, is_twin

if TYPE_CHECKING:
    from spacy.language import Language

    from extractor.evaluation import Score

Scores = dict[str, float]
SETS = (*SPLITS, "twins")
SHARES = ("precision", "recall", "detection", "assignees", "coordinators", "due", "row")

_HEAD = """\
# The least that the program must score on each split of this very collection (its digest stands first), and on the OCR-noised twins of all splits.
# Written by `extractor corpus floors --write` from what was measured, rounded down; a commit that lowers one says why. The test split is for measuring only.
"""


def documents_of(corpus: Corpus, name: str) -> tuple[Document, ...]:
    """The documents that a set of floors is about: a split without twins, or ``twins``."""
    return tuple(document for document in corpus if is_twin(document)) if name == "twins" else corpus.split(name)


def measure(documents: Iterable[Document], nlp: Language, done: Callable[[str], None] = lambda _: None) -> Scores:
    """Runs the pipeline over documents: the number of ``documents`` and ``tasks``, and the shares of `SHARES`."""
    from extractor.evaluation import score

    report = score(documents, nlp, done)
    return {"documents": len(report.documents), "tasks": report.total.gold, **_shares(report.total)}


def _shares(total: Score) -> Scores:
    return {name: total.share(name) if name in ("assignees", "coordinators", "due") else getattr(total, name) for name in SHARES}


def read_floors(path: Path) -> tuple[str, dict[str, Scores]]:
    """The digest and the floors of a file. Raises CorpusError when it cannot be used."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return str(content.pop("corpus")), {name: dict(content[name]) for name in SETS}
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise CorpusError(f"{path}: no file of floors ({error}); write one with: extractor corpus floors --write") from None


def write_floors(path: Path, digest: str, measured: Mapping[str, Scores]) -> None:
    """Writes measured scores as floors, rounded down to three decimals."""
    lines = [_HEAD, f'corpus = "{digest}"']
    for name, scores in measured.items():
        lines += ["", f"[{name}]", *(f"{key} = {_down(value) if key in SHARES else int(value)}" for key, value in scores.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _down(share: float) -> float:
    return math.floor(share * 1000 + 1e-9) / 1000


def fallen(name: str, floors: Scores, measured: Scores) -> list[str]:
    """Each share that lies under its floor, as a sentence.

    >>> fallen("dev", {"row": 0.75, "due": 0.9}, {"row": 0.749, "due": 0.91})
    ['dev: row is 0.749, under its floor 0.750']
    """
    return [f"{name}: {key} is {measured[key]:.3f}, under its floor {floor:.3f}" for key, floor in floors.items() if key in SHARES and measured[key] < floor]
