"""What work asks of the processes that do it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, TypeVar

T = TypeVar("T")

LOCAL, DASK, INLINE = "local", "dask", "inline"


@dataclass(frozen=True, slots=True)
class Computing:
    """Which processes do the work: this machine's (`local`), those of the Dask cluster that a scheduler leads (`dask`), or
    the one that asks for it (`inline`)."""

    executor: str = LOCAL
    scheduler: str | None = None
    """The scheduler's address, `tcp://host:port`."""


HERE = Computing()


class ProcessDied(Exception):
    """The process in which something was to be done died before it was done."""


class ExecutorUnusable(Exception):
    """The processes that were asked for cannot be had. The message says what to do."""


class Workers(Protocol):
    """Processes that do what they are given, one thing at a time each, within bounds; used as a context."""

    is_remote: bool
    """Whether they may see none of this machine's files."""

    @property
    def count(self) -> int:
        """How many there are."""

    def submit(self, function: Callable[..., T], *arguments: object, seconds: float | None = None) -> Future[T]:
        """What a function gives in one of the processes, its bound on time in seconds.

        The future raises what the function raises; TimeoutError, ProcessDied or MemoryError where a bound was met.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def passed_on(given: Future[T], death: type[Exception]) -> Future[T]:
    """The same outcome, where what a library says of a process that died is said as ProcessDied."""
    told: Future[T] = Future()

    def tell(done: Future[T]) -> None:
        if done.cancelled():
            told.cancel()
        elif (error := done.exception()) is None:
            told.set_result(done.result())
        else:
            told.set_exception(ProcessDied(str(error)) if isinstance(error, death) else error)

    given.add_done_callback(tell)
    return told
