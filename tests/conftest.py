"""What many tests share: the pipeline, built once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window, one for all tests: two of Playwright's loops in a process stop each other."""
    sync = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install playwright)")
    from tests.web.running import CHROMIUM, FLAGS

    if not CHROMIUM:
        pytest.skip("there is no chromium (apt-get install chromium)")
    with sync.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()
