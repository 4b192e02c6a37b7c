"""Sets notices of our own on pages, as offices do, and makes bad scans of them. The same pages come out as PDF and as images, with what stands on them.

Lengths are points; fonts are Tinos (Debian: fonts-croscore), else DejaVu Serif.
"""

from __future__ import annotations

import ctypes
import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractor.readers.letterhead import is_motto
from extractor.text import Reading, read

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 85.0, 538.0, 57.0, 785.0
_FACES = {
    "": ("croscore/Tinos-Regular.ttf", "dejavu/DejaVuSerif.ttf"),
    "b": ("croscore/Tinos-Bold.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    "i": ("croscore/Tinos-Italic.ttf", "dejavu/DejaVuSerif.ttf"),
}


@dataclass(frozen=True)
class Notice:
    """What stands on the pages of a notice, column by column as it is read."""

    left: list[str]
    right: list[str]
    titles: list[str]
    body: list[str]
    table: list[list[str]]
    recipients: list[str]
    signature: list[str]
    widths: tuple[float, ...] = (28, 160, 100, 90, 75)

    @property
    def text(self) -> str:
        cells = [cell for row in self.table for cell in row]
        return " ".join([*self.left, *self.right, *self.titles, *self.body, *cells, *self.recipients, *self.signature])


@dataclass
class Sheet:
    """A page to be drawn: words (text, x, baseline, size, face) and rules (x0, y0, x1, y1)."""

    words: list[tuple[str, float, float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


@cache
def face(style: str) -> Path:
    """The file of a font. Raises FileNotFoundError."""
    for name in _FACES[style]:
        path = Path("/usr/share/fonts/truetype", name)
        if path.is_file():
            return path
    raise FileNotFoundError("no font with Vietnamese letters: install fonts-croscore")


@cache
def _font(style: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face(style), round(size * 20))


def _length(text: str, style: str, size: float) -> float:
    return sum(_font(style, size).getlength(letter) for letter in text) / 20  # without kerning, as the PDF is set


def _wrapped(text: str, style: str, size: float, width: float, indent: float = 0.0) -> list[list[str]]:
    lines: list[list[str]] = [[]]
    room = width - indent
    for word in text.split():
        if lines[-1] and _length(" ".join([*lines[-1], word]), style, size) > room:
            lines.append([])
            room = width
        lines[-1].append(word)
    return lines


class _Setter:
    """Sets a notice line by line, page by page."""

    def __init__(self) -> None:
        self.sheets = [Sheet()]
        self.y = TOP + 13

    def room(self, height: float) -> None:
        """Turn the page if less than this is left of it."""
        if self.y + height > BOTTOM:
            self.sheets.append(Sheet())
            number = str(len(self.sheets))
            self.put(number, (WIDTH - _length(number, "", 13)) / 2, TOP - 20, 13)
            self.y = TOP + 13

    def put(self, text: str, x: float, y: float, size: float, style: str = "") -> None:
        self.sheets[-1].words.append((text, x, y, size, style))

    def centred(self, text: str, middle: float, y: float, size: float, style: str = "") -> None:
        self.put(text, middle - _length(text, style, size) / 2, y, size, style)

    def title(self, text: str) -> None:
        for words in _wrapped(text, "b", 14, RIGHT - LEFT - 40):
            self.room(18)
            self.centred(" ".join(words), (LEFT + RIGHT) / 2, self.y, 14, "b")
            self.y += 18
        self.y += 5

    def paragraph(self, text: str, size: float = 14) -> None:
        style = "b" if text.isupper() or text.split(" ", 1)[-1].isupper() else ""
        lines = _wrapped(text, style, size, RIGHT - LEFT, 28)
        for i, words in enumerate(lines):
            self.room(18)
            x = LEFT + (28 if i == 0 else 0)
            spare = RIGHT - x - sum(_length(w, style, size) for w in words)
            gap = spare / (len(words) - 1) if i + 1 < len(lines) and len(words) > 1 else _length(" ", style, size)
            for word in words:
                self.put(word, x, self.y, size, style)
                x += _length(word, style, size) + gap
            self.y += 18.5
        self.y += 5

    def table(self, rows: list[list[str]], widths: tuple[float, ...]) -> None:
        edges = [LEFT + sum(widths[:i]) for i in range(len(widths) + 1)]
        for number, row in enumerate(rows):
            style = "b" if number == 0 else ""
            cells = [_wrapped(text, style, 12, width - 8) for text, width in zip(row, widths, strict=True)]
            height = max(map(len, cells)) * 15 + 6
            self.room(height + 4)
            top = self.y - 11
            for lines, x in zip(cells, edges, strict=False):
                for i, words in enumerate(lines):
                    self.put(" ".join(words), x + 4, top + 14 + 15 * i, 12, style)
            rules = self.sheets[-1].rules
            rules += [(edges[0], y, edges[-1], y) for y in (top, top + height)] + [(x, top, x, top + height) for x in edges]
            self.y += height
        self.y += 16


def set_pages(notice: Notice) -> list[Sheet]:
    """The pages of a notice."""
    setter = _Setter()
    for i, line in enumerate(notice.left):
        setter.centred(line, 175, setter.y + 16 * i, 12 if i + 1 < len(notice.left) else 13, "b" if i == 1 else "")
    for i, line in enumerate(notice.right):
        setter.centred(line, 410, setter.y + 16 * i, (12, 13, 13)[min(i, 2)], ("b", "b", "i")[min(i, 2)])
    setter.y += 16 * max(len(notice.left), len(notice.right)) + 22
    for title in notice.titles:
        setter.title(title)
    for paragraph in notice.body:
        setter.paragraph(paragraph)
    setter.table(notice.table, notice.widths)
    setter.room(140)
    for i, line in enumerate(notice.recipients):
        setter.put(line, LEFT, setter.y + (15 * i), 12 if i == 0 else 11, "b" if i == 0 else "")
    for i, line in enumerate(notice.signature):
        setter.centred(line, 430, setter.y + 17 * i + (60 if i + 1 == len(notice.signature) else 0), 14, "b")
    return setter.sheets


def set_text(text: str) -> list[Sheet]:
    """The pages of a document of the corpus: its letterhead in two columns, its paragraphs, rows of cells ("a | b") as ruled tables."""
    lines = [line.strip() for line in Reading(text, read(text)).text.split("\n")]
    setter = _Setter()
    motto = next((i for i, line in enumerate(lines[:14]) if is_motto(line)), None)
    if motto is not None:
        date = next((i for i in range(motto + 1, min(motto + 6, len(lines))) if "ngày" in lines[i] and "năm" in lines[i]), motto + 1)
        left, right = (_bare(part) for part in (lines[:motto], lines[motto : date + 1]))
        columns = [[words for line in column for words in _wrapped(line, "b", 12, width)] for column, width in ((left, 190), (right, 256))]
        for column, middle in zip(columns, (175, 410), strict=True):
            for i, words in enumerate(column):
                setter.centred(" ".join(words), middle, setter.y + 16 * i, 12, "b")
        setter.y += 16 * (max(map(len, columns)) + 1)
        lines = lines[date + 1 :]
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) > 1 and (not rows or len(cells) == len(rows[0])):
            rows += [cells] if any(set(cell) - set("-: ") for cell in cells) else []
            continue
        if rows:
            setter.table(rows, tuple((RIGHT - LEFT) / len(rows[0]) for _ in rows[0]))
            rows = []
        if line and set(line) - set("-_* "):
            (setter.title if line.isupper() and not line[0].isdigit() and len(line) < 60 else setter.paragraph)(line)
    return setter.sheets


def _bare(lines: list[str]) -> list[str]:
    return [line for line in lines if set(line) - set("-_* ")]


def drawn(sheet: Sheet, dpi: int) -> Image.Image:
    """A page as a clean image."""
    scale = dpi / 72
    image = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255)
    pen = ImageDraw.Draw(image)
    for text, x, y, size, style in sheet.words:
        pen.text((x * scale, y * scale), text, font=ImageFont.truetype(face(style), round(size * scale)), fill=0, anchor="ls")
    for x0, y0, x1, y1 in sheet.rules:
        pen.line((x0 * scale, y0 * scale, x1 * scale, y1 * scale), fill=0, width=max(1, round(0.6 * scale)))
    return image.convert("RGB")


def as_pdf(sheets: list[Sheet], *, images: list[Image.Image] | None = None, invisible: bool = False, over: bool = False, letters: Any = str) -> bytes:
    """The pages as a PDF with text; with images, these instead, or under the text, which may be invisible; ``letters`` may spoil each word."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    document = pdfium.PdfDocument.new()
    fonts: dict[str, Any] = {}
    for style in _FACES:
        data = face(style).read_bytes()
        buffer = (ctypes.c_ubyte * len(data)).from_buffer_copy(data)
        fonts[style] = raw.FPDFText_LoadFont(document, buffer, len(data), raw.FPDF_FONT_TRUETYPE, True)
    for i, sheet in enumerate(sheets):
        page = document.new_page(WIDTH, HEIGHT)
        if images is not None:
            jpeg = io.BytesIO()
            images[i].save(jpeg, "JPEG", quality=85)
            placed = pdfium.PdfImage.new(document)
            placed.load_jpeg(jpeg)
            placed.set_matrix(pdfium.PdfMatrix().scale(WIDTH, HEIGHT))
            page.insert_obj(placed)
        for text, x, y, size, style in sheet.words if images is None or invisible or over else ():
            item = raw.FPDFPageObj_CreateTextObj(document, fonts[style], size)
            encoded = (letters(text) + "\0").encode("utf-16-le")
            raw.FPDFText_SetText(item, ctypes.cast(encoded, ctypes.POINTER(ctypes.c_ushort)))
            raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, x, HEIGHT - y)
            if invisible:
                raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
            raw.FPDFPage_InsertObject(page, item)
        for x0, y0, x1, y1 in sheet.rules if images is None else ():
            rule = raw.FPDFPageObj_CreateNewRect(x0, HEIGHT - y1 - 0.3, max(x1 - x0, 0.6), max(y1 - y0, 0.6))
            raw.FPDFPath_SetDrawMode(rule, raw.FPDF_FILLMODE_ALTERNATE, False)
            raw.FPDFPage_InsertObject(page, rule)
        page.gen_content()
        page.close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def scanned(page: Image.Image, dpi: int, *, seed: int, skew: float = 1.3, stamps: int = 1, over_text: bool = False, fade: bool = False) -> Image.Image:
    """A page as a scanner or, with ``fade``, a worn copier gives it: askew, blurred, noisy, with red seals at the signature or over the text."""
    rng = np.random.default_rng(seed)
    array = np.asarray(page).copy()
    height, width = array.shape[:2]
    for i in range(stamps):
        x, y = (rng.uniform(0.3, 0.9) * width, rng.uniform(0.25, 0.7) * height) if over_text else (0.72 * width, (0.84 + 0.05 * i) * height)
        array = _sealed(array, int(x), int(y), dpi, rng)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    array = cv2.warpAffine(array, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    array = cv2.GaussianBlur(array, (0, 0), 0.45 * dpi / 200)
    if fade:
        return _faded(np.asarray(array, dtype=np.uint8), dpi, rng)
    noise = rng.normal(0, 6, (height, width, 1))
    return _jpeg(np.clip(array * 0.96 + 6 + noise, 0, 255).astype(np.uint8), 80)


def _jpeg(array: NDArray[np.uint8], quality: int) -> Image.Image:
    _, data = cv2.imencode(".jpg", array[..., ::-1] if array.ndim == 3 else array, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return Image.open(io.BytesIO(data.tobytes()))


def _sealed(array: NDArray[np.uint8], x: int, y: int, dpi: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Red ink over what is printed: print stays dark under it."""
    radius = round(0.7 * dpi)
    seal = Image.new("L", (2 * radius, 2 * radius), 0)
    pen = ImageDraw.Draw(seal)
    for ring in (1.0, 0.92, 0.6):
        inset = radius * (1 - ring)
        pen.ellipse((inset, inset, 2 * radius - inset, 2 * radius - inset), outline=255, width=max(2, dpi // 70))
    spokes = zip(np.arange(10) * np.pi / 5, (0.4 * radius, 0.16 * radius) * 5, strict=True)
    points = [(radius + reach * np.sin(angle), radius - reach * np.cos(angle)) for angle, reach in spokes]
    pen.polygon([(float(a), float(b)) for a, b in points], fill=255)
    letters = ImageFont.truetype(face("b"), radius // 4)
    for k, letter in enumerate("CƠ QUAN BAN HÀNH VĂN BẢN "):
        angle = k * 2 * np.pi / 25
        pen.text((radius + radius * 0.76 * np.sin(angle), radius - radius * 0.76 * np.cos(angle)), letter, font=letters, fill=255, anchor="mm")
    ink = np.asarray(seal, dtype=np.float32) / 255 * rng.uniform(0.75, 0.95, (2 * radius, 2 * radius))
    x0, y0 = max(0, x - radius), max(0, y - radius)
    x1, y1 = min(array.shape[1], x + radius), min(array.shape[0], y + radius)
    part = ink[y0 - y + radius : y1 - y + radius, x0 - x + radius : x1 - x + radius, None]
    filtered = array[y0:y1, x0:x1] * np.array([0.85, 0.2, 0.25])
    array[y0:y1, x0:x1] = (array[y0:y1, x0:x1] * (1 - part) + filtered * part).astype(np.uint8)
    return array


def _faded(array: NDArray[np.uint8], dpi: int, rng: np.random.Generator) -> Image.Image:
    grey = cv2.cvtColor(array, cv2.COLOR_RGB2GRAY).astype(np.float64)
    height, width = grey.shape
    strength = np.linspace(rng.uniform(0.45, 0.6), 0.9, width)[None, :]
    grey = 232 - (255 - grey) * strength * 0.85
    grey += rng.normal(0, 9, grey.shape)
    for _ in range(round(height * width * (200 / dpi) ** 2 / 9000)):
        x, y, size = int(rng.integers(0, width)), int(rng.integers(0, height)), int(rng.integers(1, max(2, dpi // 80)))
        grey[y : y + size, x : x + size] = rng.uniform(0, 90)
    edge = round(width * 0.985)
    grey[:, edge:] -= rng.uniform(60, 120, (height, width - edge))
    return _jpeg(np.clip(grey, 0, 255).astype(np.uint8), 70)
