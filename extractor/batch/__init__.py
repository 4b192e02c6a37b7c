"""Many documents: paths in, a Result for each out, in the order given. A document that fails is a Result with an error, and the run goes on.

`Extractor` reads one document, `process` many in this process, `in_processes` many in processes that may crash or hang without harm, and
`extractor.batch.cluster` does so on a Dask cluster.
"""

from extractor.batch.documents import Extractor, Progress, Result, Settings, process
from extractor.batch.pool import Limit, WorkerError, in_processes

__all__ = ["Extractor", "Limit", "Progress", "Result", "Settings", "WorkerError", "in_processes", "process"]
