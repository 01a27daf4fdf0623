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
