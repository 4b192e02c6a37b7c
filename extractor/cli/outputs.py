"""Where the rows of a command go while documents are read: files, a store, the terminal. None but the rows to be shown are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.console import Language, complain, out, stop

if TYPE_CHECKING:
    from extractor.batch import Result
    from extractor.table import Row
    from extractor.writers.streams import Stream

_OUTCOMES = (("added", "mới", "new"), ("unchanged", "đã có", "known"), ("corrected", "đính chính", "corrected"), ("superseded", "bản cũ", "earlier versions"))


def check(file: Path) -> None:
    """Ends the command, before any work, when a task table could not be written in the end."""
    from extractor.writers import FORMATS

    _writable(file, tuple(FORMATS))


def check_report(file: Path) -> None:
    """Ends the command, before any work, when a report could not be written in the end."""
    from extractor.writers.reports import FORMATS

    _writable(file, FORMATS)


def _writable(file: Path, endings: tuple[str, ...]) -> None:
    if file.suffix.lower() not in endings:
        stop(f"{file}: no format has the ending {file.suffix!r}; use one of {', '.join(endings)}")
    if not file.parent.is_dir():
        stop(f"{file}: there is no folder {file.parent}; make it first or choose another")


class Files:
    """The files of the task table. One that cannot be written is told of and left, and the others go on; none stands before `close`."""

    def __init__(self, files: Sequence[Path], lang: Language) -> None:
        self._files = files
        self._lang = lang
        self._open: list[Stream] = []
        self.failed = 0

    def __enter__(self) -> Files:
        from extractor.writers import WriteError
        from extractor.writers.streams import Stream

        for file in self._files:
            try:
                self._open.append(Stream(file, self._lang.value))
            except WriteError as error:
                self._lose(error)
        return self

    def __exit__(self, *_: object) -> None:
        for stream in self._open:
            stream.give_up()

    def add(self, rows: Sequence[Row]) -> None:
        """Writes the rows of the next document."""
        self._each(lambda stream: stream.add(rows))

    def close(self) -> list[Path]:
        """Puts the files in their places; those that stand there now."""
        self._each(lambda stream: stream.close())
        written, self._open = [stream.path for stream in self._open], []
        return written

    def _each(self, work: Callable[[Stream], object]) -> None:
        from extractor.writers import WriteError

        for stream in tuple(self._open):
            try:
                work(stream)
            except WriteError as error:
                self._open.remove(stream)
                self._lose(error)

    def _lose(self, error: Exception) -> None:
        complain(error)
        self.failed += 1


@contextmanager
def kept_in(url: str | None) -> Iterator[Callable[[Result], str]]:
    """What keeps a document in the store, whole or not at all, and says what became of it. Ends the command when the store fails."""
    if url is None:
        yield lambda result: ""  # noqa: ARG005 - no store, nothing to keep
        return
    from extractor.store import Store, StoreError

    def keep(result: Result) -> str:
        if result.notice is None or result.fields is None:
            return ""
        return store.add(result.notice, result.fields, result.rows).outcome

    try:
        with Store(url) as store:
            yield keep
    except StoreError as error:
        stop(error)


def tell_store(url: str, counts: Counter[str], lang: Language) -> None:
    """The line that says what became of the documents in a store."""
    told = ", ".join(f"{counts[key]} {vi if lang is Language.vi else en}" for key, vi, en in _OUTCOMES if counts[key])
    out().print(f"{url}: {told}", soft_wrap=True)


def tell(counts: Counter[str], lang: Language, hidden: int, written: Sequence[Path]) -> None:
    """The closing line: documents, tasks, tasks with a deadline, failures, files."""
    from rich.text import Text

    vi = lang is Language.vi
    words = ("văn bản", "nhiệm vụ", "có thời hạn", "tệp lỗi", "đã ghi") if vi else ("documents", "tasks", "with a deadline", "failures", "written")
    if hidden:
        out().print(Text(f"… {hidden} nhiệm vụ nữa" if vi else f"… {hidden} more tasks", "dim"))
    line = Text.assemble(
        (f"{counts['documents']} ", "bold"), f"{words[0]} · ", (f"{counts['tasks']} ", "bold"), f"{words[1]} · ", (f"{counts['dated']} ", "bold"),
        f"{words[2]} · ", (f"{counts['failures']} {words[3]}", "bold red" if counts["failures"] else ""),
    )  # fmt: skip
    if written:
        line.append(f" · {words[4]}: ").append(", ".join(map(str, written)), "cyan")
    out().print(line, soft_wrap=True)


__all__ = ["Files", "check", "check_report", "kept_in", "tell", "tell_store"]
