"""Bodies: who is meant, by name, abbreviation, role or context.

>>> from extractor.rules import Rules
>>> finder = BodyFinder(Rules())
>>> text = "Giao các Bộ: Công an, Quốc phòng phối hợp."
>>> start, end = finder.region_at(text, 5)
>>> [body.name for body in split_bodies(text, start, end, finder)]
['Bộ Công an', 'Bộ Quốc phòng']
"""

from extractor.components.bodies.coordination import split_bodies
from extractor.components.bodies.expansion import MembersError, collapse, expand, read_members
from extractor.components.bodies.finder import BodyFinder
from extractor.components.bodies.identity import Resolver, resolve
from extractor.components.bodies.names import normalise
from extractor.components.bodies.succession import Standing, Succession, standing

__all__ = [
    "BodyFinder", "MembersError", "Resolver", "Standing", "Succession",
    "collapse", "expand", "normalise", "read_members", "resolve", "split_bodies", "standing",
]  # fmt: skip
