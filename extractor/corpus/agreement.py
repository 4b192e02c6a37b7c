"""How far two annotations of the same documents agree: the gold, and the second one that lies in the collection's folder ``second``."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.corpus.documents import Corpus, CorpusError
from extractor.evaluation import Gold, Report, evaluate
from extractor.model import Task

FOLDER = "second"
_KEYS = {"start", "end", "assignees", "coordinators", "due", "recurrence"}


def agreement(corpus: Corpus) -> Report:
    """The second annotations scored against the gold as if a program had made them. Raises CorpusError where a file is no such annotation."""
    paths = sorted((corpus.folder / FOLDER).glob("*.json"))
    if not paths:
        raise CorpusError(f"{corpus.folder / FOLDER}: there is no second annotation (no JSON file) in it")
    return evaluate(_pair(corpus, path) for path in paths)


def _pair(corpus: Corpus, path: Path) -> tuple[Gold, list[Task]]:
    try:
        second = json.loads(path.read_text(encoding="utf-8"))
        gold = corpus[second["doc_id"]]
        rows = [_task(row, gold["text"]) for row in second["tasks"]]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, TypeError, KeyError) as error:
        raise CorpusError(f"{path}: not a second annotation of a document of the collection: {error!r}") from None
    return gold, rows


def _task(row: dict[str, object], text: str) -> Task:
    start, end, assignees, coordinators = row["start"], row["end"], row["assignees"], row["coordinators"]
    if set(row) != _KEYS or not (isinstance(start, int) and isinstance(end, int) and isinstance(assignees, list) and isinstance(coordinators, list)):
        raise KeyError(f"a row has not the keys {', '.join(sorted(_KEYS))}: {row}")
    due, recurrence = (None if row[key] is None else str(row[key]) for key in ("due", "recurrence"))
    return Task(start, end, text[start:end], assignees=tuple(assignees), coordinators=tuple(coordinators), due=due, recurrence=recurrence)
