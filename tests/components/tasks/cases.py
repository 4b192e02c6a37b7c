"""How a case is written: a text, and the rows that it must give, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from extractor import pipeline
from extractor.model import Notice, Task
from extractor.text import nfc, read

if TYPE_CHECKING:
    from spacy.language import Language

ISSUED = "2024-03-01"
"""The day of issue of every case, a Friday."""


class Row(NamedTuple):
    """The action, who must do it, with whom, and by when (a day, or the rule of repeated work)."""

    task: str
    by: tuple[str, ...] = ()
    along: tuple[str, ...] = ()
    due: str | None = None


def case(name: str, text: str, *rows: Row, wrong: str = "") -> Any:
    """A case under its id; ``wrong`` says what the product is known to do instead."""
    return pytest.param(text, rows, id=name, marks=[pytest.mark.xfail(strict=True, reason=wrong)] if wrong else [])


def find(nlp: Language, text: str) -> tuple[Task, ...]:
    """The rows of a text, composed first as the readers do."""
    text = nfc(text)
    tasks: tuple[Task, ...] = pipeline.read(nlp, Notice("case", text, read(text)), ISSUED)._.tasks
    return tasks


def rows(tasks: tuple[Task, ...]) -> list[Row]:
    """What the cases compare."""
    return [Row(task.task, task.assignees, task.coordinators, task.recurrence or task.due) for task in tasks]
