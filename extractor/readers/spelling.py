"""Syllables that the OCR model takes for commoner ones of nearly the same letters, set right by the words beside them (`rules/reading/words.toml`)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from extractor.readers.draft import Token
from extractor.rules import Rule, RuleError, Rules
from extractor.text import fold

_SURE = 0.85
"""The most confidence that a word keeps in which a letter was changed."""


@lru_cache(maxsize=4)
def _rules(folder: Path | None) -> tuple[Rule, ...]:
    rules = Rules(folder)["reading/words"]
    for rule in rules:
        if "wrong" not in rule.pattern.groupindex or not str(rule.data["reads"]).strip() or " " in str(rule.data["reads"]):
            raise RuleError(f"{rule.file}: rule {rule.id!r}: needs a group named wrong in the pattern, and one word in reads")
    return rules


def mended(lines: list[list[Token]], folder: Path | None = None) -> list[list[Token]]:
    """Lines of words that follow one another with their letters set right; ``folder`` holds rules over the built-in ones. Raises RuleError.

    >>> [[token.text for token in line] for line in mended([[Token(word, (0, 0, 1, 1)) for word in ("Ban", "Tố", "chức")]])]
    [['Ban', 'Tổ', 'chức']]
    """
    words = [token.text for line in lines for token in line]
    text = " ".join(words)
    folded = fold(text)
    changes: dict[int, tuple[int, str]] = {}
    for rule in _rules(folder):
        for match in rule.pattern.finditer(folded):
            start, end = match.span("wrong")
            changes[start] = end, _cased(rule.data["reads"], text[start:end])
    if not changes:
        return lines
    made = text
    for start in sorted(changes, reverse=True):
        end, new = changes[start]
        made = made[:start] + new + made[end:]
    fixed = iter(made.split(" "))
    return [[_as(token, next(fixed)) for token in line] for line in lines]


def _cased(new: str, old: str) -> str:
    """A word in the capitals of the one that it replaces, where they are as long as one another."""
    return "".join(a.upper() if b.isupper() else a for a, b in zip(new, old, strict=True)) if len(new) == len(old) else new


def _as(token: Token, text: str) -> Token:
    return token if token.text == text else replace(token, text=text, confidence=min(token.confidence, _SURE))
