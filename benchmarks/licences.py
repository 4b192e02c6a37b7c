"""The licences of what the program needs at run time, from the metadata of what is installed.

    python -m benchmarks.licences        writes docs/licences.md

A package whose metadata names its licence by a classifier or an SPDX expression is listed by that; one that gives its text only, by the text's first line.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
EXTRAS = ("ocr", "web", "scale", "postgres")
"""The extras that an office may run; those for development and notebooks are not shipped to anyone."""
FORBIDDEN = re.compile(r"(?<![A-Za-z])A?GPL|(?<!Lesser )General Public License|Affero|SSPL|Commons Clause|Non-?Commercial", re.IGNORECASE)
_CHOICE = re.compile(r" OR ")
_BY_HAND = {"docutils": "Public Domain; BSD-2-Clause"}
"""What was read up, where the metadata say more than is shipped: the suite looks whether it still holds."""
_HEAD = """# Licences of what the program needs

Everything that is installed with the program and its extras {extras}, written by `python -m benchmarks.licences`. None forbids use by an office: the suite
(`tests/test_licences.py`) fails on GPL, AGPL and the like. The LGPL binds only who changes the library itself.

Known faults in these packages are looked up with `pip-audit` (`pip install pip-audit`, then `pip-audit --path` with the folder of the installed packages).
It asks the Python Packaging Advisory Database, so it needs a network: it is run before a release and not by the suite.

docutils comes with NiceGUI, which needs it for pages written in reStructuredText; the program has none and never imports it. Its metadata name the GPL as well,
for one file: an Emacs mode (`tools/editors/emacs/rst.el`) of its source archive, which the wheel does not hold. All that is installed is in the public domain
or under the BSD licence, as its COPYING.rst lists file by file.

| package | version | licence |
|---|---|---|
"""


def needed(config: Path, extras: Iterable[str] = EXTRAS) -> list[str]:
    """The names of all packages that are installed with the program, those that these need among them, sorted."""
    parser = configparser.ConfigParser()
    parser.read(config, encoding="utf-8")
    lines = [parser["options"]["install_requires"], *(parser["options.extras_require"].get(extra, "") for extra in extras)]
    waiting = [Requirement(line) for text in lines for line in text.strip().splitlines()]
    found: dict[str, set[str]] = {}
    while waiting:
        wanted = waiting.pop()
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        new = set(wanted.extras) - found.get(name, set())
        if name in found and not new:
            continue
        found.setdefault(name, set()).update(wanted.extras)
        try:
            required = distribution(wanted.name).requires or []
        except PackageNotFoundError:
            del found[name]  # not for this system
            continue
        for line in required:
            inner = Requirement(line)
            if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras)):
                waiting.append(inner)
    return sorted(found)


def licence(name: str) -> str:
    """What a package says of its licence; of several to choose from, all that are not forbidden."""
    if name in _BY_HAND:
        return _BY_HAND[name]
    metadata = distribution(name).metadata
    expression = metadata.get("License-Expression")
    classifiers = [line.rsplit(" :: ", 1)[-1] for line in metadata.get_all("Classifier") or () if line.startswith("License ::")]
    classifiers = [said for said in classifiers if said != "OSI Approved"]
    text = (metadata.get("License") or "").strip().splitlines()
    said = expression or "; ".join(classifiers) or (text[0] if text else "") or "unknown"
    choices = [choice for choice in _CHOICE.split(said) if not FORBIDDEN.search(choice)]
    return " OR ".join(choices) if choices else said


def table(config: Path) -> str:
    """The page."""
    names = needed(config)
    return _HEAD.format(extras=", ".join(EXTRAS)) + "".join(f"| {name} | {distribution(name).version} | {licence(name)} |\n" for name in names)


if __name__ == "__main__":
    (ROOT / "docs" / "licences.md").write_text(table(ROOT / "setup.cfg"), encoding="utf-8")
