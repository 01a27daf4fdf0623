"""A copy of the published database: one state of it, with views, comments and every version."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import duckdb

from warehouse.exports.source import opened

if TYPE_CHECKING:
    from pathlib import Path


def write_database(database: Path, target: Path) -> list[Path]:
    """Copies the database to `target`, a new file. Raises ExportRefused where it cannot be read.

    While it is open for reading nobody can write into it, and a publication puts a new file in its place: the bytes
    are of one state. What a write-ahead log still holds is taken along and written into the copy.
    """
    log = database.with_name(f"{database.name}.wal")
    with opened(database):
        if log.exists():
            shutil.copyfile(log, target.with_name(f"{target.name}.wal"))
        shutil.copyfile(database, target)
    with duckdb.connect(str(target)) as copied:
        copied.execute("CHECKPOINT")
    return [target]
