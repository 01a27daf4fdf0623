"""Every published table, declared once: columns, types, keys, values, and what they mean in Chinese and English.

DDL, comments, Parquet metadata, datapackage.json and the data dictionary are all derived from these classes. A
description reads "中文 | English"; a class docstring is the table's comment in the same way.
"""

from __future__ import annotations

from typing import Any

import dataframely as dy

DISTRICT = r"^\d{6}$"
PROJECT_CODE = r"^\S{21}$"
UNITS = ("percent", "CNY", "count", "m", "m2", "m3", "kg", "minute", "hour", "day", "workday", "week", "month", "year")


def _key(description: str, *, primary: bool = False, nullable: bool = False) -> dy.String:
    return dy.String(primary_key=primary, nullable=nullable, description=description)


def _text(description: str, *, regex: str | None = None) -> dy.String:
    return dy.String(nullable=True, regex=regex, description=description)


def _choice(description: str, values: tuple[str, ...], *, nullable: bool = False) -> dy.String:
    """A text column with a closed list of values, kept in `metadata` for what is derived from the schema."""
    return dy.String(
        nullable=nullable,
        check={"known": lambda column: column.is_in(values)},
        metadata={"values": list(values)},
        description=description,
    )


def _money(description: str) -> dy.Decimal:
    return dy.Decimal(18, 2, nullable=True, description=description)


def _bound(description: str) -> dy.Decimal:
    return dy.Decimal(24, 6, nullable=True, description=description)


def _percent(description: str) -> dy.Decimal:
    return dy.Decimal(9, 4, nullable=True, description=description)


def _district() -> dy.String:
    return _text(
        "区划代码（GB/T 2260，6 位）；无法确定时为 NULL | Division code of the district (GB/T 2260, 6 digits); "
        "NULL where the document does not tell",
        regex=DISTRICT,
    )


def _year() -> dy.Int16:
    return dy.Int16(
        nullable=True,
        min=1990,
        max=2100,
        description="预算年度；无法确定时为 NULL | Fiscal year of the budget; NULL where the document does not tell",
    )


def _department_code() -> dy.String:
    return _text(
        "部门编码（单位编码前 3 位）；表中未印编码时为 NULL | Department code, the first 3 digits of the unit code; "
        "NULL where the form prints no codes",
        regex=r"^\d{3}$",
    )


def _order(description: str, *, primary: bool = False) -> dy.Int32:
    return dy.Int32(primary_key=primary, min=1, description=description)


def _source_ref() -> dy.String:
    return _text(
        "原文位置：页或段、表、行、列 | Where it stood in the document: page or block, table, row, column, from 1"
    )


def _confidence() -> dy.Decimal:
    return dy.Decimal(
        4,
        3,
        nullable=True,
        min=0,
        max=1,
        description="文字识别的最低置信度（0–1）；非扫描件为 NULL | Lowest confidence of OCR in this row, 0 to 1; NULL where "
        "nothing was read by OCR",
    )


