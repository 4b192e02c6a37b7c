"""Plain text and Markdown in any of the encodings that offices use."""

from __future__ import annotations

from extractor.encodings import UnknownEncodingError, decode
from extractor.readers.draft import Draft, Source


def read(source: Source) -> Draft:
    """The text as it stands; mark-up and wrapped lines are left to the reading."""
    if len(source.data) > source.limits.text_bytes:
        raise source.too_large("bytes of text", len(source.data), source.limits.text_bytes, "split it into documents, or check that it is a notice at all")
    try:
        decoded = decode(source.data)
    except UnknownEncodingError as error:
        if error.binary:
            raise source.error("is not text but binary data", "open it with the program that made it and save it as .docx, .pdf or .txt (UTF-8)") from None
        raise source.error("is text in an unknown encoding", "open it in an editor that shows it rightly and save it as UTF-8") from None
    return Draft("md" if source.name.lower().endswith((".md", ".markdown")) else "txt", decoded.decoder, list(decoded.warnings), text=decoded.text)
