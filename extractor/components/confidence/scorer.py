"""The probability that a row is right, from its features and the learned weights; plain Python."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from extractor.components.confidence.features import Context, Features, describe
from extractor.model import Origin, Page, Task, Word
from extractor.rules import RuleError, Rules

BIAS, SLOPE, SHIFT = "bias", "calibration.slope", "calibration.shift"
"""The entries of `rules/tasks/confidence.toml` that are no features: the constant, and how dev corrected what train had taught."""
FAINT = "ocr.faint"
"""The entry of `rules/tasks/signs.toml` that says below which confidence of OCR a number in a deadline is doubted; the rule of the origins that name one."""


FLOOR = "row.floor"
"""The entry of `rules/tasks/signs.toml` that says below which probability a row is left out of the table."""


class Scorer:
    """Rates the rows of one document after another."""

    def __init__(self, rules: Rules) -> None:
        self.signs = rules["tasks/signs"]
        self._weights = {rule.id: _number(rule.data["weight"], rule.file, rule.id) for rule in rules["tasks/confidence"]}
        for name in (BIAS, SLOPE, SHIFT):
            if name not in self._weights:
                raise RuleError(f"confidence.toml: there is no rule {name!r}; learn the weights anew with: python -m extractor.corpus.confidence")
        self._faint, self._floor = (self._threshold(name) for name in (FAINT, FLOOR))

    def _threshold(self, name: str) -> float:
        rule = next((rule for rule in self.signs if rule.id == name), None)
        return _number(rule.data["below"], rule.file, rule.id) if rule else 0.0

    def is_likely(self, task: Task) -> bool:
        """Whether a rated row is sure enough to stand in the table; faint numbers on a scan make it doubtful, never unlikely."""
        return task.confidence >= self._floor or any(origin.rule == FAINT for origin in task.origins)

    def rate(self, tasks: Sequence[Task], context: Context, pages: Sequence[Page] = ()) -> tuple[Task, ...]:
        """The rows with their confidence. On a scan, numbers of a deadline that OCR read faintly lower it, and origins of ``confidence`` name them."""
        rated: list[Task] = []
        for task, features in zip(tasks, describe(tasks, context, self.signs), strict=True):
            faint = self._faint_numbers(task, context.reading.source, pages)
            sure = self.probability(features) * min((word.confidence for word in faint), default=1.0)
            doubts = tuple(Origin("confidence", "document", word.start, word.end, FAINT) for word in faint)
            rated.append(replace(task, confidence=round(sure, 3), origins=(*task.origins, *doubts)))
        return tuple(rated)

    def probability(self, features: Features) -> float:
        """The calibrated probability that a row with these features is right."""
        return logistic(self._weights[SLOPE] * (self._weights[BIAS] + sum(self.reasons(features).values())) + self._weights[SHIFT])

    def reasons(self, features: Features) -> dict[str, float]:
        """What each feature adds to the log-odds or takes from them, the strongest first."""
        parts = {name: self._weights[name] * value for name, value in features.items() if name in self._weights}
        return dict(sorted(parts.items(), key=lambda part: (-abs(part[1]), part[0])))

    def _faint_numbers(self, task: Task, source: str, pages: Sequence[Page]) -> list[Word]:
        spans = [(origin.start, origin.end) for origin in task.origins if origin.field == "due"]
        return [
            word
            for start, end in spans
            for page in pages
            if page.start < end and start < page.end
            for word in page.words
            if word.start < end and start < word.end and word.confidence < self._faint and any(char.isdigit() for char in source[word.start : word.end])
        ]


def logistic(odds: float) -> float:
    """The probability of log-odds, without overflow.

    >>> logistic(0), round(logistic(-2), 3), logistic(-1000) < 1e-9
    (0.5, 0.119, True)
    """
    return 1 / (1 + math.exp(-odds)) if odds >= 0 else 1 - 1 / (1 + math.exp(max(odds, -700.0)))


def _number(value: object, file: str, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise RuleError(f"{file}: rule {name!r} needs a number, not {value!r}")
    return float(value)
