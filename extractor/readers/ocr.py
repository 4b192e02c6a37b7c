"""Tesseract with the Vietnamese model: images of text to lines of words with their boxes and confidences."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image as Pillow

from extractor.readers.cleaning import Image
from extractor.readers.draft import Token
from extractor.readers.layout import Line
from extractor.text import nfc

PAGE, COLUMN, BLOCK, LINE = 3, 4, 6, 7
"""Tesseract's modes of page segmentation: a whole page, one column, one block of text, one line."""

_PLACES = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata")
_engines: dict[str, queue.LifoQueue[Any]] = {}


class MissingError(RuntimeError):
    """OCR cannot run here; the message says what to install."""


@cache
def model_folder(language: str = "vie") -> str:
    """Where the model of a language lies. Raises MissingError."""
    named = os.environ.get("TESSDATA_PREFIX")
    places = [Path(named), Path(named, "tessdata")] if named else []
    for pattern in _PLACES:
        places += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    for place in places:
        if (place / f"{language}.traineddata").is_file():
            return str(place)
    raise MissingError("install Tesseract's Vietnamese model (Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-vie), or set TESSDATA_PREFIX")


@contextmanager
def _engine(language: str) -> Iterator[Any]:
    """An engine from the pool: one is made for each thread that reads at once, and kept, for a model takes a while to load."""
    # One thread an engine: Tesseract's own threads make pages slower, and it asks only when it is loaded.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        import tesserocr
    except ImportError:
        raise MissingError("install the packages for OCR (pip install 'vn-directive-extractor[ocr]')") from None
    pool = _engines.setdefault(language, queue.LifoQueue())
    try:
        engine = pool.get_nowait()
    except queue.Empty:
        engine = tesserocr.PyTessBaseAPI(path=model_folder(language), lang=language, oem=tesserocr.OEM.LSTM_ONLY)
    try:
        yield engine
    finally:
        engine.Clear()
        pool.put(engine)


def read_lines(image: Image, dpi: int, *, mode: int = PAGE, language: str = "vie", seconds: int = 60) -> list[Line]:
    """The lines on an image, boxes in its points. Nothing where there is nothing to read, or where it takes too long."""
    if image.size == 0 or int(image.max()) - int(image.min()) < 40:
        return []  # nothing on it
    with _engine(language) as engine:
        engine.SetPageSegMode(mode)
        engine.SetImage(Pillow.fromarray(image))
        engine.SetSourceResolution(dpi)
        if not engine.Recognize(seconds * 1000):
            return []
        return _lines(engine)


def _lines(engine: Any) -> list[Line]:
    from tesserocr import RIL, iterate_level

    lines: list[Line] = []
    found = engine.GetIterator()
    if found is None:
        return lines
    for word in iterate_level(found, RIL.WORD):
        text = nfc((word.GetUTF8Text(RIL.WORD) or "").strip()) if not word.Empty(RIL.WORD) else ""
        box = word.BoundingBox(RIL.WORD)
        if not text or box is None:
            continue
        if not lines or word.IsAtBeginningOf(RIL.TEXTLINE):
            whole = word.BoundingBox(RIL.TEXTLINE)
            lines.append(Line([], float(word.RowAttributes()["row_height"]) or float(whole[3] - whole[1])))
        left, top, right, bottom = map(float, box)
        token = Token(" ".join(text.split()), (left, top, right, bottom), round(word.Confidence(RIL.WORD) / 100, 3))
        lines[-1].tokens.append(token)
    return [line for line in lines if line.tokens]


def quarter_turns(image: Image) -> int | None:
    """By how many quarter turns to the left an image must be turned to stand upright; None where it cannot be told."""
    try:
        with _engine("osd") as engine:
            engine.SetPageSegMode(0)
            engine.SetImage(Pillow.fromarray(image))
            found = engine.DetectOrientationScript()
    except (MissingError, RuntimeError):
        return None
    if not found or found["orient_conf"] < 1:
        return None
    return int(found["orient_deg"]) // 90 % 4
