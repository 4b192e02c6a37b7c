"""Words in the texts of tasks: each database's own full-text index, asked for words that stand together, the last of which may be a beginning.

A task's words are kept twice, with tone marks and bare: what is typed with marks must have them, what is typed without finds both. SQLite's index (FTS5) knows
a task by its number ``n``, which the database gives; PostgreSQL's lies over a table of its own. Migration 0005 makes both, and triggers keep them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

import regex
from sqlalchemy import ColumnElement, Connection, Integer, Text, column, false, func, literal, literal_column, not_, select, table

from extractor.store.schema import tasks
from extractor.text import fold

_WORD = regex.compile(r"[\p{L}\p{N}]+")
_COMMON = 1000  # tasks from which on a walk in the order of deadlines finds a page of them sooner than a look at each does
_INDEX = table("task_words", column("rowid", Integer), column("task_words", Text), column("task_id", Text), column("words_marked"), column("words_bare"))
_NUMBER: ColumnElement[int] = literal_column("tasks.n", Integer)


def forms(text: str) -> Mapping[str, str]:
    """A task's words as its columns keep them: ``folded`` with tone marks, ``bare`` without.

    >>> forms("Rà soát Đề án số 54/KH-UBND; hoà giải.")
    {'folded': 'rà soát đề án số 54 kh ubnd hòa giải', 'bare': 'ra soat de an so 54 kh ubnd hoa giai'}
    """
    folded = " ".join(_WORD.findall(unicodedata.normalize("NFC", fold(text))))
    return {"folded": folded, "bare": bare(folded)}


def bare(text: str) -> str:
    """A text without tone marks and other signs on its letters.

    >>> bare("đường dây nóng")
    'duong day nong'
    """
    return "".join(c for c in unicodedata.normalize("NFD", text.replace("đ", "d")) if not unicodedata.combining(c))


class Search:
    """What a person looks for, over one connection; ``common`` when so many tasks have it that looking at each of them would take long."""

    def __init__(self, connection: Connection, typed: str) -> None:
        self._sqlite = connection.dialect.name == "sqlite"
        words = forms(typed)
        self._words = words["folded"].split()
        self._kind = "words_bare" if words["folded"] == words["bare"] else "words_marked"
        self._found = select(_INDEX.c.rowid if self._sqlite else _INDEX.c.task_id).where(self._match())
        self.common = len(connection.execute(self._found.limit(_COMMON)).all()) == _COMMON

    def condition(self) -> ColumnElement[bool]:
        """Which tasks have the words."""
        if not self._sqlite:
            return tasks.c.task_id.in_(self._found)
        # With common words the index of numbers is hidden, so that SQLite walks through the tasks in their order.
        return (func.coalesce(_NUMBER, 0) if self.common else _NUMBER).in_(self._found)

    def count(self, connection: Connection) -> int | None:
        """How many current tasks that nobody rejected have the words, counted in the index alone; None where the database counts as quickly itself."""
        if not self._sqlite or not self.common:
            return None
        hidden = select(_NUMBER).select_from(tasks).where(literal_column("(tasks.withdrawn OR tasks.decision = 'rejected')"))
        return int(connection.execute(select(func.count()).select_from(_INDEX).where(self._match(), not_(_INDEX.c.rowid.in_(hidden)))).scalar_one())

    def _match(self) -> ColumnElement[bool]:
        if not self._words:
            return false()
        beginning = "*" if len("".join(self._words)) > 1 else ""  # a letter alone is a word, for it begins half of all words
        if self._sqlite:
            return _INDEX.c.task_words.op("MATCH", is_comparison=True)(f'{self._kind} : "{" ".join(self._words)}"{beginning}')
        asked: ColumnElement[Any] = func.to_tsquery(literal_column("'simple'"), literal(" <-> ".join(self._words) + beginning.replace("*", ":*")))
        return _INDEX.c[self._kind].op("@@", is_comparison=True)(asked)
