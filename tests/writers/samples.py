"""A small notice of our own, with its fields and tasks, for the tests of what comes after extraction."""

from __future__ import annotations

from extractor.model import Body, Fields, Notice, Origin, Task

TEXT = (
    "1. Giao Văn phòng chủ trì, phối hợp với Ban Tài chính hoàn thiện dự toán, trình Thường trực trước ngày 20/9/2020.\n"
    "2. Các đơn vị báo cáo kết quả trước ngày 25 hằng tháng.\n"
    "3. =HYPERLINK(\"http://example.invalid\") rà soát lại danh sách.\n"
)


def _span(text: str) -> tuple[int, int]:
    start = TEXT.index(text)
    return start, start + len(text)


NOTICE = Notice("kl-12", TEXT, digest="d1")
FIELDS = Fields(
    number="12/TB-VP",
    type="thông báo",
    issuer="Văn phòng Hội",
    place="Đông Hà",
    issued_on="2020-09-01",
    subject="Kết luận giao ban",
    recipients=("Như trên", "Lưu trữ hội"),
)
FIRST = _span("Giao Văn phòng chủ trì, phối hợp với Ban Tài chính hoàn thiện dự toán, trình Thường trực trước ngày 20/9/2020.")
SECOND = _span("Các đơn vị báo cáo kết quả trước ngày 25 hằng tháng.")
THIRD = _span("=HYPERLINK(\"http://example.invalid\") rà soát lại danh sách.")
TASKS = (
    Task(
        *FIRST,
        "hoàn thiện dự toán, trình Thường trực",
        assignees=("Văn phòng",),
        coordinators=("Ban Tài chính",),
        report_to=("Thường trực",),
        due_text="trước ngày 20/9/2020",
        due="2020-09-20",
        due_bound="before",
        section=("I. Nhiệm vụ",),
        page=1,
        confidence=0.9,
        bodies=(Body(*_span("Văn phòng"), "Văn phòng", "Văn phòng", id="vp", canonical="Văn phòng Hội"),),
        origins=(Origin("assignees", "clause", *_span("Văn phòng"), "cue/assign"), Origin("due", "clause", *_span("trước ngày 20/9/2020"), "date/before")),
    ),
    Task(
        *SECOND,
        "báo cáo kết quả",
        assignees=("Các đơn vị",),
        due_text="trước ngày 25 hằng tháng",
        due_bound="before",
        recurrence="FREQ=MONTHLY;BYMONTHDAY=25",
    ),
    Task(*THIRD, "=HYPERLINK(\"http://example.invalid\") rà soát lại danh sách"),
)
