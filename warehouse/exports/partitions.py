"""The Parquet export: every table and wide view by fiscal year and district, described by a data package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from warehouse.exports.package import FileKind, PackedFile, write_package
from warehouse.exports.parquet import PARTITIONS, write_partitions, write_table
from warehouse.exports.source import opened, tables, wide_views

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from warehouse.exports.source import Relation

PARQUET = FileKind("parquet", "application/vnd.apache.parquet")


def write_parquet(database: Path, folder: Path) -> list[Path]:
    """Writes every table and wide view below `folder/<name>/`, and `datapackage.json` about them."""
    files: list[PackedFile] = []
    with opened(database) as connection:
        relations = [*tables(connection), *wide_views(connection)]
        for relation in relations:
            files += _write(connection, relation, folder / relation.name)
    package = folder / "datapackage.json"
    write_package(package, PARQUET, files, folder)
    return [*(folder / relation.name for relation in relations), package]


def _write(connection: duckdb.DuckDBPyConnection, relation: Relation, folder: Path) -> list[PackedFile]:
    folder.mkdir(parents=True)
    if relation.has(*PARTITIONS):
        written = write_partitions(connection, relation, folder)
        return [
            PackedFile(relation, file, _rows(file), dict(zip(PARTITIONS, key, strict=True)))
            for file, key in written.items()
        ]
    file = folder / f"{relation.name}.parquet"
    write_table(connection, relation, file)
    return [PackedFile(relation, file, _rows(file))]


def _rows(file: Path) -> int:
    return int(pq.read_metadata(file).num_rows)
