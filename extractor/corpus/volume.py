"""Volume for benchmarks: any number of documents, recombined from the collection's paragraphs with shifted years and bodies, the gold shifted along.

A paragraph is taken when its tasks stand on their own in it: who, with whom and by when are said in the line itself, and the day follows from digits alone (no
weekday, lunar or working day), so that a shift of the year shifts the gold exactly.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from extractor.corpus.documents import Document, is_twin
from extractor.corpus.noise import shifted
from extractor.model import Edit
from extractor.text import Reading

_KINDS = ("tasks", "bodies", "dates")
_YEAR = regex.compile(r"(?<!\d)20[0-4]\d(?!\d)")
_LABEL = regex.compile(r"^[ \t*#]*(?:[-+•*–]|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)/]|[a-zđ][.)/]|[IVX]+[.)/])[ \t]+")
_FIXED = regex.compile(r"(?i)làm việc|tết|chạp|giêng|rằm|mùng|âm lịch|thứ |chủ nhật|tuần|29/0?2|hôm nay|ngày mai|từ nay")
_SWAPPED = regex.compile(r"(?:Sở|Phòng|Ban|Chi cục|Trung tâm) [\p{Lu}][^,;:()\n]{2,45}")
_TAIL = regex.compile(r"(?m)^\W*N[ơƠ][iI] [nN]h[ậẬ]n\W*:?")
_HEADING = "NHIỆM VỤ CỤ THỂ\n"


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    rows: Mapping[str, list[dict[str, Any]]]
    year: int


def generate(documents: Iterable[Document], count: int, seed: int = 0, paragraphs: int = 20) -> Iterator[Document]:
    """Yields ``count`` documents of about ``paragraphs`` paragraphs each, the same ones for the same collection and seed.

    Raises ValueError when no document given has a head and a paragraph that can be used.
    """
    given = [document for document in documents if not is_twin(document)]
    heads = [found for document in given if (found := _head(document))]
    pool = [piece for document in given for piece in _paragraphs(document)]
    if not heads or not pool:
        raise ValueError("the documents given hold no head with a day of issue, or no paragraph whose tasks stand on their own")
    names = sorted({name for piece in pool for name in _bodies(piece)})
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        base, head, tail = heads[chance.randrange(len(heads))]
        years = chance.randint(-6, 6)
        taken = [pool[chance.randrange(len(pool))] for _ in range(max(1, paragraphs + chance.randint(-5, 5)))]
        swaps = _swaps(taken, names, chance)
        target = head.year + years
        parts = [_moved(head, years, {}), _Piece(_HEADING, {kind: [] for kind in _KINDS}, target)]
        parts += [_moved(_numbered(piece, i), target - piece.year, swaps) for i, piece in enumerate(taken, 1)]
        parts.append(_moved(tail, years, {}))
        yield _joined(f"volume-{seed}-{number:06}", base, parts, years)


def _head(document: Document) -> tuple[Document, _Piece, _Piece] | None:
    text, issued = document["text"], document["fields"]["issued_on"]
    if not issued or not document["tasks"]:
        return None
    first = min(row["start"] for row in document["tasks"])
    end = text.rfind("\n", 0, first) + 1
    tail = _TAIL.search(text, max(row["end"] for row in document["tasks"]))
    if not end or not tail or _FIXED.search(text, 0, end):
        return None
    year = int(issued[:4])
    return document, _cut(document, 0, end, year), _cut(document, tail.start(), len(text), year)


def _paragraphs(document: Document) -> Iterator[_Piece]:
    issued = document["fields"]["issued_on"]
    if not issued:
        return
    text, at = document["text"], 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        label = _LABEL.match(line)
        begin = start + (label.end() if label else 0)
        rows = [row for row in document["tasks"] if row["start"] < at and row["end"] > begin]
        if rows and "|" not in line and "\t" not in line and line.endswith("\n") and all(_alone(row, text[begin:at], begin, at) for row in rows):
            yield _cut(document, begin, at, int(issued[:4]))


def _alone(row: Mapping[str, Any], line: str, start: int, end: int) -> bool:
    """Whether a task stands on its own in its line, and its day follows from a year written there."""
    if row["start"] < start or row["end"] > end or not row["assignees"] or _FIXED.search(row["due_text"] or ""):
        return False
    names = [*row["assignees"], *row["coordinators"], *([row["supervisor"]] if row["supervisor"] else [])]
    if not all(name in line for name in names) or (row["due_text"] and row["due_text"] not in line):
        return False
    if row["due_text"] and not row["recurrence"]:
        return bool(_YEAR.search(row["due_text"])) and all(not row[key] or row[key][:4] in row["due_text"] for key in ("due", "due_start"))
    return True


def _cut(document: Document, start: int, end: int, year: int) -> _Piece:
    inside = {kind: [row for row in document[kind] if start <= row["start"] and row["end"] <= end] for kind in _KINDS}
    return _Piece(document["text"][start:end], {kind: _at(rows, -start) for kind, rows in inside.items()}, year)


def _at(rows: Iterable[Mapping[str, Any]], offset: int) -> list[dict[str, Any]]:
    return [{**row, "start": row["start"] + offset, "end": row["end"] + offset} for row in rows]


def _numbered(piece: _Piece, number: int) -> _Piece:
    label = f"{number}. "
    return _Piece(label + piece.text, {kind: _at(rows, len(label)) for kind, rows in piece.rows.items()}, piece.year)


def _bodies(piece: _Piece) -> list[str]:
    """The bodies of a piece that may be taken for another of their kind: names of one kind and no comma, mentioned in full."""
    return [name for row in piece.rows["bodies"] if _SWAPPED.fullmatch(name := piece.text[row["start"] : row["end"]])]


def _swaps(pieces: Sequence[_Piece], names: Sequence[str], chance: random.Random) -> dict[str, str]:
    """Which body stands for which, one for one within its kind, so that two never become one."""
    own = sorted({name for piece in pieces for name in _bodies(piece)})
    swaps: dict[str, str] = {}
    for kind in sorted({name.split()[0] for name in own}):
        mine = [name for name in own if name.split()[0] == kind]
        others = [name for name in names if name.split()[0] == kind]
        swaps.update(zip(mine, chance.sample(others, len(mine)), strict=True))
    return swaps


def _moved(piece: _Piece, years: int, swaps: Mapping[str, str]) -> _Piece:
    """A piece with its years shifted and its bodies exchanged, in the text and in the values of its gold."""
    names = regex.compile("|".join(map(regex.escape, sorted(swaps, key=len, reverse=True)))) if swaps else None
    edits = [Edit(m.start(), m.end(), str(int(m[0]) + years), "year") for m in _YEAR.finditer(piece.text)]
    if names:
        edits += [Edit(m.start(), m.end(), swaps[m[0]], "body") for m in names.finditer(piece.text)]
    borders = {border for found in piece.rows.values() for row in found for border in (row["start"], row["end"])}
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.start):
        if not (kept and edit.start < kept[-1].end) and not any(edit.start < border < edit.end for border in borders):
            kept.append(edit)
    reading = Reading(piece.text, kept)
    rows = {kind: [_values(shifted(row, reading), years, names, swaps) for row in found] for kind, found in piece.rows.items()}
    return _Piece(reading.text, rows, piece.year + years)


def _values(row: dict[str, Any], years: int, names: regex.Pattern[str] | None, swaps: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in row.items():
        if key in ("due", "due_start") and value:
            made[key] = moved_day(value, years)
        elif isinstance(value, str) and key not in ("recurrence", "due_time", "due_bound", "role"):
            made[key] = _said(value, years, names, swaps)
        elif isinstance(value, list):
            made[key] = [_said(item, years, names, swaps) for item in value]
        else:
            made[key] = value
    return made


def _said(text: str, years: int, names: regex.Pattern[str] | None, swaps: Mapping[str, str]) -> str:
    text = _YEAR.sub(lambda m: str(int(m[0]) + years), text)
    return names.sub(lambda m: swaps[m[0]], text) if names else text


def moved_day(day: str, years: int) -> str:
    """An ISO day so many years later; the last day of a February stays the last.

    >>> moved_day("2023-02-28", 1), moved_day("2024-02-29", 1), moved_day("2021-09-30", -2)
    ('2024-02-29', '2025-02-28', '2019-09-30')
    """
    year, rest = int(day[:4]), day[4:]
    if rest in ("-02-28", "-02-29") and (rest == "-02-29" or not calendar.isleap(year)):
        rest = f"-02-{28 + calendar.isleap(year + years)}"
    return f"{year + years:04}{rest}"


def _joined(doc_id: str, base: Document, parts: Sequence[_Piece], years: int) -> Document:
    text, rows = "", {kind: list[dict[str, Any]]() for kind in _KINDS}
    for part in parts:
        for kind in _KINDS:
            rows[kind] += _at(part.rows[kind], len(text))
        text += part.text
    fields = {**base["fields"], "issued_on": moved_day(base["fields"]["issued_on"], years)}
    for key in ("number", "subject"):
        fields[key] = fields[key] and _YEAR.sub(lambda m: str(int(m[0]) + years), fields[key])
    return {"doc_id": doc_id, "fields": fields, **rows, "meta": {"genre": base["meta"]["genre"], "issuer_key": doc_id}, "text": text}
