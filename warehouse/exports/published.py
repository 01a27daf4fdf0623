"""Writes what stands beside a published database: its tables as Parquet, one file each, and their data package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.exports.package import PackedFile, write_package
from warehouse.exports.parquet import write_table
from warehouse.exports.partitions import PARQUET
from warehouse.exports.source import count, tables

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


def write_published(connection: duckdb.DuckDBPyConnection, parquet: Path, datapackage: Path) -> dict[str, int]:
    """Writes every table of `main` to `parquet/<table>/<table>.parquet` and describes the files; the rows of each table.

    The descriptor is for a folder `parquet` beside it, wherever the files stand now.
    """
    files = []
    for relation in tables(connection):
        file = parquet / relation.name / f"{relation.name}.parquet"
        file.parent.mkdir(parents=True)
        write_table(connection, relation, file)
        files.append(PackedFile(relation, file, count(connection, relation)))
    write_package(datapackage, PARQUET, files, parquet, "parquet/")
    return {file.relation.name: file.rows for file in files}
