"""PDF files, decided page by page: born digital, with a layer of OCR, with a bad text layer, or a scan that is read by OCR."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import regex

from extractor.encodings import from_tcvn3, from_vni, legacy_font, quality, repair, well_formed
from extractor.model import Box, Page
from extractor.readers.draft import Draft, Source, Token, joined
from extractor.readers.grid import grid
from extractor.readers.layout import Grid, Line, Sheet, compose
from extractor.readers.numbering import symbol
from extractor.text import nfc

if TYPE_CHECKING:
    from extractor.readers.scan import Picture

_PRIVATE = regex.compile(r"[\ue000-\uf8ff\ufffd]")
_DRAWING = 5_000
"""Drawn objects on a page beyond which it is a drawing, and no table is looked for in it."""
_PICTURED = 0.6
"""Share of a page from which a picture on it is the page itself."""
_SIGNED = 250
"""Letters that a digital signature prints over a scan at most: who signed, of which office, when."""
_MARKS = ".,;:()[]“”\"'/-"
_ADVICE = "open it in a PDF program and print it to a new PDF"


def read(source: Source) -> Draft:
    """A PDF file as a draft of a notice. Raises ReadError."""
    draft = Draft("pdf", "pdf")
    with closing(_opened(source)) as document:
        count = len(document)
        if count > source.limits.pages:
            raise source.too_large("pages", count, source.limits.pages, "split it into documents")
        sheets: dict[int, Sheet] = {}
        scans: list[int] = []
        for number in range(1, count + 1):
            source.check_time()
            sheet = _sheet(document, number, source, draft)
            if sheet is None:
                scans.append(number)
            else:
                sheets[number] = sheet
                if source.progress:
                    source.progress(len(sheets), count)
        for sheet in _scanned(document, scans, source, draft, count):
            sheets[sheet.page.number] = sheet
    ordered = [sheets[number] for number in sorted(sheets)]
    compose(draft, ordered)
    draft.decoder = "+".join(dict.fromkeys(sheet.page.kind for sheet in ordered)) or "pdf"
    return draft


def _scanned(document: Any, numbers: list[int], source: Source, draft: Draft, count: int) -> Iterator[Sheet]:
    """The pages that must be read by OCR, whose packages are needed for them alone."""
    if not numbers:
        return
    try:
        from extractor.readers.scan import read_pictures
    except ImportError as error:
        pages = f"page {numbers[0]} is a scan, and the package {error.name} is not installed"
        raise source.error(pages, "install it: pip install 'vn-directive-extractor[ocr]'") from None
    pictures = (_picture(document, number, source) for number in numbers)
    yield from read_pictures(pictures, source, draft, done=count - len(numbers), total=count)


def _opened(source: Source) -> Any:
    try:
        return pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise source.error("is locked by a password", "open it, take the password off and save it again") from None
        raise source.error(f"is a damaged PDF ({error})", "copy it again from where it came from, or print it to a new PDF") from None


def _sheet(document: Any, number: int, source: Source, draft: Draft) -> Sheet | None:
    """The lines and tables of a page that holds text; None for one that must be read by OCR."""
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise source.error(f"page {number} is damaged ({error})", _ADVICE) from None
    with closing(page):
        width, height = page.get_size()
        shown = _Content(page, source, number)
        with closing(page.get_textpage()) as textpage:
            words = _words(textpage, _to_device(page, width, height))
        words = [w for w in words if w.box[2] > 0 and w.box[0] < width and w.box[3] > 0 and w.box[1] < height]
        text = " ".join(w.text for w in words)
        letters = sum(c.isalnum() for c in text)
        kind = "born-digital"
        pictured = shown.images > _PICTURED * width * height and not shown.invisible
        if (letters < 20 and shown.drawn) or (letters < _SIGNED and pictured) or sum(len(w.text) == 1 for w in words) > max(50, 0.6 * len(words)):
            return None  # nothing to read but a picture, or text that runs from top to bottom: it must be looked at
        if shown.images > _PICTURED * width * height and shown.invisible:
            if not _sound(text):
                return None
            kind = "ocr-layer"
        elif _bad(text):
            words, name = _decoded(words, text)
            if name is None:
                draft.warnings.append(f"page {number}: the text layer is damaged; the page was read by OCR")
                return None
            kind = "bad-text-layer"
            draft.warnings.append(f"page {number}: the text layer holds {name} letters; they were decoded")
        # Fonts that draw one glyph for both have their hyphens come out as soft ones; in TCVN3 that was a letter, which is decoded by now.
        words = [replace(w, text=_shown(w)) for w in words]
        grids = _grids(source, number, words) if shown.ruled else []
        free = [w for w in words if not any(_inside(w.box, g.box) for g in grids)]
        return Sheet(Page(number, 0, 0, width, height, kind=kind), _lines(free), grids)


def _shown(word: _Word) -> str:
    """A word with its hyphens, and a sign of a symbol font as Unicode."""
    if len(word.text) == 1 and _PRIVATE.match(word.text):
        name = word.font.split("+")[-1].lower()
        return symbol(word.text, next((font for font in ("wingdings", "symbol") if font in name and "open" not in name), ""), "•")
    return word.text.replace("\u00ad", "-")


class _Content:
    """What a page draws: how much of it images cover, whether its text is invisible, whether it has rules as tables do."""

    def __init__(self, page: Any, source: Source, number: int) -> None:
        self.images = 0.0
        self.invisible = False
        paths = texts = hidden = 0
        for item in page.get_objects(max_depth=5):
            if item.type == raw.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = item.get_bounds()
                self.images += abs(right - left) * abs(top - bottom)
                wide, high = item.get_px_size()
                if wide * high > source.limits.image_pixels:
                    raise source.error(f"page {number} holds an image of {wide} × {high} points, more than is read", "scan it at 300 dpi and send it again")
            elif item.type == raw.FPDF_PAGEOBJ_PATH:
                paths += 1
            elif item.type == raw.FPDF_PAGEOBJ_TEXT:
                texts += 1
                hidden += raw.FPDFTextObj_GetTextRenderMode(item) in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
        self.invisible = hidden > 0.8 * texts
        self.ruled = 3 < paths < _DRAWING
        self.drawn = self.images > 0 or paths > 50


def _sound(text: str) -> bool:
    """Whether a layer of OCR is Vietnamese that one would not read better anew."""
    good, bad = quality(text)
    words = len(regex.findall(r"\p{L}{2,}", text))
    return bad <= 0.05 * good and good >= 0.4 * words


def _bad(text: str) -> bool:
    good, bad = quality(text)
    return (bad > 5 and bad > 0.4 * good) or len(_PRIVATE.findall(text)) > max(3, 0.02 * len(text))


@dataclass(slots=True)
class _Word:
    text: str
    box: Box
    size: float
    font: str = ""


def _decoded(words: list[_Word], text: str) -> tuple[list[_Word], str | None]:
    """Words whose letters stand for legacy bytes, decoded by their fonts, or else all alike; with the name of what did it."""
    fonts = [legacy_font(regex.sub(r"^[A-Z]{6}\+", "", w.font)) for w in words]
    if sum(font is not None for font in fonts) > 0.3 * len(words):
        made = [replace(w, text=font(w.text)) if font else w for w, font in zip(words, fonts, strict=True)]
        if not _bad(" ".join(w.text for w in made)):
            return made, "legacy"
    name = repair(text)[1]
    if name not in ("tcvn3", "vni"):
        return words, None
    first, second = (from_tcvn3, from_vni) if name == "tcvn3" else (from_vni, from_tcvn3)
    # Decoded as one text: what is a capital shows by the neighbours.
    read = first(" ".join(w.text for w in words)).split(" ")
    made = [replace(w, text=_best(w.text, text, second)) for w, text in zip(words, read, strict=True)]
    return (made, name) if not _bad(" ".join(w.text for w in made)) else (words, None)


def _best(word: str, decoded: str, other: Callable[[str], str]) -> str:
    """A word as it was decoded, by another table where only that gives a syllable, or as it was where it is Unicode already."""
    if any("\u0100" <= c <= "\u1fff" for c in word):
        return word
    return next((text for text in (decoded, other(word), word) if well_formed(text.strip(_MARKS))), decoded)


def _to_device(page: Any, width: float, height: float) -> tuple[float, float, float, float, float, float]:
    """The map from the page's own space to points from its top left corner as it is shown: x = a·x + c·y + e, y = b·x + d·y + f."""
    scale = 1000

    def at(x: float, y: float) -> tuple[float, float]:
        px, py = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, round(width * scale), round(height * scale), 0, x, y, px, py)
        return px.value / scale, py.value / scale

    e, f = at(0, 0)
    ax, ay = at(100, 0)
    cx, cy = at(0, 100)
    return (ax - e) / 100, (ay - f) / 100, (cx - e) / 100, (cy - f) / 100, e, f


