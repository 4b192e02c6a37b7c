"""The last stage: rows in the order of the document, with the identity of every body they name and the page on which they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from extractor.model import Body, Page, Task
from extractor.text import Reading

Resolve = Callable[[Sequence[Body]], list[Body]]


def finish(tasks: Iterable[Task], reading: Reading, pages: Sequence[Page], resolve: Resolve) -> tuple[Task, ...]:
    """The rows sorted by their evidence; bodies are resolved in the order of the document, since a short name means what was last named in full.

    The bodies of the given tasks have offsets in the reading, those of the rows in the source, as all else in a row.
    """
    ordered = sorted(tasks, key=lambda task: (task.start, task.end))
    mentions = sorted({body for task in ordered for body in task.bodies}, key=lambda body: (body.start, body.end, body.name))
    known = dict(zip(mentions, resolve(mentions), strict=True))
    starts = [page.start for page in pages]

    def placed(body: Body) -> Body:
        start, end = reading.to_source(body.start, body.end)
        return replace(known[body], start=start, end=end)

    return tuple(
        replace(task, bodies=tuple(map(placed, task.bodies)), page=pages[max(bisect_right(starts, task.start) - 1, 0)].number if pages else task.page)
        for task in ordered
    )


__all__ = ["finish"]
