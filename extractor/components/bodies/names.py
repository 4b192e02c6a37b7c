"""Names as they are compared: abbreviations expanded, one case, one tone-mark placement, no leading "các"."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.rules import Rules
from extractor.text import fold

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*", re.UNICODE)
_LEADING = re.compile(r"^(?:(?:các|những|toàn thể|tất cả các)\s+)?(?:(?:đồng chí|đ/c|đc|ông|bà)\s+)?(?:các\s+)?")
_BLANKS = re.compile(r"\s+")
_SPACES = re.compile(r"[\s\-]+")


class Names:
    """Compares names by the abbreviations of a folder of rules."""

    def __init__(self, rules: Rules) -> None:
        self._whole: dict[str, str] = {}
        for rule in rules["bodies/spellings"]:
            self._whole[rule.data["form"]] = fold(rule.data["expansion"])
        forms = sorted(self._whole, key=len, reverse=True)
        self._pattern = re.compile(r"(?<![^\W_])(?:" + "|".join(re.escape(form).replace(r"\ ", r"\s*") for form in forms) + r")(?![^\W_])")
        self._written = {rule.data["form"].replace(" ", ""): rule.data["expansion"] for rule in rules["bodies/spellings"]}
        self._squeezed = {form.replace(" ", ""): text for form, text in self._whole.items()}

    def expand(self, name: str) -> str:
        """The name with its abbreviations written out, each with a capital first letter.

        >>> Names(Rules()).expand("Sở GD&ĐT")
        'Sở Giáo dục và Đào tạo'
        """
        expanded = self._pattern.sub(lambda m: f" {self._written[re.sub(r'[ ]+', '', m[0])]} ", name)
        return _BLANKS.sub(" ", expanded).replace(" .", ".").replace(" ,", ",").strip()

    def normalise(self, name: str) -> str:
        """The form of a name that is compared.

        >>> Names(Rules()).normalise("Các đồng chí Thứ trưởng")
        'thứ trưởng'
        """
        expanded = self._pattern.sub(lambda m: f" {self._squeezed[re.sub(r'[ ]+', '', m[0])]} ", name)
        folded = fold(expanded).replace("&", " và ")
        folded = _SPACES.sub(" ", re.sub(r"[*_`]", "", folded)).strip(" .,;:")
        return _LEADING.sub("", folded).strip() or folded


@lru_cache(maxsize=1)
def _built_in() -> Names:
    return Names(Rules())


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """A name as scores compare it (see `Names.normalise`), by the built-in rules.

    >>> normalise("Các Sở GD&ĐT") == normalise("sở Giáo dục và Đào tạo")
    True
    >>> normalise("UỶ BAN NHÂN DÂN  tỉnh") == normalise("UBND tỉnh")
    True
    """
    return _built_in().normalise(name)
