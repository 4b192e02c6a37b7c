"""``extractor rules``: what a domain expert does with a folder of rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import NOTHING_DONE, SOME_FAILED, complain, out, stop

app = typer.Typer(help="Work with the rules, which are data.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Work with the rules, which are data."""


@app.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A folder of your own rules; without it the built-in ones are checked.")] = None,
) -> None:
    """Validate a rules folder: every file, every pattern, every example.

    Exit status: 0 when all is well, 1 when there are faults, 2 when there is no such folder.
    """
    from extractor import pipeline
    from extractor.rules import RuleError, Rules

    try:
        rules = Rules(folder)
    except RuleError as error:
        stop(error, NOTHING_DONE)
    faults = rules.check()
    if not faults:
        try:
            pipeline.load(folder)
        except (RuleError, KeyError, ValueError) as error:
            faults.append(f"{folder or rules.folders[0]}: a stage cannot use these rules: {error}")
    for fault in faults:
        complain(fault)
    if faults:
        out().print(f"{len(faults)} faults", style="bold red")
        raise typer.Exit(SOME_FAILED)
    entries = sum(len(rules[name]) for name in rules.names)
    examples = sum(len(rule.data.get(kind, ())) for name in rules.names for rule in rules[name] for kind in ("match", "reject"))
    out().print(f"[bold green]✓[/] {len(rules.names)} files, {entries} rules, {examples} examples: all well")
