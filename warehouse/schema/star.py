"""Every published table, declared once: columns, types, keys, values, and what they mean in Chinese and English.

DDL, comments, Parquet metadata, datapackage.json and the data dictionary are all derived from these classes. A
description reads "中文 | English"; a class docstring is the table's comment in the same way.
"""

from __future__ import annotations

from typing import Any

import dataframely as dy

from warehouse.schema import columns
from warehouse.schema.columns import PROJECT_CODE
from warehouse.schema.value import NormalisedValue


class Document(dy.Schema):
    """文件：每份读取的文件一行（含各版本和隔离文件） | Documents read, one row each: all versions, also quarantined."""

    document_key = columns.key("文件主键 | Key of the document", primary=True)
    file_name = dy.String(description="文件名 | File name as received")
    file_path = dy.String(description="文件路径（相对于原始数据目录） | Path below the folder of raw documents")
    received_at = dy.Datetime(
        nullable=True,
        description="收到时间（文件修改时间，UTC；同一内容有多份时取最晚的一份） | When it was received: the file's modification "
        "time, UTC, the latest where its content stands in several files",
    )
    format = columns.choice(
        "文件格式；无法识别为 NULL | File format: docx, doc, pdf, pdf_scan (a PDF of images), image (a photograph), html, "
        "xlsx, text, markdown; NULL if unknown",
        ("docx", "doc", "pdf", "pdf_scan", "image", "html", "xlsx", "text", "markdown"),
        nullable=True,
    )
    sha256 = dy.String(
        regex=r"^[0-9a-f]{64}$", description="文件内容 SHA-256 | SHA-256 of the file's bytes, hexadecimal"
    )
    reader = columns.text("读取程序及版本；未能读取为 NULL | Reader and its version; NULL where none could read it")
    district_code = columns.district()
    fiscal_year = columns.year()
    department_code = columns.department_code()
    department_name = columns.text(
        "部门名称；多个部门或未印时为 NULL | Department name as printed; NULL where not stated or several"
    )
    stage = columns.choice(
        "预算阶段：draft 草案、approved 批复、unknown 未注明 | Stage of the budget: draft, approved, unknown",
        ("draft", "approved", "unknown"),
    )
    status = columns.choice(
        "状态：loaded 已入库、superseded 已被取代（history 中也含已撤下的文件）、quarantined 已隔离 | loaded (current), superseded "
        "(every text in it has a later or approved version; in history also what was taken out of the raw folder), "
        "quarantined (not usable, see `error`)",
        ("loaded", "superseded", "quarantined"),
    )
    page_count = dy.Int32(
        nullable=True, min=0, description="页数；格式不记录页为 NULL | Pages; NULL where the format records none"
    )
    project_count = dy.Int32(
        nullable=True, min=0, description="项目数 | Projects read from it; 0 or NULL where quarantined"
    )
    error = columns.text("隔离原因；未隔离为 NULL | Why it was quarantined; NULL otherwise")


class Department(dy.Schema):
    """预算单位：单位更名时新增一行 | Budget units; a renamed unit gets a new row with its own years (type 2)."""

    department_key = columns.key("预算单位主键 | Key of the unit under this name", primary=True)
    district_code = columns.district()
    district_name = columns.text("区（县）名称 | Name of the district or county")
    city_name = columns.text("设区市名称 | Name of the prefecture-level city")
    province_name = columns.text("省份名称 | Name of the province")
    department_code = columns.department_code()
    unit_code = columns.text(
        "单位编码（6 位）；表中未印编码时为 NULL | Unit code, 6 digits; NULL where the form prints no codes",
        regex=r"^\d{6}$",
    )
    unit_name = columns.text("单位名称（按原文） | Name of the unit as printed; NULL where none is printed")
    valid_from_year = dy.Int16(
        nullable=True, description="名称启用年度 | First fiscal year seen under this name; NULL where no year is known"
    )
    valid_to_year = dy.Int16(
        nullable=True,
        description="名称停用年度；现用为 NULL | Last fiscal year before the next name; NULL while the name is current",
    )
    is_current = dy.Bool(description="是否现用名称 | Whether this is the unit's latest name; one row a unit")


