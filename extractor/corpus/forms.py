"""What the rows of the gold say, by the points of the task table's page: bounds, ways of repeating, kinds of assignee; counted, for none may be rare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import regex

from extractor.calendar import day_off
from extractor.corpus.documents import Document

_HOLDER = regex.compile(
    r"(?i)(?:phó )?(?:chánh|giám đốc|chủ tịch|trưởng|hiệu trưởng|bí thư|chủ nhiệm|tổng |thủ trưởng|thủ tướng|cục trưởng|bộ trưởng|thứ trưởng|đội trưởng)"
)
_THROUGH = regex.compile(r"(?i)(?:chỉ đạo|hướng dẫn|đôn đốc) $")
_OF = regex.compile(r"(?i)(?:tăng cường|nâng cao|đề cao) trách nhiệm của")
_COLLECTIVE = regex.compile(r"(?i)(?:các|mỗi|mọi|toàn thể|thủ trưởng các) ")
_PART = regex.compile(r"(?i)(?:đầu|giữa|cuối) (?:mỗi )?(?:tháng|quý|năm)")
_PERIOD = regex.compile(r"(?i)trước (?:khi bước vào |dịp )?(?:tháng|quý|năm|tết|lễ|mùng|rằm)")
_COUNTED = regex.compile(r"(?i)(?P<days>\d+) ngày (?P<working>làm việc )?(?:tính )?(?:kể )?từ ngày (?:ký|ban hành)")
_WORKING = regex.compile(r"(?i)ngày làm việc")
_EVERY = {"HOURLY": "day", "DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_MONTHS_APART = {3: "quarter", 6: "half-year"}
_ASSIGNS = {
    "giao": r"(?i)^(?:\S+ ){0,12}?giao ", "phân công": r"(?i)phân công ", "yêu cầu": r"(?i)yêu cầu ", "đề nghị, kiến nghị": r"(?i)(?:đề|kiến) nghị ",
    "chủ trì": r"(?i)chủ trì", "có trách nhiệm": r"(?i)có trách nhiệm", "chịu trách nhiệm": r"(?i)chịu trách nhiệm", "phải, cần": r"(?i)\b(?:phải|cần)\b",
    "cấm, không để": r"(?i)\bcấm\b|không (?:để|cho)\b", "sẽ": r"(?i)\bsẽ\b",
}  # fmt: skip
_SAYS = {name: regex.compile(pattern) for name, pattern in _ASSIGNS.items()}


def forms(document: Document, task: Mapping[str, Any]) -> Iterator[str]:
    """The forms that a gold row shows, each once.

    >>> text = "Tăng cường trách nhiệm của Chánh Văn phòng; báo cáo trước tháng 9."
    >>> due = {"due_text": "trước tháng 9", "due": "2021-09-01", "due_bound": "before", "due_start": None, "recurrence": None}
    >>> list(forms({"text": text, "bodies": []}, {"start": 0, "end": 66, "assignees": ["Chánh Văn phòng"], **due}))
    ['office-holder', 'responsibility of the assignee', 'semicolon that does not split', 'bound: before', 'before a period']
    """
    text = document["text"]
    said = " ".join(text[task["start"] : task["end"]].replace("*", "").split())
    if any(_HOLDER.match(name) for name in task["assignees"]):
        yield "office-holder"
    if any(_COLLECTIVE.match(name) for name in task["assignees"]):
        yield "collective"
    inside = (body for body in document["bodies"] if task["start"] < body["start"] and body["end"] <= task["end"])
    if any(_THROUGH.search(text, max(task["start"], body["start"] - 10), body["start"]) for body in inside):
        yield "told through the assignee"
    if _OF.search(said):
        yield "responsibility of the assignee"
    if "; " in said and "|" not in said:
        yield "semicolon that does not split"
    yield from (f"says: {name}" for name, pattern in _SAYS.items() if pattern.search(said))
    yield from _when(document, task)


def _when(document: Document, task: Mapping[str, Any]) -> Iterator[str]:
    if task["due_bound"]:
        yield f"bound: {task['due_bound']}"
    if task["recurrence"]:
        parts = dict(part.split("=") for part in task["recurrence"].split(";"))
        yield f"every {_period(parts)}"
        if parts.keys() & {"BYDAY", "BYMONTHDAY"}:
            yield "a named day of the recurrence"
    words = task["due_text"] or ""
    if "định kỳ" in words.lower() and not task["recurrence"]:
        yield "định kỳ with no period"
    if task["due"] and _PART.search(words):
        yield "part of a period"
    if task["due"] and task["due_bound"] == "before" and _PERIOD.search(words):
        yield "before a period"
    if _WORKING.search(words):
        yield "working days"
    if (counted := _COUNTED.search(words)) and task["due"]:
        yield "counted from the day of issue"
        last = dt.date.fromisoformat(document["fields"]["issued_on"]) + dt.timedelta(days=int(counted["days"]))
        if not counted["working"] and day_off(last):
            yield "counted to a day off"


def _period(rule: Mapping[str, str]) -> str:
    months = 12 // len(rule["BYMONTH"].split(",")) if "BYMONTH" in rule else int(rule.get("INTERVAL", "1")) if rule["FREQ"] == "MONTHLY" else 0
    return _MONTHS_APART.get(months, _EVERY[rule["FREQ"]])
