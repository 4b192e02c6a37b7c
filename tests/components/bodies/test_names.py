"""Names as they are compared."""

from __future__ import annotations

import pytest

from extractor.components.bodies import normalise

SAME = [
    ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    ("Sở LĐTBXH", "Sở Lao động - Thương binh và Xã hội"),
    ("Lao động-Thương binh", "Lao động – Thương binh"),
    ("UBND tỉnh", "Uỷ ban nhân dân tỉnh"),
    ("Các Vụ, Cục", "các vụ, cục"),
    ("các đồng chí Thứ trưởng", "Thứ trưởng"),
    ("BTV LĐLĐ tỉnh", "Ban Thường vụ Liên đoàn Lao động tỉnh"),
    ("Sở  Y tế", "Sở Y tế."),
    ("Công an TP", "Công an thành phố"),
    ("Sở Khoa học & Công nghệ", "Sở Khoa học và Công nghệ"),
]
APART = [("Sở Y tế", "Sở Tư pháp"), ("UBND tỉnh", "UBND huyện"), ("BTC", "Bộ Tài chính"), ("Ban Tổ chức", "Ban Tổ chức - Kiểm tra"), ("Phòng 1", "Phòng 2")]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_same(left: str, right: str) -> None:
    assert normalise(left) == normalise(right)


@pytest.mark.parametrize(("left", "right"), APART)
def test_apart(left: str, right: str) -> None:
    assert normalise(left) != normalise(right)


@pytest.mark.parametrize("name", ["", "các", "Sở Y tế", "đồng chí", "UBND các huyện, thị xã"])
def test_twice_is_once(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)
