"""A linear-chain CRF read from a model file of CRFsuite's format, as underthesea writes them, for stages that keep the weights at hand.

Underthesea's tagger takes the features of every token as texts, and most of its time goes into making and looking them up. A stage that knows its templates
looks its few values up itself and gives the sums here; the suite compares the labels with those of underthesea's tagger.

>>> crf = Crf(("B", "O"), {"word=x": (1.0, 0.0)}, ((0.0, 0.5), (0.0, 0.0)))
>>> emissions = [crf.weights["word=x"], (0.0, 0.0)]
>>> crf.tag(emissions)
[0, 1]
>>> [[round(share, 2) for share in shares] for shares in crf.marginals(emissions)]
[[0.78, 0.22], [0.4, 0.6]]
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

Scores = tuple[float, ...]
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

    def tag(self, emissions: Sequence[Sequence[float]]) -> list[int]:
        """The number of the most likely label of each token, from the sums of its features' weights."""
        if not emissions:
            return []
        columns = tuple(enumerate(zip(*self.transitions, strict=True)))
        scores = list(emissions[0])
        back: list[list[int]] = []
        for row in emissions[1:]:
            came: list[int] = []
            now: list[float] = []
            for label, into in columns:
                ways = [score + weight for score, weight in zip(scores, into, strict=True)]
                best = max(ways)
                came.append(ways.index(best))
                now.append(best + row[label])
            back.append(came)
            scores = now
        tags = [scores.index(max(scores))]
        for came in reversed(back):
            tags.append(came[tags[-1]])
        tags.reverse()
        return tags

    def marginals(self, emissions: Sequence[Sequence[float]]) -> list[list[float]]:
        """The probability of each label of each token."""
        factors = [[exp(weight) for weight in weights] for weights in self.transitions]
        into = list(zip(*factors, strict=True))
        states = [[exp(score - top) for score in row] for row, top in zip(emissions, map(max, emissions), strict=True)]
        forward = [_shares(states[0])]
        for state in states[1:]:
            last = forward[-1]
            forward.append(_shares([here * sum(map(float.__mul__, last, ways)) for here, ways in zip(state, into, strict=True)]))
        after = [1.0] * len(self.labels)
        found = [forward[-1]]
        for state, before in zip(states[:0:-1], forward[-2::-1], strict=True):
            ahead = list(map(float.__mul__, state, after))
            after = _shares([sum(map(float.__mul__, ahead, ways)) for ways in factors])
            found.append(_shares(list(map(float.__mul__, before, after))))
        found.reverse()
        return found


def _table(features: NDArray[np.void], size: int, labels: int) -> list[Scores]:
    """The weights of features, one row a source and one column a label."""
    table = np.zeros((size, labels))
    table[features["source"], features["label"]] = features["weight"]
    return list(map(tuple, table.tolist()))


def _shares(values: list[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values]


def _texts(data: bytes, chunk: int) -> Iterator[str]:
    """The texts of a table of CRFsuite's, by their numbers."""
    _, _, _, _, count, table = _NUMBERS.unpack_from(data, chunk)
    for (at,) in struct.iter_unpack("<I", data[chunk + table : chunk + table + 4 * count]):
        start = chunk + at + 8
        size = int.from_bytes(data[start - 4 : start], "little")
        yield data[start : start + size - 1].decode()


__all__ = ["Crf", "CrfError", "Scores"]
