"""A store with a notice of our own, filled without the pipeline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from extractor import table
from extractor.model import Fields, Notice, Origin, Task
from extractor.store import Store
from extractor.web.schema import files

_LINES = (
    ("Văn phòng", "hoàn thiện dự toán kinh phí; gửi Thường trực", "trước ngày 20/9/2020", "2020-09-20", 0.9),
    ("Ban Tổ chức", "rà soát danh sách đoàn viên", "chậm nhất ngày 25/9/2020", "2020-09-25", 0.5),
    ("Ban Tuyên giáo", "đăng tải kết quả thi đua", "", None, 1.0),
)
FIELDS = Fields(number="215/TB-LĐLĐ", type="thông báo", issuer="Liên đoàn Lao động tỉnh Bình Sơn", issued_on="2020-09-04", subject="Kết luận giao ban tháng 9")


def notice(lines: int = len(_LINES), name: str = "tb-215") -> tuple[Notice, list[table.Row]]:
    """A notice of so many tasks, and its rows."""
    text = "THÔNG BÁO 😀\n\nII.1. Nhiệm vụ các ban\n"
    tasks: list[Task] = []
    for i in range(lines):
        body, words, due_text, due, confidence = _LINES[i % len(_LINES)]
        line = f"Giao {body} {words}{' ' + due_text if due_text else ''}."
        start = len(text)
        text += line + "\n"
        origins = [Origin("task", "clause", start, start + len(line), "assign.order"), Origin("assignees", "heading", 13, 18, "scope.heading")]
        if due_text:
            at = start + line.index(due_text)
            origins.append(Origin("due_text", "clause", at, at + len(due_text), "date.numeric"))
        task = Task(start, start + len(line), words, assignees=(body,), due_text=due_text or None, due=due, confidence=confidence, origins=tuple(origins))
        tasks.append(replace(task, due_bound="before" if "trước" in due_text else "by" if due else None))
    made = Notice(name, text, digest=name, source=f"{name}.txt")
    return made, table.rows(made, FIELDS, tasks)


def fill(path: Path, lines: int = len(_LINES), name: str = "tb-215") -> Store:
    """A store with this notice in it as its first document."""
    store = Store(path)
    made, rows = notice(lines, name)
    number = store.add(made, replace(FIELDS, number=f"{FIELDS.number}-{name}"), rows).notice
    with store.engine.begin() as connection:
        kept = {"notice": number, "name": f"{name}.txt", "format": "txt", "data": made.text.encode(), "pages": [], "marks": [[13, 18, "body"]]}
        connection.execute(files.insert(), kept)
    return store
