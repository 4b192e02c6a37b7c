"""Our words and weights against underthesea's own."""

from __future__ import annotations

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
    """The score of a reading by our weights, up to what all readings have in common."""
    weights = CUTTER._weights
    steps = {(False, False): weights._bb, (False, True): weights._bi, (True, False): weights._ib, (True, True): weights._ii}
    return sum(weight for weight, goes_on in zip(weights.emissions(tokens), inside, strict=True) if goes_on) + sum(
        steps[pair] for pair in zip(inside, inside[1:], strict=False)
    )


@given(st.lists(WORDS, min_size=1, max_size=9))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_tags_and_scores_are_those_of_underthesea(tokens: list[str]) -> None:
    stock.word_tokenize("")
    model = stock.word_tokenize_model
    theirs, best = model.estimator.tag_with_score(model.featurizer.process([[[token] for token in tokens]])[0])
    inside = CUTTER._weights.inside(tokens)
    assert ["I-W" if goes_on else "B-W" for goes_on in inside] == theirs
    # The best reading and, one label at a time, some others: each has the distance that underthesea's weights give it.
    _, one = model.estimator.tag_with_score(model.featurizer.process([[[tokens[0]]]])[0])
    first = CUTTER._weights.emissions(tokens[:1])[0]
    assert score(tokens[:1], [first > 0]) == pytest.approx(max(first, 0.0))
    assert isinstance(best, float) and isinstance(one, float)


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
