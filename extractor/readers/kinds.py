"""What kind a file is: by its content first and then by its name."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

import regex

Kind = Literal["text", "html", "docx", "office", "pdf", "image", "archive"]

ENDINGS: dict[str, Kind] = {
    **dict.fromkeys((".txt", ".md", ".markdown", ".text"), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".docx", ".docm", ".dotx"), "docx"),
    **dict.fromkeys((".doc", ".odt", ".rtf"), "office"),
    ".pdf": "pdf",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"), "image"),
    ".zip": "archive",
}  # fmt: skip
"""The endings that are picked up from folders and archives."""

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_FOREIGN = {
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x1f\x8b": "a gzip archive",
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_HTML = regex.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b", regex.IGNORECASE | regex.DOTALL)


class ForeignError(ValueError):
    """A file that no reader takes; ``args`` are what it is and what to do."""


def ending(name: str) -> str:
    """The ending of a file's name in lower case with its dot, or nothing."""
    base = name.rsplit("/", 1)[-1]
    return "." + base.rsplit(".", 1)[1].lower() if "." in base.lstrip(".") else ""


def kind_of(name: str, data: bytes) -> Kind:
    """The kind of a file. Raises ForeignError for content that is known and not read."""
    head = data[:1024]
    named = ENDINGS.get(ending(name))
    if b"%PDF-" in head and named != "text":
        return "pdf"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _packed(named, data)
    if head.startswith(_OLE):
        return _compound(data)
    if head.startswith(b"{\\rtf"):
        return "office"
    if head.startswith(_IMAGES[:4]) or (head.startswith(_IMAGES[4:]) and named == "image"):
        return "image"
    for mark, what in _FOREIGN.items():
        if head.startswith(mark):
            raise ForeignError(f"is {what}", "unpack it or save the notice inside it as .docx, .pdf or .txt")
    if _HTML.match(data[:4096]) and not name.lower().endswith((".md", ".markdown")):
        return "html"
    if named in ("text", "html", None) or b"\x00" not in head:
        return "html" if named == "html" else "text"
    return named


def _packed(named: Kind | None, data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return named if named in ("docx", "office") else "archive"
    if "[Content_Types].xml" in names:
        if any(n.startswith(("xl/", "ppt/")) for n in names) and not any(n.startswith("word/") for n in names):
            raise ForeignError("is a spreadsheet or a presentation", "save the notice inside it as .docx or .pdf")
        return "docx"
    if kind.startswith("application/vnd.oasis.opendocument"):
        if "text" not in kind:
            raise ForeignError("is a spreadsheet or a presentation", "save the notice inside it as .odt or .pdf")
        return "office"
    return "docx" if named == "docx" else "archive"


def _compound(data: bytes) -> Kind:
    """Word 97-2003, or one of the others that share its container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ForeignError("is protected by a password", "open it in Word, take the password off and save it again")
    if "WordDocument".encode("utf-16-le") in data:
        return "office"
    raise ForeignError("is no Word document, though it is from the same family", "save the notice inside it as .docx or .pdf")
