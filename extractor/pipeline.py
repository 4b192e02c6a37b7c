"""The pipeline: `load` builds the spaCy Language of `config.cfg`, `read` runs it over a notice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import spacy.util
from spacy.language import Language
from spacy.tokens import Doc

from extractor.components import factories
from extractor.components.segmentation import Segmenter
from extractor.model import Notice
from extractor.readers.limits import DEFAULT

CONFIG = Path(__file__).parent / "config.cfg"


def load(rules: Path | str | None = None) -> Language:
    """The pipeline as a spaCy ``Language``.

    Args:
        rules: a folder of rules that lies over the built-in ones.

    Returns:
        A Language whose Docs carry ``doc._.fields`` (`extractor.model.Fields`), ``doc._.tasks`` (tuple of `extractor.model.Task`, offsets in
        ``doc._.notice.text``), ``doc._.unlikely`` (rows left out as hardly any task), ``doc._.bodies`` and ``doc._.dates`` (offsets in ``doc.text``,
        which is the reading of the notice), and the span groups sections, bodies, dates and tasks.

    Raises:
        extractor.rules.RuleError: a rules file cannot be used; the message names it.

    >>> doc = load()("Giao Ban Tổ chức báo cáo trước ngày 20/9/2020.")
    >>> doc._.tasks[0].assignees, doc._.tasks[0].due, doc.spans["bodies"][0].text
    (('Ban Tổ chức',), '2020-09-20', 'Ban Tổ chức')
    """
    config = spacy.util.load_config(CONFIG)
    folder = None if rules is None else str(Path(rules).resolve())
    factories.rules_of(folder)
    for part in (config["nlp"]["tokenizer"], *config["components"].values()):
        part["rules"] = folder
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    nlp.max_length = DEFAULT.text_chars
    return nlp


def read(nlp: Language, notice: Notice, issued_on: dt.date | str | None = None) -> Doc:
    """Runs the pipeline over a notice.

    Args:
        nlp: what `load` gave.
        notice: what `extractor.readers` read.
        issued_on: the day of issue where the notice states none, as a date or an ISO text.

    Raises:
        ValueError: ``issued_on`` is no day.
        TypeError: ``nlp`` is some other pipeline.
    """
    segmenter = nlp.tokenizer
    if not isinstance(segmenter, Segmenter):
        raise TypeError("the pipeline must be one that extractor.load() gave: its tokenizer reads notices")
    doc = segmenter.read(notice)
    if issued_on is not None:
        doc.user_data["issued_on"] = (dt.date.fromisoformat(issued_on) if isinstance(issued_on, str) else issued_on).isoformat()
    for _, stage in nlp.pipeline:
        doc = stage(doc)
    return doc
