"""Document fields and the outline, on heads, tails and bodies written for these tests."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractor.components.layout import Node

HEADS: dict[str, tuple[str, dict[str, object]]] = {
    "state.two-columns": (
        "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH BẮC KẠN               Độc lập - Tự do - Hạnh phúc\n"
        "Số: 45/KH-UBND           Bắc Kạn, ngày 12 tháng 3 năm 2024\n\nKẾ HOẠCH\nPhòng cháy, chữa cháy rừng năm 2024\n\nI. NỘI DUNG\n1. Rà soát lực lượng.\n",
        {"number": "45/KH-UBND", "type": "kế hoạch", "place": "Bắc Kạn", "issued_on": "2024-03-12", "subject": "Phòng cháy, chữa cháy rừng năm 2024"},
    ),
    "union.lines": (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH SƠN LA\nSố: 54/KH-LĐLĐ\nSơn La, ngày 02 tháng 02 năm 2021\n\nKẾ HOẠCH\nTháng Công nhân năm 2021\n\nI. NỘI DUNG\n- Tổ chức hội thi.\n",
        {"number": "54/KH-LĐLĐ", "type": "kế hoạch", "issued_on": "2021-02-02", "place": "Sơn La"},
    ),
    "letter": (
        "SỞ Y TẾ\nSố: 210/SYT-NVY\nV/v tăng cường phòng, chống dịch\nHuế, ngày 07 tháng 7 năm 2022\n\nKính gửi: Các trung tâm y tế huyện\n\nYêu cầu các đơn vị báo cáo trước ngày 15/7/2022.\n",
        {"number": "210/SYT-NVY", "issued_on": "2022-07-07", "subject": "tăng cường phòng, chống dịch", "addressees": ("Các trung tâm y tế huyện",)},
    ),
    "letter.then-heading": (
        "Số: 210/KH-SYT\nHuế, ngày 07 tháng 7 năm 2022\nKính gửi: Các trung tâm y tế huyện\n\nI. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao ý thức của người dân.\n",
        {"addressees": ("Các trung tâm y tế huyện",)},
    ),
    "fragment": ("Yêu cầu các đơn vị báo cáo trước ngày 15/7/2022.", {"number": None, "type": None, "issuer": None, "issued_on": None, "signer": None, "recipients": ()}),
    "signed": (
        "Giao Văn phòng báo cáo.\n\nNơi nhận:\n- Sở Nội vụ;\n- Các phòng;\n- Lưu: VT, VP.\n\nGIÁM ĐỐC\n\nTrần Thị Bích Hạnh\n",
        {"signer": "Trần Thị Bích Hạnh", "signer_title": "GIÁM ĐỐC", "recipients": ("Sở Nội vụ", "Các phòng")},
    ),
}  # fmt: skip

OUTLINES: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "numbers": ("I. NHIỆM VỤ\n1. Về tổ chức\na) Kiện toàn ban chỉ đạo.\nb) Phân công cán bộ.\n2. Về tài chính\na) Lập dự toán.\n",
                [(0, "NHIỆM VỤ"), (1, "Về tổ chức"), (2, "Kiện toàn ban chỉ đạo."), (2, "Phân công cán bộ."), (1, "Về tài chính"), (2, "Lập dự toán.")]),
    "lead-in": ("Giao Sở Y tế:\n- Rà soát thuốc;\n- Mua vắc xin.\n", [(0, "Giao Sở Y tế:"), (1, "Rà soát thuốc;"), (1, "Mua vắc xin.")]),
    "articles": ("Điều 1. Ban hành quy chế.\nĐiều 2. Tổ chức thực hiện\n1. Sở Nội vụ hướng dẫn.\n2. Sở Tài chính cấp kinh phí.\n",
                 [(0, "Ban hành quy chế."), (0, "Tổ chức thực hiện"), (1, "Sở Nội vụ hướng dẫn."), (1, "Sở Tài chính cấp kinh phí.")]),
    "dash-under-number": ("1. Công tác tuyên truyền\n- Treo băng rôn.\n+ Tại trụ sở.\n2. Công tác kiểm tra\n- Lập đoàn.\n",
                          [(0, "Công tác tuyên truyền"), (1, "Treo băng rôn."), (2, "Tại trụ sở."), (0, "Công tác kiểm tra"), (1, "Lập đoàn.")]),
}  # fmt: skip

PARTS: dict[str, tuple[str, str]] = {
    "past": ("I. KẾT QUẢ THỰC HIỆN\n1. Tổ chức hội thi.\n", "past"),
    "purpose": ("I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao nhận thức.\n", "purpose"),
    "work": ("II. NHIỆM VỤ TRỌNG TÂM\n1. Tổ chức hội thi.\n", "work"),
    "carry-out": ("III. TỔ CHỨC THỰC HIỆN\n1. Giao Văn phòng theo dõi.\n", "work"),
    "request": ("IV. KIẾN NGHỊ\n1. Đề nghị UBND tỉnh bố trí kinh phí.\n", "request"),
}

KNOWN_FAILURES: frozenset[str] = frozenset({"letter.then-heading"})


def cases(table: dict[str, tuple]) -> list[object]:  # type: ignore[type-arg]
    return [pytest.param(*case, id=name, marks=[pytest.mark.xfail(strict=True)] if name in KNOWN_FAILURES else []) for name, case in table.items()]


@pytest.mark.parametrize(("text", "fields"), cases(HEADS))
def test_fields(nlp: Language, text: str, fields: dict[str, object]) -> None:
    found = nlp(text)._.fields
    assert {name: getattr(found, name) for name in fields} == fields


def nodes(root: Node, text: str) -> list[tuple[int, str]]:
    return [(len(list(node.ancestors())), text[node.start : node.end]) for node in root.walk() if node.parent is not None]


@pytest.mark.parametrize(("text", "tree"), cases(OUTLINES))
def test_outline(nlp: Language, text: str, tree: list[tuple[int, str]]) -> None:
    doc = nlp(text)
    assert nodes(doc._.layout.root, doc.text) == tree


@pytest.mark.parametrize(("text", "part"), cases(PARTS))
def test_what_a_part_speaks_of(nlp: Language, text: str, part: str) -> None:
    assert {node.part for node in nlp(text)._.layout.root.walk() if node.parent is not None} == {part}


def test_known_failures_are_cases() -> None:
    assert {*HEADS, *OUTLINES, *PARTS} >= KNOWN_FAILURES
