"""Notices of our own writing, typed and as a scan."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

TYPED = """LIÊN ĐOÀN LAO ĐỘNG TỈNH BÌNH SƠN
Số: 215/TB-LĐLĐ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Bình Sơn, ngày 04 tháng 9 năm 2020

THÔNG BÁO
Kết luận của Thường trực tại hội nghị giao ban tháng 9

I. ĐÁNH GIÁ CHUNG
Tháng qua các ban đã hoàn thành tốt kế hoạch thăm hỏi đoàn viên.

II. NHIỆM VỤ THỜI GIAN TỚI
1. Giao Văn phòng chủ trì, phối hợp với Ban Tài chính hoàn thiện dự toán kinh phí hội nghị tổng kết năm, trình Thường trực trước ngày 20/9/2020.
2. Giao Ban Tổ chức rà soát danh sách công đoàn cơ sở khu vực ngoài nhà nước, báo cáo trước ngày 25/9/2020; cập nhật phần mềm quản lý đoàn viên xong trong tháng 10/2020.
3. Giao Ban Tuyên giáo đăng tải kết quả thi đua lên trang thông tin điện tử.
4. Yêu cầu Ủy ban Kiểm tra gửi báo cáo tháng về Ban Thường vụ trước ngày 25 hằng tháng.

Nơi nhận:
- Thường trực;
- Lưu: VT.

TL. BAN THƯỜNG VỤ
CHÁNH VĂN PHÒNG
Trần Thị Mai
"""

PAGE = (
    "ỦY BAN NHÂN DÂN HUYỆN AN LẠC",
    "Số: 88/TB-UBND",
    "An Lạc, ngày 10 tháng 3 năm 2021",
    "",
    "THÔNG BÁO",
    "Phân công nhiệm vụ phòng chống cháy rừng",
    "",
    "1. Giao Hạt Kiểm lâm kiểm tra các điểm nóng trước ngày 20/3/2021.",
    "2. Giao Phòng Tài chính bố trí kinh phí trước ngày 25/3/2021.",
    "3. Giao Công an huyện tuần tra ban đêm trong tháng 4/2021.",
)
_FONTS = (
    "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)


def _font() -> ImageFont.FreeTypeFont:
    for path in _FONTS:
        try:
            return ImageFont.truetype(path, 34)
        except OSError:
            continue
    raise RuntimeError("no font with Vietnamese letters; install fonts-noto-core or fonts-dejavu-core")


def page_image(lines: tuple[str, ...] = PAGE) -> Image.Image:
    """A page as a scanner at 200 dpi sees it."""
    image = Image.new("L", (1654, 2339), 252)
    draw = ImageDraw.Draw(image)
    for i, line in enumerate(lines):
        draw.text((170, 200 + 74 * i), line, font=_font(), fill=20)
    return image


def scan(pages: int = 1) -> bytes:
    """A scan as a PDF of images; every page has a heading of its own."""
    more = ((f"Phụ lục trang {n}", f"{n}. Giao Tổ công tác số {n} báo cáo kết quả trước ngày {n % 27 + 1}/5/2021.") for n in range(2, pages + 1))
    images = [page_image(), *map(page_image, more)]
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=200, save_all=True, append_images=images[1:])
    return out.getvalue()