def _chars(textpage: Any, to_device: tuple[float, float, float, float, float, float]) -> Iterator[tuple[str, Box, int]]:
    a, b, c, d, e, f = to_device
    rect = raw.FS_RECTF()
    for i in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, i)
        if code in (0, 0x0D, 0x0A):
            continue
        char = "-" if code in (0x02, 0xFFFE) else chr(code)
        if not raw.FPDFText_GetLooseCharBox(textpage, i, rect):
            continue
        xs = (a * rect.left + c * rect.top + e, a * rect.right + c * rect.bottom + e)
        ys = (b * rect.left + d * rect.top + f, b * rect.right + d * rect.bottom + f)
        yield char, (min(xs), min(ys), max(xs), max(ys)), i


def _words(textpage: Any, to_device: tuple[float, float, float, float, float, float]) -> list[_Word]:
    """The words of a page in the order of its content: characters that stand beside one another on one line."""
    words: list[_Word] = []
    gap = True
    for char, box, index in _chars(textpage, to_device):
        if char.isspace():
            gap = True
            continue
        size = box[3] - box[1]
        word = words[-1] if words else None
        if word and not gap and _follows(word, box):
            if char.isdigit() and size < 0.75 * word.size and _raised(box, word.box) and word.text[-1] != "m":
                continue  # the mark of a footnote, not m²
            if word.text.isdigit() and word.size < 0.75 * size and _raised(word.box, box):
                words.append(_Word(char, box, size, _font(textpage, index)))  # the note itself
                continue
            word.text += char
            word.box = (word.box[0], min(word.box[1], box[1]), max(word.box[2], box[2]), max(word.box[3], box[3]))
        else:
            words.append(_Word(char, box, size, _font(textpage, index)))
        gap = False
    for word in words:
        word.text = nfc(word.text)
    return words


