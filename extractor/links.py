"""Links between the documents of a batch: one extends, replaces, amends, repeats or carries out another, or hands its duty down.

A link is found where a document cites an earlier one of the batch by number (`rules/links/citations.toml`) in a sentence that says what it does to it
(`rules/links/relations.toml`), and where two documents tell the same duty in nearly the same words. A document that is not in the batch is never linked to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import regex

from extractor import calendar
from extractor.model import Fields, Notice
from extractor.rules import Rule, RuleError, Rules
from extractor.table import LINK_COLUMNS, LINK_KINDS, Row
from extractor.text import Reading, fold
from extractor.tracking import name_key

_WORD = regex.compile(r"[\p{L}\d]+")
_SENTENCE = regex.compile(r"(?<=[.!?])\s+(?=[\p{Lu}“\"-])|\n+|;\s+")
_SIDES = ("before", "after", "any", "sentence")
_COMMON = 40  # a run of words that stands in more tasks than this is a formula
_LEAST_RUNS = 3  # tasks of fewer runs of words say too little to be compared
_WORDS_ALIKE = 0.3  # share of a task's words that must be shared before a citation links it to a task rather than to the document


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence that cites a document and says what it does to it; ``number`` is in the form in which numbers are compared, ``day`` an ISO date."""

    number: str
    day: str | None
    kind: str
    rule: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Linked:
    """What links need of a document: its fields, rows and citations; the text itself is not kept."""

    doc_id: str
    number: str | None
    issued_on: str | None
    issuer: str | None
    rows: tuple[Row, ...]
    citations: tuple[Citation, ...]

    @cached_property
    def key(self) -> str:
        """The number as it is compared; empty where there is none."""
        return number_key(self.number or "")


def number_key(number: str) -> str:
    """A document number as it is compared: folded, without blanks and leading zeros, one kind of separator.

    >>> number_key("Số: 054 /KH-LĐLĐ") == number_key("54/kh-lđlđ")
    True
    """
    return regex.sub(r"^(?:số)?:?0*|[\s.]", "", regex.sub(r"\s", "", fold(number))).replace("&", "-")


