"""Has the processes that a build asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Self

from pipelines.executors.workers import DASK, INLINE, LOCAL, Computing, ExecutorUnusable, Workers

_Kept = tuple[ExitStack, dict[tuple[Computing, int], Workers]]
_KEPT: ContextVar[_Kept | None] = ContextVar("kept", default=None)


@contextmanager
def keeping_workers() -> Iterator[None]:
    """Within this, workers that are opened stay for whoever opens the like next, and end with the block: a fiscal year
    after the other is worked on by the same processes, which remember what they have learned."""
    with ExitStack() as stack:
        token = _KEPT.set((stack, {}))
        try:
            yield
        finally:
            _KEPT.reset(token)


def open_workers(computing: Computing, memory_bytes: int, most: int | None = None, *, stay: bool = True) -> Workers:
    """Workers with a bound on the memory of each, `most` of them where that is fewer than there are. Those that `stay`
    (`keeping_workers`) are as many as there are.

    Raises ExecutorUnusable.
    """
    kept = _KEPT.get()
    if kept is None or not stay:
        return _opened(computing, memory_bytes, most)
    stack, there = kept
    wanted = (computing, memory_bytes)
    if wanted not in there:
        there[wanted] = stack.enter_context(_opened(computing, memory_bytes, None))
    return _Lent(there[wanted])


def _opened(computing: Computing, memory_bytes: int, most: int | None) -> Workers:
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


class _Lent:
    """Workers that go on when who borrowed them is done."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self.is_remote = workers.is_remote
        self.submit = workers.submit

    @property
    def count(self) -> int:
        return self._workers.count

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Their time is not over."""