class Project(dy.Schema):
    """项目：部门预算项目绩效目标表，每个项目一行 | Projects, one row per 绩效目标表 of a department's text."""

    project_key = columns.key("项目主键 | Key of the project", primary=True)
    document_key = columns.key("来源文件 | The document it was read from")
    department_key = columns.key("预算单位 | The unit that holds the project, under its name of that year")
    district_code = columns.district()
    fiscal_year = columns.year()
    seq_no = columns.order("文件内顺序 | Order in the document, from 1")
    project_code = columns.text(
        "项目编码（21 位，无空格）；表中未印为 NULL | Project code, 21 characters without white space; NULL where the "
        "form prints none",
        regex=PROJECT_CODE,
    )
    project_code_valid = dy.Bool(
        nullable=True,
        description="项目编码校验是否通过；无编码为 NULL | Whether the check character holds; NULL without a code",
    )
    project_name = columns.text("项目名称 | Project name; NULL where the form leaves it blank")
    budget_cny = columns.money(
        "预算数（元）；空白为 NULL，不作 0 | Budget in yuan; NULL where the form leaves it blank, never 0"
    )
    fiscal_funds_cny = columns.money(
        "其中：财政资金（元）；空白为 NULL | Of it fiscal funds, in yuan; NULL where blank, never 0"
    )
    other_funds_cny = columns.money(
        "其中：其他资金（元）；空白为 NULL | Of it other funds, in yuan; NULL where blank, never 0"
    )
    further_funds_cny = columns.money(
        "其他来源合计（元）：上年结转、上级资金、政府性基金等单列的来源，可能已含在财政资金内；表中未列为 NULL | Sum of the sources that "
        "some forms list besides, in yuan (carried over, from above, government funds), which may be part of the fiscal "
        "funds; NULL where the form lists none"
    )
    period_budget_cny = columns.money(
        "中期或实施期资金总额（元）；表中无此栏为 NULL | Budget of the project's whole period in yuan; NULL where the form "
        "has none"
    )
    usage_text = columns.text("资金用途（原文） | What the money is for, verbatim; NULL where the form does not ask")
    goal_text = columns.text("绩效目标（原文），年度目标 | Performance goals of the year, verbatim")
    period_goal_text = columns.text(
        "中期或实施期目标（原文）；表中无此栏为 NULL | Goals of the whole period, verbatim; NULL where the form has none"
    )
    supervising_department = columns.text(
        "主管部门（及代码），按原文；表中无此栏为 NULL | Supervising department as printed; NULL where the form has none"
    )
    implementing_unit = columns.text(
        "实施单位，按原文；表中无此栏为 NULL | Implementing unit as printed; NULL where none"
    )
    category = columns.text(
        "项目类别、项目类型；表中无此栏为 NULL | Category of the project; NULL where the form has none"
    )
    attribute = columns.text(
        "项目属性（新增、延续等）；表中无此栏为 NULL | New, continued …; NULL where the form has none"
    )
    period_text = columns.text(
        "项目期、起止时间（原文）；表中无此栏为 NULL | Project period, verbatim; NULL where none"
    )
    read_confidence = columns.confidence()
    source_ref = columns.source_ref()


class IndicatorTerms(dy.Schema):
    """绩效指标的原文各栏 | An indicator as printed."""

    indicator_key = columns.key("指标主键 | Key of the indicator", primary=True)
    project_key = columns.key("所属项目 | The project it belongs to")
    district_code = columns.district()
    fiscal_year = columns.year()
    seq_no = columns.order("表内顺序 | Order in the form, from 1")
    level1 = columns.text("一级指标 | Level-1 indicator (产出, 效益, 满意度 …)")
    level2 = columns.text("二级指标 | Level-2 indicator (数量, 质量, 时效, 成本 …)")
    level3 = columns.text("三级指标 | Level-3 indicator, its name")
    description = columns.text("绩效指标描述 | Description of the indicator")
    value_text = columns.text("指标值（原文） | The target value, verbatim")
    basis = columns.text("指标值确定依据 | What the target value is based on")
    operator_text = columns.text(
        "指标性质（≥、≤、＝、定性等），单列一栏时的原文 | Sign or nature of the value where the form has a column for it"
    )
    measure_unit_text = columns.text(
        "度量单位，单列一栏时的原文 | Unit of the value where the form has a column for it"
    )
    weight = dy.Decimal(
        9,
        4,
        nullable=True,
        description="分值、权重；表中无此栏为 NULL | Weight or points; NULL where the form has none",
    )
    remark = columns.text(
        "备注，以及评价标准的其余各档 | Remark, and the further steps where the form has a standard in steps; NULL where "
        "blank or the form has neither"
    )
    horizon = columns.choice(
        "目标期：year 年度、period 中期或实施期；表中不分为 NULL | Whether the target is for the year or for the project's "
        "whole period; NULL where the form does not distinguish",
        ("year", "period"),
        nullable=True,
    )
    read_confidence = columns.confidence()
    source_ref = columns.source_ref()


class Indicator(IndicatorTerms, NormalisedValue):
    """绩效指标：每个三级指标一行 | Indicators, one row per 三级指标 of a project, verbatim and normalised."""


class IndicatorBoundTerms(dy.Schema):
    """指标值所含界限的原文 | A bound of an indicator's value as written."""

    indicator_key = columns.key("所属指标 | The indicator it belongs to", primary=True)
    project_key = columns.key("所属项目 | The project it belongs to")
    district_code = columns.district()
    fiscal_year = columns.year()
    seq_no = columns.order(
        "指标值内顺序；1 即指标本身的界限 | Order within the value, from 1; the first is the indicator's own",
        primary=True,
    )
    bound_name = columns.text(
        "界限所指（原文词句）；未写明为 NULL | What is bounded, in the cell's own words; NULL where nothing stands there"
    )
    bound_text = columns.text("界限（原文） | The bound, verbatim")


class IndicatorBound(IndicatorBoundTerms, NormalisedValue):
    """指标界限：指标值中每个数值或时限一行，数值带其期限 | Bounds in an indicator's value, figures with their deadline."""


