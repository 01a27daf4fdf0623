"""This very process: for what is done sooner than a process is started. Nothing bounds its time or memory."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")


class Inline:
    """Does what it is given at once; see `Workers`."""

    count = 1
    is_remote = False

    def submit(self, function: Callable[..., T], *arguments: object, seconds: float | None = None) -> Future[T]:  # noqa: ARG002 - no bound
        done: Future[T] = Future()
        try:
            done.set_result(function(*arguments))
        except Exception as error:  # the future raises it
            done.set_exception(error)
        return done

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is left to end."""
