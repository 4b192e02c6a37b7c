"""The rules of dates: their own examples, and the errors of rules that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.components.dates import DateFinder
from extractor.components.dates.grammar import Grammar
from extractor.components.dates.surface import SurfaceReader
from extractor.rules import Rule, RuleError, Rules
from extractor.text import fold

NAMES = [name for name in Rules().names if name.startswith("dates/")]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_finds_its_examples_and_says_where_it_comes_from(name: str) -> None:
    for rule in Rules()[name]:
        assert list(rule.failures()) == []
        assert rule.data["means"]
        assert rule.data["source"]
        assert "pattern" not in rule.data or (rule.data["match"] and rule.data["reject"])


@pytest.mark.parametrize("name", ["dates/expressions", "dates/holidays"])
def test_no_rule_is_kept_from_its_examples_by_anchor_or_next(name: str) -> None:
    reader = SurfaceReader(Rules()["dates/noise"])
    for rule in Rules()[name]:
        reads = rule.data.get("reads", "feast")
        seen = Rule(rule.id, rule.file, {**rule.data, "reads": "date" if reads == "skip" else reads})
        grammar = Grammar([seen], [])
        for example in rule.data["match"]:
            surface = reader.read(example)
            if rule.pattern.search(surface.text):  # an example may need the words before it, which number words change
                assert grammar.scan(surface.text, surface.tokens), f"{rule.id} is not tried at {example!r}"


def test_words_that_a_role_needs_stand_in_its_examples() -> None:
    for rule in Rules()["dates/roles"]:
        needs = rule.data.get("needs", ())
        for example in rule.data.get("match", ()):
            assert not needs or any(word in fold(example) for word in needs), f"{rule.id}: {example!r}"


@pytest.mark.parametrize(
    ("name", "entry", "message"),
    [
        ("expressions", 'id = "x"\nanchor = ["x"]\nreads = "moon"\npattern = "x"', "'x': `reads` must be one of"),
        ("expressions", 'id = "x"\nreads = "date"\npattern = "x"', "'x' has no `anchor`"),
        ("roles", 'id = "x"\nrole = "dealine"', "'x': `role` must be one of"),
        ("roles", 'id = "x"\nrole = "past"\nwhen = ["lost"]', "'x': unknown facts"),
        ("roles", 'id = "x"\nrole = "past"\npattern = "x"', "'x': a pattern needs `where`"),
        ("noise", 'id = "x"\nword = "ngay"\nreads = "ngà"\nmeans = ""', "'x': `word` and `reads`"),
        ("noise", 'id = "x"\nword = "ngay"\nreads = "ngày"\nbefore = ["moon"]', "'x': `before` knows"),
        ("bounds", 'id = "lead"\nenabled = false', "'lead' is missing"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named(tmp_path: Path, name: str, entry: str, message: str) -> None:
    (tmp_path / "dates").mkdir()
    (tmp_path / "dates" / f"{name}.toml").write_text(f"[[rule]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=message):
        DateFinder(Rules(tmp_path))


def test_a_rule_of_the_user_is_used(tmp_path: Path) -> None:
    (tmp_path / "dates").mkdir()
    (tmp_path / "dates" / "holidays.toml").write_text(
        '[[rule]]\nid = "feast.founding"\nanchor = ["ngày"]\nsolar = "07-28"\npattern = "ngày\\\\s+công\\\\s+đoàn"\n', encoding="utf-8"
    )
    finder = DateFinder(Rules(tmp_path))
    assert [date.due for date in finder.find("Xong trước ngày Công đoàn.", "2021-03-01")] == ["2021-07-28"]
    assert [date.due for date in DateFinder(Rules()).find("Xong trước ngày Công đoàn.", "2021-03-01")] == [None]