class NormalisedValue(dy.Schema):
    """指标值的规范化含义 | The meaning of an indicator value."""

    value_kind = _choice(
        "指标值类型：numeric 数值、date 时限、qualitative 定性、empty 空白 | What the value is: numeric (a bound on a "
        "number), date (a deadline or date range), qualitative (words only), empty",
        ("numeric", "date", "qualitative", "empty"),
    )
    lower_bound = _bound(
        "下限（单位见 unit）；无下限为 NULL | Lower bound in `unit`; NULL where open. An exact value sets both bounds"
    )
    lower_inclusive = dy.Bool(
        nullable=True, description="下限是否含本数；无下限为 NULL | Whether the lower bound itself meets the target"
    )
    upper_bound = _bound(
        "上限（单位见 unit）；无上限为 NULL | Upper bound in `unit`; NULL where open. An exact value sets both bounds"
    )
    upper_inclusive = dy.Bool(
        nullable=True, description="上限是否含本数；无上限为 NULL | Whether the upper bound itself meets the target"
    )
    unit = _choice(
        "规范单位；无单位为 NULL | Canonical unit of the bounds: percent (95 means 95 %), CNY (yuan), count (things, "
        "see `counter`), m, m2, m3, kg, minute, hour, day, workday, week, month, year; NULL where there is none",
        UNITS,
        nullable=True,
    )
    unit_text = _text("原文单位 | The unit as written; NULL where none was written")
    counter = _text(
        "量词（次、人、辆等，不含倍数）；仅用于 count | Measure word of a `count`, without multiplier; else NULL"
    )
    per = dy.List(
        dy.String(),
        nullable=True,
        description="计量口径：每日/周/月/季/年为 day、week、month、quarter、year，其余按原文；无则为空 | What the "
        "figure is per, in reading order: day, week, month, quarter, year, or the word as written; empty where nothing",
    )
    due_date = dy.Date(
        nullable=True, description="完成时限（满足要求的最后一日） | The last day that still meets a `date` value"
    )
    start_date = dy.Date(
        nullable=True, description="起始日期（仅日期区间） | The first day of a date range; NULL for a mere deadline"
    )
    is_qualitative = dy.Bool(
        nullable=False, description="是否定性 | Whether the value is stated in words, wholly or in part"
    )
    qualitative_class = _choice(
        "定性类别：等级、提升、保障、合规、及时、依据、其他 | Class of the words, the first named: grade, improvement, "
        "assurance, compliance, timeliness, by_reference, other; NULL where not qualitative",
        ("grade", "improvement", "assurance", "compliance", "timeliness", "by_reference", "other"),
        nullable=True,
    )
    qualitative_grade = dy.Int8(
        nullable=True,
        min=1,
        max=4,
        description="定性等级：4 优、3 良/较好、2 中/合格/一般、1 差；其他为 NULL | Grade of the words: 4 excellent, "
        "3 good, 2 fair or passed, 1 poor; else NULL",
    )
    unit_inferred = dy.Bool(
        nullable=False,
        description="单位是否由上下文推断 | TRUE where the unit was not written and came from context",
    )
    value_rule = _text("解读规则编号 | Id of the rule that read the value; NULL only where it is empty")


class Document(dy.Schema):
    """文件：每份读取的文件一行（含各版本和隔离文件） | Documents read, one row each: all versions, also quarantined."""

    document_key = _key("文件主键 | Key of the document", primary=True)
    file_name = dy.String(description="文件名 | File name as received")
    file_path = dy.String(description="文件路径（相对于原始数据目录） | Path below the folder of raw documents")
    received_at = dy.Datetime(
        nullable=True,
        description="收到时间（文件修改时间，UTC） | When it was received: the file's modification time, UTC",
    )
    format = _choice(
        "文件格式；无法识别为 NULL | File format: docx, doc, pdf, pdf_scan (a PDF of images), image (a photograph), html, "
        "xlsx, text, markdown; NULL if unknown",
        ("docx", "doc", "pdf", "pdf_scan", "image", "html", "xlsx", "text", "markdown"),
        nullable=True,
    )
    sha256 = dy.String(
        regex=r"^[0-9a-f]{64}$", description="文件内容 SHA-256 | SHA-256 of the file's bytes, hexadecimal"
    )
    reader = _text("读取程序及版本；未能读取为 NULL | Reader and its version; NULL where none could read it")
    district_code = _district()
    fiscal_year = _year()
    department_code = _department_code()
    department_name = _text(
        "部门名称；多个部门或未印时为 NULL | Department name as printed; NULL where not stated or several"
    )
    stage = _choice(
        "预算阶段：draft 草案、approved 批复、unknown 未注明 | Stage of the budget: draft, approved, unknown",
        ("draft", "approved", "unknown"),
    )
    status = _choice(
        "状态：loaded 已入库、superseded 已被取代、quarantined 已隔离 | loaded (current), superseded (every text in it "
        "has a later or approved version), quarantined (not usable, see `error`)",
        ("loaded", "superseded", "quarantined"),
    )
    page_count = dy.Int32(
        nullable=True, min=0, description="页数；格式不记录页为 NULL | Pages; NULL where the format records none"
    )
    project_count = dy.Int32(
        nullable=True, min=0, description="项目数 | Projects read from it; 0 or NULL where quarantined"
    )
    error = _text("隔离原因；未隔离为 NULL | Why it was quarantined; NULL otherwise")


