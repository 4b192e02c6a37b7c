"""Our words and weights against underthesea's own."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
import underthesea.pipeline.word_tokenize as stock
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.components.words import WordCutter

CUTTER = WordCutter()
TOKENS = (
    "Hà", "Nội", "VNĂM", "aB", "20", "-20", "2.5", "BOS", "EOS",
    "²", "٣", "ß", "ǅ", "ʰ", "Ⅷ", "İ", "ΣΑΣ", "ngày mai", "Đ/c", "GD&ĐT", "?",
    "2147483647", "2147483648", "00012", "中", "😀",
)  # fmt: skip
WORDS = st.sampled_from(TOKENS) | st.text("aăÂđ1 -", min_size=1).map(lambda text: " ".join(text.split()) or "x")


def score(tokens: list[str], inside: list[bool]) -> float:
    """How good a reading is by our weights, beside that of one word a token."""
    weights = CUTTER._weights
    steps = {(False, False): weights._bb, (False, True): weights._bi, (True, False): weights._ib, (True, True): weights._ii}
    said = sum(weight for weight, goes_on in zip(weights.emissions(tokens), inside, strict=True) if goes_on)
    return said + sum(steps[pair] - weights._bb for pair in pairwise(inside))


@given(st.lists(WORDS, min_size=1, max_size=9))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_tags_and_weights_are_those_of_underthesea(tokens: list[str]) -> None:
    stock.word_tokenize("")
    model = stock.word_tokenize_model
    features = model.featurizer.process([[[token] for token in tokens]])[0]
    ours, theirs = CUTTER._weights.inside(tokens), [tag == "I-W" for tag in model.estimator.tag(features)]
    assert ours == theirs or score(tokens, ours) == pytest.approx(score(tokens, theirs), abs=1e-9)
    for observed, emission in zip(features, CUTTER._weights.emissions(tokens), strict=True):
        [(begins, goes_on)] = model.estimator.marginals([observed])  # of one token: nothing but the weights of its features
        assert emission == pytest.approx(math.log(goes_on / begins), abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "Giao Ban Tổ chức chủ trì, phối hợp với Văn phòng tham mưu kế hoạch số 54/KH-LĐLĐ trước ngày 20/9/2020.",
        "UỶ BAN NHÂN DÂN TỈNH HÀ TĨNH yêu cầu các sở, ban, ngành báo cáo (qua Sở Nội vụ) chậm nhất 16 giờ 30.",
        "Kinh phí: 1.500.000 đồng – chi 50% trong quý II; liên hệ vpub@example.vn!",
        "",
        "   ",
    ],
)
def test_words_are_those_of_underthesea(text: str) -> None:
    spans = CUTTER.cut(f"…{text}…", 1, 1 + len(text))
    assert [text[start - 1 : end - 1] for start, end in spans] == stock.word_tokenize(text, use_token_normalize=False)
