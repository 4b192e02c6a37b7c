"""Action lists: what each body must do, by when, from a store or from rows, as files for offices; and reading back what departments filled in."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import regex

from extractor.agenda import ActionList, Letterhead, Tally, action_list, tally
from extractor.lists.readback import Filled, Problem, ReadBack, read_back
from extractor.store import Body, Store
from extractor.store.queries import named_bodies
from extractor.table import Row
from extractor.tracking import Part, Share, Tracked, name_key, shares
from extractor.writers import WriteError, replacing

__all__ = ["FORMATS", "Filled", "FromRows", "FromStore", "Problem", "ReadBack", "lists", "read_back", "write_lists"]

FORMATS = ("xlsx", "docx", "pdf", "ics", "html")
"""The formats of action lists: one workbook, one page, and one document, PDF and calendar a body."""

_NOT_IN_FILES = regex.compile(r"[^a-z0-9]+")


class Source(Protocol):
    """Where the tasks come from."""

    def bodies(self) -> Sequence[Body]:
        """Every body with a share in a task."""

    def of_body(self, body: Body) -> Iterable[tuple[Part, Tracked]]:
        """The tasks in which a body has a share, with its part; those that no longer hold may be among them."""

    def all(self) -> Iterable[Tracked]:
        """Every task once, with its context where the document's text is at hand."""


class FromStore:
    """The tasks of a store as of a day, without those that a person rejected."""

    def __init__(self, store: Store, as_of: dt.date) -> None:
        self._store, self._as_of = store, as_of

    def bodies(self) -> Sequence[Body]:
        """Every body with a share in a current task."""
        return self._store.bodies()

    def of_body(self, body: Body) -> Iterable[tuple[Part, Tracked]]:
        """The tasks in which a body has a share, also those that were rejected or withdrawn, so that a calendar takes them out."""
        return self._store.of_body(body.keys)

    def all(self) -> Iterable[Tracked]:
        """Every current task with its context."""
        return self._store.stream(as_of=self._as_of, context=True)


class FromRows:
    """Rows of the task table, as a run makes them or `extractor.table.records` reads them; nothing is known of what people did.

    ``texts`` are the texts of the documents by ``doc_id``, for the evidence in its context.
    """

    def __init__(self, rows: Iterable[Row], texts: Mapping[str, str] = MappingProxyType({})) -> None:
        self._texts = texts
        self._tasks = [Tracked(row) for row in rows]
        self._shares: dict[str, list[tuple[Tracked, Share]]] = {}
        for task in self._tasks:
            for share in shares(task.row):
                self._shares.setdefault(share.key, []).append((task, share))

    def bodies(self) -> Sequence[Body]:
        """Every body with a share in a task, by name; a name without identity joins the one body that is called so."""
        labels = {key: found[0][1].name for key, found in self._shares.items()}
        known: dict[str, list[str]] = {}
        for key, label in labels.items():
            if not key.startswith("~"):
                known.setdefault("~" + name_key(label), []).append(key)
        keys: dict[str, list[str]] = {}
        for key in labels:
            owner = known.get(key, [])
            keys.setdefault(owner[0] if len(owner) == 1 else key, []).append(key)
        made = [Body(labels[main], tuple(own), self._count(own, "lead"), self._count(own, "coordinate")) for main, own in keys.items()]
        return sorted(made, key=lambda body: (name_key(body.name), body.keys))

    def of_body(self, body: Body) -> Iterable[tuple[Part, Tracked]]:
        """The tasks in which a body has a share; a table holds only what holds."""
        return [(share.part, task) for key in body.keys for task, share in self._shares[key]]

    def all(self) -> Iterable[Tracked]:
        """Every task, with its document's text where it was given."""
        for task in self._tasks:
            text = self._texts.get(task.row.get("doc_id") or "", "")
            yield Tracked(task.row, context=text, context_start=0) if text else task

    def _count(self, keys: Iterable[str], part: Part) -> int:
        return sum(share.part == part for key in keys for _, share in self._shares[key])


def lists(source: Source, as_of: dt.date, body: str | None = None) -> Iterator[ActionList]:
    """The list of every body, or of those that ``body`` names, one at a time, those with the most to lead first.

    Raises WriteError when no body is called so, with the names that come close.
    """
    for found in _wanted(source, body):
        yield _one(source, found, as_of)


