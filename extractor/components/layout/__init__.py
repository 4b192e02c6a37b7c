"""Layout: the fields of the document and the outline of its body."""

from extractor.components.layout.layout import Layout, LayoutReader
from extractor.components.layout.outline import Node

__all__ = ["Layout", "LayoutReader", "Node"]
