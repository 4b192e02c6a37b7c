"""Turns a draft into a row: names for its bodies, words for its task, dates, and where each cell came from."""

from __future__ import annotations

import regex

from extractor.components.bodies import BodyFinder, split_bodies
from extractor.components.tasks.clauses import Span
from extractor.components.tasks.draft import Draft
from extractor.components.tasks.scope import Inherited
from extractor.components.tasks.source import BodyRegions
from extractor.model import Body, Deadline, Origin, Task
from extractor.rules import Rule
from extractor.text import Reading

_SPACE = regex.compile(r"\s+")
_LOOSE = regex.compile(r"\s+([,.;:)])")
_EDGES = " \t\n,;:.-–/*"


class TaskBuilder:
    """Builds the rows of one document after another."""

    def __init__(self, cues: dict[str, Rule], finder: BodyFinder) -> None:
        self._reach, self._not_to, self._person = (cues[name].pattern for name in ("reach.report", "cell.not-to", "cell.person"))
        self._finder = finder

    def build(self, draft: Draft, reading: Reading, folded: str, regions: BodyRegions) -> Task:
        """The row of a draft, its offsets in the source text."""
        text = reading.text
        due = draft.due
        start, end = reading.to_source(*draft.evidence)
        origins = [Origin("task", "clause", start, end, draft.rule)]
        bodies: list[Body] = []

        def named(cell: str, found: Inherited | None) -> tuple[str, ...]:
            if found is None:
                return ()
            parts = self._split(text, found.span, persons=cell == "assignees")
            bodies.extend(parts)
            origins.append(Origin(cell, found.place, *reading.to_source(*found.span), found.rule))
            return tuple(dict.fromkeys(part.name for part in parts))

        assignees = named("assignees", draft.assignees)
        coordinators = tuple(name for name in named("coordinators", draft.coordinators) if name not in assignees)
        supervisor = named("supervisor", draft.scope.supervisor)
        report_to = self._report_to(text, folded, draft, regions, origins, reading, bodies)
        if due is not None:
            place = draft.due_place
            origins.append(Origin("due", place, *reading.to_source(due.start, due.end), due.rule))
        return Task(
            start=start,
            end=end,
            task=self._words(text, draft, due),
            assignees=assignees,
            coordinators=coordinators,
            supervisor="; ".join(supervisor) or None,
            report_to=report_to,
            due_text=_SPACE.sub(" ", text[due.start : due.end]).strip() if due else None,
            due=due.due if due and not due.recurrence else None,
            due_time=due.due_time if due else None,
            due_start=due.due_start if due and not due.recurrence else None,
            due_bound=due.due_bound if due else None,
            recurrence=due.recurrence if due else None,
            section=draft.section,
            bodies=tuple(bodies),
            origins=tuple(origins),
        )

    def _split(self, text: str, span: Span, *, persons: bool) -> list[Body]:
        """The bodies of a span; a person in brackets after a body ("Tổ thuỷ nông (ông Chức)") is named with it."""
        start, end = span
        bracket = self._person.match(text, end) or self._person.search(text, start, end) if persons else None
        if bracket is None:
            return split_bodies(text, start, end, self._finder)
        name = Body(bracket.start("name"), bracket.end("name"), bracket["name"], bracket["name"], "person", rule="bodies/bracketed")
        return [*split_bodies(text, start, min(end, bracket.start()), self._finder), name]

    def _words(self, text: str, draft: Draft, due: Deadline | None) -> str:
        """The action as the document words it, without the assigning words and the deadline."""
        begin = draft.clause.start if draft.clause.passive else max(draft.clause.verb, draft.clause.start)
        stop = draft.evidence[1]
        words = text[begin:stop]
        if due is not None and begin <= due.start and due.end <= stop:
            words = text[begin : due.start].rstrip(" ,;:(") + " " + text[due.end : stop].lstrip(" )")
        words = _LOOSE.sub(r"\1", _SPACE.sub(" ", words)).strip(_EDGES)
        if draft.verb_from is not None:
            words = f"{text[slice(*draft.verb_from.span)]} {words}"
        return words or _SPACE.sub(" ", text[slice(*draft.evidence)]).strip(_EDGES)

    def _report_to(
        self, text: str, folded: str, draft: Draft, regions: BodyRegions, origins: list[Origin], reading: Reading, bodies: list[Body]
    ) -> tuple[str, ...]:
        found: Span | None = None
        for match in self._reach.finditer(folded, max(draft.clause.verb, draft.clause.start), draft.evidence[1]):
            region = regions.at(match.end())
            if region and region[0] <= match.end() + 1 and region[1] <= draft.evidence[1] and not self._not_to.match(folded, *region):
                found = region
                break
        if found is None:
            return ()
        parts = split_bodies(text, *found, self._finder)
        bodies.extend(parts)
        origins.append(Origin("report_to", "clause", *reading.to_source(*found), "reach.report"))
        return tuple(dict.fromkeys(part.name for part in parts))
