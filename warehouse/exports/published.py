"""Writes what stands beside a published database: its tables as Parquet, a file for each fiscal year, and their data package.

What a table says of a year stays the same file from version to version until it changes: tools that load Parquet year by
year load only what is new, and nobody writes it again.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq

from warehouse.exports.package import PackedFile, write_package
from warehouse.exports.parquet import write_table
from warehouse.exports.partitions import PARQUET
from warehouse.exports.source import tables
from warehouse.files import content_hash, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import duckdb

    from warehouse.exports.source import Relation

    Years = frozenset[int | None] | None

YEAR = "fiscal_year"
_AT_ONCE = 2


class Before(NamedTuple):
    """The Parquet folder of another version, what its files were when they were published (`hashes`), and the tables that
    are not as they were there, with the fiscal years of which that is so; None for tables of which no more is known."""

    parquet: Path
    hashes: Mapping[str, str]
    changed: Mapping[str, Years]


class _Part(NamedTuple):
    """One file of a table: where it is to stand, and which of its rows it has (a condition)."""

    relation: Relation
    file: Path
    rows: str
    same_as: Path | None


def write_published(
    connection: duckdb.DuckDBPyConnection, parquet: Path, datapackage: Path, before: Before | None = None
) -> dict[str, int]:
    """Writes every table of `main` and describes the files; the rows of each table.

    They are `parquet/<table>/<table>-<fiscal year>.parquet` (`unknown` where rows state none), or `<table>.parquet` for
    a table without a fiscal year. Files that are as they were `before` are shared. The descriptor is for a folder
    `parquet` beside it, wherever the files stand now. Files are written side by side, each over a cursor of its own:
    what is written must be committed.
    """
    parts = [part for relation in tables(connection) for part in _parts(connection, relation, parquet, before)]
    cursors = [connection.cursor() for _ in parts]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        files = list(pool.map(_placed, cursors, parts))
    write_package(datapackage, PARQUET, files, parquet, "parquet/")
    return _rows(files)


def _parts(
    connection: duckdb.DuckDBPyConnection, relation: Relation, parquet: Path, before: Before | None
) -> Iterable[_Part]:
    """The files of a table. One without rows has a single file, so that its columns are known."""
    folder = parquet / relation.name
    folder.mkdir(parents=True)
    query = f'SELECT DISTINCT {YEAR} FROM main."{relation.name}" ORDER BY ALL'  # noqa: S608 - from the catalogue
    years = [row[0] for row in connection.execute(query).fetchall()] if relation.has(YEAR) else []
    if not years:
        yield _part(relation, folder / f"{relation.name}.parquet", "TRUE", before, None)
    for year in years:
        file = folder / f"{relation.name}-{'unknown' if year is None else year}.parquet"
        is_year = f"{YEAR} IS NULL" if year is None else f"{YEAR} = {year}"
        yield _part(relation, file, is_year, before, frozenset({year}))


def _part(relation: Relation, file: Path, rows: str, before: Before | None, years: Years) -> _Part:
    """A file, with that of before if nothing in it changed and it is there."""
    if before is None or _changed(before.changed, relation.name, years):
        return _Part(relation, file, rows, None)
    name = f"{relation.name}/{file.name}"
    same = before.parquet / name
    return _Part(relation, file, rows, same if _is_as_published(same, before.hashes.get(name)) else None)


def hashes(datapackage: Path) -> dict[str, str]:
    """The hash of every published file by its path below `parquet`; nothing where the descriptor is missing or damaged."""
    try:
        resources = json.loads(datapackage.read_text(encoding="utf-8"))["resources"]
        parts = [part for resource in resources for part in resource.get("parts", [resource])]
        return {part["path"].removeprefix("parquet/"): part["hash"] for part in parts}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _is_as_published(file: Path, told: str | None) -> bool:
    try:
        return told == content_hash(file)
    except OSError:
        return False


def _changed(changed: Mapping[str, Years], table: str, years: Years) -> bool:
    if table not in changed:
        return False
    of = changed[table]
    return of is None or years is None or not of.isdisjoint(years)


def _placed(cursor: duckdb.DuckDBPyConnection, part: _Part) -> PackedFile:
    with cursor:
        if part.same_as is None:
            return PackedFile(part.relation, part.file, write_table(cursor, part.relation, part.file, part.rows))
    share(part.same_as, part.file)
    return PackedFile(part.relation, part.file, int(pq.read_metadata(part.file).num_rows))


def _rows(files: list[PackedFile]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for file in files:
        counted[file.relation.name] = counted.get(file.relation.name, 0) + file.rows
    return counted
