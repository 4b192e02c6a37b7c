"""What is shipped: every package is named, and a wheel finds its rules and models in an environment of its own."""

from __future__ import annotations

import configparser
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


@pytest.mark.slow
def test_a_wheel_works_away_from_the_checkout(tmp_path: Path) -> None:
    source = tmp_path / "source"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(source)], check=True)
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path), str(source)], check=True, stderr=subprocess.DEVNULL)
    [wheel] = tmp_path.glob("vn_directive_extractor-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for file in (ROOT / "rules").rglob("*.*l"):
        assert f"extractor/ruleset/{file.relative_to(ROOT / 'rules').as_posix()}" in names
    assert not [name for name in names if name.startswith(("rules/", "tests/", "corpus/"))]
    # Its dependencies are those of this environment; the package itself is the wheel's.
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", str(wheel)], check=True)
    site = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    own = next((tmp_path / "env" / "lib").glob("python*/site-packages"))
    (own / "dependencies.pth").write_text(f"{site}\n", encoding="utf-8")
    code = (
        "import extractor, extractor.rules as r, spacy; from extractor.rules import Rules\n"
        "print(extractor.__file__); print(r.BUILT_IN); print(Rules().check())\n"
        "print(extractor.extract_text('Yêu cầu Sở Y tế báo cáo trước ngày 05/8/2021.')[0].due)"
    )
    shown = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout.splitlines()
    assert shown[0].startswith(str(own))
    assert shown[1:] == [str(own / "extractor" / "ruleset"), "[]", "2021-08-05"]
    assert "show" in subprocess.run([tmp_path / "env" / "bin" / "extractor", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
