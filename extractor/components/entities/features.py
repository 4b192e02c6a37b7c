"""What the CRF sees of a text: one row of columns for each syllable, one sequence for each line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from extractor.components.bodies.finder import BodyFinder, spans
from extractor.components.bodies.grammar import Match
from extractor.components.bodies.tokens import CAPS, LOWER, NEW_LINE, Tokens
from extractor.components.crf import Crf, Floats, Scores

TEMPLATES = ("T[0]", "T[-1]", "T[1]", "T[0,1]", "T[0][1]", "T[1][1]", "T[0][2]", "T[1][2]", "T[-1,0][2]", "T[0][3]", "T[1][3]", "T[0][4]", "T[0][5]", "T[0][6]")
"""Columns: 0 the folded syllable, 1 its shape, 2 the grammar's mention, 3 its role in the lexicon; at the first syllable of a mention 4 the
word before it, 5 the word after it, 6 the mention itself when it is short."""

Row = tuple[str, str, str, str, str, str, str]
_TEMPLATE = re.compile(r"T\[(-?\d)(?:,(-?\d))?\](?:\[(\d)\])?")
_EDGES = {-1: "BOS", 1: "EOS"}
_KEPT = 20_000  # rows whose weights are kept
_LONGEST = 400
_SHORT = 4
_NOWHERE = ("-", "-", "-")
_DIGIT = re.compile(r"\d")
_OPENING = frozenset({"head", "title", "quantifier"})
_SHAPES = ("x", "Xx", "XX", "0", ".")


class Weights:
    """What a model says of tokens: their rows of columns in, the sums of the weights of its `TEMPLATES` out.

    They are those of the features that underthesea's featurizer makes of the same rows; BOS and EOS stand for what lies outside. What a row says by itself is
    kept, since most rows come again.
    """

    def __init__(self, crf: Crf) -> None:
        tables: dict[str, dict[str, Scores]] = {template: {} for template in TEMPLATES}
        for feature, scores in crf.weights.items():
            template, _, value = feature.partition("=")
            if template in tables:
                tables[template][value] = scores
        self._none: Scores = (0.0,) * len(crf.labels)
        self._single: dict[int, list[tuple[int, dict[str, Scores]]]] = {}
        self._pairs: list[tuple[int, int, dict[str, Scores]]] = []
        for template, table in tables.items():
            first, last, column = _place(template)
            if first == last:
                self._single.setdefault(first, []).append((column, table))
            else:
                self._pairs.append((first, column, table))
        self._edges = [_total([table.get(edge, self._none) for _, table in self._single[at]]) for at, edge in _EDGES.items()]
        self._known: dict[Row, list[Scores]] = {}

    def __call__(self, sequences: Sequence[Sequence[Row]]) -> Floats:
        """The sums for the tokens of all sequences, one after the other, of shape (tokens, labels)."""
        none, first, last = self._none, *self._edges
        here: list[Scores] = []
        before: list[Scores] = []
        after: list[Scores] = []
        pairs: list[list[Scores]] = [[] for _ in self._pairs]
        for rows in sequences:
            singles = [self._known.get(row) or self._new(row) for row in rows]
            here += [scores for scores, _, _ in singles]
            before += [first, *(scores for _, scores, _ in singles[:-1])]
            after += [*(scores for _, _, scores in singles[1:]), last]
            for found, (place, column, table) in zip(pairs, self._pairs, strict=True):
                known = [table.get(f"{one[column]} {two[column]}", none) for one, two in pairwise(rows)]
                found += [table.get("BOS", none), *known] if place < 0 else [*known, table.get("EOS", none)]
        return np.array([here, before, after, *pairs]).sum(0)  # type: ignore[no-any-return]

    def _new(self, row: Row) -> list[Scores]:
        """The weights of a row where it stands, for the token after it and for the one before."""
        if len(self._known) >= _KEPT:
            self._known.clear()
        found = self._known[row] = [_total([table.get(row[column], self._none) for column, table in self._single[at]]) for at in (0, *_EDGES)]
        return found


def _place(template: str) -> tuple[int, int, int]:
    """The first and the last token of a template and the column that it reads."""
    match = _TEMPLATE.fullmatch(template)
    assert match is not None
    return int(match[1]), int(match[2] or match[1]), int(match[3] or 0)


def _total(scores: Sequence[Scores]) -> Scores:
    return tuple(map(sum, zip(*scores, strict=True)))


def sequences(tokens: Tokens) -> Iterator[range]:
    """The sentences of a text, and its lines where they are shorter, as ranges of tokens; a very long one is cut."""
    words, shapes = tokens.words, tokens.shapes
    begin = 0
    for i in range(1, len(words) + 1):
        after_sentence = words[i - 1] == ";" or (words[i - 1] == "." and i > 1 and shapes[i - 2] == LOWER and len(words[i - 2]) > 1)
        if i == len(words) or tokens.gaps[i] >= NEW_LINE or i - begin >= _LONGEST or after_sentence:
            yield range(begin, i)
            begin = i


def worth_reading(rows: Sequence[Row], line: range) -> bool:
    """Whether a sentence can name a body: the grammar or the lexicon knows something in it, or it holds initials."""
    return any(rows[i][2] != "O" or rows[i][3] in _OPENING or rows[i][1] == _SHAPES[CAPS] for i in line)


def columns(tokens: Tokens, matches: Sequence[Match], finder: BodyFinder, *, gazetteer: bool = True) -> list[Row]:
    """The columns of each token: its folded form, its shape, the grammar's mention, its role in the lexicon.

    ``gazetteer=False`` blanks what the grammar and the lists say.
    """
    size = len(tokens)
    marks = ["O"] * size
    roles = ["-"] * size
    around = [_NOWHERE] * size
    if gazetteer:
        for match in matches:
            for start, end in spans(match):
                kind = "w" if match.weak else match.kind[0]
                marks[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
                around[start] = _around(tokens, start, end, kind)
        _mark_roles(tokens, finder, roles)
    rows: list[Row] = []
    for i, word in enumerate(tokens.words):
        shape = _SHAPES[tokens.shapes[i]]
        if tokens.shouts[i]:
            shape += "!"
        rows.append((_DIGIT.sub("0", word) if shape[0] == "0" else word, shape, marks[i], roles[i], *around[i]))
    return rows


def _around(tokens: Tokens, start: int, end: int, kind: str) -> tuple[str, str, str]:
    """The words around a mention and, where it is short, its own."""
    words, gaps = tokens.words, tokens.gaps
    before = words[start - 1] if start and gaps[start] < NEW_LINE else "BOL"
    after = words[end] if end < len(words) and gaps[end] < NEW_LINE else "EOL"
    return f"{kind} {before}", f"{kind} {after}", " ".join(words[start:end]) if end - start <= _SHORT else "-"


def _mark_roles(tokens: Tokens, finder: BodyFinder, roles: list[str]) -> None:
    lexicon = finder.lexicon
    main, stops, modifiers = lexicon.main.root, lexicon.stops.root, lexicon.modifiers.root
    for i, word in enumerate(tokens.words):
        if word in main and (found := lexicon.main.longest(tokens, i)):
            roles[i] = found[1].role
        elif word in stops and lexicon.stops.longest(tokens, i):
            roles[i] = "stop"
        elif word in modifiers and lexicon.modifiers.longest(tokens, i):
            roles[i] = "modifier"
