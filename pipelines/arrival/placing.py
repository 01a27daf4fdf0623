"""Puts files into the raw folder so that each is there as a whole or not at all, whatever is interrupted."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

from warehouse.files import remove_leftovers, settle

CHUNK = 1024**2
_PARTIAL = re.compile(r"\.arriving-(\d+)-\d+")
_NUMBERS = count()


def place(
    content: Iterable[bytes],
    target: Path,
    modified_ns: int,
    *,
    replace: bool,
    check: Callable[[int, str], None] = lambda _size, _md5: None,
) -> None:
    """Writes the content to `target`, with this time of change, by way of a hidden file beside it.

    `check` is given the size and the MD5 of what was written, and raises where that is not what it should be. Without
    `replace` it raises FileExistsError where something is there already; OSError where the disk fails.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".arriving-{os.getpid()}-{next(_NUMBERS)}")
    md5, size = hashlib.md5(usedforsecurity=False), 0
    try:
        with partial.open("xb") as file:
            for chunk in content:
                file.write(chunk)
                md5.update(chunk)
                size += len(chunk)
        check(size, md5.hexdigest())
        os.utime(partial, ns=(modified_ns, modified_ns))
        settle(partial)
        if replace:
            partial.replace(target)
        else:
            _link(partial, target)
        settle(target.parent, whole=False)
    finally:
        partial.unlink(missing_ok=True)


def chunks(source: Path) -> Iterator[bytes]:
    """A file's content, in pieces that fit into memory. Raises OSError where it cannot be read."""
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def clear_partial(folders: Iterable[Path]) -> None:
    """Removes what interrupted processes left in these folders."""
    for folder in folders:
        remove_leftovers(folder, _PARTIAL)


def _link(partial: Path, target: Path) -> None:
    """Gives the file its name, unless another one has it: a link is made in one step, and never over anything."""
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError:
        # FAT and some shares know no links.
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        partial.rename(target)
