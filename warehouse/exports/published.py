"""Writes what stands beside a published database: its tables as Parquet, one file each, and their data package."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from warehouse.exports.package import PackedFile, write_package
from warehouse.exports.parquet import write_table
from warehouse.exports.partitions import PARQUET
from warehouse.exports.source import count, tables
from warehouse.files import share

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

    from warehouse.exports.source import Relation

_AT_ONCE = 2


def write_published(
    connection: duckdb.DuckDBPyConnection, parquet: Path, datapackage: Path, same: Mapping[str, Path]
) -> dict[str, int]:
    """Writes every table of `main` to `parquet/<table>/<table>.parquet` and describes the files; the rows of each table.

    Tables in `same` are those of another version, whose folder it names: their files are shared. The descriptor is for a folder `parquet` beside it, wherever the files stand now. Tables are written side by side,
    each over a cursor of its own: what is written must be committed.
    """
    found = tables(connection)
    cursors = [connection.cursor() for _ in found]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        files = list(pool.map(partial(_placed, parquet, same), cursors, found))
    write_package(datapackage, PARQUET, files, parquet, "parquet/")
    return {file.relation.name: file.rows for file in files}


def _placed(
    parquet: Path, same: Mapping[str, Path], cursor: duckdb.DuckDBPyConnection, relation: Relation
) -> PackedFile:
    file = parquet / relation.name / f"{relation.name}.parquet"
    file.parent.mkdir(parents=True)
    with cursor:
        if relation.name in same:
            share(same[relation.name] / file.name, file)
            return PackedFile(relation, file, count(cursor, relation))
        return PackedFile(relation, file, write_table(cursor, relation, file))
