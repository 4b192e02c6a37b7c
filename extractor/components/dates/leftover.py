"""What the grammar leaves: calendar forms that `dateparser` may read (ISO dates, English months), never twice for the same string.

It is trusted with strings that name day, month and year, and with nothing else: it makes 10 December 2026 of "tháng 12/2026", and knows no quarter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import regex

from extractor.components.dates.grammar import Item

_FOREIGN = regex.compile(
    r"(?<![\w/.-])(?:(?:19|20)\d\d\s?[-/.]\s?[01]?\d\s?[-/.]\s?[0-3]?\d(?![\w/]|[.-]\d)"
    r"|[0-3]?\d(?:st|nd|rd|th)?[\s-](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}{0,6}\.?,?[\s-](?:19|20)\d\d(?!\d)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}{0,6}\.?\s[0-3]?\d(?:st|nd|rd|th)?,?\s(?:19|20)\d\d(?!\d))"
)
_YEAR_FIRST = re.compile(r"[12][09]\d\d\s?[-/.]\s?\d")
_MONTHS = frozenset(
    (
        *("jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june", "jul", "july"),
        *("aug", "august", "sep", "sept", "september", "oct", "october", "nov", "november", "dec", "december"),
    )
)


@lru_cache(maxsize=4096)
def read(text: str) -> dt.date | None:
    """The date that dateparser reads in a string that names day, month and year, None where it reads none."""
    found = _parser(text[:4].isdigit()).get_date_data(text)
    return found.date_obj.date() if found is not None and found.date_obj is not None and found.period == "day" else None


@lru_cache(maxsize=2)
def _parser(year_first: bool) -> Any:
    import dateparser  # 0.3 s, and few texts need it

    order = "YMD" if year_first else "DMY"
    return dateparser.date.DateDataParser(languages=["vi", "en"], settings={"DATE_ORDER": order, "STRICT_PARSING": True, "RETURN_AS_TIMEZONE_AWARE": False})


def add(items: Sequence[Item], surface: str, tokens: Sequence[str]) -> list[Item]:
    """The items with the dates that only dateparser read among them, in order."""
    found = list(items)
    if _YEAR_FIRST.search(surface) or not _MONTHS.isdisjoint(tokens):
        for match in _FOREIGN.finditer(surface):
            if any(item.start < match.end() and match.start() < item.end for item in items):
                continue
            day = read(match[0])
            if day is not None:
                groups = {"d": [str(day.day)], "m": [str(day.month)], "y": [str(day.year)]}
                found.append(Item(match.start(), match.end(), "dateparser", "date", groups))
        found.sort(key=lambda item: item.start)
    return found
