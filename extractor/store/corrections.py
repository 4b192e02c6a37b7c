"""Lays a corrected version of a document over the earlier one: a task that is still in it keeps its id and what people entered.

A task that the program found and that is gone is withdrawn. A row that a person made stays: its sentence is looked up in the new text, and where it is gone,
the row has no place any more (``start`` and ``end`` are None) but holds until a person drops it. What it has from the row in whose place it stands
follows that one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import regex
from sqlalchemy import Connection, delete, or_, select, update

from extractor.store import schema
from extractor.store.notices import PROGRAM, insert_tasks, set_shares, tell, with_free_id
from extractor.store.rows import changed_columns, following, row_of
from extractor.table import Row
from extractor.tracking import name_key

_TOLD = frozenset(schema.TOLD)
_CARRIED = (
    *("assignees", "responsible", "coordinators", "supervisor", "report_to", "product", "bodies"),
    *("due", "due_time", "due_text", "due_start", "due_bound", "recurrence"),
)
_ALIKE = 0.5  # share of common words from which two tasks, or two sentences, of two versions are the same one
_SENTENCE = regex.compile(r"[^\n]+?(?:[.;:](?=\s)|(?=\n)|$)")

Old = Mapping[Any, Any]


class Corrected(NamedTuple):
    """How many tasks are new, kept as they were, changed and withdrawn."""

    new: int
    kept: int
    changed: int
    withdrawn: int


def correct(connection: Connection, earlier: int, notice: int, rows: Sequence[Row], at: dt.datetime) -> Corrected:
    """Lays a corrected version's rows over the tasks of the earlier one."""
    tasks, notices = schema.tasks, schema.notices
    work = select(notices.c.work).where(notices.c.id == earlier).scalar_subquery()
    # What an earlier correction took out may come back, and then brings back what people entered.
    versions = select(notices.c.id).where(or_(notices.c.id == earlier, notices.c.work == work))
    found = connection.execute(select(tasks).where(tasks.c.notice_id.in_(versions)).order_by(tasks.c.withdrawn, tasks.c.start)).mappings().all()
    text = connection.execute(select(notices.c.text).where(notices.c.id == notice)).scalar_one()
    changed: list[bool] = []

    def lay(before: Old, now: Mapping[str, Any]) -> None:
        changed.append(_lay(connection, before, {**now, "notice_id": notice}, at))

    program = [row for row in found if row["made_of"] is None]
    people = [row for row in found if row["made_of"] is not None and not row["withdrawn"]]
    pairs, taken = _pairs(program, rows), set[int]()
    corrected: dict[str, tuple[Old, Row]] = {}
    for i, j in pairs.items():
        now = _under_edits(program[i], rows[j])
        lay(program[i], now | {"withdrawn": False})
        taken.add(j)
        corrected[program[i]["task_id"]] = program[i], now
    lost: list[Old] = []
    for row in people:
        place = _same_sentence(row, text)
        if place is None:
            lost.append(row)
            continue
        lay(row, _inherited(row, corrected) | _placed(row, text, place))
        if row["decision"] != "rejected":
            taken |= {j for j, new in enumerate(rows) if j not in taken and _overlap(place, new)}
    free = [j for j in range(len(rows)) if j not in taken]
    pairs_by_hand = _pairs(lost, [rows[j] for j in free])
    for i, before in enumerate(lost):
        if i in pairs_by_hand:
            lay(before, _under_edits(before, rows[free[pairs_by_hand[i]]]))
            taken.add(free[pairs_by_hand[i]])
        else:
            lay(before, _inherited(before, corrected) | _placed(before, text, _like_sentence(before, text)))
    gone = [row for i, row in enumerate(program) if i not in pairs and not row["withdrawn"]]
    for row in gone:
        values = {"withdrawn": True, "version": row["version"] + 1}
        connection.execute(update(tasks).where(tasks.c.task_id == row["task_id"]).values(**values))
        tell(connection, row["task_id"], PROGRAM, "withdraw", {"withdrawn": False}, {"withdrawn": True}, at)
    fresh = [with_free_id(connection, row, notice) for j, row in enumerate(rows) if j not in taken]
    insert_tasks(connection, notice, fresh)
    return Corrected(len(fresh), len(changed) - sum(changed), sum(changed), len(gone))


def _lay(connection: Connection, before: Old, now: Mapping[str, Any], at: dt.datetime) -> bool:
    """Writes the columns that differ; tells whether one of them is to be told."""
    tasks, task_id = schema.tasks, before["task_id"]
    difference = changed_columns(before, now)
    told = {key: value for key, value in difference.items() if key in _TOLD or (value is None and key in ("start", "end"))}
    connection.execute(update(tasks).where(tasks.c.task_id == task_id).values(version=before["version"] + bool(told), **difference))
    if {"responsible", "coordinators", "bodies"} & set(difference):
        connection.execute(delete(schema.shares).where(schema.shares.c.task_id == task_id))
        set_shares(connection, [{**before, **now}])
    if told:
        tell(connection, task_id, PROGRAM, "correct", {key: before[key] for key in told}, told, at)
    return bool(told)


