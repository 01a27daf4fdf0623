"""Fills the score tables from the rules in `sql/scores/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from warehouse.making import hand_in
from warehouse.score_rules import rules, settings, terms
from warehouse.sql_files import sql_text

if TYPE_CHECKING:
    import duckdb

    from warehouse.score_rules import ScoreRule

_SCRATCH = (
    "term", "grade", "number", "finding", "plan", "doubt", "level", "indicator", "project", "result", "total",
)  # fmt: skip


def score(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills score_rule, project_score, score_deduction and department_score of `main` from its other tables."""
    prepare(connection)
    connection.execute(
        "CREATE TEMP TABLE score_result (seq_no UTINYINT, project_no INTEGER, met SMALLINT, "
        "issue_keys VARCHAR[], indicator_keys VARCHAR[])"
    )
    for seq_no, rule in enumerate(rules(), 1):
        _judge(connection, seq_no, rule)
    connection.execute(sql_text("build", "score_results"))
    for table in _SCRATCH:
        connection.execute(f"DROP TABLE score_{table}")


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills score_rule and makes the temporary tables that rules read: score_project, score_indicator, score_finding …"""
    _state_rules(connection)
    _state_terms(connection)
    connection.execute(sql_text("build", "score_inputs"))


def _state_rules(connection: duckdb.DuckDBPyConnection) -> None:
    told = [[r.name, no, r.aspect, r.weight, r.title, r.note, r.source] for no, r in enumerate(rules(), 1)]
    names = ("rule", "seq_no", "aspect", "weight", "title", "note", "source")
    values = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(told))
    connection.execute(
        f"INSERT INTO main.score_rule BY NAME FROM (VALUES {values}) AS told ({', '.join(names)})",
        [value for rule in told for value in rule],
    )


def _state_terms(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes score_term and score_grade, and the least number of points that a score may rest on (hundredths)."""
    told = settings()
    words = pl.DataFrame([(t.kind, t.name, t.term, t.rank, t.share) for t in terms()],
                         schema={"kind": pl.String, "name": pl.String, "term": pl.String, "rank": pl.Int32,
                                 "share": pl.Float64}, orient="row")  # fmt: skip
    hand_in(connection, "score_term", words)
    connection.execute("CREATE TEMP TABLE score_grade (grade VARCHAR, least DECIMAL(6, 2))")
    for grade in told["grade"]:
        connection.execute("INSERT INTO score_grade VALUES (?, ?)", [grade["name"], grade["least"]])
    connection.execute(f"SET VARIABLE least_judged = {100 * int(told['judged']['least'])}")


def _judge(connection: duckdb.DuckDBPyConnection, seq_no: int, rule: ScoreRule) -> None:
    """Adds where a rule is not met wholly, or not judged: the share in ten-thousandths, and what it rests on."""
    connection.execute(
        "INSERT INTO score_result SELECT ?, project_no, round(share_met * 10000), "  # noqa: S608 - a rule of sql/scores
        f"list_sort(coalesce(issue_keys, [])), list_sort(coalesce(indicator_keys, [])) FROM (\n{rule.sql}\n) "
        "WHERE share_met IS NULL OR share_met < 1",
        [seq_no],
    )
