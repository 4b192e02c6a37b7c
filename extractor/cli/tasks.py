"""``extractor tasks``, ``extractor task`` and ``extractor history``: what a store holds, what a person enters, and who changed what."""

from __future__ import annotations

import datetime as dt
import getpass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.console import LangOption, Language, out, stop

if TYPE_CHECKING:
    from extractor.store import Change, Store


class Status(StrEnum):
    """The state of a task on a day: what a person entered as it stands to the deadline."""

    todo = "todo"
    doing = "doing"
    overdue = "overdue"
    done = "done"
    done_in_time = "done-in-time"
    done_late = "done-late"


StoreOption = Annotated[str, typer.Option("--store", metavar="URL", help="The store: an SQLite file, or postgresql://user@host/name.")]
AsOfOption = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d", "%d/%m/%Y"], help="The day from which deadlines are seen; today when not given."),
]
DueOption = Annotated[
    dt.datetime | None, typer.Option("--due-before", metavar="DATE", formats=["%Y-%m-%d", "%d/%m/%Y"], help="Only tasks whose last day is before DATE.")
]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The task's id, as extractor tasks shows it.")]
WhoOption = Annotated[str | None, typer.Option("--who", metavar="NAME", help="In whose name the change is entered; the user of this machine when not given.")]


def seen_from(option: dt.datetime | None) -> dt.date:
    """The day given as an option, or today."""
    return dt.date.today() if option is None else option.date()


def person(option: str | None) -> str:
    """The name given as an option, or that of the machine's user."""
    return option or getpass.getuser()


def tasks(
    store: StoreOption = "tasks.sqlite",
    body: Annotated[str | None, typer.Option("--body", metavar="NAME", help="Only tasks that this body leads or coordinates.")] = None,
    due_before: DueOption = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    status: Annotated[
        Status | None, typer.Option("--status", metavar="STATE", help="Only tasks in this state: todo, doing, overdue, done, done-in-time or done-late.")
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="N", help="Only tasks of the document with this number, or of the file of this name.")
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", metavar="WORDS", help="Only tasks in whose text the words stand, with or without tone marks.")
    ] = None,
    rows: Annotated[int, typer.Option("--rows", min=1, help="Show so many tasks.")] = 100,
    as_of: AsOfOption = None,
    lang: LangOption = Language.vi,
) -> None:
    """Show the tasks of a store by deadline, those without one last.

    Exit status: 0, or 2 when the store cannot be read or no body is called so.
    """
    from extractor.cli.tables import tracked_table
    from extractor.store import Filter, StoreError

    if overdue and status not in (None, Status.overdue):
        stop(f"--overdue and --status {status} exclude each other; give one of them")
    day = seen_from(as_of)
    try:
        with existing(store) as opened:
            wanted = Filter(
                bodies=_keys(opened, body),
                due_before=None if due_before is None else due_before.date(),
                state="overdue" if overdue else status.value if status else None,
                document=document,
                search=search,
            )
            found, total = opened.tasks(wanted, as_of=day, limit=rows), opened.count(wanted, as_of=day)
    except StoreError as error:
        stop(error)
    if found:
        out().print(tracked_table(found, day, lang.value))
    more = f" ({len(found)} đầu tiên)" if total > len(found) else ""
    out().print(f"{total} nhiệm vụ{more} · tính đến {day:%d/%m/%Y}" if lang is Language.vi else f"{total} tasks · as of {day:%d/%m/%Y}")


def task(
    task_id: IdArgument,
    store: StoreOption = "tasks.sqlite",
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=VALUE", help='Enter a value: status="Hoàn thành", done_on=20/9/2020, due=…, assignees="A; B"; may be repeated.'),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Enter a note.")] = None,
    who: WhoOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Show one task, and enter what has changed.

    Exit status: 0, or 2 when there is no such task or a value cannot be entered; nothing is changed then.
    """
    from extractor.cli.tables import tracked_card
    from extractor.store import ChangeError, StoreError

    entered = dict(map(_pair, changes or [])) | ({} if note is None else {"note": note})
    if entered.get("status") and "done_on" not in entered and _finished(entered["status"]):
        entered["done_on"] = seen_from(as_of).isoformat()
    try:
        with existing(store) as opened:
            found = opened.change(task_id, entered, who=person(who)) if entered else opened.task(task_id)
    except (StoreError, ChangeError) as error:
        stop(error)
    out().print(tracked_card(found, seen_from(as_of)))


def history(task_id: IdArgument, store: StoreOption = "tasks.sqlite") -> None:
    """Show every change of a task: when, who, and what stood before and after.

    Exit status: 0, or 2 when there is no such task.
    """
    from extractor.store import StoreError

    try:
        with existing(store) as opened:
            found = opened.history(task_id)
    except StoreError as error:
        stop(error)
    for change in found:
        out().print(_line(change), soft_wrap=True)
    if not found:
        out().print("chưa có thay đổi nào")


def existing(url: str) -> Store:
    """The store behind a URL. A file that is not there ends the command: asking must not make an empty store."""
    from pathlib import Path

    from extractor.store import Store

    path = Path(url.removeprefix("sqlite:///"))
    if ("://" not in url or url.startswith("sqlite:///")) and not path.exists():
        stop(f"{path}: there is no such store; make one with: extractor run PATH... --store {path}")
    return Store(url)


def _keys(store: Store, name: str | None) -> tuple[str, ...]:
    if name is None:
        return ()
    found = store.bodies(name)
    if not found:
        known = "; ".join(body.name for body in store.bodies()[:10])
        stop(f"{name}: no task names a body called so; some that are named: {known or 'none'}")
    return tuple(key for body in found for key in body.keys)


def _pair(option: str) -> tuple[str, str]:
    key, sign, value = option.partition("=")
    if not sign:
        stop(f'--set {option}: write COLUMN=VALUE, for example --set status="Đang thực hiện"')
    return key.strip(), value


def _finished(status: str) -> bool:
    from extractor.store.changes import ChangeError, read_change

    try:
        return bool(read_change("status", status) == "done")
    except ChangeError:
        return False


def _line(change: Change) -> str:
    told = "; ".join(f"{key}: {_said(change.before.get(key))} → {_said(value)}" for key, value in change.after.items())
    return f"{change.at.astimezone():%d/%m/%Y %H:%M}  {change.who}  {change.action}  {told}"


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "—"
    return "—" if value is None else str(value)
