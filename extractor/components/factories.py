"""The spaCy factories of the stages: a few lines each, since all that they know lies in their packages.

Stages leave what they find as attributes of the Doc (``doc._.layout``, ``doc._.bodies`` …), in offsets of the reading; ``doc._.tasks`` are the rows, in
offsets of the notice's text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import compress
from operator import not_
from pathlib import Path
from typing import Any

import spacy.util
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.components import rows
from extractor.components.bodies import BodyFinder
from extractor.components.bodies.identity import Resolver
from extractor.components.bodies.issuer import Speaker
from extractor.components.bodies.regions import Regions
from extractor.components.bodies.tokens import Tokens
from extractor.components.confidence import Context, Scorer
from extractor.components.dates import DateFinder
from extractor.components.entities import EntityFinder
from extractor.components.layout import LayoutReader, Node
from extractor.components.segmentation import Segmenter
from extractor.components.tables import TableReader, beside
from extractor.components.tasks import TaskBuilder, TaskFinder
from extractor.rules import Rules

Stage = Callable[[Doc], Doc]

ATTRIBUTES: dict[str, Any] = {"folded": "", **dict.fromkeys(("notice", "reading", "tokens", "layout", "fields", "regions", "context"))}
LISTS = ("words", "bodies", "dates", "tasks", "unlikely")

for _name, _default in ATTRIBUTES.items():
    Doc.set_extension(_name, default=_default, force=True)
for _name in LISTS:
    Doc.set_extension(_name, default=(), force=True)


@lru_cache(maxsize=4)
def rules_of(folder: str | None) -> Rules:
    """The rules of a folder, read once however many stages ask for them."""
    return Rules(Path(folder) if folder else None)


@lru_cache(maxsize=4)
def bodies_of(folder: str | None) -> BodyFinder:
    """The finder of bodies that the stages share."""
    return BodyFinder(rules_of(folder))


@lru_cache(maxsize=4)
def entities_of(folder: str | None) -> EntityFinder:
    """The trained finder over that of bodies."""
    return EntityFinder(bodies_of(folder))


@lru_cache(maxsize=4)
def resolver_of(folder: str | None) -> Resolver:
    """What resolves the bodies of a document, shared as well."""
    return Resolver(rules_of(folder))


@spacy.util.registry.tokenizers("directive_segmenter")
def create_segmenter(rules: str | None = None) -> Callable[[Language], Segmenter]:
    return lambda nlp: Segmenter(nlp.vocab, Tokens, entities_of(rules).find_in)


@Language.factory("directive_layout", default_config={"rules": None}, assigns=["doc._.layout", "doc._.fields", "doc.spans"])
def create_layout(nlp: Language, name: str, rules: str | None) -> Stage:  # noqa: ARG001
    reader = LayoutReader(rules_of(rules))

    def stage(doc: Doc) -> Doc:
        doc._.layout = reader.read(doc._.reading, doc._.folded, doc.user_data.get("issued_on"))
        doc._.fields = doc._.layout.fields
        doc.spans["sections"] = _spans(
            doc, ((node.start, _last(node), node.part or "section") for node in doc._.layout.root.walk() if node.children and node.parent)
        )
        return doc

    return stage


@Language.factory(
    "directive_bodies", default_config={"rules": None}, requires=["doc._.fields"], assigns=["doc._.bodies", "doc._.fields", "doc._.regions", "doc.spans"]
)
def create_bodies(nlp: Language, name: str, rules: str | None) -> Stage:  # noqa: ARG001
    finder, resolver, speaker = bodies_of(rules), resolver_of(rules), Speaker(rules_of(rules))

    def stage(doc: Doc) -> Doc:
        if doc._.fields.issuer is None and doc._.fields.type is not None:
            doc._.fields = replace(doc._.fields, issuer=speaker.find(doc._.reading.text, doc._.bodies))
        doc._.regions = Regions(finder, doc._.tokens, doc._.bodies)
        doc._.context = resolver.context(doc._.fields, doc._.tokens)
        doc._.bodies = tuple(resolver.resolve_in(doc._.bodies, doc._.context))
        doc.spans["bodies"] = _spans(doc, ((body.start, body.end, body.kind) for body in doc._.bodies))
        return doc

    return stage


@Language.factory("directive_dates", default_config={"rules": None}, requires=["doc._.layout"], assigns=["doc._.dates", "doc.spans"])
def create_dates(nlp: Language, name: str, rules: str | None) -> Stage:  # noqa: ARG001
    finder = DateFinder(rules_of(rules))

    def stage(doc: Doc) -> Doc:
        doc._.dates = tuple(finder.find(doc._.reading.text, doc._.fields.issued_on, year_hint=doc._.layout.year))
        doc.spans["dates"] = _spans(doc, ((date.start, date.end, date.role) for date in doc._.dates))
        return doc

    return stage


@Language.factory("directive_tasks", default_config={"rules": None}, requires=["doc._.layout", "doc._.regions", "doc._.dates"], assigns=["doc._.tasks"])
def create_tasks(nlp: Language, name: str, rules: str | None) -> Stage:  # noqa: ARG001
    finder = TaskFinder(rules_of(rules))
    builder = TaskBuilder(finder.cues, bodies_of(rules))

    def stage(doc: Doc) -> Doc:
        drafts = finder.find(doc._.reading.text, doc._.folded, doc._.layout, doc._.regions, doc._.dates, doc._.words)
        doc._.tasks = tuple(builder.build(draft, doc._.reading, doc._.folded, doc._.regions) for draft in drafts)
        return doc

    return stage


@Language.factory("directive_tables", default_config={"rules": None}, requires=["doc._.layout", "doc._.dates"], assigns=["doc._.tasks"])
def create_tables(nlp: Language, name: str, rules: str | None) -> Stage:  # noqa: ARG001
    reader = TableReader(rules_of(rules), bodies_of(rules))

    def stage(doc: Doc) -> Doc:
        found, places = reader.read(doc._.reading, doc._.folded, doc._.layout, doc._.dates, doc._.notice)
        doc._.tasks = (*beside(doc._.tasks, places), *found)
        return doc

    return stage


@Language.factory(
    "directive_rows",
    default_config={"rules": None},
    requires=["doc._.tasks", "doc._.layout", "doc._.dates"],
    assigns=["doc._.tasks", "doc._.unlikely", "doc.spans"],
)
def create_rows(nlp: Language, name: str, rules: str | None) -> Stage:  # noqa: ARG001
    resolver, scorer = resolver_of(rules), Scorer(rules_of(rules))

    def stage(doc: Doc) -> Doc:
        reading, pages = doc._.reading, doc._.notice.pages
        ordered = rows.finish(doc._.tasks, reading, pages, lambda bodies: resolver.resolve_in(bodies, doc._.context))
        rated = scorer.rate(ordered, Context(reading, doc._.folded, doc._.layout, doc._.dates), pages)
        likely = [scorer.is_likely(task) for task in rated]
        doc._.tasks = tuple(compress(rated, likely))
        doc._.unlikely = tuple(compress(rated, map(not_, likely)))
        doc.spans["tasks"] = _spans(doc, ((reading.to_reading(task.start), reading.to_reading(task.end), "task") for task in doc._.tasks))
        return doc

    return stage


def _last(node: Node) -> int:
    """Where the stretch that a heading governs ends."""
    while node.children:
        node = node.children[-1]
    return node.end


def _spans(doc: Doc, spans: Iterable[tuple[int, int, str]]) -> list[Span]:
    """spaCy spans over the tokens that hold the given stretches of the reading, in order; a stretch without a token is left out."""
    starts = [start for start, _ in doc._.words]
    found: list[Span] = []
    for start, end, label in spans:
        first = max(bisect_right(starts, start) - 1, 0)
        last = bisect_left(starts, end)
        if first < last:
            found.append(Span(doc, first, last, label=label))
    return found
