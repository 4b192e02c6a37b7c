"""Action lists as one page that works offline: search, filters by body and period, the evidence in its context, a month of deadlines, a summary.

The page holds its own script and style and refers to nothing outside. States are reckoned in the page from the day that stands in it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.table import Lang, records
from extractor.tracking import Tracked, last_day, name_key, names_day, occurrences, shares
from extractor.writers.list_cells import deadline, document, sentence

if TYPE_CHECKING:
    import pandas as pd

_PLACE = "/*DATA*/"
_BEFORE, _AFTER = dt.timedelta(days=366), dt.timedelta(days=731)  # how far from its day the page knows when repeated work falls due
_AROUND = 300  # characters of context on each side
_MARKS = {"due_text": "due", "due": "due", "recurrence": "due", "assignees": "body", "coordinators": "body"}


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:  # noqa: ARG001 - the page is for offices, in Vietnamese
    """Writes the task table as a page; its day is the last day of issue in the table, which its reader can change."""
    rows = list(records(frame))
    issued = max((row["issued_on"] for row in rows if row.get("issued_on")), default=None)
    as_of = dt.date.fromisoformat(issued) if issued else dt.date(2000, 1, 1)
    write_page((Tracked(row) for row in rows), path, as_of)


def write_page(tasks: Iterable[Tracked], path: Path, as_of: dt.date) -> None:
    """Writes the page, one task in memory at a time."""
    head, tail = files("extractor.writers").joinpath("page.html").read_text(encoding="utf-8").split(_PLACE)
    bodies: dict[str, int] = {}
    names: list[str] = []
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(head + '{"asOf":' + _json(as_of.isoformat()) + ',"tasks":[')
        for position, task in enumerate(tasks):
            file.write(("," if position else "") + "\n" + _json(_entry(task, position, as_of, bodies, names)))
        file.write('],\n"bodies":' + _json(names) + "}" + tail)


def _entry(task: Tracked, position: int, as_of: dt.date, bodies: dict[str, int], names: list[str]) -> dict[str, Any]:
    row = task.row
    ids: dict[str, list[int]] = {"lead": [], "coordinate": []}
    for share in shares(row):
        key = name_key(share.name)
        if key not in bodies:
            bodies[key] = len(names)
            names.append(share.name)
        ids[share.part].append(bodies[key])
    last = last_day(row)
    midnight = dt.datetime.combine(as_of, dt.time())
    rule = None if last or not names_day(row.get("recurrence") or "") else occurrences(row, as_of)
    return {
        "id": task.task_id,
        "position": position,
        "task": sentence(row["task"] or ""),
        "document": document(row),
        "lead": row.get("responsible") or [],
        "coordinate": row.get("coordinators") or [],
        "leadIds": ids["lead"],
        "coordinateIds": ids["coordinate"],
        "last": last.isoformat() if last else None,
        "deadline": deadline(row),
        "recurring": bool(row.get("recurrence")),
        "occurrences": [day.date().isoformat() for day in rule.between(midnight - _BEFORE, midnight + _AFTER, inc=True)] if rule else [],
        "product": row.get("product"),
        "status": task.status,
        "doneOn": task.done_on.isoformat() if task.done_on else None,
        "note": task.note,
        "context": _context(task),
    }


def _context(task: Tracked) -> dict[str, Any]:
    """The evidence with what stands around it, cut at line ends, and the stretches of the evidence that name bodies and deadlines."""
    evidence, start = task.row.get("evidence") or "", task.row.get("start") or 0
    before = after = ""
    if task.context:
        at = start - task.context_start
        before, after = task.context[max(at - _AROUND, 0) : at], task.context[at + len(evidence) : at + len(evidence) + _AROUND]
        before = before.partition("\n")[2] if "\n" in before and at > _AROUND else before
        after = after.rpartition("\n")[0] if "\n" in after else after
    marks = {
        (origin["start"] - start, origin["end"] - start, _MARKS[origin["field"]])
        for origin in task.row.get("origins") or ()
        if origin["field"] in _MARKS and start <= origin["start"] < origin["end"] <= start + len(evidence)
    }
    return {"before": before, "evidence": evidence, "after": after, "marks": sorted(marks)}


def _json(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
