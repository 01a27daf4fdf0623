"""Has the processes that a build asks for."""

from __future__ import annotations

from pipelines.executors.workers import DASK, INLINE, LOCAL, Computing, ExecutorUnusable, Workers


def open_workers(computing: Computing, memory_bytes: int, most: int | None = None) -> Workers:
    """Workers with a bound on the memory of each, `most` of them where that is fewer than there are.

    Raises ExecutorUnusable.
    """
    if computing.executor == LOCAL:
        from pipelines.executors.local import LocalWorkers

        return LocalWorkers(memory_bytes, most)
    if computing.executor == DASK:
        from pipelines.executors.cluster import ClusterWorkers

        return ClusterWorkers(computing.scheduler, memory_bytes, most)
    if computing.executor == INLINE:
        from pipelines.executors.inline import Inline

        return Inline()
    raise ExecutorUnusable(f"there is no executor {computing.executor!r}: local, dask or inline")
