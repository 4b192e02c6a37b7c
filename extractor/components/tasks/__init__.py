"""Tasks: which clauses tell a body to do something, and the cells of their rows."""

from extractor.components.tasks.build import TaskBuilder
from extractor.components.tasks.finder import TaskFinder

__all__ = ["TaskBuilder", "TaskFinder"]
