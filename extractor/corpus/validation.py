"""The validator: what is wrong with a gold document, and with the collection as a whole, as sentences that name the document."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, get_args

import regex
from dateutil.rrule import rrulestr

from extractor.components.bodies import normalise
from extractor.corpus.documents import BODY_KEYS, DATE_KEYS, FIELD_KEYS, LIST_KEYS, TASK_KEYS, Corpus, Document, is_twin, split_of
from extractor.model import Bound, Role

_CLOCK = regex.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_EDGE = regex.compile(r"^\s|[\s;|]$")
_NAME = regex.compile(r"[\n\t*_|]|  ")


def check(corpus: Corpus) -> list[str]:
    """Every fault of the collection; empty when all is well."""
    found = [fault for document in corpus for fault in faults(document)]
    found.extend(_files(corpus))
    found.extend(_splits(corpus))
    found.extend(_names(corpus))
    return found


def faults(document: Document) -> Iterator[str]:
    """The faults of one document: its shape, its offsets, its dates and rules, its names."""
    name, text = document["doc_id"], document["text"]
    if text != unicodedata.normalize("NFC", text):
        yield f"{name}: the text is not NFC"
    if any(ord(char) > 0xFFFF for char in text):
        yield f"{name}: the text has a character beyond U+FFFF, whose offsets other tools count twice"
    if tuple(document["fields"]) != FIELD_KEYS:
        yield f"{name}: the fields are not {', '.join(FIELD_KEYS)}, in this order"
    if not _is_date(document["fields"].get("issued_on")):
        yield f"{name}: issued_on is no ISO date: {document['fields'].get('issued_on')!r}"
    for kind, keys in (("tasks", TASK_KEYS), ("bodies", BODY_KEYS)):
        for row in document[kind]:
            if tuple(row) != keys:
                yield f"{name}: a row of {kind} has not the keys {', '.join(keys)}, in this order: {row}"
                return
    for row in document["dates"]:
        if list(row) != [key for key in DATE_KEYS if row.get(key) is not None]:
            yield f"{name}: a date has keys out of order, unknown or null: {row}"
            return
    for kind in ("tasks", "bodies", "dates"):
        yield from _spans(name, kind, document[kind], text)
    for row in document["tasks"]:
        yield from _task(name, row, text, literal=not is_twin(document))
    for row in document["dates"]:
        if row["role"] not in get_args(Role):
            yield f"{name}: {text[row['start'] : row['end']]!r} has the unknown role {row['role']!r}"
        yield from _when(name, row, text)
    for row in document["bodies"]:
        if row["body"] is not None and (not row["body"] or _NAME.search(row["body"])):
            yield f"{name}: {row['body']!r} is no canonical name"


def _spans(name: str, kind: str, rows: Sequence[Mapping[str, Any]], text: str) -> Iterator[str]:
    for row in rows:
        cut = text[row["start"] : row["end"]]
        if not 0 <= row["start"] < row["end"] <= len(text):
            yield f"{name}: {kind} {row['start']}–{row['end']} lies outside the text"
        elif _EDGE.search(cut):
            yield f"{name}: {kind} {row['start']}–{row['end']} has a space or mark at its edge: {cut!r}"
    for one, other in pairwise(rows):
        if one["end"] > other["start"]:
            yield f"{name}: {kind} overlap or are out of order: {text[one['start'] : one['end']][:50]!r} and {text[other['start'] : other['end']][:50]!r}"


def _task(name: str, row: Mapping[str, Any], text: str, *, literal: bool) -> Iterator[str]:
    where = f"{name}, task at {row['start']}"
    if not row["task"]:
        yield f"{where}: the action is empty"
    for key in LIST_KEYS & set(row):
        if not isinstance(row[key], list) or len({normalise(value) for value in row[key]}) != len(row[key]):
            yield f"{where}: {key} is no list of different names: {row[key]!r}"
    if literal and row["due_text"] and _plain(row["due_text"]) not in _plain(text):
        yield f"{where}: due_text is not in the document: {row['due_text']!r}"
    if row["due"] and not (row["due_text"] and row["due_bound"]):
        yield f"{where}: a day is due without due_text or bound"
    if row["due"] and row["recurrence"]:
        yield f"{where}: both a day and a recurrence"
    yield from _when(where, row, text)


def _when(where: str, row: Mapping[str, Any], text: str) -> Iterator[str]:
    for key in ("due", "due_start"):
        if not _is_date(row.get(key)):
            yield f"{where}: {key} is no ISO date: {row[key]!r}"
    if row.get("due_start") and row.get("due") and row["due_start"] > row["due"]:
        yield f"{where}: due_start lies after due"
    if row.get("due_time") and not _CLOCK.fullmatch(row["due_time"]):
        yield f"{where}: due_time is not HH:MM: {row['due_time']!r}"
    if row.get("due_bound") not in (None, *get_args(Bound)):
        yield f"{where}: unknown bound {row['due_bound']!r}"
    if row.get("recurrence"):
        try:
            rrulestr(row["recurrence"], dtstart=dt.datetime(2021, 1, 5))
        except (ValueError, TypeError, KeyError) as error:
            yield f"{where}: {text[row['start'] : row['end']][:60]!r}: not a rule of RFC 5545: {row['recurrence']!r} ({error})"


def _files(corpus: Corpus) -> Iterator[str]:
    seen: set[str] = set()
    for document in corpus:
        name = document["doc_id"]
        if name in seen:
            yield f"{name}: the id stands twice"
        seen.add(name)
        kind = "twins" if is_twin(document) else "documents" if document["tasks"] else "negatives"
        path = corpus.folder / kind / f"{name}.txt"
        if not path.is_file():
            yield f"{name}: there is no {path}"
        elif path.read_bytes() != document["text"].encode():
            yield f"{name}: {path.name} and the text in the JSON differ"


def _splits(corpus: Corpus) -> Iterator[str]:
    placed = {name: split for split, names in corpus.splits.items() for name in names}
    if len(placed) != sum(map(len, corpus.splits.values())):
        yield f"{corpus.folder}: a document stands in two splits"
    issuers: dict[str, set[str]] = defaultdict(set)
    originals = {document["doc_id"] for document in corpus if not is_twin(document)}
    for document in corpus:
        name, meta = document["doc_id"], document["meta"]
        if is_twin(document):
            if meta["twin_of"] not in originals:
                yield f"{name}: its original {meta['twin_of']!r} is not here"
            continue
        if placed.get(name) != split_of(meta["issuer_key"]):
            yield f"{name}: stands in {placed.get(name)}, but its issuer {meta['issuer_key']!r} belongs to {split_of(meta['issuer_key'])}"
        if document["fields"]["issuer"]:
            issuers[normalise(document["fields"]["issuer"])].add(str(placed.get(name)))
    for issuer, splits in issuers.items():
        if len(splits) > 1:
            yield f"{issuer}: an issuer in two splits, {' and '.join(sorted(splits))}"
    for name in placed.keys() - originals:
        yield f"{name}: a split names it, but there is no such document"


def _names(corpus: Corpus) -> Iterator[str]:
    spellings: dict[str, dict[str, str]] = defaultdict(dict)
    for document in corpus:
        for row in document["bodies"]:
            if row["body"]:
                spellings[normalise(row["body"])].setdefault(row["body"], document["doc_id"])
    for forms in spellings.values():
        if len(forms) > 1:
            yield "a body has two canonical names: " + "; ".join(f"{form!r} in {name}" for form, name in sorted(forms.items()))


def _is_date(value: Any) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _plain(text: str) -> str:
    return " ".join(regex.sub(r"[*_]", "", text).split()).lower()
