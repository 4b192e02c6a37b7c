"""The command ``extractor``: one module a command, each a thin face over the package. Heavy imports stand inside the functions, so that ``--help`` is quick.

A command is added by a module here and a line in `COMMANDS` (or `GROUPS`, for one with subcommands).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import typer

from extractor.cli import clarity, corpus, dates, evaluate, importing, lists, rules, run, serve, show, tasks

COMMANDS: Mapping[str, Callable[..., Any]] = {
    "run": run.run,
    "show": show.show,
    "evaluate": evaluate.evaluate,
    "dates": dates.dates,
    "clarity": clarity.clarity,
    "import": importing.import_,
    "tasks": tasks.tasks,
    "task": tasks.task,
    "history": tasks.history,
    "lists": lists.lists,
    "serve": serve.serve,
}
GROUPS: Mapping[str, typer.Typer] = {"rules": rules.app, "users": serve.app, "corpus": corpus.app}

# Plain help text: Rich's costs a quarter of a second, more than all the rest of --help.
app = typer.Typer(
    help="Reads Vietnamese administrative directives and fills the task table: who must do what by when.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)
for _name, _group in GROUPS.items():
    app.add_typer(_group, name=_name)


def main() -> None:
    """Runs the command line."""
    app()
