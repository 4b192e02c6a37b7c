"""The stage of tables over a text, with the stages that it needs before it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.components.bodies import BodyFinder
from extractor.components.dates import DateFinder
from extractor.components.layout import LayoutReader
from extractor.components.tables import TableReader
from extractor.model import Notice, Table, Task
from extractor.rules import Rules
from extractor.text import Reading, fold, read

Find = Callable[..., list[Task]]
HEAD = "III. TỔ CHỨC THỰC HIỆN\n\n"


@pytest.fixture(scope="session")
def stage() -> TableReader:
    rules = Rules()
    return TableReader(rules, BodyFinder(rules))


@pytest.fixture(scope="session")
def find(stage: TableReader) -> Find:
    layouts, dates = LayoutReader(Rules()), DateFinder(Rules())

    def run(text: str, issued_on: str | None = "2025-01-10", head: str = HEAD, tables: tuple[Table, ...] = ()) -> list[Task]:
        source = head + text
        notice = Notice("own", source, read(source), tables=tables)
        reading = Reading(source, notice.edits)
        layout = layouts.read(reading, fold(reading.text), issued_on)
        found = stage.find(reading, fold(reading.text), layout, dates.find(reading.text, issued_on), notice)
        assert all(source[task.start : task.end].strip() == source[task.start : task.end] for task in found)
        return found

    return run
