"""What a row rests on, as named numbers from 0 to 1: the only thing that its confidence is computed from."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from types import MappingProxyType

from extractor.components.dates import within
from extractor.components.layout import Layout, Node
from extractor.model import Deadline, Fields, Origin, Task
from extractor.rules import Rule
from extractor.text import Reading

Features = dict[str, float]

MEANS = MappingProxyType(
    {
        "document.letterhead": "The document has a number and an issuer.",
        "document.no-day": "The document states no day of issue.",
        "document.few-rows": "Fewer than four rows were found in the document.",
        "document.density": "Rows per 500 characters of the document, at most 1.",
        "document.length": "Length of the document (logarithm; 1 at 15,000 characters).",
        "document.type:": "The document is of the type {!r}.",
        "task.place:": "The task was found in: {}.",
        "task.rule:": "The task was taken by the rule {}.",
        "assignees.place:": "Who must act was found in: {}.",
        "assignees.rule:": "Who must act was taken by the rule {}.",
        "due.place:": "The deadline was found in: {}.",
        "due.rule:": "The deadline was read by the rule {}.",
        "coordinators.place:": "Whom to work with was found in: {}.",
        "coordinators.rule:": "Whom to work with was taken by the rule {}.",
        "due.outside": "The deadline stands outside the evidence.",
        "due.recurrence": "The task is repeated.",
        "due.open": "There is a deadline that gives no day.",
        "due.no-bound": "The deadline has no bounding word.",
        "due.within": "The deadline is a period.",
        "due.year-end": "The deadline is the end of a year.",
        "assignees.far": "How far above the evidence the assignee stands (logarithm; 1 at 5,000 characters).",
        "assignees.several": "There is more than one assignee.",
        "assignees.many": "There are more than three assignees.",
        "assignees.long": "An assignee's name has more than 60 characters.",
        "assignees.identified": "The share of the assignees whose identity is known.",
        "assignees.person": "An assignee is a person.",
        "assignees.holder": "An assignee is the holder of an office.",
        "assignees.collective": "An assignee is a collective.",
        "assignees.doubt": "How unsure the finder of bodies was of an assignee.",
        "report_to": "The row says to whom the result is reported.",
        "supervisor": "The row names a leader who directs the work.",
        "product": "The row states a product.",
        "evidence.short": "The evidence has fewer than 40 characters.",
        "evidence.length": "Length of the evidence (logarithm; 1 at 600 characters).",
        "evidence.sentences": "Sentence ends inside the evidence (1 at two).",
        "evidence.semicolon": "There is a semicolon inside the evidence.",
        "evidence.colon": "There is a colon inside the evidence.",
        "evidence.commas": "Commas in the evidence (logarithm; 1 at twelve).",
        "evidence.bracket": "There is a bracket in the evidence.",
        "evidence.deadlines": "There is more than one deadline in the evidence.",
        "evidence.other-dates": "There are dates in the evidence that are no deadlines.",
        "section.part:": "The part of the document speaks of: {}.",
        "section.depth": "Depth in the outline (1 at four levels).",
        "section.none": "The row stands under no heading or lead-in.",
        "line.label": "The line has a number or a bullet.",
        "line.shared": "Several rows stand in the line.",
        "line.covered": "The share of the line that the evidence covers.",
        "line.starts": "The evidence begins where the line does.",
        "line.siblings": "The share of the lines beside it that hold rows.",
        "line.children": "Lines stand below this one.",
        "overlaps": "The evidence overlaps that of another row.",
    }
)
"""What each feature says; a name that ends in a colon stands for all that begin with it."""

_CELLS = ("task", "assignees", "due", "coordinators")
_DIRECTIVES = ("chỉ thị", "công điện", "công văn", "thông báo", "kế hoạch", "quyết định", "báo cáo", "nghị quyết", "hướng dẫn")


@dataclass(frozen=True, slots=True)
class Context:
    """What the stages before left on a document: its reading, folded text, layout and dates (offsets in the reading)."""

    reading: Reading
    folded: str
    layout: Layout
    dates: Sequence[Deadline]


def describe(tasks: Sequence[Task], context: Context, signs: Iterable[Rule]) -> list[Features]:
    """The features of each row, in order; a name that is absent is 0. ``signs`` are the rules whose patterns are looked for in the evidence."""
    nodes = sorted((node for node in context.layout.root.walk() if node.parent is not None), key=lambda node: node.start)
    starts = [node.start for node in nodes]
    spans = [(context.reading.to_reading(task.start), context.reading.to_reading(task.end)) for task in tasks]
    places = [nodes[max(bisect_right(starts, start) - 1, 0)] if nodes else None for start, _ in spans]
    rows_of = Counter(id(place) for place in places)
    parents = {id(place.parent): place.parent for place in places if place and place.parent}
    beside = {key: sum(id(node) in rows_of for node in parent.children) for key, parent in parents.items()}
    document = _document(context, tasks)
    patterns = [rule for rule in signs if "pattern" in rule.data]
    found: list[Features] = []
    for index, (task, (start, end), place) in enumerate(zip(tasks, spans, places, strict=True)):
        words = context.folded[start:end]
        own = document | _cells(task) | _evidence(words, start, end, context) | _place(place, start, end, rows_of, beside)
        own["overlaps"] = float(any(other[0] < end and start < other[1] for other in spans[max(index - 2, 0) : index + 3] if other != (start, end)))
        own |= {rule.id: 1.0 for rule in patterns if rule.pattern.search(words)}
        found.append({name: value for name, value in own.items() if value})
    return found


def _share(count: float, most: float) -> float:
    """A count on a logarithmic scale that reaches 1 at ``most``."""
    return min(math.log1p(count) / math.log1p(most), 1.0)


def _document(context: Context, tasks: Sequence[Task]) -> Features:
    """What holds for all rows of a document."""
    fields: Fields = context.layout.fields
    kind = fields.type or "none"
    return {
        f"document.type:{kind if kind in (*_DIRECTIVES, 'none') else 'other'}": 1.0,
        "document.letterhead": float(bool(fields.number and fields.issuer)),
        "document.no-day": float(fields.issued_on is None),
        "document.few-rows": float(len(tasks) < 4),
        "document.density": min(500.0 * len(tasks) / max(len(context.folded), 1), 1.0),
        "document.length": _share(len(context.folded) / 1000, 15),
    }


def _cells(task: Task) -> Features:
    """Which rule took each cell from where, and what the bodies are."""
    features: Features = {}
    by_field: dict[str, Origin] = {}
    for origin in task.origins:
        by_field.setdefault(origin.field, origin)
    for cell in _CELLS:
        source = by_field.get(cell)
        features[f"{cell}.place:{source.place if source else 'none'}"] = 1.0
        if source:
            features[f"{cell}.rule:{source.rule}"] = 1.0
    if due := by_field.get("due"):
        features["due.outside"] = float(not task.start <= due.start < task.end)
    if lead := by_field.get("assignees"):
        features["assignees.far"] = _share(max(task.start - lead.end, 0) / 100, 50) if lead.start < task.start else 0.0
    leads = [body for body in task.bodies if body.name in task.assignees]
    features |= {
        "assignees.several": float(len(task.assignees) > 1),
        "assignees.many": float(len(task.assignees) > 3),
        "assignees.long": float(any(len(name) > 60 for name in task.assignees)),
        "assignees.identified": fmean(body.id is not None for body in leads) if leads else 0.0,
        "assignees.person": float(any(body.kind == "person" for body in leads)),
        "assignees.holder": float(any(body.kind == "office-holder" for body in leads)),
        "assignees.collective": float(any(body.kind == "collective" for body in leads)),
        "assignees.doubt": 1.0 - min((body.confidence for body in leads), default=1.0),
        "report_to": float(bool(task.report_to)),
        "supervisor": float(task.supervisor is not None),
        "product": float(task.product is not None),
        "due.recurrence": float(task.recurrence is not None),
        "due.open": float(task.due_text is not None and task.due is None and task.recurrence is None),
        "due.no-bound": float(task.due is not None and task.due_bound is None),
        "due.within": float(task.due_bound == "within"),
        "due.year-end": float(task.due is not None and task.due.endswith("-12-31")),
    }
    return features


def _evidence(words: str, start: int, end: int, context: Context) -> Features:
    """The shape of the evidence and the dates in it."""
    roles = Counter(date.role for date in within(context.dates, start, end))
    return {
        "evidence.short": float(end - start < 40),
        "evidence.length": _share((end - start) / 50, 12),
        "evidence.sentences": min(words.count(". ") / 2, 1.0),
        "evidence.semicolon": float(";" in words),
        "evidence.colon": float(": " in words),
        "evidence.commas": _share(words.count(","), 12),
        "evidence.bracket": float("(" in words),
        "evidence.deadlines": float(roles["deadline"] + roles["recurrence"] > 1),
        "evidence.other-dates": float(bool(roles["citation"] or roles["period"] or roles["past"] or roles["event"])),
    }


def _place(place: Node | None, start: int, end: int, rows_of: Counter[int], beside: Mapping[int, int]) -> Features:
    """Where in the outline the row stands; ``rows_of`` counts the rows of each line, ``beside`` the lines with rows below each parent."""
    if place is None:
        return {}
    length = max(place.end - place.start, 1)
    siblings = len(place.parent.children) - 1 if place.parent else 0
    return {
        f"section.part:{place.part or 'none'}": 1.0,
        "section.depth": min(sum(1 for _ in place.ancestors()) / 4, 1.0),
        "section.none": float(place.parent is None or place.parent.parent is None),
        "line.label": float(bool(place.label)),
        "line.shared": float(rows_of[id(place)] > 1),
        "line.covered": min(max(end - start, 0) / length, 1.0),
        "line.starts": float(start - place.start < 3),
        "line.siblings": (beside[id(place.parent)] - 1) / siblings if siblings else 0.0,
        "line.children": float(bool(place.children)),
    }
