"""Action lists as documents that an office can sign: letterhead and place of the signature in the form of Decree 30/2020/NĐ-CP, page numbers, Times 13–14 pt.

Number, day and what the letterhead does not know are left open with dots. `extractor.writers.pdf` makes PDFs of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.agenda import ActionList, Group, Letterhead, Tally
from extractor.table import Lang, records
from extractor.tracking import BUCKETS, PARTS, STATES, Tracked, state
from extractor.writers.cells import SEPARATOR
from extractor.writers.list_cells import SUMMARY, TITLE, day_text, deadline, document, sentence, situation
from extractor.writers.word import beside, line, rule, save, table

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

_OPEN = "…………"
_HEAD, _FOOT = (100, 149), (125, 124)  # mm
_STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_LIST = (("STT", 13), ("Nội dung nhiệm vụ", 70), ("Văn bản giao", 33), ("{other}", 36), ("Thời hạn", 30), ("Trạng thái", 36), ("Ghi chú", 31))  # mm
_TABLE = (("No.", "STT", 14), ("Task", "Nội dung nhiệm vụ", 89), ("Document", "Văn bản giao", 34), ("Lead body", "Đơn vị chủ trì", 40),
          ("Coordinating bodies", "Đơn vị phối hợp", 36), ("Due", "Thời hạn", 34))  # fmt: skip
_HEADLINE = {"vi": "Bảng nhiệm vụ", "en": "Task table"}


def write(frame: pd.DataFrame, path: Path, lang: Lang) -> None:
    """Writes the task table as a plain document: one table, without letterhead and signature."""
    lines = (
        [str(n), sentence(row["task"] or ""), document(row), _names(row["assignees"]), _names(row["coordinators"]), deadline(row)]
        for n, row in enumerate(records(frame), 1)
    )
    columns = [(english if lang == "en" else title, width) for english, title, width in _TABLE]
    title = line(_HEADLINE[lang].upper(), bold=True, size=14, align="center", after=6)
    save((title, *table(columns, lines, centred=(0, 5))), path)


def write_list(made: ActionList, path: Path, letterhead: Letterhead) -> None:
    """Writes the list of one body, what it leads and what it coordinates in tables of their own."""
    save(_list(made, letterhead), path)


def write_summary(tallies: Sequence[Tally], path: Path, as_of: dt.date, letterhead: Letterhead) -> None:
    """Writes the summary over all bodies."""
    save(_summary(tallies, as_of, letterhead), path)


def _list(made: ActionList, letterhead: Letterhead) -> Iterator[str]:
    yield _letterhead(letterhead)
    yield line(TITLE.upper(), bold=True, size=14, align="center", before=12)
    yield line(sentence(made.body), bold=True, size=14, align="center")
    yield line(f"(Tính đến ngày {day_text(made.as_of)})", italic=True, align="center", after=6)
    for numeral, part in zip(("I", "II"), PARTS, strict=True):
        groups = made.of(part)
        yield line(f"{numeral}. {PARTS[part].upper()}", bold=True, before=6, after=3, keep=True)
        if groups:
            other = "Đơn vị phối hợp" if part == "lead" else "Đơn vị chủ trì"
            yield from table([(title.format(other=other), width) for title, width in _LIST], _lines(groups, made.as_of), centred=(0, 4, 5))
        else:
            yield line("Không có.", italic=True)
    yield _signature(letterhead, f"- {sentence(made.body)} (để thực hiện);")


def _lines(groups: Sequence[Group], as_of: dt.date) -> Iterator[Sequence[str] | str]:
    position = count(1)
    for group in groups:
        yield f"{BUCKETS[group.bucket]} ({len(group.tasks)})"
        for task in group.tasks:
            yield _line(next(position), task, "coordinators" if group.part == "lead" else "responsible", as_of)


def _summary(tallies: Sequence[Tally], as_of: dt.date, letterhead: Letterhead) -> Iterator[str]:
    lines: list[list[str]] = [
        [str(n), sentence(one.body), str(one.led or ""), *(str(one.lead.get(key, 0) or "") for key in BUCKETS), str(one.coordinate or "")]
        for n, one in enumerate(tallies, 1)
    ]
    totals = [sum(one.led for one in tallies), *(sum(one.lead.get(key, 0) for one in tallies) for key in BUCKETS), sum(one.coordinate for one in tallies)]
    lines.append(["", "Cộng", *map(str, totals)])
    titles = [("STT", 14), ("Đơn vị", 65), ("Chủ trì", 17), *((title, 19) for title in BUCKETS.values()), ("Phối hợp", 17)]
    yield _letterhead(letterhead)
    yield line(SUMMARY.upper(), bold=True, size=14, align="center", before=12)
    yield line(f"(Tính đến ngày {day_text(as_of)})", italic=True, align="center", after=6)
    yield from table(titles, lines, centred=tuple(i for i in range(len(titles)) if i != 1), total=True)
    yield _signature(letterhead, "- Các đơn vị có tên trên (để thực hiện);")


def _line(position: int, task: Tracked, other: str, as_of: dt.date) -> list[str]:
    words = deadline(task.row)
    product = f" (Sản phẩm: {task.row['product']})" if task.row.get("product") else ""
    # Which of the five states it is, and how many days are left where that says more.
    now, left = STATES[state(task, as_of)], situation(task, as_of)
    standing = left if left.startswith(now) else "\n".join(filter(None, (now, left)))
    return [str(position), sentence(task.row["task"] or "") + product, document(task.row), _names(task.row.get(other)), words, standing, task.note or ""]


def _names(names: Iterable[str] | None) -> str:
    return sentence(SEPARATOR.join(names or ()))


def _letterhead(head: Letterhead) -> str:
    """The issuer on the left, the State's name and motto on the right, number and day open."""
    left = [line(head.parent.upper(), align="center")] if head.parent else []
    left += [line((head.issuer or _OPEN * 3).upper(), bold=True, align="center"), rule(20, _HEAD[0]), line(f"Số: {_OPEN}/{_OPEN}", align="center", before=4)]
    right = [line(_STATE[0], bold=True, align="center"), line(_STATE[1], bold=True, size=14, align="center"), rule(62, _HEAD[1])]
    right.append(line(f"{head.place or _OPEN}, ngày …… tháng …… năm ………", italic=True, align="center", before=4))
    return beside(left, right, _HEAD)


def _signature(head: Letterhead, recipient: str) -> str:
    """The recipients on the left, the signer's title, room for the signature and the name on the right."""
    left = [line("Nơi nhận:", bold=True, italic=True, size=12, before=10, keep=True), *(line(text, size=11, keep=True) for text in (recipient, "- Lưu: VT."))]
    right = [line((head.signer_title or _OPEN * 2).upper(), bold=True, align="center", before=10, keep=True), *[line("", keep=True)] * 4]
    right.append(line(head.signer or _OPEN * 2, bold=True, align="center"))
    return beside(left, right, _FOOT)
