"""Gold as a DataFrame, a row a task, for analysis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.corpus.documents import Document

if TYPE_CHECKING:
    import pandas as pd


def frame(documents: Iterable[Document]) -> pd.DataFrame:
    """The gold tasks of documents: shape (tasks, columns of a gold row, the document's fields, ``evidence``, ``genre``, ``issuer_group``, ``issuer_key``).

    ``due``, ``due_start`` and ``issued_on`` are datetime64[s]; names are lists of str; what is not stated is None or NaT.
    """
    import pandas as pd

    rows = [
        {"doc_id": document["doc_id"], **document["fields"], **{key: document["meta"].get(key) for key in ("genre", "issuer_group", "issuer_key")}, **task}
        | {"evidence": document["text"][task["start"] : task["end"]]}
        for document in documents
        for task in document["tasks"]
    ]
    table = pd.DataFrame(rows)
    for column in ("issued_on", "due", "due_start"):
        if column in table:
            table[column] = pd.to_datetime(table[column]).astype("datetime64[s]")
    return table
