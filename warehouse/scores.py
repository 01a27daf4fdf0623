"""Fills the score tables from the rules in `sql/scores/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def score(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills score_rule, project_score, score_deduction and department_score of `main` from its other tables."""
