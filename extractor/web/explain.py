"""Says in words where each cell of a row came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from extractor.table import SHEET_COLUMNS, Lang

_NAMES = {column.key: column for column in SHEET_COLUMNS}
_SAME = MappingProxyType({"due_text": "due", "due_time": "due", "due_start": "due", "due_bound": "due", "recurrence": "due"})
_PLACES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "clause": ("lấy ngay trong câu: {quote}", "taken from the sentence itself: {quote}"),
        "sentence": ("lấy từ câu liền kề: {quote}", "taken from the sentence next to it: {quote}"),
        "lead-in": ("lấy từ câu dẫn {quote}", "taken from the lead-in {quote}"),
        "heading": ("lấy từ tiêu đề mục {line}", "taken from the heading {line}"),
        "column": ("lấy từ cột của bảng: {quote}", "taken from a column of the table: {quote}"),
        "row": ("lấy từ dòng nhóm của bảng {quote}", "taken from the group's row in the table {quote}"),
        "title": ("lấy từ tiêu đề bảng {line}", "taken from the table's title {line}"),
        "document": ("theo thông tin chung của văn bản: {quote}", "from the document as a whole: {quote}"),
    }
)
_LONGEST = 70


def reasons(row: Mapping[str, Any], text: str, edited: Sequence[str], lang: Lang) -> list[dict[str, Any]]:
    """Each filled cell's reason: ``field``, ``words``, the ``start`` and ``end`` of what it was taken from, and the ``rule`` that took it."""
    made: list[dict[str, Any]] = []
    seen: set[str] = set()
    for origin in row.get("origins") or ():
        key = _SAME.get(origin["field"], origin["field"])
        if key in seen or key not in _NAMES or not (row.get(key) or row.get(origin["field"])):
            continue
        seen.add(key)
        if key in edited:
            continue
        words = _words(_title(key, lang), origin, text, lang)
        made.append({"field": key, "words": words, "start": origin["start"], "end": origin["end"], "rule": origin["rule"]})
    for key in edited:
        if key in _NAMES and key != "note":
            said = "do người sửa nhập" if lang == "vi" else "entered by a person"
            made.append({"field": key, "words": f"{_title(key, lang)} {said}", "start": None, "end": None, "rule": None})
    if not row.get("assignees") and row.get("responsible"):
        said = "câu không nêu đơn vị; cơ quan ban hành chịu trách nhiệm" if lang == "vi" else "no body is named; the issuer answers for it"
        made.append({"field": "responsible", "words": said, "start": None, "end": None, "rule": None})
    return made


def _title(key: str, lang: Lang) -> str:
    title = _NAMES[key].title(lang)
    return title[:1].lower() + title[1:]


def _words(name: str, origin: Mapping[str, Any], text: str, lang: Lang) -> str:
    vi, en = _PLACES.get(origin["place"], _PLACES["document"])
    said = (vi if lang == "vi" else en).format(quote=_quoted(text[origin["start"] : origin["end"]]), line=_quoted(_line(text, origin["start"])))
    return f"{name} {said}"


def _line(text: str, at: int) -> str:
    """The line that holds an offset, with its number."""
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _quoted(text: str) -> str:
    """A text on one line in Vietnamese quotation marks, cut at a word.

    >>> _quoted("III.1. Đối với\\n Liên đoàn")
    '“III.1. Đối với Liên đoàn”'
    """
    text = " ".join(text.replace("*", " ").replace("#", " ").split())
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(' ', 1)[0] + ' …'}”"
