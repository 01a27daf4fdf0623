"""Where a process dies: before the n-th change it makes below a folder, or with a file just opened and still empty."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BEFORE, TORN = "before", "torn"

_CHANGES = {
    "os.rename": 0, "os.remove": 0, "os.rmdir": 0, "os.mkdir": 0, "os.symlink": 1, "os.link": 1, "os.truncate": 0,
    "os.fsync": 0, "open": 0,
}  # fmt: skip
"""The events of the interpreter that come before a change, and which argument of each is the path."""
_DESCRIPTOR = {"os.remove": 1, "os.rmdir": 1, "os.mkdir": 2, "os.rename": 2}
"""Which argument is the descriptor of the folder that the path starts at, -1 for none."""
_NAMES = (
    (re.compile(r"[0-9a-f]{64}"), "<content>"),
    (re.compile(r"[0-9a-f]{16}"), "<segment>"),
    (re.compile(r"\d{8}T\d{6}\.\d{6}Z"), "<version>"),
    (re.compile(r"(?<=/)[0-9a-f]{2}(?=/|$)"), "<aa>"),
    (re.compile(r"(?<=[.-])\d{2,}(?=$|-)"), "<process>"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change below the folder: the event, and the path with everything that differs between runs named."""

    event: str
    path: str
    opens: bool

    @property
    def kind(self) -> str:
        return f"{self.event} {self.path}"


def named(path: str) -> str:
    """A path in which hashes, versions and process ids are words."""
    for pattern, word in _NAMES:
        path = pattern.sub(word, path)
    return path


def watch(folder: Path, seen: Callable[[Change, str], None]) -> None:
    """Calls `seen` before every change this process makes below the folder from now on, with the path as it is.

    What polars and DuckDB write through libraries of their own is not seen; deaths by the clock meet those.
    """
    root = f"{folder.resolve()}/"

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _CHANGES or (event == "open" and not _writes(arguments)):
            return
        path = _path_of(event, arguments)
        if path is not None and path.startswith(root):
            seen(Change(event, named(path[len(root) - 1 :]), event == "open"), path)

    sys.addaudithook(hook)
    _tell_of_fsync()


def die_at(folder: Path, number: int, how: str) -> None:
    """Kills this process at its change of that number, counted from 1."""
    count = 0

    def seen(change: Change, path: str) -> None:
        nonlocal count
        count += 1
        if count == number:
            if how == TORN and change.opens:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
            os.kill(os.getpid(), signal.SIGKILL)

    watch(folder, seen)


def fill_disk(folder: Path, number: int) -> None:
    """Lets this process find the disk full from its change of that number on; removing still goes."""
    count = 0

    def seen(change: Change, path: str) -> None:
        nonlocal count
        count += 1
        if count >= number and (change.opens or change.event in ("os.mkdir", "os.symlink")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

    watch(folder, seen)


def _tell_of_fsync() -> None:
    fsync = os.fsync

    def told(descriptor: int) -> None:
        sys.audit("os.fsync", _descriptor_path(descriptor))
        fsync(descriptor)

    os.fsync = told  # type: ignore[assignment]


def _writes(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _path_of(event: str, arguments: tuple[Any, ...]) -> str | None:
    path = arguments[_CHANGES[event]]
    if not isinstance(path, str | bytes | os.PathLike):
        return None
    path = os.fsdecode(path)
    if not path.startswith("/") and event in _DESCRIPTOR:
        descriptor = arguments[_DESCRIPTOR[event]]
        if isinstance(descriptor, int) and descriptor >= 0:
            return f"{_descriptor_path(descriptor)}/{path}"
    return os.path.abspath(path)  # noqa: PTH100 - what a link points to is not asked


def _descriptor_path(descriptor: int) -> str:
    return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115
