"""Reads what the report shows from the published warehouse, read-only; the questions are `sql/report/*.sql`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from warehouse.sql_files import sql_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb
    import polars as pl

    from pages.report.scope import Scope

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@contextmanager
def chosen(database: Path, scope: Scope) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which the temporary tables `chosen_*` hold what the scope covers, numbered from 0."""
    import duckdb

    with duckdb.connect(str(database), read_only=True, config=_CONFIG) as connection:
        connection.execute("SET enable_progress_bar = false")
        for statement in connection.extract_statements(sql_text("report", "scope")):
            wanted = {"year": scope.year, "district": scope.district}
            connection.execute(statement, {name: wanted[name] for name in statement.named_parameters})
        yield connection


def table(connection: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
    """The answer to one question of `sql/report`."""
    return connection.sql(sql_text("report", name)).pl()


def count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Rows of `chosen_<name>`."""
    row = connection.execute(f"SELECT count(*) FROM chosen_{name}").fetchone()  # noqa: S608 - a name of our own
    return int(row[0]) if row else 0
