"""Cost targets against budgets: the view and the findings about a document say the same."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hand_made import Row, asked, figure, filled, office, project

from transforms.quality.cost import cost_findings

if TYPE_CHECKING:
    from collections.abc import Sequence


COUNTED = figure("数量指标", "社区数量", at_least=14, unit="count", counter="个")


def cost(at_most: int | str, *per: str) -> Row:
    return figure("成本指标", "成本", at_most=at_most, unit="CNY", per=list(per))


@pytest.mark.parametrize(
    ("budget", "rows", "verdict", "annual"),
    [
        (562500, [cost(46875, "month")], "agrees", 562500),
        (562500, [cost(46875, "quarter")], "below_budget", 187500),
        (100, [cost(50, "半年")], "agrees", 100),
        (1400000, [cost(8500, "month", "社区"), COUNTED], "above_budget", 1428000),
        (1428000, [cost(8500, "month", "社区"), COUNTED], "agrees", 1428000),
        (1400000, [cost(8500, "month", "社区")], "cannot_be_told", 102000),
        (100000, [cost(8500, "month", "社区")], "above_budget", 102000),
        (1000, [cost(10, "人"), figure("数量指标", "人数", at_least=5, unit="count", counter="人"),
                figure("数量指标", "人", at_least=6, unit="count", counter="个")], "cannot_be_told", 10),
        (1000, [cost(1005)], "agrees", 1005),
        (1000, [cost(1010)], "agrees", 1010),
        (1000, [cost("1010.01")], "above_budget", "1010.01"),
        (1000, [cost(990)], "agrees", 990),
        (1000, [cost("989.99")], "below_budget", "989.99"),
    ],
)  # fmt: skip
def test_cost_targets_are_held_against_the_budget(
    budget: int, rows: list[Row], verdict: str, annual: int | str
) -> None:
    audit = office("202", "审计局")
    connection = filled(audit, project(audit, "a", *rows, budget=budget))
    found = asked(connection, "SELECT verdict, annual_cost_cny FROM v_cost_check")
    assert found == [(verdict, Decimal(annual))]
    assert told_by_findings(budget, rows) == {
        "above_budget": "cost_above_budget",
        "below_budget": "cost_below_budget",
    }.get(verdict)


def test_a_cost_of_the_whole_period_is_not_held_against_the_year() -> None:
    audit, whole = office("202", "审计局"), {"horizon": "period"}
    rows = [
        {**cost(3000), **whole},
        {**cost(10, "人"), "horizon": "year"},
        {**figure("数量指标", "人数", at_least=300, unit="count", counter="人"), **whole},
        {**figure("数量指标", "人数", at_least=100, unit="count", counter="人"), "horizon": "year"},
    ]
    connection = filled(audit, project(audit, "a", *rows, budget=1000))
    assert asked(connection, "SELECT verdict, annual_cost_cny FROM v_cost_check") == [("agrees", Decimal(1000))]
    assert told_by_findings(1000, rows) is None


def told_by_findings(budget: int, rows: Sequence[Row]) -> str | None:
    """The finding that the quality rules make of the first row, a cost."""
    seen = [{**row, "seq_no": n, "source_ref": None} for n, row in enumerate(rows, 1)]
    found = cost_findings({"budget_cny": Decimal(budget)}, seen, 1)
    return found[0].rule if found else None


def test_a_project_without_budget_has_no_cost_check() -> None:
    audit = office("202", "审计局")
    connection = filled(audit, project(audit, "a", cost(5)), project(audit, "b", cost(5), budget=0))
    assert asked(connection, "FROM v_cost_check") == []
