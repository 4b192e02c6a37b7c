"""What looks like a task and is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.components.tasks.cases import find

if TYPE_CHECKING:
    from spacy.language import Language


def none(name: str, text: str, wrong: str = "") -> Any:
    return pytest.param(text, id=name, marks=[pytest.mark.xfail(strict=True, reason=wrong)] if wrong else [])


NONE = [
    none("rỗng", ""),
    none("chỉ-có-tiêu-đề", "KẾ HOẠCH\nTổ chức hội thi cắm hoa\n"),
    none("mục-đích-nhằm", "Kế hoạch này nhằm nâng cao nhận thức của cán bộ về tiết kiệm điện."),
    none("căn-cứ-luật", "Căn cứ Luật Thủ đô ngày 21 tháng 11 năm 2012;"),
    none("xét-đề-nghị", "Xét đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 9/TTr-PNV,"),
    none("theo-đề-nghị", "Theo đề nghị của Giám đốc Sở Tư pháp."),
    none("câu-mở-đầu-thực-hiện", "Thực hiện Công văn số 33/SYT-NVY ngày 02/02/2024 của Sở Y tế, Trung tâm Y tế huyện xây dựng kế hoạch như sau:"),
    none("đã-làm", "Sở Xây dựng đã hoàn thành việc cấp số nhà cho 400 hộ."),
    none("đến-nay-đã", "Đến nay, các xã đã thu gom được 12 tấn rác thải nhựa."),
    none("vừa-qua", "Vừa qua, Phòng Văn hóa tổ chức thành công hội diễn nghệ thuật quần chúng."),
    none("đánh-giá", "Công tác tuyên truyền còn hạn chế, chưa sát cơ sở."),
    none("ghi-nhận", "Chủ tịch UBND huyện ghi nhận, biểu dương sự nỗ lực của các xã."),
    none("chúc-mừng", "Thay mặt lãnh đạo tỉnh, đồng chí Bí thư gửi lời chúc mừng năm mới tới toàn thể nhân dân."),
    none("thống-nhất-chủ-trương", "Thống nhất chủ trương mở rộng nghĩa trang nhân dân."),
    none("đồng-ý", "Đồng ý với đề xuất của Phòng Kinh tế về địa điểm họp chợ."),
    none("hiệu-lực", "Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 7/QĐ-UBND."),
    none("thay-thế", "Quyết định này thay thế Quyết định số 7/QĐ-UBND ngày 03/01/2020 của UBND huyện."),
    none("để-biết-thực-hiện", "Văn phòng UBND huyện thông báo để các đơn vị biết, thực hiện./."),
    none("trên-đây-là", "Trên đây là kế hoạch tổ chức Ngày hội đọc sách của nhà trường."),
    none("trân-trọng", "Xin trân trọng cảm ơn."),
    none("không-làm-riêng", "Không tổ chức lễ khai mạc riêng mà kết hợp với lễ chào cờ đầu tuần."),
    none("chế-tài-phê-bình", "Đơn vị nào nộp chậm sẽ bị phê bình trước toàn ngành."),
    none("chế-tài-nếu", "Người đứng đầu phải chịu trách nhiệm nếu để xảy ra mất an toàn."),
    none("bổ-nhiệm", "Điều 1. Bổ nhiệm bà Vi Thị Hạnh giữ chức Phó Trưởng phòng Y tế."),
    none("quyền", "Hòa giải viên được quyền từ chối tham gia buổi hòa giải."),
    none("chỉ-tiêu", "Tỷ lệ hộ nghèo giảm 2% so với năm 2023."),
    none("cấm-tự-thân", "Nghiêm cấm cán bộ uống rượu bia trong giờ làm việc."),
    none("việc-được-giao", "Các nhiệm vụ được giao đều có sản phẩm cụ thể."),
    none("tin-hội-nghị", "Sáng 28/02, Hội Cựu chiến binh huyện tổ chức hội nghị tổng kết phong trào."),
    none("tin-tham-dự", "Tham dự hội nghị có đại diện lãnh đạo các phòng, ban và 120 hội viên."),
    none("liên-hệ", "Mọi chi tiết xin liên hệ bà Cao Thị Lan, điện thoại 0900 000 000."),
    none("kính-gửi-và-nơi-nhận", "Kính gửi: Các trường tiểu học.\n\nNơi nhận:\n- Như trên;\n- Sở Tài chính (phối hợp);\n- Lưu: VT.\n"),
    none("kính-mời-họp", "Trân trọng kính mời các đồng chí đến dự họp lúc 8 giờ ngày 12/3/2024."),
    none("giấy-mời", "GIẤY MỜI\nHọp giao ban\n\nKính mời: Giám đốc các sở.\nThời gian: 8 giờ ngày 12/3/2024.\nĐịa điểm: Phòng họp số 2.\n"),
    none("địa-điểm", "KẾ HOẠCH\nHội thi cắm hoa\n\nII. THỜI GIAN, ĐỊA ĐIỂM\n- Thời gian: 8 giờ ngày 08/3/2024.\n- Địa điểm: Hội trường tầng 2.\n"),
    none("mẫu-để-trống", "Tôi tên là: ……………… Ngày sinh: ……………\nĐịa chỉ: ………………………………\n"),
]


@pytest.mark.parametrize("text", NONE)
def test_no_task(nlp: Language, text: str) -> None:
    assert [text[task.start : task.end] for task in find(nlp, text)] == []
