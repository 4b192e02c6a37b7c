"""Mentions, each with its exact span."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extractor.components.bodies import BodyFinder
from tests.components.bodies.marked import parse

MENTIONS = [
    "Giao <body>Sở Y tế</body> chủ trì, báo cáo <body>UBND tỉnh</body> trước ngày 15/5.",
    "<body>Sở Giáo dục và Đào tạo</body> hướng dẫn <body>Phòng GD&ĐT các huyện</body>.",
    "<body>SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI</body>\n\nKế hoạch tuần",
    "đề nghị <body>sở giáo dục và đào tạo</body> trả lời",
    "<body>Uỷ ban nhân dân tỉnh Hoà Bình</body> và <body>Ủy ban nhân dân huyện Lạc Sơn</body> đã họp",
    "<body>Sở Lao động-Thương binh và Xã hội</body> rà soát",
    "<body>Vụ Thị trường ngoài nước</body> theo dõi giá gạo",
    "<body>Cục Xúc tiến thương mại</body> tổ chức hội chợ",
    "theo dõi của <body>Ban Thường vụ LĐLĐ tỉnh</body>",
    "<body>Văn phòng UBND tỉnh</body> đôn đốc",
    "Mời <body kind=\"office-holder\">Chủ tịch UBND huyện Krông Nô</body> dự",
    "<body kind=\"office-holder\">Chánh Văn phòng</body> kiểm tra việc thực hiện",
    "<body kind=\"person-titled\">Phó Thủ tướng Chính phủ Lê Minh Quân</body> sẽ chủ trì",
    "<body kind=\"collective\">các sở, ban, ngành</body> triển khai",
    "<body kind=\"collective\">Các cơ quan, đơn vị có liên quan</body> phối hợp",
    "<body kind=\"collective\">các đơn vị chức năng thuộc Bộ</body> góp ý",
    "<body kind=\"collective\">các doanh nghiệp viễn thông hoạt động trên địa bàn tỉnh</body> nộp phí",
    "<body>UBND các huyện, thị xã, thành phố</body> lập dự toán",
    "<body>LĐLĐ huyện, thị xã, thành phố</body> tập huấn",
    "<body>Tổ công tác 970</body> họp hằng tuần",
    "<body>Đội Quản lý thị trường số 4</body> kiểm tra",
    "<body>Bệnh viện Bệnh nhiệt đới tỉnh</body> tiếp nhận ca bệnh",
    "<body kind=\"office-holder\">Hiệu trưởng các trường THPT</body> quán triệt",
    "<body kind=\"office-holder\">Thủ trưởng các đơn vị trực thuộc</body> chịu trách nhiệm",
    "<body>Ban Quản lý dự án đầu tư xây dựng khu vực Cam Lộ</body> bàn giao",
    "<body>Trường Tiểu học Na Mèo 2</body> đã sơ tán",
    "<body>Công ty TNHH MTV Thủy lợi Bắc Hà Tĩnh</body> mở cống",
    # A name runs on over the end of a wrapped line, but never over a blank one.
    "Trong tháng này, đề nghị lãnh đạo quan tâm và giao cho <body>Sở Giao thông\nvận tải</body> thực hiện",
    "<body>UBND TỈNH SƠN LA</body>\n<body>SỞ NỘI VỤ</body>\n\nNội dung",
    # Predicates end a name.
    "<body>Phòng NN&PTNT</body> kiểm tra đê điều, <body>Phòng Tài chính - Kế hoạch</body> tham mưu",
    "<body>Ban QLDA</body> tổ chức nghiệm thu",
    "<body>Phòng Nội vụ</body> 02 bản",
    # A body inside another's name is no second body.
    "<body>Công đoàn cơ sở Bệnh viện Đa khoa tỉnh</body> vận động",
    "<body>Ban Dân vận Huyện ủy</body> chuẩn bị",
    # Parts of hospitals, courts, the police and firms.
    "<body>Khoa Phòng, chống bệnh không lây nhiễm</body> tổng hợp số liệu",
    "<body>khoa Chẩn đoán hình ảnh</body> bố trí máy",
    "<body>Phòng Quan hệ khách hàng</body> rà soát nợ",
    "<body>Viện kiểm sát quân sự khu vực</body> và <body>Tòa án nhân dân khu vực 7</body> họp liên ngành",
    "<body>Đảng ủy Quân sự huyện</body> lãnh đạo công tác tuyển quân",
    "<body>Công ty Đồng Xanh 5</body> thay thiết bị. 2.1. Nghiệm thu",
    # Offices over parts.
    "<body kind=\"office-holder\">Trưởng phòng Tổ chức cán bộ</body> trình danh sách",
    "<body kind=\"office-holder\">Trưởng Ban Chỉ đạo 138 quốc gia</body> kết luận",
    "<body kind=\"office-holder\">Thủ trưởng đơn vị</body> chịu trách nhiệm",
    "Tại buổi họp, <body kind=\"office-holder\">lãnh đạo UBND huyện</body> đã giao <body>Phòng Nội vụ</body>",
    "<body>Ban Chỉ đạo 35 các huyện</body> báo cáo",
    "<body>UBND các xã ven biển</body> cấm tàu",
    "tham mưu <body kind=\"collective\">cấp ủy cùng cấp</body>",
    # A verb after a name takes its object along.
    "<body>Trung tâm Khuyến nông</body> xây dựng 05 mô hình",
    "<body>Nhà máy Sunwell</body> ùn hàng",
    # A bullet ends a name, a hyphen at the end of a line does not.
    "KT. <body kind=\"office-holder\">TRƯỞNG PHÒNG</body>\n- Như Điều 3",
    "giao <body>Phòng Tài chính -\nKế hoạch huyện</body> thẩm định",
    # Slips within one edit.
    "đề nghị <body>Văn phong UBND tỉnh</body> xếp lịch",
    "<body>Lien đoàn Lao động tỉnh</body> phối hợp",
    "<body>Sỡ Y tế</body> và <body>Ủy ban nhăn dân huyện</body> họp",
    # The place said once is that of each.
    "<body>Công an</body>, <body>Quân sự</body>, <body>Biên phòng tỉnh</body> hiệp đồng",
]

NOTHING = [
    "Cán bộ, công chức phải thực hiện nghiêm nhiệm vụ.",
    "Quyết định số 54/QĐ-UBND ngày 2/3/2020 và Công văn 12/SNV-CCHC.",
    "Ban hành kèm theo bộ tiêu chí; phòng chống thiên tai; tổ chức hội nghị; trường hợp đặc biệt.",
    "Trụ sở làm việc, thị trường lao động, hội viên, đoàn viên, báo cáo.",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "đóng BHXH, BHYT cho người lao động",
    "xử lý các vụ việc tồn đọng",
    "Căn cứ Luật Tổ chức Chính phủ; Luật Công đoàn năm 2024",
    "phát hành trái phiếu Chính phủ, mở website Sở",
    "ông Nguyễn Khoa Lợi sinh tại xã Xuân Trường, vùng Đông Nam Bộ",
    "cử ông Lâm làm Trưởng ban, bà Hà làm Tổ phó",
    "Chi bổ sung cho lớp học; Số lao động nghỉ việc; Đại hội Đảng",
]


@pytest.mark.parametrize("source", MENTIONS)
def test_mentions(finder: BodyFinder, source: str) -> None:
    text, marks = parse(source)
    found = finder.find(text)
    assert [(body.start, body.end) for body in found] == [(mark.start, mark.end) for mark in marks], [body.text for body in found]
    for body, mark in zip(found, marks, strict=True):
        assert text[body.start : body.end] == body.text
        assert mark.kind is None or body.kind == mark.kind


@pytest.mark.parametrize("source", NOTHING)
def test_no_mention(finder: BodyFinder, source: str) -> None:
    assert [body.text for body in finder.find(source)] == []


def test_a_list_under_one_head_is_expanded(finder: BodyFinder) -> None:
    text, marks = parse('Giao <body name="Bộ Công an">các Bộ: Công an</body>, <body name="Bộ Quốc phòng">Quốc phòng</body> phối hợp')
    assert [(body.start, body.end, body.name) for body in finder.find(text)] == [(mark.start, mark.end, mark.name) for mark in marks]


def test_places_after_a_colon_are_one_body_each(finder: BodyFinder) -> None:
    names = [body.name for body in finder.find("Chủ tịch UBND các huyện: Krông Pắc, Ea H'leo báo cáo")]
    assert names == ["Chủ tịch UBND huyện Krông Pắc", "Chủ tịch UBND huyện Ea H'leo"]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Sở Nội vụ, Sở Tài chính và UBND các huyện chủ trì rà soát", "Sở Nội vụ, Sở Tài chính và UBND các huyện"),
        ("Sở Công Thương phối hợp với Công an tỉnh kiểm tra", "Sở Công Thương"),
        ("Chủ đầu tư bố trí vốn", "Chủ đầu tư"),
        ("các xã: báo cáo trước 15 giờ", "các xã"),
        ("đồng chí Trần Văn Bình, Chánh Văn phòng chuẩn bị", "đồng chí Trần Văn Bình, Chánh Văn phòng"),
    ],
)
def test_region(finder: BodyFinder, text: str, region: str) -> None:
    found = finder.region_at(text, 0)
    assert found is not None
    assert text[slice(*found)] == region


@pytest.mark.parametrize("text", ["Triển khai Nghị quyết", "tổ chức hội nghị", "", "   ", "Ban hành văn bản"])
def test_no_region(finder: BodyFinder, text: str) -> None:
    assert finder.region_at(text, 0) is None
    assert finder.match_at(text, 0) is None


def test_offsets_in_a_longer_text(finder: BodyFinder) -> None:
    text = "Ngày 3/4, giao Sở Tư pháp thẩm định."
    body = finder.match_at(text, text.index("Sở"))
    assert body is not None
    assert (body.start, body.end, body.text) == (15, 25, "Sở Tư pháp")


@pytest.mark.parametrize("wrong", ["<body>Sở", "Sở</body>", "<body><body>Sở</body></body>", "<task>Sở</task>", '<body nom="x">Sở'])
def test_marks_that_are_not_understood_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"mark|stray"):
        parse(wrong)


def test_long_text_is_read_in_linear_time(finder: BodyFinder) -> None:
    text = "các sở, ban, ngành, " * 2000 + "UBND các huyện A, B, " * 500
    found = finder.find(text)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.xfail(strict=True, reason="bodies-1: an unknown name in small letters after a capital ends too early")
def test_known_failure_small_unknown_words(finder: BodyFinder) -> None:
    text, marks = parse("<body>Trung tâm Pháp luật cộng đồng Sông Hồng</body> tư vấn")
    assert [(body.start, body.end) for body in finder.find(text)] == [(mark.start, mark.end) for mark in marks]


@pytest.mark.xfail(strict=True, reason="bodies-2: a comma within a name that no list has splits it")
def test_known_failure_comma_within_a_name(finder: BodyFinder) -> None:
    text, marks = parse("<body>Ban Kho - Trạm, Lán</body> góp ý")
    assert [(body.start, body.end) for body in finder.find(text)] == [(mark.start, mark.end) for mark in marks]
