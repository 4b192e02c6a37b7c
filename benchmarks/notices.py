"""The notices that the pages of the benchmark carry: of our own writing, in the forms that offices use."""

from benchmarks.pages import Notice

UNION = Notice(
    left=["LIÊN ĐOÀN LAO ĐỘNG", "TỈNH SÔNG MÂY", "BAN CHẤP HÀNH", "Số: 87/TB-LĐLĐ"],
    right=["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Sông Mây, ngày 14 tháng 5 năm 2024"],
    titles=["THÔNG BÁO", "Kết luận hội nghị Ban Chấp hành mở rộng lần thứ VIII, khóa XII"],
    body=[
        "Ngày 10/5/2024, Ban Chấp hành Liên đoàn Lao động tỉnh họp phiên mở rộng để nghe báo cáo bốn tháng đầu năm và bàn những "
        "việc phải làm đến hết quý III/2024. "
        "Sau khi nghe các ban trình bày và ý kiến thảo luận, đồng chí Chủ tịch kết luận như sau:",
        "I. ĐÁNH GIÁ CHUNG",
        "1. Các công đoàn cơ sở đã bám sát chương trình công tác, chăm lo tốt cho người lao động trong dịp Tết; kết nạp mới "
        "1.245 đoàn viên, đạt 38,5% chỉ tiêu năm.",
        "2. Tuy vậy, việc thu kinh phí ở khu vực ngoài nhà nước còn chậm, một số nơi chưa ký được thỏa ước lao động tập thể; "
        "công tác kiểm tra chưa thường xuyên.",
        "II. NHIỆM VỤ TRỌNG TÂM",
        "1. Văn phòng chủ trì, phối hợp với Ban Tài chính rà soát dự toán sáu tháng cuối năm, báo cáo Thường trực trước ngày 25/5/2024.",
        "2. Ban Tuyên giáo - Nữ công xây dựng kế hoạch tổ chức Tháng Công nhân, hoàn thành trong tháng 6/2024; hướng dẫn các "
        "huyện, thị xã mở chuyên mục trên trang tin.",
        "3. Ủy ban Kiểm tra thẩm định hồ sơ khiếu nại của tập thể công nhân Nhà máy Gạch Phú Thủy, trả lời bằng văn bản chậm nhất ngày 31/7/2024.",
        "a) Trường hợp phức tạp thì mời luật sư tham gia, kinh phí lấy từ nguồn dự phòng;",
        "b) Kết quả gửi về Thường trực để theo dõi, không để quá hạn.",
        "III. TỔ CHỨC THỰC HIỆN",
        "Giao các ban căn cứ chức năng, nhiệm vụ được giao khẩn trương triển khai. Những khó khăn, vướng mắc kịp thời phản ánh "
        "về Văn phòng để tổng hợp, trình Ban Thường vụ "
        "xem xét tại phiên họp thường kỳ. Nhiệm vụ cụ thể của từng đơn vị như sau:",
    ],
    table=[
        ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn"],
        ["1", "Khảo sát nhu cầu nhà ở của công nhân khu công nghiệp", "Ban Chính sách - Pháp luật", "Công đoàn các khu công nghiệp", "Trước 15/6/2024"],
        ["2", "Tổng hợp danh sách đề nghị tặng Bằng khen", "Văn phòng", "Các công đoàn ngành", "30/6/2024"],
        ["3", "Sửa đổi quy chế chi tiêu nội bộ", "Ban Tài chính", "Ủy ban Kiểm tra", "Quý III/2024"],
        ["4", "Tập huấn nghiệp vụ cho cán bộ cơ sở mới", "Ban Tổ chức", "LĐLĐ các huyện, thị xã", "Ngày 20/7/2024"],
    ],
    recipients=["Nơi nhận:", "- Thường trực Tỉnh ủy (để báo cáo);", "- Các đồng chí Ủy viên BCH;", "- Lưu: VT, TH."],
    signature=["TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Trần Quốc Thịnh"],
)  # fmt: skip

