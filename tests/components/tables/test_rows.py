"""Rows of assignment tables: who, what, by when, and what is no row of work."""

from __future__ import annotations

import time

import pytest

from extractor.components.tables import beside
from extractor.model import Cell, Table, Task
from extractor.rules import Rules

from .conftest import HEAD, Find

HEADER = "| TT | Nội dung | Chủ trì | Phối hợp | Thời hạn | Sản phẩm |\n|---|---|---|---|---|---|\n"


def who(task: Task) -> tuple[list[str], list[str]]:
    return list(task.assignees), list(task.coordinators)


def test_the_rules_hold() -> None:
    assert [fault for fault in Rules().check() if fault.split(":")[0] in ("columns.toml", "values.toml", "periods.toml", "people.toml")] == []


@pytest.mark.parametrize("rows", ["| 1 | Sửa cầu Bến Đá | Ban Quản lý dự án | Công an xã | 30/4 | Biên bản |", "1 | Sửa cầu Bến Đá | Ban Quản lý dự án | Công an xã | 30/4 | Biên bản"])
def test_a_row(find: Find, rows: str) -> None:
    header = HEADER if rows.startswith("|") else HEADER.replace("|---|---|---|---|---|---|\n", "")[2:].replace(" |\n", "\n")
    (task,) = find(header + rows)
    assert (task.task, *who(task)) == ("Sửa cầu Bến Đá", ["Ban Quản lý dự án"], ["Công an xã"])
    assert (task.due_text, task.due, task.due_bound, task.product) == ("30/4", "2025-04-30", "by", "Biên bản")
    assert (HEAD + header + rows)[task.start : task.end] == rows.strip("| ")
    assert {origin.field for origin in task.origins} == {"task", "assignees", "coordinators", "due"}


def test_tabs_with_empty_cells(find: Find) -> None:
    first, second = find("STT\tNội dung\tĐơn vị chủ trì\tPhối hợp\tThời gian\n1\tTrồng 2.000 cây sao\tHội Nông dân\t\t12/5\n\tDọn kênh Năm\t\tĐoàn Thanh niên\t")
    assert who(first) == (["Hội Nông dân"], [])
    assert (first.due, first.due_bound) == ("2025-05-12", "on")
    assert (*who(second), second.due) == (["Hội Nông dân"], ["Đoàn Thanh niên"], "2025-05-12")


def test_two_lines_of_header_and_two_days(find: Find) -> None:
    header = "| TT | Việc cần làm | Phân công | | Thời gian | |\n| | | Chính | Phối hợp | Bắt đầu | Hoàn thành |\n|---|---|---|---|---|---|\n"
    first, second = find(header + "| 1 | Khảo sát giá đất | Phòng Kinh tế | Chi cục Thuế | 01/02 | 15/3/2025 |\n| 2 | Trình bảng giá | | | | 20/4 |")
    assert who(first) == (["Phòng Kinh tế"], ["Chi cục Thuế"])
    assert (first.due_start, first.due, first.due_bound) == ("2025-02-01", "2025-03-15", "within")
    assert (second.due_start, second.due, second.due_bound) == (None, "2025-04-20", "by")


def test_groups_give_body_period_and_year(find: Find) -> None:
    rows = "| I | Sở Y tế | | | | |\n| 1 | Mua vắc xin | | | Quý II | |\n| II | Việc xong trong tháng 9/2025 | | | | |\n| 2 | Kiểm tra kho lạnh | Sở Công Thương | | | |"
    first, second = find(HEADER + rows)
    assert (first.assignees, first.due, first.section[-1]) == (("Sở Y tế",), "2025-06-30", "Sở Y tế")
    assert (second.due_start, second.due, second.due_bound) == ("2025-09-01", "2025-09-30", "within")


