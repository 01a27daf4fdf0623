"""Fills the tables of comparison (`schema/comparisons.py`) from the published ones, by the SQL in `sql/build/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.sql_files import sql_text

if TYPE_CHECKING:
    import duckdb

COMPARED = ("indicator_kind", "bound_peer", "repeated_target")
"""The tables that set all districts side by side."""


def compare(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills indicator_kind, bound_peer, bound_change and repeated_target of `main`, which must be empty.

    Reads main's published tables and project_lineage. The scripts drop the temporary tables that they make.
    """
    _run(connection, "kinds", "changes", "copies")
    _compare_all(connection)


def compare_again(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills the tables that set all districts side by side from what they hold and what `fresh.main` does.

    Of the districts that the variable `districts` lists, `fresh` has the rows; everything else in `main` is as it is to be.
    """
    _run(connection, "compared_before")
    for table in COMPARED:
        connection.execute(f"TRUNCATE main.{table}")
    _compare_all(connection)


def _compare_all(connection: duckdb.DuckDBPyConnection) -> None:
    _run(connection, "peers", "copies_anywhere")


def _run(connection: duckdb.DuckDBPyConnection, *scripts: str) -> None:
    for name in scripts:
        connection.execute(sql_text("build", name))


def keep_versions(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills project_version of `main` from the temporary tables that `versions.decide` leaves."""
    _run(connection, "project_versions")
