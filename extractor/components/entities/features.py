"""What the CRF sees of a text: one row of columns for each syllable, one sequence for each line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.components.bodies.finder import BodyFinder, spans
from extractor.components.bodies.grammar import Match
from extractor.components.bodies.tokens import CAPS, LOWER, NEW_LINE, Tokens

TEMPLATES = ("T[0]", "T[-1]", "T[1]", "T[0,1]", "T[0][1]", "T[1][1]", "T[0][2]", "T[1][2]", "T[-1,0][2]", "T[0][3]", "T[1][3]")
"""Columns: 0 the folded syllable, 1 its shape, 2 the grammar's mention, 3 its role in the lexicon."""

_LONGEST = 400
_DIGIT = re.compile(r"\d")
_OPENING = frozenset({"head", "title", "quantifier"})
_SHAPES = ("x", "Xx", "XX", "0", ".")


def sequences(tokens: Tokens) -> Iterator[range]:
    """The sentences of a text, and its lines where they are shorter, as ranges of tokens; a very long one is cut."""
    words, shapes = tokens.words, tokens.shapes
    begin = 0
    for i in range(1, len(words) + 1):
        after_sentence = words[i - 1] == ";" or (words[i - 1] == "." and i > 1 and shapes[i - 2] == LOWER and len(words[i - 2]) > 1)
        if i == len(words) or tokens.gaps[i] >= NEW_LINE or i - begin >= _LONGEST or after_sentence:
            yield range(begin, i)
            begin = i


def worth_reading(rows: Sequence[Sequence[str]], line: range) -> bool:
    """Whether a sentence can name a body: the grammar or the lexicon knows something in it, or it holds initials."""
    return any(rows[i][2] != "O" or rows[i][3] in _OPENING or rows[i][1] == _SHAPES[CAPS] for i in line)


def columns(tokens: Tokens, matches: Sequence[Match], finder: BodyFinder, *, gazetteer: bool = True) -> list[list[str]]:
    """The columns of each token: its folded form, its shape, the grammar's mention, its role in the lexicon.

    ``gazetteer=False`` blanks what the grammar and the lists say.
    """
    size = len(tokens)
    marks = ["O"] * size
    roles = ["-"] * size
    if gazetteer:
        for match in matches:
            for start, end in spans(match):
                kind = "w" if match.weak else match.kind[0]
                marks[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
        _mark_roles(tokens, finder, roles)
    rows: list[list[str]] = []
    for i, word in enumerate(tokens.words):
        shape = _SHAPES[tokens.shapes[i]]
        if tokens.shouts[i]:
            shape += "!"
        rows.append([_DIGIT.sub("0", word) if shape[0] == "0" else word, shape, marks[i], roles[i]])
    return rows


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