class Linker:
    """Finds links; `profile` reads one document, `links` compares those of a batch."""

    def __init__(self, rules: Rules) -> None:
        entries = rules["links/relations"]
        self._cues = [rule for rule in entries if "pattern" in rule.data]
        for rule in entries:
            if rule.data["kind"] not in LINK_KINDS:
                raise RuleError(f"{rule.file}: rule {rule.id!r}: there is no kind {rule.data['kind']!r}; use one of {', '.join(LINK_KINDS)}")
            if "pattern" in rule.data and rule.data["where"] not in _SIDES:
                raise RuleError(f"{rule.file}: rule {rule.id!r}: where must be one of {', '.join(_SIDES)}")
        by_id = {rule.id: rule for rule in entries}
        self._same, self._down = by_id.get("link.same-duty"), by_id.get("link.hands-down")
        self._number = next(rule.pattern for rule in rules["links/citations"] if rule.id == "citation.number")

    def profile(self, notice: Notice, fields: Fields, rows: Iterable[Row]) -> Linked:
        """What a document brings into the comparison."""
        reading = Reading(notice.text, notice.edits)
        own = number_key(fields.number or "")
        cited = tuple(citation for citation in self._citations(reading) if citation.number != own)
        return Linked(notice.doc_id, fields.number, fields.issued_on, fields.issuer, tuple(rows), cited)

    def links(self, documents: Sequence[Linked]) -> list[Row]:
        """All links of a batch, by document; keys are those of `extractor.table.LINK_COLUMNS`."""
        found = [*self._cited(documents), *self._alike(documents)]
        order = {document.doc_id: index for index, document in enumerate(documents)}
        unique: dict[tuple[Any, ...], Row] = {}
        for link in found:
            unique.setdefault((link["doc_id"], link["task_id"], link["earlier_doc_id"], link["earlier_task_id"]), link)
        return sorted(unique.values(), key=lambda link: (order[link["doc_id"]], -1 if link["start"] is None else link["start"], order[link["earlier_doc_id"]]))

    # By citation -------------------------------------------------------------------------------------------------------------------------------------------

    def _citations(self, reading: Reading) -> Iterator[Citation]:
        folded = fold(reading.text)
        for start, end in _sentences(reading.text):
            for match in self._number.finditer(folded, start, end):
                if rule := self._relation(folded[start:end], match.start() - start, match.end() - start):
                    first, last = reading.to_source(start, end)
                    yield Citation(number_key(match["number"]), _day(match), rule.data["kind"], rule.id, first, last, " ".join(reading.text[start:end].split()))

    def _relation(self, sentence: str, start: int, end: int) -> Rule | None:
        """What a sentence says of the document that it cites from ``start`` to ``end``."""
        sides = {"before": (sentence[:start],), "after": (sentence[end:],), "any": (sentence[:start], sentence[end:]), "sentence": (sentence,)}
        return next((rule for rule in self._cues if any(rule.pattern.search(side) for side in sides[rule.data["where"]])), None)

    def _cited(self, documents: Sequence[Linked]) -> Iterator[Row]:
        numbered: dict[str, list[Linked]] = defaultdict(list)
        for document in documents:
            if document.key:
                numbered[document.key].append(document)
        for document in documents:
            for citation in document.citations:
                earlier = _meant(citation, document, numbered.get(citation.number, ()))
                if earlier is not None:
                    yield from self._by_task(document, earlier, citation)

    def _by_task(self, document: Linked, earlier: Linked, citation: Citation) -> Iterator[Row]:
        """The link of a citation: between the tasks that it is about, where they can be told; else between the documents."""
        rows = [row for row in document.rows if row["start"] < citation.end and citation.start < row["end"]]
        best = max(((_shared_words(citation.text, row["task"]), row) for row in earlier.rows), key=lambda pair: pair[0], default=(0.0, None))
        told = citation.kind in ("extends", "repeats", "amends") and best[0] >= _WORDS_ALIKE
        row = rows[0] if rows else None
        yield _link(citation.kind, document, row, earlier, best[1] if told else None, best[0] if told else None, citation.rule, citation)

    # By wording --------------------------------------------------------------------------------------------------------------------------------------------

    def _alike(self, documents: Sequence[Linked]) -> Iterator[Row]:
        """Tasks of different documents that tell the same duty: found over an index of runs of words, so that only those that share some are compared."""
        rule = self._same or self._down
        if rule is None:
            return
        size = int(rule.data["words"])
        tasks = [(document, row, _runs(row["task"], size)) for document in documents for row in document.rows]
        index: dict[str, list[int]] = defaultdict(list)
        for nth, (_, _, runs) in enumerate(tasks):
            for run in runs:
                index[run].append(nth)
        for nth, (document, row, runs) in enumerate(tasks):
            if len(runs) < _LEAST_RUNS:
                continue
            shared = Counter(other for run in runs if len(index[run]) <= _COMMON for other in index[run] if other < nth)
            for other, count in sorted(shared.items()):
                if tasks[other][0] is not document and len(tasks[other][2]) >= _LEAST_RUNS:
                    yield from self._same_duty((document, row, runs), tasks[other], count)

    def _same_duty(self, one: tuple[Linked, Row, frozenset[str]], other: tuple[Linked, Row, frozenset[str]], shared: int) -> Iterator[Row]:
        if _before(one[0], other[0]):
            one, other = other, one
        (document, row, runs), (earlier, given, known) = one, other
        if not _before(earlier, document):
            return
        within, both = shared / min(len(runs), len(known)), shared / (len(runs) + len(known) - shared)
        if self._down is not None and within >= self._down.data["likeness"] and _given_to(given, document):
            yield _link("hands-down", document, row, earlier, given, within, self._down.id)
        elif self._same is not None and both >= self._same.data["likeness"] and _same_bodies(row, given):
            yield _link("repeats", document, row, earlier, given, both, self._same.id)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _SENTENCE.finditer(text):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < len(text):
        yield at, len(text)


