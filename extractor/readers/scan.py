"""Scanned pages: images, pages of a TIFF, pages of a PDF that are pictures. Each is cleaned, its tables are read cell by cell and the rest as a page.

Boxes are in points on the page turned upright, as it came: the straightening is undone in them. A page that was read is kept in the cache by its content.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps

from extractor.encodings import well_formed
from extractor.model import Box, Page
from extractor.readers.cleaning import Cleaned, Image, clean, sideways
from extractor.readers.draft import CellDraft, Draft, Source, Token, joined
from extractor.readers.grid import grid
from extractor.readers.gutters import bands, one_block
from extractor.readers.layout import Grid, Line, Sheet, compose
from extractor.readers.ocr import BLOCK, COLUMN, LINE, PAGE, MissingError, model_folder, quarter_turns, read_lines
from extractor.readers.romans import repaired, reread
from extractor.readers.ruling import PixelBox, note_rule, tables
from extractor.readers.spelling import mended

_VERSION = "3"
"""Changes when pages are read differently, so that the cache forgets what it read before."""
_DOUBTFUL = 0.8
"""Confidence of a whole page below which it may stand on its head."""
_DPI = 250
"""Resolution from which a page is made smaller: the engine reads finer pages no better, and takes longer."""
_FRAME = 16
"""Points of paper around a part of a page that is read by itself."""
_ADVICE = "scan the page at 200 to 300 dpi and send it again"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as an image: its number, its resolution, its size in points."""

    number: int
    image: Pillow.Image
    dpi: int
    width: float
    height: float


def read(source: Source) -> Draft:
    """An image file, of one page or many, as a draft of a notice. Raises ReadError."""
    draft = Draft("image", "tesseract-vie")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
        try:
            opened = Pillow.open(io.BytesIO(source.data))
        except Pillow.DecompressionBombError:
            raise source.error("is an image of more points than are read", _ADVICE) from None
        except (OSError, ValueError, SyntaxError) as error:
            raise source.error(f"is a damaged image ({error})", "copy it again from where it came from, or scan it again") from None
    draft.format = (opened.format or "image").lower()
    count = int(getattr(opened, "n_frames", 1)) if draft.format in ("tiff", "mpo") else 1
    count = 1 if draft.format == "mpo" else count
    if count > source.limits.pages:
        raise source.too_large("pages", count, source.limits.pages, "split it into documents")
    compose(draft, sorted(read_pictures(_frames(opened, count, source), source, draft, done=0, total=count), key=lambda sheet: sheet.page.number))
    return draft


def _frames(opened: Pillow.Image, count: int, source: Source) -> Iterator[Picture]:
    for number in range(1, count + 1):
        try:
            opened.seek(number - 1)
            wide, high = opened.size
            if wide * high > source.limits.image_pixels:
                raise source.error(f"is an image of {wide:,} × {high:,} points, more than is read", _ADVICE)
            image = ImageOps.exif_transpose(opened).convert("L" if opened.mode in ("1", "L") else "RGB")
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
            raise source.error(f"is a damaged image ({error})", "copy it again from where it came from, or scan it again") from None
        dpi = _dpi(image, opened.info.get("dpi"))
        width, height = image.width / dpi * 72, image.height / dpi * 72
        if dpi > 350:
            image = image.resize((round(image.width * 300 / dpi), round(image.height * 300 / dpi)), Pillow.Resampling.LANCZOS)
            dpi = 300
        yield Picture(number, image, dpi, width, height)


def _dpi(image: Pillow.Image, stated: Any) -> int:
    """The resolution that a file states, where it fits a page of a usual size; else that which makes it an A4 page."""
    a4 = max(image.size) / 11.69
    try:
        said = float(stated[0])
    except (TypeError, IndexError, ValueError, ZeroDivisionError):
        said = 0.0
    return round(said if 0.6 * a4 < said < 1.7 * a4 else max(a4, 70))


def read_pictures(pictures: Iterable[Picture], source: Source, draft: Draft, *, done: int, total: int) -> Iterator[Sheet]:
    """Read pages as they are given, some at once, and give them as they are read. Raises ReadError."""
    cv2.setNumThreads(1)  # pages are read side by side: more threads would only wait for one another
    running: list[Future[Sheet]] = []
    with ThreadPoolExecutor(max_workers=max(1, source.workers)) as pool:

        def finished() -> Sheet:
            nonlocal done
            try:
                sheet = running.pop(0).result()
            except MissingError as error:
                for other in running:
                    other.cancel()
                raise source.error("is a scan, and OCR is not installed", str(error)) from None
            done += 1
            if source.progress:
                source.progress(done, total)
            if "nothing was read" in sheet.page.steps:
                draft.warnings.append(f"page {sheet.page.number}: nothing was read on it")
            return _mended(sheet, source.rules)

        for picture in pictures:
            source.check_time()
            if not running:
                _check(source)
            running.append(pool.submit(_sheet, picture, source))
            if len(running) > source.workers:
                yield finished()
        while running:
            yield finished()


