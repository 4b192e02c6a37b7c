"""The CRF that we read against underthesea's tagger over the same model."""

from __future__ import annotations

import gzip
import random

import numpy as np
import pytest
from underthesea_core import CRFFeaturizer, CRFTagger

from extractor.components.bodies import BodyFinder
from extractor.components.bodies.tokens import Tokens
from extractor.components.crf import Crf, CrfError
from extractor.components.entities.features import TEMPLATES, Weights, columns, sequences
from extractor.components.entities.finder import MODEL
from extractor.rules import Rules

TEXT = """UBND TỈNH HÀ TĨNH
Giao Sở Nội vụ chủ trì, phối hợp với Tổ công tác 970 và UBND các huyện rà soát trước ngày 20/9/2020; báo cáo.
X
- Ban Quản lý dự án ĐTXD khu vực Cam Lộ, Cụm thi đua số 3: gửi về VPUB."""


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> CRFTagger:
    path = tmp_path_factory.mktemp("crf") / "bodies.crf"
    path.write_bytes(gzip.decompress(MODEL.read_bytes()))
    tagger = CRFTagger()
    tagger.load(str(path))
    return tagger


def test_labels_and_shares_are_those_of_underthesea(tagger: CRFTagger) -> None:
    crf = Crf.read(gzip.decompress(MODEL.read_bytes()))
    finder = BodyFinder(Rules())
    tokens = Tokens(TEXT)
    rows = columns(tokens, finder.matches(tokens), finder)
    lines = [rows[line.start : line.stop] for line in sequences(tokens)]
    features = CRFFeaturizer(list(TEMPLATES), set()).process([[list(row) for row in line] for line in lines])
    starts = np.array([i == 0 for line in lines for i in range(len(line))])
    emissions = Weights(crf)(lines)
    assert list(crf.labels) == tagger.labels()
    assert [crf.labels[tag] for tag in crf.tag(emissions, starts)] == [tag for line in features for tag in tagger.tag(line)]
    assert np.allclose(crf.marginals(emissions, starts), [shares for line in features for shares in tagger.marginals(line)], atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_sequences_of_every_length_are_apart(tagger: CRFTagger, seed: int) -> None:
    crf = Crf.read(gzip.decompress(MODEL.read_bytes()))
    known = list(crf.weights)
    rng = random.Random(seed)
    batch = [[rng.sample(known, 5) for _ in range(rng.choice((1, 2, 3, 64, 65, 130)))] for _ in range(6)]
    emissions = np.array([np.sum([crf.weights[feature] for feature in token], axis=0) for sequence in batch for token in sequence])
    starts = np.array([i == 0 for sequence in batch for i in range(len(sequence))])
    assert [crf.labels[tag] for tag in crf.tag(emissions, starts)] == [tag for sequence in batch for tag in tagger.tag(sequence)]
    assert np.allclose(crf.marginals(emissions, starts), [shares for sequence in batch for shares in tagger.marginals(sequence)], atol=1e-9)


@pytest.mark.parametrize("data", [b"", b"not a model at all", gzip.decompress(MODEL.read_bytes())[:300_000]])
def test_a_damaged_model_is_told(data: bytes) -> None:
    with pytest.raises(CrfError, match=r"begin|damaged"):
        Crf.read(data)
