"""What is shipped: every package is named, and a wheel finds its rules and models in an environment of its own."""

from __future__ import annotations

import configparser
import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def config() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_every_package_is_shipped(config: configparser.ConfigParser) -> None:
    there = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "extractor").rglob("__init__.py")}
    assert set(config["options"]["packages"].split()) == there | {"extractor.ruleset"}


def test_every_stage_is_an_entry_point(config: configparser.ConfigParser) -> None:
    stages = configparser.ConfigParser()
    stages.read(ROOT / "extractor" / "config.cfg", encoding="utf-8")
    named = {section.removeprefix("components.") for section in stages.sections() if section.startswith("components.")}
    assert {line.split(" = ")[0] for line in config["options.entry_points"]["spacy_factories"].strip().splitlines()} == named


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what is committed, built as an index would get it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "source")], check=True)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder), str(folder / "source")]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    [built] = folder.glob("vn_directive_extractor-*.whl")
    return built


def environment(folder: Path, *command: str) -> Path:
    """The folder of the programs of a new environment in which pip has installed something."""
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *command], check=True)
    return folder / "bin"


def reads_a_document(programs: Path, folder: Path) -> None:
    """The installed program, in an empty folder and without the variables of this one, reads a document and knows its rules."""
    folder.mkdir()
    (folder / "cv-12.txt").write_text("Yêu cầu Sở Y tế báo cáo trước ngày 05/8/2021.", encoding="utf-8")
    clean = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(folder), "PYTHONUTF8": "1"}

    def shown(*command: str) -> str:
        return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=True).stdout

    assert "show" in shown("extractor", "--help")
    shown("extractor", "run", "cv-12.txt", "-o", "out.jsonl")
    [row] = map(json.loads, (folder / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert (row["assignees"], row["due"]) == (["Sở Y tế"], "2021-08-05")
    assert shown("python", "-c", "from extractor.rules import Rules; print(Rules().check())") == "[]\n"
    assert shown("python", "-c", "import extractor; print(extractor.__file__)").startswith(str(programs.parent))


@pytest.mark.slow
def test_a_wheel_holds_what_the_program_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = [path.relative_to(ROOT).as_posix() for path in (ROOT / "extractor").rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc", ".md")]
    rules = [f"extractor/ruleset/{path.relative_to(ROOT / 'rules').as_posix()}" for path in (ROOT / "rules").rglob("*.*l")]
    assert [name for name in data if name.endswith(".gz")]
    assert [name for name in data if name.startswith("extractor/web/static/")]
    assert rules
    assert {*data, *rules} - names == set()
    assert not [name for name in names if name.startswith(("rules/", "tests/", "corpus/", "benchmarks/"))]


@pytest.mark.slow
def test_a_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    programs = environment(tmp_path / "env", "--no-deps", str(wheel))
    # Its dependencies are those of this environment, to be quick; the package itself is the wheel's.
    site = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    own = next((tmp_path / "env" / "lib").glob("python*/site-packages"))
    (own / "dependencies.pth").write_text(f"{site}\n", encoding="utf-8")
    reads_a_document(programs, tmp_path / "empty")


@pytest.mark.slow
def test_a_wheel_brings_all_that_it_needs(wheel: Path, tmp_path: Path) -> None:
    if os.environ.get("CI") != "true":
        pytest.skip("downloads some 300 MB of dependencies: run with CI=true")
    reads_a_document(environment(tmp_path / "env", str(wheel)), tmp_path / "empty")
