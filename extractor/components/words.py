"""Words of Vietnamese as underthesea's model cuts them, with their offsets.

The model, the templates of its features and the patterns of its tokens are underthesea's own, and the suite compares the words with those of its
`word_tokenize`. The way is another: underthesea makes forty texts of every token and looks each up in the model, which is where its time goes; here the
weights lie by the word, the pair and the triple that they speak of.

>>> text = "Giao Văn phòng báo cáo"
>>> [text[start:end] for start, end in WordCutter().cut(text, 0, len(text))]
['Giao', 'Văn phòng', 'báo cáo']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from pathlib import Path

from extractor.components.crf import Crf

Span = tuple[int, int]
Row = tuple[float, ...]
Known = tuple[Row, str, bool]  # the weights of some tokens, the tokens in small letters, and whether each begins with a capital
_TEMPLATE = re.compile(r"T\[(-?\d)(?:,(-?\d))?\](?:\.(lower|isdigit|istitle|is_in_dict))?")
_MODEL = "ws_crf_vlsp2013_20230727"
_LABELS = ("B-W", "I-W")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}")
_RUN = re.compile(r"\S+")
_FLAG = ("False", "True")
_KEPT = 20_000  # runs of letters, words and pairs of words, each, that are kept: some twenty megabytes
_WIDTHS = (1, 2, 3)
_TIE = 1e-9  # of two readings that are as good, that with the earlier end of a word is taken
_REACH = 2  # tokens to both sides that the templates see


class WordCutter:
    """Cuts stretches of text into words. Building it loads underthesea's model (half a second)."""

    def __init__(self) -> None:
        import joblib
        from underthesea.pipeline.text_normalize.text_normalizer import character_map
        from underthesea.pipeline.word_tokenize import regex_tokenize

        folder = Path(regex_tokenize.__file__).parent / "models" / _MODEL
        self._weights = Weights(joblib.load(folder / "features.bin"), joblib.load(folder / "dictionary.bin"), Crf.read((folder / "models.bin").read_bytes()))
        # Compiled anew: a caller's fixed words change the one that underthesea keeps.
        self._token = re.compile("(" + "|".join(regex_tokenize.regex_patterns) + ")", re.VERBOSE | re.UNICODE)
        self._alike = str.maketrans({old: new for old, new in character_map.items() if len(old) == len(new) == 1})
        self._known: dict[str, list[tuple[int, int, str]]] = {}

    def cut(self, text: str, start: int, end: int) -> list[Span]:
        """The spans of the words in ``text[start:end]``, in order; nothing but blanks lies between them."""
        spans: list[Span] = []
        tokens: list[str] = []
        known = self._known
        runs = [run.span() for run in _RUN.finditer(text, start, end)]
        for nth, (begin, stop) in enumerate(runs, 1):
            run = text[begin:stop]
            # No token holds a blank, and only the last run is read otherwise for what follows it: the end of the text.
            for first, last, token in (known.get(run) or self._new(run)) if nth < len(runs) else self._read(text[begin:end]):
                spans.append((begin + first, begin + last))
                tokens.append(token)
        words: list[Span] = []
        for span, inside in zip(spans, self._weights.inside(tokens), strict=True):
            if inside and words:
                words[-1] = words[-1][0], span[1]
            else:
                words.append(span)
        return words

    def _new(self, run: str) -> list[tuple[int, int, str]]:
        if len(self._known) >= _KEPT:
            self._known.clear()
        found = self._known[run] = self._read(run + " ")
        return found

    def _read(self, text: str) -> list[tuple[int, int, str]]:
        return [(*match.span(), match[0]) for match in self._token.finditer(text.translate(self._alike))]


