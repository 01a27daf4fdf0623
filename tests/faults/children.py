"""Processes forked from one that has imported everything and started nothing, so that one costs milliseconds.

The process that forks must not use polars or DuckDB itself: their threads do not come along.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 300.0
"""Seconds after which a child that says nothing is stuck."""


class ChildFailed(Exception):
    """A child raised what it should not have; the message is its traceback."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: killed, or with what its function gave; and after how many seconds."""

    was_killed: bool
    result: Any
    seconds: float


def run(function: Callable[..., Any], *arguments: object, kill_after: float | None = None) -> Ended:
    """Calls the function in a child and waits; after `kill_after` seconds the child is killed. Raises ChildFailed."""
    started = time.monotonic()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(writing, function, arguments)
    os.close(writing)
    told = _listen(reading, child, PATIENCE if kill_after is None else kill_after)
    _, status = os.waitpid(child, 0)
    seconds = time.monotonic() - started
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        if kill_after is None and seconds >= PATIENCE:
            raise ChildFailed(f"{function.__name__} was stuck for {PATIENCE:.0f} seconds")
        return Ended(was_killed=True, result=None, seconds=seconds)
    silent = (False, f"ended with status {status} and no word")
    succeeded, result = pickle.loads(told) if told else silent  # noqa: S301 - from our own child
    if not succeeded:
        raise ChildFailed(result)
    return Ended(was_killed=False, result=result, seconds=seconds)


def result_of(function: Callable[..., Any], *arguments: object) -> Any:
    """What the function gives in a child of its own. Raises ChildFailed, also where the child was killed."""
    ended = run(function, *arguments)
    if ended.was_killed:
        raise ChildFailed(f"{function.__name__} was killed")
    return ended.result


def _live(writing: int, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        told = pickle.dumps((True, function(*arguments)))
    except BaseException:
        told = pickle.dumps((False, traceback.format_exc()))
    with os.fdopen(writing, "wb") as channel:
        channel.write(told)
    os._exit(0)


def _listen(reading: int, child: int, patience: float) -> bytes:
    deadline, told = time.monotonic() + patience, b""
    with os.fdopen(reading, "rb") as channel:
        while True:
            ready, _, _ = select.select([channel], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                os.kill(child, signal.SIGKILL)
                return told
            piece = channel.read1(1 << 16)
            if not piece:
                return told
            told += piece
