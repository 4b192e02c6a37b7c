"""The project's annotated collection: opened, checked, counted, exported, made noisy, recombined, and scored against floors.

>>> from extractor.corpus import split_of
>>> split_of("bo-y-te")
'dev'
"""

from extractor.corpus.documents import Corpus, CorpusError, Document, split_of
from extractor.corpus.export import FORMATS, export
from extractor.corpus.frames import frame
from extractor.corpus.labelstudio import from_label_studio, to_label_studio
from extractor.corpus.noise import twin
from extractor.corpus.stats import stats
from extractor.corpus.validation import check, faults
from extractor.corpus.volume import generate

__all__ = [
    "FORMATS", "Corpus", "CorpusError", "Document",
    "check", "export", "faults", "frame", "from_label_studio", "generate", "split_of", "stats", "to_label_studio", "twin",
]  # fmt: skip
