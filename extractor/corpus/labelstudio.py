"""To Label Studio and back: a region a span, a per-region text a cell; the round trip loses nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from extractor.corpus.documents import BODY_KEYS, DATE_KEYS, LIST_KEYS, TASK_KEYS, CorpusError, Document

_TO = "text"
_LABELS = {"tasks": "task", "bodies": "body", "dates": "date"}
_CELLS = {"tasks": TASK_KEYS[2:], "bodies": BODY_KEYS[2:], "dates": DATE_KEYS[2:]}

CONFIG = (
    '<View>\n  <Labels name="span" toName="text">\n    <Label value="task" background="#d9480f"/>\n    <Label value="body" background="#1864ab"/>\n'
    '    <Label value="date" background="#2b8a3e"/>\n  </Labels>\n  <Text name="text" value="$text" granularity="symbol"/>\n'
    + "".join(
        f'  <TextArea name="{kind}-{cell}" toName="text" perRegion="true" whenTagName="span" whenLabelValue="{_LABELS[kind]}" '
        f'maxSubmissions="{0 if cell in LIST_KEYS else 1}" editable="true" placeholder="{cell}"/>\n'
        for kind, cells in _CELLS.items()
        for cell in cells
    )
    + "</View>\n"
)
"""The labelling configuration of the project that such files are imported into."""


def to_label_studio(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """The documents as Label Studio's JSON: a task a document, its gold as one annotation."""
    return [
        {
            "data": {"text": document["text"], "doc_id": document["doc_id"], "fields": document["fields"], "meta": document["meta"]},
            "annotations": [{"result": list(_regions(document))}],
        }
        for document in documents
    ]


def from_label_studio(exported: Any, source: str = "the file") -> list[Document]:
    """The documents of a Label Studio export (JSON), the last annotation of each that was not cancelled.

    Raises CorpusError naming ``source`` and the number of the entry when it is not an export of a project with `CONFIG`.
    """
    if not isinstance(exported, list):
        raise CorpusError(f"{source}: not a Label Studio export: export as JSON, not as JSON-MIN or CSV")
    documents = []
    for number, entry in enumerate(exported, 1):
        try:
            annotations = [annotation for annotation in entry["annotations"] if not annotation.get("was_cancelled")]
            documents.append(_document(entry["data"], annotations[-1]["result"]))
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise CorpusError(f"{source}, entry {number}: not annotated with the corpus's labels ({type(error).__name__}: {error})") from None
    return documents


def _regions(document: Document) -> Iterator[dict[str, Any]]:
    text = document["text"]
    for kind, label in _LABELS.items():
        for number, row in enumerate(document[kind], 1):
            name, span = f"{label}-{number}", {"start": row["start"], "end": row["end"]}
            shared = {"id": name, "to_name": _TO}
            yield {**shared, "from_name": "span", "type": "labels", "value": {**span, "text": text[row["start"] : row["end"]], "labels": [label]}}
            for cell in _CELLS[kind]:
                value = row.get(cell)
                if value:
                    texts = list(value) if cell in LIST_KEYS else [value]
                    yield {**shared, "from_name": f"{kind}-{cell}", "type": "textarea", "value": {**span, "text": texts}}


def _document(data: Mapping[str, Any], result: Iterable[Mapping[str, Any]]) -> Document:
    spans: dict[str, tuple[str, int, int]] = {}
    cells: dict[str, dict[str, list[str]]] = {}
    for region in result:
        if region["type"] == "labels":
            [label] = region["value"]["labels"]
            spans[region["id"]] = (label, region["value"]["start"], region["value"]["end"])
        elif region["type"] == "textarea":
            cells.setdefault(region["id"], {})[region["from_name"].partition("-")[2]] = list(region["value"]["text"])
    rows: dict[str, list[dict[str, Any]]] = {}
    for kind, label in _LABELS.items():
        found = sorted((start, end, name) for name, (of, start, end) in spans.items() if of == label)
        rows[kind] = [_row(kind, start, end, cells.get(name, {})) for start, end, name in found]
    return {"doc_id": data["doc_id"], "fields": data["fields"], **rows, "meta": data["meta"], "text": data["text"]}


def _row(kind: str, start: int, end: int, cells: Mapping[str, list[str]]) -> dict[str, Any]:
    row: dict[str, Any] = {"start": start, "end": end}
    for key in _CELLS[kind]:
        texts = cells.get(key, [])
        row[key] = texts if key in LIST_KEYS else texts[0] if texts else None
    return {key: value for key, value in row.items() if kind != "dates" or value is not None}
