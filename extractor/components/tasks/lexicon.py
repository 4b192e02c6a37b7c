"""The words with which instructions begin, compiled from `rules/tasks/verbs.toml`."""

from __future__ import annotations

import regex

from extractor.rules import Rules


def _words(value: str) -> list[str]:
    return sorted({" ".join(word.split()) for word in value.split("|")} - {""}, key=len, reverse=True)


def _alternation(words: list[str]) -> str:
    return "(?:" + "|".join(regex.escape(word, special_only=True).replace(r"\ ", " ").replace(" ", r"\s+") for word in words) + r")(?!\p{L})"


class Lexicon:
    """Tells whether a stretch of folded text begins as an instruction does."""

    def __init__(self, rules: Rules) -> None:
        entries = rules.by_id("tasks/verbs")
        verbs, adverbs = (_alternation(_words(entries[name].data["words"])) for name in ("verb.imperative", "verb.adverb"))
        manner = entries["verb.manner"].data
        self._verb = regex.compile(rf"(?:{adverbs}[\s,]+)*?(?P<verb>{verbs})", regex.V1)
        self._adverbs = regex.compile(rf"(?:{adverbs}[\s,]+)+", regex.V1)
        self._noun = entries["verb.noun"].pattern
        how, what = _alternation(_words(manner["words"])), _alternation(_words(manner["nouns"]))
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
