"""The outline: which line stands under which, and what each part speaks of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractor.components.layout import Node
from extractor.components.layout.layout import Layout
from extractor.text import Reading
from extractor.text import read as edits

Read = Callable[[str], Layout]
Tree = list[Any]
"""Lines in order; after a line that has children, the list of them."""


def tree(text: str, node: Node) -> Tree:
    out: Tree = []
    for child in node.children:
        out.append(text[child.start : child.end])
        if child.children:
            out.append(tree(text, child))
    return out


def case(name: str, text: str, expected: Tree, wrong: str = "") -> Any:
    return pytest.param(text, expected, id=name, marks=[pytest.mark.xfail(strict=True, reason=wrong)] if wrong else [])


TREES = [
    case(
        "I-1-a",
        "I. NỘI DUNG\n1. Hạ tầng\na) Làm đường.\nb) Xây cầu.\n2. Giáo dục\nII. KINH PHÍ\n",
        ["NỘI DUNG", ["Hạ tầng", ["Làm đường.", "Xây cầu."], "Giáo dục"], "KINH PHÍ"],
    ),
    case(
        "1-gạch-cộng",
        "1. Hạ tầng\n- Làm đường:\n+ Đổ đá.\n+ Lu nền.\n- Xây cầu.\n2. Giáo dục\n",
        ["Hạ tầng", ["Làm đường:", ["Đổ đá.", "Lu nền."], "Xây cầu."], "Giáo dục"],
    ),
    case("số-thập-phân", "1. Hạ tầng\n1.1. Làm đường.\n1.2. Xây cầu.\n2. Giáo dục\n", ["Hạ tầng", ["Làm đường.", "Xây cầu."], "Giáo dục"]),
    case(
        "điều-khoản-điểm",
        "Điều 1. Phạm vi\n1. Cấp huyện\na) Phòng Y tế.\n2. Cấp xã\nĐiều 2. Đối tượng\n",
        ["Phạm vi", ["Cấp huyện", ["Phòng Y tế."], "Cấp xã"], "Đối tượng"],
    ),
    case("chương-điều", "Chương I\nĐiều 1. Phạm vi\nĐiều 2. Đối tượng\nChương II\nĐiều 3. Hiệu lực\n", ["", ["Phạm vi", "Đối tượng"], "", ["Hiệu lực"]]),
    case("phần-mục", "Phần thứ nhất\nI. KẾT QUẢ\n1. Cấp nước\nPhần thứ hai\nI. NHIỆM VỤ\n", ["", ["KẾT QUẢ", ["Cấp nước"]], "", ["NHIỆM VỤ"]]),
    case("chữ-hoa-không-số", "MỤC ĐÍCH\n- Tiết kiệm điện.\nNỘI DUNG\n- Thay bóng đèn.\n", ["MỤC ĐÍCH", ["Tiết kiệm điện."], "NỘI DUNG", ["Thay bóng đèn."]]),
    case(
        "câu-dẫn-gạch",
        "Yêu cầu các đơn vị:\n- Khóa van nước.\n- Tắt điện.\nCác phòng báo cáo kết quả.\n",
        ["Yêu cầu các đơn vị:", ["Khóa van nước.", "Tắt điện."], "Các phòng báo cáo kết quả."],
    ),
    case(
        "cơ-quan-làm-tiêu-đề",
        "1. Sở Y tế\n- Cấp thuốc.\n2. Công an tỉnh\n- Phân luồng xe.\n",
        ["Sở Y tế", ["Cấp thuốc."], "Công an tỉnh", ["Phân luồng xe."]],
    ),
    case("tiêu-đề-đậm", "**Sở Y tế**\n- Cấp thuốc.\n\n**Công an tỉnh**\n- Phân luồng xe.\n", ["Sở Y tế", ["Cấp thuốc."], "Công an tỉnh", ["Phân luồng xe."]]),
    case("ngoặc-đơn-số", "1. Hạ tầng\n(1) Làm đường.\n(2) Xây cầu.\n2. Giáo dục\n", ["Hạ tầng", ["Làm đường.", "Xây cầu."], "Giáo dục"]),
    case("gạch-dưới-a", "a) Hạ tầng\n- Làm đường.\nb) Giáo dục\n- Xây lớp.\n", ["Hạ tầng", ["Làm đường."], "Giáo dục", ["Xây lớp."]]),
    case("dòng-kẻ-bỏ", "1. Hạ tầng\n----------\n2. Giáo dục\n", ["Hạ tầng", "Giáo dục"]),
]


@pytest.mark.parametrize(("text", "expected"), TREES)
def test_lines_stand_under_what_governs_them(read: Read, text: str, expected: Tree) -> None:
    plain = Reading(text, edits(text)).text
    assert tree(plain, read(text).root) == expected


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        pytest.param("MỤC ĐÍCH, YÊU CẦU", "purpose", id="mục-đích"),
        pytest.param("CĂN CỨ PHÁP LÝ", "basis", id="căn-cứ"),
        pytest.param("SỰ CẦN THIẾT", "basis", id="sự-cần-thiết"),
        pytest.param("ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN NĂM 2023", "past", id="đánh-giá-kết-quả"),
        pytest.param("TỒN TẠI, HẠN CHẾ", "past", id="tồn-tại"),
        pytest.param("NHIỆM VỤ TRỌNG TÂM QUÝ II", "work", id="nhiệm-vụ"),
        pytest.param("TỔ CHỨC THỰC HIỆN", "work", id="tổ-chức-thực-hiện"),
        pytest.param("KIẾN NGHỊ, ĐỀ XUẤT", "request", id="kiến-nghị"),
        pytest.param("KINH PHÍ THỰC HIỆN", "information", id="kinh-phí"),
        pytest.param("CHI CỤC THỦY LỢI", "", id="tên-cơ-quan"),
    ],
)
def test_a_heading_tells_what_its_part_speaks_of(read: Read, heading: str, part: str) -> None:
    top = read(f"I. {heading}\n1. Kênh mương\n- Nạo vét kênh N2.\n").root.children[0]
    assert [node.part for node in top.walk()] == [part] * 3


def test_work_below_results_is_work_done(read: Read) -> None:
    top, after = read("I. KẾT QUẢ CÔNG TÁC\n1. Một số hoạt động chính\n- Nạo vét kênh N2.\nII. NHIỆM VỤ QUÝ II\n1. Kênh mương\n").root.children
    assert ({node.part for node in top.walk()}, {node.part for node in after.walk()}) == ({"past"}, {"work"})


def test_a_hard_wrapped_item_is_one_node(read: Read) -> None:
    text = (
        "1. Trạm Thủy nông nạo vét toàn bộ tuyến kênh N2 từ cống số 4 đến đập dâng\n"
        "của xã Tân Phú, gia cố mái kênh bị sạt lở và phát quang cây cỏ dọc hai bên bờ kênh\n"
        "để bảo đảm dòng chảy trước vụ mùa.\n2. Hạt Quản lý đê kiểm tra các điếm canh đê.\n"
    )
    assert [node.label for node in read(text).root.walk()] == ["", "1.", "2."]


def test_nothing_gives_an_empty_outline(read: Read) -> None:
    assert list(read("").root.walk())[1:] == []
    assert list(read(" \n\t\n---\n").root.walk())[1:] == []
