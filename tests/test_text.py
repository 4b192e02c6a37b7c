"""NFC, folding, and the map between a text and its reading."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Edit
from extractor.text import Reading, fold, line_edits, markup_edits, nfc, read

TEXTS = st.text(alphabet=st.sampled_from("aăđếờ Ủuỷ.,:;-–*_#|\n\t0123456789)\u200b\r\\<br>"), max_size=200)


def reading_of(text: str) -> str:
    return Reading(text, read(text)).text


@pytest.mark.parametrize(
    ("old", "new"),
    [("uỷ ban", "ủy ban"), ("HOÀ BÌNH", "hòa bình"), ("khoẻ", "khỏe"), ("2019–2021", "2019-2021"), ("a\u00a0b\tc\nd", "a b c d")],
)
def test_spellings_of_one_name_fold_alike(old: str, new: str) -> None:
    assert fold(old) == fold(new)


@pytest.mark.parametrize(("one", "other"), [("quý", "qúy"), ("hoàn", "hòan"), ("thuỷ", "thúy")])
def test_folding_keeps_other_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=80))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_nfc_composes_what_was_typed_in_parts() -> None:
    assert nfc(unicodedata.normalize("NFD", "Ủy ban nhân dân")) == "Ủy ban nhân dân"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("## II. **Nhiệm vụ**", "II. Nhiệm vụ"),
        ("giao *Văn phòng* báo cáo", "giao Văn phòng báo cáo"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("ma_so_thue", "ma_so_thue"),
        ("zero\u200bwidth", "zerowidth"),
        ("một<br>hai", "một\nhai"),
    ],
)
def test_mark_up_is_not_read(text: str, reading: str) -> None:
    assert reading_of(text) == reading


def test_a_paragraph_cut_at_the_end_of_a_page_is_rejoined_over_the_page_number() -> None:
    text = "Các đơn vị tổ chức sơ kết công tác cải cách hành chính và gửi\n\n2\n\nbáo cáo về Sở Nội vụ.\nHết."
    assert reading_of(text) == "Các đơn vị tổ chức sơ kết công tác cải cách hành chính và gửi báo cáo về Sở Nội vụ.\nHết."


def test_items_of_a_list_are_not_joined() -> None:
    text = "Tập trung thực hiện tốt các nội dung công việc sau đây trong quý\n- rà soát hồ sơ;\n- lập danh sách."
    assert reading_of(text) == text


def test_a_number_in_running_text_is_no_page_number() -> None:
    text = "Kết quả đạt được:\n2\nđơn vị"
    assert "2" in reading_of(text)


def test_offsets_lead_back_to_the_source() -> None:
    text = "Hạn: **20/9/2020**, gửi *Văn phòng*."
    reading = Reading(text, markup_edits(text))
    for words in ("20/9/2020", "Văn phòng"):
        start = reading.text.index(words)
        assert text[slice(*reading.to_source(start, start + len(words)))] == words
        assert reading.to_reading(text.index(words)) == start


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Reading("abcdef", [Edit(0, 3, "", "a"), Edit(2, 4, "", "b")])


@given(TEXTS)
def test_every_character_of_a_reading_has_its_place_in_the_source(text: str) -> None:
    reading = Reading(text, read(text))
    last = 0
    for at, character in enumerate(reading.text):
        start, end = reading.to_source(at, at + 1)
        assert last <= start < end <= len(text)
        if not any(edit.start <= start < edit.end for edit in reading.edits):
            assert text[start:end] == character
            assert reading.to_reading(start) == at
        last = start


@given(TEXTS)
def test_a_reading_is_read_as_itself_where_nothing_was_joined(text: str) -> None:
    if not line_edits(text):
        once = Reading(text, markup_edits(text)).text
        assert len(once) <= len(text)
        assert not set(once) & {"\u200b"}
