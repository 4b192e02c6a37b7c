"""Error analysis and ablation: ``python -m extractor.corpus.quality [CORPUS]`` measures them on train and dev and renews the figures of ``docs/quality.md``.

The test split is not looked at here: what is read for faults is what the rules are tuned on.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from extractor import pipeline
from extractor.corpus.confidence import DOCS
from extractor.corpus.documents import Corpus, Document
from extractor.corpus.figures import fill
from extractor.evaluation import Gold, Score, compare, evaluate, matches, same_assignees, same_due
from extractor.model import Notice, Place, Task
from extractor.text import nfc, read

if TYPE_CHECKING:
    from spacy.language import Language

Rows = Sequence[Task]
SPLITS = ("train", "dev")
_FEWEST = 5  # documents with a phenomenon, under which its figure says nothing
_WORST = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """A gold document and the rows that were made of it."""

    gold: Document
    rows: Rows


def run(documents: Iterable[Document], nlp: Language) -> list[Outcome]:
    """The rows of gold documents."""
    made = []
    for gold in documents:
        text = nfc(gold["text"])
        made.append(Outcome(gold, pipeline.read(nlp, Notice(gold["doc_id"], text, read(text)))._.tasks))
    return made


# By phenomenon ---------------------------------------------------------------------------------------------------------------------------------------------


def by_phenomenon(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, Score]]:
    """For each tag of ``meta.phenomena`` the number of documents that show it and their score, the worst row F1 first."""
    scores: dict[str, list[Score]] = defaultdict(list)
    for outcome in outcomes:
        score, _ = compare(outcome.gold, outcome.rows)
        for tag in outcome.gold["meta"]["phenomena"]:
            scores[tag].append(score)
    found = {tag: (len(those), sum(those, Score())) for tag, those in scores.items() if len(those) >= _FEWEST and sum(those, Score()).gold}
    return dict(sorted(found.items(), key=lambda item: item[1][1].row))


Trait = Callable[[Gold, str], bool]

TRAITS: Mapping[str, Trait] = MappingProxyType(
    {
        "all": lambda _row, _text: True,
        "nobody is named": lambda row, _: not row["assignees"],
        "one assignee": lambda row, _: len(row["assignees"]) == 1,
        "several assignees": lambda row, _: len(row["assignees"]) > 1,
        "the assignee stands in the evidence": lambda row, text: bool(row["assignees"]) and _stands(row, text),
        "the assignee stands outside the evidence": lambda row, text: bool(row["assignees"]) and not _stands(row, text),
        "coordinators": lambda row, _: bool(row["coordinators"]),
        "a day": lambda row, _: row["due"] is not None and row["due_bound"] != "within",
        "a period": lambda row, _: row["due"] is not None and row["due_bound"] == "within",
        "a recurrence": lambda row, _: row["recurrence"] is not None,
        "a deadline that gives no day": lambda row, _: bool(row["due_text"]) and not row["due"] and not row["recurrence"],
        "no deadline": lambda row, _: not row["due_text"],
        "a row of a table": lambda row, text: "|" in text[text.rfind("\n", 0, row["start"]) + 1 : row["end"]],
        "under 60 characters": lambda row, _: row["end"] - row["start"] < 60,
        "over 300 characters": lambda row, _: row["end"] - row["start"] > 300,
    }
)
"""What a row of gold may be like."""


def _stands(row: Gold, text: str) -> bool:
    words = text[row["start"] : row["end"]].casefold()
    return all(name.casefold() in words for name in row["assignees"])


def by_trait(outcomes: Iterable[Outcome]) -> dict[str, Score]:
    """How gold rows of each kind fare: found, assignees right, due right, all right. ``predicted`` is left 0, since what was invented is of no kind."""
    scores: dict[str, Score] = {name: Score() for name in TRAITS}
    for outcome in outcomes:
        gold, text = outcome.gold["tasks"], outcome.gold["text"]
        pairs = matches([(task.start, task.end) for task in outcome.rows], [(row["start"], row["end"]) for row in gold])
        found = {j: outcome.rows[i] for i, j in pairs.items()}
        for j, row in enumerate(gold):
            task = found.get(j)
            who, when = (task is not None and same(task, row) for same in (same_assignees, same_due))
            one = Score(gold=1, matched=task is not None, assignees=who, due=when, rows=who and when)
            for name, holds in TRAITS.items():
                if holds(row, text):
                    scores[name] += one
    return scores


# Ablation --------------------------------------------------------------------------------------------------------------------------------------------------

INHERITANCES: Mapping[str, tuple[str, tuple[Place, ...]]] = MappingProxyType(
    {
        "no assignee from a heading": ("assignees", ("heading",)),
        "no assignee from a lead-in": ("assignees", ("lead-in",)),
        "no assignee from the sentence before": ("assignees", ("sentence",)),
        "no coordinators from above": ("coordinators", ("heading", "lead-in", "sentence")),
        "no deadline from a heading, a lead-in or a table's title": ("due", ("heading", "lead-in", "title")),
        "no deadline from the sentence after": ("due", ("sentence",)),
    }
)
"""Cells that are emptied when they came from these places."""
STAGES: Mapping[str, str] = MappingProxyType({"no assignment tables": "directive_tables", "no dates": "directive_dates"})
"""Stages of the pipeline that are left out."""

_EMPTY: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "assignees": {"assignees": ()},
        "coordinators": {"coordinators": ()},
        "due": {"due_text": None, "due": None, "due_time": None, "due_start": None, "due_bound": None, "recurrence": None},
    }
)


def without(task: Task, cell: str, places: Sequence[Place]) -> Task:
    """A row whose ``cell`` is emptied when it came from one of these places."""
    from_there = any(origin.field == cell and origin.place in places for origin in task.origins)
    return replace(task, **_EMPTY[cell]) if from_there else task  # type: ignore[arg-type]


def ablation(outcomes: Sequence[Outcome], nlp: Language) -> dict[str, Score]:
    """The score of the whole, and with each inheritance or stage switched off."""
    scores = {"all of it": evaluate((outcome.gold, outcome.rows) for outcome in outcomes).total}
    for name, (cell, places) in INHERITANCES.items():
        scores[name] = evaluate((outcome.gold, [without(task, cell, places) for task in outcome.rows]) for outcome in outcomes).total
    for name, stage in STAGES.items():
        with nlp.select_pipes(disable=[stage]):
            rest = run((outcome.gold for outcome in outcomes), nlp)
        scores[name] = evaluate((outcome.gold, outcome.rows) for outcome in rest).total
    return scores


# What is written -------------------------------------------------------------------------------------------------------------------------------------------


def phenomena_table(found: Mapping[str, tuple[int, Score]]) -> str:
    """Scores by phenomenon in Markdown."""
    lines = ["| phenomenon | documents | tasks | precision | recall | assignees | due | row F1 |", "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for tag, (count, score) in found.items():
        shares = (score.precision, score.recall, score.share("assignees"), score.share("due"), score.row)
        lines.append(f"| {tag} | {count} | {score.gold} | {' | '.join(f'{share:.2f}' for share in shares)} |")
    return "\n".join(lines)


def traits_table(found: Mapping[str, Score]) -> str:
    """How rows of each kind fare, in Markdown."""
    lines = ["| rows of gold | tasks | found | assignees right | due right | all right |", "| --- | --- | --- | --- | --- | --- |"]
    for name, score in found.items():
        shares = (score.recall, score.share("assignees"), score.share("due"), score.rows / score.gold if score.gold else 1.0)
        lines.append(f"| {name} | {score.gold} | {' | '.join(f'{share:.2f}' for share in shares)} |")
    return "\n".join(lines)


def faults_table(outcomes: Iterable[Outcome]) -> str:
    """Faults by kind, the rules behind most invented rows and wrong assignees, and the documents with most faults, in Markdown."""
    faults = evaluate((outcome.gold, outcome.rows) for outcome in outcomes).faults
    kinds = Counter(fault.kind for fault in faults)
    lines = ["| fault | count | rules behind most of them |", "| --- | --- | --- |"]
    for kind, count in kinds.most_common():
        rules = Counter(rule for fault in faults if fault.kind == kind for rule in fault.rules[:1])
        lines.append(f"| {kind} | {count} | {', '.join(f'{rule} {n}' for rule, n in rules.most_common(5)) or '–'} |")
    documents = Counter(fault.doc_id for fault in faults if fault.kind != "coordinators")
    worst = ", ".join(f"`{name}` {count}" for name, count in documents.most_common(_WORST))
    return "\n".join(lines) + f"\n\nDocuments with most faults: {worst}."


def ablation_table(scores: Mapping[str, Score]) -> str:
    """Scores of the ablation in Markdown, with what each costs."""
    whole = next(iter(scores.values())).row
    lines = ["| | detection F1 | assignees | coordinators | due | row F1 | cost |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for name, score in scores.items():
        shares = (score.detection, *(score.share(cell) for cell in ("assignees", "coordinators", "due")), score.row)
        lines.append(f"| {name} | {' | '.join(f'{share:.3f}' for share in shares)} | {score.row - whole:+.3f} |")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m extractor.corpus.quality", description="Measure errors by phenomenon and the ablation, on train and dev.")
    parser.add_argument("corpus", type=Path, nargs="?", help="folder of the corpus (that of the checkout)")
    parser.add_argument("--docs", type=Path, default=DOCS, help="folder of the documentation, whose figures are renewed")
    given = parser.parse_args(arguments)
    corpus, nlp = Corpus.open(given.corpus), pipeline.load()
    outcomes = run((document for name in SPLITS for document in corpus.split(name)), nlp)
    page = given.docs / "quality.md"
    for name, text in (
        ("faults", faults_table(outcomes)),
        ("traits", traits_table(by_trait(outcomes))),
        ("phenomena", phenomena_table(by_phenomenon(outcomes))),
        ("ablation", ablation_table(ablation(outcomes, nlp))),
    ):
        fill(page, name, text)
        print(f"{name}\n\n{text}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