def _raised(box: Box, beside: Box) -> bool:
    """Whether small print stands above the middle of what is beside it."""
    return box[1] + box[3] < beside[1] + beside[3] - 0.1 * (beside[3] - beside[1])


def _follows(word: _Word, box: Box) -> bool:
    """Whether a character stands right after a word, on its line."""
    level = abs((word.box[1] + word.box[3] - box[1] - box[3]) / 2) < 0.5 * word.size
    return level and -0.5 * (box[3] - box[1]) < box[0] - word.box[2] < 0.18 * word.size


def _font(textpage: Any, index: int) -> str:
    buffer = ctypes.create_string_buffer(64)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(textpage, index, buffer, 64, flags)
    return buffer.value.decode("utf-8", "replace") if 0 < length <= 64 else ""


def _lines(words: list[_Word]) -> list[Line]:
    """Words at one height and near one another, as lines from left to right."""
    rows: list[list[_Word]] = []
    for word in sorted(words, key=lambda w: (w.box[1] + w.box[3]) / 2):
        middle = (word.box[1] + word.box[3]) / 2
        if rows and abs(median((w.box[1] + w.box[3]) / 2 for w in rows[-1][-5:]) - middle) < 0.35 * min(word.size, rows[-1][-1].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    lines: list[Line] = []
    for row in rows:
        row = _whole(sorted(row, key=lambda w: w.box[0]))
        part = [row[0]]
        for a, b in pairwise(row):
            if b.box[0] - a.box[2] > 1.3 * max(a.size, b.size):
                lines.append(_line(part))
                part = []
            part.append(b)
        lines.append(_line(part))
    return lines


def _whole(row: list[_Word]) -> list[_Word]:
    """Words whose letters come from two fonts stand apart in the file, though nothing is between them on the page."""
    made = [row[0]]
    for word in row[1:]:
        last = made[-1]
        if word.box[0] - last.box[2] < 0.07 * word.size and word.text[0].isalpha() and last.text[-1].isalpha():
            box = (last.box[0], min(last.box[1], word.box[1]), word.box[2], max(last.box[3], word.box[3]))
            made[-1] = _Word(last.text + word.text, box, last.size, last.font)
        else:
            made.append(word)
    return made


def _line(words: list[_Word]) -> Line:
    return Line([Token(w.text, w.box) for w in words], median(w.size for w in words))


def _inside(box: Box, outer: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _grids(source: Source, number: int, words: list[_Word]) -> list[Grid]:
    """The ruled tables of a page; pdfplumber finds the cells, our words fill them."""
    import pdfplumber
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    tables = []
    # A damaged file may have pages for pdfium, which mends it, and none for pdfplumber: then its tables are read as lines.
    with suppress(PdfminerException, MalformedPDFException), pdfplumber.open(io.BytesIO(source.data), pages=[number], unicode_norm=None) as document:
        for page in document.pages:
            x0, top = page.bbox[0], page.bbox[1]
            tables = [[(c[0] - x0, c[1] - top, c[2] - x0, c[3] - top) for c in table.cells] for table in page.find_tables()]
    found: list[Grid] = []
    for boxes in tables:
        if len(boxes) < 3:
            continue  # a frame, or the rule under the motto
        made = grid(boxes)
        for cell in made.cells:
            assert cell.box is not None
            inside = [w for w in words if _inside(w.box, cell.box)]
            rows = sorted(_lines(inside), key=lambda line: (line.middle, line.left)) if inside else []
            cell.tokens = joined(line.tokens for line in rows)
            cell.paragraphs = [" ".join(token.text for token in cell.tokens)]
        if any(cell.tokens for cell in made.cells):
            found.append(made)
    return found


def _picture(document: Any, number: int, source: Source) -> Picture:
    """A page as an image, at the resolution of the scan on it."""
    with closing(document[number - 1]) as page:
        width, height = page.get_size()
        dpi = _resolution(page)
        while width * height * (dpi / 72) ** 2 > source.limits.image_pixels and dpi > 72:
            dpi -= 25
        if width * height * (dpi / 72) ** 2 > source.limits.image_pixels:
            raise source.error(f"page {number} is {width:.0f} × {height:.0f} points large, more than is read", _ADVICE)
        from extractor.readers.scan import Picture

        image = page.render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("RGB")
        return Picture(number, image, dpi, width, height)


def _resolution(page: Any) -> int:
    """The dots per inch of the largest image on a page, between 150 and 300."""
    best, dpi = 0.0, 300.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        left, _, right, _ = item.get_bounds()
        wide, high = item.get_px_size()
        if wide * high > best and right > left:
            best, dpi = wide * high, max(wide, 1) / (right - left) * 72
    return round(min(max(dpi, 150), 300))