def test_persons(find: Find) -> None:
    header = "STT | Nhiệm vụ | Đơn vị thực hiện | Người phụ trách | Hạn hoàn thành\n"
    rows = "1 | Lập bản đồ ngập | Tổ Kỹ thuật (đ/c Phan Văn Tám) | | 15/3\n2 | Đo cao độ | Đội Trắc địa | Ông Lê Hữu Dũng | 20/3\n3 | Vẽ mặt cắt | | | 25/3\n4 | Mổ phiên | | BS Hà Thị Lan | 26/3"
    people = [list(task.assignees) for task in find(header + rows)]
    assert people == [["Tổ Kỹ thuật", "Phan Văn Tám"], ["Đội Trắc địa", "Lê Hữu Dũng"], ["Đội Trắc địa", "Lê Hữu Dũng"], ["Đội Trắc địa", "Hà Thị Lan"]]


@pytest.mark.parametrize(
    ("cell", "own", "along"),
    [
        ("Sở Y tế (phối hợp: Sở Tài chính)", ["Sở Y tế"], ["Sở Tài chính"]),
        ("Sở Y tế; phối hợp: Sở Nội vụ, Sở Tài chính", ["Sở Y tế"], ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở Y tế (chủ trì), Sở Nội vụ (phối hợp)", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Hội Nông dân cùng Đoàn Thanh niên", ["Hội Nông dân"], ["Đoàn Thanh niên"]),
        ("Chủ trì: Sở Y tế", ["Sở Y tế"], []),
    ],
)
def test_who_a_cell_names(find: Find, cell: str, own: list[str], along: list[str]) -> None:
    (task,) = find(f"STT | Nhiệm vụ | Đơn vị thực hiện | Thời hạn\n1 | Lập danh sách hộ nghèo | {cell} | 30/6")
    assert who(task) == (own, along)


def test_columns_of_leader_and_receiver(find: Find) -> None:
    (task,) = find("TT | Nội dung | Cơ quan chủ trì | Lãnh đạo chỉ đạo | Cấp trình | Tiến độ\n1 | Soạn đề án cảng cạn | Sở Công Thương | Đ/c Vũ Văn Khoa | UBND tỉnh | Quý III")
    assert (task.supervisor, task.report_to, task.due) == ("Vũ Văn Khoa", ("UBND tỉnh",), "2025-09-30")


def test_ditto_nothing_and_standing(find: Find) -> None:
    rows = '| 1 | Sửa đê bao số 4 | Phòng Kinh tế | Công an xã | 30/4 | |\n| 2 | Nạo vét mương 5 | - nt - | | " | |\n| 3 | Trực trạm bơm | Tổ Thuỷ nông | - | Thường xuyên | |'
    first, second, third = find(HEADER + rows)
    assert (who(second), second.due) == ((["Phòng Kinh tế"], []), first.due)
    assert (who(third), third.due_text, third.due) == ((["Tổ Thuỷ nông"], []), None, None)


def test_parts_with_their_own_days_and_products(find: Find) -> None:
    text = HEADER + "| 1 | a) Lập danh mục kho; b) Lắp 02 trạm đo gió | Phòng Kinh tế | | a) 31/3; b) Trước mùa mưa | a) Danh mục; b) Trạm |"
    first, second = find(text)
    assert (first.due, first.product, second.due, second.due_bound, second.product) == ("2025-03-31", "Danh mục", None, "before", "Trạm")
    assert [(HEAD + text)[task.start : task.end] for task in (first, second)] == ["Lập danh mục kho", "Lắp 02 trạm đo gió"]


def test_items_under_a_lead_in(find: Find) -> None:
    (first, second) = find(HEADER + "| 1 | Rà soát thẻ: (i) Người cao tuổi: 20/7; (ii) Học sinh: 31/8 | BHXH huyện | | | |")
    assert [(task.task, task.due) for task in (first, second)] == [("Rà soát thẻ: Người cao tuổi", "2025-07-20"), ("Rà soát thẻ: Học sinh", "2025-08-31")]


