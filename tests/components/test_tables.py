"""Assignment tables in text: headers, group rows, blank and ditto cells, and tables that assign nothing."""

from __future__ import annotations

import pytest
from spacy.language import Language

CASES: dict[str, tuple[str, list[dict[str, object]]]] = {
    "markdown": (
        "| STT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành |\n| --- | --- | --- | --- | --- |\n"
        "| 1 | Xây dựng quy chế phối hợp | Phòng Pháp chế | Văn phòng | 15/4/2021 |\n| 2 | Rà soát thủ tục hành chính | Văn phòng | Các phòng | Tháng 5/2021 |\n",
        [
            {"task": "Xây dựng quy chế phối hợp", "assignees": ("Phòng Pháp chế",), "coordinators": ("Văn phòng",), "due": "2021-04-15"},
            {"task": "Rà soát thủ tục hành chính", "assignees": ("Văn phòng",), "coordinators": ("Các phòng",), "due": "2021-05-31"},
        ],
    ),
    "bars": (
        "Nhiệm vụ | Cơ quan thực hiện | Tiến độ\nTổ chức tập huấn cho cán bộ cơ sở | Sở Nội vụ | Quý II/2022\nKiểm tra việc thực hiện quy chế | Thanh tra tỉnh | Quý III/2022\n",
        [
            {"task": "Tổ chức tập huấn cho cán bộ cơ sở", "assignees": ("Sở Nội vụ",), "due": "2022-06-30"},
            {"task": "Kiểm tra việc thực hiện quy chế", "assignees": ("Thanh tra tỉnh",), "due": "2022-09-30"},
        ],
    ),
    "blank-carried-down": (
        "| Nội dung | Chủ trì | Thời hạn |\n| --- | --- | --- |\n| Lập danh sách hộ nghèo | Phòng Lao động | 10/3/2021 |\n| Thẩm định hồ sơ vay vốn | | 20/3/2021 |\n",
        [{"assignees": ("Phòng Lao động",), "due": "2021-03-10"}, {"assignees": ("Phòng Lao động",), "due": "2021-03-20"}],
    ),
    "ditto": (
        "| Nội dung | Chủ trì | Thời hạn |\n| --- | --- | --- |\n| Lập danh sách hộ nghèo | Phòng Lao động | 10/3/2021 |\n| Thẩm định hồ sơ vay vốn | nt | nt |\n",
        [{"assignees": ("Phòng Lao động",), "due": "2021-03-10"}, {"assignees": ("Phòng Lao động",), "due": "2021-03-10"}],
    ),
    "group-row": (
        "| Nội dung | Chủ trì | Thời hạn |\n| --- | --- | --- |\n| I. Công tác tuyên truyền | | |\n| Phát hành tờ rơi | Đài Phát thanh | 10/3/2021 |\n",
        [{"task": "Phát hành tờ rơi", "assignees": ("Đài Phát thanh",), "due": "2021-03-10"}],
    ),
    "product": (
        "| Nhiệm vụ | Đơn vị chủ trì | Thời hạn | Sản phẩm |\n| --- | --- | --- | --- |\n| Xây dựng đề án tinh giản biên chế | Sở Nội vụ | 30/6/2021 | Đề án |\n"
        "| Tổng hợp số liệu biên chế | Sở Nội vụ | 31/7/2021 | Báo cáo |\n",
        [{"product": "Đề án", "due": "2021-06-30"}, {"product": "Báo cáo", "due": "2021-07-31"}],
    ),
    "no-deadline": (
        "| Nhiệm vụ | Đơn vị chủ trì | Thời hạn |\n| --- | --- | --- |\n| Theo dõi công tác thi đua | Văn phòng | Thường xuyên |\n| Lập kế hoạch thi đua | Văn phòng | 30/6/2021 |\n",
        [{"due": None, "due_text": None}, {"due": "2021-06-30"}],
    ),
    "not.figures": ("| Chỉ tiêu | Năm 2020 | Năm 2021 |\n| --- | --- | --- |\n| Số hộ nghèo | 120 | 95 |\n| Số hộ cận nghèo | 210 | 180 |\n", []),
    "not.members": ("| STT | Họ và tên | Chức vụ |\n| --- | --- | --- |\n| 1 | Nguyễn Văn An | Trưởng ban |\n| 2 | Lê Thị Bình | Phó Trưởng ban |\n", []),
}  # fmt: skip

KNOWN_FAILURES: frozenset[str] = frozenset()


@pytest.mark.parametrize(("text", "rows"), [pytest.param(*case, id=name, marks=[pytest.mark.xfail(strict=True)] if name in KNOWN_FAILURES else []) for name, case in CASES.items()])
def test_table(nlp: Language, text: str, rows: list[dict[str, object]]) -> None:
    tasks = nlp(text)._.tasks
    assert [{cell: getattr(task, cell) for cell in wanted} for task, wanted in zip(tasks, rows, strict=True)] == rows
    for task in tasks:
        assert text[task.start : task.end].strip()
        assert {origin.place for origin in task.origins} <= {"column", "row", "title", "clause"}


def test_known_failures_are_cases() -> None:
    assert set(CASES) >= KNOWN_FAILURES
