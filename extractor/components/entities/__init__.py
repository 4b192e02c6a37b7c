"""Named entities: bodies found by a CRF of our own, trained on `corpus/` over the grammar's mentions and underthesea's words."""

from extractor.components.entities.finder import EntityFinder, ModelError

__all__ = ["EntityFinder", "ModelError"]
