"""``--expand``: one row for each member of a collective, from a list that the office gives, and the way back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.components.bodies.names import normalise

Row = dict[str, Any]
COLLECTIVE, BODY, KEPT = "collective", "body", "expanded_from"


class MembersError(ValueError):
    """A list of members that cannot be used; the message names the file and says what to do."""


def read_members(path: Path) -> dict[str, tuple[str, ...]]:
    """The members of each collective from a CSV with the columns ``collective`` and ``body``, keyed by the collective's normalised name."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {COLLECTIVE, BODY} <= set(reader.fieldnames or ()):
                raise MembersError(f"{path}: the first line must name the columns '{COLLECTIVE}' and '{BODY}'; it has {reader.fieldnames}")
            found: dict[str, list[str]] = {}
            for number, line in enumerate(reader, 2):
                collective, body = (line[COLLECTIVE] or "").strip(), (line[BODY] or "").strip()
                if not collective or not body:
                    raise MembersError(f"{path}:{number}: both '{COLLECTIVE}' and '{BODY}' must be filled")
                found.setdefault(normalise(collective), []).append(body)
    except (OSError, UnicodeDecodeError) as error:
        raise MembersError(f"{path}: cannot be read as UTF-8 CSV: {error}") from None
    return {key: tuple(dict.fromkeys(bodies)) for key, bodies in found.items()}


def expand(rows: Iterable[Mapping[str, Any]], members: Mapping[str, Sequence[str]]) -> list[Row]:
    """One row for each member of a collective among the ``assignees``; what is no known collective stays in a row of its own.

    A row made so keeps its whole list in ``expanded_from``, so that `collapse` can undo it.

    >>> rows = expand([{"task": "báo cáo", "assignees": ["Các sở", "Công an tỉnh"]}], {"sở": ["Sở Y tế", "Sở Tư pháp"]})
    >>> [row["assignees"] for row in rows]
    [['Công an tỉnh'], ['Sở Y tế'], ['Sở Tư pháp']]
    >>> collapse(rows)
    [{'task': 'báo cáo', 'assignees': ['Các sở', 'Công an tỉnh']}]
    """
    expanded: list[Row] = []
    for row in rows:
        assignees = list(row.get("assignees") or ())
        collectives = [name for name in assignees if normalise(name) in members]
        if not collectives:
            expanded.append(dict(row))
            continue
        rest = [name for name in assignees if name not in collectives]
        single = [member for name in collectives for member in members[normalise(name)]]
        known = {normalise(name) for name in rest}
        parts = ([rest] if rest else []) + [[member] for member in dict.fromkeys(single) if normalise(member) not in known]
        expanded.extend({**row, "assignees": part, KEPT: assignees} for part in parts)
    return expanded


def collapse(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows as they were before `expand`; also those of a table, where the rows of one task have its ``task_id`` and all bodies in ``responsible``.

    >>> collapse([{"task_id": "a", "assignees": [name], "responsible": ["Các sở"]} for name in ("Sở Y tế", "Sở Tư pháp")])
    [{'task_id': 'a', 'assignees': ['Các sở'], 'responsible': ['Các sở']}]
    """
    collapsed: list[Row] = []
    last: Row | None = None
    for row in rows:
        kept = row.get(KEPT) or _kept_in_table(row)
        if kept is None:
            collapsed.append(dict(row))
            last = None
            continue
        whole = {**{key: value for key, value in row.items() if key != KEPT}, "assignees": list(kept)}
        if whole != last:
            collapsed.append(whole)
        last = whole
    return collapsed


def _kept_in_table(row: Mapping[str, Any]) -> Sequence[str] | None:
    """The bodies that a row of a table had before it was made one of several, None for any other row."""
    responsible, assignees = row.get("responsible"), row.get("assignees")
    return responsible if row.get("task_id") and responsible and assignees and list(responsible) != list(assignees) else None
