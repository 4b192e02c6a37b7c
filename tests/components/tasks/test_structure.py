"""What headings, lead-ins and parts hand down to the lines below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.components.tasks.cases import Row, case, find, rows

if TYPE_CHECKING:
    from spacy.language import Language

DOCUMENTS = [
    case(
        "tiêu-đề-là-cơ-quan",
        "KẾ HOẠCH\nPhòng chống cháy rừng\n\nIII. TỔ CHỨC THỰC HIỆN\n1. Chi cục Kiểm lâm\n"
        "- Dự báo cấp cháy rừng.\n- Trực chỉ huy 24/24 giờ.\n2. Công an tỉnh\n- Điều tra các vụ đốt rừng.\n",
        Row("Dự báo cấp cháy rừng", ("Chi cục Kiểm lâm",)),
        Row("Trực chỉ huy 24/24 giờ", ("Chi cục Kiểm lâm",)),
        Row("Điều tra các vụ đốt rừng", ("Công an tỉnh",)),
    ),
    case(
        "đối-với",
        "KẾ HOẠCH\nHội khỏe Phù Đổng\n\nTỔ CHỨC THỰC HIỆN\n1. Đối với Phòng Giáo dục và Đào tạo:\n"
        "- Ban hành điều lệ thi đấu.\n2. Đối với các trường:\n- Tuyển chọn vận động viên.\n",
        Row("Ban hành điều lệ thi đấu", ("Phòng Giáo dục và Đào tạo",)),
        Row("Tuyển chọn vận động viên", ("các trường",)),
    ),
    case(
        "trách-nhiệm-của",
        "HƯỚNG DẪN\nTổ chức đại hội chi đoàn\n\n1. Trách nhiệm của Ban Chấp hành chi đoàn\na) Xây dựng báo cáo chính trị.\nb) Chuẩn bị nhân sự.\n",
        Row("Xây dựng báo cáo chính trị", ("Ban Chấp hành chi đoàn",)),
        Row("Chuẩn bị nhân sự", ("Ban Chấp hành chi đoàn",)),
    ),
    case(
        "câu-dẫn-yêu-cầu",
        "Yêu cầu các đơn vị trực thuộc:\n1. Kiểm tra van nước sau giờ làm việc.\n2. Thay thế bóng đèn hỏng.\n",
        Row("Kiểm tra van nước sau giờ làm việc", ("các đơn vị trực thuộc",)),
        Row("Thay thế bóng đèn hỏng", ("các đơn vị trực thuộc",)),
    ),
    case(
        "câu-dẫn-cơ-quan-đề-nghị",
        "Sở Y tế đề nghị các bệnh viện:\n- Rà soát danh mục thuốc.\n- Thay thế bóng đèn hỏng.\n",
        Row("Rà soát danh mục thuốc", ("các bệnh viện",)),
        Row("Thay thế bóng đèn hỏng", ("các bệnh viện",)),
    ),
    case(
        "câu-dẫn-lãnh-đạo-yêu-cầu",
        "Chủ tịch UBND huyện yêu cầu các xã:\n1. Kiểm tra van nước.\n2. Thay thế bóng đèn hỏng.\n",
        Row("Kiểm tra van nước", ("các xã",)),
        Row("Thay thế bóng đèn hỏng", ("các xã",)),
        wrong='tasks-13: "office-holder yêu cầu X:" makes the whole lead-in the assignee',
    ),
    case(
        "câu-dẫn-lãnh-đạo-yêu-cầu-thực-hiện",
        "Giám đốc Sở yêu cầu Phòng Tài vụ thực hiện các nội dung sau:\n1. Kiểm tra van nước.\n2. Thay thế bóng đèn hỏng.\n",
        Row("Kiểm tra van nước", ("Phòng Tài vụ",)),
        Row("Thay thế bóng đèn hỏng", ("Phòng Tài vụ",)),
    ),
    case(
        "động-từ-ngoài-danh-sách",
        "Yêu cầu các đơn vị trực thuộc:\n1. Khóa van nước sau giờ làm việc.\n2. Thay thế bóng đèn hỏng.\n",
        Row("Khóa van nước sau giờ làm việc", ("các đơn vị trực thuộc",)),
        Row("Thay thế bóng đèn hỏng", ("các đơn vị trực thuộc",)),
        wrong="tasks-14: an item below an order is no task when its verb is not in the list of verbs (khóa)",
    ),
    case(
        "tiêu-đề-không-là-việc",
        "KẾ HOẠCH\nAn toàn trường học\n\nI. NỘI DUNG\n1. Kiểm tra camera cổng trường.\n\nIII. TỔ CHỨC THỰC HIỆN\nTrên đây là kế hoạch an toàn trường học.\n",
        Row("Kiểm tra camera cổng trường"),
        wrong="tasks-3: a heading above a paragraph without a task becomes a row itself (TỔ CHỨC THỰC HIỆN)",
    ),
    case(
        "câu-dẫn-giữ-phối-hợp",
        "Sở Du lịch chủ trì, phối hợp với Sở Văn hóa và Thể thao:\n- Khảo sát các điểm đến.\n- Biên soạn cẩm nang.\n",
        Row("Khảo sát các điểm đến", ("Sở Du lịch",), ("Sở Văn hóa và Thể thao",)),
        Row("Biên soạn cẩm nang", ("Sở Du lịch",), ("Sở Văn hóa và Thể thao",)),
    ),
    case(
        "mục-tự-nêu-phối-hợp",
        "Sở Du lịch chủ trì, phối hợp với Sở Văn hóa và Thể thao:\n- Khảo sát các điểm đến.\n- Phối hợp với Hiệp hội Du lịch biên soạn cẩm nang.\n",
        Row("Khảo sát các điểm đến", ("Sở Du lịch",), ("Sở Văn hóa và Thể thao",)),
        Row("biên soạn cẩm nang", ("Sở Du lịch",), ("Hiệp hội Du lịch",)),
    ),
    case(
        "câu-dẫn-có-động-từ",
        "Giao Phòng Pháp chế ban hành các văn bản sau:\n- Quy chế tiếp công dân.\n- Nội quy cơ quan.\n",
        Row("ban hành Quy chế tiếp công dân", ("Phòng Pháp chế",)),
        Row("ban hành Nội quy cơ quan", ("Phòng Pháp chế",)),
    ),
    case(
        "nội-dung-báo-cáo-là-một-việc",
        "Yêu cầu các trường báo cáo về Phòng Giáo dục và Đào tạo các nội dung sau:\n- Số học sinh bỏ học.\n- Số phòng học xuống cấp.\n",
        Row("báo cáo về Phòng Giáo dục và Đào tạo các nội dung sau", ("các trường",)),
    ),
    case(
        "điều-khoản",
        "QUYẾT ĐỊNH:\nĐiều 1. Thành lập Tổ giúp việc gồm 05 thành viên.\n"
        "Điều 2. Tổ giúp việc có trách nhiệm xây dựng chương trình làm việc.\nĐiều 3. Quyết định này có hiệu lực từ ngày ký.\n",
        Row("xây dựng chương trình làm việc", ("Tổ giúp việc",)),
    ),
    case(
        "điều-tổ-chức-thực-hiện",
        "QUYẾT ĐỊNH:\nĐiều 1. Phê duyệt kế hoạch sử dụng đất năm 2024.\nĐiều 2. Tổ chức thực hiện\n"
        "1. Phòng Tài nguyên và Môi trường công bố công khai kế hoạch.\n2. UBND các xã cắm mốc quỹ đất công.\n",
        Row("công bố công khai kế hoạch", ("Phòng Tài nguyên và Môi trường",)),
        Row("cắm mốc quỹ đất công", ("UBND các xã",)),
    ),
    case(
        "nội-dung-kế-hoạch-không-nêu-ai",
        "KẾ HOẠCH\nTuần lễ nước sạch\n\nI. NỘI DUNG\n1. Treo băng rôn tại các trục đường chính.\n2. Kiểm tra bể chứa nước công cộng.\n",
        Row("Treo băng rôn tại các trục đường chính"),
        Row("Kiểm tra bể chứa nước công cộng"),
    ),
    case(
        "nội-dung-kế-hoạch-động-từ-ngoài-danh-sách",
        "KẾ HOẠCH\nTuần lễ nước sạch\n\nI. NỘI DUNG\n1. Treo băng rôn tại các trục đường chính.\n2. Súc rửa bể chứa nước công cộng.\n",
        Row("Treo băng rôn tại các trục đường chính"),
        Row("Súc rửa bể chứa nước công cộng"),
        wrong="tasks-16: an item of a plan's content is no task when its verb is not in the list of verbs (súc rửa)",
    ),
    case(
        "mục-đích-đứng-ngoài",
        "KẾ HOẠCH\nTuần lễ nước sạch\n\nI. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao nhận thức của người dân.\n"
        "2. Tổ chức tiết kiệm, hiệu quả.\n\nII. NỘI DUNG\n1. Treo băng rôn tại các trục đường chính.\n",
        Row("Treo băng rôn tại các trục đường chính"),
    ),
    case(
        "kết-quả-đứng-ngoài",
        "BÁO CÁO\nCông tác quý I và nhiệm vụ quý II năm 2024\n\nI. KẾT QUẢ THỰC HIỆN QUÝ I\n1. Tổ chức 12 lớp tập huấn.\n2. Trồng 3.000 cây phân tán.\n\n"
        "II. NHIỆM VỤ TRỌNG TÂM QUÝ II NĂM 2024\n1. Nghiệm thu công trình cấp nước.\n",
        Row("Nghiệm thu công trình cấp nước", (), (), "2024-06-30"),
    ),
    case(
        "kiến-nghị-cấp-trên",
        "BÁO CÁO\nTình hình hạn hán\n\nIII. KIẾN NGHỊ\n- Đề nghị UBND tỉnh hỗ trợ giống ngô.\n",
        Row("hỗ trợ giống ngô", ("UBND tỉnh",)),
    ),
    case(
        "kết-luận-cuộc-họp",
        "THÔNG BÁO\nKết luận của Chủ tịch UBND xã tại cuộc họp giao ban\n\nSau khi nghe các ý kiến, Chủ tịch UBND xã kết luận như sau:\n"
        "1. Giao Trưởng trạm Y tế đo huyết áp cho người cao tuổi.\n2. Văn phòng gửi giấy mời.\n",
        Row("đo huyết áp cho người cao tuổi", ("Trưởng trạm Y tế",)),
        Row("gửi giấy mời", ("Văn phòng",)),
    ),
    case(
        "ba-cấp-đề-mục",
        "KẾ HOẠCH\nXây dựng nông thôn mới\n\nII. NHIỆM VỤ\n1. Hạ tầng\na) Trạm Thủy nông:\n- Nạo vét kênh N2.\n+ Gia cố cống số 4.\n",
        Row("Nạo vét kênh N2", ("Trạm Thủy nông",)),
        Row("Gia cố cống số 4", ("Trạm Thủy nông",)),
    ),
    case(
        "bị-động-dưới-tiêu-đề-cơ-quan",
        "CHỈ THỊ\nVề bảo vệ đê điều\n\n2. Ủy ban nhân dân các xã ven sông\n- Vật tư dự phòng phải được tập kết tại điếm canh đê.\n",
        Row("Vật tư dự phòng phải được tập kết tại điếm canh đê", ("Ủy ban nhân dân các xã ven sông",)),
    ),
    case(
        "cơ-quan-trước-không-lan-sang-mục-sau",
        "THÔNG BÁO\nKết luận giao ban\n\n1. Giao Đội Quản lý trật tự tháo dỡ lều quán trái phép.\n2. Tổng kết phong trào thi đua trước ngày 20/3/2024.\n",
        Row("tháo dỡ lều quán trái phép", ("Đội Quản lý trật tự",)),
        Row("Tổng kết phong trào thi đua", (), (), "2024-03-20"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS)
def test_what_is_handed_down(nlp: Language, text: str, expected: tuple[Row, ...]) -> None:
    assert rows(find(nlp, text)) == list(expected)


def test_a_row_names_the_headings_above_it(nlp: Language) -> None:
    text = "KẾ HOẠCH\nXây dựng nông thôn mới\n\nII. NHIỆM VỤ\n1. Hạ tầng giao thông\n- Giao Trạm Thủy nông nạo vét kênh N2.\n"
    [task] = find(nlp, text)
    assert [heading.split(". ")[-1] for heading in task.section] == ["NHIỆM VỤ", "Hạ tầng giao thông"]
