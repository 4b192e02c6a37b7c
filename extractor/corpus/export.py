"""The collection in the formats of other tools: spaCy's DocBin, CoNLL columns, Label Studio, Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from extractor.corpus.documents import Document
from extractor.corpus.labelstudio import CONFIG, to_label_studio

if TYPE_CHECKING:
    import pyarrow as pa
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_PIECE = regex.compile(r"[^\W\d_]+|\d+|\s+|.", regex.DOTALL)
_NAMES = {"tasks": "task", "bodies": "body"}
_GROUPS = (*_NAMES, "dates")


def pieces(document: Document) -> list[tuple[int, int]]:
    """The tokens of a document as spans that together cover its text: words, numbers, marks and white space, cut at every border of the gold as well."""
    text = document["text"]
    borders = sorted({border for group in _GROUPS for row in document[group] for border in (row["start"], row["end"])} | {len(text)})
    found: list[tuple[int, int]] = []
    at = 0
    for border in borders:
        found += [(match.start(), match.end()) for match in _PIECE.finditer(text, at, border)]
        at = border
    return found


def doc(document: Document, vocab: Vocab) -> Doc:
    """A spaCy Doc whose text is the document's: span groups tasks, bodies and dates, and the rest of the gold as JSON in ``user_data["gold"]``."""
    from spacy.tokens import Doc, Span

    text, spans = document["text"], pieces(document)
    words: list[str] = []
    spaces: list[bool] = []
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for i, (start, end) in enumerate(spans):
        if text[start:end] == " " and i and words and not spaces[-1] and spans[i - 1][1] == start and not text[spans[i - 1][0]].isspace():
            spaces[-1] = True
            continue
        starts[start] = len(words)
        words.append(text[start:end])
        spaces.append(False)
        ends[end] = len(words)
    made = Doc(vocab, words=words, spaces=spaces)
    for group in _GROUPS:
        made.spans[group] = [Span(made, starts[row["start"]], ends[row["end"]], label=_label(group, row)) for row in document[group]]
    # As JSON: msgpack, in which a DocBin is stored, would make tuples of the lists.
    made.user_data["gold"] = json.dumps({key: value for key, value in document.items() if key != "text"}, ensure_ascii=False)
    return made


def _label(group: str, row: Mapping[str, Any]) -> str:
    return str(row["role"]) if group == "dates" else _NAMES[group]


def docbin(documents: Iterable[Document], folder: Path) -> list[Path]:
    """``corpus.spacy``: a DocBin with user data."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    path = folder / "corpus.spacy"
    DocBin(docs=[doc(document, vocab) for document in documents], store_user_data=True).to_disk(path)
    return [path]


def conll(documents: Iterable[Document], folder: Path) -> list[Path]:
    """``corpus.conll``: a token a line with its offset and three BIO columns (task, body, date with its role); an empty line at each line break."""
    path = folder / "corpus.conll"
    path.write_text("".join(f"{line}\n" for document in documents for line in _columns(document)), encoding="utf-8")
    return [path]


def _columns(document: Document) -> Iterator[str]:
    text = document["text"]
    tags = {group: _bio(group, document[group]) for group in _GROUPS}
    yield f"# doc_id = {document['doc_id']}"
    fresh = True
    for start, end in pieces(document):
        token = text[start:end]
        if token.isspace():
            if "\n" in token and not fresh:
                yield ""
                fresh = True
            continue
        yield "\t".join((token, str(start), *(tags[group](start) for group in _GROUPS)))
        fresh = False
    if not fresh:
        yield ""


def _bio(group: str, rows: Sequence[Mapping[str, Any]]) -> Callable[[int], str]:
    def tag(at: int) -> str:
        for row in rows:
            if row["start"] <= at < row["end"]:
                return f"{'B' if at == row['start'] else 'I'}-{_label(group, row).upper()}"
        return "O"

    return tag


def label_studio(documents: Iterable[Document], folder: Path) -> list[Path]:
    """``corpus.json`` for Label Studio's import and ``config.xml``, the labelling configuration of its project."""
    path, config = folder / "corpus.json", folder / "config.xml"
    path.write_text(json.dumps(to_label_studio(documents), ensure_ascii=False, indent=1), encoding="utf-8")
    config.write_text(CONFIG, encoding="utf-8")
    return [path, config]


def parquet(documents: Iterable[Document], folder: Path) -> list[Path]:
    """``documents.parquet``, ``tasks.parquet``, ``bodies.parquet`` and ``dates.parquet``, joined by ``doc_id``."""
    import pyarrow.parquet as pq

    given = list(documents)
    tables = {"documents": _table([_flat(document) for document in given])}
    for group in _GROUPS:
        tables[group] = _table([_placed(document, row) for document in given for row in document[group]])
    paths = []
    for name, table in tables.items():
        paths.append(folder / f"{name}.parquet")
        pq.write_table(table, paths[-1])
    return paths


def _placed(document: Document, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"doc_id": document["doc_id"], "text": document["text"][row["start"] : row["end"]], **row}


def _flat(document: Document) -> dict[str, Any]:
    meta = {key: value for key, value in document["meta"].items() if key != "noise"}
    return {"doc_id": document["doc_id"], "text": document["text"], **document["fields"], **meta}


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    keys = list(dict.fromkeys(key for row in rows for key in row))
    return pa.Table.from_pylist([{key: row.get(key) for key in keys} for row in rows])


FORMATS: Mapping[str, Callable[[Iterable[Document], Path], list[Path]]] = {"docbin": docbin, "conll": conll, "labelstudio": label_studio, "parquet": parquet}
"""The exporters by the name that the command line knows."""


def export(documents: Iterable[Document], to: str, folder: Path) -> list[Path]:
    """Writes documents in a format of `FORMATS` into a folder, which is made; returns the files. Raises KeyError for an unknown format."""
    write = FORMATS[to]
    folder.mkdir(parents=True, exist_ok=True)
    return write(documents, folder)
