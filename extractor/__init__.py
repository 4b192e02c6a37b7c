"""Reads Vietnamese administrative directives and fills the task table: who must do what by when.

>>> import extractor
>>> [task] = extractor.extract_text("Giao Ban Tổ chức báo cáo Ban Thường vụ trước ngày 20/9/2020.")
>>> task.task, task.assignees, task.report_to, task.due, task.due_bound
('báo cáo Ban Thường vụ', ('Ban Tổ chức',), ('Ban Thường vụ',), '2020-09-20', 'before')

`extract` makes a table of files and folders, `extract_dask` one of an archive on a cluster, `extract_text` the tasks of a text, `find_dates` its dates,
`next_due` the next day on which a row falls due, and `load` the pipeline as a spaCy ``Language``. What a column means is in ``docs/task-table.md``. Importing
this package costs next to nothing: what is heavy is imported by the first call.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import dask.dataframe as dd
    import pandas as pd
    from spacy.language import Language

    from extractor.model import Deadline, Task

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "extract_dask", "extract_text", "find_dates", "load", "next_due"]

Paths = str | Path | Iterable[str | Path]


def extract(path_or_paths: Paths, *, issued_on: str | dt.date | None = None, rules: str | Path | None = None) -> pd.DataFrame:
    """The task table of a file, a folder (recursively), an archive, or several of them.

    Args:
        path_or_paths: one path or many; every format that `extractor.readers` reads.
        issued_on: the day of issue where a document states none (ISO text or date).
        rules: a folder of rules that lies over the built-in ones.

    Returns:
        A DataFrame of shape (tasks, columns of `extractor.table.COLUMNS`), one row a task, documents in the order of their paths and tasks in that of the text.
        ``start`` and ``end`` are offsets in code points of the text as it was read, end exclusive; ``due``, ``due_start`` and ``issued_on`` are
        datetime64[s]; bodies are lists of str; ``confidence`` runs from 0 to 1; what a document does not state is None, NaT or an empty list.

    Raises:
        extractor.readers.ReadError: no document could be read; the message names the first file and says what to do.
            When only some cannot be read, each gives a UserWarning instead, and the table holds the others.
        extractor.rules.RuleError: a rules file cannot be used.
        ValueError: ``issued_on`` is no day.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "cv-12.txt").write_text("Yêu cầu Sở Y tế báo cáo trước ngày 05/8/2021.", encoding="utf-8")
    ...     table = extract(folder)
    >>> table[["doc_id", "task", "due"]].to_dict("records")
    [{'doc_id': 'cv-12', 'task': 'báo cáo', 'due': Timestamp('2021-08-05 00:00:00')}]
    """
    from extractor.batch import Extractor, Settings, process
    from extractor.table import frame

    paths = [Path(path_or_paths)] if isinstance(path_or_paths, str | Path) else [Path(path) for path in path_or_paths]
    folder = _folder(rules)
    results = list(process(paths, Extractor(Settings(folder, _iso(issued_on)), _pipeline(folder))))
    errors = [result.error for result in results if result.error is not None]
    if errors and len(errors) == len(results):
        raise errors[0]
    for error in errors:
        warnings.warn(str(error), stacklevel=2)
    return frame(row for result in results for row in result.rows)


def extract_dask(paths_or_frame: Any, *, issued_on: str | dt.date | None = None, rules: str | Path | None = None) -> dd.DataFrame:
    """The task table of very many documents as a lazy Dask DataFrame; see `extractor.batch.cluster.extract_dask`. Needs the extra ``scale``.

    Args:
        paths_or_frame: documents, folders and archives that lie under the same path on every worker, or a pandas or Dask DataFrame with a column ``path``.
        issued_on: the day of issue where a document states none (ISO text or date).
        rules: a folder of rules that lies over the built-in ones, under the same path on every worker.

    Returns:
        A Dask DataFrame with the columns of `extract` and a last one, ``error``: None in the row of a task; a document that cannot be read has one row, with
        its path in ``doc_id`` and the reason in ``error``.

    Raises:
        ImportError: Dask is not installed. KeyError: the frame has no column ``path``. ValueError: ``issued_on`` is no day.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "cv-12.txt").write_text("Yêu cầu Sở Y tế báo cáo trước ngày 05/8/2021.", encoding="utf-8")
    ...     lazy = extract_dask(folder)
    >>> lazy.npartitions, lazy.columns[-1]
    (1, 'error')
    """
    from extractor.batch import Settings
    from extractor.batch.cluster import extract_dask as lazily

    return lazily(paths_or_frame, Settings(_folder(rules), _iso(issued_on)))


def extract_text(text: str, issued_on: str | dt.date | None = None, *, rules: str | Path | None = None) -> list[Task]:
    """The tasks of one document given as text, in its order.

    Args:
        text: the whole document or a part of it; it is composed (NFC) first, and offsets refer to the composed text.
        issued_on: the day of issue (ISO text or date) where the text states none; a deadline without a year is counted from it.
        rules: a folder of rules that lies over the built-in ones.

    Returns:
        A list of `extractor.model.Task`, one a task; empty when the text tells nobody to do anything. ``text[task.start:task.end]`` is the evidence.

    Raises:
        extractor.rules.RuleError: a rules file cannot be used.
        ValueError: ``issued_on`` is no day.

    >>> [(task.assignees, task.due) for task in extract_text("Giao Văn phòng xây dựng kế hoạch trước ngày 15/3.", issued_on="2021-02-01")]
    [(('Văn phòng',), '2021-03-15')]
    """
    from extractor import pipeline
    from extractor.model import Notice
    from extractor.text import nfc, read

    text = nfc(text)
    doc = pipeline.read(_pipeline(_folder(rules)), Notice("text", text, read(text)), _iso(issued_on))
    return list(doc._.tasks)


def find_dates(text: str, issued_on: str | dt.date | None = None) -> list[Deadline]:
    """All date expressions of a text, each with its role and what it resolves to.

    Args:
        text: any text.
        issued_on: the day of issue (ISO text or date), from which days without a year and periods are counted.

    Returns:
        A list of `extractor.model.Deadline` in the order of the text: ``start``, ``end`` (code points, end exclusive), ``role`` (deadline, recurrence, period,
        citation, issue, past or event), ``due``, ``due_start`` (ISO dates), ``due_time`` (HH:MM), ``due_bound``, ``recurrence`` (RFC 5545), ``rule`` and
        ``explanation``; what the text does not settle is None.

    Raises:
        ValueError: ``issued_on`` is no day.

    >>> [(date.text, date.role, date.due) for date in find_dates("Theo Kế hoạch số 5/KH-UBND ngày 04/01/2021, hoàn thành trong quý II/2021.")]
    [('ngày 04/01/2021', 'citation', None), ('trong quý II/2021', 'deadline', '2021-06-30')]
    """
    from extractor.components import dates

    return dates.find_dates(text, _iso(issued_on))


def next_due(row: Mapping[str, Any] | Task | Deadline, after: str | dt.date) -> str | None:
    """The next day after ``after`` on which a row of the table, a Task or a Deadline falls due, as an ISO date; None when there is none.

    Raises:
        ValueError: ``after`` is no day, or the row's rule is not one of RFC 5545.

    >>> next_due({"recurrence": "FREQ=MONTHLY;BYMONTHDAY=25"}, "2021-01-25")
    '2021-02-25'
    """
    from extractor.calendar import next_due as following

    return following(row, after)


def load(rules: str | Path | None = None) -> Language:
    """The pipeline as a spaCy ``Language``, for use with spaCy's own tools; see `extractor.pipeline.load`.

    Its Docs carry ``doc._.fields``, ``doc._.tasks`` and the span groups sections, bodies, dates and tasks.

    Raises:
        extractor.rules.RuleError: a rules file cannot be used.

    >>> doc = load()("Giao Công an tỉnh chủ trì, phối hợp với Sở Xây dựng kiểm tra trong tháng 5/2022.")
    >>> [span.text for span in doc.spans["dates"]], doc._.tasks[0].coordinators
    (['trong tháng 5/2022'], ('Sở Xây dựng',))
    """
    from extractor.pipeline import load as build

    return build(rules)


@lru_cache(maxsize=2)
def _pipeline(rules: str | None) -> Language:
    return load(rules)


def _folder(rules: str | Path | None) -> str | None:
    return None if rules is None else str(rules)


def _iso(day: str | dt.date | None) -> str | None:
    """A day as ISO text. Raises ValueError."""
    if day is None:
        return None
    try:
        return (dt.date.fromisoformat(day) if isinstance(day, str) else day).isoformat()
    except (ValueError, AttributeError):
        raise ValueError(f"{day!r} is no day; write it as 2021-09-30") from None
