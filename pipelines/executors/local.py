"""Processes of this machine: a bad file costs its own result, no more, since each has a bound on time and memory."""

from __future__ import annotations

import multiprocessing
import os
import select
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pipelines.executors.workers import passed_on

if TYPE_CHECKING:
    from pebble import ProcessPool

T = TypeVar("T")

WARM = ["pipelines.reading", "transforms.normalise", "transforms.readers.docx.read", "transforms.readers.text.read"]
"""What every worker process has imported before it starts. Not pdfium or Polars: they do not survive forking."""


class LocalWorkers:
    """A pool of processes, as many as the machine has cores unless `most` is less; see `Workers`."""

    is_remote = False

    def __init__(self, memory_bytes: int, most: int | None = None) -> None:
        cores = _cores()
        self.count = cores if most is None else max(1, min(cores, most))
        self._pool: Any = _pool(self.count, memory_bytes)

    def submit(self, function: Callable[..., T], *arguments: object, seconds: float | None = None) -> Future[T]:
        from pebble import ProcessExpired

        return passed_on(self._pool.schedule(function, args=arguments, timeout=seconds), ProcessExpired)

    def __enter__(self) -> Self:
        self._pool.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._pool.stop()
        self._pool.__exit__(kind, error, trace)


def _cores() -> int:
    """The cores that this process may use, which may be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pool(workers: int, memory_bytes: int) -> ProcessPool:
    from pebble import ProcessPool

    # Processes are started fresh: forking after Polars or pdfium have started can hang.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(WARM)
    with _without_this_folder():
        forkserver.ensure_running()
    return ProcessPool(max_workers=workers, initializer=confine, initargs=[memory_bytes, os.getpid()], context=context)


@contextmanager
def _without_this_folder() -> Iterator[None]:
    """For what is started meanwhile: modules are not looked for in the folder it is started in, where a file that an analyst
    called csv.py or random.py would be run in place of Python's own."""
    name = "PYTHONSAFEPATH"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def confine(memory_bytes: int, build: int | None = None) -> None:
    """What a worker process begins with: its bound on memory, and nothing to say on the terminal: libraries written in C
    print what they meet in broken files, which the record says already. It ends with the process of the `build`."""
    limit_memory(memory_bytes)
    # There is a process for each core.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    # What Polars lets go of is the machine's again at once: its allocator would keep some 50 MiB for a next time. Not as
    # a default, for Polars gives one to all that is started from a process in which it is loaded.
    os.environ["_RJEM_MALLOC_CONF"] = "dirty_decay_ms:0,muzzy_decay_ms:0"
    if build is not None:
        threading.Thread(target=_end_with, args=[build], daemon=True).start()
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stderr.fileno())


def _end_with(process: int) -> None:
    """Ends this process with that one, where the system can tell: who is killed cannot end a worker that hangs."""
    if not hasattr(os, "pidfd_open"):
        return
    with suppress(ProcessLookupError):
        select.select([os.pidfd_open(process)], [], [])
    os._exit(1)


def limit_memory(memory_bytes: int) -> None:
    """Bound what this process may allocate, where the system can (Linux counts the data segment and private mappings)."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if most != resource.RLIM_INFINITY:
        memory_bytes = min(memory_bytes, most)
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
