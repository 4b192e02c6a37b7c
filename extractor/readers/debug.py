"""Pictures of the pages of a document with the boxes of what was read on them: for a look at why a scan was read as it was.

Blocks are drawn in a colour for each kind, cells of tables in green, words that were read with little confidence in red.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from types import MappingProxyType

from PIL import Image, ImageDraw

from extractor.model import Box, Notice, Page

_DPI = 120
_DOUBTED = 0.8
"""Confidence below which a word is marked."""
_COLOURS = MappingProxyType(
    {
        "letterhead-left": (31, 119, 180),
        "letterhead-right": (23, 190, 207),
        "heading": (148, 103, 189),
        "list-item": (255, 127, 14),
        "table": (44, 160, 44),
        "signature": (227, 119, 194),
        "recipients": (140, 86, 75),
        "footnote": (127, 127, 127),
        "page-number": (188, 189, 34),
        "header": (188, 189, 34),
        "footer": (188, 189, 34),
    }
)
_PLAIN = (70, 90, 200)
_RED = (214, 39, 40)


def pictures(notice: Notice, data: bytes) -> Iterator[tuple[int, Image.Image]]:
    """Each page of a PDF or an image, by its number, with its boxes; nothing for a format that has no pages of its own.

    Args:
        notice: what was read.
        data: the file that it was read from.
    """
    for page, image in _pages(notice, data):
        scale = image.width / page.width if page.width else 1.0
        pen = ImageDraw.Draw(image)
        for block in notice.blocks:
            if block.page == page.number and block.box:
                colour = _COLOURS.get(block.kind, _PLAIN)
                left, top, *_ = corners = _scaled(block.box, scale)
                pen.rectangle(corners, outline=colour, width=2)
                pen.text((left, top - 11), f"{block.kind} {block.label}".encode("ascii", "replace").decode(), fill=colour)
        for cell in (cell for table in notice.tables if table.page == page.number for cell in table.cells if cell.box):
            assert cell.box is not None
            pen.rectangle(_scaled(cell.box, scale), outline=_COLOURS["table"], width=1)
        for word in page.words:
            if word.confidence < _DOUBTED:
                pen.rectangle(_scaled(word.box, scale), outline=_RED, width=1)
        yield page.number, image


def _scaled(box: Box, scale: float) -> Box:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


def _pages(notice: Notice, data: bytes) -> Iterator[tuple[Page, Image.Image]]:
    """The pages as they were read: upright, in colour, at a resolution for the screen."""
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        import pypdfium2 as pdfium

        with closing(pdfium.PdfDocument(data)) as document:
            for page in notice.pages:
                with closing(document[page.number - 1]) as sheet:
                    yield page, _upright(sheet.render(scale=_DPI / 72, may_draw_forms=False).to_pil().convert("RGB"), page)
    elif notice.pages and notice.pages[0].dpi:
        from PIL import ImageOps

        with Image.open(io.BytesIO(data)) as opened:
            for page in notice.pages:
                opened.seek(page.number - 1)
                image = _upright(ImageOps.exif_transpose(opened).convert("RGB"), page)
                image.thumbnail((round(page.width / 72 * _DPI), round(page.height / 72 * _DPI)))
                yield page, image


def _upright(image: Image.Image, page: Page) -> Image.Image:
    turned = next((step for step in page.steps if step.startswith("turned left by ")), None)
    return image.rotate(int(turned.split()[3]), expand=True) if turned else image
