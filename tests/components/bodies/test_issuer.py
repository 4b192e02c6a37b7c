"""The body that issues a document without a letterhead."""

from __future__ import annotations

import pytest

from extractor.components.bodies import BodyFinder
from extractor.components.bodies.issuer import Speaker
from extractor.rules import Rules

CASES = {
    "speaks": ("Trước tình hình đó, Ủy ban nhân dân huyện Mường La yêu cầu các xã trực chốt.", "Ủy ban nhân dân huyện Mường La"),
    "leader-speaks": ("Giám đốc Sở Y tế yêu cầu các bệnh viện báo cáo.", "Sở Y tế"),
    "announces": ("Phòng Nội vụ xin thông báo lịch tiếp dân.", "Phòng Nội vụ"),
    "first-of-two": ("Sở Tư pháp đề nghị các phòng góp ý. Công an tỉnh đề nghị các đội phối hợp.", "Sở Tư pháp"),
    "spoken-of": ("Theo Sở Tài chính đề nghị tại tờ trình, kinh phí được bổ sung.", None),
    "addressed": ("Đề nghị Sở Y tế báo cáo.", None),
    "title-alone": ("Bộ trưởng yêu cầu các vụ báo cáo.", None),
    "collective": ("Các trường đề nghị được hỗ trợ.", None),
}


@pytest.mark.parametrize(("text", "issuer"), CASES.values(), ids=CASES)
def test_the_body_that_speaks(text: str, issuer: str | None) -> None:
    rules = Rules()
    assert Speaker(rules).find(text, BodyFinder(rules).find(text)) == issuer
