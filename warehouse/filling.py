"""Fills a new database from the lake: staged rows, what is current, the tables, links, comparisons, scores, views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from warehouse import ddl
from warehouse.checks import Failure, PublishRefused
from warehouse.comparisons import compare, keep_versions
from warehouse.schema.staged import STAGED
from warehouse.scores import score
from warehouse.sql_files import sql_text, views
from warehouse.versions import decide

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from warehouse.lake import Lake

    Derivation = Callable[[Mapping[str, pl.DataFrame]], Mapping[str, pl.DataFrame]]

_DECIDING = ("document", "department", "project")
LINEAGE_COLUMNS = {
    "department": (
        "department_key", "district_code", "district_name", "city_name", "province_name", "unit_code", "unit_name",
        "valid_from_year", "valid_to_year", "is_current",
    ),
    "project": (
        "project_key", "department_key", "district_code", "fiscal_year", "project_name", "project_code", "budget_cny",
    ),
    "indicator": ("project_key", "level3", "description"),
}  # fmt: skip
"""What lineage is worked out from: long texts stay in the database, where a million indicators fill memory otherwise."""


class NothingToPublish(Exception):
    """The lake holds no document that could be loaded."""


def stage(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Makes the lake's tables `staged_<table>`: those that decide on versions are loaded, the others read where used.

    Raises NothingToPublish where no document is loaded.
    """
    partitions = lake.partitions()
    if not partitions:
        raise NothingToPublish("the lake holds no star rows: no document has been read")
    for table, declared in STAGED.items():
        files = [file for partition in partitions for file in lake.star(partition).files(table)]
        columns = ", ".join(declared.column_names())
        paths = ", ".join(ddl.literal(str(file)) for file in files)
        kind = "TABLE" if table in _DECIDING else "VIEW"
        connection.execute(f"CREATE TEMP {kind} staged_{table} AS SELECT {columns} FROM read_parquet([{paths}])")  # noqa: S608
    if not connection.execute("FROM staged_document WHERE status = 'loaded' LIMIT 1").fetchall():
        raise NothingToPublish("no document could be loaded: every one is quarantined")


def fill(connection: duckdb.DuckDBPyConnection, derive: Derivation | None) -> None:
    """Makes and fills every table and view from the staged ones. Raises PublishRefused where a value breaks its column."""
    decide(connection)
    connection.execute(ddl.create_tables())
    try:
        connection.execute(sql_text("build", "tables"))
    except duckdb.ConstraintException as error:
        claim = "必填字段不得为空 | Columns that must not be NULL are not"
        raise PublishRefused([Failure("declared_not_null", claim, 1, ((str(error),),))]) from error
    keep_versions(connection)
    if derive is not None:
        _derive(connection, derive)
    compare(connection)
    score(connection)
    for view in views():
        connection.execute(ddl.create_view(view))
        columns = [row[0] for row in connection.execute(f"DESCRIBE main.{view.name}").fetchall()]
        connection.execute(ddl.comment_view_columns(view, columns))


def lost(connection: duckdb.DuckDBPyConnection) -> list[Failure]:
    """Tables that do not hold as many rows, current or not, as the lake does; departments are put together on the way."""
    counted = [
        f"SELECT '{table}', (SELECT count(*) FROM staged_{table}), (SELECT count(*) FROM history.{table})"  # noqa: S608
        for table in STAGED
        if table != "department"
    ]
    rows = connection.execute(" UNION ALL ".join(counted)).fetchall()
    claim = "数据湖中的每一行都在库中 | Every row of the lake is in the warehouse"
    gone = tuple((table, f"{there:,} → {here:,}") for table, there, here in rows if there != here)
    return [Failure("lake_is_in_warehouse", claim, len(gone), gone)] if gone else []


def _derive(connection: duckdb.DuckDBPyConnection, derive: Derivation) -> None:
    current = {
        table: connection.sql(f"SELECT {', '.join(columns)} FROM main.{table}").pl()  # noqa: S608 - declared names
        for table, columns in LINEAGE_COLUMNS.items()
    }
    for table, frame in derive(current).items():
        connection.register("derived", frame)
        connection.execute(f"INSERT INTO main.{table} BY NAME FROM derived")
        connection.unregister("derived")
