"""OCR-noised twins: a seeded model of what a scan and its reading do to a text, with the gold shifted along.

The confusions are those that readers of scanned Vietnamese make: a tone mark lost or taken for another, l for 1, O for 0, Roman numerals read as
letters, a comma for a full stop, a blank lost, paragraphs broken at the width of the page, page numbers in between. The values of the gold stay:
they say what the page says, not what was misread.
"""

from __future__ import annotations

import hashlib
import random
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import regex

from extractor.corpus.documents import Corpus, Document
from extractor.model import Edit
from extractor.text import Reading, nfc

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHAPES = {"đ": "d", "Đ": "D", "ư": "u", "ơ": "o", "ă": "a"}
_ALIKE = {
    "0": "O", "1": "l", "5": "S", "8": "B", "O": "0", "I": "l", "l": "1", "i": "í",
    ".": ",", ",": ".", ";": ":", "/": "l", "–": "-", "“": '"', "”": '"',
}  # fmt: skip
_RATES = {
    "0": 0.02, "1": 0.02, "5": 0.006, "8": 0.006, "O": 0.012, "I": 0.02, "l": 0.006, "i": 0.002,
    ".": 0.005, ",": 0.006, ";": 0.012, "/": 0.008, "–": 1.0, "“": 1.0, "”": 1.0,
}  # fmt: skip
_ROMAN = regex.compile(r"(?m)^[ \t*#]*(?P<roman>[IVX]{1,4})(?=[.\s])")
_ROMAN_AS = {"II": "Il", "III": "HI", "IV": "lV", "VI": "Vl", "VII": "VH", "VIII": "VIH", "IX": "lX", "XI": "Xl", "XII": "XI"}
_TABLE = regex.compile(r"\||\t")


@dataclass(frozen=True, slots=True)
class Noise:
    """How strong the noise is: ``strength`` scales every rate, ``width`` is the line's length in characters, ``page`` the lines of a page."""

    strength: float = 2.0
    width: int = 88
    page: int = 42


def twin(document: Document, seed: int = 0, noise: Noise | None = None) -> Document:
    """The noised twin of a document: ``<doc_id>-ocr``, its text misread, every offset shifted along, ``meta.twin_of`` its original.

    ``meta.noise`` holds the seed and the share of characters that changed. The same document and seed always give the same twin.
    """
    model = noise or Noise()
    chance = random.Random(int(hashlib.sha256(f"{document['doc_id']}\n{seed}".encode()).hexdigest(), 16))
    text = document["text"]
    borders = {border for kind in ("tasks", "bodies", "dates") for row in document[kind] for border in (row["start"], row["end"])}
    edits = _apart(sorted(_edits(text, chance, model), key=lambda edit: edit.start), borders)
    reading = Reading(text, edits)
    changed = sum(edit.reason != "line" for edit in edits) / max(len(text), 1)
    return {
        "doc_id": f"{document['doc_id']}-ocr",
        "fields": document["fields"],
        **{kind: [shifted(row, reading) for row in document[kind]] for kind in ("tasks", "bodies", "dates")},
        "meta": {**document["meta"], "twin_of": document["doc_id"], "noise": {"seed": seed, "strength": model.strength, "changed": round(changed, 4)}},
        "text": reading.text,
    }


def shifted(row: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """A gold row of the source with its offsets in the reading."""
    return {**row, "start": reading.to_reading(row["start"]), "end": reading.to_reading(row["end"])}


def _edits(text: str, chance: random.Random, model: Noise) -> Iterator[Edit]:
    yield from _romans(text, chance, model)
    for at, char in enumerate(text):
        misread = _misread(char, chance, model.strength)
        if misread != char:
            yield Edit(at, at + 1, misread, "character")
        elif char == " " and chance.random() < 0.0015 * model.strength and text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha():
            yield Edit(at, at + 1, "", "blank")
    yield from _lines(text, model)


def _misread(char: str, chance: random.Random, strength: float) -> str:
    if char in _ALIKE:
        return _ALIKE[char] if chance.random() < _RATES[char] * strength else char
    parts = unicodedata.normalize("NFD", char)
    tones = [part for part in parts if part in _TONES]
    if tones and chance.random() < 0.008 * strength:
        return nfc(nfc(parts.replace(tones[0], "")) + chance.choice(["", *_TONES.replace(tones[0], "")]))
    if char in _SHAPES and chance.random() < 0.004 * strength:
        return _SHAPES[char]
    return char


def _romans(text: str, chance: random.Random, model: Noise) -> Iterator[Edit]:
    for match in _ROMAN.finditer(text):
        if match["roman"] in _ROMAN_AS and chance.random() < 0.3 * model.strength:
            yield Edit(match.start("roman"), match.end("roman"), _ROMAN_AS[match["roman"]], "roman")


def _lines(text: str, model: Noise) -> Iterator[Edit]:
    """Breaks at the width of the page, and page numbers; rows of a table stay whole."""
    at, count, page = 0, 0, 1
    for line in text.splitlines(keepends=True):
        last, blank = at, -1
        for here in range(at, at + len(line) if not _TABLE.search(line) else at):
            if text[here] == " " and here > at + 6:
                if here - last > model.width and blank > last:
                    count += 1
                    page_end = count >= model.page * page
                    page += page_end
                    yield Edit(blank, blank + 1, f"\n\n{page}\n\n" if page_end else "\n", "line")
                    last = blank
                blank = here
        at += len(line)
        count += 1


def _apart(edits: list[Edit], borders: set[int]) -> list[Edit]:
    """The edits that do not overlap and have no border of the gold inside them."""
    kept: list[Edit] = []
    for edit in edits:
        if (kept and edit.start < kept[-1].end) or any(edit.start < border < edit.end for border in borders):
            continue
        kept.append(edit)
    return kept


def chosen(corpus: Corpus, share: float, seed: int = 0) -> list[Document]:
    """The documents of a collection that get a twin: this share of each split, drawn with the seed, in the order of their names."""
    found: list[Document] = []
    for name in corpus.splits:
        documents = corpus.split(name)
        found += random.Random(f"{name}/{seed}").sample(documents, round(share * len(documents)))
    return sorted(found, key=lambda document: str(document["doc_id"]))
