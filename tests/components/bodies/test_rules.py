"""The rules of the bodies, and a user's own folder over them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.components.bodies import BodyFinder, MembersError, Resolver, collapse, expand, read_members
from extractor.model import Body, Fields
from extractor.rules import RuleError, Rules


def test_provinces() -> None:
    provinces = [rule.data for rule in Rules()["bodies/provinces"]]
    by_id = {rule.id for rule in Rules()["bodies/provinces"]}
    assert sum("valid_to" not in data for data in provinces) == 34
    assert sum("valid_from" not in data for data in provinces) == 63
    assert all(data.get("successor", next(iter(by_id))) in by_id for data in provinces)
    assert all(set(data.get("predecessors", ())) <= by_id for data in provinces)


def test_registry_refers_to_itself() -> None:
    rules = Rules()["bodies/registry"]
    ids = {rule.id for rule in rules}
    for rule in rules:
        assert set(rule.data.get("successors", ())) <= ids | {"ban-tuyen-giao-va-dan-van-tinh-uy"}, rule.id
        assert ("valid_to" in rule.data) >= ("successors" in rule.data), rule.id


def test_no_rule_of_the_bodies_is_at_fault() -> None:
    assert [fault for fault in Rules().check() if "bodies" in fault] == []


@pytest.fixture
def office(tmp_path: Path) -> Rules:
    folder = tmp_path / "bodies"
    folder.mkdir()
    own = {"id": "xuong-z131", "name": "Xưởng Cơ khí Z131", "forms": ["X131"], "parent": "Nhà máy Hồng Hà"}
    (folder / "own.jsonl").write_text(json.dumps(own, ensure_ascii=False) + "\n", encoding="utf-8")
    return Rules(tmp_path)


def test_an_office_adds_its_own_bodies(office: Rules) -> None:
    text = "Giao X131 báo cáo; Xưởng Cơ khí Z131 lập dự toán."
    bodies = BodyFinder(office).find(text)
    assert [body.text for body in bodies] == ["X131", "Xưởng Cơ khí Z131"]
    resolved = Resolver(office).resolve(bodies, Fields(), text)
    assert [(body.id, body.canonical, body.parent) for body in resolved] == [("xuong-z131", "Xưởng Cơ khí Z131", "Nhà máy Hồng Hà")] * 2
    assert office.check() == []


def test_a_word_list_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "titles.jsonl").write_text('{"id": "x", "forms": "Trưởng xưởng"}\n', encoding="utf-8")
    with pytest.raises(RuleError, match=r"titles\.jsonl: rule 'x': 'forms' must be a list"):
        BodyFinder(Rules(tmp_path))


def test_expand_and_back(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("collective,body\nCác phòng,Phòng Nội vụ\nCác phòng,Phòng Tư pháp\n", encoding="utf-8")
    rows = [{"task": "rà soát", "assignees": ["các phòng", "Văn phòng"]}, {"task": "họp", "assignees": []}]
    expanded = expand(rows, read_members(path))
    assert [row["assignees"] for row in expanded] == [["Văn phòng"], ["Phòng Nội vụ"], ["Phòng Tư pháp"], []]
    assert collapse(expanded) == rows


@pytest.mark.parametrize(("content", "message"), [("a,b\n1,2\n", "must name the columns"), ("collective,body\nCác phòng,\n", r"members\.csv:2: both")])
def test_members_that_cannot_be_used(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "members.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(MembersError, match=message):
        read_members(path)


def test_the_command_expands_and_the_table_can_be_collapsed(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from extractor.cli import app

    notice, members, table = tmp_path / "n.txt", tmp_path / "m.csv", tmp_path / "t.jsonl"
    notice.write_text("Giao các sở, ban, ngành báo cáo kết quả trước ngày 15/5/2024.\nGiao Sở Y tế lập danh sách.\n", encoding="utf-8")
    members.write_text('collective,body\n"các sở, ban, ngành",Sở Nội vụ\n"các sở, ban, ngành",Sở Tư pháp\n', encoding="utf-8")
    runner = CliRunner()
    done = runner.invoke(app, ["run", str(notice), "--expand", str(members), "-o", str(table)])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()]
    assert [row["assignees"] for row in rows] == [["Sở Nội vụ"], ["Sở Tư pháp"], ["Sở Y tế"]]
    assert [row["assignees"] for row in collapse(rows)] == [["các sở, ban, ngành"], ["Sở Y tế"]]
    refused = runner.invoke(app, ["run", str(notice), "--expand", str(members), "-o", str(tmp_path / "t.html")])
    assert refused.exit_code == 2


def test_missing_members_file(tmp_path: Path) -> None:
    with pytest.raises(MembersError, match="cannot be read"):
        read_members(tmp_path / "none.csv")


def test_bodies_keep_their_place_in_the_list() -> None:
    bodies = [Body(0, 2, "ab", "ab"), Body(3, 5, "cd", "cd", "collective")]
    assert len(Resolver(Rules()).resolve(bodies, Fields(), "ab cd")) == 2
