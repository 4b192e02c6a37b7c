"""Vietnamese text in the encodings that offices left behind: TCVN3 (ABC), VNI, VISCII, Windows-1258, UTF-8 and UTF-16, with or without a mark.

No charset library knows these, so the tables are ours. The detector decodes with each and takes the decoding that gives most well-formed Vietnamese syllables.

>>> decode("Kế hoạch số 5".encode("utf-16")).text
'Kế hoạch số 5'
>>> from_tcvn3("KÕ ho¹ch"), from_vni("Keá hoaïch")
('Kế hoạch', 'Kế hoạch')
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import regex

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # grave, hook, tilde, acute, dot below: the order in which TCVN3 lists them
_SAMPLE = 200_000
"""Characters that the detector looks at."""


class UnknownEncodingError(ValueError):
    """The bytes are no text that can be decoded: ``binary`` says that they are no text at all."""

    def __init__(self, binary: bool) -> None:
        super().__init__("binary data" if binary else "text in an unknown encoding")
        self.binary = binary


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in NFC with "\\n" at line ends, the name of what decoded it, and what the reader should be told."""

    text: str
    decoder: str
    warnings: tuple[str, ...] = ()


def _toned(vowel: str) -> list[str]:
    return [unicodedata.normalize("NFC", vowel + tone) for tone in _TONES]


def _tcvn3() -> dict[int, str]:
    table = dict(zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True))
    first = {"a": (0xB5, 0xB6, 0xB7, 0xB8, 0xB9), "ă": (0xBB, 0xBC, 0xBD, 0xBE, 0xC6), "â": (0xC7, 0xC8, 0xC9, 0xCA, 0xCB),
             "e": (0xCC, 0xCE, 0xCF, 0xD0, 0xD1), "ê": (0xD2, 0xD3, 0xD4, 0xD5, 0xD6), "i": (0xD7, 0xD8, 0xDC, 0xDD, 0xDE),
             "o": (0xDF, 0xE1, 0xE2, 0xE3, 0xE4), "ô": (0xE5, 0xE6, 0xE7, 0xE8, 0xE9), "ơ": (0xEA, 0xEB, 0xEC, 0xED, 0xEE),
             "u": (0xEF, 0xF1, 0xF2, 0xF3, 0xF4), "ư": (0xF5, 0xF6, 0xF7, 0xF8, 0xF9), "y": (0xFA, 0xFB, 0xFC, 0xFD, 0xFE)}  # fmt: skip
    for vowel, codes in first.items():
        table.update(zip(codes, _toned(vowel), strict=True))
    return table


def _vni() -> dict[str, str]:
    tone_marks = {"plain": "øûõùï", "circumflex": "àåãáä", "breve": "èúüéë"}
    table: dict[str, str] = {}
    for vowel, written in zip("aeouyơư", "aeouyôö", strict=True):
        table.update(zip((written + mark for mark in tone_marks["plain"]), _toned(vowel), strict=True))
    del table["yï"]  # ỵ has a letter of its own
    for vowel, base in zip("âêô", "aeo", strict=True):
        table[base + "â"] = vowel
        table.update(zip((base + mark for mark in tone_marks["circumflex"]), _toned(vowel), strict=True))
    table["aê"] = "ă"
    table.update(zip(("a" + mark for mark in tone_marks["breve"]), _toned("ă"), strict=True))
    table.update(zip("ìæóíòîñôö", "ìỉĩíịỵđơư", strict=True))
    return table


_TCVN3 = _tcvn3()
_VNI = _vni()
_VNI_LETTER = regex.compile(r"[aeouyôöAEOUYÔÖ][øûõùïâàåãáäêèúüéëØÛÕÙÏÂÀÅÃÁÄÊÈÚÜÉË]|[ìæóíòîñôöÌÆÓÍÒÎÑÔÖ]")
_VISCII = {
    **dict(zip((0x02, 0x05, 0x06, 0x14, 0x19, 0x1E), "ẲẴẪỶỸỴ", strict=True)),
    **dict(
        enumerate(
            "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ" "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ" "Õắằặấầẩậẽẹếềểễệố" "ồổỗỠƠộờởịỰỨỪỬơớƯ"
            "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ" "ĐứÒÓÔạỷừửÙÚỹỵÝỡư" "àáâãảăữẫèéêẻìíĩỉ" "đựòóôõỏọụùúũủýợỮ",
            start=0x80,
        )
    ),
}  # fmt: skip

