"""A linear-chain CRF read from a model file of CRFsuite's format, as underthesea writes them, for stages that keep the weights at hand.

Underthesea's tagger takes the features of every token as texts, and most of its time goes into making and looking them up. A stage that knows its templates
looks its few values up itself and gives the sums here; the suite compares the labels with those of underthesea's tagger.

>>> crf = Crf(("B", "O"), {"word=x": (1.0, 0.0)}, ((0.0, 0.5), (0.0, 0.0)))
>>> sequences = [[crf.weights["word=x"], (0.0, 0.0)], [(0.0, 1.0)]]
>>> crf.tag(sequences)
[[0, 1], [1]]
>>> [[[round(share, 2) for share in shares] for shares in sequence] for sequence in crf.marginals(sequences)]
[[[0.78, 0.22], [0.4, 0.6]], [[0.27, 0.73]]]
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

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

    def tag(self, batch: Sequence[Sequence[Scores]]) -> list[list[int]]:
        """The numbers of the most likely labels of each sequence, from the sums of its features' weights."""
        packed = _Packed(batch)
        into = np.array(self.transitions).T
        scores = packed.steps[0].copy()
        back = [np.zeros(scores.shape, dtype=np.intp)]
        for here in packed.steps[1:]:
            ways = scores[: len(here), None, :] + into
            back.append(ways.argmax(2))
            scores[: len(here)] = ways.max(2) + here
        now = scores.argmax(1)  # a sequence keeps its last scores, so it begins here though it ended before
        tags = [now]
        for came in reversed(back[1:]):
            now = now.copy()
            now[: len(came)] = came[np.arange(len(came)), now[: len(came)]]
            tags.append(now)
        return packed.unpacked(np.stack(tags[::-1], 1))

    def marginals(self, batch: Sequence[Sequence[Scores]]) -> list[list[list[float]]]:
        """The probability of each label of each token of each sequence."""
        packed = _Packed(batch)
        ways = np.exp(np.array(self.transitions))
        states = [np.exp(here - here.max(1, keepdims=True)) for here in packed.steps]
        forward = [_shares(states[0])]
        for here in states[1:]:
            forward.append(_shares(here * (forward[-1][: len(here)] @ ways)))
        after = np.ones(states[0].shape)
        found = [forward[-1]]
        for here, before in zip(states[:0:-1], forward[-2::-1], strict=True):
            after[: len(here)] = _shares((here * after[: len(here)]) @ ways.T)
            found.append(_shares(before * after[: len(before)]))
        whole = np.zeros((len(batch), len(found), len(self.labels)))
        for nth, shares in enumerate(reversed(found)):
            whole[: len(shares), nth] = shares
        return packed.unpacked(whole)


class _Packed:
    """Sequences side by side, the longest first: ``steps`` holds the scores of the first tokens of all, of the second tokens of those that have one, and so on."""

    def __init__(self, batch: Sequence[Sequence[Scores]]) -> None:
        self._sizes = [len(sequence) for sequence in batch]
        self._order = sorted(range(len(batch)), key=self._sizes.__getitem__, reverse=True)
        sizes = [self._sizes[nth] for nth in self._order]
        flat = np.array([scores for nth in self._order for scores in batch[nth]])
        starts = np.cumsum([0, *sizes[:-1]])
        counts = np.searchsorted(-np.array(sizes), -np.arange(max(sizes)), side="left")
        self.steps = [flat[starts[:count] + step] for step, count in enumerate(counts.tolist())]

    def unpacked(self, values: NDArray[Any]) -> list[Any]:
        """Values by sequence and token, in the order of the batch and as long as each is."""
        places = {nth: row for row, nth in enumerate(self._order)}
        rows = values.tolist()
        return [rows[places[nth]][:size] for nth, size in enumerate(self._sizes)]


def _table(features: NDArray[np.void], size: int, labels: int) -> list[Scores]:
    """The weights of features, one row a source and one column a label."""
    table = np.zeros((size, labels))
    table[features["source"], features["label"]] = features["weight"]
    return list(map(tuple, table.tolist()))


def _shares(values: NDArray[np.float64]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = values / values.sum(1, keepdims=True)
    return shares


def _texts(data: bytes, chunk: int) -> Iterator[str]:
    """The texts of a table of CRFsuite's, by their numbers."""
    _, _, _, _, count, table = _NUMBERS.unpack_from(data, chunk)
    for (at,) in struct.iter_unpack("<I", data[chunk + table : chunk + table + 4 * count]):
        start = chunk + at + 8
        size = int.from_bytes(data[start - 4 : start], "little")
        yield data[start : start + size - 1].decode()


__all__ = ["Crf", "CrfError", "Scores"]
