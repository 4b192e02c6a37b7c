"""Who is told, with whom: the forms of an assignment, and how one sentence is cut into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.components.tasks.cases import Row, case, find, rows

if TYPE_CHECKING:
    from spacy.language import Language

FORMS = [
    case(
        "giao-chủ-trì-phối-hợp",
        "Giao Sở Công Thương chủ trì, phối hợp với Cục Thống kê rà soát nguồn hàng dự trữ.",
        Row("rà soát nguồn hàng dự trữ", ("Sở Công Thương",), ("Cục Thống kê",)),
    ),
    case("giao-cho", "Giao cho Phòng Tư pháp soạn thảo quy chế tiếp công dân.", Row("soạn thảo quy chế tiếp công dân", ("Phòng Tư pháp",))),
    case("phân-công", "Phân công Phòng Nội vụ thẩm định hồ sơ thi tuyển.", Row("thẩm định hồ sơ thi tuyển", ("Phòng Nội vụ",))),
    case("yêu-cầu", "Yêu cầu Chi cục Kiểm lâm tuần tra các khu rừng giáp ranh.", Row("tuần tra các khu rừng giáp ranh", ("Chi cục Kiểm lâm",))),
    case("đề-nghị", "Đề nghị Hội Nông dân tỉnh vận động hội viên hiến đất làm đường.", Row("vận động hội viên hiến đất làm đường", ("Hội Nông dân tỉnh",))),
    case(
        "có-trách-nhiệm",
        "Phòng Quản lý đô thị có trách nhiệm niêm yết công khai đồ án quy hoạch.",
        Row("niêm yết công khai đồ án quy hoạch", ("Phòng Quản lý đô thị",)),
    ),
    case(
        "chịu-trách-nhiệm",
        "Bệnh viện Y học cổ truyền tỉnh chịu trách nhiệm chuẩn bị vườn thuốc mẫu.",
        Row("chuẩn bị vườn thuốc mẫu", ("Bệnh viện Y học cổ truyền tỉnh",)),
    ),
    case("chủ-trì-là-chủ-ngữ", "Công an huyện chủ trì lập biên bản bàn giao phương tiện.", Row("lập biên bản bàn giao phương tiện", ("Công an huyện",))),
    case("nhãn-hai-chấm", "Văn phòng Sở: lập danh sách khách mời, bố trí xe đưa đón.", Row("lập danh sách khách mời, bố trí xe đưa đón", ("Văn phòng Sở",))),
    case("cơ-quan-ban-hành-yêu-cầu", "Sở Y tế yêu cầu Trung tâm Y tế huyện kiểm kê thuốc.", Row("kiểm kê thuốc", ("Trung tâm Y tế huyện",))),
    case("đề-nghị-cấp-trên", "Kiến nghị UBND tỉnh bố trí vốn sửa chữa hồ chứa.", Row("bố trí vốn sửa chữa hồ chứa", ("UBND tỉnh",))),
    case("giao-chức-danh", "Giao Chánh Thanh tra kết luận đơn tố cáo.", Row("kết luận đơn tố cáo", ("Chánh Thanh tra",))),
    case("giao-tên-người", "Giao đồng chí Lò Thị Mai biên soạn tài liệu hỏi đáp.", Row("biên soạn tài liệu hỏi đáp", ("Lò Thị Mai",))),
    case("giao-ông", "Phân công ông Hoàng Văn Thụy kiểm tra kho vật chứng.", Row("kiểm tra kho vật chứng", ("Hoàng Văn Thụy",))),
    case(
        "phải-với-chủ-ngữ-trong-kế-hoạch",
        "KẾ HOẠCH\nAn toàn trường học\n\nIII. TỔ CHỨC THỰC HIỆN\nCác nhà trường phải rà soát hệ thống điện.\n",
        Row("rà soát hệ thống điện", ("Các nhà trường",)),
    ),
    case(
        "phải-với-chủ-ngữ-trong-đoạn-rời",
        "UBND các xã phải rà soát hệ thống điện.",
        Row("rà soát hệ thống điện", ("UBND các xã",)),
        wrong="tasks-1: a duty said with phải is no task in a fragment without headings",
    ),
    case(
        "tăng-cường-trách-nhiệm-của",
        "KẾ HOẠCH\nChợ văn minh\n\nII. NHIỆM VỤ\n- Nâng cao trách nhiệm của Ban Quản lý chợ trong việc thu gom rác thải.\n",
        Row("Nâng cao trách nhiệm của Ban Quản lý chợ trong việc thu gom rác thải", ("Ban Quản lý chợ",)),
    ),
    case(
        "yêu-cầu-nâng-cao-trách-nhiệm-của",
        "Yêu cầu nâng cao trách nhiệm của Ban Quản lý chợ trong việc thu gom rác thải.",
        Row("nâng cao trách nhiệm của Ban Quản lý chợ trong việc thu gom rác thải", ("Ban Quản lý chợ",)),
        wrong="tasks-2: after Yêu cầu, the body whose responsibility is to be strengthened is not taken as the assignee",
    ),
    case(
        "chỉ-đạo-X-không-là-người-làm",
        "Giao UBND huyện chỉ đạo các xã nạo vét kênh mương.",
        Row("chỉ đạo các xã nạo vét kênh mương", ("UBND huyện",)),
    ),
    case(
        "hướng-dẫn-X-không-là-người-làm",
        "Sở Tư pháp có trách nhiệm hướng dẫn Phòng Tư pháp các huyện cập nhật sổ hộ tịch.",
        Row("hướng dẫn Phòng Tư pháp các huyện cập nhật sổ hộ tịch", ("Sở Tư pháp",)),
    ),
    case(
        "lãnh-đạo-sẽ-chủ-trì",
        "Trước ngày 12/3, Phó Chủ tịch UBND tỉnh sẽ chủ trì buổi đối thoại với nông dân.",
        Row("chủ trì buổi đối thoại với nông dân", ("Phó Chủ tịch UBND tỉnh",), (), "2024-03-12"),
    ),
    case(
        "có-điều-kiện-đề-nghị",
        "Quá trình thực hiện, nếu có khó khăn, đề nghị các đơn vị phản ánh về Sở Y tế.",
        Row("phản ánh về Sở Y tế", ("các đơn vị",)),
    ),
    case(
        "có-điều-kiện-không-đề-nghị",
        "KẾ HOẠCH\nAn toàn trường học\n\nIII. TỔ CHỨC THỰC HIỆN\n1. Kiểm tra camera cổng trường.\n"
        "2. Nếu có vướng mắc, các trường phản ánh về Phòng Giáo dục và Đào tạo.\n",
        Row("Kiểm tra camera cổng trường"),
        Row("phản ánh về Phòng Giáo dục và Đào tạo", ("các trường",)),
    ),
    case("động-từ-xây-dựng-đề-án", "Giao Phòng Tư pháp xây dựng kế hoạch phổ biến pháp luật.", Row("xây dựng kế hoạch phổ biến pháp luật", ("Phòng Tư pháp",))),
    case(
        "động-từ-xây-dựng-sau-tên-Phòng",
        "Giao Phòng Y tế xây dựng đề án bác sĩ gia đình.",
        Row("xây dựng đề án bác sĩ gia đình", ("Phòng Y tế",)),
    ),
    case(
        "động-từ-quản-lý-sau-UBND",
        "Giao UBND các xã quản lý chặt chẽ quỹ đất công.",
        Row("quản lý chặt chẽ quỹ đất công", ("UBND các xã",)),
    ),
    case("chức-danh-xã-không-hoa", "Giao bộ phận Một cửa niêm yết thủ tục.", Row("niêm yết thủ tục", ("bộ phận Một cửa",))),
    case(
        "công-chức-xã",
        "Giao công chức Địa chính đo đạc lại ranh giới.",
        Row("đo đạc lại ranh giới", ("công chức Địa chính",)),
        wrong="tasks-6: an office-holder of a commune (công chức + field) is not known as one who can be told",
    ),
    case(
        "căn-cứ-quyết-định-thi-hành",
        "Điều 3. Chánh Văn phòng UBND huyện, Trưởng phòng Nội vụ và bà Vi Thị Hạnh căn cứ Quyết định thi hành./.",
        Row("căn cứ Quyết định thi hành", ("Chánh Văn phòng UBND huyện", "Trưởng phòng Nội vụ", "Vi Thị Hạnh")),
        wrong='tasks-17: a person joined by "và bà" to the office-holders who carry out a decision is not split off',
    ),
    case(
        "căn-cứ-ở-đầu-câu-giao-việc",
        "Căn cứ Nghị định số 30/2020/NĐ-CP, Sở Nội vụ yêu cầu các phòng soát lại con dấu.",
        Row("soát lại con dấu", ("các phòng",)),
    ),
    case("cấm-được-giao-cho-cơ-quan", "Yêu cầu UBND các xã nghiêm cấm người dân đốt nương.", Row("nghiêm cấm người dân đốt nương", ("UBND các xã",))),
    case("đề-nghị-phối-hợp", "Đề nghị Hội Luật gia quan tâm, phối hợp./.", Row("quan tâm, phối hợp", ("Hội Luật gia",))),
    case(
        "thi-hành-quyết-định",
        "Điều 3. Chánh Văn phòng, Trưởng phòng Nội vụ và Chủ tịch UBND các xã chịu trách nhiệm thi hành Quyết định này.",
        Row("thi hành Quyết định này", ("Chánh Văn phòng", "Trưởng phòng Nội vụ", "Chủ tịch UBND các xã")),
    ),
    case("nhãn-chủ-đề-đứng-ngoài", "Công tác lưu trữ: Giao Văn phòng chỉnh lý tài liệu tồn đọng.", Row("chỉnh lý tài liệu tồn đọng", ("Văn phòng",))),
]

COORDINATION = [
    case("hai-cơ-quan-và", "Giao Sở Tài chính và Sở Nội vụ thẩm định đề án.", Row("thẩm định đề án", ("Sở Tài chính", "Sở Nội vụ"))),
    case(
        "ba-cơ-quan-phẩy",
        "Yêu cầu Phòng Y tế, Phòng Kinh tế, Công an huyện kiểm tra bếp ăn tập thể.",
        Row("kiểm tra bếp ăn tập thể", ("Phòng Y tế", "Phòng Kinh tế", "Công an huyện")),
    ),
    case("tập-thể-là-một", "Yêu cầu các sở, ban, ngành cắt giảm hội họp.", Row("cắt giảm hội họp", ("các sở, ban, ngành",))),
    case(
        "tập-thể-và-cơ-quan",
        "Đề nghị các sở, ngành và Hội Chữ thập đỏ tỉnh quyên góp quần áo ấm.",
        Row("quyên góp quần áo ấm", ("các sở, ngành", "Hội Chữ thập đỏ tỉnh")),
    ),
    case(
        "cấp-hành-chính-là-một",
        "Giao UBND các huyện, thị xã, thành phố thống kê diện tích lúa bị hạn.",
        Row("thống kê diện tích lúa bị hạn", ("UBND các huyện, thị xã, thành phố",)),
    ),
    case("đầu-chung-được-mở", "Giao các Sở: Tài chính, Xây dựng thẩm tra quyết toán.", Row("thẩm tra quyết toán", ("Sở Tài chính", "Sở Xây dựng"))),
    case(
        "tên-có-và-là-một",
        "Giao Sở Nông nghiệp và Phát triển nông thôn công bố hết dịch.",
        Row("công bố hết dịch", ("Sở Nông nghiệp và Phát triển nông thôn",)),
    ),
    case(
        "phối-hợp-hai-cơ-quan",
        "Giao Sở Du lịch phối hợp với Sở Giao thông vận tải và Công an tỉnh phân luồng xe khách.",
        Row("phân luồng xe khách", ("Sở Du lịch",), ("Sở Giao thông vận tải", "Công an tỉnh")),
    ),
    case(
        "cùng-với",
        "Đoàn Thanh niên có trách nhiệm cùng với Hội Phụ nữ trang trí hội trường.",
        Row("trang trí hội trường", ("Đoàn Thanh niên",), ("Hội Phụ nữ",)),
    ),
    case(
        "phối-hợp-ở-cuối",
        "Giao Trung tâm Văn hóa tỉnh chủ trì tập luyện tiết mục chào mừng, phối hợp với Đoàn Thanh niên.",
        Row("tập luyện tiết mục chào mừng, phối hợp với Đoàn Thanh niên", ("Trung tâm Văn hóa tỉnh",), ("Đoàn Thanh niên",)),
    ),
    case(
        "phối-hợp-với-tên-lạ",
        "Giao Trung tâm Văn hóa tỉnh phối hợp với Nhà hát Chèo tập luyện tiết mục chào mừng.",
        Row("tập luyện tiết mục chào mừng", ("Trung tâm Văn hóa tỉnh",), ("Nhà hát Chèo",)),
        wrong="tasks-7: a theatre (Nhà hát) is no known kind of body",
    ),
    case(
        "phối-hợp-giữa-câu",
        "Giao Sở Y tế rà soát danh mục thuốc và phối hợp với Sở Tài chính thẩm định giá.",
        Row("rà soát danh mục thuốc và phối hợp với Sở Tài chính thẩm định giá", ("Sở Y tế",), ("Sở Tài chính",)),
    ),
    case(
        "chủ-thể-kép-nhãn", "Phòng Y tế, Phòng Nội vụ: nộp báo cáo trước ngày 05/4/2024.", Row("nộp báo cáo", ("Phòng Y tế", "Phòng Nội vụ"), (), "2024-04-05")
    ),
    case(
        "dưới-sự-chủ-trì-không-là-phối-hợp",
        "Giao Hội Nông dân vận động hội viên nộp thuế đất, dưới sự chủ trì của Mặt trận Tổ quốc huyện.",
        Row("vận động hội viên nộp thuế đất, dưới sự chủ trì của Mặt trận Tổ quốc huyện", ("Hội Nông dân",)),
    ),
    case(
        "mệnh-đề-Y-phối-hợp",
        "Giao Phòng Văn hóa biên tập kỷ yếu; Thư viện huyện phối hợp.",
        Row("biên tập kỷ yếu", ("Phòng Văn hóa",), ("Thư viện huyện",)),
        wrong='tasks-8: "; Y phối hợp" becomes a row of its own, where Y is the coordinator of the row before',
    ),
    case(
        "người-phụ-trách-ở-đầu",
        "Thứ trưởng Đinh Công Tráng chỉ đạo:\n- Vụ Pháp chế chủ trì hoàn thiện hồ sơ dự án luật.\n",
        Row("hoàn thiện hồ sơ dự án luật", ("Vụ Pháp chế",)),
    ),
]

CUTTING = [
    case(
        "chấm-phẩy-giữ-chủ-ngữ",
        "Giao Sở Xây dựng kiểm tra các chung cư cũ; lập danh mục công trình nguy hiểm.",
        Row("kiểm tra các chung cư cũ", ("Sở Xây dựng",)),
        Row("lập danh mục công trình nguy hiểm", ("Sở Xây dựng",)),
    ),
    case(
        "chấm-phẩy-giữ-phối-hợp",
        "Giao Sở Xây dựng phối hợp với Sở Tài chính kiểm tra các chung cư cũ; lập danh mục công trình nguy hiểm.",
        Row("kiểm tra các chung cư cũ", ("Sở Xây dựng",), ("Sở Tài chính",)),
        Row("lập danh mục công trình nguy hiểm", ("Sở Xây dựng",), ("Sở Tài chính",)),
    ),
    case(
        "chấm-phẩy-chủ-ngữ-mới",
        "Yêu cầu Phòng Hành chính bố trí xe; Phòng Tài vụ chuẩn bị kinh phí; Phòng Tổ chức gửi giấy mời.",
        Row("bố trí xe", ("Phòng Hành chính",)),
        Row("chuẩn bị kinh phí", ("Phòng Tài vụ",)),
        Row("gửi giấy mời", ("Phòng Tổ chức",)),
    ),
    case(
        "chuỗi-động-từ-là-một",
        "Giao Phòng Dân tộc tiếp thu góp ý, hoàn chỉnh dự thảo, trình UBND huyện ký ban hành.",
        Row("tiếp thu góp ý, hoàn chỉnh dự thảo, trình UBND huyện ký ban hành", ("Phòng Dân tộc",)),
    ),
    case(
        "đồng-thời-cùng-chủ-ngữ-là-một",
        "Yêu cầu Điện lực huyện gia cố cột điện, đồng thời thông báo lịch cắt điện cho người dân.",
        Row("gia cố cột điện, đồng thời thông báo lịch cắt điện cho người dân", ("Điện lực huyện",)),
    ),
    case(
        "hai-hạn-là-hai-việc",
        "Giao Phòng Kinh tế tổng hợp số liệu trước ngày 10/3/2024, hoàn thiện báo cáo trước ngày 20/3/2024.",
        Row("tổng hợp số liệu", ("Phòng Kinh tế",), (), "2024-03-10"),
        Row("hoàn thiện báo cáo", ("Phòng Kinh tế",), (), "2024-03-20"),
    ),
    case(
        "hai-cơ-quan-là-hai-việc",
        "Giao Sở Y tế cung ứng vắc xin, giao Sở Tài chính bố trí kinh phí.",
        Row("cung ứng vắc xin", ("Sở Y tế",)),
        Row("bố trí kinh phí", ("Sở Tài chính",)),
    ),
    case(
        "hai-câu-hai-việc",
        "Yêu cầu Hạt Kiểm lâm dựng biển cấm lửa. Đề nghị Đồn Biên phòng tuần tra đường biên.",
        Row("dựng biển cấm lửa", ("Hạt Kiểm lâm",)),
        Row("tuần tra đường biên", ("Đồn Biên phòng",)),
    ),
    case(
        "câu-sau-chỉ-nêu-hạn",
        "Giao Phòng Nội vụ rà soát vị trí việc làm. Hoàn thành trong quý II năm 2024.",
        Row("rà soát vị trí việc làm. Hoàn thành", ("Phòng Nội vụ",), (), "2024-06-30"),
    ),
    case(
        "chấm-phẩy-chỉ-cách-thức",
        "Yêu cầu Công an xã giải quyết đơn thư của công dân; chủ động, linh hoạt, sáng tạo.",
        Row("giải quyết đơn thư của công dân", ("Công an xã",)),
    ),
    case(
        "chấm-phẩy-trước-danh-từ",
        "Giao Thư viện tỉnh kiểm kê sách giáo khoa; báo, tạp chí; bản đồ cổ.",
        Row("kiểm kê sách giáo khoa; báo, tạp chí; bản đồ cổ", ("Thư viện tỉnh",)),
    ),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms_of_an_assignment(nlp: Language, text: str, expected: tuple[Row, ...]) -> None:
    assert rows(find(nlp, text)) == list(expected)


@pytest.mark.parametrize(("text", "expected"), COORDINATION)
def test_several_bodies(nlp: Language, text: str, expected: tuple[Row, ...]) -> None:
    assert rows(find(nlp, text)) == list(expected)


@pytest.mark.parametrize(("text", "expected"), CUTTING)
def test_one_task_or_two(nlp: Language, text: str, expected: tuple[Row, ...]) -> None:
    assert rows(find(nlp, text)) == list(expected)


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        pytest.param("Giao Sở Nội vụ tổng hợp, báo cáo Ban Thường vụ Tỉnh ủy.", ("Ban Thường vụ Tỉnh ủy",), id="báo-cáo"),
        pytest.param("Yêu cầu các trường gửi danh sách về Phòng Giáo dục và Đào tạo.", ("Phòng Giáo dục và Đào tạo",), id="gửi-về"),
        pytest.param("Giao Phòng Tư pháp dự thảo quyết định, trình Chủ tịch UBND huyện.", ("Chủ tịch UBND huyện",), id="trình"),
        pytest.param("Giao Phòng Tư pháp báo cáo kết quả kiểm tra.", (), id="báo-cáo-một-việc"),
    ],
)
def test_to_whom_the_result_goes(nlp: Language, text: str, reports: tuple[str, ...]) -> None:
    assert [task.report_to for task in find(nlp, text)] == [reports]


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        pytest.param(
            "THÔNG BÁO\nPhân công việc\n\n1. Thứ trưởng Nguyễn Văn Bình chỉ đạo:\n- Vụ Pháp chế chủ trì hoàn thiện hồ sơ dự án luật.\n",
            "Thứ trưởng Nguyễn Văn Bình",
            id="câu-dẫn",
        ),
        pytest.param(
            "Thứ trưởng Đinh Công Tráng chỉ đạo:\n- Vụ Pháp chế chủ trì hoàn thiện hồ sơ dự án luật.\n",
            "Thứ trưởng Đinh Công Tráng",
            id="câu-dẫn-trong-đoạn-rời",
            marks=pytest.mark.xfail(strict=True, reason='tasks-9: in a fragment, a lead-in "leader chỉ đạo:" hands no supervisor down'),
        ),
        pytest.param(
            "THÔNG BÁO\nPhân công việc\n\n1. Thứ trưởng Nguyễn Văn Bình chỉ đạo: Vụ Pháp chế chủ trì hoàn thiện hồ sơ dự án luật.\n",
            "Thứ trưởng Nguyễn Văn Bình",
            id="cùng-dòng",
            marks=pytest.mark.xfail(strict=True, reason='tasks-10: the leader is lost when "chỉ đạo:" and the task stand in one line'),
        ),
        pytest.param("Vụ Pháp chế chủ trì hoàn thiện hồ sơ dự án luật.", None, id="không-nêu"),
    ],
)
def test_the_leader_who_directs(nlp: Language, text: str, leader: str | None) -> None:
    assert [(task.assignees, task.supervisor) for task in find(nlp, text)] == [(("Vụ Pháp chế",), leader)]
