"""Files and folders: removed, cleared away after a crash, and made sure to outlive a power cut."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PARTIAL = re.compile(r"\..+\.(\d+)")
"""Names of what is being written or removed: hidden, and ending with the process that is at it."""
_PIECE = 1 << 20
"""Bytes that are copied at once."""
_DAY = 86_400
"""Seconds."""


def remove_leftovers(folder: Path, pattern: re.Pattern[str]) -> None:
    """Clears away what crashed processes left; what another running one is writing stays.

    `pattern` matches the whole name of such a file or folder; its first group is the process that wrote it. What was not
    touched for a day goes though a process of that number runs: it is another one.
    """
    for path in folder.glob(".*"):
        match = pattern.fullmatch(path.name)
        if match and (int(match[1]) == os.getpid() or not _is_running(int(match[1])) or _is_old(path)):
            remove(path)


def write_whole(path: Path, content: str | bytes, *, lasting: bool = False) -> None:
    """Writes a file (text as UTF-8) that others see as it was or as it is now, never half; what a crash leaves matches
    `PARTIAL`.

    With `lasting` what it holds is on the disk for good; its name is once its folder has settled.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(content.encode() if isinstance(content, str) else content)
    if lasting:
        settle(partial)
    partial.replace(path)


def remove(path: Path) -> None:
    """Removes a file, a link or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def content_hash(file: Path, kind: str = "sha256") -> str:
    """The hash of a file's content, the name of its kind in front: `sha256:…`."""
    with file.open("rb") as content:
        return f"{kind}:{hashlib.file_digest(content, kind).hexdigest()}"


def copy_hashed(file: Path, target: Path, kind: str) -> str:
    """Copies a file; the `content_hash` of what the copy has."""
    digest = hashlib.new(kind)
    with file.open("rb") as content, target.open("wb") as copy:
        while piece := content.read(_PIECE):
            digest.update(piece)
            copy.write(piece)
    return f"{kind}:{digest.hexdigest()}"


def share(file: Path, target: Path) -> None:
    """Gives a file that is never changed a second name; a copy where the disk knows no such thing."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


def settle(path: Path, *, whole: bool = True) -> None:
    """Waits until a file, or a folder and with `whole` all below it, is on the disk and not just in its cache."""
    if whole and path.is_dir():
        for below in path.iterdir():
            settle(below)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_old(path: Path) -> bool:
    """Whether nothing was done to it for a day, by the time of change that programs cannot set."""
    try:
        return time.time() - path.lstat().st_ctime > _DAY
    except FileNotFoundError:  # its process has just finished it
        return False


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
