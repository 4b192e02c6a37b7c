"""Words of Vietnamese as underthesea's model cuts them, with their offsets.

Underthesea's featurizer takes two thirds of the time of its `word_tokenize`; here the same features are made once for each word and kept. The model, the
templates of its features and the patterns of its tokens are underthesea's own, and the suite compares the words with those of `word_tokenize`.

>>> text = "Giao Văn phòng báo cáo"
>>> [text[start:end] for start, end in WordCutter().cut(text, 0, len(text))]
['Giao', 'Văn phòng', 'báo cáo']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

Span = tuple[int, int]
_TEMPLATE = re.compile(r"T\[(-?\d)(?:,(-?\d))?\](?:\.(lower|isdigit|istitle|is_in_dict))?")
_MODEL = "ws_crf_vlsp2013_20230727"
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}")
_FLAG = ("False", "True")
_KEPT = 20_000  # words, and as many pairs of words, whose features are kept: some fifty megabytes


class WordCutter:
    """Cuts stretches of text into words. Building it loads underthesea's model (half a second)."""

    def __init__(self) -> None:
        import joblib
        from underthesea.pipeline.text_normalize.text_normalizer import character_map
        from underthesea.pipeline.word_tokenize import regex_tokenize
        from underthesea_core import CRFTagger

        folder = Path(regex_tokenize.__file__).parent / "models" / _MODEL
        self._tagger = CRFTagger()
        self._tagger.load(str(folder / "models.bin"))
        self._features = Features(joblib.load(folder / "features.bin"), joblib.load(folder / "dictionary.bin"))
        # Compiled anew: a caller's fixed words change the one that underthesea keeps.
        self._token = re.compile("(" + "|".join(regex_tokenize.regex_patterns) + ")", re.VERBOSE | re.UNICODE)
        self._alike = str.maketrans({old: new for old, new in character_map.items() if len(old) == len(new) == 1})

    def cut(self, text: str, start: int, end: int) -> list[Span]:
        """The spans of the words in ``text[start:end]``, in order; nothing but blanks lies between them."""
        part = text[start:end].translate(self._alike)
        spans = [match.span() for match in self._token.finditer(part)]
        words: list[Span] = []
        for (first, last), tag in zip(spans, self._tagger.tag(self._features([part[a:b] for a, b in spans])) if spans else (), strict=True):
            if tag == "I-W" and words:
                words[-1] = words[-1][0], start + last
            else:
                words.append((start + first, start + last))
        return words


class Features:
    """The features of a sentence's tokens by underthesea's templates: ``T[-1,0].lower=báo cáo``; BOS and EOS stand for what lies outside.

    Those of a token, and of two tokens together, are kept: most come again, and a feature is then only a look-up.
    """

    def __init__(self, templates: Sequence[str], dictionary: Collection[str]) -> None:
        self._dictionary = dictionary
        # By the number of tokens that a template covers and the place of the first: what it says of them, with its name.
        self._templates: dict[int, dict[int, list[tuple[str, str]]]] = {}
        for template in templates:
            match = _TEMPLATE.fullmatch(template)
            if match is None:
                raise ValueError(f"underthesea's word model has a feature {template!r} that is not known; install the version that setup.cfg names")
            first, last = int(match[1]), int(match[2] or match[1])
            self._templates.setdefault(last - first + 1, {}).setdefault(first, []).append((match[3] or "", template + "="))
        self._outside = {
            (width, first, edge): [name + edge for _, name in named]
            for width, places in self._templates.items()
            for first, named in places.items()
            for edge in ("BOS", "EOS")
        }
        self._known: dict[int, dict[str, list[list[str]]]] = {width: {} for width in self._templates}

    def __call__(self, tokens: Sequence[str]) -> list[list[str]]:
        """The features of each token."""
        size = len(tokens)
        rows: list[list[str]] = [[] for _ in tokens]
        for width, places in self._templates.items():
            words = tokens if width == 1 else [" ".join(tokens[i : i + width]) for i in range(size - width + 1)]
            values = [self._named(one, width) for one in words]
            for nth, first in enumerate(places):
                before, after = self._outside[width, first, "BOS"], self._outside[width, first, "EOS"]
                for i, row in enumerate(rows, first):
                    row += before if i < 0 else values[i][nth] if i < len(values) else after
        return rows

    def _named(self, words: str, width: int) -> list[list[str]]:
        """The features of some tokens, a list for each place of the first of them."""
        known = self._known[width]
        found = known.get(words)
        if found is None:
            low = words.lower()
            says = {"": words, "lower": low, "isdigit": "", "istitle": _FLAG[_is_title(words)], "is_in_dict": _FLAG[low in self._dictionary]}
            if width == 1:
                says["isdigit"] = _FLAG[_is_number(words)]
            found = [[name + says[what] for what, name in named] for named in self._templates[width].values()]
            if width < 3:
                if len(known) >= _KEPT:
                    known.clear()
                known[words] = found
        return found


def _is_number(words: str) -> bool:
    return _NUMBER.fullmatch(words) is not None and -(2**31) <= int(words) < 2**31


def _is_title(token: str) -> bool:
    """Whether no word of a token begins with a letter that has a capital."""
    return all(word[0] == word[0].upper() for word in token.split())


__all__ = ["Features", "WordCutter"]
