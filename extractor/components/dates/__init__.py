"""Date expressions of Vietnamese administrative writing: found, given a role, resolved and explained."""

from extractor.components.dates.finder import DateFinder, find_dates

__all__ = ["DateFinder", "find_dates"]
