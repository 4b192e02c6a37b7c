"""Scores cannot slip: each split is scored and compared with its floors, which hold for this very collection."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractor import pipeline
from extractor.corpus import Corpus
from extractor.corpus.floors import documents_of, fallen, measure, read_floors


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.open()


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.load()


def test_the_floors_are_those_of_this_corpus(corpus: Corpus) -> None:
    digest, _ = read_floors(corpus.folder / "floors.toml")
    assert digest == corpus.digest, "the corpus changed: set new floors with `extractor corpus floors --write` and say in the commit why"


@pytest.mark.parametrize("name", ["dev", "twins", pytest.param("train", marks=pytest.mark.slow), pytest.param("test", marks=pytest.mark.slow)])
def test_no_score_fell_under_its_floor(corpus: Corpus, nlp: Language, name: str) -> None:
    _, floors = read_floors(corpus.folder / "floors.toml")
    assert fallen(name, floors[name], measure(documents_of(corpus, name), nlp)) == []
