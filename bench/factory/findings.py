"""Rows of quality_issue: what the rules find in these records, by the same rules, in the order in which they find it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from transforms.keys import check_character
from transforms.quality.cost import cost_findings
from transforms.quality.findings import message
from transforms.rules import load
from warehouse.schema.records import Finding

SCHEMA = {
    "document_key": pl.String, "project_key": pl.String, "indicator_key": pl.String, "project_seq": pl.Int32,
    "phase": pl.Int32, "indicator_seq": pl.Int32, "place": pl.Int32, "rule": pl.String, "severity": pl.String,
    "message": pl.String, "value_text": pl.String, "source_ref": pl.String,
}  # fmt: skip
"""A finding before it has its number; the numbers say in which order findings of a document come."""

PROJECT, PLAN, COST, VALUE = range(4)
"""The phases in which a project is checked."""


def numbered(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Findings as rows of quality_issue, numbered within each document."""
    found = pl.concat([part.select(_column(part, name, kind) for name, kind in SCHEMA.items()) for part in parts])
    order = ["document_key", "project_seq", "phase", "indicator_seq", "place"]
    found = found.sort(order, nulls_last=False, maintain_order=True)
    number = (pl.int_range(pl.len()).over("document_key") + 1).cast(pl.String).str.zfill(4)
    return found.with_columns(issue_key=pl.format("{}-q{}", "document_key", number)).drop(order[1:])


def _column(part: pl.DataFrame, name: str, kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    if name == "severity" and name not in part.columns:
        severities = {rule: entry["severity"] for rule, entry in load("findings").items()}
        return pl.col("rule").replace_strict(severities, return_dtype=pl.String).alias(name)
    column = pl.col(name) if name in part.columns else pl.lit(None)
    return column.cast(kind).alias(name)


def project_findings(projects: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """Findings about codes, money, goals and obligatory indicators of a year's projects."""
    return pl.concat(
        [_codes(projects), _money(projects), _sums(projects), _goals(projects), _duties(projects, indicators)]
    )


_ABOUT = ["document_key", "project_key", "project_seq", "phase", "place", "rule", "message", "value_text", "source_ref"]


def _about(rows: pl.DataFrame, place: int, rule: str, messages: list[str], text: str | None = None) -> pl.DataFrame:
    return rows.select(
        "document_key", "project_key", pl.col("seq_no").alias("project_seq"),
        pl.lit(PROJECT, dtype=pl.Int32).alias("phase"), pl.lit(place, dtype=pl.Int32).alias("place"),
        pl.lit(rule).alias("rule"), pl.Series("message", messages, dtype=pl.String),
        (pl.col(text) if text else pl.lit(None, dtype=pl.String)).alias("value_text"), "source_ref",
    )  # fmt: skip


def _codes(projects: pl.DataFrame) -> pl.DataFrame:
    rule = "project_code_checksum"
    wrong = projects.filter(~pl.col("project_code_valid"))
    said = [
        message(Finding(rule, details={"expected": check_character(code) or "?"})) for code in wrong["project_code"]
    ]
    return _about(wrong, 0, rule, said, "project_code")


def _money(projects: pl.DataFrame) -> pl.DataFrame:
    missing = projects.filter(pl.col("budget_cny").is_null())
    return _about(missing, 1, "money_missing", [message(Finding("money_missing"))] * len(missing))


def _sums(projects: pl.DataFrame) -> pl.DataFrame:
    rule = "money_not_sum"
    parts = pl.sum_horizontal(pl.col("fiscal_funds_cny", "other_funds_cny").fill_null(0))
    told = pl.col("fiscal_funds_cny").is_not_null() | pl.col("other_funds_cny").is_not_null()
    wrong = projects.with_columns(parts=parts.cast(pl.Decimal(18, 2)), text=written_budget())
    wrong = wrong.filter(told & (pl.col("budget_cny") != pl.col("parts")))
    said = [
        message(Finding(rule, details={"budget": f"{budget:,.2f}", "parts": f"{total:,.2f}"}))
        for budget, total in wrong.select("budget_cny", "parts").iter_rows()
    ]
    return _about(wrong, 2, rule, said, "text")


def written_budget() -> pl.Expr:
    """The budget as the form prints it, in 万元."""
    wan = (pl.col("cents") / 1_000_000).round(6).cast(pl.String)
    return wan.str.strip_suffix(".0").alias("text")


def _goals(projects: pl.DataFrame) -> pl.DataFrame:
    without = projects.filter(pl.col("goal_text").is_null())
    return _about(without, 3, "goal_missing", [message(Finding("goal_missing"))] * len(without))


def _duties(projects: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    rule = "level2_missing"
    found = []
    for place, duty in enumerate(load("obligations")["obligatory"], start=4):
        ending = f"({'|'.join(name.removesuffix('指标') for name in duty['any'])})(指标)?$"
        have = indicators.filter(pl.col("level2").str.contains(ending)).select("project_key").unique()
        without = projects.join(have, on="project_key", how="anti", maintain_order="left")
        said = message(Finding(rule, details={"level2": duty["group"]}))
        found.append(_about(without, place, rule, [said] * len(without)))
    return pl.concat(found)


_COUNTED = [
    "level2",
    "level3",
    "unit",
    "counter",
    "per",
    "lower_bound",
    "upper_bound",
    "value_text",
    "source_ref",
    "seq_no",
]


def cost_rows(projects: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """Findings about costs that are not the budget. The rule itself is asked wherever a cost is not plainly it."""
    tolerance = Decimal(load("obligations")["cost_tolerance"]["share"])
    costs = indicators.filter(
        pl.col("level2").str.contains("成本") & (pl.col("unit") == "CNY") & pl.col("upper_bound").is_not_null()
    ).join(projects.select("project_key", "budget_cny"), on="project_key")
    near = (pl.col("upper_bound") - pl.col("budget_cny")).abs() <= pl.col("budget_cny") * pl.lit(tolerance) / 2
    doubtful = costs.filter(~(near & (pl.col("per").list.len() == 0))).select("project_key").unique()
    held = projects.join(doubtful, on="project_key", how="semi", maintain_order="left")
    own = indicators.join(doubtful, on="project_key", how="semi", maintain_order="left")
    by_project = own.select("project_key", *_COUNTED).partition_by("project_key", maintain_order=True, as_dict=True)
    wanted = held.select("document_key", "project_key", "seq_no", "budget_cny").iter_rows(named=True)
    found = [row for project in wanted for row in _costs(project, by_project[project["project_key"],].to_dicts())]
    schema = {name: kind for name, kind in SCHEMA.items() if name != "severity"}
    return pl.DataFrame(found, schema=schema)


def _costs(project: dict[str, Any], own: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for place, found in enumerate(cost_findings(project, own, project["seq_no"])):
        yield {
            "document_key": project["document_key"],
            "project_key": project["project_key"],
            "indicator_key": f"{project['project_key']}-i{found.indicator:03d}",
            "project_seq": project["seq_no"],
            "phase": COST,
            "indicator_seq": None,
            "place": place,
            "rule": found.rule,
            "message": message(found),
            "value_text": found.value_text,
            "source_ref": found.source_ref,
        }
