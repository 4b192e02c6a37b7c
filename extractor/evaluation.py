"""Scores of predicted rows against gold, as the corpus's data card defines them.

A predicted task matches a gold one when their evidence overlaps by at least half of the longer one, best overlap first, each once. On matched tasks,
assignees and coordinators are compared as sets of normalised names; due is right when day and recurrence both are (rules by the days they give). A row is right
when its assignees and its due are.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateutil.rrule import rrulestr

from extractor import pipeline
from extractor.components.bodies import normalise
from extractor.model import Notice, Task
from extractor.text import nfc, read

if TYPE_CHECKING:
    from spacy.language import Language

Gold = Mapping[str, Any]

_STARTS = (dt.datetime(2021, 1, 5), dt.datetime(2021, 5, 13))
_YEARS = 6


@dataclass(slots=True)
class Score:
    """Counts of one document or of many; the ratios follow from them."""

    gold: int = 0
    predicted: int = 0
    matched: int = 0
    assignees: int = 0
    coordinators: int = 0
    due: int = 0
    rows: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in Score.__slots__))

    @property
    def precision(self) -> float:
        return _ratio(self.matched, self.predicted)

    @property
    def recall(self) -> float:
        return _ratio(self.matched, self.gold)

    @property
    def detection(self) -> float:
        """F1 of matched tasks; 1 when nothing was to be found and nothing was."""
        return _ratio(2 * self.matched, self.gold + self.predicted)

    @property
    def row(self) -> float:
        """F1 of rows whose assignees and due are right."""
        return _ratio(2 * self.rows, self.gold + self.predicted)

    def share(self, name: str) -> float:
        """The share of matched tasks whose ``name`` (assignees, coordinators, due) is right."""
        return _ratio(getattr(self, name), self.matched)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one document: ``kind`` is missed, invented, assignees, coordinators or due."""

    doc_id: str
    kind: str
    evidence: str
    gold: str = ""
    predicted: str = ""
    rules: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """The score of each document, of all, and what was wrong."""

    documents: dict[str, Score] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    fields: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> Score:
        return sum(self.documents.values(), Score())


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def gold_files(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The gold documents in a folder, by name; JSON files that hold no text and tasks are passed over.

    Raises:
        ValueError: a file is not JSON; the message names it.
    """
    for path in sorted(folder.rglob("*.json")):
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{path}: not a gold document in JSON: {error}") from None
        if isinstance(document, dict) and isinstance(document.get("text"), str) and isinstance(document.get("tasks"), list):
            yield path, document


def matches(predicted: Sequence[tuple[int, int]], gold: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Which predicted span stands for which gold span: {index of predicted: index of gold}.

    >>> matches([(0, 10), (12, 20)], [(0, 9), (30, 40)])
    {0: 0}
    """
    scored = sorted(
        ((_overlap(p, g), -i, -j) for i, p in enumerate(predicted) for j, g in enumerate(gold) if p[0] < g[1] and g[0] < p[1]),
        reverse=True,
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for share, i, j in scored:
        if share >= 0.5 and -i not in found and -j not in taken:
            found[-i] = -j
            taken.add(-j)
    return found


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    return (min(a[1], b[1]) - max(a[0], b[0])) / max(a[1] - a[0], b[1] - b[0], 1)


def evaluate(documents: Iterable[tuple[Gold, Sequence[Task]]]) -> Report:
    """Scores pairs of a gold document and the tasks predicted for its text."""
    report = Report()
    for gold, tasks in documents:
        score, faults = compare(gold, tasks)
        report.documents[gold["doc_id"]] = score
        report.faults.extend(faults)
    return report


def score(documents: Iterable[Gold], nlp: Language, done: Callable[[str], None] = lambda _: None) -> Report:
    """Runs the pipeline over the texts of gold documents and scores its rows and fields; ``done`` is told each document's name."""
    report = Report()
    for gold in documents:
        text = nfc(gold["text"])
        doc = pipeline.read(nlp, Notice(gold["doc_id"], text, read(text)))
        counts, faults = compare(gold, doc._.tasks)
        report.documents[gold["doc_id"]] = counts
        report.faults.extend(faults)
        report.fields += fields_right([gold], [asdict(doc._.fields)])
        done(gold["doc_id"])
    return report


def compare(gold: Gold, tasks: Sequence[Task]) -> tuple[Score, list[Fault]]:
    """The score of one document and its faults."""
    doc_id, text, wanted = gold["doc_id"], gold["text"], gold["tasks"]
    pairs = matches([(t.start, t.end) for t in tasks], [(g["start"], g["end"]) for g in wanted])
    score = Score(gold=len(wanted), predicted=len(tasks), matched=len(pairs))
    faults: list[Fault] = []
    for i, j in sorted(pairs.items(), key=lambda pair: pair[1]):
        task, row = tasks[i], wanted[j]
        evidence = _line(text[row["start"] : row["end"]])
        bodies = {name: _same_names(getattr(task, name), row.get(name) or ()) for name in ("assignees", "coordinators")}
        due = same_due(task, row)
        score.assignees += bodies["assignees"]
        score.coordinators += bodies["coordinators"]
        score.due += due
        score.rows += bodies["assignees"] and due
        for name, right in bodies.items():
            if not right:
                faults.append(Fault(doc_id, name, evidence, "; ".join(row.get(name) or ()), "; ".join(getattr(task, name)), task.rules))
        if not due:
            faults.append(
                Fault(
                    doc_id,
                    "due",
                    evidence,
                    _due(row.get("due_text"), row.get("due"), row.get("recurrence")),
                    _due(task.due_text, task.due, task.recurrence),
                    task.rules,
                )
            )
    faults += [Fault(doc_id, "missed", _line(text[g["start"] : g["end"]])) for j, g in enumerate(wanted) if j not in pairs.values()]
    faults += [Fault(doc_id, "invented", _line(text[t.start : t.end]), rules=t.rules) for i, t in enumerate(tasks) if i not in pairs]
    return score, faults


def right(gold: Gold, tasks: Sequence[Task]) -> list[bool]:
    """For each predicted row whether it is right: it matches a row of gold, and its assignees and due are right."""
    wanted = gold["tasks"]
    pairs = matches([(t.start, t.end) for t in tasks], [(g["start"], g["end"]) for g in wanted])
    return [i in pairs and same_assignees(task, wanted[pairs[i]]) and same_due(task, wanted[pairs[i]]) for i, task in enumerate(tasks)]


def same_assignees(task: Task, row: Mapping[str, Any]) -> bool:
    """Whether a row names the assignees of a row of gold, in whatever order and spelling."""
    return _same_names(task.assignees, row.get("assignees") or ())


def same_due(task: Task, row: Mapping[str, Any]) -> bool:
    """Whether a row has the day and the recurrence of a row of gold."""
    return task.due == row.get("due") and same_rule(task.recurrence, row.get("recurrence"))


def _same_names(one: Iterable[str], other: Iterable[str]) -> bool:
    return {normalise(name) for name in one} == {normalise(name) for name in other}


def _line(text: str) -> str:
    return " ".join(text.split())


def _due(text: str | None, due: str | None, rule: str | None) -> str:
    return f"{text or '–'} = {due or rule or '–'}"


def same_rule(one: str | None, other: str | None) -> bool:
    """Whether two recurrence rules give the same days, whatever their letters.

    >>> same_rule("FREQ=MONTHLY;INTERVAL=12", "FREQ=YEARLY")
    True
    """
    if not one or not other:
        return (one or None) == (other or None)
    return one == other or _days(one) == _days(other)


@lru_cache(maxsize=256)
def _days(rule: str) -> tuple[frozenset[dt.date], ...] | str:
    try:
        return tuple(frozenset(day.date() for day in rrulestr(rule, dtstart=s).between(s, s + dt.timedelta(365 * _YEARS), inc=True)) for s in _STARTS)
    except (ValueError, TypeError, KeyError):
        return rule


def fields_right(gold: Iterable[Gold], predicted: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How often each document field is right, names compared as bodies are: keys "name" (right) and "name:all"."""
    counts: Counter[str] = Counter()
    for wanted, found in zip(gold, predicted, strict=True):
        for name, value in wanted["fields"].items():
            counts[f"{name}:all"] += 1
            counts[name] += (_plain(value) or None) == (_plain(found.get(name)) or None)
    return counts


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(normalise(str(item)) for item in value)
    return normalise(value) if isinstance(value, str) else value
