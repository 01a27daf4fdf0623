"""Processes of a Dask cluster: the same work within the same bounds, on as many machines as there are (the extra `cluster`).

A worker of the cluster does nothing itself: it gives what it is handed to a process of its own (`local`), so that a
document that hangs or breaks its process costs no worker. What a worker that dies had in hand goes to another.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import cache
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from pipelines import digests
from pipelines.executors.local import LocalWorkers
from pipelines.executors.workers import ExecutorUnusable, passed_on

T = TypeVar("T")

_TO_CONNECT, _TO_JOIN = 30, 60
"""Seconds to wait for the scheduler, and for a first worker."""
_LOOK = 5.0
"""Seconds for which the number of workers is taken for granted."""
_NO_PACKAGE = "集群需要 distributed：make cluster。 A cluster needs distributed: make cluster"
_NO_ADDRESS = "请用 --scheduler tcp://主机:8786 指明集群。 Name the cluster: --scheduler tcp://host:8786"
_NO_SCHEDULER = "无法连接 {0}：{1}。 No scheduler answers at {0} ({1}): is it running? dask scheduler"
_NO_WORKERS = "{0} 没有工作进程。 No worker has joined {0}: start some with jixiao worker {0}"
_OTHER_CODE = (
    "工作进程的版本不同，请更新。 A worker runs other code than this process: install the same version on all machines"
)


class ClusterWorkers:
    """The workers that a scheduler leads, each with a bound on memory; see `Workers`. Raises ExecutorUnusable."""

    is_remote = True

    def __init__(self, scheduler: str | None, memory_bytes: int, most: int | None = None) -> None:
        if scheduler is None:
            raise ExecutorUnusable(_NO_ADDRESS)
        self._client = _connected(scheduler)
        self._memory_bytes = memory_bytes
        self._most = most
        self._counted, self._looked_at = 0, 0.0

    @property
    def count(self) -> int:
        """How many documents can be in work: workers come and go."""
        if time.monotonic() - self._looked_at > _LOOK:
            self._counted, self._looked_at = sum(self._client.nthreads().values()), time.monotonic()
        return max(1, self._counted if self._most is None else min(self._counted, self._most))

    def submit(self, function: Callable[..., T], *arguments: object, seconds: float | None = None) -> Future[T]:
        task = (digests.code_digest(), self._memory_bytes, seconds, function, arguments)
        from distributed import KilledWorker

        return passed_on(_handed_on(self._client.submit(_done_by_its_own, *task, pure=False)), KilledWorker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()


def _handed_on(given: Any) -> Future[Any]:
    """What becomes of a task, as a future of the standard library.

    Dask's own executor takes a good result for an error where the worker that holds it dies while it is fetched: it asks
    only then what has become of the task, which is lost and will be done again.
    """
    told: Future[Any] = Future()

    def tell(done: Any) -> None:
        try:
            result = done.result()
        except CancelledError:
            told.cancel()
        except BaseException as error:
            told.set_exception(error)
        else:
            told.set_result(result)

    given.add_done_callback(tell)
    return told


def _connected(scheduler: str) -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ExecutorUnusable(_NO_PACKAGE) from error
    try:
        client: Any = cast("Any", distributed.Client)(scheduler, timeout=_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ExecutorUnusable(_NO_SCHEDULER.format(scheduler, error)) from error
    try:
        client.wait_for_workers(1, timeout=_TO_JOIN)
    except TimeoutError as error:
        client.close()
        raise ExecutorUnusable(_NO_WORKERS.format(scheduler)) from error
    return client


def _done_by_its_own(
    code: str, memory_bytes: int, seconds: float | None, function: Callable[..., T], arguments: tuple[object, ...]
) -> T:
    """What a worker does with what it is handed. Raises what the work raises, ExecutorUnusable where it has other code."""
    if code != digests.code_digest():
        raise ExecutorUnusable(_OTHER_CODE)
    with _STARTING:
        own = _own_processes(memory_bytes)
    return own.submit(function, *arguments, seconds=seconds).result()


_STARTING = threading.Lock()


@cache
def _own_processes(memory_bytes: int) -> LocalWorkers:
    """The processes of this worker, one for each of its threads; they end with it."""
    from distributed import get_worker

    return LocalWorkers(memory_bytes, get_worker().state.nthreads)