def _mended(sheet: Sheet, rules: Path | None) -> Sheet:
    """A page with the words set right that OCR is known to mistake; after the cache, so that a rule that is changed holds at once."""
    fixed = mended([line.tokens for line in sheet.lines], rules)
    sheet.lines = [Line(tokens, line.size) for tokens, line in zip(fixed, sheet.lines, strict=True)]
    for cell in (cell for made in sheet.grids for cell in made.cells if cell.tokens):
        cell.tokens = tuple(mended([list(cell.tokens)], rules)[0])
        cell.paragraphs = [" ".join(token.text for token in cell.tokens)]
    return sheet


def _check(source: Source) -> None:
    try:
        model_folder()
    except MissingError as error:
        raise source.error("is a scan, and OCR is not installed", str(error)) from None


def _sheet(picture: Picture, source: Source) -> Sheet:
    image = np.asarray(picture.image)
    kept = source.cache / f"{_fingerprint(picture, image)}.json" if source.cache else None
    if kept is not None and (sheet := _remembered(kept, picture.number)) is not None:
        return sheet
    sheet = _read(picture, image, source.limits.page_seconds)
    if kept is not None:
        _remember(kept, sheet)
    return sheet


def _fingerprint(picture: Picture, image: Image) -> str:
    made = hashlib.blake2b(f"{_VERSION} {picture.dpi} {image.shape}".encode(), digest_size=32)
    made.update(np.ascontiguousarray(image).data)
    return made.hexdigest()


