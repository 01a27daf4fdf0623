"""Writes the published tables for other tools: Parquet by year and district, CSV, a workbook, or a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Writer = Callable[[Path, Path], list[Path]]


def export(database: Path, folder: Path, format: str) -> list[Path]:  # noqa: A002 - as the command names it
    """Exports what is current in a published database, and returns the paths of what was written.

    `format` is one of

    - `parquet`: `folder/parquet/<table>/fiscal_year=…/district_code=…/<table>.parquet`, one file for a table without
      these columns, and `datapackage.json`;
    - `csv`: `folder/csv/<table>.csv` and `datapackage.json`;
    - `xlsx`: `folder/warehouse.xlsx`;
    - `duckdb`: `folder/warehouse.duckdb`, a copy with views, comments and every version.

    All of it shows one state of the database, and stands there whole or not at all. Raises ExportRefused (an OSError)
    where something stands in the way that no export wrote, and where the database cannot be read; OSError where
    writing fails; ValueError for another format.
    """
    from warehouse.exports.target import replacing

    names = {"parquet": "parquet", "csv": "csv", "xlsx": "warehouse.xlsx", "duckdb": "warehouse.duckdb"}
    if format not in names:
        raise ValueError(f"unknown format {format!r}; one of {', '.join(names)}")
    target = folder / names[format]
    with replacing(target) as fresh:
        written = _writer(format)(database, fresh)
    return [target / path.relative_to(fresh) for path in written]


def _writer(output_format: str) -> Writer:
    """What writes a format; each imports heavy packages of its own."""
    if output_format == "parquet":
        from warehouse.exports.partitions import write_parquet

        return write_parquet
    if output_format == "csv":
        from warehouse.exports.csv_files import write_csv

        return write_csv
    if output_format == "xlsx":
        from warehouse.exports.workbook import write_workbook

        return write_workbook
    from warehouse.exports.database import write_database

    return write_database