def write_lists(
    source: Source,
    folder: Path,
    as_of: dt.date,
    formats: Sequence[str] = FORMATS,
    body: str | None = None,
    letterhead: Letterhead | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Writes the lists into a folder and returns the paths of the files; ``progress`` hears each file's name when it is done.

    ``nhiem-vu.xlsx`` has a sheet a body (200 a workbook), ``nhiem-vu.html`` all bodies, and each body has its own .docx, .pdf and .ics beside
    ``tong-hop.docx``/``.pdf``. One body's list is in memory at a time. Raises WriteError for an unknown format, body or a place that cannot be written.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise WriteError(f"{', '.join(unknown)}: there is no such format of action lists; use {', '.join(FORMATS)}")
    wanted = _wanted(source, body)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{folder}: cannot make this folder: {error.strerror}; choose another place") from error
    made: list[Path] = []

    def done(path: Path) -> None:
        made.append(path)
        progress(path.name)

    if "xlsx" in formats:
        for path in _write_workbooks(source, folder, as_of, wanted):
            done(path)
    if "html" in formats:
        done(_write_page(source, folder, as_of, wanted if body else None))
    if {"docx", "pdf", "ics"} & set(formats):
        _write_files(source, folder, as_of, wanted, formats, letterhead or Letterhead(), done)
    return made


def _wanted(source: Source, name: str | None) -> Sequence[Body]:
    bodies = source.bodies()
    if name is not None:
        found = named_bodies(bodies, name)
        if not found:
            known = "; ".join(body.name for body in bodies[:10])
            raise WriteError(f"{name}: no task names a body called so; the first of {len(bodies)} known ones: {known}")
        bodies = found
    return sorted(bodies, key=lambda body: (-body.lead, -body.coordinate, name_key(body.name)))


def _one(source: Source, body: Body, as_of: dt.date) -> ActionList:
    held: list[tuple[Part, Tracked]] = []
    cancelled: list[Tracked] = []
    for part, task in source.of_body(body):
        if task.withdrawn or task.decision == "rejected":
            cancelled.append(task)
        else:
            held.append((part, task))
    return action_list(body.name, held, as_of, cancelled)


def _write_workbooks(source: Source, folder: Path, as_of: dt.date, bodies: Sequence[Body]) -> Iterator[Path]:
    from extractor.writers import list_xlsx

    left = iter(bodies)
    number = 1
    while chunk := list(islice(left, list_xlsx.MOST_SHEETS)):
        path = folder / ("nhiem-vu.xlsx" if number == 1 else f"nhiem-vu-{number}.xlsx")
        with replacing(path) as temporary:
            list_xlsx.write_lists((_one(source, body, as_of) for body in chunk), temporary, as_of)
        number += 1
        yield path


def _write_page(source: Source, folder: Path, as_of: dt.date, bodies: Sequence[Body] | None) -> Path:
    from extractor.writers import html

    path = folder / "nhiem-vu.html"
    tasks = source.all()
    if bodies is not None:
        keys = {key for body in bodies for key in body.keys}
        tasks = (task for task in tasks if any(share.key in keys for share in shares(task.row)))
    with replacing(path) as temporary:
        html.write_page(tasks, temporary, as_of)
    return path


def _write_files(
    source: Source, folder: Path, as_of: dt.date, bodies: Sequence[Body], formats: Sequence[str], letterhead: Letterhead, done: Callable[[Path], None]
) -> None:
    from extractor.writers import docx, ics, pdf

    names = _file_names(bodies)
    documents: list[Path] = []
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory(prefix="extractor-lists-") as elsewhere:
        place = folder if "docx" in formats else Path(elsewhere)
        for body, name in zip(bodies, names, strict=True):
            made = _one(source, body, as_of)
            tallies.append(tally(made))
            if "ics" in formats:
                with replacing(folder / f"{name}.ics") as temporary:
                    ics.write_list(made, temporary)
                done(folder / f"{name}.ics")
            if {"docx", "pdf"} & set(formats):
                with replacing(place / f"{name}.docx") as temporary:
                    docx.write_list(made, temporary, letterhead)
                documents.append(place / f"{name}.docx")
        if {"docx", "pdf"} & set(formats):
            with replacing(place / "tong-hop.docx") as temporary:
                docx.write_summary(tallies, temporary, as_of, letterhead)
            documents.append(place / "tong-hop.docx")
        if "docx" in formats:
            for path in documents:
                done(path)
        if "pdf" in formats:
            for path in pdf.convert(documents, Path(elsewhere)):
                with replacing(folder / path.name) as temporary:
                    shutil.copyfile(path, temporary)
                done(folder / path.name)


def _file_names(bodies: Iterable[Body]) -> list[str]:
    """A file's name for each body, in plain letters, no two alike.

    >>> _file_names([Body("Văn phòng Đảng ủy", (), 1, 0), Body("Văn phòng đảng uỷ", (), 1, 0)])
    ['van-phong-dang-uy', 'van-phong-dang-uy-2']
    """
    taken = {"tong-hop", "nhiem-vu"}
    names: list[str] = []
    for body in bodies:
        plain = unicodedata.normalize("NFD", body.name.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
        stem = _NOT_IN_FILES.sub("-", plain).strip("-")[:80].strip("-") or "don-vi"
        name, number = stem, 2
        while name in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name)
        names.append(name)
    return names
