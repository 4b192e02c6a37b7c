"""The body that issues a document without a letterhead: the one that speaks in it ("Ủy ban nhân dân tỉnh yêu cầu …")."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.model import Body
from extractor.rules import Rules
from extractor.text import fold

_BEFORE = 12
_AFTER = 40
_SHORTEST = 2  # words: "Bộ" alone says nothing to who was not there


class Speaker:
    """Finds who speaks, by `rules/bodies/issuing.toml`.

    >>> from extractor.components.bodies.finder import BodyFinder
    >>> text = "Thực hiện chỉ đạo của Bộ Y tế, Bộ trưởng Bộ Tư pháp yêu cầu các đơn vị báo cáo."
    >>> Speaker(Rules()).find(text, BodyFinder(Rules()).find(text))
    'Bộ Tư pháp'
    """

    def __init__(self, rules: Rules) -> None:
        entries = rules.by_id("bodies/issuing")
        self._speaks, self._not, self._leader = (entries[f"issuing.{name}"].pattern for name in ("speaks", "not", "leader"))

    def find(self, text: str, mentions: Iterable[Body]) -> str | None:
        """The name of the first body that speaks, as it is written; None when none does."""
        for body in mentions:
            if self._speaks.search(fold(text[body.end : body.end + _AFTER])) and not self._not.search(fold(text[max(0, body.start - _BEFORE) : body.start])):
                written = " ".join(text[body.start : body.end].split())
                name = self._leader.sub("", written)
                title = body.kind == "office-holder" and len(written.split()) <= _SHORTEST
                if body.kind in ("body", "office-holder") and not title and len(name.split()) >= _SHORTEST and name[:1].isupper():
                    return name
        return None