class Weights:
    """What underthesea's model says of tokens: the weights of their features, ``T[-1,0].lower=báo cáo`` and the like, for going on with the word before less
    those for beginning one; BOS and EOS stand for what lies outside. Those of a token, and of two tokens together, are kept: most come again.
    """

    def __init__(self, templates: Sequence[str], dictionary: Collection[str], crf: Crf) -> None:
        if crf.labels != _LABELS:
            raise ValueError(f"underthesea's word model has labels {crf.labels} that are not known; install the version that setup.cfg names")
        self._dictionary = dictionary
        (self._bb, self._bi), (self._ib, self._ii) = crf.transitions
        shapes = {template: _shape(template) for template in templates}
        # By the number of tokens that a feature covers, what it says of them, and this: its weight for each place of the first of them.
        said: dict[tuple[int, str], dict[str, Row]] = {}
        for feature, (begins, goes_on) in crf.weights.items():
            template, _, value = feature.partition("=")
            if template in shapes:
                width, first, what = shapes[template]
                known = said.setdefault((width, what), {})
                row = list(known.get(value) or _nothing(width))
                row[first + _REACH] += goes_on - begins
                known[value] = tuple(row)
        self._written, self._lower = ([said.get((width, what), {}) for width in _WIDTHS] for what in ("", "lower"))
        self._digits = [said.get((1, "isdigit"), {}).get(flag, _nothing(1)) for flag in _FLAG]
        # Most pairs and triples are no more than in the dictionary or not, and with capitals or not.
        title, listed = ([said.get((width, what), {}) for width in _WIDTHS] for what in ("istitle", "is_in_dict"))
        self._plain = [
            [[_sum(_nothing(width), title[width - 1].get(one), listed[width - 1].get(two)) for two in _FLAG] for one in _FLAG] for width in _WIDTHS
        ]
        self._outside = [
            [_sum(_nothing(width), *(rows.get(edge) for (wide, _), rows in said.items() if wide == width)) for edge in ("BOS", "EOS")] for width in _WIDTHS
        ]
        self._words: dict[str, Known] = {}
        self._pairs: dict[str, Known] = {}

    def inside(self, tokens: Sequence[str]) -> list[bool]:
        """Whether each token goes on with the word before it, in the most likely reading of all."""
        if not tokens:
            return []
        bb, bi, ib, ii = self._bb, self._bi, self._ib, self._ii
        emissions = self.emissions(tokens)
        lead = emissions[0]  # how much likelier it is that this token goes on than that it begins a word
        ways: list[tuple[bool, bool]] = []
        for emission in emissions[1:]:
            begins_after, goes_on_after = lead + ib > bb + _TIE, lead + ii > bi + _TIE
            ways.append((begins_after, goes_on_after))
            lead = (lead + ii if goes_on_after else bi) - (lead + ib if begins_after else bb) + emission
        now = lead > _TIE
        found = [now]
        for way in reversed(ways):
            now = way[now]
            found.append(now)
        found.reverse()
        return found

    def emissions(self, tokens: Sequence[str]) -> list[float]:
        """The sum of the weights of each token."""
        words = [self._words.get(token) or self._word(token) for token in tokens]
        keys = [f"{one} {two}" for one, two in pairwise(tokens)]
        pairs = [self._pairs.get(key) or self._pair(key, *both) for key, both in zip(keys, pairwise(words), strict=True)]
        triples = [self._triple(f"{key} {token}", pair, word) for key, pair, token, word in zip(keys, pairs, tokens[2:], words[2:], strict=False)]
        size = len(tokens)
        one, two, three = (
            [before] * _REACH + rows + [after] * (size + _REACH - len(rows))
            for rows, (before, after) in zip(([row for row, _, _ in words], [row for row, _, _ in pairs], triples), self._outside, strict=True)
        )
        return [
            a[0] + b[1] + c[2] + d[3] + e[4] + f[0] + g[1] + h[2] + i[3] + j[0] + k[1] + m[2]
            for a, b, c, d, e, f, g, h, i, j, k, m in zip(
                one, one[1:], one[2:], one[3:], one[4:], two, two[1:], two[2:], two[3:], three, three[1:], three[2:], strict=False
            )
        ]

    def _word(self, token: str) -> Known:
        low, title = token.lower(), _is_title(token)
        plain = self._plain[0][title][low in self._dictionary]
        row = _sum(plain, self._digits[_is_number(token)], self._written[0].get(token), self._lower[0].get(low))
        return _keep(self._words, token, (row, low, title))

    def _pair(self, key: str, one: Known, two: Known) -> Known:
        low, title = f"{one[1]} {two[1]}", one[2] and two[2]
        plain, written, lower = self._plain[1][title][low in self._dictionary], self._written[1].get(key), self._lower[1].get(low)
        return _keep(self._pairs, key, (_sum(plain, written, lower) if written or lower else plain, low, title))

    def _triple(self, key: str, pair: Known, word: Known) -> Row:
        low = f"{pair[1]} {word[1]}"
        plain = self._plain[2][pair[2] and word[2]][low in self._dictionary]
        written, lower = self._written[2].get(key), self._lower[2].get(low)
        return _sum(plain, written, lower) if written or lower else plain


def _shape(template: str) -> tuple[int, int, str]:
    """How many tokens a template covers, where the first of them stands, and what it says of them."""
    match = _TEMPLATE.fullmatch(template)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
    if match is None or not -_REACH <= first <= last <= min(_REACH, first + 2):
        raise ValueError(f"underthesea's word model has a feature {template!r} that is not known; install the version that setup.cfg names")
    return last - first + 1, first, match[3] or ""


def _nothing(width: int) -> Row:
    return (0.0,) * (2 * _REACH + 2 - width)


def _sum(*rows: Row | None) -> Row:
    return tuple(map(sum, zip(*filter(None, rows), strict=True)))


def _keep(known: dict[str, Known], key: str, found: Known) -> Known:
    if len(known) >= _KEPT:
        known.clear()
    known[key] = found
    return found


def _is_number(words: str) -> bool:
    return _NUMBER.fullmatch(words) is not None and -(2**31) <= int(words) < 2**31


def _is_title(token: str) -> bool:
    """Whether no word of a token begins with a letter that has a capital."""
    return all(word[0] == word[0].upper() for word in token.split())


__all__ = ["Weights", "WordCutter"]
