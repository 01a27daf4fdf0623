"""The spending plan: two ways to fill it in, one meaning."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from transforms.tables.plan import plan_basis, plan_findings, plan_rows, read_stages
from warehouse.schema.records import PlanStageRecord, Text


def stages_of(*percents: str | None):
    plan = [
        PlanStageRecord(month, Text(text, f"row {month}"))
        for month, text in zip((3, 6, 10, 12), percents, strict=True)
        if text is not None
    ]
    return read_stages(plan)


def rows_of(*percents: str | None, budget: str = "1000.00") -> list[dict[str, object]]:
    stages, _ = stages_of(*percents)
    return plan_rows(stages, project_key="p", district_code="130202", fiscal_year=2024, budget_cny=Decimal(budget))


@pytest.mark.parametrize(
    ("percents", "basis"),
    [
        (["25", "50", "75", "100"], "cumulative"),
        (["100"], "cumulative"),
        (["50"], "cumulative"),
        (["100", "100", "100", "100"], "cumulative"),
        (["20", "50", "80"], "cumulative"),
        (["25", "50", "40", "100"], "cumulative"),
        (["35", "35", "30"], "incremental"),
        (["50", "50"], "incremental"),
        (["25", "25", "25", "25"], "incremental"),
        (["20", "30", "50"], "incremental"),
        (["0", "0", "100", "0"], "incremental"),
        (["30", "30", "20"], "incremental"),
        (["10", "20", "30"], "unknown"),
        (["80", "60", "90", "70"], "unknown"),
        ([], "unknown"),
    ],
)
def test_the_basis_of_a_plan_follows_from_its_shares(percents: list[str], basis: str) -> None:
    assert plan_basis([Decimal(percent) for percent in percents]) == basis


@pytest.mark.parametrize(
    ("percents", "cumulative"),
    [
        (["25%", "50%", "75%", "100%"], [25, 50, 75, 100]),
        (["", "35%", "35％", "30"], [0, 35, 70, 100]),
        (["", "", "50%", "50%"], [0, 0, 50, 100]),
        (["", "100%", "", ""], [0, 100, 100, 100]),
        (["20%", "50%", "80%", None], [20, 50, 80, None]),
        (["20%", "50%", "80%", ""], [20, 50, 80, 80]),
        (["10", "20", "30", ""], [None, None, None, None]),
        (["25%", "about half", "75%", "100%"], [25, None, 75, 100]),
    ],
)
def test_blank_stages_carry_the_share_on_and_missing_or_unclear_ones_have_none(
    percents: list[str | None], cumulative: list[int | None]
) -> None:
    assert [row["cumulative_percent"] for row in rows_of(*percents)] == cumulative


def test_a_plan_in_yuan_adds_up_to_the_budget_to_the_cent() -> None:
    rows = rows_of("33.33%", "66.67%", "90%", "100%", budget="100.01")
    assert [row["cumulative_cny"] for row in rows] == [Decimal(x) for x in ("33.33", "66.68", "90.01", "100.01")]
    assert sum(row["increment_cny"] for row in rows) == Decimal("100.01")


def test_stages_fall_due_on_the_last_day_of_their_month() -> None:
    due = [row["due_date"] for row in rows_of("25", "50", "75", "100")]
    assert due == [date(2024, 3, 31), date(2024, 6, 30), date(2024, 10, 31), date(2024, 12, 31)]


@pytest.mark.parametrize(
    ("percents", "rules"),
    [
        (["25%", "50%", "75%", "100%"], []),
        (["", "35%", "35%", "30%"], []),
        (["20%", "50%", "80%", None], ["plan_stage_missing", "plan_not_100"]),
        (["20%", "50%", "80%", ""], ["plan_not_100"]),
        (["25%", "50%", "40%", "100%"], ["plan_not_rising"]),
        (["50%", "80%", "110%", "120%"], ["plan_above_100"]),
        (["10%", "20%", "30%", ""], ["plan_basis_unknown"]),
        (["", "", "", ""], ["plan_empty"]),
        (["25%", "五成", "75%", "100%"], ["plan_unreadable"]),
        (["3.1万元", "6.2万元", "9.3万元", "12.5万元"], ["plan_unreadable"] * 4),
        (["2\n5", "5 0 %", "7\n5", "100%"], ["plan_unreadable"] * 2),
        (["25%①", "50%", "75%", "100%"], ["plan_unreadable"]),
        (["一成", "", "/", "十成"], ["plan_unreadable"] * 2),
    ],
)
def test_what_is_odd_about_a_plan_is_a_finding(percents: list[str | None], rules: list[str]) -> None:
    stages, findings = stages_of(*percents)
    assert [finding.rule for finding in [*findings, *plan_findings(stages)]] == rules


def test_a_stage_of_another_month_is_reported_and_not_used() -> None:
    _, findings = read_stages([PlanStageRecord(9, Text("75%", "row 6"))])
    assert "plan_stage_unknown" in [finding.rule for finding in findings]


@pytest.mark.parametrize("blank", ["", "/", "无", " — "])
def test_a_stage_marked_as_blank_is_one_and_no_finding(blank: str) -> None:
    stages, findings = stages_of("50%", blank, "80%", "100%")

    assert (findings, stages[1].percent, stages[1].is_unclear) == ([], None, False)
    assert rows_of("50%", blank, "80%", "100%")[1]["cumulative_percent"] == 50


@pytest.mark.parametrize(
    ("shares", "cumulative", "increments"),
    [
        ({3: "30%", 6: "30%", 9: "20%", 12: "20%"}, [30, 60, None, 100], [30, 30, None, 40]),
        ({3: "25%", 6: "50%", 9: "75%", 12: "100%"}, [25, 50, None, 100], [25, 25, None, 50]),
        ({month: "5%" if month < 12 else "45%" for month in range(1, 13)}, [15, 30, 50, 100], [15, 15, 20, 50]),
    ],
)
def test_what_stages_besides_the_forms_four_add_was_left_out(
    shares: dict[int, str], cumulative: list[int | None], increments: list[int | None]
) -> None:
    stages, _ = read_stages([PlanStageRecord(month, Text(text, "row 6")) for month, text in shares.items()])
    rows = plan_rows(stages, project_key="p", district_code="130202", fiscal_year=2024, budget_cny=Decimal(1000))
    assert [row["stage_month"] for row in rows] == [3, 6, 10, 12]
    assert [row["cumulative_percent"] for row in rows] == cumulative
    assert [row["increment_percent"] for row in rows] == increments
    assert "plan_not_100" not in [finding.rule for finding in plan_findings(stages)]


@pytest.mark.parametrize(
    ("percents", "places"),
    [
        (["25%", "50%", "40%", "100%"], {"plan_not_rising": "row 10"}),
        (["50%", "80%", "110%", "120%"], {"plan_above_100": "row 10"}),
        (["30%", "60%", "90%", "90%"], {"plan_not_100": "row 12"}),
        (["120%", "110%", "130%", "100%"], {"plan_not_rising": "row 6", "plan_above_100": "row 3"}),
        ([None, "", "", ""], {"plan_stage_missing": "row 6", "plan_empty": "row 6"}),
    ],
)
def test_what_is_odd_about_a_plan_stands_at_the_share_it_speaks_of(
    percents: list[str | None], places: dict[str, str]
) -> None:
    stages, findings = stages_of(*percents)
    assert {finding.rule: finding.source_ref for finding in [*findings, *plan_findings(stages)]} == places


def test_a_stage_of_another_month_is_told_with_its_share() -> None:
    _, findings = read_stages([PlanStageRecord(9, Text("75%", "row 6"))])
    found = next(finding for finding in findings if finding.rule == "plan_stage_unknown")
    assert (found.source_ref, found.value_text) == ("row 6", "75%")
