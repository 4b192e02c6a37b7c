"""Ruled tables in the image of a page: its rules, and the boxes of the cells between them. All boxes are in points of the image, as ints."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from extractor.readers.cleaning import Image

PixelBox = tuple[int, int, int, int]


def tables(grey: Image, dpi: int) -> list[list[PixelBox]]:
    """The cells of each ruled table, as (left, top, right, bottom). A frame of one or two cells is no table."""
    black = 255 - np.asarray(cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1], dtype=np.uint8)
    across = _rules(black, dpi, 1, 0)
    down = _rules(black, dpi, 0, 1)
    mesh: Any = cv2.bitwise_or(across, down)
    gap = max(3, dpi // 40)
    mesh = cv2.morphologyEx(mesh, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mesh, connectivity=8)
    found = []
    for i in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[i])
        if w < dpi or h < dpi // 4:
            continue
        part = (labels[y : y + h, x : x + w] == i).astype(np.uint8) * 255
        crossings = cv2.bitwise_and(cv2.dilate(across[y : y + h, x : x + w], np.ones((gap, 1), np.uint8)), cv2.dilate(down[y : y + h, x : x + w], np.ones((1, gap), np.uint8)))
        if not crossings.any():
            continue
        cells = _cells(part, dpi)
        if len(cells) > 3:
            found.append([(x + a, y + b, x + c, y + d) for a, b, c, d in cells])
    return found


def _rules(black: Image, dpi: int, along_x: int, along_y: int) -> Image:
    """The straight strokes of a direction that are longer than any letter."""
    length = dpi // 3
    kernel = np.ones((max(1, along_y * length), max(1, along_x * length)), np.uint8)
    bridge = np.ones((max(1, along_y * dpi // 30), max(1, along_x * dpi // 30)), np.uint8)
    bridged = cv2.morphologyEx(black, cv2.MORPH_CLOSE, bridge)
    # A rule that slopes a little is broken into steps: thicken it before it is measured.
    thick = cv2.dilate(bridged, np.ones((1 + 2 * along_x, 1 + 2 * along_y), np.uint8))
    strokes = cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    # What is as thick as a letter is no rule but a run of letters, a bar or a seal.
    sides = stats[:, cv2.CC_STAT_HEIGHT] if along_x else stats[:, cv2.CC_STAT_WIDTH]
    thin = sides < dpi / 8
    thin[0] = False
    return (thin[labels]).astype(np.uint8) * 255


def _cells(mesh: Image, dpi: int) -> list[PixelBox]:
    """The white areas that a mesh encloses."""
    closed = cv2.copyMakeBorder(255 - mesh, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=255)
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
    height, width = mesh.shape
    cells: list[PixelBox] = []
    for i in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[i])
        x, y = x - 1, y - 1
        if x < 0 or y < 0 or x + w > width or y + h > height:
            continue  # the outside
        if w > dpi / 10 and h > dpi / 12 and area > 0.7 * w * h:
            cells.append((x, y, x + w, y + h))
    return cells
