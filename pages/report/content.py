"""Gathers everything the report's page shows, as values for JSON."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pages.report.columns import columns
from pages.report.reading import chosen, count, table
from pages.report.scope import TARGETS_ON_A_PAGE, NothingChosen, tables_left_out
from transforms.rules import load

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import polars as pl

    from pages.report.scope import Scope

_ALWAYS = ("office", "document", "office_year", "unit_score", "finding_rule", "score_rule", "target")
"""What every page carries, whatever its size: all that charts and summaries are made of."""
_ROWS = {"project": ("project", "deduction"), "indicator": ("indicator", "bound"), "finding": ("finding",)}
"""What is left out together with a table of rows that is too long."""


def content(database: Path, scope: Scope) -> dict[str, Any]:
    """`about` (scope, counts, what was left out), `rules` (what findings mean) and `tables` by name, as columns.

    Raises NothingChosen where the scope covers no document.
    """
    with chosen(database, scope) as connection:
        counts = {name: count(connection, name) for name in ("document", "office", *_ROWS)}
        if not counts["document"]:
            raise NothingChosen(
                "the warehouse holds no document of that year and district 数据库中没有该年度、该区划的文件"
            )
        left_out = tables_left_out(counts)
        kept = [name for row_table, names in _ROWS.items() if row_table not in left_out for name in names]
        tables = {name: columns(table(connection, name)) for name in (*_ALWAYS, *kept)}
        if tables["target"]["rows"] > TARGETS_ON_A_PAGE:
            left_out.append("target")
            tables["target"] = columns(_shares_only(table(connection, "target")))
        about = _about(connection, database, scope, counts, left_out)
    return {"about": about, "rules": _rules(), "tables": tables}


def _shares_only(targets: pl.DataFrame) -> pl.DataFrame:
    """The targets in per cent: few kinds that nearly every department has."""
    import polars as pl

    return targets.filter(pl.col("unit") == "percent")


def _about(
    connection: duckdb.DuckDBPyConnection, database: Path, scope: Scope, counts: dict[str, int], left_out: list[str]
) -> dict[str, Any]:
    states = connection.execute("SELECT status, count(*) FROM chosen_document GROUP BY ALL ORDER BY ALL").fetchall()
    published = dt.datetime.fromtimestamp(database.stat().st_mtime, dt.UTC)
    return {
        "year": scope.year,
        "district": scope.district,
        "counts": counts,
        "documents": dict(states),
        "left_out": left_out,
        "published": published.strftime("%Y-%m-%d %H:%M UTC"),
    }


def _rules() -> dict[str, list[str]]:
    """What each rule of findings says, in Chinese and in English."""
    return {name: [rule["zh"], rule["en"]] for name, rule in load("findings").items()}
