"""The grid of a ruled table: from the boxes of its cells to rows, columns and spans."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Box
from extractor.readers.draft import CellDraft
from extractor.readers.layout import Grid, hull


def grid(boxes: Sequence[Box], tolerance: float = 3.0) -> Grid:
    """A table of cells with these boxes; edges within the tolerance (in the unit of the boxes) are one.

    >>> made = grid([(0, 0, 50, 10), (50, 0, 100, 10), (0, 10, 100, 20)])
    >>> [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in made.cells]
    [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)]
    """
    xs = _edges([x for box in boxes for x in (box[0], box[2])], tolerance)
    ys = _edges([y for box in boxes for y in (box[1], box[3])], tolerance)
    cells = []
    for box in sorted(set(boxes), key=lambda b: (b[1], b[0])):
        left, right = _index(xs, box[0]), _index(xs, box[2])
        top, bottom = _index(ys, box[1]), _index(ys, box[3])
        if right > left and bottom > top:
            cells.append(CellDraft(top, left, [], bottom - top, right - left, box))
    return Grid(cells, hull(boxes))


def _edges(values: list[float], tolerance: float) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > tolerance:
            edges.append(value)
    return edges


def _index(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))
