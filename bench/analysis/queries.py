"""What is timed: of every view the whole, a summary by year and district and one district; storing it; every question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.sql_files import sql_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

WIDE = ("v_project", "v_indicator", "v_bound", "v_disbursement")
"""The tables that a project consists of, with all names joined in."""
GOAL_SECONDS, WIDE_SECONDS, GOAL_GIB = 1.0, 2.0, 4
_PLACED = ("fiscal_year", "district_code")
_NUMBERS = ("DECIMAL", "DOUBLE", "FLOAT", "HUGEINT", "BIGINT", "INTEGER", "SMALLINT", "TINYINT")


@dataclass(frozen=True, slots=True)
class Query:
    """One thing to time: the view or question, how it is used (`whole`, `summary`, `district`, `stored`, `question`), its
    SQL, and how long it may take; None where that is mostly DuckDB's time to store what it is given."""

    name: str
    use: str
    sql: str
    goal: float | None


def queries(connection: duckdb.DuckDBPyConnection) -> list[Query]:
    """Every view and question, in order of use and name; `connection` tells what columns the views have."""
    views = [query for file in sql_files("views", "v_") for query in _of_view(connection, file.name)]
    asked = [Query(file.name, "question", file.text, GOAL_SECONDS) for file in sql_files("analysis")]
    return [*views, *asked]


def _of_view(connection: duckdb.DuckDBPyConnection, view: str) -> list[Query]:
    goal = WIDE_SECONDS if view in WIDE else GOAL_SECONDS
    described = connection.execute(f"DESCRIBE main.{view}").fetchall()
    columns = {str(row[0]): str(row[1]) for row in described}
    found = [
        Query(view, "whole", digest(view, columns), goal),
        Query(view, "summary", summary(view, columns), goal),
        Query(view, "stored", f"CREATE OR REPLACE TEMP TABLE measured AS FROM main.{view}", None),
    ]
    if "district_code" in columns:
        place = "(SELECT min(district_code) FROM main.document)"
        found.append(Query(view, "district", f"FROM main.{view} WHERE district_code = {place}", goal))
    return found


def digest(view: str, columns: Iterable[str]) -> str:
    """Every value of every row, made and read, and nothing of it kept: a digest of each column."""
    told = ", ".join(f'bit_xor(hash("{name}")) AS "{name}"' for name in columns)
    return f"SELECT count(*) AS rows, {told} FROM main.{view}"  # noqa: S608 - view's names


def summary(view: str, columns: dict[str, str]) -> str:
    """The view by year and district, as far as it has them: numbers added up, everything else counted.

    Every column is asked for, so that none is left out of the work.
    """
    keys = [name for name in _PLACED if name in columns]
    told = [_total(name, kind) for name, kind in columns.items() if name not in keys]
    group = " GROUP BY ALL" if keys else ""
    return f"SELECT {', '.join([*keys, 'count(*) AS rows', *told])} FROM main.{view}{group}"  # noqa: S608 - view's names


def _total(name: str, kind: str) -> str:
    function = "avg" if kind.startswith(_NUMBERS) and not kind.endswith("[]") else "count"
    return f'{function}("{name}") AS "{name}"'
