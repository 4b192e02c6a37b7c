"""What the benchmarks write and conclude; what they measure is not measured here."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import instructions, longrun, suite
from extractor.batch import Settings

ROOT = Path(__file__).parent.parent


def test_a_new_figure_leaves_the_other_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, other = tmp_path / "page.md", tmp_path / "other.md"
    begin, end = suite._MARKS
    page.write_text(f"before\n{begin}| | what | measured | aim |\n|---|---|---|---|\n| (f) start | a | 1 | – |\n| (b) ner | b | 2 | ≥ 6 |\n{end}\nafter\n", encoding="utf-8")
    other.write_text("nothing", encoding="utf-8")
    monkeypatch.setattr(suite, "PAGES", (page, other))
    suite._note("b ner", ("b", "7.5", "≥ 6"))
    suite._note("c dates", ("c", "20", "≥ 12"))
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| (")]
    assert lines == ["| (b) ner | b | 7.5 | ≥ 6 |", "| (c) dates | c | 20 | ≥ 12 |", "| (f) start | a | 1 | – |"]
    assert page.read_text(encoding="utf-8").startswith(f"before\n{begin}Measured on ")
    assert page.read_text(encoding="utf-8").endswith(f"{end}\nafter\n")
    assert other.read_text(encoding="utf-8") == "nothing"


def test_a_long_run_of_fewer_documents_is_not_written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    noted: list[str] = []
    monkeypatch.setattr(longrun, "run", lambda short, long: (1.01, f"{short} {long}"))
    monkeypatch.setattr(suite, "_note", lambda name, _figures: noted.append(name))
    suite.main(["cost", "--documents", "300"])
    assert noted == []
    assert "1.01; 200 300" in capsys.readouterr().out
    suite.main(["cost"])
    assert noted == ["e cost"]


def test_each_figure_of_the_docs_is_one_of_the_suite() -> None:
    table = suite.PAGES[0].read_text(encoding="utf-8")
    keys = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| (")]
    measured = [f"| ({name[0]}) {name[2:]}" for name in suite.MEASURES]
    assert keys == [key for key in measured if key in keys]
    assert keys


@pytest.mark.parametrize(("counted", "known", "good"), [(1049, 1000, True), (1051, 1000, False), (10, 1000, True), (1051, None, True)])
def test_more_instructions_than_are_kept_are_a_regression(counted: int, known: int | None, good: bool) -> None:
    assert instructions.verdict(counted * 1_000_000, known and known * 1_000_000)[1] is good


def test_without_valgrind_the_count_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert instructions.main([]) == 1
    assert "apt-get install valgrind" in capsys.readouterr().err


def test_a_clocked_extractor_counts_its_building_for_the_first_document(tmp_path: Path) -> None:
    path = tmp_path / "cv-12.txt"
    path.write_text("Yêu cầu Sở Y tế báo cáo.", encoding="utf-8")
    read = longrun.Clocked(Settings())
    first, second = read(path), read(path)
    assert first.seconds > 0.5 > second.seconds > 0
    assert first.rows == second.rows
