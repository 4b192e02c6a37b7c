"""The task table by a Dask cluster: paths travel, not texts. Needs the extra ``scale``.

Each thread of a Dask worker has one process of `extractor.batch.pool` of its own, which keeps its pipeline from partition to partition; so a document that
crashes or hangs is an error row there as well, and ends no Dask worker.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.batch.documents import Extractor, Result, Settings
from extractor.batch.pool import Limit, Pool, WorkerError
from extractor.table import frame

if TYPE_CHECKING:
    import dask.dataframe as dd
    import pandas as pd

_SIZE = 50
"""Documents of one partition: some ten seconds' work, which is what is lost with a worker."""
_AHEAD = 3  # parts per thread of the cluster that are handed out before the one that is waited for is back
_AS_THEY_ARE = {"dataframe.convert-string": False}  # else lists and texts become Arrow's strings
_here = threading.local()


def extract_dask(paths_or_frame: Any, settings: Settings | None = None, *, size: int = _SIZE, limit: Limit | None = None) -> dd.DataFrame:
    """The task table as a lazy Dask DataFrame; `compute` it, or write its partitions with ``to_parquet``.

    Args:
        paths_or_frame: documents, folders and archives, which are listed here and must lie under the same path on every worker; or a pandas or Dask
            DataFrame with a column ``path`` of documents, whose partitions are kept.
        settings: what all documents share.
        size: documents of one partition, where paths are given.
        limit: what one document may spend.

    Returns:
        A frame with the columns of `extractor.table.COLUMNS` and a last one, ``error``: None in the row of a task. A document that cannot be read has one row,
        with its path in ``doc_id``, the reason in ``error``, and nothing else. Rows stand in the order of the paths.

    Raises:
        ImportError: Dask is not installed. KeyError: the frame has no column ``path``.
    """
    import dask
    import dask.dataframe as dd
    import pandas as pd

    from extractor.readers import expand_paths

    work = partial(_rows, settings=settings or Settings(), limit=limit or Limit())
    meta = _table([], [])
    if isinstance(paths_or_frame, pd.DataFrame):
        paths_or_frame = [*paths_or_frame["path"]]
    elif isinstance(paths_or_frame, dd.DataFrame):
        with dask.config.set(_AS_THEY_ARE):
            table: dd.DataFrame = paths_or_frame["path"].map_partitions(work, meta=meta)
        return table
    given = [paths_or_frame] if isinstance(paths_or_frame, str | Path) else paths_or_frame
    documents = [str(path) for path in expand_paths(map(Path, given))]
    parts = [documents[at : at + size] for at in range(0, len(documents), size)] or [[]]
    with dask.config.set(_AS_THEY_ARE):
        table = dd.from_map(work, parts, meta=meta)
    return table


def on_cluster(paths: Iterable[Path], scheduler: str, settings: Settings, limit: Limit, size: int = 10) -> Iterator[Result]:
    """The results of documents in their order, read by the workers of a Dask cluster, so many at a time; a worker that is lost is replaced by another.

    Raises ImportError when Dask is not installed and WorkerError when the scheduler does not answer.
    """
    from distributed import Client

    given = iter(paths)
    waiting: deque[Any] = deque()
    try:
        client = Client(scheduler)
    except OSError as error:
        raise WorkerError(f"{scheduler}: no Dask scheduler answers; start one with dask-scheduler, or leave --scheduler away") from error
    with client:
        more = True
        while more or waiting:
            while more and len(waiting) < _AHEAD * max(1, sum(client.nthreads().values())):
                part = list(islice(given, size))
                more = bool(part)
                if part:
                    waiting.append(client.submit(_results, part, settings, limit, pure=False, retries=2))
            if waiting:
                yield from waiting.popleft().result()


def _results(paths: Sequence[Path], settings: Settings, limit: Limit) -> list[Result]:
    return list(_pool(settings, limit).results(paths))


def _rows(paths: Iterable[Any], settings: Settings, limit: Limit) -> pd.DataFrame:
    """One partition."""
    rows: list[dict[str, Any]] = []
    errors: list[str | None] = []
    for result in _pool(settings, limit).results(Path(path) for path in paths):
        rows.extend(result.rows)
        errors.extend(None for _ in result.rows)
        if result.error is not None:
            rows.append({"doc_id": str(result.path)})
            errors.append(str(result.error))
    return _table(rows, errors)


def _table(rows: Sequence[dict[str, Any]], errors: Sequence[str | None]) -> pd.DataFrame:
    import pandas as pd

    made = frame(rows)
    made["error"] = pd.Series(list(errors), dtype=object)
    return made


def _pool(settings: Settings, limit: Limit) -> Pool:
    """This thread's process, which stays for the next partition with the same settings and ends with the Dask worker."""
    known: tuple[tuple[Settings, Limit], Pool] | None = getattr(_here, "pool", None)
    if known is not None and known[0] == (settings, limit):
        return known[1]
    if known is not None:
        known[1].close()
    pool = Pool(partial(Extractor, settings), 1, limit)
    _here.pool = (settings, limit), pool
    return pool


__all__ = ["extract_dask", "on_cluster"]
