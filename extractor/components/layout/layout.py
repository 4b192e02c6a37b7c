"""Reads the layout of a text in one go: head, tail, and the outline of what stands between."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extractor.components.layout.casing import Casing
from extractor.components.layout.head import head
from extractor.components.layout.lines import Line, lines
from extractor.components.layout.outline import Node, outline
from extractor.components.layout.tail import issuer_from_signature, tail
from extractor.model import Fields
from extractor.rules import Rules
from extractor.text import Reading, fold

_YEAR = regex.compile(r"(?<!\d)(?:năm\s+|/)((?:19|20)\d\d)(?!\d)")


@dataclass(slots=True)
class Layout:
    """The fields, the outline and the lines of the tail of a document; ``year`` is the one its title speaks of, when no day of issue is stated."""

    fields: Fields
    root: Node
    year: int | None = None
    tail: tuple[tuple[int, int], ...] = ()


class LayoutReader:
    """Compiles the rules of layout once; `read` is then called for each document."""

    def __init__(self, rules: Rules) -> None:
        self._head = rules.by_id("layout/head", "layout/types")
        self._tail = rules.by_id("layout/tail", "layout/types")
        self._parts = rules["layout/parts"]
        self._closing = rules["layout/closing"]
        self._titles = rules["layout/titles"]
        self._reopens = rules.by_id("layout/outline")["outline.reopens"].pattern
        self._casing = Casing(rules)

    def read(self, reading: Reading, folded: str | None = None, issued_on: str | None = None) -> Layout:
        """The layout of a reading; ``issued_on`` is the day of issue where the text states none."""
        text = reading.text
        folded = fold(text) if folded is None else folded
        all_lines = list(lines(text))
        top = head(text, folded, all_lines, self._head, self._casing)
        end = tail(text, folded, all_lines, top.body, self._tail)
        body = [line for index, line in enumerate(all_lines) if index >= top.body and index not in end.taken]
        bold = {edit.start for edit in reading.edits if edit.reason in ("strong", "heading", "emphasis")}

        def closes(start: int, stop: int) -> bool:
            return any(rule.pattern.match(folded[start:stop]) for rule in self._closing)

        def titled(start: int, stop: int) -> bool:
            return self._whole_line_bold(reading, bold, start, stop) or any(rule.pattern.match(folded[start:stop]) for rule in self._titles)

        root = outline(text, folded, body, self._parts, self._reopens, closes, titled)
        fields = top.fields
        code = self._head["type.code"].pattern.match(fields.number.lower()) if fields.number else None
        fields = replace(
            fields,
            type=fields.type or (self._head["type.code"].data["codes"].get(code["code"]) if code else None),
            issuer=fields.issuer or issuer_from_signature(end.authority, text, self._casing),
            signer=end.signer,
            signer_title=end.signer_title,
            recipients=tuple(end.recipients),
        )
        if fields.issued_on is None and not top.open_date:
            fields = self._late_date(fields, text, folded, all_lines, end.taken)
        fields = replace(fields, issued_on=fields.issued_on or issued_on)
        return Layout(fields, root, self._year(fields, text, top.body, all_lines), tuple((all_lines[i].start, all_lines[i].end) for i in sorted(end.taken)))

    def _late_date(self, fields: Fields, text: str, folded: str, all_lines: list[Line], taken: set[int]) -> Fields:
        """The fields with place and day of issue where some offices set them: right above the signature."""
        for index in sorted(taken)[:1]:
            for line in all_lines[max(index - 2, 0) : index + 3]:
                if match := self._head["head.date"].pattern.search(folded, line.start, line.end):
                    day = f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}"
                    return replace(fields, issued_on=day, place=text[match.start("place") : match.end("place")])
        return fields

    def _year(self, fields: Fields, text: str, body: int, all_lines: list[Line]) -> int | None:
        if fields.issued_on:
            return int(fields.issued_on[:4])
        years = _YEAR.findall(fields.subject or "") or [
            y for line in all_lines[: body + 3] for y in _YEAR.findall(text, line.start, min(line.end, line.start + 300))
        ]
        return int(years[-1]) if years else None

    @staticmethod
    def _whole_line_bold(reading: Reading, bold: set[int], start: int, stop: int) -> bool:
        """Whether mark-up opens right at the line's words and closes at its end."""
        begin, end = reading.to_source(start, stop)
        return any(begin - width in bold for width in (1, 2, 3)) and (end in bold or end + 1 in bold or end - 1 in bold)
