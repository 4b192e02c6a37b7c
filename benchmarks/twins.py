"""How much of the task table is lost by scanning: the rows of a scan compared with those of the same document as it was typed.

    python -m benchmarks.twins                 short documents of the corpus (dev), set on pages: as a PDF with text, and as scans of it
    python -m benchmarks.twins --files DIR     files of one's own: DIR/scans/<condition>_<name>_p<N>.jpg beside DIR/office/<name>.docx
    python -m benchmarks.twins --write PAGE    also writes the figures into a page of the documentation

Rows are compared as with gold (`extractor.evaluation`): evidence by overlap, then assignees and due. The words of a scan are laid beside those of its twin.
"""

from __future__ import annotations

import argparse
import io
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from difflib import SequenceMatcher
from pathlib import Path

import regex
from spacy.language import Language

from benchmarks.pages import as_pdf, drawn, scanned, set_text
from extractor.corpus.documents import Corpus
from extractor.corpus.figures import fill
from extractor.evaluation import Fault, Score, compare
from extractor.model import Notice, Task
from extractor.pipeline import load, read
from extractor.readers import read_bytes

CONDITIONS = {
    "scan 200": {"skew": -1.3, "stamps": 1},
    "stamps on the body, 200": {"skew": 0.8, "stamps": 2, "over_text": True},
}
_DPI = 200
_LONGEST = 7000
"""Characters of a document of the corpus that is short enough to be set, drawn and read."""
_WORD = regex.compile(r"\S+")


def tasks(nlp: Language, notice: Notice) -> tuple[Task, ...]:
    """The rows of a notice."""
    found: tuple[Task, ...] = read(nlp, notice)._.tasks
    return found


def laid_beside(rows: Sequence[Task], scan: str, typed: str) -> list[Task]:
    """Rows of a scan with the offsets that their evidence has in the typed text."""
    words = [list(_WORD.finditer(text)) for text in (scan, typed)]
    one, other = ([match[0] for match in found] for found in words)
    same = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    pairs = [(words[0][a + i], words[1][b + i]) for a, b, size in same for i in range(size)]
    starts, ends = [read.start() for read, _ in pairs], [read.end() for read, _ in pairs]

    def place(offset: int) -> int:
        at = max(bisect_right(starts, offset) - 1, 0)
        if not pairs:
            return offset
        read, meant = pairs[at]
        return int(meant.start() + offset - read.start() if offset <= ends[at] else meant.end() + offset - read.end())

    return [replace(row, start=place(row.start), end=place(row.end)) for row in rows]


def compared(nlp: Language, name: str, typed: Notice, scans: Sequence[Notice]) -> tuple[Score, list[Fault]]:
    """The score of the rows of scanned pages, those of the typed twin being right; pages that lie in files of their own are read as one document."""
    scan = joined(name, scans)
    gold = {"doc_id": name, "text": typed.text, "tasks": [asdict(task) for task in tasks(nlp, typed)]}
    return compare(gold, laid_beside(tasks(nlp, scan), scan.text, typed.text))


def joined(name: str, notices: Sequence[Notice]) -> Notice:
    """Several files as the pages of one notice, without their words."""
    text, made = "", Notice(name, "")
    for notice in notices:
        at = len(text)
        text += notice.text
        edits = tuple(replace(edit, start=edit.start + at, end=edit.end + at) for edit in notice.edits)
        tables = tuple(
            replace(
                table, start=table.start + at, end=table.end + at, cells=tuple(replace(c, start=c.start + at, end=c.end + at) for c in table.cells)
            )
            for table in notice.tables
        )  # fmt: skip
        blocks = tuple(replace(block, start=block.start + at, end=block.end + at) for block in notice.blocks)
        made = replace(made, text=text, edits=made.edits + edits, tables=made.tables + tables, blocks=made.blocks + blocks, format=notice.format)
    return made


def own(nlp: Language) -> Iterator[tuple[str, Score, list[Fault]]]:
    """The scores of the corpus's documents by condition."""
    documents = [document for document in Corpus.open().split("dev") if len(document["text"]) < _LONGEST]
    for condition, settings in CONDITIONS.items():
        total, faults = Score(), list[Fault]()
        for number, document in enumerate(documents):
            sheets = set_text(document["text"])
            typed = read_bytes(f"{document['doc_id']}.pdf", as_pdf(sheets))
            images = [scanned(drawn(sheet, _DPI), _DPI, seed=100 * number + i, **settings) for i, sheet in enumerate(sheets)]  # type: ignore[arg-type]
            tiff = io.BytesIO()
            images[0].save(tiff, "TIFF", save_all=True, append_images=images[1:], dpi=(_DPI, _DPI))
            score, wrong = compared(nlp, document["doc_id"], typed, [read_bytes(f"{document['doc_id']}.tif", tiff.getvalue())])
            total, faults = total + score, faults + wrong
        yield condition, total, faults


def files(nlp: Language, folder: Path) -> Iterator[tuple[str, Score, list[Fault]]]:
    """The scores of files of one's own by condition."""
    groups: dict[tuple[str, str], list[Path]] = {}
    for path in sorted((folder / "scans").glob("*_p*.*")):
        condition, name, _ = path.stem.split("_")
        groups.setdefault((condition, name), []).append(path)
    for (condition, name), paths in groups.items():
        twin = folder / "office" / f"{name}.docx"
        typed = read_bytes(twin.name, twin.read_bytes())
        score, faults = compared(nlp, name, typed, [read_bytes(path.name, path.read_bytes()) for path in paths])
        yield f"{condition} {name}", score, faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=Path, metavar="DIR")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="a page with the mark <!-- measured: twins --> (with --files: twins-files)")
    parser.add_argument("--faults", action="store_true", help="also say what differs")
    given = parser.parse_args()
    nlp = load()
    lines = ["| condition | rows of the twin | rows of the scan | found | row F1 |", "| --- | --- | --- | --- | --- |"]
    for condition, score, faults in files(nlp, given.files) if given.files else own(nlp):
        lines.append(f"| {condition} | {score.gold} | {score.predicted} | {score.matched} | {score.row:.3f} |")
        print(lines[-1], file=sys.stderr, flush=True)
        for fault in faults if given.faults else ():
            print(f"  {fault.doc_id} {fault.kind}: {fault.evidence[:110]} | {fault.gold} | {fault.predicted}", file=sys.stderr)
    print("\n".join(lines))
    if given.write:
        fill(given.write, "twins-files" if given.files else "twins", "\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
