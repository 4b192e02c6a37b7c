"""The rules that ship, what a user's folder does to them, and what is said of a folder with faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.rules import RuleError, Rules

BUILT_IN = Rules()
WITH_PATTERN = [(name, rule) for name in BUILT_IN.names for rule in BUILT_IN[name] if "pattern" in rule.data]
NASTY = tuple(piece * (1500 // len(piece)) for piece in ("1/", "a ", "các sở, ", "- ", "tháng ", " ", "\n", "I.", "(", "0"))


def folder(path: Path, **files: str) -> Path:
    """A folder of rules: ``tasks__cues="…"`` is the file tasks/cues.toml."""
    for name, text in files.items():
        file = path / f"{name.replace('__', '/')}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path


def test_the_built_in_rules_stand_by_their_examples() -> None:
    assert BUILT_IN.check() == []


def test_there_are_rules_for_every_stage() -> None:
    assert {name.split("/")[0] for name in BUILT_IN.names} >= {"bodies", "dates", "layout", "tables", "tasks"}


@pytest.mark.parametrize(("name", "rule"), WITH_PATTERN, ids=lambda value: value if isinstance(value, str) else value.id)
def test_no_pattern_backtracks_without_end(name: str, rule: object) -> None:  # noqa: ARG001 (names the case)
    for text in NASTY:
        for _ in zip(range(200), rule.pattern.finditer(text, timeout=20), strict=False):  # type: ignore[attr-defined]
            pass


def test_an_entry_of_the_users_replaces_ours_adds_to_ours_or_takes_one_away(tmp_path: Path) -> None:
    first, second = BUILT_IN["layout/titles"][0], BUILT_IN["layout/parts"][0]
    mine = Rules(
        folder(
            tmp_path,
            layout__titles=f'[[rule]]\nid = "{first.id}"\npattern = "mine"\n[[rule]]\nid = "my.own"\npattern = "new"\n',
            layout__parts=f'[[rule]]\nid = "{second.id}"\nenabled = false\n',
        )
    )
    titles = {rule.id: rule.data["pattern"] for rule in mine["layout/titles"]}
    assert titles[first.id] == "mine"
    assert titles["my.own"] == "new"
    assert len(titles) == len(BUILT_IN["layout/titles"]) + 1
    assert [rule.id for rule in mine["layout/parts"]] == [rule.id for rule in BUILT_IN["layout/parts"][1:]]


def test_an_entry_that_replaces_ours_keeps_its_place(tmp_path: Path) -> None:
    ours = [rule.id for rule in BUILT_IN["layout/parts"]]
    mine = Rules(folder(tmp_path, layout__parts=f'[[rule]]\nid = "{ours[1]}"\npattern = "x"\n'))
    assert [rule.id for rule in mine["layout/parts"]] == ours


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[rule]]\npattern = "x"\n', "no id"),
        ('[[rule]]\nid = "a"\n[[rule]]\nid = "a"\n', "'a' stands twice"),
        ('[[rule]]\nid = "a"\npattern = "("\nmatch = ["x"]\n', "not a regular expression"),
        ('[[rule]]\nid = "a"\npattern = "("\n', "not a regular expression"),
        ('[[rule]]\nid = "a"\npattern = "sở"\nmatch = ["Bộ"]\n', "does not find its example 'Bộ'"),
        ('[[rule]]\nid = "a"\npattern = "sở"\nreject = ["Sở Y tế"]\n', "which it should reject"),
        ("[[rules]]\nid = 1\n", "entries are written [[rule]]"),
        ("id = \n", "not TOML"),
    ],
)
def test_a_fault_names_the_file_and_the_rule(tmp_path: Path, text: str, said: str) -> None:
    faults = Rules(folder(tmp_path, layout__titles=text)).check()
    assert any("titles.toml" in fault and said in fault for fault in faults), faults


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "titles.toml").write_bytes(b"\xff\xfe\x00")
    assert any("titles.toml" in fault and "UTF-8" in fault for fault in Rules(tmp_path).check())


def test_a_line_of_jsonl_that_is_no_object_is_named_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "heads.jsonl").write_text('{"id": "x", "forms": ["x"]}\n{oops\n', encoding="utf-8")
    assert any("heads.jsonl:2" in fault for fault in Rules(tmp_path).check())


def test_a_file_that_no_stage_reads_is_named(tmp_path: Path) -> None:
    faults = Rules(folder(tmp_path, task__cues='[[rule]]\nid = "a"\npattern = "x"\n')).check()
    assert any("task/cues.toml" in fault and "no stage reads" in fault for fault in faults), faults


def test_a_folder_that_is_not_there_is_named() -> None:
    with pytest.raises(RuleError, match="/no/such/place"):
        Rules("/no/such/place")


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(RuleError, match="bodies/missing"):
        BUILT_IN["bodies/missing"]
