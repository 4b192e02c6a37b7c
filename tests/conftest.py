"""What many tests share: the pipeline, built once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractor import pipeline

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline with the built-in rules."""
    return pipeline.load()
