"""PDFs of action lists, made from their .docx by LibreOffice, in one start for any number of files."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from extractor.writers import WriteError

_PROGRAMS = ("soffice", "libreoffice")
_BATCH = 50
_SECONDS = 30  # for starting, and as much again for every ten files


def convert(documents: Sequence[Path], folder: Path) -> list[Path]:
    """Writes a PDF of each .docx into ``folder`` and returns their paths.

    Raises WriteError when LibreOffice is missing or fails; its message says what to install.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise WriteError(f"{folder}: PDFs need LibreOffice; install it (apt-get install libreoffice-writer-nogui fonts-croscore) or ask for docx")
    made: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="extractor-pdf-") as profile:
        for at in range(0, len(documents), _BATCH):
            batch = documents[at : at + _BATCH]
            command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
            said = _run([*command, *map(str, batch)], _SECONDS * (1 + len(batch) // 10))
            for document in batch:
                path = folder / f"{document.stem}.pdf"
                if not path.is_file():
                    raise WriteError(f"{path}: LibreOffice made no PDF of {document.name}: {said.strip()[-300:] or 'it gave no reason'}")
                made.append(path)
    return made


def _run(command: list[str], seconds: int) -> str:
    try:
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return f"it did not finish within {seconds} seconds"
    return result.stderr or result.stdout
