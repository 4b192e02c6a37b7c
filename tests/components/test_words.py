"""Our features and words against underthesea's own."""

from __future__ import annotations

import pytest
import underthesea.pipeline.word_tokenize as stock
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.components.words import WordCutter

CUTTER = WordCutter()
TOKENS = (
    "Hà", "Nội", "VNĂM", "aB", "20", "-20", "2.5",
    "²", "٣", "ß", "ǅ", "ʰ", "Ⅷ", "İ", "ΣΑΣ", "ngày mai", "Đ/c", "GD&ĐT", "?",
    "2147483647", "2147483648", "00012", "中", "😀",
)  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS) | st.text("aăÂđ1 -", min_size=1).map(lambda text: " ".join(text.split()) or "x"), min_size=1, max_size=7))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_features_are_those_of_underthesea(tokens: list[str]) -> None:
    stock.word_tokenize("")
    theirs = stock.word_tokenize_model.featurizer.process([[[token] for token in tokens]])[0]
    assert [sorted(features) for features in CUTTER._features(tokens)] == [sorted(features) for features in theirs]


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
