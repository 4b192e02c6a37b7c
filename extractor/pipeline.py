"""The pipeline: `load` builds the spaCy Language of `config.cfg`, `read` runs it over a notice."""

from __future__ import annotations

from pathlib import Path

import spacy.util
from spacy.language import Language
from spacy.tokens import Doc

from extractor.components import factories
from extractor.model import Notice

CONFIG = Path(__file__).parent / "config.cfg"


def load(rules: Path | str | None = None) -> Language:
    """The pipeline as a spaCy ``Language``.

    Args:
        rules: a folder of rules that lies over the built-in ones.

    Returns:
        A Language whose Docs carry ``doc._.fields`` (`extractor.model.Fields`), ``doc._.tasks`` (tuple of `extractor.model.Task`) and the span groups
        sections, bodies, dates and tasks.

    Raises:
        extractor.rules.RuleError: a rules file cannot be used; the message names it.
    """
    config = spacy.util.load_config(CONFIG)
    folder = None if rules is None else str(Path(rules).resolve())
    factories.rules_of(folder)
    for stage in config["components"].values():
        stage["rules"] = folder
    return Language.from_config(config, auto_fill=True)


def read(nlp: Language, notice: Notice, issued_on: str | None = None) -> Doc:
    """Runs the pipeline over a notice. ``issued_on`` (ISO) is the day of issue where the notice states none."""
    doc: Doc = nlp.tokenizer.read(notice)
    if issued_on is not None:
        doc.user_data["issued_on"] = issued_on
    for _, stage in nlp.pipeline:
        doc = stage(doc)
    return doc
