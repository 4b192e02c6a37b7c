"""Learns how sure a row is: ``python -m extractor.corpus.confidence [CORPUS]``. It draws nothing at random: the same corpus gives the same weights.

The rows that the pipeline makes of the train split are right or wrong by gold; an L2-regularised logistic model learns from them what speaks for a row, the
strength of the penalty by cross-validation over documents; the dev split then sets slope and shift (Platt). The test split is only measured. The weights go to
``rules/tasks/confidence.toml``, figures and the reliability plot into the documentation. Needs numpy, and matplotlib for the plot.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor import pipeline
from extractor.components.confidence import Context, describe
from extractor.components.confidence.features import MEANS, Features
from extractor.components.confidence.scorer import BIAS, SHIFT, SLOPE
from extractor.corpus.documents import Corpus, Document
from extractor.corpus.figures import fill
from extractor.evaluation import right
from extractor.model import Notice
from extractor.rules import BUILT_IN, Rules
from extractor.text import nfc, read

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

    Matrix = NDArray[np.float64]

WEIGHTS = BUILT_IN / "tasks" / "confidence.toml"
DOCS = Path(__file__).resolve().parents[2] / "docs"
PENALTIES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
_FOLDS = 6
_ROWS, _DOCUMENTS = 12, 6  # a feature seen in fewer rows or documents of train is not learned
_BINS = 8

_HEAD = """\
# How much each feature of a row counts for (above 0) or against it (below 0), in log-odds: the sum, with the bias, times the slope, plus the shift, gives
# the row's confidence. Written by `python -m extractor.corpus.confidence`; what is changed here by hand holds until it is learned anew. `rows` says in how
# many rows of the train split the feature was seen. See docs/quality.md.
"""


@dataclass(frozen=True)
class Sample:
    """The rows of some documents: their features, whether each is right, and which document each is from."""

    features: tuple[Features, ...]
    right: Matrix
    documents: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.features)


@dataclass(frozen=True)
class Model:
    """What was learned: the weight of each feature and the bias, with the penalty, and the correction by dev."""

    weights: Mapping[str, float]
    bias: float
    penalty: float
    slope: float = 1.0
    shift: float = 0.0

    def odds(self, sample: Sample) -> Matrix:
        """The uncalibrated log-odds of each row."""
        return np.array([self.bias + sum(self.weights.get(name, 0.0) * value for name, value in row.items()) for row in sample.features])

    def probabilities(self, sample: Sample) -> Matrix:
        """The calibrated probability of each row."""
        return _logistic(self.slope * self.odds(sample) + self.shift)


def sample(documents: Sequence[Document], nlp: Language, rules: Rules, done: Callable[[str], None] = lambda _: None) -> Sample:
    """Runs the pipeline over gold documents and says of each row what it rests on and whether it is right."""
    features: list[Features] = []
    truth: list[bool] = []
    names: list[str] = []
    for gold in documents:
        text = nfc(gold["text"])
        doc = pipeline.read(nlp, Notice(gold["doc_id"], text, read(text)))
        tasks = sorted((*doc._.tasks, *doc._.unlikely), key=lambda task: task.start)
        features += describe(tasks, Context(doc._.reading, doc._.folded, doc._.layout, doc._.dates), rules["tasks/signs"])
        truth += right(gold, tasks)
        names += [gold["doc_id"]] * len(tasks)
        done(gold["doc_id"])
    return Sample(tuple(features), np.array(truth, dtype=float), tuple(names))


def learn(train: Sample, dev: Sample) -> Model:
    """The model of train, its penalty chosen by cross-validation over documents, corrected by dev."""
    names = _learnable(train)
    folds = np.array([sorted(set(train.documents)).index(name) % _FOLDS for name in train.documents])
    matrix = _matrix(train, names)
    penalty = _penalty({penalty: _losses(_out_of_fold(matrix, train.right, folds, penalty), train.right) for penalty in PENALTIES}, folds)
    found = _fit(matrix, train.right, penalty)
    model = Model(dict(zip(names, found[:-1].tolist(), strict=True)), float(found[-1]), penalty)
    slope, shift = _fit(model.odds(dev)[:, None], dev.right, 1.0, around=1.0)
    return Model(model.weights, model.bias, penalty, float(slope), float(shift))


def _penalty(losses: Mapping[float, Matrix], folds: NDArray[np.int_]) -> float:
    """The strongest penalty whose cross-validated loss is within a standard error (over folds) of the least: few documents allow small weights only."""
    by_fold = {penalty: np.array([loss[folds == fold].mean() for fold in np.unique(folds)]) for penalty, loss in losses.items()}
    best = min(by_fold.values(), key=lambda means: float(means.mean()))
    bound = best.mean() + best.std(ddof=1) / np.sqrt(len(best))
    return max(penalty for penalty, means in by_fold.items() if means.mean() <= bound)


def _learnable(train: Sample) -> list[str]:
    rows = Counter(name for row in train.features for name in row)
    documents = Counter(name for name, _ in {(name, document) for row, document in zip(train.features, train.documents, strict=True) for name in row})
    return sorted(name for name in rows if rows[name] >= _ROWS and documents[name] >= _DOCUMENTS)


def _matrix(sample: Sample, names: Sequence[str]) -> Matrix:
    return np.array([[row.get(name, 0.0) for name in names] for row in sample.features])


def _out_of_fold(matrix: Matrix, truth: Matrix, folds: NDArray[np.int_], penalty: float) -> Matrix:
    guessed = np.zeros(len(truth))
    for fold in range(_FOLDS):
        held = folds == fold
        found = _fit(matrix[~held], truth[~held], penalty)
        guessed[held] = _logistic(matrix[held] @ found[:-1] + found[-1])
    return guessed


def _fit(matrix: Matrix, truth: Matrix, penalty: float, around: float = 0.0) -> Matrix:
    """Weights and, last, the constant of an L2-regularised logistic regression (Newton's method); the penalty pulls to ``around``, the constant is free."""
    extended = np.hstack([matrix, np.ones((len(matrix), 1))])
    pull = np.full(extended.shape[1], penalty)
    pull[-1] = 1e-6
    centre = np.full(extended.shape[1], around)
    centre[-1] = 0.0
    weights = centre.copy()
    for _ in range(50):
        chance = _logistic(extended @ weights)
        slope = extended.T @ (chance - truth) + pull * (weights - centre)
        curve = (extended * (chance * (1 - chance))[:, None]).T @ extended + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def _logistic(odds: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -500, 500))), dtype=float)


