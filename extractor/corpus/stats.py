"""Counts of a collection, for its data card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.corpus.documents import Document
from extractor.corpus.forms import forms


@dataclass(frozen=True, slots=True)
class Stats:
    """``totals`` of the collection, and documents or rows counted ``by`` genre, issuer group, year, phenomenon, date role, bound and more."""

    totals: Mapping[str, int]
    by: Mapping[str, Counter[str]]


def stats(documents: Iterable[Document]) -> Stats:
    """Counts documents, characters, tasks, bodies and dates."""
    given = list(documents)
    tasks = [(document, task) for document in given for task in document["tasks"]]
    dates = [date for document in given for date in document["dates"]]
    bodies = [body for document in given for body in document["bodies"]]
    totals = {
        "documents": len(given),
        "documents with tasks": sum(bool(document["tasks"]) for document in given),
        "issuers": len({document["meta"]["issuer_key"] for document in given}),
        "characters": sum(len(document["text"]) for document in given),
        "tasks": len(tasks),
        "body mentions": len(bodies),
        "body mentions with an identity": sum(body["body"] is not None for body in bodies),
        "bodies": len({body["body"] for body in bodies if body["body"]}),
        "dates": len(dates),
    }
    by: dict[str, Counter[str]] = {
        "genre": Counter(str(document["meta"].get("genre")) for document in given),
        "issuer group": Counter(str(document["meta"].get("issuer_group")) for document in given),
        "year": Counter((document["fields"]["issued_on"] or "none stated").partition("-")[0] for document in given),
        "phenomenon": Counter(tag for document in given for tag in document["meta"].get("phenomena", ())),
        "date role": Counter(str(date["role"]) for date in dates),
        "deadline": Counter(kind for _, task in tasks for kind in (_deadline(task),)),
        "task shows": Counter(kind for document, task in tasks for kind in shows(document, task)),
        "task form": Counter(kind for document, task in tasks for kind in forms(document, task)),
    }
    return Stats(totals, by)


def shows(document: Document, task: Mapping[str, Any]) -> Iterator[str]:
    """What one gold task shows that a program may stumble over; several, one or none of the names.

    >>> text = "Giao Văn phòng báo cáo trước ngày 05/8/2021."
    >>> row = {"start": 0, "end": 43, "assignees": ["Văn phòng"], "coordinators": [], "supervisor": None, "report_to": [], "due_text": "trước ngày 05/8/2021",
    ...        "due": "2021-08-05", "due_time": None, "due_start": None, "recurrence": None}
    >>> list(shows({"text": text}, row))
    ['day']
    """
    evidence = _flat(document["text"][task["start"] : task["end"]])
    names = [name for key in ("assignees", "coordinators") for name in task[key]]
    if "|" in evidence or "\t" in document["text"][task["start"] : task["end"]]:
        yield "table row"
    if not task["assignees"]:
        yield "nobody named"
    elif not all(name.lower() in evidence.lower() for name in task["assignees"]):
        yield "assignee from elsewhere"
    if len(task["assignees"]) > 1:
        yield "several assignees"
    if any(name.lower() not in evidence.lower() for name in task["coordinators"]):
        yield "coordinator from elsewhere"
    if task["coordinators"]:
        yield "coordinators"
    if task["supervisor"]:
        yield "supervisor"
    if task["report_to"]:
        yield "report to"
    if any("," in name for name in names):
        yield "collective with places or levels"
    if task["due_text"] and _flat(task["due_text"]).lower() not in evidence.lower():
        yield "deadline from elsewhere"
    if task["due_time"]:
        yield "hour"
    if "\n" in document["text"][task["start"] : task["end"]]:
        yield "several lines"
    yield _deadline(task)


def _deadline(task: Mapping[str, Any]) -> str:
    if task["recurrence"]:
        return "recurrence"
    if task["due"]:
        return "period" if task["due_start"] else "day"
    if task["due_start"]:
        return "start alone"
    return "unresolved deadline" if task["due_text"] else "no deadline"


def _flat(text: str) -> str:
    return " ".join(text.replace("*", "").split())
