"""The task table by Dask: the same rows as here, though a worker is killed in mid-run."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from extractor import extract
from extractor.batch import Limit, Settings
from extractor.table import frame

pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # Dask's own processes warn when one of them is killed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bodies = ("Sở Y tế", "Ban Tổ chức", "Công an tỉnh")
    for i in range(12):
        text = "".join(f"Giao {body} báo cáo kết quả lần {i} trước ngày {i + 1}/8/2021.\n" for body in bodies[: i % 3 + 1])
        (tmp_path / f"{i:02}.txt").write_text(text * 3, encoding="utf-8")
    return tmp_path


def test_a_cluster_gives_the_rows_that_are_given_here_though_a_worker_is_killed(folder: Path) -> None:
    import dask.dataframe as dd
    from distributed import Client, LocalCluster

    from extractor.batch.cluster import extract_dask, on_cluster

    here = extract(folder)
    (folder / "12.txt").write_bytes(b"")
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster, Client(cluster) as client:
        table = extract_dask(folder, Settings(), size=2)
        pids = list(client.run(os.getpid).values())
        assassin = threading.Thread(target=lambda: (time.sleep(3), os.kill(pids[0], signal.SIGKILL)))
        assassin.start()
        there = client.compute(table, sync=True).reset_index(drop=True)
        assassin.join()
        assert list(client.run(os.getpid).values()) != pids
        listed = dd.from_pandas(pd.DataFrame({"path": [str(folder / f"{i:02}.txt") for i in range(4)]}), npartitions=2)
        few = client.compute(extract_dask(listed), sync=True)
        results = list(on_cluster(sorted(folder.iterdir()), cluster.scheduler_address, Settings(), Limit(), size=4))
    errors = there[there["error"].notna()]
    assert list(errors["doc_id"]) == [str(folder / "12.txt")]
    assert "is empty" in errors["error"].iloc[0]
    rows = there[there["error"].isna()].drop(columns="error")
    pd.testing.assert_frame_equal(rows, here)
    assert frame(row for result in results for row in result.rows).equals(here)
    assert [result.path.name for result in results if result.failed] == ["12.txt"]
    assert len(few) == 3 * (1 + 2 + 3 + 1)


def test_a_frame_needs_paths() -> None:
    from extractor.batch.cluster import extract_dask

    with pytest.raises(KeyError, match="path"):
        extract_dask(pd.DataFrame({"file": []}))
