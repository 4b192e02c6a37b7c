"""What an office's corrections teach: its decided documents as gold, and the share of rows that needed an edit, by rule and by kind of document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from extractor.store import Filter, Store
from extractor.tracking import Tracked

GOLD = (
    "start",
    "end",
    "task",
    "assignees",
    "coordinators",
    "supervisor",
    "report_to",
    "due_text",
    "due",
    "due_time",
    "due_start",
    "due_bound",
    "recurrence",
    "product",
)
"""The columns of a gold task."""
_ALL = Filter(decisions=())
_PERSON = "person/"


@dataclass(slots=True)
class Shares:
    """Rows of the program that a person has decided on: how many there are, how many were edited and how many rejected."""

    rows: int = 0
    edited: int = 0
    rejected: int = 0

    @property
    def needed_edit(self) -> float:
        """The share of rows that were not right as they were."""
        return (self.edited + self.rejected) / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class Lessons:
    """The shares over all, by rule and by kind of document, and how many rows people had to add."""

    total: Shares
    by_rule: dict[str, Shares]
    by_type: dict[str, Shares]
    added: int


def gold(store: Store, as_of: dt.date) -> Iterator[dict[str, Any]]:
    """The documents whose rows are all decided, in the gold format, one at a time; those with an undecided row are left out, for they would teach wrong.

    A document without any row, or of which every row was rejected, is gold as well once a person decided on a row of it.
    """
    for notice in store.notices():
        tasks = store.tasks(Filter(decisions=(), notice=notice.id), as_of=as_of)
        if not tasks or any(task.decision == "proposed" for task in tasks):
            continue
        kept = sorted((task for task in tasks if task.decision == "accepted"), key=lambda task: (task.row["start"] or 0, task.row["end"] or 0))
        text = store.notice(notice.id).text
        yield {
            "doc_id": notice.doc_id,
            "text": text,
            "fields": asdict(notice.fields),
            "tasks": [{key: task.row[key] for key in GOLD} for task in kept],
        }


def lessons(store: Store, as_of: dt.date) -> Lessons:
    """The shares of rows that needed an edit, over the rows that were accepted, edited or rejected."""
    total, by_rule, by_type, added = Shares(), dict[str, Shares](), dict[str, Shares](), 0
    for task in store.stream(_ALL, as_of=as_of):
        if any(rule.startswith(_PERSON) for rule in task.row["rules"] or ()):
            added += task.decision != "rejected"
            continue
        if task.decision == "proposed" and not _edited(task):
            continue
        groups = [total, by_type.setdefault(task.row["type"] or "", Shares())]
        groups += [by_rule.setdefault(rule, Shares()) for rule in task.row["rules"] or ()]
        for group in groups:
            group.rows += 1
            group.rejected += task.decision == "rejected"
            group.edited += task.decision != "rejected" and _edited(task)
    return Lessons(total, _ordered(by_rule), _ordered(by_type), added)


def _edited(task: Tracked) -> bool:
    return bool(set(task.edited) & set(GOLD))


def _ordered(shares: dict[str, Shares]) -> dict[str, Shares]:
    return dict(sorted(shares.items(), key=lambda item: (-item[1].edited - item[1].rejected, -item[1].rows, item[0])))