class DisbursementPlan(dy.Schema):
    """资金支出计划：每个项目四个阶段，表中无计划则无行 | Spending plan, four stages a project, none without a plan."""

    project_key = columns.key("所属项目 | The project it belongs to", primary=True)
    district_code = columns.district()
    fiscal_year = columns.year()
    stage_month = dy.Int8(
        primary_key=True,
        is_in=[3, 6, 10, 12],
        description="阶段（月）：3、6、10、12 月底 | Month at whose end the stage is due: 3, 6, 10, 12",
    )
    due_date = dy.Date(nullable=True, description="阶段截止日 | Last day of the stage; NULL without a fiscal year")
    percent_text = columns.text(
        "支出比例（原文） | The share as printed; NULL where the document does not show the stage"
    )
    stated_percent = columns.percent("填报比例（%）；空白为 NULL | The number as written, in percent; NULL where blank")
    plan_basis = columns.choice(
        "填报口径：cumulative 累计、incremental 分期、unknown 不明 | How the office filled the row: cumulative, "
        "incremental, unknown",
        ("cumulative", "incremental", "unknown"),
    )
    cumulative_percent = columns.percent(
        "累计支出比例（%）；不明为 NULL | Share spent by then, in percent; NULL where unknown"
    )
    increment_percent = columns.percent(
        "本阶段支出比例（%）；不明为 NULL | Share spent in this stage, percent; NULL where unknown"
    )
    cumulative_cny = columns.money(
        "累计支出（元）；不明为 NULL | Yuan to be spent by then; NULL where share or budget is unknown"
    )
    increment_cny = columns.money("本阶段支出（元）；不明为 NULL | Yuan to be spent in this stage; NULL where unknown")


class DepartmentGoal(dy.Schema):
    """部门分项绩效目标：第一部分每项一行 | Department goals, one row per 分项绩效目标 of part one."""

    department_goal_key = columns.key("分项目标主键 | Key of the goal", primary=True)
    document_key = columns.key("来源文件 | The document it was read from")
    district_code = columns.district()
    fiscal_year = columns.year()
    department_code = columns.department_code()
    seq_no = columns.order("文件内顺序 | Order in the document, from 1")
    title = columns.text("分项目标标题（不含序号） | Title without its number")
    goal_text = columns.text("绩效目标（原文） | The goal, verbatim")
    measure_text = columns.text("绩效指标（原文） | Its measures, verbatim")


class DepartmentIndicatorTerms(dy.Schema):
    """部门绩效指标的原文 | A department's indicator as printed."""

    department_goal_key = columns.key("所属分项目标 | The goal it belongs to", primary=True)
    seq_no = columns.order("目标内顺序 | Order within the goal, from 1", primary=True)
    name = columns.text("指标名称 | Name of what is measured")
    value_text = columns.text("指标值（原文） | The stated value, verbatim")


class DepartmentIndicator(DepartmentIndicatorTerms, NormalisedValue):
    """部门绩效指标：分项目标中每个量化要求一行 | Department indicators, one row per bound in a goal's measures."""


class QualityIssue(dy.Schema):
    """质量问题：每个发现一行 | Findings of the quality rules, one row each."""

    issue_key = columns.key("问题主键 | Key of the finding", primary=True)
    document_key = columns.key("所在文件 | The document it concerns")
    project_key = columns.key(
        "所在项目；不适用为 NULL | The project it concerns; NULL where not applicable", nullable=True
    )
    indicator_key = columns.key(
        "所在指标；不适用为 NULL | The indicator it concerns; NULL where not applicable", nullable=True
    )
    severity = columns.choice(
        "严重程度：error 错误、warning 警告、info 提示 | error, warning or info", ("error", "warning", "info")
    )
    rule = dy.String(regex=r"^[a-z0-9_]+$", description="规则名称 | Stable name of the rule that found it")
    message = columns.text("说明 | What is wrong, for people")
    value_text = columns.text("相关原文 | The text concerned, verbatim; NULL where none")
    source_ref = columns.source_ref()


PUBLISHED: dict[str, type[dy.Schema]] = {
    "document": Document,
    "department": Department,
    "project": Project,
    "indicator": Indicator,
    "indicator_bound": IndicatorBound,
    "disbursement_plan": DisbursementPlan,
    "department_goal": DepartmentGoal,
    "department_indicator": DepartmentIndicator,
    "quality_issue": QualityIssue,
}
"""The published tables, in the order in which people read them."""


def table_comment(schema: type[dy.Schema]) -> str:
    """The comment of a table, "中文 | English"."""
    return (schema.__doc__ or "").strip()


def allowed_values(column: dy.Column) -> list[Any]:
    """The closed list of a column's values; empty where any value may stand."""
    return list((column.metadata or {}).get("values", [])) or list(getattr(column, "is_in", None) or [])


def bilingual(comment: str) -> tuple[str, str]:
    """The Chinese and the English half of "中文 | English"."""
    chinese, _, english = comment.partition(" | ")
    return chinese.strip(), english.strip()
