"""Known failures, by id: what a row should be and is not yet. One that passes is an error (xfail is strict): it then goes to the tests of its stage.

Each text is our own, written after a fault seen on the train or dev split; docs/quality.md lists the ids.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from spacy.language import Language

HEAD = "SỞ CÔNG THƯƠNG\nSố: 22/KH-SCT\nVị Thanh, ngày 02 tháng 3 năm 2021\n\nKẾ HOẠCH\nKiểm tra chợ nông thôn\n\nI. NHIỆM VỤ\n"

Expected = tuple[tuple[str, ...], str | None, str | None]

FAILURES: dict[str, tuple[str, list[Expected]]] = {
    "kf-each-is-dropped": ("1. Mỗi Kiểm soát viên phải tự chấm điểm sổ tay của mình.", [(("Kiểm soát viên",), None, None)]),
    "kf-matter-given-to": ("1. Việc cân thử hàng mẫu giao cho bà Ngọc Lan và anh Hữu Phước làm tại chỗ.", [(("Ngọc Lan", "Hữu Phước"), None, None)]),
    "kf-number-first": ("1. 45 giấy phép hết hạn được giao cho Phòng Thương mại đối chiếu.", [(("Phòng Thương mại",), None, None)]),
    "kf-achieved-target": ("1. Giảm số vụ cháy còn dưới 2 vụ.", []),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=name)) for name in FAILURES])
def test_known_failure(nlp: Language, name: str) -> None:
    text, expected = FAILURES[name]
    assert [(task.assignees, task.due, task.recurrence) for task in nlp(HEAD + text)._.tasks] == expected


def test_the_page_lists_the_known_failures() -> None:
    page = (Path(__file__).parents[1] / "docs" / "quality.md").read_text(encoding="utf-8")
    assert set(regex.findall(r"`(kf-[a-z-]+)`", page)) == set(FAILURES)
