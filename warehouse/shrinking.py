"""What a version holds, and whether a new one holds so much less than the last that somebody should look first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse.checks import Failure
from warehouse.published import Version, Year

if TYPE_CHECKING:
    import duckdb

SHARE = 0.2
"""The share of documents, or of a year's documents or projects, that may go from one publication to the next."""
_AT_LEAST = {"documents": 5, "projects": 50}
"""Fewer than these gone are what somebody does by hand, whatever their share is."""

_CLAIM = (
    "现行数据不得骤减；确属应删的，请用 --allow-shrink 再次运行 | "
    "What is published does not shrink at once; where it should, build again with --allow-shrink"
)
_BY_YEAR = """
    WITH loaded AS (
        SELECT fiscal_year, count(*) AS documents FROM main.document WHERE status = 'loaded' GROUP BY ALL
    ), planned AS (
        SELECT fiscal_year, count(*) AS projects, coalesce(sum(budget_cny), 0) AS budget FROM main.project GROUP BY ALL
    ), aimed AS (
        SELECT fiscal_year, count(*) AS indicators FROM main.indicator GROUP BY ALL
    ), year AS (
        SELECT fiscal_year FROM loaded UNION SELECT fiscal_year FROM planned UNION SELECT fiscal_year FROM aimed
    )
    SELECT coalesce(y.fiscal_year::VARCHAR, 'unknown'), coalesce(l.documents, 0), coalesce(p.projects, 0),
        coalesce(a.indicators, 0), coalesce(p.budget, 0)::VARCHAR
    FROM year y
    LEFT JOIN loaded l ON l.fiscal_year IS NOT DISTINCT FROM y.fiscal_year
    LEFT JOIN planned p ON p.fiscal_year IS NOT DISTINCT FROM y.fiscal_year
    LEFT JOIN aimed a ON a.fiscal_year IS NOT DISTINCT FROM y.fiscal_year
    ORDER BY y.fiscal_year
"""


def described(connection: duckdb.DuckDBPyConnection, name: str, counts: dict[str, int]) -> Version:
    """What the database of a connection holds, as the version of that name published now."""
    years = {year: Year(*figures) for year, *figures in connection.execute(_BY_YEAR).fetchall()}
    ((quarantined,),) = connection.execute("SELECT count(*) FROM main.document WHERE status = 'quarantined'").fetchall()
    return Version(name, datetime.now(UTC), counts, years, quarantined)


def shrunk(before: Version, after: Version) -> list[Failure]:
    """Where the new version lost more than `SHARE` of its documents, of a year's documents or of a year's projects."""
    lost = list(_lost("all", "documents", before.documents, after.documents))
    for year, was in before.by_year.items():
        now = after.by_year.get(year, Year(0, 0, 0, "0"))
        lost += _lost(year, "documents", was.documents, now.documents)
        lost += _lost(year, "projects", was.projects, now.projects)
    return [Failure("published_shrinks", _CLAIM, len(lost), tuple(lost))] if lost else []


def _lost(year: str, what: str, before: int, after: int) -> list[tuple[str, str]]:
    gone = before - after
    if gone < _AT_LEAST[what] or gone <= SHARE * before:
        return []
    return [(year, f"{before:,} → {after:,} {what}")]
