"""What the program needs at run time may be used by any office: no licence that binds whoever runs or serves it, and the list in the docs is whole."""

from __future__ import annotations

import configparser
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from benchmarks.licences import EXTRAS, FORBIDDEN, licence, needed, table

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "licences.md"


def test_nothing_that_runs_is_under_the_gpl() -> None:
    found = {name: licence(name) for name in needed(ROOT / "setup.cfg", EXTRAS)}
    assert len(found) > 60
    assert {name: said for name, said in found.items() if said == "unknown"} == {}
    assert {name: said for name, said in found.items() if FORBIDDEN.search(said)} == {}


@pytest.mark.parametrize("said", ["GPL-3.0-or-later", "GNU General Public License v3 (GPLv3)", "AGPL-3.0", "GNU Affero General Public License v3"])
def test_what_is_forbidden_is_found(said: str) -> None:
    assert FORBIDDEN.search(said)


@pytest.mark.parametrize("said", ["LGPL-3.0", "GNU Lesser General Public License v3", "MIT", "Apache-2.0", "MPL-2.0"])
def test_what_is_allowed_is_not(said: str) -> None:
    assert not FORBIDDEN.search(said)


def test_what_is_under_the_gpl_in_docutils_is_not_installed() -> None:
    files = [str(file) for file in distribution("docutils").files or ()]
    assert any(file.endswith("docutils/core.py") for file in files)
    assert not [file for file in files if file.endswith(".el") or file.startswith("tools/")]


def test_the_docs_list_every_dependency() -> None:
    listed = set(re.findall(r"^\| ([\w.-]+) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    named = {re.split(r"[\[<>=!~ ]", line.strip())[0].lower() for line in config["options"]["install_requires"].strip().splitlines()}
    assert named <= {name.lower() for name in listed}
    for name in listed - {"package"}:
        try:
            distribution(name)
        except PackageNotFoundError:
            pytest.fail(f"{name} is listed and not needed: python -m benchmarks.licences writes the list anew")
    assert "| spacy |" in table(ROOT / "setup.cfg")
