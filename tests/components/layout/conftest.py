"""The reader of layouts, built once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.components.layout.layout import Layout, LayoutReader
from extractor.rules import Rules
from extractor.text import Reading, nfc
from extractor.text import read as edits

Read = Callable[[str], Layout]


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads the layout of a text, composed first as the readers do."""
    reader = LayoutReader(Rules())

    def layout(text: str) -> Layout:
        text = nfc(text)
        return reader.read(Reading(text, edits(text)))

    return layout
