"""What a reader may spend on one file, all in one place. A file beyond a limit is refused with an error that names it; the rest of a batch goes on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds. A notice is a few pages: the defaults leave room for a thick report and none for a bomb."""

    file_bytes: int = 200_000_000
    """A file as it lies on the disk."""
    text_bytes: int = 20_000_000
    """A plain text or HTML file."""
    text_chars: int = 5_000_000
    """The text of one document, decoded."""
    xml_bytes: int = 100_000_000
    """One part of a Word document, unpacked."""
    table_columns: int = 200
    """Columns of one table."""
    pages: int = 1000
    """Pages of a PDF or of an image file."""
    image_pixels: int = 120_000_000
    """One image or page (A3 at 600 dpi has 70 million pixels)."""
    page_seconds: int = 60
    """Reading one scanned page."""
    document_seconds: int = 1800
    """All pages of one PDF or image file, whether they are read by OCR or not."""
    office_seconds: int = 90
    """LibreOffice with one document."""
    archive_bytes: int = 1_000_000_000
    """All members of an archive together, unpacked."""
    archive_members: int = 5000
    """Files in an archive."""
    archive_ratio: int = 200
    """How many times larger than packed a member of more than a megabyte may be."""
    archive_depth: int = 2
    """Archives inside one another."""


DEFAULT = Limits()
