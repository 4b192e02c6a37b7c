"""A small federation of our own writing with tasks in every state and period, as of Tuesday 6 October 2020."""

from __future__ import annotations

import datetime as dt
from typing import Any

from extractor import table
from extractor.model import Body, Fields, Notice, Origin, Task
from extractor.store import Store

AS_OF = dt.date(2020, 10, 6)
FIELDS = Fields(
    number="112/TB-LĐ",
    type="thông báo",
    issuer="Liên đoàn Lao động tỉnh Bình Sơn",
    place="Bình Sơn",
    issued_on="2020-09-07",
    subject="Kết luận giao ban tháng 9",
)
_OFFICE = ("Văn phòng", "vp", "Văn phòng Liên đoàn Lao động tỉnh Bình Sơn")
_BOARD = ("BTV", "btv", "Ban Thường vụ Liên đoàn Lao động tỉnh Bình Sơn")
_FINANCE = ("Ban Tài chính", "tc", "Ban Tài chính Liên đoàn Lao động tỉnh Bình Sơn")

# (who leads, with whom, the task, the deadline as written, and what it resolves to)
_LINES: tuple[tuple[tuple[str, str, str] | str, tuple[tuple[str, str, str] | str, ...], str, str, dict[str, Any]], ...] = (
    (_OFFICE, (_FINANCE,), "hoàn thiện dự toán kinh phí tổ chức hội nghị tổng kết năm", "trước ngày 20/9/2020", {"due": "2020-09-20", "due_bound": "before"}),
    (_OFFICE, (), "rà soát, cập nhật danh sách công đoàn cơ sở khu vực ngoài nhà nước", "chậm nhất ngày 25/9/2020", {"due": "2020-09-25", "due_bound": "by"}),
    (_OFFICE, (_BOARD,), "chuẩn bị tài liệu phiên họp thường kỳ", "trước 16 giờ 30 ngày 08/10/2020",
     {"due": "2020-10-08", "due_time": "16:30", "due_bound": "before", "product": "Tài liệu họp"}),
    (_OFFICE, (), "đăng tải kết quả thi đua lên trang thông tin điện tử", "trong tháng 10/2020",
     {"due": "2020-10-31", "due_start": "2020-10-01", "due_bound": "within"}),
    (_OFFICE, ("các ban chuyên đề",), "tổng hợp báo cáo công tác năm, trình Thường trực", "trong quý IV/2020",
     {"due": "2020-12-31", "due_start": "2020-10-01", "due_bound": "within", "product": "Báo cáo năm", "report_to": ("Thường trực",)}),
    (_OFFICE, (), "gửi báo cáo tháng về Ban Thường vụ", "trước ngày 25 hằng tháng", {"due_bound": "before", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=25"}),
    (_OFFICE, (), "tham mưu sửa đổi quy chế làm việc của cơ quan", "", {}),
    (_BOARD, ("các huyện, ngành",), "chỉ đạo đại hội điểm công đoàn cơ sở", "ngày 12/10/2020", {"due": "2020-10-12", "due_bound": "on"}),
    (_BOARD, (), "kiểm tra việc thu kinh phí công đoàn tại các doanh nghiệp", "định kỳ hằng quý", {"recurrence": "FREQ=MONTHLY;INTERVAL=3"}),
    (_FINANCE, (_OFFICE,), "quyết toán kinh phí hỗ trợ đoàn viên gặp khó khăn", "chậm nhất ngày 06/10/2020", {"due": "2020-10-06", "due_bound": "by"}),
    (_FINANCE, (), "- hướng dẫn công đoàn cơ sở lập sổ sách theo mẫu mới", "thời gian tới", {}),
    ("các huyện, ngành", (), "nộp danh sách đoàn viên được hỗ trợ", "trước ngày 30/9/2020", {"due": "2020-09-30", "due_bound": "before"}),
)


def _body(who: tuple[str, str, str] | str, text: str) -> Body:
    name, key, canonical = who if isinstance(who, tuple) else (who, None, None)
    start = text.index(name)
    return Body(start, start + len(name), name, name, id=key, canonical=canonical)


def _name(who: tuple[str, str, str] | str) -> str:
    return who if isinstance(who, str) else who[0]


def document() -> tuple[Notice, Fields, list[table.Row]]:
    """The notice with its fields and rows."""
    text = "THÔNG BÁO\nKết luận của Thường trực tại hội nghị giao ban tháng 9\n\n"
    made: list[Task] = []
    for number, (lead, others, task, due_text, more) in enumerate(_LINES, 1):
        helpers = f", phối hợp với {', '.join(map(_name, others))}" if others else ""
        line = f"Giao {_name(lead)} chủ trì{helpers} {task}{' ' + due_text if due_text else ''}."
        text += f"{number}. "
        start = len(text)
        text += line + "\n"
        bodies = tuple(_body(who, text) for who in (lead, *others))
        origins = [Origin("assignees", "clause", start + 5, start + 5 + len(_name(lead)), "cue/assign")]
        if due_text:
            at = start + line.index(due_text)
            origins.append(Origin("due_text", "clause", at, at + len(due_text), "date/deadline"))
        made.append(
            Task(
                start, start + len(line), task, assignees=(_name(lead),), coordinators=tuple(map(_name, others)), due_text=due_text or None,
                bodies=bodies, origins=tuple(origins), **more,
            )
        )  # fmt: skip
    notice = Notice("tb-112", text, digest="demo", source="tb-112.txt")
    return notice, FIELDS, table.rows(notice, FIELDS, made)


def fill(store: Store) -> list[table.Row]:
    """Brings the notice into a store, with what people have entered since; returns its rows."""
    notice, fields, rows = document()
    store.add(notice, fields, rows)
    store.change(rows[1]["task_id"], {"status": "done", "done_on": "2020-09-24", "note": "Đã gửi Thường trực"}, who="lan")
    store.change(rows[3]["task_id"], {"status": "doing"}, who="lan")
    store.change(rows[9]["task_id"], {"status": "doing", "note": "Còn thiếu chứng từ của hai đơn vị"}, who="minh")
    return rows