def _read(picture: Picture, image: Image, seconds: int) -> Sheet:
    if picture.dpi > _DPI:
        image = np.asarray(cv2.resize(image, None, fx=_DPI / picture.dpi, fy=_DPI / picture.dpi, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        picture = replace(picture, dpi=_DPI)
    turns = (quarter_turns(image) or 0) if sideways(image if image.ndim == 2 else image[:, :, 1]) else 0
    attempt = _attempt(picture, image, turns, seconds)
    if attempt[1] < _DOUBTFUL and (other := quarter_turns(image) if turns == 0 else 0):
        attempt = max(attempt, _attempt(picture, image, other, seconds), key=lambda a: a[1])
    return attempt[0]


def _attempt(picture: Picture, image: Image, turns: int, seconds: int) -> tuple[Sheet, float]:
    """A page read at one orientation, with how sure the engine was on the whole."""
    cleaned = clean(np.ascontiguousarray(np.rot90(image, turns)), picture.dpi)
    page = cleaned.image.copy()
    grids = [_grid(cells, cleaned, page, picture.dpi) for cells in tables(cleaned.ruled, picture.dpi, faint=cleaned.faint)]
    notes = note_rule(page, picture.dpi)
    lines = repaired(_tidied(_side_by_side(page, picture.dpi) + _rest(page, picture.dpi, seconds, notes=notes is not None)), cleaned.image)
    tokens = [token for line in lines for token in line.tokens] + [token for made in grids for cell in made.cells for token in cell.tokens]
    sure = sum(token.confidence * len(token.text) for token in tokens) / max(1, sum(len(token.text) for token in tokens))
    width, height = (picture.height, picture.width) if turns % 2 else (picture.width, picture.height)
    steps = ((f"turned left by {90 * turns} degrees",) if turns else ()) + cleaned.steps + (() if tokens else ("nothing was read",))
    scale = 72 / picture.dpi
    sheet = Sheet(
        Page(picture.number, 0, 0, width, height, picture.dpi, "scan", round(cleaned.skew, 2), steps),
        [Line([_scaled(token, scale) for token in line.tokens], line.size * scale) for part in lines for line in _apart(part)],
        [Grid([_scaled_cell(cell, scale) for cell in made.cells], _box(made.box, scale)) for made in grids],
        tuple(tuple(float(v) * (scale if i == 2 else 1) for i, v in enumerate(row)) for row in cleaned.back),
        None if notes is None else notes * scale,
    )
    return sheet, sure


def _side_by_side(page: Image, dpi: int) -> list[Line]:
    """The lines of what stands in two columns, each column read by itself and wiped off the page: read as one page, lines of both run together."""
    lines: list[Line] = []
    for band in bands(page, dpi):
        for left, right in ((0, band.gutter), (band.gutter, page.shape[1])):
            top = max(0, band.top)
            column = page[top : band.bottom, left:right]
            found = read_lines(_framed(column), dpi, mode=COLUMN)
            lines += [Line([_moved(token, left - _FRAME, top - _FRAME) for token in line.tokens], line.size) for line in found]
        page[max(0, band.top) : band.bottom] = 255
    return lines


def _rest(page: Image, dpi: int, seconds: int, *, notes: bool) -> list[Line]:
    """The lines of what is left on a page, of the part of it where there is any ink; ``notes``: small print may stand below the rest."""
    ys, xs = np.nonzero(page[::4, ::4] < 128)
    if len(xs) < 3:
        return []
    margin = dpi // 4
    left, top = max(0, 4 * int(xs.min()) - margin), max(0, 4 * int(ys.min()) - margin)
    part = np.ascontiguousarray(page[top : 4 * int(ys.max()) + margin, left : 4 * int(xs.max()) + margin])
    # The engine need not look for columns and pictures where there are none: that is a tenth of its time. In a block, all lines are of one height to it.
    found = read_lines(part, dpi, mode=BLOCK if not notes and one_block(part, dpi) else PAGE, seconds=seconds)
    return [Line([_moved(token, left, top) for token in line.tokens], line.size) for line in found]


def _cell_lines(inside: Image, dpi: int) -> list[Line]:
    """The lines of a cell; a number that stands alone in it is cut out and enlarged, for it is no block of text to the engine."""
    paper = int(np.median(inside))
    lines = _tidied(read_lines(_framed(inside, paper), dpi, mode=BLOCK), alone=True)
    if lines:
        return [Line([_moved(token, -_FRAME, -_FRAME) for token in line.tokens], line.size) for line in lines]
    ys, xs = np.nonzero(inside < min(160, paper - 60))
    if len(xs) < (dpi / 40) ** 2 or np.ptp(ys) > dpi / 4:
        return []
    left, top = int(xs.min()), int(ys.min())
    ink = inside[top : int(ys.max()) + 1, left : int(xs.max()) + 1]
    large: Any = cv2.resize(ink, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    lines = _tidied(read_lines(_framed(np.asarray(large, dtype=np.uint8), paper), 2 * dpi, mode=LINE), alone=True)
    return [Line([_moved(_scaled(_moved(token, -_FRAME, -_FRAME), 0.5), left, top) for token in line.tokens], line.size / 2) for line in lines]


def _framed(image: Image, paper: int = 255) -> Image:
    """An image with paper around it: the engine misses what touches the border."""
    return np.asarray(cv2.copyMakeBorder(image, _FRAME, _FRAME, _FRAME, _FRAME, cv2.BORDER_CONSTANT, value=paper), dtype=np.uint8)


def _grid(cells: list[PixelBox], cleaned: Cleaned, page: Image, dpi: int) -> Grid:
    """A table read cell by cell, and wiped off the page."""
    made = grid([(float(a), float(b), float(c), float(d)) for a, b, c, d in cells], tolerance=dpi / 20)
    inset = max(3, dpi // 50)
    for cell in made.cells:
        assert cell.box is not None
        left, top, right, bottom = (int(v) for v in cell.box)
        inside = cleaned.fine[top + inset : bottom - inset, left + inset : right - inset]
        if inside.shape[0] < dpi // 20 or inside.shape[1] < dpi // 20:
            continue
        lines = reread(_cell_lines(inside, dpi), inside)
        cell.tokens = joined([_moved(token, left + inset, top + inset) for token in line.tokens] for line in lines)
        cell.paragraphs = [" ".join(token.text for token in cell.tokens)]
    left, top, right, bottom = (int(v) for v in made.box)
    page[max(0, top - inset * 2) : bottom + inset * 2, max(0, left - inset * 2) : right + inset * 2] = 255
    return made


def _tidied(lines: list[Line], *, alone: bool = False) -> list[Line]:
    """Lines without what is no print: specks, the strokes of a signature, the rest of a seal."""
    kept: list[Line] = []
    usual = float(np.median([line.size for line in lines])) if lines else 0.0
    for line in lines:
        read = [_unquoted(token) for token in line.tokens]
        tokens = [token for token in read if token.text and (_is_print(token, usual if not alone else 0.0) or _belongs(token, line))]
        sure = sum(token.confidence for token in tokens) / max(1, len(tokens))
        if tokens and (sure > 0.4 or any(well_formed(t.text.strip(".,;:")) and len(t.text) > 2 and t.confidence > 0.6 for t in tokens)):
            kept.append(Line(tokens, line.size))
    return kept


def _unquoted(token: Token) -> Token:
    """A word without the specks that were read as quotes before it (print has “these”); a dash of any form is a dash.

    >>> _unquoted(Token("'Báo", (0, 0, 9, 9), 0.8)).text, _unquoted(Token("~", (0, 5, 9, 6), 0.6)).text, _unquoted(Token("`", (0, 0, 1, 1), 0.7)).text
    ('Báo', '-', '')
    """
    text = token.text.lstrip("'`‘’\\")
    return replace(token, text="-" if text in ("~", "—", "_") else text)


def _belongs(token: Token, line: Line) -> bool:
    """Whether a word that was read badly stands among others of its height that were read well: an abbreviation that no dictionary has."""
    others = [other for other in line.tokens if other is not token and other.confidence > 0.8]
    if len(others) < 2 or not any(c.isalpha() for c in token.text):
        return False
    height = float(np.median([other.box[3] - other.box[1] for other in others]))
    return 0.6 * height < token.box[3] - token.box[1] < 1.5 * height


def _is_print(token: Token, usual: float) -> bool:
    height = token.box[3] - token.box[1]
    if token.confidence < 0.2 or (usual and height > 3 * usual):
        return False
    if any(c.isalnum() for c in token.text):
        word = token.text.strip(".,;:()“”\"'-/")
        return token.confidence > (0.45 if len(word) < 2 else 0.3) or well_formed(word) or len(word) > 3 or word.isdigit()
    return token.confidence > 0.6 or token.text in ("-", "–", "/", "...", "…", "•")


def _apart(line: Line) -> list[Line]:
    """A line cut at its wide gaps: the columns of a letterhead stand on one line."""
    parts = [[line.tokens[0]]]
    for token in line.tokens[1:]:
        if token.box[0] - parts[-1][-1].box[2] > 1.3 * line.size:
            parts.append([])
        parts[-1].append(token)
    return [Line(part, line.size) for part in parts]


def _moved(token: Token, dx: int, dy: int) -> Token:
    left, top, right, bottom = token.box
    return Token(token.text, (left + dx, top + dy, right + dx, bottom + dy), token.confidence)


def _box(box: Box, scale: float) -> Box:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


def _scaled(token: Token, scale: float) -> Token:
    return Token(token.text, _box(token.box, scale), token.confidence)


def _scaled_cell(cell: CellDraft, scale: float) -> CellDraft:
    assert cell.box is not None
    tokens = tuple(_scaled(token, scale) for token in cell.tokens)
    return CellDraft(cell.row, cell.column, cell.paragraphs, cell.row_span, cell.column_span, _box(cell.box, scale), tokens)


def _remembered(path: Path, number: int) -> Sheet | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Sheet(
            Page(**{**kept["page"], "number": number, "steps": tuple(kept["page"]["steps"]), "words": ()}),
            [Line([_token(t) for t in tokens], size) for size, tokens in kept["lines"]],
            [Grid([_cell(c) for c in cells], tuple(box)) for box, cells in kept["grids"]],
            tuple(tuple(row) for row in kept["back"]),
            kept["notes"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _token(kept: list[Any]) -> Token:
    return Token(kept[0], tuple(kept[1]), kept[2])


def _cell(kept: dict[str, Any]) -> CellDraft:
    return CellDraft(**{**kept, "box": tuple(kept["box"]), "tokens": tuple(_token(list(t.values())) for t in kept["tokens"])})


def _remember(path: Path, sheet: Sheet) -> None:
    kept = {
        "page": asdict(sheet.page),
        "lines": [(line.size, [(t.text, t.box, t.confidence) for t in line.tokens]) for line in sheet.lines],
        "grids": [(made.box, [asdict(cell) for cell in made.cells]) for made in sheet.grids],
        "back": sheet.back,
        "notes": sheet.notes,
    }
    with suppress(OSError):  # a disk that is full or not ours to write to: the page is read anew the next time
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # what stands in notices is for their readers alone
        part = path.with_suffix(f".{os.getpid()}-{id(sheet)}.part")
        part.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        part.replace(path)
