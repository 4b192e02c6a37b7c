"""Where the names of those who act begin and end, and how a list of them is told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractor import pipeline
from extractor.model import Notice
from extractor.rules import Rules
from extractor.text import read
from tests.components.tasks.cases import Row, case, find, rows

if TYPE_CHECKING:
    from spacy.language import Language

PLAN = "KẾ HOẠCH\nKiểm tra kho lạnh\n\nII. TỔ CHỨC THỰC HIỆN\n1. "

ENDS = [
    case("theo-dõi-là-động-từ", "Trạm Thú y huyện theo dõi đàn gà mới thả.", Row("theo dõi đàn gà mới thả", ("Trạm Thú y huyện",))),
    case(
        "tập-hợp-và-động-từ-có-giới-từ",
        "Các đội phản ánh về Phòng Kinh tế để tổng hợp số ki-ốt trống.",
        Row("phản ánh về Phòng Kinh tế để tổng hợp số ki-ốt trống", ("Các đội",)),
    ),
    case(
        "tên-có-từ-quản-lý",
        "Ban Quản lý chợ Vồi thanh lý 12 kho lạnh hỏng.",
        Row("thanh lý 12 kho lạnh hỏng", ("Ban Quản lý chợ Vồi",)),
    ),
    case(
        "trạng-ngữ-không-phẩy",
        "UBND các xã khi có bão phải neo đậu xong thuyền bè.",
        Row("neo đậu xong thuyền bè", ("UBND các xã",)),
    ),
    case(
        "chủ-trì-rồi-phối-hợp",
        "Sở Công Thương chủ trì, Cục Thuế tỉnh phối hợp rà soát các kho ngoại quan.",
        Row("rà soát các kho ngoại quan", ("Sở Công Thương",), ("Cục Thuế tỉnh",)),
    ),
]

LISTS = [
    case(
        "danh-sách-có-người",
        "Chủ đò, lái tàu và thuyền viên có trách nhiệm kiểm tra áo phao trước khi rời bến.",
        Row("kiểm tra áo phao trước khi rời bến", ("Chủ đò", "lái tàu", "thuyền viên")),
    ),
    case(
        "danh-sách-có-đại-biểu",
        "Thường trực Hội đồng nhân dân, các Ban của Hội đồng nhân dân và các đại biểu Hội đồng nhân dân huyện có trách nhiệm giám sát việc sửa chợ.",
        Row(
            "giám sát việc sửa chợ",
            ("Thường trực Hội đồng nhân dân", "các Ban của Hội đồng nhân dân", "các đại biểu Hội đồng nhân dân huyện"),
        ),
    ),
    case(
        "một-chức-danh-nhiều-tập-hợp",
        "Yêu cầu Thủ trưởng các sở, ngành, các đơn vị thuộc tỉnh niêm yết số điện thoại nóng.",
        Row("niêm yết số điện thoại nóng", ("Thủ trưởng các sở, ngành, các đơn vị thuộc tỉnh",)),
    ),
    case(
        "thi-hành-với-chấm-phẩy",
        "Chánh Văn phòng Sở; Trưởng các phòng: Kế hoạch, Kỹ thuật; Trạm trưởng Trạm Kiểm dịch chịu trách nhiệm thi hành Quyết định này.",
        Row("thi hành Quyết định này", ("Chánh Văn phòng Sở", "Trưởng Phòng Kế hoạch", "Trưởng Phòng Kỹ thuật", "Trạm trưởng Trạm Kiểm dịch")),
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*ENDS, *LISTS])
def test_who_is_named(nlp: Language, text: str, expected: tuple[Row, ...]) -> None:
    assert rows(find(nlp, PLAN + text)) == list(expected)


def test_a_sentence_ends_after_the_number_of_a_month(nlp: Language) -> None:
    found = rows(find(nlp, PLAN + "Trạm Khuyến nông mở lớp ủ phân từ nay đến hết tháng 4. Hội Nông dân huyện phát tờ rơi."))
    assert [row.by for row in found] == [("Trạm Khuyến nông",), ("Hội Nông dân huyện",)]


def test_a_date_at_the_end_of_a_line_before_a_number_is_read(nlp: Language) -> None:
    found = rows(find(nlp, PLAN + "Trạm Khuyến nông nộp danh sách trước ngày 15/12.\n2. Hội Nông dân huyện phát tờ rơi."))
    assert [row.due for row in found] == ["2024-12-15", None]


def test_labels_of_the_party_make_items(nlp: Language) -> None:
    text = "KẾ HOẠCH\nĐại hội chi bộ\n\nB- NHIỆM VỤ\n1- Chi ủy Trạm bơm\na- Rà soát danh sách đảng viên.\n1.2- Sửa lại hội trường."
    assert [row.task for row in rows(find(nlp, text))] == ["Rà soát danh sách đảng viên", "Sửa lại hội trường"]


def test_a_row_that_is_hardly_a_task_is_left_out_and_kept_aside(nlp: Language) -> None:
    text = "Mua bán, chiếm đoạt, làm giả vé xe là hành vi bị nghiêm cấm.\nĐiều 6. Các hành vi bị nghiêm cấm\n1. Mua bán, chiếm đoạt, làm giả vé xe."
    doc = pipeline.read(nlp, Notice("case", text, read(text)))
    floor = next(rule.data["below"] for rule in Rules()["tasks/signs"] if rule.id == "row.floor")
    assert all(task.confidence >= floor for task in doc._.tasks)
    assert all(task.confidence < floor for task in doc._.unlikely)