class Department(dy.Schema):
    """预算单位：单位更名时新增一行 | Budget units; a renamed unit gets a new row with its own years (type 2)."""

    department_key = _key("预算单位主键 | Key of the unit under this name", primary=True)
    district_code = _district()
    district_name = _text("区（县）名称 | Name of the district or county")
    city_name = _text("设区市名称 | Name of the prefecture-level city")
    province_name = _text("省份名称 | Name of the province")
    department_code = _department_code()
    unit_code = _text(
        "单位编码（6 位）；表中未印编码时为 NULL | Unit code, 6 digits; NULL where the form prints no codes",
        regex=r"^\d{6}$",
    )
    unit_name = _text("单位名称（按原文） | Name of the unit as printed; NULL where none is printed")
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

    project_key = _key("项目主键 | Key of the project", primary=True)
    document_key = _key("来源文件 | The document it was read from")
    department_key = _key("预算单位 | The unit that holds the project, under its name of that year")
    district_code = _district()
    fiscal_year = _year()
    seq_no = _order("文件内顺序 | Order in the document, from 1")
    project_code = _text(
        "项目编码（21 位，无空格）；表中未印为 NULL | Project code, 21 characters without white space; NULL where the "
        "form prints none",
        regex=PROJECT_CODE,
    )
    project_code_valid = dy.Bool(
        nullable=True,
        description="项目编码校验是否通过；无编码为 NULL | Whether the check character holds; NULL without a code",
    )
    project_name = _text("项目名称 | Project name; NULL where the form leaves it blank")
    budget_cny = _money(
        "预算数（元）；空白为 NULL，不作 0 | Budget in yuan; NULL where the form leaves it blank, never 0"
    )
    fiscal_funds_cny = _money(
        "其中：财政资金（元）；空白为 NULL | Of it fiscal funds, in yuan; NULL where blank, never 0"
    )
    other_funds_cny = _money(
        "其中：其他资金（元）；空白为 NULL | Of it other funds, in yuan; NULL where blank, never 0"
    )
    further_funds_cny = _money(
        "其他来源合计（元）：上年结转、上级资金、政府性基金等单列的来源，可能已含在财政资金内；表中未列为 NULL | Sum of the sources that "
        "some forms list besides, in yuan (carried over, from above, government funds), which may be part of the fiscal "
        "funds; NULL where the form lists none"
    )
    period_budget_cny = _money(
        "中期或实施期资金总额（元）；表中无此栏为 NULL | Budget of the project's whole period in yuan; NULL where the form "
        "has none"
    )
    usage_text = _text("资金用途（原文） | What the money is for, verbatim; NULL where the form does not ask")
    goal_text = _text("绩效目标（原文），年度目标 | Performance goals of the year, verbatim")
    period_goal_text = _text(
        "中期或实施期目标（原文）；表中无此栏为 NULL | Goals of the whole period, verbatim; NULL where the form has none"
    )
    supervising_department = _text(
        "主管部门（及代码），按原文；表中无此栏为 NULL | Supervising department as printed; NULL where the form has none"
    )
    implementing_unit = _text("实施单位，按原文；表中无此栏为 NULL | Implementing unit as printed; NULL where none")
    category = _text("项目类别、项目类型；表中无此栏为 NULL | Category of the project; NULL where the form has none")
    attribute = _text("项目属性（新增、延续等）；表中无此栏为 NULL | New, continued …; NULL where the form has none")
    period_text = _text("项目期、起止时间（原文）；表中无此栏为 NULL | Project period, verbatim; NULL where none")
    read_confidence = _confidence()
    source_ref = _source_ref()


class IndicatorTerms(dy.Schema):
    """绩效指标的原文各栏 | An indicator as printed."""

    indicator_key = _key("指标主键 | Key of the indicator", primary=True)
    project_key = _key("所属项目 | The project it belongs to")
    district_code = _district()
    fiscal_year = _year()
    seq_no = _order("表内顺序 | Order in the form, from 1")
    level1 = _text("一级指标 | Level-1 indicator (产出, 效益, 满意度 …)")
    level2 = _text("二级指标 | Level-2 indicator (数量, 质量, 时效, 成本 …)")
    level3 = _text("三级指标 | Level-3 indicator, its name")
    description = _text("绩效指标描述 | Description of the indicator")
    value_text = _text("指标值（原文） | The target value, verbatim")
    basis = _text("指标值确定依据 | What the target value is based on")
    operator_text = _text(
        "指标性质（≥、≤、＝、定性等），单列一栏时的原文 | Sign or nature of the value where the form has a column for it"
    )
    measure_unit_text = _text("度量单位，单列一栏时的原文 | Unit of the value where the form has a column for it")
    weight = dy.Decimal(
        9,
        4,
        nullable=True,
        description="分值、权重；表中无此栏为 NULL | Weight or points; NULL where the form has none",
    )
    remark = _text("备注 | Remark; NULL where blank or the form has no such column")
    horizon = _choice(
        "目标期：year 年度、period 中期或实施期；表中不分为 NULL | Whether the target is for the year or for the project's "
        "whole period; NULL where the form does not distinguish",
        ("year", "period"),
        nullable=True,
    )
    read_confidence = _confidence()
    source_ref = _source_ref()


