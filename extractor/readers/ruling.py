"""Ruled tables in the image of a page: its rules, and the boxes of the cells between them. All boxes are in points of the image, as ints."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.readers.cleaning import Image

PixelBox = tuple[int, int, int, int]


def tables(grey: Image, dpi: int, *, faint: bool = False) -> list[list[PixelBox]]:
    """The cells of each ruled table, as (left, top, right, bottom). A frame of one or two cells is no table; on a faint copy, rules may have gaps."""
    # The rules of a faint copy are lighter than what Otsu's threshold parts from the paper.
    level = max(float(cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]), 190.0 if faint else 0.0)
    bridge = dpi // 30 if faint else dpi // 70
    black = np.asarray(cv2.threshold(grey, level, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    scale = 1 if faint or dpi < 180 else 2
    if scale == 2:  # rules are long: they are found as well on a quarter of the points, where a point is black if one of its four is
        height, width = (side // 2 * 2 for side in black.shape)
        black = np.maximum.reduce([black[y:height:2, x:width:2] for y in (0, 1) for x in (0, 1)])
        dpi, bridge = dpi // 2, bridge // 2
    across = _rules(black, dpi, bridge, 1, 0)
    down = _rules(black, dpi, bridge, 0, 1)
    gap = max(3, dpi // 40)
    mesh: Any = cv2.morphologyEx(cv2.bitwise_or(across, down), cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mesh, connectivity=8)
    found = []
    for x, y, w, h, _ in (tuple(map(int, row)) for row in stats[1:count]):
        if w >= dpi and h >= dpi // 4:
            part = (slice(y, y + h), slice(x, x + w))
            cells = _cells(across[part], down[part], dpi, 0.35 if faint else 0.1)
            if len(cells) > 3:
                found.append([((x + a) * scale, (y + b) * scale, (x + c) * scale, (y + d) * scale) for a, b, c, d in cells])
    return found


def note_rule(page: Image, dpi: int) -> int | None:
    """Where the short rule above the footnotes runs, in points from the top: at the left margin, in the lower part of a page whose tables are wiped off."""
    top, wide = round(0.4 * page.shape[0]), round(0.45 * page.shape[1])
    black = np.asarray(cv2.threshold(np.ascontiguousarray(page[top:, :wide]), 200, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    thick = cv2.dilate(cv2.morphologyEx(black, cv2.MORPH_CLOSE, np.ones((1, dpi // 30), np.uint8)), np.ones((3, 1), np.uint8))
    strokes = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(0.7 * dpi)), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    found = [row for row in stats[1:count] if row[3] <= dpi // 16 and row[2] < 3 * dpi and _alone(black, row, dpi // 40, along_x=True)]
    return top + int(found[-1][1]) if found else None


def _rules(black: Image, dpi: int, bridge: int, along_x: int, along_y: int) -> Image:
    """The straight strokes of a direction that are longer than any letter; gaps in them, as a faint copy has, are closed."""

    def bar(length: int) -> Image:
        return np.ones((max(1, along_y * length), max(1, along_x * length)), np.uint8)

    # A rule that slopes a little is broken into steps: thicken it before it is measured.
    thick = cv2.dilate(cv2.morphologyEx(black, cv2.MORPH_CLOSE, bar(bridge)), np.ones((1 + 2 * along_x, 1 + 2 * along_y), np.uint8))
    strokes = cv2.morphologyEx(thick, cv2.MORPH_OPEN, bar(dpi // 5))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    # What is as thick as a letter is no rule but a run of letters, a bar or a seal; and beside a rule there is paper, beside the foot of letters their bodies.
    # A rule that slopes by a hair has a box higher than it is thick.
    lengths, sides = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    if not along_x:
        lengths, sides = sides, lengths
    thin = (stats[:, cv2.CC_STAT_AREA] < dpi / 20 * lengths) & (sides < dpi / 8)
    thin[0] = False
    for i in np.flatnonzero(thin):
        thin[i] = _alone(black, stats[i], max(2, dpi // 70), along_x=along_x)
    whole = cv2.morphologyEx(thin[labels].astype(np.uint8) * 255, cv2.MORPH_CLOSE, bar(dpi // 2))
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, bar(dpi // 2 if along_x else dpi // 4)), dtype=np.uint8)


def _alone(black: Image, shape: NDArray[Any], reach: int, along_x: int) -> bool:
    """Whether there is little ink right beside a stroke, on both its sides. The shape is left, top, width, height."""
    x, y, w, h = (int(v) for v in shape[:4])
    if along_x:
        before, after = black[max(0, y - 2 * reach) : max(0, y - reach // 2), x : x + w], black[y + h + reach // 2 : y + h + 2 * reach, x : x + w]
    else:
        before, after = black[y : y + h, max(0, x - 2 * reach) : max(0, x - reach // 2)], black[y : y + h, x + w + reach // 2 : x + w + 2 * reach]
    return all(side.size == 0 or float((side > 0).mean()) < 0.2 for side in (before, after))


def _cells(across: Image, down: Image, dpi: int, share: float) -> list[PixelBox]:
    """The cells between the rules of one table: the fields of its grid, put together where no rule parts them. A rule is at least a share of the table long."""
    xs = _positions(down.sum(axis=0) / 255, dpi, share * down.shape[0])
    ys = _positions(across.sum(axis=1) / 255, dpi, share * across.shape[1])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows > 5000:
        return []
    owner = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def root(field: tuple[int, int]) -> tuple[int, int]:
        while owner[field] != field:
            field = owner[field]
        return field

    reach = max(3, dpi // 25)
    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and _coverage(down[ys[r] + reach : ys[r + 1] - reach, max(0, xs[c + 1] - reach) : xs[c + 1] + reach], axis=1) < 0.35:
                owner[root((r, c + 1))] = root((r, c))
            if r + 1 < rows and _coverage(across[max(0, ys[r + 1] - reach) : ys[r + 1] + reach, xs[c] + reach : xs[c + 1] - reach], axis=0) < 0.35:
                owner[root((r + 1, c))] = root((r, c))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for field in owner:
        groups.setdefault(root(field), []).append(field)
    cells = []
    for fields in groups.values():
        top, left = min(r for r, _ in fields), min(c for _, c in fields)
        bottom, right = max(r for r, _ in fields) + 1, max(c for _, c in fields) + 1
        if len(fields) == (bottom - top) * (right - left):
            cells.append((xs[left], ys[top], xs[right], ys[bottom]))
        else:
            cells += [(xs[c], ys[r], xs[c + 1], ys[r + 1]) for r, c in fields]
    return sorted(cells, key=lambda cell: (cell[1], cell[0]))


def _positions(profile: NDArray[np.float64], dpi: int, least: float) -> list[int]:
    """Where rules lie: the middles of the peaks of a profile, those nearer than a line of text as one."""
    peaks = np.flatnonzero(profile > max(dpi / 5, least))
    found: list[list[int]] = []
    for at in peaks:
        if found and at - found[-1][-1] < dpi / 12:
            found[-1].append(int(at))
        else:
            found.append([int(at)])
    return [round(sum(group) / len(group)) for group in found]


def _coverage(band: Image, *, axis: int) -> float:
    """The share of a border along which there is a rule."""
    return 1.0 if band.size == 0 else float((band > 0).any(axis=axis).mean())
