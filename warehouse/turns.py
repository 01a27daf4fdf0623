"""One writer at a time: whoever changes the lake or what is published holds the turn of the output folder meanwhile."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LOCK, _HOLDER = ".turn", ".turn-holder"
_GLANCE = 0.2
"""Seconds: who only looks whether the turn is free has it for a moment."""


class TurnTaken(Exception):
    """Another process is at work on the same output folder."""


def _silent(_message: str) -> None:
    """For those who need not be told that they wait."""


@contextmanager
def turn(out: Path, *, wait: bool = True, told: Callable[[str], None] = _silent) -> Iterator[None]:
    """Holds the turn of `out`; within a process it may be taken again by who has it. The system frees it on any end.

    Where another process has it, `told` hears so, once, and this one waits; without `wait` it raises TurnTaken.
    """
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / _LOCK, is_singleton=True)
    try:
        lock.acquire(timeout=_GLANCE)
    except Timeout:
        message = _by_whom(out)
        if not wait:
            raise TurnTaken(message) from None
        told(message)
        lock.acquire()
    try:
        if lock.lock_counter == 1:
            _say_who(out)
        yield
    finally:
        lock.release()


def holder(out: Path) -> tuple[int, datetime] | None:
    """The process that has the turn of `out` and since when (UTC); None where nobody has."""
    if not out.is_dir() or not (out / _LOCK).exists():
        return None
    lock = FileLock(out / _LOCK)
    try:
        lock.acquire(timeout=_GLANCE)
    except Timeout:
        return _who(out)
    lock.release()
    return None


def _say_who(out: Path) -> None:
    told = {"process": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    fresh = out / f"{_HOLDER}.new"
    fresh.write_text(json.dumps(told), encoding="utf-8")
    fresh.replace(out / _HOLDER)


def _who(out: Path) -> tuple[int, datetime]:
    try:
        told = json.loads((out / _HOLDER).read_text(encoding="utf-8"))
        return told["process"], datetime.fromisoformat(told["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, datetime.now(UTC)


def _by_whom(out: Path) -> str:
    process, since = _who(out)
    at = since.astimezone().strftime("%H:%M:%S")
    return f"另一进程正在写入 {out}：another process ({process}, since {at}) is at work on this folder"
