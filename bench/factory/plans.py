"""Spending plans: each way of filling in the row, with what it means, gives the yuan of every project that has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from bench.factory.projects import money
from bench.factory.randomness import Chance
from bench.factory.vocabulary import vocabulary
from transforms.quality.findings import message
from transforms.quantity.dates import month_end
from transforms.rules import load
from transforms.tables.plan import STAGE_MONTHS, plan_findings, read_stages
from warehouse.schema.records import Finding, PlanStageRecord, Text
from warehouse.schema.staged import STAGED, frame

WITHOUT = 0.05
"""The share of districts whose form has no plan."""
_PARTS = 1_000_000
"""A share in parts: 100 % is that many."""


@dataclass(frozen=True, slots=True)
class Plans:
    """The plan rows of a year's projects, with document_key, project_seq and place; and what is odd about plans."""

    rows: pl.DataFrame
    findings: pl.DataFrame


def _records(texts: list[str]) -> list[PlanStageRecord]:
    """A form that shows fewer stages has no cell for the last ones."""
    shown = [*texts, *[None] * (len(STAGE_MONTHS) - len(texts))]
    return [
        PlanStageRecord(month, None if text is None else Text(text, ""))
        for month, text in zip(STAGE_MONTHS, shown, strict=True)
    ]


def _ways() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every way of filling in the row: its stages with shares in parts, and its findings."""
    rows: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    ways: list[int] = []
    plan = vocabulary().forms["plan"]
    for way, (texts, basis, reached) in enumerate(zip(plan["rows"], plan["basis"], plan["reached"], strict=True)):
        stages, findings = read_stages(_records(texts))
        rows += _meant(texts, basis, reached)
        ways += [way] * len(texts)
        found += [_finding(way, place, one) for place, one in enumerate([*findings, *plan_findings(stages)])]
    parts = pl.DataFrame({
        "way": ways,
        "parts": [row.pop("parts") for row in rows],
        "parts_before": [row.pop("parts_before") for row in rows],
    }, schema={"way": pl.Int64, "parts": pl.Int64, "parts_before": pl.Int64})  # fmt: skip
    typed = frame(STAGED["disbursement_plan"], rows).select(
        "stage_month", "percent_text", "stated_percent", "plan_basis", "cumulative_percent", "increment_percent"
    )
    return pl.concat([parts, typed], how="horizontal"), pl.DataFrame(found)


def _meant(texts: list[str], basis: str, reached: list[str]) -> list[dict[str, Any]]:
    """The stages of a row that is filled in so, as indicators.toml says what it means; nothing is `reached` where the row
    says nothing."""
    totals: list[Decimal | None] = [Decimal(total) for total in reached]
    totals = totals or [None] * len(texts)
    return [
        {
            "stage_month": month,
            "percent_text": text,
            "stated_percent": Decimal(text.rstrip("%％")) if text else None,
            "plan_basis": basis,
            "cumulative_percent": total,
            "increment_percent": None if total is None else total - (before or 0),
            "parts": _parts(total),
            "parts_before": _parts(before) or 0,
        }
        for month, text, total, before in zip(STAGE_MONTHS, texts, totals, [None, *totals[:-1]], strict=True)
    ]


def _parts(percent: Decimal | None) -> int | None:
    return None if percent is None else int(percent * _PARTS / 100)


def _finding(way: int, place: int, found: Finding) -> dict[str, Any]:
    return {
        "way": way, "place": place, "rule": found.rule, "severity": load("findings")[found.rule]["severity"],
        "message": message(found), "value_text": found.value_text,
    }  # fmt: skip


def plans(projects: pl.DataFrame, chance: Chance) -> Plans:
    """Four rows for each project of one year, but for those districts whose form has none."""
    ways, findings = _ways()
    shares = vocabulary().forms["plan"]["shares"]
    own = chance.weighted(shares, "plan", projects["office"].to_numpy(), projects["year"].to_numpy())
    other = chance.weighted(shares, "other plan", projects["undertaking"].to_numpy(), projects["year"].to_numpy())
    differs = chance.happens(0.4, "own plan", projects["undertaking"].to_numpy())
    district = projects["district_code"].cast(pl.Int64).to_numpy()
    held = projects.select(
        "project_key", "document_key", "district_code", "fiscal_year", "year", "cents", "stated", "source_ref",
        pl.col("seq_no").alias("project_seq"), pl.Series("way", np.where(differs, other, own)),
    ).filter(pl.Series(~chance.happens(WITHOUT, "no plan", district)))  # fmt: skip
    rows = held.join(ways, on="way", how="left", maintain_order="left_right")
    return Plans(rows=_in_yuan(rows), findings=held.join(findings, on="way", how="inner", maintain_order="left_right"))


def _in_yuan(rows: pl.DataFrame) -> pl.DataFrame:
    cents = rows["cents"].to_numpy()
    known = rows["stated"].to_numpy() & rows["parts"].is_not_null().to_numpy()
    reached = _share(cents, rows["parts"].fill_null(0).to_numpy())
    before = _share(cents, rows["parts_before"].to_numpy())
    due = {(year, month): month_end(year, month) for year in rows["year"].unique().to_list() for month in STAGE_MONTHS}
    return rows.with_columns(
        money(reached, known).alias("cumulative_cny"),
        money(reached - before, known).alias("increment_cny"),
        due_date=_due(due),
    )


def _share(cents: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """A share of an amount, rounded half up, in whole numbers; amounts of up to a billion yuan stay within them."""
    return np.asarray((2 * cents * parts + _PARTS) // (2 * _PARTS))


def _due(dates: dict[tuple[int, int], date]) -> pl.Expr:
    found: Any = pl.lit(None, dtype=pl.Date)
    for (year, month), day in dates.items():
        found = pl.when((pl.col("year") == year) & (pl.col("stage_month") == month)).then(pl.lit(day)).otherwise(found)
    return pl.Expr.alias(found, "due_date")
