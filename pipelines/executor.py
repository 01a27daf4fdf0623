"""Where documents are read: in this process when there are few, in a pool of processes when there are many."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

FEW_DOCUMENTS = 12
"""Below this many, starting processes costs more than it saves."""


class SameProcess(Executor):
    """The standard executor interface without any process or thread of its own."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def document_executor(documents: int) -> Iterator[Executor]:
    """An executor for this many documents. Processes are started fresh: forking after Polars has threads can hang."""
    if documents <= FEW_DOCUMENTS:
        yield SameProcess()
        return
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(max_workers=min(os.cpu_count() or 1, documents), mp_context=context) as pool:
        yield pool


def results(executor: Executor, function: Callable[[str], T], items: Iterable[str]) -> Iterator[T]:
    """The function's result for each item, in order."""
    yield from executor.map(function, items, chunksize=4)
