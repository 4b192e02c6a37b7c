"""Decisions and resolutions: functions of a body, norms, lists, rights, closing articles, labels that run into a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.components.tasks.cases import Row, case, find, rows

if TYPE_CHECKING:
    from spacy.language import Language

FUNCTIONS = """QUYẾT ĐỊNH
Quy định chức năng, nhiệm vụ của Trạm Kiểm ngư Cửa Hội

QUYẾT ĐỊNH:
Điều 1. Vị trí, chức năng
Trạm Kiểm ngư Cửa Hội là đơn vị thuộc Chi cục Thủy sản, giúp Chi cục trưởng quản lý tàu cá.
Điều 2. {heading}
1. Lập sổ theo dõi tàu cá ra vào cảng.
2. Yêu cầu Ban Quản lý cảng cung cấp số liệu bốc dỡ.
Điều 3. Trong khi làm nhiệm vụ, Trạm có quyền:
a) Kiểm tra giấy phép khai thác của tàu cá;
b) Tạm giữ ngư cụ trái phép.
"""
STATION = ("Trạm Kiểm ngư Cửa Hội",)
DUTIES = (
    Row("Lập sổ theo dõi tàu cá ra vào cảng", STATION),
    Row("cung cấp số liệu bốc dỡ", STATION),
)
DECISIONS = [
    case("nhiệm-vụ-của-đơn-vị-được-mô-tả", FUNCTIONS.format(heading="Nhiệm vụ và quyền hạn"), *DUTIES),
    case("nhiệm-vụ-có-tên-không-có-của", FUNCTIONS.format(heading="Nhiệm vụ và quyền hạn Trạm Kiểm ngư Cửa Hội"), *DUTIES),
    case(
        "điều-khoản-thi-hành-nhiều-loại-tên",
        "QUYẾT ĐỊNH\nVề phụ cấp trực\n\nQUYẾT ĐỊNH:\nĐiều 2. Các ông Chánh Văn phòng Sở, Trưởng các phòng: Đào tạo, Kế hoạch và đầu tư, các thành viên của Tổ soạn thảo và thực hiện "
        "bộ đề chịu trách nhiệm thi hành Quyết định này.\n",
        Row(
            "thi hành Quyết định này",
            ("Chánh Văn phòng Sở", "Trưởng Phòng Đào tạo", "Trưởng Phòng Kế hoạch và đầu tư", "các thành viên của Tổ soạn thảo và thực hiện bộ đề"),
        ),
    ),
    case(
        "định-mức-và-danh-mục-không-giao-việc",
        "QUYẾT ĐỊNH\nVề phân cấp nguồn thu\n\nQUYẾT ĐỊNH:\nĐiều 1. Phân cấp nguồn thu:\n1. Nguồn thu ngân sách xã hưởng:\n- Thu từ bến bãi do xã quản lý;\n"
        "- Thu phạt trật tự xây dựng.\n2. Ngành nghề của công ty:\n- Sản xuất gạch không nung;\n- Cho thuê kho lạnh.\nĐiều 2. Giao Phòng Tài chính hướng dẫn thực hiện.\n",
        Row("hướng dẫn thực hiện", ("Phòng Tài chính",)),
    ),
    case(
        "bãi-bỏ-là-việc-của-chính-quyết-định",
        "QUYẾT ĐỊNH\nBãi bỏ quy định\n\nQUYẾT ĐỊNH:\nĐiều 1. Bãi bỏ các quy định sau:\n1. Bãi bỏ Chương II Quy chế bến đò ngang.\n2. Bãi bỏ Mục 3 Quy chế chợ nổi.\n"
        "Điều 2. Giao Sở Giao thông Vận tải sửa đổi quy chế.\n",
        Row("sửa đổi quy chế", ("Sở Giao thông Vận tải",)),
    ),
    case(
        "điều-kiện-không-phải-việc",
        "CÔNG VĂN\nVề cho vay\n\nYêu cầu các quỹ tín dụng rà soát hồ sơ vay. Hộ vay phải có đủ các điều kiện sau:\n- Lưu ký tài sản tại quỹ;\n- Tham gia bảo hiểm cây trồng.\n",
        Row("rà soát hồ sơ vay", ("các quỹ tín dụng",)),
    ),
    case(
        "đồng-ý-của-cấp-trên-không-phải-việc-của-cấp-trên",
        "QUYẾT ĐỊNH\nVề quản lý bến\n\nQUYẾT ĐỊNH:\nĐiều 1. Trường hợp mở thêm bến, phải được Ủy ban nhân dân huyện chấp thuận trước khi khởi công.\n"
        "Điều 2. Hồ sơ đủ điều kiện phải được Phòng Hạ tầng phê duyệt trong 05 ngày.\n",
        Row("Hồ sơ đủ điều kiện phải được Phòng Hạ tầng phê duyệt", ("Phòng Hạ tầng",)),
    ),
    case(
        "giai-đoạn-trong-tiêu-đề-là-hạn",
        "QUYẾT ĐỊNH\nPhê duyệt chương trình kè\n\nQUYẾT ĐỊNH:\nĐiều 1. Phân kỳ đầu tư như sau:\nGiai đoạn 2024 - 2026:\n- Xây mới 03 tuyến kè.\nGiai đoạn 2027 - 2030:\n- Cải tạo 05 tuyến kè.\n",
        Row("Xây mới 03 tuyến kè", (), (), "2026-12-31"),
        Row("Cải tạo 05 tuyến kè", (), (), "2030-12-31"),
    ),
    case(
        "nhãn-dính-vào-cuối-dòng",
        "CHỈ THỊ\nVề mùa mưa\n\n1. Sở Xây dựng kiểm tra chung cư cũ. 2. Sở Công Thương dự trữ lương thực.\n3. Sở Y tế chuẩn bị cơ số thuốc.\n",
        Row("kiểm tra chung cư cũ", ("Sở Xây dựng",)),
        Row("dự trữ lương thực", ("Sở Công Thương",)),
        Row("chuẩn bị cơ số thuốc", ("Sở Y tế",)),
    ),
    case(
        "tên-vật-không-là-chủ-thể",
        "CHỈ THỊ\nVề an toàn kho\n\n1. Đội Bảo quản\n- Kho lạnh phải luôn đủ điện dự phòng.\n",
        Row("Kho lạnh phải luôn đủ điện dự phòng", ("Đội Bảo quản",)),
    ),
    case(
        "căn-cứ-của-một-việc-không-phải-phần-mở-đầu",
        "QUYẾT ĐỊNH\nVề giá nước\n\nQUYẾT ĐỊNH:\nĐiều 1. Căn cứ đơn giá được duyệt, Chi nhánh Cấp nước xác định số tiền của từng hộ.\n",
        Row("xác định số tiền của từng hộ", ("Chi nhánh Cấp nước",)),
    ),
    case(
        "thường-trực-và-các-ban-theo-chức-năng",
        "NGHỊ QUYẾT\nVề cây xanh\n\nQUYẾT NGHỊ:\nĐiều 2. Thường trực Hội đồng nhân dân, các Ban của Hội đồng nhân dân căn cứ chức năng, nhiệm vụ, quyền hạn giám sát chặt chẽ việc thực hiện.\n",
        Row("giám sát chặt chẽ việc thực hiện", ("Thường trực Hội đồng nhân dân", "các Ban của Hội đồng nhân dân")),
    ),
]


@pytest.mark.parametrize(("text", "expected"), DECISIONS)
def test_what_a_decision_asks_for(nlp: Language, text: str, expected: tuple[Row, ...]) -> None:
    assert rows(find(nlp, text)) == list(expected)
