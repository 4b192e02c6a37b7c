"""What many tests share: the pipeline, built once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from extractor import pipeline

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline with the built-in rules."""
    return pipeline.load()


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pages that OCR reads in the tests are kept for the tests alone."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
