"""Older Word, OpenDocument and RTF files: LibreOffice makes a .docx of them, which is then read as one.

LibreOffice runs with a profile of its own in a folder that is thrown away, without macros, without following links, with a time limit, and the whole group
of its processes is ended with it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from extractor.readers import word
from extractor.readers.draft import Draft, Source

_SETTINGS = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": "0", "Field": "false"},
    "/org.openoffice.Office.Common/Misc": {"FirstRun": "false"},
}
_FORMATS = {bytes.fromhex("d0cf11e0a1b11ae1"): ("doc", "MS Word 97"), b"PK": ("odt", "writer8"), b"{\\rtf": ("rtf", "Rich Text Format")}
_ADVICE = "open it in Word or LibreOffice and save it as .docx"


def read(source: Source) -> Draft:
    """A .doc, .odt or .rtf file as a draft of a notice. Raises ReadError."""
    suffix, kind = next((form for mark, form in _FORMATS.items() if source.data.startswith(mark)), ("", ""))
    if not suffix:
        raise source.error("is a damaged document (its beginning is not that of a .doc, .odt or .rtf file)", "copy it again from where it came from")
    converted = _convert(source, suffix, kind)
    draft = word.read(Source(source.name, converted, source.limits))
    draft.format, draft.decoder = suffix, "libreoffice"
    return draft


@cache
def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


@cache
def _offline() -> tuple[str, ...]:
    """What runs a program without any network, where the system lets us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    command = (unshare, "--map-current-user", "--net")
    return command if subprocess.run([*command, "true"], capture_output=True, check=False, timeout=10).returncode == 0 else ()


def _convert(source: Source, suffix: str, kind: str) -> bytes:
    program = _program()
    if program is None:
        raise source.error(
            "needs LibreOffice, which is not installed", "install it (Debian, Ubuntu: apt-get install libreoffice-writer-nogui), or save the file as .docx"
        )
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        profile = Path(folder, "profile")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(settings(), encoding="utf-8")
        given = Path(folder, f"in.{suffix}")
        given.write_bytes(source.data)
        options = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", f"-env:UserInstallation={profile.as_uri()}", f"--infilter={kind}")
        _run([*_offline(), program, *options, "--convert-to", "docx:Office Open XML Text", "--outdir", folder, str(given)], folder, source)
        made = Path(folder, "in.docx")
        if not made.is_file():
            raise source.error("is damaged or locked by a password: LibreOffice cannot open it", _ADVICE)
        return made.read_bytes()


def _run(command: list[str], folder: str, source: Source) -> None:
    env = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "TMPDIR": folder, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    silent = subprocess.DEVNULL
    process = subprocess.Popen(command, env=env, cwd=folder, stdin=silent, stdout=silent, stderr=silent, start_new_session=True)
    try:
        process.wait(source.limits.office_seconds)
    except subprocess.TimeoutExpired:
        raise source.error(f"took LibreOffice more than {source.limits.office_seconds} seconds", _ADVICE) from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def settings() -> str:
    """The settings that LibreOffice runs with: no macros, no links, no active content."""
    written = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, items in _SETTINGS.items()
        for name, value in items.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{written}</oor:items>'
    )
