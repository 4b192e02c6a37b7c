"""``extractor corpus``: the annotated collection, for those who annotate, measure or cite it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import NOTHING_DONE, SOME_FAILED, complain, out, patience, stop

if TYPE_CHECKING:
    from extractor.corpus import Corpus

app = typer.Typer(help="Work with the annotated corpus.", no_args_is_help=True, rich_markup_mode=None)

FolderOption = Annotated[Path | None, typer.Option("--corpus", metavar="DIR", help="The corpus; without it that of the checkout.")]
SplitOption = Annotated[str | None, typer.Option("--split", metavar="NAME", help="Only this split: train, dev or test.")]


@app.callback()
def _group() -> None:
    """Work with the annotated corpus."""


@app.command("stats")
def stats(folder: FolderOption = None, split: SplitOption = None) -> None:
    """Count documents, tasks, bodies and dates, by genre, issuer, year and phenomenon.

    Exit status: 0 when there is a corpus, 2 when there is none.
    """
    from rich import box
    from rich.table import Table

    from extractor.corpus import stats as count

    corpus = _open(folder, split)
    counted = count(corpus)
    table = Table(box=box.HORIZONTALS, border_style="bright_black", header_style="bold")
    table.add_column("what")
    table.add_column("number", justify="right")
    for name, number in counted.totals.items():
        table.add_row(name, str(number))
    for group, counts in counted.by.items():
        table.add_section()
        for name, number in sorted(counts.items()) if group == "year" else counts.most_common():
            table.add_row(f"{group}: {name}", str(number))
    out().print(table)


@app.command("validate")
def validate(folder: FolderOption = None) -> None:
    """Check every gold document: offsets, dates, rules, names, files and splits.

    Exit status: 0 when all is well, 1 when there are faults, 2 when there is no corpus.
    """
    from extractor.corpus import check

    corpus = _open(folder, None)
    faults = check(corpus)
    for fault in faults:
        complain(fault)
    if faults:
        out().print(f"{len(faults)} faults", style="bold red")
        raise typer.Exit(SOME_FAILED)
    out().print(f"[bold green]✓[/] {len(corpus)} documents: all well")


@app.command("agreement")
def agreement(folder: FolderOption = None) -> None:
    """Compare the second annotations of some documents with the gold.

    Exit status: 0 when they were compared, 2 when there are none or no corpus.
    """
    from extractor.corpus import CorpusError
    from extractor.corpus.agreement import agreement as compare

    try:
        report = compare(_open(folder, None))
    except CorpusError as error:
        stop(error, NOTHING_DONE)
    total = report.total
    for fault in report.faults:
        complain(f"{fault.doc_id}: {fault.kind}: {fault.evidence[:70]!r}: gold {fault.gold!r}, second {fault.predicted!r}")
    shares = ", ".join(f"{name} {total.share(name):.3f}" for name in ("assignees", "coordinators", "due"))
    out().print(f"{len(report.documents)} documents, {total.gold} tasks: detection F1 {total.detection:.3f}, {shares}, row F1 {total.row:.3f}")


@app.command("export")
def export(
    output: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="The folder to write to; it is made.")],
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="docbin, conll, labelstudio or parquet.")],
    folder: FolderOption = None,
    split: SplitOption = None,
) -> None:
    """Write the corpus in the format of another tool.

    Exit status: 0 when it was written, 2 when it could not be.
    """
    from extractor.corpus import FORMATS
    from extractor.corpus import export as write

    if to not in FORMATS:
        stop(f"there is no format {to!r}; there are {', '.join(FORMATS)}")
    for path in write(_open(folder, split), to, output):
        out().print(str(path))


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What Label Studio exported as JSON.")],
    output: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="The folder to write the gold documents to; it is made.")],
) -> None:
    """Take annotated documents back from Label Studio and check them.

    Exit status: 0 when all are well, 1 when some have faults (they are written all the same), 2 when the file cannot be used.
    """
    from extractor.corpus import CorpusError, faults, from_label_studio
    from extractor.corpus.documents import write_document

    try:
        documents = from_label_studio(json.loads(source.read_text(encoding="utf-8")), str(source))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, CorpusError) as error:
        stop(error if isinstance(error, CorpusError) else f"{source}: cannot be read as JSON: {error}", NOTHING_DONE)
    wrong = 0
    for document in documents:
        write_document(document, output)
        for fault in faults(document):
            wrong += 1
            complain(fault)
    out().print(f"{len(documents)} documents in {output}")
    if wrong:
        raise typer.Exit(SOME_FAILED)


@app.command("twins")
def twins(
    share: Annotated[float, typer.Option("--share", help="How many of the documents get a twin, from 0 to 1.")] = 0.1,
    seed: Annotated[int, typer.Option("--seed", help="Other twins for another number.")] = 0,
    folder: FolderOption = None,
) -> None:
    """Write OCR-noised twins of some of the documents into the corpus, in place of those that are there.

    Exit status: 0 when they were written, 2 when there is no corpus.
    """
    from extractor.corpus.documents import write_document
    from extractor.corpus.noise import chosen, twin

    corpus = _open(folder, None)
    place = corpus.folder / "twins"
    for path in [*place.glob("*.json"), *place.glob("*.txt")]:
        path.unlink()
    for document in chosen(corpus, share, seed):
        out().print(str(write_document(twin(document, seed), place)))


@app.command("generate")
def generate(
    output: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="The folder to write to; it is made.")],
    count: Annotated[int, typer.Option("--count", min=1, help="How many documents.")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="Other documents for another number.")] = 0,
    folder: FolderOption = None,
    split: SplitOption = None,
) -> None:
    """Recombine paragraphs of the corpus into any number of documents with gold, for benchmarks.

    Exit status: 0 when they were written, 2 when there is no corpus.
    """
    from extractor.corpus import generate as make
    from extractor.corpus.documents import write_document

    for document in make(_open(folder, split), count, seed):
        write_document(document, output)
    out().print(f"{count} documents in {output}")


@app.command("floors")
def floors(
    write: Annotated[bool, typer.Option("--write", help="Set the floors to what was measured now.")] = False,
    folder: FolderOption = None,
) -> None:
    """Score every split and compare with its floors.

    Exit status: 0 when no score fell, 1 when one did or when the corpus changed, 2 when there is no corpus.
    """
    from extractor import pipeline
    from extractor.corpus import CorpusError
    from extractor.corpus.floors import SETS, SHARES, documents_of, fallen, measure, read_floors, write_floors

    corpus = _open(folder, None)
    path = corpus.folder / "floors.toml"
    with patience("đang chấm", len(corpus)) as work:
        nlp = pipeline.load()
        measured = {name: measure(documents_of(corpus, name), nlp, work.done) for name in SETS}
    for name, scores in measured.items():
        out().print(f"{name:<6} " + "  ".join(f"{key} {scores[key]:.3f}" for key in SHARES))
    if write:
        write_floors(path, corpus.digest, measured)
        return
    try:
        digest, old = read_floors(path)
    except CorpusError as error:
        stop(error)
    faults = [fault for name in SETS for fault in fallen(name, old[name], measured[name])]
    if digest != corpus.digest:
        faults.append(f"{path}: the corpus changed since the floors were set; set new ones with --write and say why")
    for fault in faults:
        complain(fault)
    if faults:
        raise typer.Exit(SOME_FAILED)


def _open(folder: Path | None, split: str | None) -> Corpus:
    from extractor.corpus import Corpus, CorpusError

    try:
        corpus = Corpus.open(folder)
        return corpus if split is None else corpus.only(corpus.split(split, twins=True))
    except CorpusError as error:
        stop(error, NOTHING_DONE)