class Indicator(IndicatorTerms, NormalisedValue):
    """绩效指标：每个三级指标一行 | Indicators, one row per 三级指标 of a project, verbatim and normalised."""


class DisbursementPlan(dy.Schema):
    """资金支出计划：每个项目四个阶段，表中无计划则无行 | Spending plan, four stages a project, none without a plan."""

    project_key = _key("所属项目 | The project it belongs to", primary=True)
    district_code = _district()
    fiscal_year = _year()
    stage_month = dy.Int8(
        primary_key=True,
        is_in=[3, 6, 10, 12],
        description="阶段（月）：3、6、10、12 月底 | Month at whose end the stage is due: 3, 6, 10, 12",
    )
    due_date = dy.Date(nullable=True, description="阶段截止日 | Last day of the stage; NULL without a fiscal year")
    percent_text = _text("支出比例（原文） | The share as printed; NULL where the document does not show the stage")
    stated_percent = _percent("填报比例（%）；空白为 NULL | The number as written, in percent; NULL where blank")
    plan_basis = _choice(
        "填报口径：cumulative 累计、incremental 分期、unknown 不明 | How the office filled the row: cumulative, "
        "incremental, unknown",
        ("cumulative", "incremental", "unknown"),
    )
    cumulative_percent = _percent(
        "累计支出比例（%）；不明为 NULL | Share spent by then, in percent; NULL where unknown"
    )
    increment_percent = _percent(
        "本阶段支出比例（%）；不明为 NULL | Share spent in this stage, percent; NULL where unknown"
    )
    cumulative_cny = _money(
        "累计支出（元）；不明为 NULL | Yuan to be spent by then; NULL where share or budget is unknown"
    )
    increment_cny = _money("本阶段支出（元）；不明为 NULL | Yuan to be spent in this stage; NULL where unknown")


class DepartmentGoal(dy.Schema):
    """部门分项绩效目标：第一部分每项一行 | Department goals, one row per 分项绩效目标 of part one."""

    department_goal_key = _key("分项目标主键 | Key of the goal", primary=True)
    document_key = _key("来源文件 | The document it was read from")
    district_code = _district()
    fiscal_year = _year()
    department_code = _department_code()
    seq_no = _order("文件内顺序 | Order in the document, from 1")
    title = _text("分项目标标题（不含序号） | Title without its number")
    goal_text = _text("绩效目标（原文） | The goal, verbatim")
    measure_text = _text("绩效指标（原文） | Its measures, verbatim")


class DepartmentIndicatorTerms(dy.Schema):
    """部门绩效指标的原文 | A department's indicator as printed."""

    department_goal_key = _key("所属分项目标 | The goal it belongs to", primary=True)
    seq_no = _order("目标内顺序 | Order within the goal, from 1", primary=True)
    name = _text("指标名称 | Name of what is measured")
    value_text = _text("指标值（原文） | The stated value, verbatim")


class DepartmentIndicator(DepartmentIndicatorTerms, NormalisedValue):
    """部门绩效指标：分项目标中每个量化要求一行 | Department indicators, one row per bound in a goal's measures."""


class QualityIssue(dy.Schema):
    """质量问题：每个发现一行 | Findings of the quality rules, one row each."""

    issue_key = _key("问题主键 | Key of the finding", primary=True)
    document_key = _key("所在文件 | The document it concerns")
    project_key = _key("所在项目；不适用为 NULL | The project it concerns; NULL where not applicable", nullable=True)
    indicator_key = _key(
        "所在指标；不适用为 NULL | The indicator it concerns; NULL where not applicable", nullable=True
    )
    severity = _choice(
        "严重程度：error 错误、warning 警告、info 提示 | error, warning or info", ("error", "warning", "info")
    )
    rule = dy.String(regex=r"^[a-z0-9_]+$", description="规则名称 | Stable name of the rule that found it")
    message = _text("说明 | What is wrong, for people")
    value_text = _text("相关原文 | The text concerned, verbatim; NULL where none")
    source_ref = _source_ref()


PUBLISHED: dict[str, type[dy.Schema]] = {
    "document": Document,
    "department": Department,
    "project": Project,
    "indicator": Indicator,
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
