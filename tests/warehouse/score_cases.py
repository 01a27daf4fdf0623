"""A project that meets every rule of the quality score, and what to change so that it does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

from warehouse import ddl

Row = dict[str, Any]

PROJECT: Row = {
    "project_name": "村道路照明改造",
    "goal_text": "1.完成全村道路照明灯具更换，夜间出行更加安全。2.路灯损坏后两日之内修复，村民对照明的评价明显好转。",
    "usage_text": "购买路灯并支付安装费",
    "budget_cny": Decimal(100000),
    "fiscal_funds_cny": Decimal(100000),
}
_NUMBER: Row = {"value_kind": "numeric", "per": []}
INDICATORS: dict[str, Row] = {
    "quantity": {
        "level1": "产出指标", "level2": "数量指标", "level3": "更换路灯数量", "description": "全村新装的路灯", "basis": "施工合同",
        "value_text": "≥200盏", **_NUMBER, "unit": "count", "lower_bound": Decimal(200), "direction": "at_least",
    },
    "quality": {
        "level1": "产出指标", "level2": "质量指标", "level3": "路灯验收通过率", "description": "一次验收通过的路灯占比",
        "basis": "行业标准", "value_text": "≥95%", **_NUMBER, "unit": "percent", "lower_bound": Decimal(95),
        "direction": "at_least",
    },
    "timeliness": {
        "level1": "产出指标", "level2": "时效指标", "level3": "完工日期", "description": "全部路灯通电", "basis": "工作计划",
        "value_text": "2025年10月底前", "value_kind": "date", "due_date": dt.date(2025, 10, 31), "direction": "by_date",
    },
    "cost": {
        "level1": "产出指标", "level2": "成本指标", "level3": "路灯总费用", "description": "购买和安装的费用", "basis": "预算批复",
        "value_text": "≤10万元", **_NUMBER, "unit": "CNY", "upper_bound": Decimal(100000), "direction": "at_most",
    },
    "benefit": {
        "level1": "效益指标", "level2": "社会效益指标", "level3": "夜间事故减少", "description": "与上年相比减少的起数",
        "basis": "上年统计", "value_text": "≥10%", **_NUMBER, "unit": "percent", "lower_bound": Decimal(10),
        "direction": "at_least",
    },
    "satisfaction": {
        "level1": "满意度指标", "level2": "服务对象满意度指标", "level3": "村民满意度", "description": "受访村民中满意的比例",
        "basis": "历史标准", "value_text": "≥90%", **_NUMBER, "unit": "percent", "lower_bound": Decimal(90),
        "direction": "at_least",
    },
}  # fmt: skip
WORDS: Row = {"value_text": "有效提升", "value_kind": "qualitative", "qualitative_class": "improvement",
              "direction": "qualitative", "unit": None, "lower_bound": None, "upper_bound": None, "due_date": None}  # fmt: skip
EMPTY: Row = {**WORDS, "value_text": None, "value_kind": "empty", "qualitative_class": None, "direction": None}
PLAN: tuple[tuple[int, int | None], ...] = ((3, 25), (6, 50), (10, 75), (12, 100))


@dataclass(frozen=True)
class Case:
    """What differs from the project that meets every rule; an indicator set to None is left out."""

    project: Row = field(default_factory=dict)
    indicators: dict[str, Row | None] = field(default_factory=dict)
    every: Row = field(default_factory=dict)
    """What differs in every indicator."""
    findings: tuple[tuple[str, str | None], ...] = ()
    """Rules of findings, each with the indicator it is about."""
    plan: tuple[tuple[int, int | None], ...] = PLAN
    unit: str | None = None
    """Unit, where the case shares one with others."""
    document: str | None = None
    """Document, where the case shares one with others."""


NONE = Case(indicators=dict.fromkeys(INDICATORS))
SCAN: Row = {"read_confidence": Decimal("0.9")}


def changed(**indicators: Row | None) -> Case:
    """A case in which only indicators differ."""
    return Case(indicators=indicators)


def _names(**indicators: str) -> Case:
    return changed(**{kind: {"level3": name, "description": None} for kind, name in indicators.items()})


def _finding(rule: str, kind: str | None = None) -> Case:
    return Case(findings=((rule, kind),))


NO_BASIS, NO_DESCRIPTION = Case(every={"basis": None}), Case(every={"description": None})


UNREAD = (("row_not_understood", None),)


# What a project loses: the rule, how the project differs, and the share it then meets (None: not judged).
CASES: list[tuple[str, Case, str | None]] = [
    ("goal_stated", Case(project={"goal_text": None}), "0"),
    ("goal_stated", Case(project={"goal_text": None}, findings=UNREAD), None),
    ("goal_stated", Case(project={"goal_text": None, **SCAN}), None),
    ("money_stated", Case(project={"budget_cny": None}, findings=(("money_missing", None),)), "0"),
    ("money_stated", Case(project={"budget_cny": None}, findings=(("money_not_in_form", None),)), None),
    ("money_stated", Case(project={"budget_cny": None}, findings=(("money_unreadable", None),)), None),
    ("plan_filled", Case(plan=(*PLAN[:3], (12, None)), findings=(("plan_stage_missing", None),)), "0.75"),
    ("plan_filled", Case(plan=(), findings=(("plan_empty", None),)), "0"),
    ("plan_filled", Case(plan=()), None),
    ("plan_filled", _finding("plan_in_money"), None),
    ("levels_present", changed(benefit=None), "0.6"),
    ("levels_present", changed(satisfaction=None), "0.8"),
    ("levels_present", changed(quantity=None, quality=None, timeliness=None), "0.6"),
    ("levels_present", Case(indicators={"benefit": None}, findings=UNREAD), None),
    ("levels_present", changed(benefit={"level1": "其他", "level2": "其他"}), None),
    ("levels_present", NONE, "0"),
    ("output_kinds_present", changed(quality=None), "0.6"),
    ("output_kinds_present", changed(timeliness=None), "0.8"),
    ("output_kinds_present", changed(quality={"level2": None}), None),
    ("cost_for_works", changed(cost=None), "0"),
    ("cost_for_works", Case(project={"project_name": "道路照明运行经费"}), None),
    ("cost_for_works", Case(project={"project_name": "道路信用体系建设"}), None),
    ("cells_filled", changed(quality={"basis": None}, cost={"description": None}), "0.9167"),
    ("cells_filled", changed(quality=EMPTY), "0.9583"),
    ("no_blank_row", Case(findings=(("row_left_blank", None),)), "0.8571"),
    ("no_blank_row", Case(findings=(("row_left_blank", None), *UNREAD)), None),
    ("goal_detailed", Case(project={"goal_text": "完成道路照明灯具更换，夜间出行更安全"}), "0.5"),
    ("goal_detailed", Case(project={"goal_text": "做好道路照明"}), "0"),
    ("goal_beyond_usage", Case(project={"goal_text": "1.用于购买路灯，并支付安装费。"}), "0"),
    ("goal_beyond_usage", Case(project={"goal_text": "村道路照明改造"}), "0"),
    ("description_beyond_name", changed(quality={"description": "路灯验收通过率"}), "0.8333"),
    ("description_beyond_name", NO_DESCRIPTION, None),
    ("goal_about_project", Case(project={"goal_text": "不断提高服务质量，让群众办事更加方便，各项任务按时完成，力争上游再创佳绩"}), "0"),
    ("goal_about_project", Case(project={"goal_text": "每晚让村里亮起来，大家出门更加方便放心，没有人再摸黑走夜间的小巷子回家去"}), "0.5"),
    ("goal_about_project", Case(project={"project_name": "工作经费"}), None),
    ("indicators_about_project", changed(quantity={"level3": "发放手册", "description": None}), "0"),
    ("indicators_about_project", changed(quantity={"level3": "发放补灯", "description": None}), "0.5"),
    ("indicators_about_project", changed(quantity=None), "0"),
    ("outputs_quantified", changed(quality=WORDS), "0.8"),
    ("outputs_quantified", changed(timeliness=EMPTY), "0.8"),
    ("quantity_counted", changed(quantity={"unit": "percent"}), "0.5"),
    ("quantity_counted", changed(quantity={"unit": "CNY"}), "0.5"),
    ("quantity_counted", changed(quantity=WORDS), "0"),
    ("quantity_counted", changed(quantity=None), "0"),
    ("quantity_counted", Case(findings=(("value_unit_unknown", "quantity"),)), None),
    ("benefits_measurable", changed(benefit=WORDS), "0"),
    ("benefits_measurable", changed(benefit={**WORDS, "value_text": "优", "qualitative_class": "grade"}), "0.5"),
    ("benefits_measurable", changed(benefit=None), "0"),
    ("names_specific", changed(quality={"level3": "合格率"}), "0.9167"),
    ("names_specific", _names(quality="合格率"), "0.8333"),
    ("names_specific", _names(satisfaction="满意度指标"), "0.8333"),
    ("units_fit_level", _finding("bound_unit_odd", "satisfaction"), "0.5"),
    ("units_fit_level", Case(findings=(("bound_unit_odd", "cost"), ("percent_above_100", "quality"))), "0"),
    ("units_fit_level", Case(every=WORDS), None),
    ("directions_fit", _finding("bound_direction_odd", "benefit"), "0.5"),
    ("directions_fit", Case(findings=tuple(("bound_direction_odd", kind) for kind in INDICATORS)), "0"),
    ("targets_not_trivial", changed(quantity={"lower_bound": Decimal(1)}), "0"),
    ("targets_not_trivial", changed(quantity={"direction": "exactly"}), None),
    ("funds_add_up", _finding("money_not_sum"), "0"),
    ("funds_add_up", _finding("money_twice"), "0"),
    ("funds_add_up", Case(project={"fiscal_funds_cny": None}), None),
    ("plan_consistent", _finding("plan_not_rising"), "0"),
    ("plan_consistent", _finding("plan_not_100"), "0"),
    ("plan_consistent", Case(findings=(("plan_not_100", None), ("plan_stage_missing", None)), plan=(*PLAN[:3], (12, None))), None),
    ("plan_consistent", _finding("plan_basis_unknown"), None),
    ("cost_matches_budget", _finding("cost_above_budget", "cost"), "0"),
    ("cost_matches_budget", _finding("cost_below_budget", "cost"), "0.5"),
    ("cost_matches_budget", changed(cost={"unit": "m2"}), "0"),
    ("cost_matches_budget", changed(cost={**WORDS, "qualitative_class": "by_reference"}), "0.5"),
    ("cost_matches_budget", Case(indicators={"cost": None}, project={"project_name": "道路照明运行经费"}), None),
    ("basis_of_known_kind", changed(quality={"basis": "工作需要"}), "0.8333"),
    ("basis_of_known_kind", changed(quality={"basis": "经验标准"}, benefit={"basis": "调查问卷"}), "0.8333"),
    ("basis_of_known_kind", changed(quality={"basis": None}), "0.8333"),
    ("basis_of_known_kind", NO_BASIS, None),
    ("values_definite", Case(findings=(("value_mixed", "cost"),)), "0.9167"),
    ("values_definite", Case(findings=(("value_bare_number", "cost"), ("value_unreadable", "quality"))), "0.6667"),
    ("values_definite", changed(quality=EMPTY), "0.8333"),
    ("deadline_within_year", _finding("deadline_outside_year", "timeliness"), "0"),
    ("deadline_within_year", changed(timeliness=WORDS), None),
    ("money_before_deadline", Case(plan=((3, 0), (6, 0), (10, 0), (12, 100))), "0"),
    ("money_before_deadline", Case(plan=()), None),
]  # fmt: skip


NOTHING_AMISS: dict[str, Case] = {
    "all": Case(),
    "another goal": Case(project={"goal_text": "全村道路照明灯具更换完成，夜间出行更加安全，路灯损坏后两日之内修复好"}),
    "basis of no listed kind": changed(quality={"basis": "使用时间"}),
    "target per quarter": changed(quantity={"lower_bound": Decimal(1), "per": ["quarter"]}),
    "the only one with a basis": Case(every={"basis": None}, indicators={"cost": {"basis": None}}),
    "value of the year": changed(quality={"horizon": "year"}),
    "one target for all": Case(unit="same unit"),
}


def warehouse_of(cases: dict[str, Case]) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory with one project a case, whose key is the case's name; not yet scored."""
    connection = duckdb.connect()
    connection.execute(ddl.create_tables())
    rows: dict[str, list[Row]] = {
        table: [] for table in ("document", "department", "project", "indicator", "disbursement_plan", "quality_issue")
    }
    for name, case in cases.items():
        _add(rows, name, case)
    for table in ("document", "department"):
        key = f"{table}_key"
        rows[table] = list({row[key]: row for row in rows[table]}.values())
    for table, found in rows.items():
        _insert(connection, table, found)
    return connection