def test_items_in_rows_below(find: Find) -> None:
    header = "Thời gian | Công việc | Người thực hiện\n"
    tasks = find(header + "10/02 - 10/3/2025 | Kiểm tra cơ sở, gồm 02 đoàn: | \n | Đoàn 1: Bến Cát, Dầu Tiếng | Đồng chí Lý Thị Mơ\n | Đoàn 2: Tân Uyên | Đồng chí Võ Văn Sơn")
    assert [(task.assignees, task.due_start, task.due) for task in tasks] == [(("Lý Thị Mơ",), "2025-02-10", "2025-03-10"), (("Võ Văn Sơn",), "2025-02-10", "2025-03-10")]


def test_labelled_rows_share_what_is_blank(find: Find) -> None:
    text = HEADER + "| 1 | a) Xét hồ sơ vay vốn | Phòng Kinh tế | Hội Nông dân | 23/5 | |\n| | b) In giấy mời | | | | |"
    first, second = find(text)
    assert (who(first), first.due) == (who(second), second.due)
    assert [(HEAD + text)[task.start : task.end] for task in (first, second)] == ["Xét hồ sơ vay vốn", "In giấy mời"]


def test_semicolons_split_orders_but_no_objects(find: Find) -> None:
    rows = "| 1 | Thành lập tổ giám sát; phê duyệt quy chế | UBND xã | | 10/4 | |\n| 2 | Mua bàn ghế; tủ; bảng | Văn phòng | | 12/4 | |"
    assert [task.task for task in find(HEADER + rows)] == ["Thành lập tổ giám sát", "phê duyệt quy chế", "Mua bàn ghế; tủ; bảng"]


def test_the_words_of_a_task_date_it_where_the_column_does_not(find: Find) -> None:
    rows = "| 1 | Thu quỹ đợt 17/10 - 18/11/2025 | Hội Nông dân | | Như nội dung | |\n| 2 | Gửi số liệu trước ngày 20/6 | Văn phòng | | | |\n| 3 | Phun tiêu độc ngày 04 lần; ghi sổ trực | Trạm Thú y | | 31/5 | |"
    first, second, third, fourth = find(HEADER + rows)
    assert (first.due_start, first.due) == ("2025-10-17", "2025-11-18")
    assert (second.task, second.due, second.due_bound) == ("Gửi số liệu", "2025-06-20", "before")
    assert (third.recurrence, third.due, fourth.due) == ("FREQ=DAILY", None, "2025-05-31")


def test_columns_of_stages(find: Find) -> None:
    text = "| Việc | Xong trước 25/4/2025 | Quý III |\n|---|---|---|\n| Công an phường | Kiểm tra 40 nhà trọ | Lập hồ sơ xử lý |\n| Các khu phố | Phát tờ rơi | - |"
    tasks = find(text)
    assert [(list(task.assignees), task.due, task.due_bound) for task in tasks] == [
        (["Công an phường"], "2025-04-25", "before"), (["Công an phường"], "2025-09-30", "within"), (["Các khu phố"], "2025-04-25", "before"),
    ]  # fmt: skip
    assert (HEAD + text)[tasks[1].start : tasks[1].end] == "Lập hồ sơ xử lý"


def test_columns_of_marks(find: Find) -> None:
    tasks = find("| TT | Nội dung công việc | Đơn vị | T2 | T3 | T4 |\n|---|---|---|---|---|---|\n| 1 | Đo đạc đất lúa | Phòng Kinh tế | x | x | |\n| 2 | Cấp giấy chứng nhận | Văn phòng | | | x |")
    assert [(task.due_start, task.due) for task in tasks] == [("2025-02-01", "2025-03-31"), ("2025-04-01", "2025-04-30")]


def test_a_rota_and_a_week(find: Find) -> None:
    (rota,) = find("Ngày | Người trực | Nội dung\n28/01/2025 | Cao Thị Nhàn | Trực cấp cứu, ghi sổ giao ca")
    assert (rota.assignees, rota.due, rota.due_bound) == (("Cao Thị Nhàn",), "2025-01-28", "on")
    week = find("Thứ | Giờ | Nội dung | Chủ trì\nThứ 2 | 7h30 | Giao ban đầu tuần | Chủ tịch UBND xã\n | 14h00 | Họp tổ thu ngân sách | Phó Chủ tịch Lê Bá Ngà", head="LỊCH TUẦN từ 12/5 đến 18/5/2025\n")
    assert [(task.due, task.due_time) for task in week] == [("2025-05-12", "07:30"), ("2025-05-12", "14:00")]