PEOPLE = Notice(
    left=["ỦY BAN NHÂN DÂN", "HUYỆN ĐỒNG KHÊ", "Số: 215/KH-UBND"],
    right=["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đồng Khê, ngày 03 tháng 02 năm 2025"],
    titles=["KẾ HOẠCH", "Phòng, chống hạn hán, xâm nhập mặn và bảo đảm nước sinh hoạt mùa khô năm 2025 trên địa bàn huyện"],
    body=[
        "Thực hiện Công văn số 418/SNN-TL ngày 20/01/2025 của Sở Nông nghiệp về việc chủ động ứng phó với khô hạn, Ủy ban nhân "
        "dân huyện ban hành kế hoạch như sau:",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "Bảo đảm đủ nước cho 12.600 hộ dân và 3.450 ha lúa Đông Xuân; hạn chế thấp nhất thiệt hại; sử dụng tiết kiệm từng nguồn "
        "nước, huy động được nhân dân cùng tham gia.",
        "II. NỘI DUNG",
        "1. Phòng Nông nghiệp và Môi trường kiểm kê toàn bộ hồ chứa, trạm bơm, giếng khoan; lập bản đồ những khu vực có nguy cơ "
        "thiếu nước, gửi Ủy ban nhân dân huyện "
        "trước ngày 20/02/2025.",
        "2. Hạt Quản lý đê điều nạo vét 17 km kênh nội đồng, xong trước ngày 10/3/2025; lắp đặt biển báo ở các cửa cống, quan "
        "trắc độ mặn hai lần mỗi ngày.",
        "3. Ban Quản lý dự án đẩy nhanh tiến độ đường ống cấp nước liên xã Vĩnh Thuận - Mỹ Phước, bàn giao chậm nhất ngày 30/4/2025.",
        "- Trong thời gian chờ bàn giao, bố trí xe bồn phục vụ các ấp ở xa;",
        "- Ưu tiên trường học, trạm y tế, hộ nghèo và gia đình có công.",
        "III. KINH PHÍ",
        "Tổng kinh phí dự kiến 4,82 tỷ đồng, từ nguồn sự nghiệp kinh tế và quỹ phòng, chống thiên tai. Phòng Tài chính - Kế "
        "hoạch thẩm định, trình phê duyệt theo quy định.",
        "IV. TỔ CHỨC THỰC HIỆN",
        "Thủ trưởng các phòng, ban và Chủ tịch Ủy ban nhân dân các xã, thị trấn chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân "
        "huyện về kết quả. Định kỳ ngày 25 hằng tháng "
        "báo cáo về Phòng Nông nghiệp và Môi trường để tổng hợp. Phân công cụ thể:",
    ],
    table=[
        ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Hoàn thành"],
        ["1", "Trực vận hành cống ngăn mặn Rạch Giồng", "Trạm Thủy lợi", "UBND xã Mỹ Phước", "15/5/2025"],
        ["2", "Tuyên truyền tích trữ nước mưa, sử dụng nước tiết kiệm", "Trung tâm Văn hóa", "Hội Phụ nữ, Đoàn Thanh niên", "Tháng 3/2025"],
        ["3", "Kiểm tra chất lượng nước tại 24 điểm cấp", "Trung tâm Y tế", "Phòng Y tế", "Trước 28/02/2025"],
        ["4", "Tổng kết, rút kinh nghiệm mùa khô", "Văn phòng HĐND và UBND", "Các phòng, ban", "Quý II/2025"],
    ],
    recipients=["Nơi nhận:", "- Sở Nông nghiệp và Môi trường;", "- Thường trực Huyện ủy, HĐND huyện;", "- UBND các xã, thị trấn;", "- Lưu: VT, NNMT."],
    signature=["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Thị Ngọc Hạnh"],
)  # fmt: skip

ALL = {"union": UNION, "people": PEOPLE}
