"""The words with which instructions begin, compiled from `rules/tasks/verbs.toml`."""

from __future__ import annotations

from typing import Any

import regex

from extractor.rules import Rules


def _alternation(words: str) -> str:
    r"""The pattern of any of the words given between bars, the longest that ends as a word does; a prefix tree, so that most are told apart by their first
    letters.

    >>> _alternation("lập | lập ra")
    '(?:lập(?:\\s+ra)?)(?!\\p{L})'
    """
    tree: dict[str, Any] = {}
    for word in words.split("|"):
        node = tree
        for letter in " ".join(word.split()):
            node = node.setdefault(letter, {})
        node[""] = {}
    tree.pop("", None)
    return f"(?:{_branches(tree)})(?!\\p{{L}})"


def _branches(tree: dict[str, Any]) -> str:
    ways = "|".join((r"\s+" if letter == " " else regex.escape(letter)) + _branches(rest) for letter, rest in tree.items() if letter)
    if not ways or (len(tree) == 1):
        return ways
    return f"(?:{ways})?" if "" in tree else f"(?:{ways})"


class Lexicon:
    """Tells whether a stretch of folded text begins as an instruction does."""

    def __init__(self, rules: Rules) -> None:
        entries = rules.by_id("tasks/verbs")
        verbs, adverbs = (_alternation(entries[name].data["words"]) for name in ("verb.imperative", "verb.adverb"))
        manner = entries["verb.manner"].data
        self._verb = regex.compile(rf"(?:{adverbs}[\s,]+)*?(?P<verb>{verbs})", regex.V1)
        self._adverbs = regex.compile(rf"(?:{adverbs}[\s,]+)+", regex.V1)
        self._noun = entries["verb.noun"].pattern
        how, what = _alternation(manner["words"]), _alternation(manner["nouns"])
        self._manner = regex.compile(rf"(?:(?:{how}|{what}|và|cho|về|trong|một\s+cách)[\s,]*)+[.;]?\s*$", regex.V1)

    def verb(self, folded: str, start: int, end: int) -> int | None:
        """The end of the verb with which ``folded[start:end]`` begins, adverbs before it allowed; None when it begins otherwise."""
        match = self._verb.match(folded, start, end)
        while match and self._noun.match(folded[match.start("verb") : min(end, match.start("verb") + 160)]):
            adverbs = self._adverbs.match(folded, start, end)
            if not adverbs or adverbs.end() <= match.start("verb"):
                return None
            start = adverbs.end()
            match = self._verb.match(folded, start, end)
        return match.end() if match else None

    def is_manner(self, folded: str, start: int, end: int) -> bool:
        """Whether a stretch only tells in what manner something is done ("chủ động, sáng tạo, linh hoạt")."""
        return self._manner.match(folded, start, end) is not None
