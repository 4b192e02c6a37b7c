"""The tail of a document: who gets it, who signs it, in what office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractor.components.layout.layout import Layout

Read = Callable[[str], Layout]
HEAD = (
    "SỞ CÔNG THƯƠNG\nSố: 8/KH-SCT\nSơn Hải, ngày 04 tháng 3 năm 2024\n\nKẾ HOẠCH\n"
    "Quản lý chợ đêm\n\n1. Kẻ vạch sơn khu bán hàng.\n2. Thu gom rác sau phiên chợ.\n\n"
)


def case(name: str, tail: str, title: str | None, signer: str | None, *recipients: str, wrong: str = "") -> Any:
    return pytest.param(tail, title, signer, recipients, id=name, marks=[pytest.mark.xfail(strict=True, reason=wrong)] if wrong else [])


TAILS = [
    case("tách-rời", "Nơi nhận:\n- Như trên;\n- Lãnh đạo Sở;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\n\nHà Thị Thu\n", "GIÁM ĐỐC", "Hà Thị Thu", "Như trên", "Lãnh đạo Sở"),
    case("chữ-ký-trước", "GIÁM ĐỐC\n(Đã ký)\nHà Thị Thu\n\nNơi nhận:\n- UBND tỉnh;\n- Lưu: VT, QLTM.\n", "GIÁM ĐỐC", "Hà Thị Thu", "UBND tỉnh"),
    case(
        "hai-cột",
        "Nơi nhận:\tGIÁM ĐỐC\n- UBND tỉnh;\t(Đã ký)\n- Các phòng;\t\n- Lưu: VT.\tHà Thị Thu\n",
        "GIÁM ĐỐC",
        "Hà Thị Thu",
        "UBND tỉnh",
        "Các phòng",
    ),
    case(
        "KT-phó", "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nBùi Văn Nam\n", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Bùi Văn Nam", "UBND tỉnh"
    ),
    case(
        "TL-văn-phòng",
        "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\n\nTL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG\n\nBùi Văn Nam\n",
        "TL. GIÁM ĐỐC CHÁNH VĂN PHÒNG",
        "Bùi Văn Nam",
        "UBND tỉnh",
    ),
    case("TM-ủy-ban", "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Đức Tài\n", "CHỦ TỊCH", "Lê Đức Tài", "Như Điều 3"),
    case(
        "TM-KT",
        "Nơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Đức Tài\n",
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "Lê Đức Tài",
    ),
    case("T/M-Đảng", "Nơi nhận:\n- Các chi bộ;\n- Lưu VP.\n\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nLê Đức Tài\n", "PHÓ BÍ THƯ", "Lê Đức Tài", "Các chi bộ"),
    case("học-hàm", "HIỆU TRƯỞNG\n(Đã ký)\nPGS.TS Lê Đức Tài\n", "HIỆU TRƯỞNG", "Lê Đức Tài"),
    case(
        "chấm-phẩy-trong-dòng",
        "Nơi nhận:\n- Sở Tài chính (để phối hợp);\n- Báo, Đài tỉnh;\n- Lưu: VT.\n",
        None,
        None,
        "Sở Tài chính (để phối hợp)",
        "Báo, Đài tỉnh",
    ),
    case("như-trên-cùng-dòng", "Nơi nhận: Như trên.\n\nGIÁM ĐỐC\n\nHà Thị Thu\n", "GIÁM ĐỐC", "Hà Thị Thu", "Như trên"),
    case("không-có", "", None, None),
    case("nơi-nhận-hồ-sơ-không-phải", "3. Nơi nhận hồ sơ là quầy số 2 tại trụ sở Sở.\n", None, None),
    case("chức-danh-trong-câu-không-phải", "3. Giám đốc Sở theo dõi việc thực hiện.\n", None, None),
]


@pytest.mark.parametrize(("tail", "title", "signer", "recipients"), TAILS)
def test_the_tail_says(read: Read, tail: str, title: str | None, signer: str | None, recipients: tuple[str, ...]) -> None:
    fields = read(HEAD + tail).fields
    assert (fields.signer_title, fields.signer, fields.recipients) == (title, signer, recipients)


def test_the_tail_is_no_part_of_the_outline(read: Read) -> None:
    text = HEAD + "Nơi nhận:\n- Các phòng;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nHà Thị Thu\n"
    layout = read(text)
    assert [text[node.start : node.end] for node in layout.root.children] == ["Kẻ vạch sơn khu bán hàng.", "Thu gom rác sau phiên chợ."]
    assert [text[start:end] for start, end in layout.tail] == ["Nơi nhận:", "- Các phòng;", "- Lưu: VT.", "GIÁM ĐỐC", "Hà Thị Thu"]


def test_the_issuer_follows_from_the_signature_where_no_letterhead_names_it(read: Read) -> None:
    text = "Ủy ban nhân dân huyện Tân Phú yêu cầu các xã rà soát hộ nghèo.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Đức Tài\n"
    assert read(text).fields.issuer == "Ủy ban nhân dân huyện Tân Phú"


@pytest.mark.xfail(strict=True, reason="layout-7: of a place of two syllables above the signature only the last is read")
def test_place_and_day_right_above_the_signature_are_read(read: Read) -> None:
    fields = read("Yêu cầu các xã rà soát hộ nghèo.\n\nTân Phú, ngày 04 tháng 3 năm 2024\nCHỦ TỊCH\n(Đã ký)\nLê Đức Tài\n").fields
    assert (fields.place, fields.issued_on) == ("Tân Phú", "2024-03-04")
