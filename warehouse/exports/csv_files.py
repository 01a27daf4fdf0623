"""CSV as spreadsheets open it: UTF-8 with BOM, CRLF, lists as JSON, and no text that runs as a formula."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from warehouse.exports.package import FileKind, PackedFile, write_package
from warehouse.exports.source import Column, Relation, batches, opened, tables, wide_views
from warehouse.formulas import harmless_sql

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

TIMESTAMP = "%Y-%m-%d %H:%M:%S"
_KIND = FileKind(
    "csv",
    "text/csv",
    {
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
    },
    {"datetime": TIMESTAMP},
)


def write_csv(database: Path, folder: Path) -> list[Path]:
    """Writes every table and wide view to `folder/<name>.csv`, and `datapackage.json` about them."""
    folder.mkdir()
    with opened(database) as connection:
        files = [_write(connection, relation, folder) for relation in [*tables(connection), *wide_views(connection)]]
    package = folder / "datapackage.json"
    write_package(package, _KIND, files, folder)
    return [*(file.path for file in files), package]


def plain_lists(relation: Relation) -> str:
    """The query for a relation with its lists as JSON, for formats that have none."""
    return _query(relation, {column.name: _as_json(column) for column in relation.columns if column.is_list})


def _write(connection: duckdb.DuckDBPyConnection, relation: Relation, folder: Path) -> PackedFile:
    file = folder / f"{relation.name}.csv"
    rows = 0
    with file.open("wb") as target:
        reader = batches(connection, _query(relation, _changed(relation)))
        for number, batch in enumerate(chain((reader.schema.empty_table(),), reader)):
            frame = pl.DataFrame(pl.from_arrow(batch))
            frame.write_csv(
                target,
                include_header=number == 0,
                include_bom=number == 0,
                line_terminator="\r\n",
                datetime_format=TIMESTAMP,
            )
            rows += frame.height
    return PackedFile(relation, file, rows)


def _changed(relation: Relation) -> dict[str, str]:
    changed = {}
    for column in relation.columns:
        if column.is_list:
            changed[column.name] = _as_json(column)
        elif column.type == "VARCHAR":
            changed[column.name] = harmless_sql(f'"{column.name}"')
    return changed


def _as_json(column: Column) -> str:
    return f'to_json("{column.name}")::VARCHAR'


def _query(relation: Relation, changed: dict[str, str]) -> str:
    replaced = ", ".join(f'{expression} AS "{name}"' for name, expression in changed.items())
    return f'SELECT *{f" REPLACE ({replaced})" if replaced else ""} FROM main."{relation.name}"'  # noqa: S608 - from the catalogue
