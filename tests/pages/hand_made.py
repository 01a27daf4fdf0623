"""A warehouse of two departments and two years whose figures are worked out on paper, with names that are attacks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.warehouse.small_warehouse import Rows, publish_rows, quarantined, text

ATTACK = "<script>document.title='hit'</script></script><img src=x onerror=\"document.title='hit'\">经费"
FORMULA = '=HYPERLINK("http://x")经费ＡＢ（一）'


def warehouse(folder: Path) -> Path:
    """Publishes it below a folder; the database.

    审计局 (202): 2025 two projects of 36.00 and 36.00万, one of them with a plan of which June is not known; 2024 one
    of 20.00万. 财政局 (305): 2025 one project without a budget and one of 10.00万 in words alone. Every project states
    ≥90%, but the attack's ≥80%, whose name is an attack. One file could not be read.
    """
    audit = text("audit", units=(("202001", "审计局本级"), ("202002", "审计局二中心")))
    earlier = text("earlier", year=2024, budget="200000.00")
    finance = text(
        "finance", code="305", department="财政局", units=(("305001", "财政局本级"),) * 2, budget="100000.00"
    )
    _half_a_plan(audit)
    _attack(audit)
    _no_money(finance)
    _words(finance)
    return publish_rows(folder, audit, earlier, finance, quarantined("broken")).database


def _half_a_plan(rows: Rows) -> None:
    """The second project does not show its June stage: what is spent by then, and from then to October, is unknown."""
    stages = {stage["stage_month"]: stage for stage in rows["disbursement_plan"] if stage["project_key"] == "audit-2"}
    unknown = dict.fromkeys(("percent_text", "stated_percent", "cumulative_percent", "cumulative_cny"))
    stages[6].update(unknown)
    for month in (6, 10):
        stages[month].update(increment_percent=None, increment_cny=None)


def _attack(rows: Rows) -> None:
    project = rows["project"][0]
    project.update(
        project_name=ATTACK, goal_text=ATTACK, usage_text=ATTACK, source_ref="page 3, table 2, row 4, column 5"
    )
    for table in ("indicator", "indicator_bound"):
        rows[table][0].update(lower_bound=Decimal(80), phrase="≥80%")
    rows["indicator"][0].update(value_text="≥80%", level3=ATTACK, level2="满意度指标", description=ATTACK)
    rows["project"][1]["project_name"] = FORMULA
    rows["quality_issue"][0].update(
        message=f"{ATTACK} | {ATTACK}",
        value_text=ATTACK,
        severity="warning",
        source_ref="page 3, table 2, row 4, column 5",
    )


def _no_money(rows: Rows) -> None:
    rows["project"][0].update(budget_cny=None, fiscal_funds_cny=None)
    for stage in rows["disbursement_plan"]:
        if stage["project_key"] == "finance-1":
            stage.update(cumulative_cny=None, increment_cny=None)


def _words(rows: Rows) -> None:
    """The second project's target is words: no bound, no unit."""
    rows["indicator_bound"] = [row for row in rows["indicator_bound"] if row["project_key"] != "finance-2"]
    told = {"value_kind": "qualitative", "direction": "qualitative", "is_qualitative": True, "value_text": "显著提升"}
    nothing = dict.fromkeys(("lower_bound", "lower_inclusive", "unit", "unit_text", "more_is_better"))
    rows["indicator"][1].update(
        qualitative_class="improvement", phrase="显著提升", value_rule="words", **told, **nothing
    )