def test_a_title_dates_all_rows(find: Find) -> None:
    tasks = find("(Thời gian hoàn thành: trước ngày 30/6/2025)\nSTT | Nhiệm vụ | Đơn vị\n1 | Soạn quy chế họp | Văn phòng\n2 | Đặt biển hiệu | Phòng Kinh tế")
    assert [(task.due, task.due_bound) for task in tasks] == [("2025-06-30", "before")] * 2
    cited = find("(Kèm theo Kế hoạch số 31/KH-UBND ngày 04/3/2025)\nSTT | Nhiệm vụ | Đơn vị\n1 | Soạn quy chế họp | Văn phòng\n2 | Đặt biển hiệu | Phòng Kinh tế")
    assert [task.due for task in cited] == [None, None]


def test_the_order_over_a_table_of_goods(find: Find) -> None:
    (task, _) = find("2. Tiếp nhận, cấp phát hàng theo bảng:\n\nLoại hàng\tSố lượng\tĐơn vị nhận\tXong trước\nGạo nếp\t12 tấn\tHội Chữ thập đỏ huyện Hương Khê\t24/10\nMuối\t2 tấn\tĐoàn Thanh niên\t25/10")
    assert (task.task, task.due, task.due_bound) == ("Tiếp nhận, cấp phát hàng gạo nếp 12 tấn", "2025-10-24", "before")
    assert find("2. Tình hình kho:\n\nLoại hàng\tSố lượng\tĐơn vị nhận\tXong trước\nGạo nếp\t12 tấn\tHội Nông dân\t24/10\nMuối\t2 tấn\tĐoàn Thanh niên\t25/10") == []


def test_cells_on_several_lines_and_rows_over_pages(find: Find) -> None:
    header = "Stt | Công việc | Đơn vị chủ trì | Hoàn thành\n"
    tasks = find(header + "1 | Đo mực nước hồ | Phòng Kinh tế | 15/4\n2 | + Thuê xe chở quân\n+ Mua túi cứu thương | Văn phòng | 20/4\n3 | Diễn tập | Ban CHQS xã | Tháng 6\n | | Công an xã | ")
    assert [(task.task, list(task.assignees)) for task in tasks] == [
        ("Đo mực nước hồ", ["Phòng Kinh tế"]), ("Thuê xe chở quân", ["Văn phòng"]), ("Mua túi cứu thương", ["Văn phòng"]), ("Diễn tập", ["Ban CHQS xã", "Công an xã"]),
    ]  # fmt: skip
    page = "| 1 | Soạn phương án bảo đảm thuốc cho | Sở Y tế | | 30/6 | |\n\n2\n\n" + HEADER.split("\n")[0] + "\n| | các trạm vùng lũ | | | | |\n| 2 | Kiểm tra kho thuốc | Sở Y tế | | Tháng 7 | |"
    assert [task.task for task in find(HEADER + page)] == ["Soạn phương án bảo đảm thuốc cho các trạm vùng lũ", "Kiểm tra kho thuốc"]


def test_no_header(find: Find) -> None:
    tasks = find("1 | Rà soát hồ sơ tồn đọng của xã | Văn phòng | 15/02/2025\n2 | Tổng hợp đề xuất mua máy in | Phòng Kinh tế | 20/02/2025")
    assert [(task.assignees, task.due) for task in tasks] == [(("Văn phòng",), "2025-02-15"), (("Phòng Kinh tế",), "2025-02-20")]