def _day(match: regex.Match[str]) -> str | None:
    if not match["day"]:
        return None
    found = calendar.day(int(match["year"]), int(match["month"]), int(match["day"]))
    return found.isoformat() if found else None


def _before(one: Linked, other: Linked) -> bool:
    """Whether a document was issued before another; False where either day is unknown."""
    return one.issued_on is not None and other.issued_on is not None and one.issued_on < other.issued_on


def _meant(citation: Citation, document: Linked, candidates: Sequence[Linked]) -> Linked | None:
    """The document that a citation means: by its day where it states one, else the latest that is not later than the citing one."""
    fitting = [
        other
        for other in candidates
        if other is not document
        and (citation.day is None or other.issued_on in (None, citation.day))
        and not (other.issued_on and document.issued_on and other.issued_on > document.issued_on)
    ]
    return max(fitting, key=lambda other: other.issued_on or "", default=None)


def _shared_words(text: str, task: str) -> float:
    """The share of a task's words that stand in a text."""
    words = set(_WORD.findall(fold(task)))
    return len(words & set(_WORD.findall(fold(text)))) / len(words) if words else 0.0


def _runs(task: str, size: int) -> frozenset[str]:
    words = _WORD.findall(fold(task))
    return frozenset(" ".join(words[i : i + size]) for i in range(len(words) - size + 1))


def _given_to(row: Row, document: Linked) -> bool:
    """Whether a task was given to the body that issued a document."""
    issuer = name_key(document.issuer or "")
    named = (*row["assignees"], *row["coordinators"], *(body["canonical"] for body in row["bodies"] if body["canonical"]))
    return bool(issuer) and any(name == issuer or _collective_of(name, issuer) for name in map(name_key, named))


def _collective_of(name: str, issuer: str) -> bool:
    """Whether a collective without proper names takes a body in: "UBND các huyện, thành phố" and "UBND huyện A".

    >>> _collective_of("ủy ban nhân dân các huyện, thị xã", "ủy ban nhân dân huyện cẩm khê")
    True
    """
    head, among, levels = name.partition(" các ")
    if not among or not issuer.startswith(head + " "):
        return False
    return any(issuer.removeprefix(head + " ").startswith(level.strip()) for level in regex.split(r",|\bvà\b", levels) if level.strip())


def _same_bodies(one: Row, other: Row) -> bool:
    """Whether two rows are told to a body in common, or at least one of them to nobody by name."""
    ours, theirs = ({name_key(name) for name in row["assignees"]} for row in (one, other))
    return not ours or not theirs or bool(ours & theirs)


def _link(
    kind: str, document: Linked, row: Row | None, earlier: Linked, given: Row | None, likeness: float | None, rule: str, citation: Citation | None = None
) -> Row:
    """One link as a row of the table of links; its evidence is the sentence that cites, else the task itself."""
    place = citation or row
    values: dict[str, Any] = {
        "kind": kind, "rule": rule, "likeness": None if likeness is None else round(likeness, 3),
        "doc_id": document.doc_id, "number": document.number, "earlier_doc_id": earlier.doc_id, "earlier_number": earlier.number,
    }  # fmt: skip
    for prefix, task in (("", row), ("earlier_", given)):
        values |= {prefix + key: task[key] if task else None for key in ("task_id", "task", "due")}
    if isinstance(place, Citation):
        values |= {"evidence": place.text, "start": place.start, "end": place.end}
    elif place is not None:
        values |= {key: place[key] for key in ("evidence", "start", "end")}
    return {column.key: values.get(column.key) for column in LINK_COLUMNS}


__all__ = ["Citation", "Linked", "Linker", "number_key"]
