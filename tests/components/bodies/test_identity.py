"""Who is meant: from the issuer, the letterhead and what was named before; and what became of it."""

from __future__ import annotations

import pytest

from extractor.components.bodies import BodyFinder, Standing, resolve, standing
from extractor.model import Body, Fields

UNION = Fields(issuer="Ban Thường vụ LĐLĐ tỉnh Quảng Trị", place="Quảng Trị")
DISTRICT = Fields(issuer="UBND huyện Bát Xát", addressees=("UBND tỉnh Lào Cai",))
SCHOOL = Fields(issuer="Trường THPT Suối Đá")
MINISTRY = Fields(issuer="Bộ Xây dựng", place="Hà Nội")

KNOWN = [
    (UNION, "Văn phòng", "Văn phòng Liên đoàn Lao động tỉnh Quảng Trị", "van-phong.lien-doan-lao-dong.quang-tri"),
    (UNION, "Ban Thường vụ", "Ban Thường vụ Liên đoàn Lao động tỉnh Quảng Trị", "ban-thuong-vu.lien-doan-lao-dong.quang-tri"),
    (UNION, "Sở Nội vụ", "Sở Nội vụ tỉnh Quảng Trị", "so-noi-vu.quang-tri"),
    (UNION, "UBND tỉnh", "Ủy ban nhân dân tỉnh Quảng Trị", "uy-ban-nhan-dan.quang-tri"),
    (UNION, "TLĐ", "Tổng Liên đoàn Lao động Việt Nam", "tong-lien-doan-lao-dong-viet-nam"),
    (UNION, "Chủ tịch", "Chủ tịch Liên đoàn Lao động tỉnh Quảng Trị", "chu-tich.lien-doan-lao-dong.quang-tri"),
    (DISTRICT, "Phòng GD&ĐT", "Phòng Giáo dục và Đào tạo huyện Bát Xát", "phong-giao-duc-va-dao-tao.huyen-bat-xat"),
    (DISTRICT, "Công an huyện", "Công an huyện Bát Xát", "cong-an.huyen-bat-xat"),
    (DISTRICT, "Sở Y tế", "Sở Y tế tỉnh Lào Cai", "so-y-te.lao-cai"),
    (DISTRICT, "Chủ tịch UBND huyện", "Chủ tịch Ủy ban nhân dân huyện Bát Xát", "chu-tich.uy-ban-nhan-dan.huyen-bat-xat"),
    (SCHOOL, "Hiệu trưởng", "Hiệu trưởng Trường Trung học phổ thông Suối Đá", "hieu-truong.truong-trung-hoc-pho-thong-suoi-da"),
    (DISTRICT, "Trưởng phòng Nội vụ", "Trưởng phòng Nội vụ huyện Bát Xát", "truong-phong-noi-vu.huyen-bat-xat"),
    (DISTRICT, "Thủ trưởng Phòng Nội vụ", "Phòng Nội vụ huyện Bát Xát", "phong-noi-vu.huyen-bat-xat"),
    (DISTRICT, "Sở Lao động - Thương binh và Xã hội", "Sở Lao động - Thương binh và Xã hội tỉnh Lào Cai", "so-lao-dong-thuong-binh-va-xa-hoi.lao-cai"),
    (DISTRICT, "Tổng cục Thống kê", "Tổng cục Thống kê", "tong-cuc-thong-ke"),
    (DISTRICT, "Văn phong UBND huyện", "Văn phòng Ủy ban nhân dân huyện Bát Xát", "van-phong-uy-ban-nhan-dan.huyen-bat-xat"),
    (UNION, "Tổng Liên đoàn", "Tổng Liên đoàn Lao động Việt Nam", "tong-lien-doan-lao-dong-viet-nam"),
    (MINISTRY, "Ban QLDA Sông Tiêu 2", "Ban Quản lý dự án Sông Tiêu 2", "ban-quan-ly-du-an-song-tieu-2"),
    (Fields(issuer="Tòa án nhân dân khu vực 5 - Hưng Yên"), "Tòa án nhân dân khu vực 5", "Tòa án nhân dân khu vực 5 - Hưng Yên",
     "toa-an-nhan-dan-khu-vuc-5-hung-yen"),
    (Fields(issuer="Hội Nông dân tỉnh Hà Nam"), "Trung ương Hội", "Trung ương Hội Nông dân Việt Nam", "trung-uong-hoi-nong-dan-viet-nam"),
    (MINISTRY, "Vụ Pháp chế", "Vụ Pháp chế Bộ Xây dựng", "vu-phap-che.bo-xay-dung"),
    (MINISTRY, "Bộ GTVT", "Bộ Giao thông vận tải", "bo-giao-thong-van-tai"),
    (MINISTRY, "Bộ trưởng", "Bộ trưởng Bộ Xây dựng", "bo-truong.bo-xay-dung"),
]


