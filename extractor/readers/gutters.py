"""Where text stands side by side on the image of a page, as in a letterhead: bands with a gutter, to be read one side after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from extractor.readers.cleaning import Image
from extractor.readers.ruling import PixelBox

_GAP = 12
"""Points that part two columns; words of a line stand nearer."""
_TALL = 30
"""Points that no line of a notice is high."""


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a page, from top to bottom, with a gutter at x. In points of the image."""

    top: int
    bottom: int
    gutter: int


def bands(grey: Image, dpi: int) -> list[Band]:
    """The bands of a page with two columns, from the top."""
    scale = 72 / dpi
    blobs = _blobs(grey, scale)
    found: list[Band] = []
    floor = 0
    for blob in blobs:
        beside = [b for b in blobs if b[0] - blob[2] >= _GAP and _level(b, blob)]
        if blob[1] < floor or not beside:
            continue
        other = min(beside, key=lambda b: b[0])
        band = _grown(blobs, min(blob[1], other[1]), blob[2], other[0], floor)
        if band is not None:
            found.append(Band(*(round(v / scale) for v in (band.top, band.bottom, band.gutter))))
            floor = band.bottom
    return found


def one_block(grey: Image, dpi: int) -> bool:
    """Whether all that stands on an image is lines of text below one another, with nothing beside them and no picture, seal or signature among them."""
    blobs = _blobs(grey, 72 / dpi)
    low = all(blob[3] - blob[1] <= _TALL for blob in blobs)
    return low and not any(other[0] - blob[2] >= _GAP and _level(other, blob) for blob in blobs for other in blobs)


def _level(a: PixelBox, b: PixelBox) -> bool:
    return min(a[3], b[3]) - max(a[1], b[1]) > 0.4 * min(a[3] - a[1], b[3] - b[1])


def _grown(blobs: list[PixelBox], top: int, left: int, right: int, floor: int) -> Band | None:
    """The band that begins with two blobs side by side and goes on until text crosses the gutter."""
    sides = [0, 0]
    bottom = top
    for blob in sorted((b for b in blobs if b[3] > top and b[1] >= floor), key=lambda b: b[1]):
        if blob[2] <= right - 3 and (blob[2] <= left or right - blob[2] >= 8):
            left, side = max(left, blob[2]), 0
        elif blob[0] >= left + 3 and (blob[0] >= right or blob[0] - left >= 8):
            right, side = min(right, blob[0]), 1
        else:
            break
        sides[side] += 1
        bottom = max(bottom, blob[3])
    return Band(top - 2, bottom + 2, (left + right) // 2) if min(sides) >= 1 and sum(sides) >= 3 else None


def _blobs(grey: Image, scale: float) -> list[PixelBox]:
    """Boxes around the lines of text, in points, from the top."""
    _, black = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    small: Any = cv2.resize(black, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = (small > 40).astype(np.uint8)
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((3, _GAP - 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, area in stats[1:] if h >= 5 and w >= 5 and area >= 20]
    return sorted(boxes, key=lambda b: (b[1], b[0]))
