"""Lines before their colon: lead-ins that tell instead of ask, lead-ins whose items are contents only, topic labels inside a line."""

from __future__ import annotations

import regex

from extractor.components.layout import Node
from extractor.components.tasks.names import region
from extractor.components.tasks.parse import parse
from extractor.components.tasks.scope import Scope
from extractor.components.tasks.source import Source

_LABEL = regex.compile(r"[^:;.!?]{2,170}:\s+")


def is_telling(source: Source, words: str) -> bool:
    """A lead-in of what was done or discussed, not of what is to be done."""
    if source.cues["line.telling"].search(words):
        return True
    tail = words[max(words.rfind(". "), len(words) - 200, 0) :]
    return source.cues["not.past"].search(tail) is not None and not source.cues["line.telling-orders"].search(tail[-130:])


def lists_the_past(source: Source, node: Node) -> bool:
    """Whether a line is an item of a lead-in that tells of what was, and so asks for nothing."""
    return any(not above.style and is_telling(source, source.folded[above.start : above.end]) for above in node.ancestors())


def is_contents(source: Source, node: Node, inner: Scope) -> bool:
    """Whether the items are only the contents of what the lead-in asks for: none of them begins as an instruction."""
    if inner.verb is not None:
        return False
    below = [child for child in node.children if not child.cells]
    starts = sum(_begins_task(source, child) for child in below)
    listing = source.cues["lead.contents"].search(source.folded[node.start : node.end]) is not None
    return bool(below) and (starts == 0 or (listing and 2 * starts < len(below)))


def _begins_task(source: Source, node: Node) -> bool:
    """Whether an item begins as an instruction does, after its label or at once, or governs items of its own."""
    at, end = node.start, node.end
    if node.children or source.lexicon.verb(source.folded, at, end) is not None:
        return True
    label = label_end(source, at, end)
    if label > at and (region(source, at, end) is not None or source.lexicon.verb(source.folded, label, end) is not None):
        return True
    return parse(source, at, min(end, at + 400)).kind != "none"


def label_end(source: Source, start: int, end: int) -> int:
    """Where a line goes on after a topic label and its colon; ``start`` when it has none."""
    text = source.text
    match = _LABEL.match(text, start, end)
    if not match or text.count("(", start, match.end()) != text.count(")", start, match.end()):
        return start
    colon = text.rindex(":", start, match.end())
    return start if _lists_bodies(source, start, colon, end) else match.end()


def _lists_bodies(source: Source, start: int, colon: int, end: int) -> bool:
    """Whether a colon stands inside a list of bodies ("Giám đốc các sở: A, B") and so ends no label."""
    body = region(source, start, end)
    if (body and body[0] <= colon < body[1]) or source.cues["line.distributive"].search(source.folded, start, colon):
        return True
    inside = (source.regions.at(at + 1) for at in range(start, colon) if source.text[at] in " \n")
    return any(span and span[0] <= colon < span[1] for span in inside)