# Measures --------------------------------------------------------------------------------------------------------------------------------------------------


def log_loss(guessed: Matrix, truth: Matrix) -> float:
    """The mean negative logarithm of the probability given to what is so."""
    return float(_losses(guessed, truth).mean())


def _losses(guessed: Matrix, truth: Matrix) -> Matrix:
    return np.asarray(-np.log(np.clip(np.where(truth > 0, guessed, 1 - guessed), 1e-12, 1)))


def bins(guessed: Matrix, truth: Matrix, count: int = _BINS) -> list[tuple[float, float, int]]:
    """Rows sorted by confidence, in bins of equal size: mean confidence, share right, rows."""
    order = np.argsort(guessed, kind="stable")
    return [(float(guessed[part].mean()), float(truth[part].mean()), len(part)) for part in np.array_split(order, count) if len(part)]


def measures(guessed: Matrix, truth: Matrix) -> dict[str, float]:
    """Rows, share right, mean confidence, Brier score, its value for the best constant, expected calibration error (bins of equal size), AUC."""
    ece = sum(n * abs(mean - share) for mean, share, n in bins(guessed, truth)) / max(len(truth), 1)
    base = float(truth.mean())
    return {
        "rows": len(truth), "right": base, "confidence": float(guessed.mean()),
        "brier": float(((guessed - truth) ** 2).mean()), "constant": base * (1 - base), "ece": ece, "auc": _auc(guessed, truth),
    }  # fmt: skip


def _auc(guessed: Matrix, truth: Matrix) -> float:
    """The chance that a right row is rated above a wrong one; ties count half."""
    good, bad = guessed[truth > 0], guessed[truth == 0]
    if not len(good) or not len(bad):
        return 0.5
    return float(((good[:, None] > bad[None, :]).sum() + 0.5 * (good[:, None] == bad[None, :]).sum()) / (len(good) * len(bad)))


# What is written -------------------------------------------------------------------------------------------------------------------------------------------


