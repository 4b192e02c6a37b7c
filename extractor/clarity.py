"""The report "6 rõ": whether each row makes clear who, what, when, who answers for it, what comes of it, and by whose authority.

What counts as open wording lies in `rules/clarity/words.toml`. A row is judged by its own cells: nothing is guessed, and the issuer who answers where nobody is
named does not make a row clear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal

from extractor.rules import Rules
from extractor.table import CLARITY_ASPECTS, CLARITY_COLUMNS, CLARITY_TOTALS, Row
from extractor.text import fold

Verdict = Literal["clear", "vague", "missing"]

_LACKS: Mapping[tuple[str, str], str] = {
    ("person", "missing"): "chưa nêu ai thực hiện",
    ("person", "vague"): "đơn vị thực hiện nêu chung chung",
    ("work", "missing"): "chưa nêu việc",
    ("work", "vague"): "việc nêu chung chung",
    ("time", "missing"): "chưa nêu thời hạn",
    ("time", "vague"): "thời hạn không ra ngày cụ thể",
    ("answer", "missing"): "chưa nêu ai chịu trách nhiệm chính",
    ("answer", "vague"): "nhiều đơn vị, chưa rõ đơn vị chủ trì",
    ("result", "missing"): "chưa nêu sản phẩm",
    ("power", "missing"): "chưa nêu cấp chỉ đạo hoặc nhận kết quả",
    ("power", "vague"): "cấp có thẩm quyền không được nêu tên",
}


class Clarity:
    """Judges rows of the task table."""

    def __init__(self, rules: Rules) -> None:
        patterns = {name: rule.pattern for name, rule in rules.by_id("clarity/words").items()}
        self._open_body, self._open_work, self._open_power = (patterns[f"clear.{name}"] for name in ("body-open", "work-open", "power-open"))
        self._products = (patterns["clear.product"], patterns["clear.report"])

    def rows(self, rows: Iterable[Row]) -> list[Row]:
        """The report, a line a task; keys are those of `extractor.table.CLARITY_COLUMNS` (``position`` is the sheet's own).

        >>> [line] = Clarity(Rules()).rows([{"doc_id": "a", "number": None, "task_id": "x", "task": "lập danh sách hộ nghèo", "assignees": [],
        ...     "due": None, "recurrence": None, "due_text": "sớm", "product": None, "supervisor": None, "report_to": []}])
        >>> line["person"], line["work"], line["time"], line["products"]
        ('missing', 'clear', 'vague', ['danh sách hộ nghèo'])
        """
        return [self._row(row) for row in rows]

    def _row(self, row: Row) -> Row:
        products = list(self._product(row))
        verdicts = self.verdicts(row, products)
        return {column.key: row.get(column.key) for column in CLARITY_COLUMNS if column.key != "position"} | verdicts | {
            "lacks": [_LACKS[aspect, verdict] for aspect, verdict in verdicts.items() if verdict != "clear"],
            "products": products,
        }  # fmt: skip

    def verdicts(self, row: Row, products: Sequence[str]) -> dict[str, Verdict]:
        """The verdict on each of the six; ``products`` are those that were found in the row."""
        named = [name for name in row["assignees"] if not self._open_body.search(fold(name))]
        words = fold(row["task"])
        return {
            "person": "clear" if named else "vague" if row["assignees"] else "missing",
            "work": "missing" if not words.strip() else "vague" if self._open_work.match(words) or len(words.split()) < 3 else "clear",
            "time": "clear" if row["due"] or row["recurrence"] else "vague" if row["due_text"] else "missing",
            "answer": "clear" if named and (len(row["assignees"]) == 1 or row["supervisor"]) else "vague" if row["assignees"] else "missing",
            "result": "clear" if products else "missing",
            "power": "clear" if row["supervisor"] or row["report_to"] else "vague" if self._open_power.search(words) else "missing",
        }

    def _product(self, row: Row) -> Iterator[str]:
        """What comes of a task: the table's own column, else the things that its words say are to be made or handed over."""
        if row["product"]:
            yield row["product"]
            return
        for pattern in self._products:
            found = [match.span("product") for match in pattern.finditer(fold(row["task"]))]
            if found:
                yield from dict.fromkeys(row["task"][start:end].strip(" ,.;") for start, end in found)
                return


def totals(lines: Iterable[Row]) -> list[Row]:
    """The report by document, in the order of the lines: how many tasks make each thing clear; keys are those of `extractor.table.CLARITY_TOTALS`."""
    made: list[Row] = []
    for (doc_id, number), group in groupby(lines, key=lambda line: (line["doc_id"], line["number"])):
        tasks = list(group)
        counts = {aspect: sum(line[aspect] == "clear" for line in tasks) for aspect in CLARITY_ASPECTS}
        made.append({"doc_id": doc_id, "number": number, "tasks": len(tasks), **counts, "all_clear": sum(not line["lacks"] for line in tasks)})
    return [{column.key: row[column.key] for column in CLARITY_TOTALS} for row in made]
