"""By when: where a deadline stands, what it names, and what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.components.tasks.cases import Row, case, find, rows

if TYPE_CHECKING:
    from spacy.language import Language

WHO = ("Phòng Kinh tế",)
PLACES = [
    case("ở-cuối", "Giao Phòng Kinh tế lập dự toán trước ngày 15/4/2024.", Row("lập dự toán", WHO, (), "2024-04-15")),
    case("ở-đầu", "Trước ngày 15/4/2024, Phòng Kinh tế có trách nhiệm lập dự toán.", Row("lập dự toán", WHO, (), "2024-04-15")),
    case("trong-ngoặc", "Giao Phòng Kinh tế lập dự toán (xong trước ngày 15/4/2024).", Row("lập dự toán", WHO, (), "2024-04-15")),
    case("ở-giữa", "Giao Phòng Kinh tế trước ngày 15/4/2024 lập dự toán.", Row("lập dự toán", WHO, (), "2024-04-15")),
    case(
        "ở-cuối-câu-dẫn",
        "Yêu cầu Phòng Kinh tế thực hiện các việc sau trước ngày 15/4/2024:\n- Lập dự toán chi tiết.\n- Rà soát danh mục đầu tư.\n",
        Row("Lập dự toán chi tiết", WHO, (), "2024-04-15"),
        Row("Rà soát danh mục đầu tư", WHO, (), "2024-04-15"),
    ),
    case(
        "mục-tự-có-hạn-dưới-câu-dẫn",
        "Yêu cầu Phòng Kinh tế thực hiện các việc sau trước ngày 15/4/2024:\n- Lập dự toán chi tiết.\n- Rà soát danh mục đầu tư trước ngày 30/3/2024.\n",
        Row("Lập dự toán chi tiết", WHO, (), "2024-04-15"),
        Row("Rà soát danh mục đầu tư", WHO, (), "2024-03-30"),
    ),
    case(
        "ở-giữa-câu-dẫn",
        "Yêu cầu Phòng Kinh tế trước ngày 15/4/2024 hoàn thành các việc sau:\n- Lập dự toán chi tiết.\n- Rà soát danh mục đầu tư.\n",
        Row("Lập dự toán chi tiết", WHO, (), "2024-04-15"),
        Row("Rà soát danh mục đầu tư", WHO, (), "2024-04-15"),
        wrong="tasks-11: a date between body and verb of a lead-in makes the whole lead-in the assignee",
    ),
    case(
        "ở-tiêu-đề",
        "KẾ HOẠCH\nChuyển đổi số năm 2024\n\nI. NHIỆM VỤ TRỌNG TÂM THÁNG 5 NĂM 2024\n1. Tổ chức tập huấn chữ ký số.\n2. Lắp đặt đường truyền dự phòng.\n",
        Row("Tổ chức tập huấn chữ ký số", (), (), "2024-05-31"),
        Row("Lắp đặt đường truyền dự phòng", (), (), "2024-05-31"),
    ),
    case(
        "dòng-tiến-độ",
        "KẾ HOẠCH\nSắp xếp kho lưu trữ\n\nIII. TIẾN ĐỘ THỰC HIỆN\n- Phân loại tài liệu: Hoàn thành trong tháng 4/2024.\n"
        "- Tiêu hủy tài liệu hết giá trị: Hoàn thành trong tháng 6/2024.\n",
        Row("Phân loại tài liệu: Hoàn thành", (), (), "2024-04-30"),
        Row("Tiêu hủy tài liệu hết giá trị: Hoàn thành", (), (), "2024-06-30"),
    ),
]

FORMS = [
    ("đến-hết-ngày", "đến hết ngày 12/4/2024", ("2024-04-12", None, None, "by", None)),
    ("chậm-nhất", "chậm nhất ngày 12/4/2024", ("2024-04-12", None, None, "by", None)),
    ("trước-giờ", "trước 16 giờ 30 ngày 12/4/2024", ("2024-04-12", "16:30", None, "before", None)),
    ("trong-tháng", "trong tháng 4/2024", ("2024-04-30", None, "2024-04-01", "within", None)),
    ("trong-quý", "trong quý III/2024", ("2024-09-30", None, "2024-07-01", "within", None)),
    ("cuối-tháng", "cuối tháng 4/2024", ("2024-04-30", None, None, "by", None)),
    ("trước-kỳ", "trước tháng 7/2024", ("2024-07-01", None, None, "before", None)),
    ("không-năm", "trước ngày 12/4", ("2024-04-12", None, None, "before", None)),
    ("không-năm-sang-năm-sau", "trước ngày 15/02", ("2025-02-15", None, None, "before", None)),
    ("từ-đến", "từ ngày 01/4/2024 đến ngày 12/4/2024", ("2024-04-12", None, "2024-04-01", "within", None)),
    ("hằng-tháng", "trước ngày 25 hằng tháng", (None, None, None, "before", "FREQ=MONTHLY;BYMONTHDAY=25")),
    ("hằng-quý", "định kỳ hằng quý", (None, None, None, None, "FREQ=MONTHLY;INTERVAL=3")),
    ("không-tính-được", "trong thời gian tới", (None, None, None, "within", None)),
]

NONE = [
    case(
        "ngày-của-văn-bản-dẫn",
        "Giao Phòng Kinh tế triển khai Kế hoạch số 18/KH-UBND ngày 05/02/2024 của UBND huyện.",
        Row("triển khai Kế hoạch số 18/KH-UBND ngày 05/02/2024 của UBND huyện", WHO),
    ),
    case("năm-trong-tên", "Giao Phòng Kinh tế in cam kết thi đua năm 2024.", Row("in cam kết thi đua năm 2024", WHO)),
    case("thường-xuyên", "Yêu cầu Phòng Kinh tế thường xuyên cập nhật giá nông sản.", Row("thường xuyên cập nhật giá nông sản", WHO)),
    case("kịp-thời", "Yêu cầu Phòng Kinh tế kịp thời tham mưu phương án tiêu thụ.", Row("kịp thời tham mưu phương án tiêu thụ", WHO)),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_where_a_deadline_stands(nlp: Language, text: str, expected: tuple[Row, ...]) -> None:
    assert rows(find(nlp, text)) == list(expected)


@pytest.mark.parametrize(("words", "expected"), [pytest.param(words, expected, id=name) for name, words, expected in FORMS])
def test_what_a_deadline_names(nlp: Language, words: str, expected: tuple[str | None, ...]) -> None:
    [task] = find(nlp, f"Giao Phòng Kinh tế báo cáo tình hình thu mua {words}.")
    assert (task.due, task.due_time, task.due_start, task.due_bound, task.recurrence) == expected
    assert task.due_text == words
    assert task.task == "báo cáo tình hình thu mua"


def test_the_deadline_of_a_lead_in_is_written_without_the_words_before_it(nlp: Language) -> None:
    tasks = find(nlp, "Yêu cầu Phòng Kinh tế thực hiện các việc sau trước ngày 15/4/2024:\n- Lập dự toán chi tiết.\n- Rà soát danh mục đầu tư.\n")
    assert [task.due_text for task in tasks] == ["trước ngày 15/4/2024"] * 2


@pytest.mark.parametrize(("text", "expected"), NONE)
def test_what_is_no_deadline(nlp: Language, text: str, expected: tuple[Row, ...]) -> None:
    tasks = find(nlp, text)
    assert rows(tasks) == list(expected)
    assert [task.due_text for task in tasks] == [None] * len(tasks)