def _under_edits(before: Old, row: Row) -> dict[str, Any]:
    """The columns of a new row, but what a person entered stays."""
    now = row_of(row)
    now |= {key: before[key] for key in before["edited"] if key in now}
    now |= following(now)
    if "assignees" in before["edited"]:
        now.pop("responsible")
    return now


def _inherited(row: Old, corrected: Mapping[str, tuple[Old, Row]]) -> dict[str, Any]:
    """What a correction changed in the rows in whose place a person's row stands, in the columns that it has from them."""
    now: dict[str, Any] = {}
    for before, after in (corrected[task_id] for task_id in row["made_of"] if task_id in corrected):
        for key in _CARRIED:
            if key not in row["edited"] and row[key] == before[key] and key in after and after[key] != before[key]:
                now[key] = after[key]
    return now | following(dict(row) | now)


def _placed(row: Old, text: str, place: tuple[int, int] | None) -> dict[str, Any]:
    """The columns that say where a row of a person's stands, moved to a place in the new text, or to none."""
    if place is None:
        return {"start": None, "end": None, "page": None, "origins": []}
    start, end = place
    by = start - (row["start"] or 0)
    same = text[start:end] == row["evidence"]
    within = [one for one in row["origins"] or () if same and row["start"] <= one["start"] <= one["end"] <= row["end"]]
    moved = [one | {"start": one["start"] + by, "end": one["end"] + by} for one in within]
    return {"start": start, "end": end, "evidence": text[start:end], "page": row["page"] if by == 0 else None, "origins": moved}


def _same_sentence(row: Old, text: str) -> tuple[int, int] | None:
    """Where a row's evidence stands in a text, however its lines are broken there; of several places the one nearest to where it stood."""
    words = (row["evidence"] or "").split()
    if not words:
        return None
    pattern = regex.compile(r"\s+".join(map(regex.escape, words)))
    found = min(pattern.finditer(text), key=lambda match: abs(match.start() - (row["start"] or 0)), default=None)
    return None if found is None else found.span()


def _like_sentence(row: Old, text: str) -> tuple[int, int] | None:
    """The sentences of a text that have at least half of their words in common with a row's evidence: the most alike, else None."""
    evidence = frozenset(name_key(row["evidence"] or "").split())
    sentences = [match.span() for match in _SENTENCE.finditer(text)]
    together = max(1, sum(1 for _ in _SENTENCE.finditer((row["evidence"] or "").strip())))
    best: tuple[float, int, int, int] | None = None
    for first in range(len(sentences) - together + 1):
        start, end = sentences[first][0], sentences[first + together - 1][1]
        score = _likeness(evidence, frozenset(name_key(text[start:end]).split()))
        this = (score, -abs(start - (row["start"] or 0)), start, end)
        if score >= _ALIKE and (best is None or this > best):
            best = this
    if best is None:
        return None
    start, end = best[2:]
    return start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())


def _overlap(place: tuple[int, int], row: Row) -> bool:
    """Whether a row's evidence and a place share at least half of the longer one."""
    start, end = row["start"] or 0, row["end"] or 0
    return 2 * (min(place[1], end) - max(place[0], start)) >= max(place[1] - place[0], end - start)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one & other else 0.0


def _pairs(old: Sequence[Old], new: Sequence[Row]) -> dict[int, int]:
    """Which of the old tasks is which of the new ones: the same words first, then the most alike in at least half of their words."""
    texts_old, texts_new = ([name_key(row["task"] or "") for row in rows] for rows in (old, new))
    free = dict.fromkeys(range(len(new)))
    pairs: dict[int, int] = {}
    for i, text in enumerate(texts_old):
        same = next((j for j in free if texts_new[j] == text), None)
        if same is not None:
            pairs[i] = same
            del free[same]
    for _, _, i, j in sorted(_scored(texts_old, texts_new, pairs, free), reverse=True):
        if i not in pairs and j in free:
            pairs[i] = j
            del free[j]
    return pairs


def _scored(old: Sequence[str], new: Sequence[str], pairs: Mapping[int, int], free: Mapping[int, None]) -> Iterator[tuple[float, int, int, int]]:
    words_old, words_new = ([frozenset(text.split()) for text in texts] for texts in (old, new))
    for i, words in enumerate(words_old):
        for j in free:
            score = 0.0 if i in pairs else _likeness(words, words_new[j])
            if score >= _ALIKE:
                yield score, -abs(i - j), i, j
