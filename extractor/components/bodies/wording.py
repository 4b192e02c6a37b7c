"""Full names in words: levels, capitals, initials, and a part said with its whole."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.text import fold

DISTRICT = ("huyện", "quận", "thị xã")
COMMUNE = ("xã", "phường", "thị trấn", "đặc khu")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LEVEL_WORDS = frozenset({"tỉnh", "huyện", "quận", "xã", "phường"})
_SHORT_HEADS = frozenset({"bộ", "sở", "cục", "trường", "phòng", "ban", "hội", "viện", "đoàn"})


def level_of(full: str) -> str | None:
    folded = fold(full)
    said = f" {folded} ".replace(" xã hội ", " ")
    for level, words in (("commune", COMMUNE), ("district", DISTRICT)):
        if any(f" {word} " in said for word in words):
            return level
    if " tỉnh " in folded or " thành phố " in folded or folded.startswith(("tỉnh ủy", "thành ủy")):
        return "province"
    if folded.startswith(("huyện ủy", "quận ủy", "thị ủy")):
        return "district"
    return "central" if folded.startswith(("bộ ", "chính phủ", "quốc hội")) or " bộ " in folded or "trung ương" in folded else None


def joined(part: str, whole: str) -> str:
    """The part with the whole, whose beginning the part may say already.

    >>> joined("Ban Thường vụ Công đoàn ngành", "Công đoàn ngành Y tế")
    'Ban Thường vụ Công đoàn ngành Y tế'
    """
    words, rest = part.split(), whole.split()
    for size in range(min(len(words), len(rest)), 0, -1):
        said = fold(" ".join(words[-size:]))
        if said == fold(" ".join(rest[:size])) and words[-size][:1].isupper() and (size > 1 or said in _SHORT_HEADS):
            return " ".join(words[:-size] + rest)
    return f"{part} {whole}"


def calm(name: str) -> str:
    """A name in capitals as it is written elsewhere; what follows a level of place keeps its capitals.

    >>> calm("ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH")
    'Ủy ban nhân dân tỉnh Hà Tĩnh'
    """
    if " " not in name or any(word[:1].isalpha() and not word.isupper() for word in _WORDS.findall(name)):
        return name
    words = name.lower().split(" ")
    proper = False
    for i, word in enumerate(words):
        if i == 0 or proper:
            words[i] = word.title()
        before = words[i - 1] if i else ""
        ends_level = (word in _LEVEL_WORDS and before not in ("thị", "thành")) or word in ("phố", "trấn") or (word, before) == ("xã", "thị")
        proper = proper or ends_level
    return " ".join(words)


def initials(fields: Iterable[str]) -> dict[str, str]:
    """Initials to the only field of work that has them.

    >>> initials(["văn hóa - xã hội", "tư pháp", "nội vụ", "năng lượng", "tổ chức"])["VHXH"]
    'Văn hóa - Xã hội'
    """
    found: dict[str, list[str]] = {}
    for form in fields:
        words = [word for word in re.findall(r"[^\W\d_]+", form) if word != "và"]
        if len(words) > 2 and form.islower():
            found.setdefault("".join(word[0] for word in words).upper(), []).append(form)
    return {initials: _titled(forms[0]) for initials, forms in found.items() if len({re.sub(r"\W|và", "", form) for form in forms}) == 1}


def _titled(field: str) -> str:
    return re.sub(r"^.|(?<= - ).|(?<=, ).|(?<= và ).", lambda m: m[0].upper(), field)


def like(letter: str, word: str) -> str:
    return capital(word) if letter.isupper() else word


def capital(name: str) -> str:
    return name[:1].upper() + name[1:]
