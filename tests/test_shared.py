"""Floors on the annotated notices that lie beside the project on some machines; they are no part of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from extractor.evaluation import gold_files, score

NOTICES = Path(__file__).parents[2] / "shared" / "notices"

pytestmark = pytest.mark.skipif(not NOTICES.is_dir(), reason="no ../shared/notices here")


def test_real_notices_keep_their_scores(nlp: Language) -> None:
    total = score((document for _, document in gold_files(NOTICES)), nlp).total
    assert total.gold == 182
    assert total.detection >= 0.92
    assert total.row >= 0.82


def test_real_notices_without_gold_are_read_to_the_end(nlp: Language) -> None:
    for path in sorted((NOTICES / "unlabelled").glob("*.txt"))[::7]:
        doc = nlp(path.read_text(encoding="utf-8"))
        assert doc.text == doc._.reading.text
        for task in doc._.tasks:
            assert 0 <= task.start < task.end <= len(doc._.notice.text)
            assert task.task
