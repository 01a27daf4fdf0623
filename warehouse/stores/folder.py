"""Files of a lake in a folder of this machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from warehouse.files import PARTIAL, remove, remove_leftovers, settle, write_whole
from warehouse.stores.store import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb


class FolderStore:
    """A folder; see `Store` for what its methods give."""

    polars_options = None

    def __init__(self, root: Path) -> None:
        # Processes that work on it may have been started in another folder.
        self.root = root.absolute()
        self.address = str(self.root)

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        write_whole(self.root / name, content)

    def write_lasting(self, files: Mapping[str, bytes]) -> None:
        paths = {self.root / name: content for name, content in files.items()}
        for path, content in paths.items():
            write_whole(path, content, lasting=True)
        for folder in {above for path in paths for above in (path.parent, path.parent.parent)}:
            settle(folder, whole=False)

    def exists(self, name: str) -> bool:
        return (self.root / name).is_file()

    def listing(self, folder: str) -> dict[str, Entry]:
        return dict(sorted(_entries(f"{self.root}/{folder}", folder)))

    def folders(self, folder: str) -> list[str]:
        return sorted(path.name for path in (self.root / folder).glob("[!.]*/"))

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            (self.root / name).unlink(missing_ok=True)

    def remove_folder(self, folder: str) -> None:
        target = self.root / folder
        aside = target.with_name(f".{target.name}.{os.getpid()}")
        remove(aside)
        if target.exists():
            target.rename(aside)
            remove(aside)

    def clear_leftovers(self) -> None:
        for folder in (self.root, *self.root.glob("*/"), *self.root.glob("*/*/"), *self.root.glob("star/*/*/")):
            remove_leftovers(folder, PARTIAL)

    def location(self, name: str) -> str:
        return str(self.root / name)

    def let_read(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Every connection reads files of this machine."""


def _entries(path: str, folder: str) -> Iterator[tuple[str, Entry]]:
    # Thousands of files may lie there: paths are put together as text.
    try:
        found = list(os.scandir(path))
    except FileNotFoundError:
        return
    for one in found:
        if one.name.startswith("."):
            continue
        name = f"{folder}/{one.name}"
        if one.is_dir():
            yield from _entries(one.path, name)
        else:
            status = one.stat()
            yield name, Entry(status.st_size, str(status.st_mtime_ns))