def weights_file(model: Model, train: Sample, rules: Rules) -> str:
    """The text of ``rules/tasks/confidence.toml``, the strongest features first."""
    signs = {rule.id: str(rule.data["means"]) for rule in rules["tasks/signs"]}
    seen = Counter(name for row in train.features for name in row)
    source = f"Learned from {len(train)} rows of the corpus's train split"
    entries: list[tuple[str, str, float, int | None]] = [
        (BIAS, "The log-odds of a row of which nothing else is known.", model.bias, None),
        (SLOPE, "How far the dev split trusts what train taught: under 1 draws all confidences together.", model.slope, None),
        (SHIFT, "By how much the dev split moves all log-odds.", model.shift, None),
        *((name, meaning(name, signs), weight, seen[name]) for name, weight in sorted(model.weights.items(), key=lambda item: (-abs(item[1]), item[0]))),
    ]
    parts = [_HEAD]
    for name, means, weight, rows in entries:
        lines = ["[[rule]]", f'id = "{name}"', f'means = "{means}"', f'source = "{source}"', f"weight = {weight:.4f}"]
        parts.append("\n".join(lines if rows is None else [*lines, f"rows = {rows}"]) + "\n")
    return "\n".join(parts)


def meaning(name: str, signs: Mapping[str, str]) -> str:
    """What a feature says, in words.

    >>> meaning("task.rule:duty.lead", {})
    'The task was taken by the rule duty.lead.'
    """
    if name in signs:
        return signs[name]
    head, colon, value = name.partition(":")
    return MEANS[head + colon].format(value)


def table(measured: Mapping[str, Mapping[str, float]]) -> str:
    """The measures as a table in Markdown."""
    lines = ["| | rows | right | mean confidence | Brier | Brier of the constant | ECE | AUC |", "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for name, m in measured.items():
        shares = (m["right"], m["confidence"], m["brier"], m["constant"], m["ece"], m["auc"])
        lines.append(f"| {name} | {m['rows']:.0f} | {' | '.join(f'{share:.3f}' for share in shares)} |")
    return "\n".join(lines)


def review(guessed: Matrix, truth: Matrix) -> str:
    """What sorting a review by confidence gains: of the wrong rows, the share among the least sure tenth, quarter and half; as a table in Markdown."""
    order = np.argsort(guessed, kind="stable")
    wrong = 1 - truth
    lines = ["| the least sure | hold of the wrong rows |", "| --- | --- |"]
    for share in (0.1, 0.25, 0.5):
        part = order[: round(share * len(order))]
        lines.append(f"| {share:.0%} | {float(wrong[part].sum() / max(wrong.sum(), 1)):.0%} |")
    return "\n".join(lines)


def plot(curves: Mapping[str, tuple[Matrix, Matrix]], path: Path) -> None:
    """The reliability plot: how often rows of a confidence are right, on each set."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "confidence"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5, 5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
    for name, (guessed, truth) in curves.items():
        points = bins(guessed, truth)
        axes.plot([x for x, _, _ in points], [y for _, y, _ in points], marker="o", label=f"{name} ({len(truth)} rows)")
    axes.set(xlabel="confidence", ylabel="share of rows that are right", xlim=(0, 1), ylim=(0, 1), aspect="equal")
    axes.legend(loc="upper left")
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def main(arguments: Sequence[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m extractor.corpus.confidence", description="Learn the confidence of rows, and measure it.")
    parser.add_argument("corpus", type=Path, nargs="?", help="folder of the corpus (that of the checkout)")
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS, help="where to write the weights")
    parser.add_argument("--docs", type=Path, default=DOCS, help="folder of the documentation, whose figures and plot are renewed")
    given = parser.parse_args(arguments)
    corpus, rules, nlp = Corpus.open(given.corpus), Rules(), pipeline.load()
    sets: dict[str, Any] = {name: sample(corpus.split(name), nlp, rules) for name in ("train", "dev", "test")}
    model = learn(sets["train"], sets["dev"])
    given.output.write_text(weights_file(model, sets["train"], rules), encoding="utf-8")
    guessed = {name: model.probabilities(rows) for name, rows in sets.items()}
    figures = table({name: measures(guessed[name], rows.right) for name, rows in sets.items()})
    plot({name: (guessed[name], sets[name].right) for name in ("dev", "test")}, given.docs / "confidence.svg")
    learned = f"{len(model.weights)} weights, penalty {model.penalty:g}, slope {model.slope:.2f}, shift {model.shift:.2f}."
    told = "\n\n".join((learned, figures, review(guessed["test"], sets["test"].right)))
    fill(given.docs / "quality.md", "confidence", told)
    print(f"{given.output}: {told}")


if __name__ == "__main__":
    main(sys.argv[1:])
