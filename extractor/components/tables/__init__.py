"""Assignment tables: each row that says who must do what by when is a task."""

from extractor.components.tables.reader import TableReader, beside

__all__ = ["TableReader", "beside"]
