"""What the terminal calls the parts, places and roles that the program tells apart, in Vietnamese, and the colours it gives them."""

from __future__ import annotations

from types import MappingProxyType

PLACES = MappingProxyType(
    {
        "clause": "trong câu",
        "sentence": "câu liền kề",
        "lead-in": "theo câu dẫn",
        "heading": "theo đề mục",
        "column": "theo cột của bảng",
        "row": "theo dòng nhóm của bảng",
        "title": "theo tiêu đề bảng",
        "document": "theo văn bản",
    }
)
ROLES = MappingProxyType(
    {
        "deadline": "thời hạn",
        "recurrence": "định kỳ",
        "period": "thời kỳ",
        "citation": "ngày của văn bản viện dẫn",
        "issue": "ngày ban hành",
        "past": "việc đã qua",
        "event": "sự kiện",
    }
)
ROLE_STYLES = MappingProxyType(
    {"deadline": "yellow", "recurrence": "yellow", "period": "cyan", "citation": "bright_black", "issue": "blue", "past": "bright_black", "event": "magenta"}
)
PARTS = MappingProxyType(
    {
        "work": ("việc phải làm", "green"),
        "past": ("việc đã làm", "bright_black"),
        "purpose": ("mục đích, yêu cầu", "blue"),
        "basis": ("căn cứ", "blue"),
        "request": ("kiến nghị, đề nghị", "magenta"),
        "information": ("để biết", "bright_black"),
    }
)
CELL_STYLES = MappingProxyType({"assignees": "bold green", "coordinators": "cyan", "supervisor": "blue", "report_to": "magenta", "due": "bold yellow"})
"""The colour of each cell, in its table and in the evidence."""
