"""How sure a row is: a small logistic model over what the row rests on, its weights as data in `rules/tasks/confidence.toml`."""

from extractor.components.confidence.features import Context, describe
from extractor.components.confidence.scorer import Scorer

__all__ = ["Context", "Scorer", "describe"]
