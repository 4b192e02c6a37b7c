"""Finds bodies by the CRF over the grammar's mentions: names that no list has, and what the grammar takes too much of."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from extractor.components.bodies.finder import BodyFinder, bodies, clean
from extractor.components.bodies.grammar import Match
from extractor.components.bodies.tokens import Tokens
from extractor.components.crf import Crf, CrfError
from extractor.components.entities.features import Weights, columns, sequences, worth_reading
from extractor.model import Body

MODEL = Path(__file__).with_name("bodies.crf.gz")
RULE = "entities/crf"
_DOUBT = 0.3
"""How likely the CRF must hold it that a mention begins where the grammar sees one, for the grammar to be followed; chosen on dev by a model of train alone."""


class ModelError(ValueError):
    """A model file that cannot be used; the message names it and says what to do."""


class EntityFinder:
    """The grammar and the CRF together; the model is loaded once, when the finder is made.

    >>> from extractor.rules import Rules
    >>> [body.name for body in EntityFinder(BodyFinder(Rules())).find("Giao Sở Y tế thực hiện.")]
    ['Sở Y tế']
    """

    def __init__(self, grammar: BodyFinder, model: Path = MODEL, *, gazetteer: bool = True) -> None:
        if not model.is_file():
            raise ModelError(f"{model}: there is no such model; train one with: python -m extractor.components.entities.train CORPUS_DIR")
        self.grammar = grammar
        self.gazetteer = gazetteer
        try:
            self._crf = Crf.read(gzip.decompress(model.read_bytes()))
        except (OSError, EOFError, CrfError) as error:
            raise ModelError(f"{model}: not a packed CRF model ({error}); train it again") from None
        self._weights = Weights(self._crf)

    def find(self, text: str) -> list[Body]:
        """All mentions in a text, in order, none overlapping, with the CRF's marginal as confidence."""
        return self.find_in(Tokens(text))

    def find_in(self, tokens: Tokens) -> list[Body]:
        """The same, of a text that was cut into tokens before."""
        matches = self.grammar.matches(tokens)
        known = {(body.start, body.end): body for match in matches for body in bodies(tokens, match)}
        rows = columns(tokens, matches, self.grammar, gazetteer=self.gazetteer)
        labels = self._crf.labels
        lines = [line for line in sequences(tokens) if not self.gazetteer or worth_reading(rows, line)]
        if not lines:
            return []
        where = [i for line in lines for i in line]
        starts = np.zeros(len(where), dtype=bool)
        starts[np.cumsum([0, *map(len, lines[:-1])])] = True
        emissions = self._weights([rows[line.start : line.stop] for line in lines])
        numbers = self._crf.tag(emissions, starts)
        marked = chunks([labels[number] for number in numbers], starts.tolist())
        if not marked and not known:
            return []
        sure = self._crf.marginals(emissions, starts)
        found = [
            self._body(tokens, where[start], where[end - 1] + 1, round(min(sure[k][numbers[k]] for k in range(start, end)), 3), known) for start, end in marked
        ]
        if not self.gazetteer:
            return found
        begins = {tokens.starts[i]: sure[k][labels.index("B")] for k, i in enumerate(where)}
        strong = {(body.start, body.end) for match in matches if not match.weak for body in bodies(tokens, match)}
        return _completed(found, [replace(known[span], confidence=round(begins.get(span[0], 0.0), 3)) for span in sorted(strong)])

    def _body(self, tokens: Tokens, i: int, j: int, confidence: float, known: dict[tuple[int, int], Body]) -> Body:
        start, end = tokens.starts[i], tokens.ends[j - 1]
        if (start, end) in known:
            return replace(known[start, end], confidence=confidence)
        match: Match | None = self.grammar.grammar.match(tokens, i, listed=True)
        written = tokens.text[start:end]
        return Body(start, end, written, clean(written), match.kind if match else "body", rule=RULE, confidence=confidence)


def _completed(found: list[Body], known: Sequence[Body]) -> list[Body]:
    """What the CRF found, with those of the grammar's mentions that it passed over, though not without doubt."""
    taken: list[Body] = []
    at = 0
    for body in known:
        while at < len(found) and found[at].end <= body.start:
            at += 1
        if body.confidence > _DOUBT and (at == len(found) or found[at].start >= body.end):
            taken.append(body)
    return sorted([*found, *taken], key=lambda body: body.start)


def chunks(tags: Sequence[str], starts: Sequence[bool]) -> list[tuple[int, int]]:
    """The stretches that B and I mark; none reaches over the start of a sequence.

    >>> chunks(["O", "B", "I", "B", "O", "B", "I"], [True, False, False, False, False, False, True])
    [(1, 3), (3, 4), (5, 6)]
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    for i, (tag, opens) in enumerate(zip([*tags, "O"], [*starts, True], strict=True)):
        if (tag != "I" or opens) and start is not None:
            found.append((start, i))
            start = None
        if tag == "B":
            start = i
    return found