_ONSETS = "|".join(("ngh", "ng", "nh", "gh", "gi", "kh", "ph", "qu", "th", "tr", "ch", *"bcdđghklmnpqrstvx"))
_OPEN_RIMES = (
    "a ai ao au ay âu ây e eo ê êu i ia iu iêu o oa oai oao oay oe oeo oi ô ôi ơ ơi u ua ui uy uya uyu uê uêu uơ uây uôi ư ưa ưi ưu ươi ươu y yêu "
    "am an ang anh ăm ăn ăng âm ân âng em en eng êm ên ênh im in inh iêm iên iêng om on ong oong ôm ôn ông ơm ơn oam oan oang oanh oăm oăn oăng oen "
    "um un ung uôm uôn uông uynh uyn uân uâng uênh uyên ưm ưn ưng ươm ươn ương yêm yên yêng"
)
_STOPPED_RIMES = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich ip it iêc iêp iêt oc ooc op ot ôc ôp ôt ơp ơt oac oach oap oat oăc oăt oet "
    "uc up ut uôc uôp uôt uych uyt uât uêch uyêt ưc ưt ươc ươp ươt yêt"
)
_SYLLABLE = regex.compile(rf"(?:{_ONSETS})?(?:(?P<open>{'|'.join(_OPEN_RIMES.split())})|(?P<stopped>{'|'.join(_STOPPED_RIMES.split())}))")
_TOKEN = regex.compile(r"[A-Za-z\u0080-\U0010ffff]+")
_OUTSIDE = "“”‘’«»„…–—−‐‑•●▪◦·§°²³½×÷\u00a0→⁃✓❖➢★☐☑✔\uf0b7\uf0a7\uf02d\ufeff\u200b"
_CAPITALS = regex.compile(r"[A-ZĐÂĂÊÔƠƯ&]+")


def well_formed(word: str) -> bool:
    """Whether a word is a Vietnamese syllable: an onset, a rime, and sắc or nặng where it ends in a stop.

    >>> [well_formed(word) for word in ("nghiệm", "Quảng", "kÕ", "tât")]
    [True, True, False, False]
    """
    if not (word[1:].islower() or word.isupper() or len(word) == 1):
        return False
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in letters if c in _TONES]
    if len(tones) > 1:
        return False
    match = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES)))
    return match is not None and (match["open"] is not None or (bool(tones) and tones[0] in "\u0301\u0323"))


def quality(text: str) -> tuple[int, int]:
    """How many of the words with a letter beyond ASCII are Vietnamese syllables, and how many are not. Acronyms count as neither."""
    good = bad = 0
    for token in _TOKEN.findall(text[:_SAMPLE]):
        word = token.strip(_OUTSIDE)
        if word.isascii():
            continue
        if well_formed(word):
            good += 1
        elif not _CAPITALS.fullmatch(word):
            bad += 1
    return good, bad


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Text whose characters are TCVN3 bytes read as Latin-1; ``capitals`` for a font of capitals (.VnTimeH).

    TCVN3 has no capitals with a tone: "UÛ" is typed "uû". A lower-case letter with a tone is raised in a word that is otherwise in capitals.

    >>> from_tcvn3("KÕ HO¹CH vÒ VIÖC"), from_tcvn3("ban th\u00adêng vô", capitals=True)
    ('KẾ HOẠCH về VIỆC', 'BAN THƯỜNG VỤ')
    """
    decoded = _symbols(text).translate(_TCVN3)
    return decoded.upper() if capitals else _raise_capitals(_symbols(text), decoded)


def from_vni(text: str) -> str:
    """Text whose characters are VNI bytes read as Latin-1.

    >>> from_vni("UÛy ban nhaân daân tænh Quaûng Trò")
    'Ủy ban nhân dân tỉnh Quảng Trị'
    """

    def letter(match: regex.Match[str]) -> str:
        written = match[0]
        read = _VNI.get(written.lower())
        if read is None:  # no such pair: the second is a letter of its own, or foreign
            return "".join(from_vni(c) if len(written) > 1 else c for c in written)
        return read.upper() if written[0].isupper() else read

    return _VNI_LETTER.sub(letter, _symbols(text))


def _symbols(text: str) -> str:
    """Characters that Word keeps in the private area for its symbol fonts, set back to Latin-1."""
    return regex.sub(r"[\uf020-\uf0ff]", lambda m: chr(ord(m[0]) & 0xFF), text)


_WORD = regex.compile(r"\p{L}+")


def _raise_capitals(raw: str, decoded: str) -> str:
    """Set the letters in capitals that TCVN3 could not write as such: those of words whose plain letters, or whose neighbours, are all capitals."""
    pieces: list[str] = []
    at = 0
    for line in regex.finditer(r"[^\n]+", decoded):
        words = list(_WORD.finditer(decoded, line.start(), line.end()))
        shouts = [_shouts(raw[w.start() : w.end()]) for w in words]
        # An acronym is in capitals whatever its neighbours are.
        telling = [shout is not None and well_formed(w[0].upper()) for shout, w in zip(shouts, words, strict=True)]
        for i, word in enumerate(words):
            near = next((shouts[j] for d in range(1, len(words)) for j in (i - d, i + d) if 0 <= j < len(words) and telling[j]), None)
            if shouts[i] or (shouts[i] is None and near):
                pieces += decoded[at : word.start()], word[0].upper()
                at = word.end()
    return "".join(pieces) + decoded[at:]


def _shouts(raw: str) -> bool | None:
    """Whether a word's letters that have a case in TCVN3 are capitals; None where they cannot tell ("Về" and "VỀ" look alike)."""
    sure = [c for c in raw if (c.isascii() and c.isalpha()) or 0xA1 <= ord(c) <= 0xAE]
    small = [c for c in sure if (c.islower() and c.isascii()) or 0xA8 <= ord(c) <= 0xAE]
    if small:
        return False
    return True if len(sure) > 1 else None


