"""How names that letterheads set in capitals are written in a sentence."""

from __future__ import annotations

from collections import Counter

import regex

from extractor.components.layout.outline import is_shout
from extractor.rules import Rule, Rules
from extractor.text import fold

_FIELD_WORD = regex.compile(r"(?:(?<=^)|(?<=\s(?:và|-|–)\s)|(?<=,\s))(\p{Ll})")
_PHRASE = 9
"""Words of a line that are looked for together at the most."""
_BEGINS = regex.compile(r"(?:^|[.;:!?\n])[\s\p{P}\d]*$")
_MIXED = regex.compile(r"\s\p{Lu}\p{Ll}")


class Casing:
    """Compiles `rules/layout/casing.toml` once.

    >>> Casing(Rules()).sentence("ỦY BAN NHÂN DÂN TỈNH BẮC GIANG")
    'Ủy ban nhân dân tỉnh Bắc Giang'
    >>> Casing(Rules()).name("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG")
    'Sở Nông nghiệp và Môi trường'
    """

    def __init__(self, rules: Rules) -> None:
        entries = rules.by_id("layout/casing")
        self.place = entries["casing.place"].pattern
        self._field = entries["casing.field"].pattern
        self._names = {name: name.title() for name in entries["casing.names"].data["words"]}
        self._acronyms = regex.compile(rf"(?<!\p{{L}})(?:{_either(entries['casing.acronyms'])})(?!\p{{L}})")
        self._longer = rf"(?:[ \t]+(?-i:{_either(entries['casing.long-names'])}|\p{{Lu}}[\p{{L}}&-]*)){{0,8}}"

    def sentence(self, text: str) -> str:
        """A line in capitals as it would stand in a sentence: the first letter and the names of places keep theirs."""
        low = text.lower() if self._is_levelled(text) else text
        if places := list(self.place.finditer(low)):
            low = low[: places[-1].end()] + low[places[-1].end() :].title()
        for word, name in self._names.items():
            low = low.replace(word, name)
        low = self._acronyms.sub(lambda match: match[0].upper(), low)
        return low[:1].upper() + low[1:]

    def as_elsewhere(self, line: str, text: str, folded: str) -> str:
        """A line that stood in capitals with the capitals that its words, two or more together, have elsewhere in the text ("thủ tướng chính phủ").

        >>> text = "Theo ý kiến của Thủ tướng Chính phủ thì"
        >>> Casing(Rules()).as_elsewhere("Chỉ đạo của thủ tướng chính phủ", text, fold(text))
        'Chỉ đạo của Thủ tướng Chính phủ'
        """
        words = line.split()
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + _PHRASE), at + 1, -1):
                if found := _written(" ".join(words[at:end]), text, folded):
                    words[at:end] = found.split()
                    at = end - 1
                    break
            at += 1
        restored = " ".join(words)
        return restored[:1].upper() + restored[1:]

    def _is_levelled(self, text: str) -> bool:
        """Whether a line's capitals say nothing: all of it in capitals, or none but the first."""
        return is_shout(text) or text == text.capitalize() or (self.place.search(text) is not None and not _MIXED.search(text))

    def name(self, text: str) -> str:
        """The name of a body; a ministry or department has capitals where such names have them: "Sở Giáo dục và Đào tạo"."""
        name = self.sentence(text)
        match = self._field.match(name[:1].lower() + name[1:])
        if not match:
            return name
        return f"{match['head'][:1].upper()}{match['head'][1:]} {_FIELD_WORD.sub(lambda word: word[1].upper(), match['field'])}"

    def longer(self, name: str) -> regex.Pattern[str]:
        """Finds a name in a text, with the words that go on with it."""
        return regex.compile(regex.escape(name) + self._longer, regex.IGNORECASE)


def _written(phrase: str, text: str, folded: str) -> str | None:
    """How a phrase is most often written in a text, where neither all of it stands in capitals nor a sentence begins with it."""
    low = fold(phrase)
    seen: Counter[str] = Counter()
    at = folded.find(low)
    while at >= 0:
        end = at + len(low)
        apart = not folded[at - 1 : at].isalnum() and not folded[end : end + 1].isalnum()
        written = text[at:end]
        if apart and not is_shout(written) and (written[:1].islower() or not _BEGINS.search(text, max(0, at - 8), at)):
            seen[written] += 1
        at = folded.find(low, end)
    return seen.most_common(1)[0][0] if seen else None


def _either(rule: Rule) -> str:
    return "|".join(regex.escape(word) for word in rule.data["words"])