def _add(rows: dict[str, list[Row]], name: str, case: Case) -> None:
    unit, document = case.unit or f"unit-{name}", case.document or f"document-{name}"
    shared = {"fiscal_year": 2025, "district_code": "130202"}
    rows["document"].append({"document_key": document, "file_name": f"{document}.docx", "status": "loaded", **shared})
    rows["department"].append({"department_key": unit, "unit_name": unit, "is_current": True})
    owner = {"project_key": name, "document_key": document, "department_key": unit, "seq_no": 1}
    rows["project"].append({**shared, **owner, **PROJECT, **case.project})
    for number, (kind, row) in enumerate(INDICATORS.items(), 1):
        edit = case.indicators.get(kind, {})
        if edit is not None:
            key = {"indicator_key": f"{name}-{kind}", "project_key": name, "seq_no": number}
            rows["indicator"].append({**shared, **key, **row, **case.every, **edit})
    for month, percent in case.plan:
        written = None if percent is None else f"{percent}%"
        due = dt.date(2025, month, 30)
        rows["disbursement_plan"].append(
            {**shared, "project_key": name, "stage_month": month, "due_date": due + dt.timedelta(month != 6),
             "percent_text": written, "cumulative_percent": percent}
        )  # fmt: skip
    for rule, kind in case.findings:
        rows["quality_issue"].append(
            {"issue_key": f"{name}-{rule}-{kind}", "document_key": document, "project_key": name, "rule": rule,
             "indicator_key": kind and f"{name}-{kind}", "severity": "warning"}
        )  # fmt: skip


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Puts rows in as they are, without what the published tables hold besides: NOT NULL is the schema's business."""
    if not rows:
        return
    frame = pl.DataFrame(rows, infer_schema_length=None, strict=False)
    columns = connection.execute(f"DESCRIBE main.{table}").fetchall()
    for name, _, nullable, *_ in columns:
        if nullable == "NO":
            connection.execute(f"ALTER TABLE main.{table} ALTER {name} DROP NOT NULL")
    connection.register("rows", frame)
    connection.execute(f"INSERT INTO main.{table} BY NAME FROM rows")
    connection.unregister("rows")
