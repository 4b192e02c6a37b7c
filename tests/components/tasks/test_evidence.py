"""The evidence: where a row stands in the text, however the text was wrapped, marked up or encoded."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.components.tasks.cases import find, rows

if TYPE_CHECKING:
    from spacy.language import Language

HARD_WRAPPED = """THÔNG BÁO
Kết luận cuộc họp về phòng cháy chợ trung tâm

1. Giao Ban Quản lý chợ chủ trì, phối hợp với Hội Phụ nữ huyện và Công an huyện
tổng kiểm tra hệ thống điện của các ki-ốt, lập biên bản các hộ kinh doanh vi
phạm quy định và báo cáo Chủ tịch Ủy ban nhân dân huyện trước ngày 20 tháng 3
năm 2024.
2. Giao Phòng Kinh tế và Hạ tầng rà soát phương án sắp xếp lại ngành hàng dễ
cháy, bảo đảm khoảng cách an toàn giữa các dãy quầy hàng và lối thoát nạn cho
tiểu thương.
"""

EVIDENCE = [
    pytest.param("Họp giao ban. Giao Văn phòng gửi giấy mời. Hết.", ["Giao Văn phòng gửi giấy mời"], id="câu-giữa-đoạn"),
    pytest.param("Giao Văn phòng mua phông bạt; dựng sân khấu.", ["Giao Văn phòng mua phông bạt", "dựng sân khấu"], id="chấm-phẩy"),
    pytest.param("Công tác lưu trữ: Giao Văn phòng chỉnh lý tài liệu tồn đọng.", ["Giao Văn phòng chỉnh lý tài liệu tồn đọng"], id="nhãn-chủ-đề"),
    pytest.param("Văn phòng Sở: lập danh sách khách mời.", ["Văn phòng Sở: lập danh sách khách mời"], id="nhãn-cơ-quan"),
    pytest.param("Giao Phòng Nội vụ lập đề án. Hoàn thành trong quý II.", ["Giao Phòng Nội vụ lập đề án. Hoàn thành trong quý II"], id="hai-câu"),
    pytest.param("1. **Giao Văn phòng** mua _phông bạt_.", ["Giao Văn phòng** mua _phông bạt_"], id="đánh-dấu"),
    pytest.param(
        "Giao Phòng Y tế (nơi tiếp nhận hồ sơ. Bản cứng) lập sổ theo dõi.",
        ["Giao Phòng Y tế (nơi tiếp nhận hồ sơ. Bản cứng) lập sổ theo dõi"],
        id="chấm-trong-ngoặc",
    ),
    pytest.param("Yêu cầu UBND TP. Vinh dọn vỉa hè.", ["Yêu cầu UBND TP. Vinh dọn vỉa hè"], id="chấm-viết-tắt"),
    pytest.param("Giao Sở Y tế kiểm tra 1.250 cơ sở ở Q. 3.", ["Giao Sở Y tế kiểm tra 1.250 cơ sở ở Q. 3"], id="chấm-trong-số"),
    pytest.param("Chợ phiên 🙂.\nGiao Văn phòng mua phông bạt.", ["Giao Văn phòng mua phông bạt"], id="ký-tự-ngoài-BMP"),
]


@pytest.mark.parametrize(("text", "expected"), EVIDENCE)
def test_the_evidence_is_cut_from_the_text(nlp: Language, text: str, expected: list[str]) -> None:
    assert [text[task.start : task.end].rstrip(".") for task in find(nlp, text)] == expected


def test_lines_cut_at_a_fixed_width_are_one_sentence(nlp: Language) -> None:
    first, second = find(nlp, HARD_WRAPPED)
    assert HARD_WRAPPED[first.start : first.end].startswith("Giao Ban Quản lý chợ")
    assert HARD_WRAPPED[first.start : first.end].rstrip(".").endswith("trước ngày 20 tháng 3\nnăm 2024")
    assert (first.assignees, first.coordinators, first.due) == (("Ban Quản lý chợ",), ("Hội Phụ nữ huyện", "Công an huyện"), "2024-03-20")
    assert "\n" not in first.task + second.task
    assert HARD_WRAPPED[second.start : second.end].rstrip(".").endswith("lối thoát nạn cho\ntiểu thương")


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_decomposed_letters_give_the_same_rows(nlp: Language, form: str) -> None:
    assert find(nlp, unicodedata.normalize(form, HARD_WRAPPED)) == find(nlp, HARD_WRAPPED)


@pytest.mark.parametrize("newline", ["\r\n", "\n\n"], ids=["CRLF", "dòng-trống"])
def test_newlines_change_no_row(nlp: Language, newline: str) -> None:
    text = "Yêu cầu các đơn vị:\n- Khóa van nước.\n- Thay bóng đèn hỏng trước ngày 05/4/2024.\n"
    assert rows(find(nlp, text.replace("\n", newline))) == rows(find(nlp, text))


def test_every_span_lies_within_the_text_and_rows_do_not_overlap(nlp: Language) -> None:
    text = HARD_WRAPPED + "\n" + "Giao Văn phòng mua phông bạt; dựng sân khấu.\n"
    tasks = find(nlp, text)
    assert len(tasks) == 4
    assert all(0 <= a.start < a.end <= b.start for a, b in pairwise(tasks))
    assert tasks[-1].end <= len(text)
    for task in tasks:
        assert all(0 <= origin.start < origin.end <= len(text) for origin in task.origins)
        assert all(text[body.start : body.end] == body.text for body in task.bodies)


def test_a_row_says_which_rules_made_it(nlp: Language) -> None:
    [task] = find(nlp, "Giao Văn phòng phối hợp với Công đoàn mua phông bạt trước ngày 05/4/2024.")
    assert {origin.field for origin in task.origins} == {"task", "assignees", "coordinators", "due"}
    assert all(origin.place == "clause" for origin in task.origins)
    assert "with.coordinators" in task.rules


def _seconds(nlp: Language, piece: str, length: int) -> float:
    """The processor time that a text of about ``length`` characters takes."""
    text = piece * (length // len(piece))
    began = time.process_time()
    find(nlp, text)
    return time.process_time() - began


@pytest.mark.parametrize(
    ("piece", "length"),
    [
        pytest.param("- Giao Phòng Y tế lập sổ trước ngày 05/4/2024.\n", 4_000, id="một-dòng-lặp"),
        pytest.param("Giao Phòng Y tế lập sổ và gửi giấy mời ", 1_500, id="không-dấu-chấm"),
        pytest.param("phòng, ban và ", 4_000, id="danh-sách-dài"),
    ],
)
def test_time_grows_with_the_length(nlp: Language, piece: str, length: int) -> None:
    """Four times the text: 4 when time is linear, 16 when it is quadratic."""
    _seconds(nlp, piece, 1000)
    assert _seconds(nlp, piece, 4 * length) < 10 * max(_seconds(nlp, piece, length), 0.02)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("piece", "length"),
    [
        pytest.param("- Giao Phòng Y tế lập sổ trước ngày 05/4/2024.\n", 200_000, id="200-kB-một-dòng-lặp"),
        pytest.param("Giao Phòng Y tế lập sổ và gửi giấy mời ", 100_000, id="100-kB-không-dấu-chấm"),
    ],
)
def test_the_largest_texts_finish(nlp: Language, piece: str, length: int) -> None:
    _seconds(nlp, piece, 1000)
    assert _seconds(nlp, piece, length) < 5 * _seconds(nlp, piece, length // 2)