@pytest.mark.parametrize(("fields", "name", "canonical", "identity"), KNOWN)
def test_identity(fields: Fields, name: str, canonical: str, identity: str) -> None:
    text = f"{name} thực hiện"
    body = resolve([Body(0, len(name), name, name)], fields, text)[0]
    assert (body.canonical, body.id) == (canonical, identity)


def test_an_id_is_the_same_whoever_writes() -> None:
    name = "Văn phòng LĐLĐ tỉnh Quảng Trị"
    ids = {resolve([Body(0, len(name), name, name)], fields, name)[0].id for fields in (UNION, DISTRICT, MINISTRY, Fields())}
    assert ids == {"van-phong.lien-doan-lao-dong.quang-tri"}


def test_short_name_means_the_last_longer_one(finder: BodyFinder) -> None:
    text = "Kiện toàn Ban Chỉ đạo chuyển đổi số tỉnh. Giao Ban Chỉ đạo họp."
    bodies = resolve(finder.find(text), Fields(issuer="UBND tỉnh Lào Cai"), text)
    assert [body.canonical for body in bodies] == ["Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai"] * 2


def test_initials_mean_what_the_document_has_spelt_out(finder: BodyFinder) -> None:
    text = "Viện Khảo cổ Biển Đông lập đề án. Giao Viện KCBĐ trình."
    bodies = resolve(finder.find(text), Fields(issuer="Bộ Xây dựng"), text)
    assert [body.canonical for body in bodies] == ["Viện Khảo cổ Biển Đông"] * 2


def test_the_only_district_of_a_paper_without_an_issuer(finder: BodyFinder) -> None:
    text = "Ngày 3/5, tại huyện Đắk Hà đã họp. UBND huyện và Phòng Nội vụ báo cáo."
    assert [body.canonical for body in resolve(finder.find(text), Fields(), text)] == ["Ủy ban nhân dân huyện Đắk Hà", "Phòng Nội vụ huyện Đắk Hà"]


@pytest.mark.parametrize(("kind", "name"), [("collective", "các sở, ban, ngành"), ("body", "Nafiqaved"), ("body", "UBND tỉnh")])
def test_what_the_document_does_not_say_has_no_identity(kind: str, name: str) -> None:
    body = resolve([Body(0, len(name), name, name, kind)], Fields(), name)[0]
    assert body.id is None or name == "UBND tỉnh"
    assert body.name == name
    if name == "UBND tỉnh":
        assert body.canonical == "Ủy ban nhân dân tỉnh"


def _named(canonical: str) -> Body:
    return Body(0, 1, "x", "x", id="x", canonical=canonical)


@pytest.mark.parametrize(
    ("canonical", "day", "expected"),
    [
        ("Bộ Giao thông vận tải", "2025-02-28", Standing("stands", ("Bộ Giao thông vận tải",))),
        ("Bộ Giao thông vận tải", "2025-03-01", Standing("merged", ("Bộ Xây dựng",), "2025-02-28")),
        ("Bộ Thương mại", "2010-01-01", Standing("merged", ("Bộ Công Thương",), "2007-07-30")),
        (
            "Bộ Thông tin và Truyền thông", "2026-01-01",
            Standing("split", ("Bộ Khoa học và Công nghệ", "Bộ Văn hóa, Thể thao và Du lịch"), "2025-02-28"),
        ),
        ("Sở Y tế tỉnh Quảng Bình", "2025-07-01", Standing("merged", ("Sở Y tế tỉnh Quảng Trị",), "2025-06-30")),
        ("Sở Giao thông vận tải tỉnh Hà Nam", "2026-01-01", Standing("merged", ("Sở Xây dựng tỉnh Ninh Bình",), "2025-06-30")),
        ("Ủy ban nhân dân huyện Bát Xát", "2025-06-30", Standing("stands", ("Ủy ban nhân dân huyện Bát Xát",))),
        ("Ủy ban nhân dân huyện Bát Xát", "2025-07-01", Standing("ended", (), "2025-06-30")),
        ("Ban Dân vận Tỉnh ủy Quảng Bình", "2025-07-01", Standing("merged", ("Ban Dân vận Tỉnh ủy Quảng Trị",), "2025-06-30")),
        ("Tỉnh ủy Bến Tre", "2025-06-30", Standing("stands", ("Tỉnh ủy Bến Tre",))),
        ("Sở Y tế tỉnh Thừa Thiên Huế", "2025-01-01", Standing("merged", ("Sở Y tế thành phố Huế",), "2024-12-31")),
    ],
)  # fmt: skip
def test_standing(canonical: str, day: str, expected: Standing) -> None:
    assert standing(_named(canonical), day) == expected


def test_no_identity_no_successor() -> None:
    assert standing(Body(0, 1, "x", "x"), "2026-01-01").state == "unknown"
