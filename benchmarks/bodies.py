"""Measures the bodies stage: ``python -m benchmarks.bodies [CORPUS] [--split test] [--notices FOLDER] [--ner]``.

Prints F1 of mentions (grammar alone, CRF alone, both and, with --ner, underthesea's NER), exact assignee sets on gold tasks, identity, and the stage's time as
a ratio to underthesea's ``word_tokenize`` on the same text. Where there is a folder of annotated notices, the assignee sets are measured on them as well, and
whatever else their gold holds.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from extractor.components.bodies import BodyFinder, Resolver, normalise, split_bodies
from extractor.components.entities import EntityFinder
from extractor.components.entities.train import documents_of, train
from extractor.model import Body, Fields
from extractor.rules import Rules

Document = dict[str, Any]
Spans = set[tuple[int, int]]


def scores(documents: Iterable[Document], find: Callable[[str], Spans]) -> str:
    """Precision, recall and F1 of exact spans."""
    right = found = gold = 0
    for document in documents:
        truth = {(body["start"], body["end"]) for body in document["bodies"]}
        spans = find(document["text"])
        right, found, gold = right + len(truth & spans), found + len(spans), gold + len(truth)
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / max(precision + recall, 1e-9):.3f}  ({gold} gold mentions)"


def spans_of(bodies: Iterable[Body]) -> Spans:
    """The spans of mentions."""
    return {(body.start, body.end) for body in bodies}


def ner_spans(text: str) -> Spans:
    """What underthesea's stock NER takes for an organisation, found again in the text."""
    from underthesea import ner

    found: Spans = set()
    at = 0
    for line in text.splitlines():
        name: list[str] = []
        for word, _, _, tag in [*ner(line), ("", "", "", "O")] if line.strip() else []:
            if tag == "I-ORG" and name:
                name.append(word)
                continue
            if name:
                start = text.find(" ".join(name), at)
                if start >= 0:
                    at = start + len(" ".join(name))
                    found.add((start, at))
                name = []
            if tag == "B-ORG":
                name = [word]
    return found


def region(document: Document, task: dict[str, Any], key: str) -> tuple[int, int] | None:
    """The stretch of a task's evidence that names its bodies one after the other, None where they come from elsewhere."""
    evidence, at, start = document["text"][task["start"] : task["end"]], 0, None
    for name in task[key]:
        found = evidence.find(name, at)
        if found < 0 or (start is not None and found - at > 30):
            return None
        start = found if start is None else start
        at = found + len(name)
    return None if start is None else (task["start"] + start, task["start"] + at)


def assignees(documents: Iterable[Document], finder: BodyFinder) -> str:
    """Exact sets of assignees and coordinators where the evidence names them."""
    right = total = 0
    for document in documents:
        for task in document["tasks"]:
            for key in ("assignees", "coordinators"):
                stretch = region(document, task, key)
                if stretch is not None:
                    names = {normalise(body.name) for body in split_bodies(document["text"], *stretch, finder)}
                    right, total = right + (names == {normalise(name) for name in task[key]}), total + 1
    return f"{right / max(total, 1):.3f}  ({total} lists)"


def identity(documents: Iterable[Document], find: Callable[[str], Sequence[Body]], resolver: Resolver) -> str:
    """The canonical name of each mention that was found exactly and has one in the gold; "A (B)" there is "A B" here.

    A mention can be resolved when its document says every word of its full name somewhere, abbreviations written out.
    """
    right = total = claimed = resolvable = right_of_these = 0
    for document in documents:
        fields = Fields(**{key: tuple(value) if isinstance(value, list) else value for key, value in document["fields"].items()})
        said = set(_words(f"{document['text']} {fields.issuer or ''} {fields.place or ''}"))
        gold = {(body["start"], body["end"]): body["body"].replace("(", "").replace(")", "") for body in document["bodies"] if body["body"]}
        for body in resolver.resolve(find(document["text"]), fields, document["text"]):
            name = gold.get((body.start, body.end))
            if name is None:
                continue
            good = body.canonical is not None and normalise(body.canonical) == normalise(name)
            total, claimed, right = total + 1, claimed + (body.canonical is not None), right + good
            if said.issuperset(_words(name)):
                resolvable, right_of_these = resolvable + 1, right_of_these + good
    return (
        f"{right_of_these / max(resolvable, 1):.3f} of {resolvable} resolvable mentions; "
        f"{right / max(total, 1):.3f} of all {total}; {right / max(claimed, 1):.3f} of the {claimed} resolved"
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", " ".join(normalise(line) for line in text.splitlines()))


def ratio(documents: Sequence[Document], stage: Callable[[str], object]) -> tuple[float, float]:
    """Milliseconds per 1,000 characters of the stage, and its ratio to word_tokenize (best of three each, in turns)."""
    from underthesea import word_tokenize

    best = {stage: 1e9, word_tokenize: 1e9}
    for _ in range(3):
        for run in best:
            begin = time.perf_counter()
            for document in documents:
                run(document["text"])
            best[run] = min(best[run], time.perf_counter() - begin)
    size = sum(len(document["text"]) for document in documents) / 1000
    return best[stage] * 1000 / size, best[stage] / best[word_tokenize]


def _measure_notices(folder: Path, grammar: BodyFinder, find: Callable[[str], list[Body]]) -> None:
    """The same on annotated notices: mentions only of those whose gold marks them."""
    loaded = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json"))]
    annotated = [document for document in loaded if isinstance(document, dict) and document.get("tasks") and "text" in document]
    marked = [document for document in annotated if document.get("bodies")]
    print(f"{len(annotated)} annotated notices of {folder}, {len(marked)} with mentions")
    print("assignee sets        ", assignees(annotated, grammar))
    if marked:
        print("mentions, both       ", scores(marked, lambda text: spans_of(find(text))))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure the bodies stage on a corpus.")
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("corpus"), help="a folder of gold documents")
    parser.add_argument("--notices", type=Path, default=Path("../shared/notices"), help="annotated notices, measured where the folder exists")
    parser.add_argument("--split", default="test")
    parser.add_argument("--ner", action="store_true", help="underthesea's NER as well (slow)")
    given = parser.parse_args()
    documents = documents_of(given.corpus, (given.split,))
    rules = Rules()
    grammar = BodyFinder(rules)
    both = EntityFinder(grammar)
    print(f"{len(documents)} documents of {given.corpus} ({given.split})")
    print("mentions, grammar    ", scores(documents, lambda text: spans_of(grammar.find(text))))
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / "alone.crf.gz"
        alone.write_bytes(train(documents_of(given.corpus), gazetteer=False))
        crf = EntityFinder(grammar, alone, gazetteer=False)
        print("mentions, CRF alone  ", scores(documents, lambda text: spans_of(crf.find(text))))
    print("mentions, both       ", scores(documents, lambda text: spans_of(both.find(text))))
    if given.ner:
        print("mentions, stock NER  ", scores(documents, ner_spans))
    print("assignee sets        ", assignees(documents, grammar))
    print("identity             ", identity(documents, both.find, Resolver(rules)))
    if given.notices.is_dir():
        _measure_notices(given.notices, grammar, both.find)
    for name, stage in (("grammar", grammar.find), ("grammar and CRF", both.find)):
        milliseconds, share = ratio(documents, stage)
        print(f"time, {name}: {milliseconds:.2f} ms per 1,000 characters, {share:.2f} of word_tokenize")


if __name__ == "__main__":
    main()
