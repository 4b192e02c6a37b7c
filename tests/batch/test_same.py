"""The same input gives the same bytes, whatever the number of processes and the seed of their hashes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXTS = (
    "Giao Phòng VH-XH chủ trì, phối hợp với Trạm Y tế rà soát trước ngày 20/9/2021.\n",
    "Yêu cầu các sở, ban, ngành báo cáo Sở Nội vụ hằng tháng; Cục VTLT tổng hợp.\n",
    "",
    "Phòng TC-KH xã Tu Vũ có trách nhiệm bố trí kinh phí; Công an xã đảm bảo an ninh.\n",
)


@pytest.mark.slow
def test_processes_and_seeds_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for i in range(8):
        (tmp_path / "in" / f"{i}.txt").write_text("".join(TEXTS[i % 4 :]) + TEXTS[i % 4], encoding="utf-8")
    tables = []
    for seed, more in enumerate((["-j", "1"], ["-j", "2"], ["-j", "3", "--resume", str(tmp_path / "run")], ["-j", "2", "--resume", str(tmp_path / "run")])):
        file = tmp_path / f"{seed}.jsonl"
        command = [sys.executable, "-m", "extractor", "run", str(tmp_path / "in"), "-o", str(file), *more]
        done = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": str(seed)}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        tables.append(file.read_bytes())
    # The files in another order: the rows of each are the same, in the order of the files.
    paths = sorted((tmp_path / "in").iterdir(), reverse=True)
    file = tmp_path / "turned.jsonl"
    command = [sys.executable, "-m", "extractor", "run", *map(str, paths), "-o", str(file), "-j", "2"]
    assert subprocess.run(command, capture_output=True).returncode == 0
    assert sorted(file.read_bytes().splitlines()) == sorted(tables[0].splitlines())
    # The same folder, written in another order, as another disk lists it.
    for path in paths:
        (tmp_path / "again").mkdir(exist_ok=True)
        (tmp_path / "again" / path.name).write_bytes(path.read_bytes())
    assert subprocess.run([*command[:4], str(tmp_path / "again"), "-o", str(file)], capture_output=True).returncode == 0
    assert file.read_bytes() == tables[0]
    assert len(tables[0].splitlines()) > 8
    assert "Tu Vũ" in json.loads(tables[0].splitlines()[-1])["task"] + tables[0].decode()
    assert len(set(tables)) == 1