@pytest.mark.parametrize(
    "text",
    [
        "TT | Chỉ tiêu | ĐVT | Kế hoạch 2025 | Ghi chú\n1 | Hộ nghèo | hộ | 40 |\n2 | Đường bê tông | km | 12 |",
        "STT | Nội dung chi | Số lượng | Đơn giá | Thành tiền\n1 | Mua pano | 10 | 500.000 | 5.000.000\n | Tổng cộng | | | 5.000.000",
        "TT | Họ và tên | Lớp | Nội dung thi | Điểm\n1 | Lê Thị Bình | 10B | Nhảy xa | 9",
        "TT | Họ và tên | Số phiếu | Tỷ lệ\n1 | Bùi Văn Quý | 112 | 97,4%\n2 | Đỗ Thị Vân | 110 | 95,7%",
        "UBND HUYỆN CÁT TIÊN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/KH-UBND\tCát Tiên, ngày 10 tháng 01 năm 2025",
    ],
)
def test_tables_that_give_no_work(find: Find, text: str) -> None:
    assert find(text) == []


def test_rows_that_are_done_and_sums(find: Find) -> None:
    header = "STT | Nhiệm vụ | Đơn vị chủ trì | Thời hạn | Kết quả\n"
    tasks = find(header + "1 | Ban hành quy chế | Văn phòng | 30/3/2025 | Đã hoàn thành\n2 | Kiểm tra đê | Phòng Kinh tế | 15/6/2025 | Biên bản\n | Tổng cộng | | |")
    assert [task.task for task in tasks] == ["Kiểm tra đê"]
    assert find(header + "1 | Ban hành quy chế | Văn phòng | 30/3/2025 | ", head="I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ THÁNG TRƯỚC\n\n") == []


def test_a_table_that_the_file_states(find: Find) -> None:
    rows = [["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"], ["1", "Xây kè suối Lội", "Ban Quản lý dự án", "Quý II"], ["2", "Trồng cỏ mái kè", "", "30/9"], ["Nhóm hai", "", "", ""], ["3", "Cắm biển báo", "Công an xã", "20/4"]]
    at, cells, lines = len(HEAD), [], []
    for index, row in enumerate(rows):
        line = " | ".join(row)
        place = at
        for column, words in enumerate(row):
            if words or index != 2:
                merged = index == 1 and column == 2
                whole = index == 3 and column == 0
                cells.append(Cell(index, column, place, place + len(words), 2 if merged else 1, 4 if whole else 1))
            place += len(words) + 3
        lines.append(line)
        at += len(line) + 1
    cells = [cell for cell in cells if not (cell.row == 3 and cell.column > 0)]
    tasks = find("\n".join(lines), tables=(Table(len(HEAD), at - 1, tuple(cells)),))
    assert [(task.task, list(task.assignees), task.due) for task in tasks] == [
        ("Xây kè suối Lội", ["Ban Quản lý dự án"], "2025-06-30"), ("Trồng cỏ mái kè", ["Ban Quản lý dự án"], "2025-09-30"), ("Cắm biển báo", ["Công an xã"], "2025-04-20"),
    ]  # fmt: skip


def test_no_day_of_issue_no_year(find: Find) -> None:
    tasks = find("STT | Nhiệm vụ | Đơn vị | Hạn\n1 | Soạn quy chế họp | Văn phòng | 20/8\n2 | Đặt biển hiệu | Phòng Kinh tế | 21/8/2024", issued_on=None)
    assert [(task.due_text, task.due) for task in tasks] == [("20/8", None), ("21/8/2024", "2024-08-21")]


def test_sentences_keep_off_the_places_of_tables() -> None:
    tasks = [Task(0, 9, "lập"), Task(20, 29, "trình"), Task(45, 50, "gửi")]
    assert [task.task for task in beside(tasks, [(40, 60), (10, 30)])] == ["lập"]


def test_time_grows_with_the_rows(find: Find) -> None:
    def seconds(count: int) -> float:
        rows = "\n".join(f"| {i} | Rà soát hồ sơ số {i} của xã | Phòng Kinh tế | Công an xã | {i % 28 + 1}/5/2025 | |" for i in range(count))
        began = time.process_time()
        assert len(find(HEADER + rows)) == count
        return time.process_time() - began

    seconds(50)
    small, large = seconds(200), seconds(2000)
    assert large < 25 * small


