"""Has lineage over years worked out, some districts at a time, and fills its tables.

Nothing is linked across districts: however many there are, the rows of a few are in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import ddl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import duckdb
    import polars as pl

    Derived = Mapping[str, pl.DataFrame]
    Derivation = Callable[[Derived], Derived]

COLUMNS = {
    "department": (
        "department_key", "district_code", "district_name", "city_name", "province_name", "unit_code", "unit_name",
        "valid_from_year", "valid_to_year", "is_current",
    ),
    "project": (
        "project_key", "department_key", "district_code", "fiscal_year", "project_name", "project_code", "budget_cny",
    ),
    "indicator": ("project_key", "level3", "description"),
}  # fmt: skip
"""What lineage is worked out from: long texts stay in the database."""
_AT_ONCE = 200_000
"""Indicators, of whole districts: fewer at once mean that each part of the tables is read more often."""

_SHARES = """
    WITH counted AS (
        SELECT district_code, count(*) AS indicators FROM main.indicator WHERE district_code IS NOT NULL GROUP BY ALL
    ),
    up_to AS (
        SELECT district_code, sum(coalesce(indicators, 0)) OVER (ORDER BY district_code) AS indicators
        FROM (SELECT DISTINCT district_code FROM main.department WHERE district_code IS NOT NULL)
        LEFT JOIN counted USING (district_code)
    )
    SELECT min(district_code), max(district_code) FROM up_to GROUP BY indicators // ? ORDER BY ALL
"""


def worked_out(connection: duckdb.DuckDBPyConnection, derive: Derivation) -> list[Derived]:
    """The frames of the lineage tables, one set for each share of the districts, from what `main` holds (`COLUMNS`)."""
    return [derive(_current(connection, share)) for share in _shares(connection)]


def fill(connection: duckdb.DuckDBPyConnection, parts: Iterable[Derived]) -> None:
    """Fills the lineage tables."""
    for part in parts:
        for table, frame in part.items():
            connection.register("derived", frame)
            connection.execute(f"INSERT INTO main.{table} BY NAME FROM derived")
            connection.unregister("derived")


def _shares(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Conditions on the district that split the rows: ranges, so that DuckDB passes over what belongs to others."""
    ranges = connection.execute(_SHARES, [_AT_ONCE]).fetchall()
    known = [f"district_code BETWEEN {ddl.literal(first)} AND {ddl.literal(last)}" for first, last in ranges]
    return [*known, "district_code IS NULL"]


def _current(connection: duckdb.DuckDBPyConnection, share: str) -> Derived:
    """The current rows of some districts."""
    return {
        table: connection.sql(f"SELECT {', '.join(columns)} FROM main.{table} WHERE {share}").pl()  # noqa: S608 - declared
        for table, columns in COLUMNS.items()
    }
