"""Bodies: who is meant, by name, abbreviation, role or context.

>>> from extractor.rules import Rules
>>> finder = BodyFinder(Rules())
>>> text = "Giao các Bộ: Công an, Quốc phòng phối hợp."
>>> [body.name for body in split_bodies(text, 5, 32, finder)]
['Bộ Công an', 'Bộ Quốc phòng']
"""

from extractor.components.bodies.coordination import split_bodies
from extractor.components.bodies.finder import BodyFinder
from extractor.components.bodies.names import normalise

__all__ = ["BodyFinder", "normalise", "split_bodies"]
