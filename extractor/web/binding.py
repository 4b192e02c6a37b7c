"""Images of single pages as one document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.readers import ReadError
from extractor.readers.limits import DEFAULT

if TYPE_CHECKING:
    from PIL.Image import Image

_A4 = 8.27  # inches: the width of a page whose image does not say its resolution
_LEAST, _MOST = 72, 1200  # dpi that a scanner or a camera may truly say
_QUALITY = 92


def bound(pages: Sequence[tuple[str, bytes]]) -> bytes:
    """A PDF of images of pages, given as (name, content) in their order; each upright and in the size of its paper.

    Raises ReadError for one that is no image, or that has more points than are read.
    """
    out = io.BytesIO()
    for i, (name, data) in enumerate(pages):
        sheet, dpi = _sheet(name, data)
        sheet.save(out, "PDF", resolution=dpi, quality=_QUALITY, append=i > 0)
    return out.getvalue()


def _sheet(name: str, data: bytes) -> tuple[Image, float]:
    """An image as a page, upright, and its resolution in dpi."""
    from PIL import Image, ImageOps

    try:
        opened = Image.open(io.BytesIO(data))
        if opened.width * opened.height > DEFAULT.image_pixels:
            raise ReadError(name, f"has more points than are read ({DEFAULT.image_pixels})", "scan it again at 200 to 300 dpi")
        said = float(opened.info.get("dpi", (0, 0))[0])
        sheet = ImageOps.exif_transpose(opened)
        sheet = sheet.convert("L" if sheet.mode in ("1", "L", "LA") else "RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ReadError(name, "is a damaged image", "copy it again from where it came from") from error
    return sheet, said if _LEAST < said <= _MOST else sheet.width / _A4
