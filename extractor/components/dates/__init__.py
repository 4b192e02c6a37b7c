"""Date expressions of Vietnamese administrative writing: found, given a role, resolved and explained."""

from extractor.components.dates.finder import DateFinder, find_dates
from extractor.components.dates.stretch import within

__all__ = ["DateFinder", "find_dates", "within"]
