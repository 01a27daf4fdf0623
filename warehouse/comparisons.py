"""Fills the tables of comparison (`schema/comparisons.py`) from the published ones, by the SQL in `sql/build/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.sql_files import sql_text

if TYPE_CHECKING:
    import duckdb

COMPARED = ("indicator_kind", "bound_peer", "bound_change", "repeated_target")
"""The tables that set all districts side by side."""


def compare(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills indicator_kind, bound_peer, bound_change and repeated_target of `main`, which must be empty.

    Reads main's published tables and project_lineage. The scripts drop the temporary tables that they make.
    """
    for name in ("kinds", "peers", "copies"):
        connection.execute(sql_text("build", name))


def keep_versions(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills project_version of `main` from the temporary tables that `versions.decide` leaves."""
    connection.execute(sql_text("build", "project_versions"))
