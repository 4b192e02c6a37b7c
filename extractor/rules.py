"""Loads, validates and compiles `rules/`: all that a domain expert may want to change, as data.

A TOML file holds ``[[rule]]`` tables with ``id``, ``pattern``, ``means``, ``source``, ``match`` and ``reject`` (a pattern is matched on the folded
text, see `extractor.text.fold`, unless ``case = true``; one that a stage also asks of unfolded text says ``(?i)``); any further key is data for the
stage that reads the file. A JSONL file holds one entry a line, each with an ``id``. A folder of the user's own lies over ours: an entry with the same
id replaces ours, one with ``enabled = false`` takes it away, a new id is added. An error names the file and the rule's id.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import regex

from extractor.text import fold

_HERE = Path(__file__).parent
BUILT_IN = _HERE / "ruleset" if (_HERE / "ruleset").is_dir() else _HERE.parent / "rules"
"""Where our own rules lie: inside the wheel, else beside the package in a checkout."""

# What holds a capital and matches none: an escape, a property, a group's name, a comment.
_ESCAPE = regex.compile(r"\\[pPN]\{[^}]*\}|\\.|\(\?P[<=>][^>)]*[>)]|(?<=\s)\#.*")
_CAPITAL = regex.compile(r"\p{Lu}|\(\?[a-zA-Z]*i")


class RuleError(ValueError):
    """A rules file that cannot be used; the message names the file, the rule and what to do."""


@dataclass(frozen=True)
class Rule:
    """One entry of a rules file. ``data`` holds every key of the entry, ``pattern`` is compiled on first use."""

    id: str
    file: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled pattern (verbose, Unicode, case-insensitive unless the entry says ``case = true``)."""
        flags = regex.VERBOSE | regex.V1
        # Folded text has no capitals: only a pattern that has some need look at both, which makes it several times slower.
        if not self.data.get("case", False) and _CAPITAL.search(_ESCAPE.sub("", str(self.data.get("pattern", "")))):
            flags |= regex.IGNORECASE
        try:
            return regex.compile(self.data["pattern"], flags)
        except regex.error as error:
            raise RuleError(f"{self.file}: rule {self.id!r}: the pattern is not a regular expression: {error}") from None

    def failures(self) -> Iterator[str]:
        """What the rule's own examples say against it: ``match`` lines that are not found, ``reject`` lines that are."""
        if "pattern" not in self.data:
            return
        pattern = self.pattern  # compiled even where there is no example
        form = str if self.data.get("case", False) else fold
        for text in self.data.get("match", ()):
            if not pattern.search(form(text)):
                yield f"{self.file}: rule {self.id!r} does not find its example {text!r}"
        for text in self.data.get("reject", ()):
            if pattern.search(form(text)):
                yield f"{self.file}: rule {self.id!r} finds {text!r}, which it should reject"


class _Entry(dict[str, Any]):
    """The keys of an entry; asking for one that is not there names the file and the rule."""

    def __init__(self, entry: Mapping[str, Any], file: str) -> None:
        super().__init__(entry)
        self._file = file

    def __missing__(self, key: str) -> Any:
        raise RuleError(f"{self._file}: rule {self['id']!r} has no {key}")


class Rules:
    """The rules of a folder, ours below the user's. ``rules["tasks/cues"]`` is the tuple of entries of one file, in order."""

    def __init__(self, folder: Path | str | None = None) -> None:
        self.folders = (BUILT_IN,) if folder is None else (BUILT_IN, Path(folder))
        for place in self.folders:
            if not place.is_dir():
                raise RuleError(f"{place}: there is no such folder of rules")
        self._loaded: dict[str, tuple[Rule, ...]] = {}

    def __getitem__(self, name: str) -> tuple[Rule, ...]:
        if name not in self._loaded:
            entries: dict[str, Rule] = {}
            found = False
            for folder in self.folders:
                for path in (folder / f"{name}.toml", folder / f"{name}.jsonl"):
                    if path.is_file():
                        found = True
                        for rule in _read(path):
                            entries.pop(rule.id, None) if rule.data.get("enabled") is False else entries.update({rule.id: rule})
            if not found:
                raise RuleError(f"{self.folders[-1]}: there is no rules file named {name!r}")
            self._loaded[name] = tuple(entries.values())
        return self._loaded[name]

    def by_id(self, *names: str) -> dict[str, Rule]:
        """The entries of one or more files by their ids."""
        return {rule.id: rule for name in names for rule in self[name]}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all rules files, sorted: ``bodies/kinds``, ``tasks/cues`` …"""
        return tuple(sorted({name for folder in self.folders for name in _names(folder)}))

    def check(self) -> list[str]:
        """Every fault in every file, as a sentence that names the file and the rule; empty when all is well."""
        ours = set(_names(BUILT_IN))
        faults = [
            f"{path}: no stage reads a file of this name; the names are those of the built-in rules: {', '.join(sorted(ours))}"
            for folder in self.folders[1:]
            for name, path in _names(folder).items()
            if name not in ours
        ]
        for name in self.names:
            try:
                for rule in self[name]:
                    faults.extend(rule.failures())
            except RuleError as error:
                faults.append(str(error))
        return faults


def _names(folder: Path) -> dict[str, Path]:
    """The rules files of a folder by their names."""
    return {path.relative_to(folder).with_suffix("").as_posix(): path for ending in ("toml", "jsonl") for path in folder.rglob(f"*.{ending}")}


def _read(path: Path) -> Iterator[Rule]:
    seen: set[str] = set()
    for place, entry in _entries(path):
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise RuleError(f"{path}{place}: an entry has no id")
        if entry["id"] in seen:
            raise RuleError(f"{path}{place}: the id {entry['id']!r} stands twice")
        seen.add(entry["id"])
        yield Rule(entry["id"], path.name, _Entry(entry, path.name))


def _entries(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot be read as UTF-8 text: {error}") from None
    if path.suffix == ".jsonl":
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                try:
                    yield f":{number}", json.loads(line)
                except json.JSONDecodeError as error:
                    raise RuleError(f"{path}:{number}: not a JSON object: {error}") from None
        return
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: not TOML: {error}") from None
    unknown = set(document) - {"rule"}
    if unknown:
        raise RuleError(f"{path}: unknown tables {sorted(unknown)}; entries are written [[rule]]")
    for entry in document.get("rule", ()):
        yield "", entry