def _latin(data: bytes) -> str:
    """Windows-1252, with the five bytes that it leaves open as they stand."""
    return "".join(_CP1252[byte] for byte in data)


_CP1252 = [bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)]
_LEGACY: dict[str, Callable[[bytes], str]] = {
    "cp1258": lambda data: unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")),
    "tcvn3": lambda data: from_tcvn3(_latin(data)),
    "vni": lambda data: from_vni(_latin(data)),
    "viscii": lambda data: "".join(_VISCII.get(byte, chr(byte)) for byte in data),
}
_MISREAD: dict[str, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni, "mojibake": lambda text: _unmangle(text)}
"""Ways in which text that is sound Unicode may still hold legacy bytes as letters."""


def _unmangle(text: str) -> str:
    codes = {char: byte for byte, char in enumerate(_CP1252)}
    try:
        return bytes(codes[c] for c in text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return text


def repair(text: str) -> tuple[str, str | None]:
    """Text that is Unicode but whose letters stand for legacy bytes ("KÕ ho¹ch"), set right; with the name of the encoding, None if all was well.

    >>> repair("KÕ ho¹ch c«ng t¸c"), repair("Kế hoạch")
    (('Kế hoạch công tác', 'tcvn3'), ('Kế hoạch', None))
    """
    sample = text[:_SAMPLE]
    good, bad = quality(sample)
    if bad <= max(1, good / 2):
        return text, None
    best, name = good - 2 * bad, None
    for candidate, change in _MISREAD.items():
        now_good, now_bad = quality(change(sample))
        if now_good > 2 * now_bad and now_good - 2 * now_bad > best:
            best, name = now_good - 2 * now_bad, candidate
    return (text, None) if name is None else (_MISREAD[name](text), name)


def decode(data: bytes) -> Decoded:
    """Bytes of a text file, decoded.

    Raises UnknownEncodingError where they are no text or no decoding gives Vietnamese.
    """
    text, decoder = _unicode(data)
    if text is None:
        text, decoder = _legacy(data)
    warnings: list[str] = []
    text, misread = repair(text)
    if misread:
        decoder = f"{decoder}+{misread}"
        warnings.append(f"the letters stood for {misread} bytes; they were decoded as such")
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    text = regex.sub(r"\r\n?|\x0b|\u2028|\u2029|\x85", "\n", text)
    if "\ufffd" in text:
        warnings.append(f"{text.count(chr(0xFFFD))} characters could not be decoded")
    return Decoded(text, decoder, tuple(warnings))


def _unicode(data: bytes) -> tuple[str | None, str]:
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace"), name.removesuffix("-sig")
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace"), wide
    if _binary(data):
        raise UnknownEncodingError(binary=True)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # A file cut in the middle of a letter, or with one stray byte, is still UTF-8.
        text = data.decode("utf-8", errors="replace")
        sound = sum(c > "\x7f" for c in text) - (broken := text.count("\ufffd"))
        return (text, "utf-8") if error.start + 4 > len(data) or sound > 20 * broken else (None, "")


def _wide(data: bytes) -> str | None:
    head = data[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.2 * (len(head) // 2) or min(even, odd) > 0.02 * len(head):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head[: len(head) & ~1].decode(name, errors="replace")
    strange = sum(unicodedata.category(c) in ("Cn", "Co", "Cs", "Cc") and c not in "\t\n\r\f" for c in text)
    return name if strange + text.count("\ufffd") <= 0.01 * len(text) else None


def _binary(data: bytes) -> bool:
    head = data[:_SAMPLE]
    # VISCII keeps six capitals among the controls.
    control = sum(head.count(bytes([byte])) for byte in range(32) if byte not in b"\t\n\x0b\x0c\r\x1a\x02\x05\x06\x14\x19\x1e")
    return b"\x00" in head or control > 0.003 * len(head)


def _legacy(data: bytes) -> tuple[str, str]:
    head = data[:_SAMPLE]
    scores = {name: quality(change(head)) for name, change in _LEGACY.items()}
    name = max(scores, key=lambda n: scores[n][0] - 2 * scores[n][1])
    good, bad = scores[name]
    if bad > good or (good + bad == 0 and any(byte > 0x9F for byte in head)):
        raise UnknownEncodingError(binary=False)
    return _LEGACY[name](data), name


def legacy_font(font: str) -> Callable[[str], str] | None:
    """The decoder for runs set in a font of a legacy encoding, by the font's name; None for any other font.

    >>> legacy_font(".VnTimeH")("kÕ ho¹ch"), legacy_font("VNI-Times")("keá hoaïch"), legacy_font("Times New Roman")
    ('KẾ HOẠCH', 'kế hoạch', None)
    """
    name = font.strip().lower()
    if name.startswith(".vn"):
        capitals = name.endswith("h") and name != ".vnmonotypewrith"
        return lambda text: from_tcvn3(text, capitals=capitals)
    if name.startswith("vni-") or name.startswith("vni "):
        return from_vni
    return None
