"""The head of a document: what each kind of office sets there, and in how many columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from extractor.components.layout.layout import Layout
from extractor.model import Fields

Read = Callable[[str], Layout]
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def case(name: str, text: str, wrong: str = "", **fields: object) -> Any:
    return pytest.param(text, fields, id=name, marks=[pytest.mark.xfail(strict=True, reason=wrong)] if wrong else [])


BODY = "\n\nThực hiện công tác được giao, Sở triển khai các nội dung sau:\n1. Kiểm tra sổ sách.\n"
HEADS = [
    case(
        "một-cột",
        f"UBND TỈNH SƠN HẢI\nSỞ NỘI VỤ\n{MOTTO}\nĐộc lập - Tự do - Hạnh phúc\nSố: 31/KH-SNV\n"
        f"Sơn Hải, ngày 04 tháng 3 năm 2024\n\nKẾ HOẠCH\nChỉnh lý tài liệu lưu trữ năm 2024{BODY}",
        issuer="Sở Nội vụ tỉnh Sơn Hải",
        number="31/KH-SNV",
        type="kế hoạch",
        place="Sơn Hải",
        issued_on="2024-03-04",
        subject="Chỉnh lý tài liệu lưu trữ năm 2024",
    ),
    case(
        "hai-cột-tab",
        f"UBND TỈNH SƠN HẢI\t{MOTTO}\nSỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: 31/KH-SNV\tSơn Hải, ngày 04 tháng 3 năm 2024\n\nKẾ HOẠCH\nChỉnh lý tài liệu lưu trữ năm 2024{BODY}",
        number="31/KH-SNV",
        type="kế hoạch",
        place="Sơn Hải",
        issued_on="2024-03-04",
        subject="Chỉnh lý tài liệu lưu trữ năm 2024",
    ),
    case(
        "hai-cột-khoảng-trắng",
        f"SỞ NỘI VỤ              {MOTTO}\nCHI CỤC VĂN THƯ           Độc lập - Tự do - Hạnh phúc\n"
        f"Số: 7/TB-CCVT             Sơn Hải, ngày 4 tháng 3 năm 2024\n\nTHÔNG BÁO\nLịch tiếp nhận hồ sơ lưu trữ{BODY}",
        issuer="Chi cục Văn thư",
        number="7/TB-CCVT",
        type="thông báo",
        issued_on="2024-03-04",
        subject="Lịch tiếp nhận hồ sơ lưu trữ",
    ),
    case(
        "hai-cột-bảng",
        f"| UBND HUYỆN TÂN PHÚ | {MOTTO} |\n| Số: 9/CT-UBND | Tân Phú, ngày 12 tháng 01 năm 2024 |\n"
        f"\nCHỈ THỊ\nVề tăng cường phòng chống rét cho vật nuôi{BODY}",
        number="9/CT-UBND",
        type="chỉ thị",
        place="Tân Phú",
        issued_on="2024-01-12",
        subject="tăng cường phòng chống rét cho vật nuôi",
    ),
    case(
        "tên-cơ-quan-ngắt-dòng",
        f"ỦY BAN NHÂN DÂN\nTỈNH SƠN HẢI\nSố: 2/QĐ-UBND\n{MOTTO}\nSơn Hải, ngày 04 tháng 3 năm 2024\n\nQUYẾT ĐỊNH\nVề việc công bố danh mục cây di sản{BODY}",
        issuer="Ủy ban nhân dân tỉnh Sơn Hải",
        number="2/QĐ-UBND",
        type="quyết định",
        subject="việc công bố danh mục cây di sản",
    ),
    case(
        "trích-yếu-ngắt-dòng",
        "SỞ Y TẾ\nSố: 5/KH-SYT\nSơn Hải, ngày 04 tháng 3 năm 2024\n\nKẾ HOẠCH\n"
        "Triển khai chiến dịch cân đo trẻ em dưới 5 tuổi\ntại các xã bãi ngang ven biển năm 2024" + BODY,
        subject="Triển khai chiến dịch cân đo trẻ em dưới 5 tuổi tại các xã bãi ngang ven biển năm 2024",
    ),
    case(
        "công-văn-V/v",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO\nSố: 118/SGDĐT-GDTrH\nV/v tổ chức thi nghề phổ thông\nSơn Hải, ngày 20 tháng 02 năm 2024\n"
        "\nKính gửi: Các trường trung học cơ sở.\n\nSở đề nghị các trường lập danh sách.\n",
        number="118/SGDĐT-GDTrH",
        type="công văn",
        subject="tổ chức thi nghề phổ thông",
        issuer="Sở Giáo dục và Đào tạo",
        addressees=("Các trường trung học cơ sở",),
    ),
    case(
        "công-văn-V/v-ngắt-dòng",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO\nSố: 118/SGDĐT-GDTrH\nV/v tổ chức thi nghề\nphổ thông năm 2024\n"
        "Sơn Hải, ngày 20 tháng 02 năm 2024\n\nKính gửi: Các trường trung học cơ sở.\n",
        type="công văn",
        subject="tổ chức thi nghề phổ thông năm 2024",
    ),
    case(
        "công-điện",
        f"ỦY BAN NHÂN DÂN TỈNH SƠN HẢI\nSố: 3/CĐ-UBND\n{MOTTO}\nSơn Hải, ngày 09 tháng 9 năm 2024\n\nCÔNG ĐIỆN\nVề việc ứng phó bão số 5\n\n"
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:\n- Giám đốc các Sở;\n- Chủ tịch UBND các huyện.\n",
        number="3/CĐ-UBND",
        type="công điện",
        issued_on="2024-09-09",
        subject="việc ứng phó bão số 5",
        wrong='layout-1: the line "CHỦ TỊCH … điện:" of a telegram is joined to its subject',
    ),
    case(
        "văn-bản-Đảng",
        "TỈNH ỦY SƠN HẢI\nBAN TUYÊN GIÁO\n*\nSố 15-HD/BTGTU\nĐẢNG CỘNG SẢN VIỆT NAM\nSơn Hải, ngày 04 tháng 3 năm 2024\n"
        "\nHƯỚNG DẪN\nTuyên truyền kỷ niệm ngày thành lập tỉnh\n\n1. Treo cờ Tổ quốc.\n",
        number="15-HD/BTGTU",
        type="hướng dẫn",
        subject="Tuyên truyền kỷ niệm ngày thành lập tỉnh",
    ),
    case(
        "ban-của-tỉnh-ủy",
        "TỈNH ỦY SƠN HẢI\nBAN TUYÊN GIÁO\n*\nSố 15-HD/BTGTU\nSơn Hải, ngày 04 tháng 3 năm 2024\n\nHƯỚNG DẪN\nTreo cờ Tổ quốc\n",
        issuer="Ban Tuyên giáo Tỉnh ủy Sơn Hải",
        wrong="layout-2: Tỉnh ủy in capitals is read as Tỉnh Ủy",
    ),
    case("sở-công-thương", "SỞ CÔNG THƯƠNG\nSố: 8/TB-SCT\n", issuer="Sở Công Thương", wrong="layout-3: Sở Công Thương in capitals is read as Sở Công thương"),
    case(
        "công-đoàn",
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH SƠN HẢI\nSố: 40/HD-LĐLĐ\nSơn Hải, ngày 04 tháng 3 năm 2024\n"
        "\nHƯỚNG DẪN\nTổ chức Tháng Công nhân năm 2024\n\n1. Thăm hỏi công nhân.\n",
        issuer="Liên đoàn lao động tỉnh Sơn Hải",
        number="40/HD-LĐLĐ",
        type="hướng dẫn",
    ),
    case(
        "ngày-tháng-để-trống",
        "SỞ Y TẾ\nSố: /KH-SYT\nSơn Hải, ngày … tháng … năm 2024\n\nKẾ HOẠCH\nCân đo trẻ em" + BODY,
        number=None,
        issued_on=None,
        place="Sơn Hải",
    ),
    case("ngày-bất-khả", "SỞ Y TẾ\nSố: 5/KH-SYT\nSơn Hải, ngày 31 tháng 02 năm 2024\n\nKẾ HOẠCH\nCân đo trẻ em" + BODY, issued_on=None),
    case("ngày-gạch-chéo", "SỞ Y TẾ\nSố: 5/KH-SYT\nSơn Hải, ngày 04/3/2024\n\nKẾ HOẠCH\nCân đo trẻ em" + BODY, issued_on="2024-03-04", place="Sơn Hải"),
    case(
        "số-có-khoảng-trắng",
        "SỞ Y TẾ\nSố: 5 / KH - SYT\nSơn Hải, ngày 04 tháng 3 năm 2024\n\nKẾ HOẠCH\nCân đo trẻ em" + BODY,
        number="5/KH-SYT",
    ),
    case("trích-yếu-chữ-hoa", "SỞ Y TẾ\nSố: 5/KH-SYT\n\nKẾ HOẠCH\nCÂN ĐO TRẺ EM DƯỚI NĂM TUỔI" + BODY, subject="Cân đo trẻ em dưới năm tuổi"),
    case(
        "không-có-đầu",
        "Yêu cầu Sở Y tế kiểm kê thuốc.\nĐề nghị các xã báo cáo.\n",
        number=None,
        type=None,
        issuer=None,
        place=None,
        issued_on=None,
        subject=None,
    ),
    case("rỗng", "", number=None, type=None, issuer=None, addressees=(), recipients=()),
    case(
        "số-của-văn-bản-dẫn",
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 03/01/2024 của UBND tỉnh, Sở yêu cầu các phòng báo cáo.\n",
        number=None,
        type=None,
        issued_on=None,
    ),
    case(
        "tin-bài-ngày-đăng",
        "Hội nghị giao ban khối văn xã\nCập nhật lúc: 09:15 17/4/2024\nSáng nay, Phó Chủ tịch huyện chủ trì giao ban.\n",
        issued_on="2024-04-17",
        number=None,
        wrong="layout-4: the day of posting is not read where the title of the news stands above it",
    ),
    case("tin-bài-ngày-đăng-ở-đầu", "Cập nhật lúc: 09:15 17/4/2024\nSáng nay, Phó Chủ tịch huyện chủ trì giao ban.\n", issued_on="2024-04-17", number=None),
]

ADDRESSEES = [
    case("một-nơi", "Kính gửi: Sở Tài chính.\n\nSở Y tế đề nghị thẩm định.\n", addressees=("Sở Tài chính",)),
    case(
        "gạch-đầu-dòng",
        "Kính gửi:\n- Các sở, ban, ngành tỉnh;\n- Ủy ban nhân dân các huyện;\n- Báo Sơn Hải.\n\nNgày 02/3/2024, Sở nhận được đơn.\n",
        addressees=("Các sở, ban, ngành tỉnh", "Ủy ban nhân dân các huyện", "Báo Sơn Hải"),
    ),
    case(
        "chấm-phẩy",
        "Kính gửi: Sở Tài chính; Sở Xây dựng; Công an tỉnh.\n\nSở Y tế đề nghị thẩm định.\n",
        addressees=("Sở Tài chính", "Sở Xây dựng", "Công an tỉnh"),
    ),
    case(
        "không-gạch",
        "Kính gửi:\nSở Tài chính;\nSở Xây dựng.\n\nThực hiện quy định, Sở Y tế đề nghị thẩm định.\n",
        addressees=("Sở Tài chính", "Sở Xây dựng"),
        wrong="layout-5: the last of a list of addressees without dashes is lost when it ends with a full stop",
    ),
]


@pytest.mark.parametrize(("text", "fields"), HEADS + ADDRESSEES)
def test_the_head_says(read: Read, text: str, fields: dict[str, object]) -> None:
    found = read(text).fields
    assert {name: getattr(found, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        pytest.param(title, kind, id=kind.replace(" ", "-"))
        for title, kind in [
            ("NGHỊ QUYẾT", "nghị quyết"),
            ("QUYẾT ĐỊNH", "quyết định"),
            ("CHỈ THỊ", "chỉ thị"),
            ("THÔNG BÁO", "thông báo"),
            ("HƯỚNG DẪN", "hướng dẫn"),
            ("CHƯƠNG TRÌNH", "chương trình"),
            ("KẾ HOẠCH", "kế hoạch"),
            ("BÁO CÁO", "báo cáo"),
            ("CÔNG ĐIỆN", "công điện"),
            ("KẾT LUẬN", "kết luận"),
        ]
    ],
)
def test_the_title_names_the_kind(read: Read, title: str, kind: str) -> None:
    fields = read(f"SỞ DU LỊCH\nSơn Hải, ngày 04 tháng 3 năm 2024\n\n{title}\nVề việc quản lý chợ đêm\n\n1. Kẻ vạch sơn khu bán hàng.\n").fields
    assert (fields.type, fields.subject, fields.issuer) == (kind, "việc quản lý chợ đêm", "Sở Du lịch")


def test_the_code_names_the_kind_where_no_title_does(read: Read) -> None:
    assert read("SỞ CÔNG THƯƠNG\nSố: 8/TB-SCT\nSơn Hải, ngày 04 tháng 3 năm 2024\n\nSở thông tin về lịch họp chợ.\n").fields.type == "thông báo"


def test_decomposed_letters_change_nothing(read: Read) -> None:
    text = HEADS[0].values[0]
    assert isinstance(text, str)
    assert read(unicodedata.normalize("NFD", text)).fields == read(text).fields != Fields()
