"""The collection itself: that it is whole and sound, and what the data card promises."""

from __future__ import annotations

from collections import Counter

import pytest

from extractor.corpus import Corpus, check, stats
from extractor.corpus.agreement import agreement
from extractor.corpus.documents import is_twin


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.open()


def test_every_document_is_sound(corpus: Corpus) -> None:
    assert check(corpus) == []


def test_it_is_as_large_as_promised(corpus: Corpus) -> None:
    originals = [document for document in corpus if not is_twin(document)]
    counted = stats(originals)
    assert counted.totals["documents with tasks"] >= 90
    assert counted.totals["tasks"] >= 1200
    assert len(originals) - counted.totals["documents with tasks"] >= 40
    assert sum(map(is_twin, corpus)) >= len(originals) // 10
    years = set(counted.by["year"])
    assert {"2009", "2026"} <= years


def test_every_phenomenon_occurs_ten_times(corpus: Corpus) -> None:
    tags = Counter(tag for document in corpus if not is_twin(document) for tag in document["meta"]["phenomena"])
    assert len(tags) > 50
    assert {tag: number for tag, number in tags.items() if number < 10} == {}


def test_every_form_of_a_row_occurs_ten_times(corpus: Corpus) -> None:
    counted = stats([document for document in corpus if not is_twin(document)])
    rows = counted.by["task form"] | counted.by["task shows"]
    assert len(rows) > 45
    assert {name: number for name, number in rows.items() if number < 10} == {}


def test_two_documents_are_long(corpus: Corpus) -> None:
    assert sum(len(document["text"]) >= 15_000 for document in corpus if not is_twin(document)) >= 2


def test_a_twentieth_is_annotated_twice(corpus: Corpus) -> None:
    report = agreement(corpus)
    assert len(report.documents) >= sum(not is_twin(document) for document in corpus) / 20
    assert report.total.detection > 0.95
    assert report.total.row > 0.85


def test_each_split_has_documents_of_many_genres_and_negatives(corpus: Corpus) -> None:
    for name in ("train", "dev", "test"):
        documents = corpus.split(name)
        assert len({document["meta"]["genre"] for document in documents}) >= 8
        assert sum(not document["tasks"] for document in documents) >= 5


def test_twins_go_with_their_originals(corpus: Corpus) -> None:
    for name in corpus.splits:
        plain, all_of_it = corpus.split(name), corpus.split(name, twins=True)
        twins = [document for document in all_of_it if is_twin(document)]
        assert not any(map(is_twin, plain))
        assert {twin["meta"]["twin_of"] for twin in twins} <= {document["doc_id"] for document in plain}
        assert len(all_of_it) == len(plain) + len(twins)
        assert twins
