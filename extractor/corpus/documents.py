"""A gold document and the collection that it belongs to: reading, writing, splits by issuer, the digest.

A document is the JSON object that the task table's page describes, with three keys more: ``bodies`` (every mention, with its identity), ``dates`` (every date
expression, with its role) and ``meta`` (genre, issuer and phenomena). Offsets are code points of ``text``, end exclusive.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

Document = dict[str, Any]

FIELD_KEYS = ("number", "type", "issuer", "place", "issued_on", "subject", "signer", "signer_title", "addressees", "recipients")
TASK_KEYS = (
    "start", "end", "task", "assignees", "coordinators", "supervisor", "report_to",
    "due_text", "due", "due_time", "due_start", "due_bound", "recurrence", "product",
)  # fmt: skip
LIST_KEYS = frozenset(("addressees", "recipients", "assignees", "coordinators", "report_to"))
BODY_KEYS = ("start", "end", "body")
DATE_KEYS = ("start", "end", "role", "due", "due_start", "due_time", "due_bound", "recurrence")
DOCUMENT_KEYS = ("doc_id", "fields", "tasks", "bodies", "dates", "meta", "text")
FOLDERS = ("documents", "negatives", "twins")
SPLITS = ("train", "dev", "test")

_CHECKOUT = Path(__file__).resolve().parents[2] / "corpus"


class CorpusError(ValueError):
    """A collection or a file of it that cannot be used; the message names the file and says what to do."""


def split_of(issuer_key: str) -> str:
    """The split of all documents of an issuer: a hash of its key decides, so that a new document of an old issuer joins the others.

    >>> [split_of(key) for key in ("ttg", "bo-y-te", "chinh-phu")]
    ['test', 'dev', 'train']
    """
    digit = int(hashlib.sha256(f"vnd:{issuer_key}".encode()).hexdigest(), 16) % 10
    return "test" if digit < 3 else "dev" if digit < 5 else "train"


@dataclass(frozen=True)
class Corpus:
    """All documents of a folder, in the order of their names; ``splits`` names the documents of each split (a twin goes where its original is)."""

    folder: Path
    documents: tuple[Document, ...]
    splits: Mapping[str, tuple[str, ...]]

    @classmethod
    def open(cls, folder: Path | str | None = None) -> Corpus:
        """Reads the collection in a folder; without one, that of the checkout.

        Raises CorpusError when there is none, or when a file is not what it should be.
        """
        root = Path(folder) if folder is not None else _CHECKOUT
        if not (root / "documents").is_dir():
            raise CorpusError(f"{root}: holds no corpus (there is no folder 'documents' in it); name the folder of a checkout")
        documents = tuple(read_document(path) for name in FOLDERS for path in sorted((root / name).glob("*.json")))
        lists = {name: root / "splits" / f"{name}.txt" for name in SPLITS}
        splits = {name: tuple(path.read_text(encoding="utf-8").split()) for name, path in lists.items() if path.is_file()}
        return cls(root, documents, splits)

    def split(self, name: str, *, negatives: bool = True, twins: bool = False) -> tuple[Document, ...]:
        """The documents of a split; ``negatives`` are those with no task, ``twins`` the OCR-noised ones. Raises CorpusError for an unknown split."""
        if name not in self.splits:
            raise CorpusError(f"{self.folder}: there is no split {name!r}; there are {', '.join(self.splits)}")
        wanted = set(self.splits[name])
        return tuple(
            document
            for document in self.documents
            if (twins if is_twin(document) else document["doc_id"] in wanted)
            and (not is_twin(document) or document["meta"]["twin_of"] in wanted)
            and (negatives or document["tasks"])
        )

    def only(self, documents: tuple[Document, ...]) -> Corpus:
        """The same collection with these documents alone."""
        return replace(self, documents=documents)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all gold and the splits, in hex: any change of the collection changes it."""
        total = hashlib.sha256()
        for document in self.documents:
            total.update(dump(document).encode())
        for name in sorted(self.splits):
            total.update("\n".join((name, *self.splits[name])).encode())
        return total.hexdigest()

    def __getitem__(self, doc_id: str) -> Document:
        for document in self.documents:
            if document["doc_id"] == doc_id:
                return document
        raise KeyError(doc_id)

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __len__(self) -> int:
        return len(self.documents)


def is_twin(document: Mapping[str, Any]) -> bool:
    """Whether a document is the noised twin of another."""
    return "twin_of" in document["meta"]


def read_document(path: Path) -> Document:
    """One gold document. Raises CorpusError when the file is no such thing."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CorpusError(f"{path}: cannot be read as JSON in UTF-8: {error}") from None
    missing = [key for key in DOCUMENT_KEYS if not isinstance(document, dict) or key not in document]
    if missing:
        raise CorpusError(f"{path}: not a gold document: it lacks {', '.join(missing)}")
    return dict(document)


def write_document(document: Mapping[str, Any], folder: Path) -> Path:
    """Writes ``<doc_id>.txt`` and ``<doc_id>.json`` into a folder, which is made; returns the path of the JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{document['doc_id']}.txt").write_bytes(document["text"].encode())
    path = folder / f"{document['doc_id']}.json"
    path.write_bytes(dump(document).encode())
    return path


def dump(document: Mapping[str, Any]) -> str:
    """The JSON of a document as the collection stores it: a line a row, so that a change shows as a line.

    >>> dump({"doc_id": "a", "fields": {"number": None}, "tasks": [], "bodies": [{"start": 0}], "dates": [], "meta": {}, "text": "x"}).splitlines()[1:5]
    [' "doc_id": "a",', ' "fields": {', '  "number": null', ' },']
    """
    fields = ",\n".join(f"  {_json(key)}: {_json(value)}" for key, value in document["fields"].items())
    parts = [f' "doc_id": {_json(document["doc_id"])}', f' "fields": {{\n{fields}\n }}']
    for key in ("tasks", "bodies", "dates"):
        rows = ",\n".join(f"  {_json(row)}" for row in document[key])
        parts.append(f' "{key}": [\n{rows}\n ]' if rows else f' "{key}": []')
    parts += [f' "meta": {_json(document["meta"])}', f' "text": {_json(document["text"])}']
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
