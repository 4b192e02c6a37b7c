"""Each phenomenon of the task table in a short text of its own: which stretches are tasks, and the cells of their rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from spacy.language import Language

from extractor.model import Task

WORK = "II. NHIỆM VỤ\n"


@dataclass(frozen=True)
class Row:
    """What is expected of one row; a cell that is not given is not compared."""

    evidence: str
    cells: dict[str, object] = field(default_factory=dict)


def row(evidence: str, **cells: object) -> Row:
    return Row(evidence, cells)


CASES: dict[str, tuple[str, list[Row]]] = {
    "assign.giao": ("Giao Sở Y tế rà soát danh mục thuốc.", [row("Giao Sở Y tế rà soát danh mục thuốc.", task="rà soát danh mục thuốc", assignees=("Sở Y tế",))]),
    "assign.yeu-cau": ("Yêu cầu các trường trung học nộp báo cáo.", [row("Yêu cầu các trường trung học nộp báo cáo.", assignees=("các trường trung học",))]),
    "assign.phan-cong": ("Phân công Phòng Kế hoạch lập dự toán.", [row("Phân công Phòng Kế hoạch lập dự toán.", assignees=("Phòng Kế hoạch",))]),
    "assign.chu-tri": ("Sở Xây dựng chủ trì thẩm định hồ sơ.", [row("Sở Xây dựng chủ trì thẩm định hồ sơ.", assignees=("Sở Xây dựng",))]),
    "assign.co-trach-nhiem": ("Chi cục Thủy lợi có trách nhiệm kiểm tra hồ chứa.", [row("Chi cục Thủy lợi có trách nhiệm kiểm tra hồ chứa.", assignees=("Chi cục Thủy lợi",))]),
    "item.imperative": (WORK + "1. Rà soát quy chế chi tiêu nội bộ.\n2. Xây dựng kế hoạch đào tạo.", [row("Rà soát quy chế chi tiêu nội bộ."), row("Xây dựng kế hoạch đào tạo.")]),
    "item.dated": ("LỊCH THỰC HIỆN\n- Hoàn thành kiểm kê: trong tháng 01/2021.", [row("Hoàn thành kiểm kê: trong tháng 01/2021.", due="2021-01-31", due_bound="within")]),
    "not.done": ("Sở Y tế đã rà soát danh mục thuốc. Kết quả có 12 loại được thay thế.", []),
    "not.results": ("I. KẾT QUẢ CÔNG TÁC QUÝ I\n1. Tổ chức 04 lớp tập huấn cho 120 học viên.\n2. Kiểm tra 15 cơ sở.", []),
    "not.basis": ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\nThực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2021 của UBND tỉnh.", []),
    "not.purpose": ("I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao nhận thức của cán bộ.\n2. Bảo đảm thiết thực, tiết kiệm.", []),
    "not.recipients": ("Nơi nhận:\n- Sở Y tế;\n- Công an tỉnh;\n- Lưu: VT.", []),
    "not.in-force": ("Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", []),
    "not.in-principle": ("Hội nghị thống nhất chủ trương hỗ trợ kinh phí cho các hộ dân.", []),
    "not.information": ("Văn phòng thông báo để các đơn vị biết, thực hiện.", []),
    "not.separately": (WORK + "- Không tổ chức lễ tổng kết riêng mà kết hợp trong hội nghị cuối năm.", []),
    "closing.carry-out": ("Yêu cầu các phòng, ban triển khai, thực hiện.", [row("Yêu cầu các phòng, ban triển khai, thực hiện.", assignees=("các phòng, ban",))]),
    "closing.decision": (
        "Điều 3. Chánh Văn phòng, Giám đốc Sở Tài chính chịu trách nhiệm thi hành Quyết định này.",
        [row("Chánh Văn phòng, Giám đốc Sở Tài chính chịu trách nhiệm thi hành Quyết định này.", assignees=("Chánh Văn phòng", "Giám đốc Sở Tài chính"))],
    ),
    "standing.rule": ("Các trường phải niêm yết công khai các khoản thu.", [row("Các trường phải niêm yết công khai các khoản thu.", assignees=("Các trường",))]),
    "announced": ("Trước ngày 08/3/2021, Phó Chủ tịch UBND tỉnh sẽ chủ trì cuộc họp.", [row("Trước ngày 08/3/2021, Phó Chủ tịch UBND tỉnh sẽ chủ trì cuộc họp.", due="2021-03-08")]),
    "request.upwards": ("III. KIẾN NGHỊ\nĐề nghị UBND tỉnh bố trí kinh phí.", [row("Đề nghị UBND tỉnh bố trí kinh phí.", assignees=("UBND tỉnh",))]),
    "ban.enforced": ("Yêu cầu Công an xã nghiêm cấm người dân đốt nương.", [row("Yêu cầu Công an xã nghiêm cấm người dân đốt nương.", assignees=("Công an xã",))]),
    "not.sanction": ("Đơn vị nào chậm trễ sẽ bị phê bình.", []),
    "chain.one": (
        "Giao Sở Tư pháp tiếp thu ý kiến, hoàn chỉnh dự thảo, trình UBND tỉnh.",
        [row("Giao Sở Tư pháp tiếp thu ý kiến, hoàn chỉnh dự thảo, trình UBND tỉnh.", report_to=("UBND tỉnh",))],
    ),
    "chain.other-body": (
        "Giao Sở Tư pháp thẩm định dự thảo; Sở Nội vụ tổng hợp ý kiến.",
        [row("Giao Sở Tư pháp thẩm định dự thảo", assignees=("Sở Tư pháp",)), row("Sở Nội vụ tổng hợp ý kiến.", assignees=("Sở Nội vụ",))],
    ),
    "semicolon.keeps-body": (
        WORK + "1. Sở Công Thương kiểm tra giá cả; xử lý các vi phạm.",
        [row("Sở Công Thương kiểm tra giá cả", assignees=("Sở Công Thương",)), row("xử lý các vi phạm.", assignees=("Sở Công Thương",))],
    ),
    "semicolon.nouns": (
        "Giao Văn phòng tổng hợp số liệu về dân số; diện tích đất; số hộ nghèo.",
        [row("Giao Văn phòng tổng hợp số liệu về dân số; diện tích đất; số hộ nghèo.")],
    ),
    "sentence.deadline-only": (
        "Giao Phòng Tài vụ quyết toán kinh phí hội nghị. Hoàn thành trước ngày 25/6/2021.",
        [row("Giao Phòng Tài vụ quyết toán kinh phí hội nghị. Hoàn thành trước ngày 25/6/2021.", due="2021-06-25", due_bound="before")],
    ),
    "label.outside": ("Xét thi đua khen thưởng: Giao Ban Tổ chức tổng hợp hồ sơ.", [row("Giao Ban Tổ chức tổng hợp hồ sơ.", assignees=("Ban Tổ chức",))]),
    "lead-in.body": (
        "Giao Sở Y tế:\n- Rà soát danh mục thuốc;\n- Lập kế hoạch mua sắm.",
        [row("Rà soát danh mục thuốc", assignees=("Sở Y tế",)), row("Lập kế hoạch mua sắm.", assignees=("Sở Y tế",))],
    ),
    "heading.body": (
        "III. TỔ CHỨC THỰC HIỆN\n1. Công an tỉnh\n- Kiểm tra các chung cư.\n2. Sở Tài chính\n- Bố trí kinh phí.",
        [row("Kiểm tra các chung cư.", assignees=("Công an tỉnh",)), row("Bố trí kinh phí.", assignees=("Sở Tài chính",))],
    ),
    "heading.doi-voi": (
        "Đối với Liên đoàn Lao động tỉnh\n- Tổ chức hội thi tay nghề.",
        [row("Tổ chức hội thi tay nghề.", assignees=("Liên đoàn Lao động tỉnh",))],
    ),
    "heading.deadline": (
        "NHIỆM VỤ TRỌNG TÂM THÁNG 8 NĂM 2021\n1. Tổ chức đại hội chi bộ.\n2. Nộp báo cáo trước ngày 15/8/2021.",
        [
            row("Tổ chức đại hội chi bộ.", due="2021-08-31", due_start="2021-08-01", due_bound="within"),
            row("Nộp báo cáo trước ngày 15/8/2021.", due="2021-08-15", due_bound="before"),
        ],
    ),
    "coordinator.with": (
        "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính, Công an tỉnh kiểm tra các nhà thuốc.",
        [row("Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính, Công an tỉnh kiểm tra các nhà thuốc.", assignees=("Sở Y tế",), coordinators=("Sở Tài chính", "Công an tỉnh"))],
    ),
    "coordinator.request": (
        "Đề nghị Công an tỉnh phối hợp với Sở Xây dựng kiểm tra các chung cư.",
        [row("Đề nghị Công an tỉnh phối hợp với Sở Xây dựng kiểm tra các chung cư.", assignees=("Công an tỉnh",), coordinators=("Sở Xây dựng",))],
    ),
    "directs": (
        WORK + "1. Sở Giáo dục và Đào tạo chỉ đạo các trường học tổ chức khai giảng.",
        [row("Sở Giáo dục và Đào tạo chỉ đạo các trường học tổ chức khai giảng.", assignees=("Sở Giáo dục và Đào tạo",))],
    ),
    "responsibility-of": (
        WORK + "- Tăng cường trách nhiệm của Ban Giám hiệu trong quản lý dạy thêm.",
        [row("Tăng cường trách nhiệm của Ban Giám hiệu trong quản lý dạy thêm.", assignees=("Ban Giám hiệu",))],
    ),
    "distributed-head": (
        "Giao các Bộ: Công an, Quốc phòng xây dựng phương án.",
        [row("Giao các Bộ: Công an, Quốc phòng xây dựng phương án.", assignees=("Bộ Công an", "Bộ Quốc phòng"))],
    ),
    "due.hour": (
        "Yêu cầu các đơn vị báo cáo trước 16 giờ 30 ngày 20/9/2020.",
        [row("Yêu cầu các đơn vị báo cáo trước 16 giờ 30 ngày 20/9/2020.", due="2020-09-20", due_time="16:30", due_bound="before")],
    ),
    "due.recurrence": (
        "Yêu cầu các đơn vị báo cáo trước ngày 25 hằng tháng.",
        [row("Yêu cầu các đơn vị báo cáo trước ngày 25 hằng tháng.", due=None, recurrence="FREQ=MONTHLY;BYMONTHDAY=25")],
    ),
    "due.citation": (
        "Giao Sở Nội vụ thực hiện Kế hoạch số 56/KH-UBND ngày 23/7/2020.",
        [row("Giao Sở Nội vụ thực hiện Kế hoạch số 56/KH-UBND ngày 23/7/2020.", due=None, due_text=None)],
    ),
    "due.unresolved": (
        "Yêu cầu Sở Y tế báo cáo trong vòng 5 ngày kể từ ngày nhận được văn bản này.",
        [row("Yêu cầu Sở Y tế báo cáo trong vòng 5 ngày kể từ ngày nhận được văn bản này.", due=None, due_text="trong vòng 5 ngày kể từ ngày nhận được văn bản này")],
    ),
    "nobody-named": (WORK + "- Tổ chức hội nghị sơ kết.", [row("Tổ chức hội nghị sơ kết.", assignees=())]),
}  # fmt: skip

KNOWN_FAILURES: frozenset[str] = frozenset({"assign.yeu-cau", "standing.rule"})


def found(text: str, tasks: tuple[Task, ...]) -> list[str]:
    return [text[task.start : task.end] for task in tasks]


@pytest.mark.parametrize(("text", "rows"), [pytest.param(*case, id=name, marks=[pytest.mark.xfail(strict=True)] if name in KNOWN_FAILURES else []) for name, case in CASES.items()])
def test_phenomenon(nlp: Language, text: str, rows: list[Row]) -> None:
    tasks = nlp(text)._.tasks
    assert found(text, tasks) == [wanted.evidence for wanted in rows]
    for task, wanted in zip(tasks, rows, strict=True):
        assert {cell: getattr(task, cell) for cell in wanted.cells} == wanted.cells


def test_known_failures_are_cases() -> None:
    assert set(CASES) >= KNOWN_FAILURES


@pytest.mark.parametrize("name", [name for name, (_, rows) in CASES.items() if rows])
def test_every_cell_says_where_it_came_from(nlp: Language, name: str) -> None:
    text = CASES[name][0]
    for task in nlp(text)._.tasks:
        told = {origin.field for origin in task.origins}
        assert "task" in told
        for cell in ("assignees", "coordinators", "report_to"):
            assert bool(getattr(task, cell)) <= (cell in told)
        assert bool(task.due or task.recurrence) <= ("due" in told)
        assert all(0 <= origin.start < origin.end <= len(text) and origin.rule for origin in task.origins)
