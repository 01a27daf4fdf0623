"""Cost targets against the budget: unit cost × times a year × how many, where the project itself says how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from transforms.rules import load
from warehouse.schema.records import Finding


def cost_findings(project: dict[str, Any], indicators: Sequence[dict[str, Any]], seq_no: int) -> list[Finding]:
    """Cost indicators in yuan whose annual sum is not the budget.

    A target per period is annualised (月 × 12, 季度 × 4); one per thing (元/月/社区) is multiplied by the number of those
    things, if another indicator of the project states it in that measure word or under a name with that word; where none
    does, a single one that exceeds the budget is still said. Targets of the project's whole period are not looked at.
    """
    budget = project["budget_cny"]
    if not budget or budget < 0:
        return []
    indicators = [row for row in indicators if row.get("horizon") != "period"]
    tolerance = budget * _tolerated()
    found = []
    for row in indicators:
        if row["unit"] != "CNY" or row["upper_bound"] is None or "成本" not in (row["level2"] or ""):
            continue
        cost, working, complete = _annual(row, indicators)
        rule = None
        if cost > budget + tolerance:
            rule = "cost_above_budget"
        elif complete and cost < budget - tolerance:
            rule = "cost_below_budget"
        if rule:
            details = {"cost": f"{cost:,.2f}", "working": working, "budget": f"{budget:,.2f}"}
            found.append(
                Finding(rule, row["source_ref"], row["value_text"], seq_no, row["seq_no"], details)
            )  # fmt: skip
    return found


@cache
def _tolerated() -> Decimal:
    """The share of the budget by which the cost may differ from it."""
    return Decimal(load("obligations")["cost_tolerance"]["share"])


def _annual(row: dict[str, Any], indicators: Sequence[dict[str, Any]]) -> tuple[Decimal, str, bool]:
    """The cost of a year, how it was worked out, and whether every factor was known."""
    cost = row["upper_bound"]
    working, complete = [f"{cost.normalize():f}"], True
    for factor, label in _factors(row["per"], indicators, row):
        if factor is None:
            complete = False
        else:
            cost *= factor
            working.append(f"{factor.normalize():f}{label}")
    return cost, " × ".join(working), complete


def _factors(
    per: Sequence[str], indicators: Sequence[dict[str, Any]], cost_row: dict[str, Any]
) -> Iterator[tuple[Decimal | None, str]]:
    per_year = load("obligations")["per_year"]
    for word in per:
        if word in per_year:
            yield Decimal(per_year[word]), ""
        else:
            yield _how_many(word, indicators, cost_row), word


def _how_many(word: str, indicators: Sequence[dict[str, Any]], cost_row: dict[str, Any]) -> Decimal | None:
    """The number of these things that the project's other indicators state; None where none or several do."""
    numbers = {
        row["lower_bound"]
        for row in indicators
        if row is not cost_row and row["unit"] == "count" and row["lower_bound"] and not row["per"]
        and "成本" not in (row["level2"] or "") and _counts(word, row)
    }  # fmt: skip
    return numbers.pop() if len(numbers) == 1 else None


def _counts(word: str, row: dict[str, Any]) -> bool:
    return bool(row["counter"] == word or word in (row["level3"] or ""))
