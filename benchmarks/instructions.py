"""Instructions that the pipeline executes on some documents, counted by callgrind: a figure that other work on the machine does not change.

    python -m benchmarks.instructions [--write]

CI compares it with the one that is kept in benchmarks/instructions.json; the exit status is 1 where it is more than `TOLERANCE` above that. A change that makes
the pipeline slower on purpose, or faster, writes the figure anew. It is that of one minor version of Python on one kind of machine. Needs valgrind (Debian:
valgrind); only the reading of the documents is counted, after one that has everything loaded, so it takes about a minute and a half.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
RECORD = Path(__file__).with_suffix(".json")
TOLERANCE = 0.05
_COLLECTED = re.compile(r"Collected : (\d+)")


class CountError(RuntimeError):
    """The instructions cannot be counted; the message says why."""


def texts() -> list[str]:
    """The documents: the first is read before the count begins."""
    files = sorted(CORPUS.glob("*.txt"))
    return [file.read_text(encoding="utf-8") for file in files[:: len(files) // 4]][:4]


def work() -> None:
    """What runs under callgrind: it is told to count when everything is loaded."""
    import extractor

    nlp = extractor.load()
    first, *others = texts()
    nlp(first)
    _callgrind("on")
    for text in others:
        nlp(text)
    _callgrind("off")


def _callgrind(state: str) -> None:
    done = subprocess.run(["callgrind_control", "-i", state, str(os.getpid())], capture_output=True, text=True)
    if done.returncode or "OK" not in done.stdout:
        raise CountError(f"callgrind does not answer: {done.stdout}{done.stderr}")


def count() -> int:
    """The instructions of the reading. Raises CountError."""
    if shutil.which("valgrind") is None or shutil.which("callgrind_control") is None:
        raise CountError("valgrind is needed to count instructions: apt-get install valgrind")
    # The order of sets and the threads of numpy's linear algebra would change the count from run to run.
    environment = os.environ | {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/out"]
        done = subprocess.run([*command, sys.executable, "-m", "benchmarks.instructions", "--work"], capture_output=True, text=True, env=environment)
    found = _COLLECTED.search(done.stderr)
    if done.returncode or found is None:
        raise CountError(f"the run under callgrind failed: {done.stderr[-2000:]}")
    return int(found[1])


def machine() -> str:
    """What the figure holds for."""
    return f"Python {'.'.join(platform.python_version_tuple()[:2])} on {platform.machine()}"


def verdict(counted: int, known: int | None) -> tuple[str, bool]:
    """What there is to say of a count beside the one that is kept, and whether it is no regression."""
    millions = f"{counted / 1e6:,.0f} million instructions"
    if known is None:
        return f"{millions}; none are kept for {machine()}: add --write", True
    more = counted / known - 1
    return f"{millions}, {abs(100 * more):.1f} % {'more' if more > 0 else 'less'} than the {known / 1e6:,.0f} million that are kept", more <= TOLERANCE


def main(arguments: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.instructions", description="Count the instructions of the pipeline.")
    parser.add_argument("--write", action="store_true", help="keep the figure")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.work:
        work()
        return 0
    try:
        counted = count()
    except CountError as error:
        print(error, file=sys.stderr)
        return 1
    kept: dict[str, int] = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    said, good = verdict(counted, kept.get(machine()))
    print(said)
    if given.write:
        RECORD.write_text(json.dumps(kept | {machine(): counted}, indent=1) + "\n", encoding="utf-8")
    return 0 if good or given.write else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
