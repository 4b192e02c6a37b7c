"""A linear-chain CRF read from a model file of CRFsuite's format, as underthesea writes them, for stages that keep the weights at hand.

Underthesea's tagger takes the features of every token as texts, and most of its time goes into making and looking them up. A stage that knows its templates
looks its few values up itself and gives the sums here; the suite compares the labels with those of underthesea's tagger.

>>> crf = Crf(("B", "O"), {"word=x": (1.0, 0.0)}, ((0.0, 0.5), (0.0, 0.0)))
>>> emissions = np.array([crf.weights["word=x"], (0.0, 0.0), (0.0, 1.0)])
>>> starts = np.array([True, False, True])
>>> crf.tag(emissions, starts)
[0, 1, 1]
>>> [[round(share, 2) for share in shares] for shares in crf.marginals(emissions, starts)]
[[0.78, 0.22], [0.4, 0.6], [0.27, 0.73]]
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = tuple[float, ...]
Floats = NDArray[np.float64]
_PLACES = struct.Struct("<3I")
_FEATURE = np.dtype([("between", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_NUMBERS = struct.Struct("<6I")


class CrfError(ValueError):
    """Bytes that are no model of CRFsuite's format; the message says why."""


@dataclass(frozen=True)
class Crf:
    """``labels``; the ``weights`` of each feature, one a label; the ``transitions`` from each label, one to each label."""

    labels: tuple[str, ...]
    weights: dict[str, Scores]
    transitions: tuple[Scores, ...]

    @classmethod
    def read(cls, data: bytes) -> Crf:
        """The model in the bytes of a file. Raises CrfError."""
        if data[:4] != b"lCRF":
            raise CrfError("it does not begin as one")
        try:
            features, labels, attributes = _PLACES.unpack_from(data, 28)
            names = tuple(_texts(data, labels))
            keys = list(_texts(data, attributes))
            known = np.frombuffer(data, _FEATURE, int.from_bytes(data[features + 8 : features + 12], "little"), features + 12)
            weights, transitions = (_table(known[known["between"] == between], size, len(names)) for between, size in ((0, len(keys)), (1, len(names))))
        except (struct.error, IndexError, ValueError) as error:
            raise CrfError(f"it is cut off or damaged ({error})") from None
        return cls(names, dict(zip(keys, weights, strict=True)), tuple(transitions))

    def tag(self, emissions: Floats, starts: NDArray[np.bool_]) -> list[int]:
        """The number of the most likely label of each token of some sequences, one after the other, from the sums of its features' weights.

        Args:
            emissions: the sums, of shape (tokens, labels).
            starts: whether a sequence begins with the token; the first one does.
        """
        steps = np.where(starts, 0.0, np.array(self.transitions)[:, :, None]) + emissions.T
        before, after = _around(steps, starts, _best)
        tags: list[int] = (before[0] + after.max(1)).argmax(0).tolist()
        return tags

    def marginals(self, emissions: Floats, starts: NDArray[np.bool_]) -> list[list[float]]:
        """The probability of each label of each token."""
        states = np.exp(emissions - emissions.max(1, keepdims=True))
        steps = np.where(starts, 1.0, np.exp(np.array(self.transitions))[:, :, None]) * states.T
        before, after = _around(steps, starts, _all)
        shares = before[0] * after.sum(1)
        found: list[list[float]] = (shares / shares.sum(0)).T.tolist()
        return found


def _around(steps: Floats, starts: NDArray[np.bool_], join: Callable[[Floats, Floats], Floats]) -> tuple[Floats, Floats]:
    """What all steps up to each token come to, and all steps after it, in as many rounds as the longest sequence has binary digits.

    A step is a matrix from the label before to the label here, of shape (labels, labels, tokens). That of a first token is the same from every label, so that
    what was before it counts no more.
    """
    longest = int(np.diff(np.flatnonzero(np.append(starts, True))).max())
    before = steps.copy()
    after = np.zeros(steps.shape) if join is _best else np.ones(steps.shape)
    after[:, :, :-1] = steps[:, :, 1:]
    reach = 1
    while reach < longest:
        before[:, :, reach:] = join(before[:, :, :-reach], before[:, :, reach:])
        after[:, :, :-reach] = join(after[:, :, :-reach], after[:, :, reach:])
        reach *= 2
    return before, after


def _best(one: Floats, two: Floats) -> Floats:
    """The score of the best way over both."""
    found: Floats = one[:, :1] + two[0]
    for label in range(1, len(two)):
        np.maximum(found, one[:, label : label + 1] + two[label], out=found)
    return found


def _all(one: Floats, two: Floats) -> Floats:
    """The weight of all ways over both, up to a factor that is the same for all."""
    found: Floats = one[:, :1] * two[0]
    for label in range(1, len(two)):
        found += one[:, label : label + 1] * two[label]
    found /= found.max((0, 1))
    return found


def _table(features: NDArray[np.void], size: int, labels: int) -> list[Scores]:
    """The weights of features, one row a source and one column a label."""
    table = np.zeros((size, labels))
    table[features["source"], features["label"]] = features["weight"]
    return list(map(tuple, table.tolist()))


def _texts(data: bytes, chunk: int) -> Iterator[str]:
    """The texts of a table of CRFsuite's, by their numbers."""
    _, _, _, _, count, table = _NUMBERS.unpack_from(data, chunk)
    for (at,) in struct.iter_unpack("<I", data[chunk + table : chunk + table + 4 * count]):
        start = chunk + at + 8
        size = int.from_bytes(data[start - 4 : start], "little")
        yield data[start : start + size - 1].decode()


__all__ = ["Crf", "CrfError", "Scores"]
