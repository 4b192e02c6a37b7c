"""What is done to the image of a page before it is read: coloured stamps removed, noise and shadows taken off, turned upright, straightened.

Images are arrays of bytes: (height, width, 3) in RGB or (height, width) in grey, 0 black and 255 white.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
_FAINT = 205
"""Grey below which a point of an evened page may be print."""
_WHITE = 238
"""Grey that the paper of a good scan has at least."""
_POINTS = 30_000
"""Points of ink by which the slope of a page is measured."""
_COLOURED = 60
"""Difference of the strongest and the weakest channel from which a point has a colour."""


@dataclass(slots=True)
class Cleaned:
    """A page ready to be read, in grey, with what was done to it. ``skew`` is the angle in degrees by which it was turned back."""

    image: Image
    fine: Image
    """The same with more of its grain, for small letters."""
    ruled: Image
    """The page before specks were removed: that destroys thin rules."""
    skew: float
    steps: tuple[str, ...]
    faint: bool
    """The page is a bad copy: its rules may have gaps."""
    back: NDArray[np.float64]
    """The 2 × 3 matrix that maps a point of the straightened page to the page as it came."""


def clean(image: Image, dpi: int) -> Cleaned:
    """Clean the image of a page that stands upright."""
    steps: list[str] = []
    grey, coloured = without_colour(image)
    if coloured:
        steps.append("colour removed")
    ruled = fine = grey
    faint = noisy(grey, dpi)
    if not faint:
        grey = ruled = fine = _stretched(grey)
    else:
        even = flattened(grey, dpi)
        ruled = np.asarray(cv2.medianBlur(even, 3), dtype=np.uint8)
        specks = speck_mask(ruled, dpi)
        # The median takes the grain away, and the hooks of small letters with it.
        fine = _whitened(np.asarray(cv2.addWeighted(even, 0.5, ruled, 0.5, 0), dtype=np.uint8), specks)
        grey = _whitened(ruled, specks)
        steps += ["background flattened", "specks removed"]
    angle = skew(grey, dpi)
    height, width = grey.shape
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), dtype=np.float64)
    if abs(angle) >= 0.05:
        steps.append(f"straightened by {angle:.2f} degrees")
        fine = _turned(fine, turn) if faint else _turned(grey, turn)
        ruled = _turned(ruled, turn) if faint else fine
        grey = _turned(grey, turn) if faint else fine
    return Cleaned(bared(grey, dpi), fine, ruled, angle, tuple(steps), faint, np.asarray(cv2.invertAffineTransform(turn), dtype=np.float64))


def _stretched(grey: Image) -> Image:
    """The page with the grain of its paper white and its print black."""
    sample = grey[::3, ::3]
    paper = float(np.median(sample)) - 12
    ink = sample[sample < 0.5 * paper]
    dark = float(np.percentile(ink, 25)) if ink.size > 50 else 0.0
    level = np.clip((np.arange(256) - dark) * (255 / max(paper - dark, 20)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(grey, level), dtype=np.uint8)


def bared(grey: Image, dpi: int) -> Image:
    """The page with its paper white where nothing is printed: there the engine looks long for letters in the grain, and finds some."""
    _, black = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    small: Any = cv2.resize(black, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    inked = cv2.dilate((small > 40).astype(np.uint8), np.ones((dpi // 24 | 1, dpi // 20 | 1), np.uint8))
    near: Any = cv2.resize(inked, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.where(near > 0, grey, np.uint8(255))


def _turned(image: Image, matrix: NDArray[np.float64]) -> Image:
    height, width = image.shape
    turned: Any = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def without_colour(image: Image) -> tuple[Image, bool]:
    """The page in grey without what is red or blue on it: seals, stamps, ink. In the strongest channel they are nearly white, and print stays black."""
    if image.ndim == 2:
        return image, False
    paper = np.percentile(image[::8, ::8], 90, axis=(0, 1))
    if (_spread(image[::3, ::3], paper)[0] > _COLOURED).mean() < 0.0005:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8), False
    spread, strongest = _spread(image, paper)
    # Colour is stored more coarsely than light: the rim of a stroke has less of it.
    near = cv2.dilate((spread > _COLOURED // 2).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    strongest[near & (strongest > 140)] = 255
    return np.asarray(strongest, dtype=np.uint8), True


def _spread(image: Image, paper: NDArray[np.float64]) -> tuple[Image, Image]:
    """At each point the difference of the strongest and the weakest channel, and the strongest, as they are where the paper is white."""
    channels: list[Any] = list(cv2.split(image))
    if np.ptp(paper) > 6:
        channels = [cv2.convertScaleAbs(channel, alpha=245.0 / max(level, 60.0)) for channel, level in zip(channels, paper, strict=True)]
    strongest: Any = cv2.max(cv2.max(channels[0], channels[1]), channels[2])
    weakest: Any = cv2.min(cv2.min(channels[0], channels[1]), channels[2])
    return strongest - weakest, strongest


def noisy(grey: Image, dpi: int) -> bool:
    """Whether a page is a bad copy: full of specks, or grey where it should be white."""
    band = grey.shape[0] // 16  # every other band of sixteen will do
    sample = np.concatenate([grey[i * band : (i + 1) * band] for i in range(0, 16, 2)])
    _, black = cv2.threshold(sample, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(black, connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    unit = (dpi / 200) ** 2
    letters = int(((areas > 20 * unit) & (areas < 2000 * unit)).sum())
    specks = int((areas <= 4 * unit).sum())
    return specks > 0.5 * max(letters, 25) or float(np.median(sample[::3, ::3])) < _WHITE


def flattened(grey: Image, dpi: int) -> Image:
    """The page with its background made even and white, and its print made black."""
    size = max(3, round(dpi / 8)) | 1
    small: Any = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper: Any = cv2.medianBlur(cv2.dilate(small, np.ones((3, 3), np.uint8)), min(size, 255))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = grey.astype(np.float32) / np.maximum(paper, 1) * 255
    dark = float(np.percentile(even, 1))
    stretched: Image = np.clip((even - dark) * (255 / max(235 - dark, 20)), 0, 255).astype(np.uint8)
    return stretched


def speck_mask(grey: Image, dpi: int) -> NDArray[np.bool_]:
    """Where there are dots on a page: the small ones that are too far from any letter to be a full stop or a tone mark, and what touches the border."""
    unit = (dpi / 200) ** 2
    # Where a copy is faint, its print is hardly darker than the paper.
    _, black = cv2.threshold(grey, _FAINT, 255, cv2.THRESH_BINARY_INV)
    _, found, stats, _ = cv2.connectedComponentsWithStats(black, connectivity=8)
    labels = np.asarray(found, dtype=np.int32)
    area = stats[:, cv2.CC_STAT_AREA]
    letters = (area > 45 * unit) & (stats[:, cv2.CC_STAT_HEIGHT] > dpi / 25)
    letters[0] = False
    close, wide = _touching(labels, letters, dpi // 36, dpi // 36), _touching(labels, letters, dpi // 10, dpi // 22)
    speck = ((area < 14 * unit) & ~close) | ((area < 90 * unit) & ~wide)
    # The edge of a sheet that lay askew in the copier is a bar along the border.
    height, width = grey.shape
    at_edge = (stats[:, 0] < 3) | (stats[:, 1] < 3) | (stats[:, 0] + stats[:, 2] > width - 3) | (stats[:, 1] + stats[:, 3] > height - 3)
    speck |= at_edge
    speck[0] = False
    return np.asarray(cv2.dilate(speck[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, dtype=np.bool_)


def _whitened(image: Image, where: NDArray[np.bool_]) -> Image:
    return np.where(where, np.uint8(255), image)


def _touching(labels: NDArray[np.int32], of: NDArray[np.bool_], across: int, down: int) -> NDArray[np.bool_]:
    """Which of the labelled shapes come as near as this to some of them."""
    near = cv2.dilate(of[labels].astype(np.uint8), np.ones((2 * down + 1, 2 * across + 1), np.uint8))
    found = np.zeros(len(of), dtype=bool)
    found[np.unique(labels[near > 0])] = True
    return found


def skew(grey: Image, dpi: int) -> float:
    """The angle in degrees, up to 6 either way, by which the lines of a page slope: at the right one, rows of ink and rows of paper differ most."""
    scale = min(1.0, 100 / dpi)
    small: Any = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, black = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    points = cv2.findNonZero(black)
    if points is None or len(points) < 200:
        return 0.0
    points = points[:: len(points) // _POINTS + 1].reshape(-1, 2).astype(np.float32)
    across, down = points[:, 0].copy(), points[:, 1] + np.float32(small.shape[1] + 0.5)  # no row is then below 0

    def sharpness(angle: float) -> float:
        rows = (down - across * np.float32(math.tan(math.radians(angle)))).astype(np.int32)
        profile = np.bincount(rows).astype(np.float64)
        return float(((profile[1:] - profile[:-1]) ** 2).sum())

    best = max(np.arange(-6, 6.01, 0.5), key=sharpness)
    best = max(np.arange(best - 0.4, best + 0.41, 0.1), key=sharpness)
    near = np.arange(best - 0.12, best + 0.13, 0.02)
    found = np.array([sharpness(angle) for angle in near])
    return float(near[found >= 0.998 * found.max()].mean())  # of a few lines of text, several angles are as good


def sideways(grey: Image) -> bool:
    """Whether the lines of a page run from top to bottom."""
    height, width = grey.shape
    inner = grey[height // 12 : -height // 12, width // 12 : -width // 12]  # the edge of the sheet may be dark
    small: Any = cv2.resize(inner, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    _, black = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink = black.astype(np.float64) / 255

    def contrast(profile: NDArray[np.float64]) -> float:
        return float(np.abs(np.diff(profile)).sum())

    return contrast(ink.sum(axis=0)) > 1.5 * contrast(ink.sum(axis=1))
