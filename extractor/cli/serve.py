"""``extractor serve`` and ``extractor users``: the web page and who may use it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import RulesOption, out, stop

app = typer.Typer(help="Who may use the web page.", no_args_is_help=True, rich_markup_mode=None)


class Role(StrEnum):
    """What a user may do; each role may what those before it may."""

    reader = "reader"
    clerk = "clerk"
    head = "head"
    admin = "admin"


StoreOption = Annotated[str, typer.Option("--store", metavar="URL", help="The store: an SQLite file, or postgresql://user@host/name.")]
LoginArgument = Annotated[str, typer.Argument(metavar="LOGIN", help="The login, up to 64 characters without spaces.")]
PasswordOption = Annotated[
    str,
    typer.Option(
        "--password",
        envvar="EXTRACTOR_PASSWORD",
        prompt=True,
        hide_input=True,
        confirmation_prompt=True,
        help="At least 10 characters; asked for.",
    ),
]


def serve(
    store: StoreOption = "tasks.sqlite",
    host: Annotated[str, typer.Option("--host", help="The address to listen on; others than loopback need accounts.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = 8080,
    public_url: Annotated[
        str | None,
        typer.Option(
            "--public-url", metavar="URL", help="The address that people type when a proxy stands before the server, with its path: https://host/path."
        ),
    ] = None,
    max_upload: Annotated[int, typer.Option("--max-upload", min=1, metavar="MB", help="The largest file that can be sent in.")] = 200,
    cache: Annotated[Path | None, typer.Option("--cache", metavar="DIR", help="A folder that keeps pages read by OCR.")] = None,
    rules: RulesOption = None,
) -> None:
    """Serve the web page and the REST interface until stopped by Ctrl+C.

    Exit status: 0 when stopped, 2 when it cannot start.
    """
    from extractor.rules import RuleError, Rules
    from extractor.store import Store, StoreError
    from extractor.web.state import Settings

    try:
        from extractor.web.app import NotSafeError
        from extractor.web.server import serve as run
    except ModuleNotFoundError as error:
        stop(f"the web page needs {error.name}; install vn-directive-extractor[web]")
    settings = Settings(host, port, public_url, str(rules) if rules else None, str(cache) if cache else None, most_uploaded=max_upload * 1_000_000)
    try:
        Rules(rules)
        with Store(store) as opened:
            out().print(f"http://{host}:{port}{settings.prefix}/ · {opened.name} · Ctrl+C để dừng", soft_wrap=True)
            run(opened, settings)
    except (StoreError, RuleError, NotSafeError) as error:
        stop(error)


@app.command("add")
def add(
    login: LoginArgument,
    password: PasswordOption,
    store: StoreOption = "tasks.sqlite",
    role: Annotated[Role, typer.Option("--role", help="What the user may do.")] = Role.reader,
    name: Annotated[str, typer.Option("--name", help="The name that others see.")] = "",
) -> None:
    """Add a user of the web page.

    Exit status: 0, or 2 when the login is taken, the password too short or the store cannot be used.
    """
    from extractor.store import Store, StoreError

    try:
        with Store(store) as opened:
            user = opened.users.add(login, name, password, role.value)
    except StoreError as error:
        stop(error)
    out().print(f"{user.login} ({user.role})")


@app.command("list")
def list_(store: StoreOption = "tasks.sqlite") -> None:
    """List the users of the web page.

    Exit status: 0, or 2 when the store cannot be used.
    """
    from extractor.store import Store, StoreError

    try:
        with Store(store) as opened:
            users = opened.users.all()
    except StoreError as error:
        stop(error)
    for user in users:
        out().print(f"{user.login}\t{user.role}\t{'' if user.active else 'inactive'}\t{user.name}", soft_wrap=True)
