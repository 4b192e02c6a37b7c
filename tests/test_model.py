"""The value objects."""

from __future__ import annotations

import dataclasses

import pytest

from extractor import model


@pytest.mark.parametrize("kind", [c for c in vars(model).values() if dataclasses.is_dataclass(c)], ids=lambda kind: kind.__name__)
def test_values_cannot_be_changed_and_carry_no_stray_attributes(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(kind)


def test_a_task_names_each_of_its_rules_once_in_the_order_of_its_cells() -> None:
    origins = tuple(model.Origin(cell, "clause", 0, 1, rule) for cell, rule in (("task", "assign.order"), ("assignees", "assign.order"), ("due", "date.numeric")))
    assert model.Task(0, 1, "báo cáo", origins=origins).rules == ("assign.order", "date.numeric")
