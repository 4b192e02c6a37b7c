"""The tail of a document: its recipients and its signature, wherever they stand and however their columns were joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import regex

from extractor.components.layout.casing import Casing
from extractor.components.layout.lines import Line
from extractor.components.layout.outline import is_shout
from extractor.rules import Rule

_COLUMNS = regex.compile(r"\t+|\s{4,}|\s\|\s")


@dataclass(slots=True)
class Tail:
    """The fields that stand at the end, and ``taken``: the indices of the lines that hold them."""

    recipients: list[str] = field(default_factory=list)
    signer: str | None = None
    signer_title: str | None = None
    authority: str | None = None
    taken: set[int] = field(default_factory=set)


def tail(text: str, folded: str, all_lines: Sequence[Line], first: int, rules: Mapping[str, Rule]) -> Tail:
    """Finds recipients and signature among the lines from ``first`` on."""
    out = Tail()
    index = first
    while index < len(all_lines):
        start = index
        index = _block(text, folded, all_lines, index, rules, out)
        index = max(index, start + 1)
    return out


def _block(text: str, folded: str, all_lines: Sequence[Line], index: int, rules: Mapping[str, Rule], out: Tail) -> int:
    """Reads one block of tail lines that begins at ``index``, if one does; returns the index after it."""
    listing = signing = False
    while index < len(all_lines):
        line = all_lines[index]
        taken = False
        for column, (start, end) in enumerate(_columns(text, line)):
            raw, low = text[start:end], folded[start:end]
            opening = rules["tail.recipients"].pattern.match(low)
            authority = rules["tail.authority"].pattern.match(low)
            if opening:
                listing = taken = True
                if opening["rest"]:
                    _recipient(raw[opening.start("rest") :], rules, out)
            elif authority and (is_shout(raw) or signing) and len(raw) < 100:
                signing = taken = True
                name = next((n for n in ("body", "party", "plain") if authority[n]), None)
                words = raw[authority.start(name) : authority.end(name)].strip() if name else ""
                if rules["tail.title"].pattern.match(words.lower()):
                    out.signer_title = f"{out.signer_title} {raw}" if out.signer_title else raw
                elif words and not rules["tail.deputy"].pattern.match(low):
                    out.authority = out.authority or words
            elif (
                rules["tail.title"].pattern.match(low)
                and (signing or is_shout(raw))
                and (signing or listing or column or _signs(text, all_lines, index + 1, rules))
            ):
                signing = taken = True
                title = raw.strip(" *_.")
                out.signer_title = f"{out.signer_title} {title}" if out.signer_title and out.signer is None else title
            elif rules["tail.signed"].pattern.match(raw):
                taken = signing or listing
            elif signing and out.signer is None and (name_ := rules["tail.name"].pattern.match(raw.strip(" *_"))) and (column or not line.style):
                out.signer, taken = name_["name"], True
            elif listing and column == 0 and (line.style or (len(raw) < 110 and (raw.endswith((";", ",")) or rules["tail.recipient"].pattern.match(low)))):
                taken = True
                _recipient(text[line.content : end] if start == line.start else raw, rules, out)
            elif signing and is_shout(raw) and len(raw) < 70 and out.signer is None and not line.style and not rules["type.title"].pattern.match(low):
                taken = True
        if not taken:
            break
        out.taken.add(index)
        index += 1
    return index


def _columns(text: str, line: Line) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = line.start
    for cut in [*_COLUMNS.finditer(text, line.start, line.end), None]:
        end = line.end if cut is None else cut.start()
        if end > at:
            spans.append((at, end))
        at = line.end if cut is None else cut.end()
    return spans


def _signs(text: str, all_lines: Sequence[Line], index: int, rules: Mapping[str, Rule]) -> bool:
    """Whether a name or "(Đã ký)" follows within three lines, so that a title before it is a signature."""
    for line in all_lines[index : index + 3]:
        raw = text[line.start : line.end].strip(" *_")
        if rules["tail.signed"].pattern.match(raw) or rules["tail.name"].pattern.match(raw):
            return True
        if not is_shout(raw):
            return False
    return False


def _recipient(words: str, rules: Mapping[str, Rule], out: Tail) -> None:
    words = words.strip(" \t-–+•*").rstrip(" .;,/")
    if words and not rules["tail.filing"].pattern.match(words.lower()):
        out.recipients.append(words)


def issuer_from_signature(authority: str | None, text: str, casing: Casing) -> str | None:
    """The body in whose name the document is signed, by the longest name under which the text speaks of it."""
    if not authority:
        return None
    name = regex.sub(r"\s+", " ", authority).strip(" *_.,")
    seen: dict[str, int] = {}
    for match in casing.longer(name).finditer(text):
        if not is_shout(match[0]):
            seen[match[0]] = seen.get(match[0], 0) + 1
    return max(seen, key=lambda mention: (seen[mention], len(mention))) if seen else casing.sentence(name)
