"""Tables worked out from the published ones at every publication, for `main` alone: lineage over years, and scores.

Declared as the others are (`star.py`), so that comments, Parquet, data package and dictionary come from here too.
"""

from __future__ import annotations

import dataframely as dy

from warehouse.schema import columns
from warehouse.schema.comparisons import COMPARISONS
from warehouse.schema.star import PUBLISHED

_LINK_METHODS = ("same_code", "same_name", "similar_name", "indicators", "none")
_OFFICE_METHODS = ("same_code", "same_name", "similar_name", "projects", "none")
ASPECTS = ("completeness", "relevance", "fitness", "feasibility")
_GRADES = ("优", "良", "中", "差")


def _from_0_to_1(description: str) -> dy.Decimal:
    return dy.Decimal(4, 3, nullable=True, min=0, max=1, description=description)


def _points(description: str, *, nullable: bool = False) -> dy.Decimal:
    return dy.Decimal(6, 2, nullable=nullable, min=0, max=100, description=description)


def _grade() -> dy.String:
    return columns.choice(
        "等级：优 90、良 80、中 60 以上，差；未评分为 NULL | Grade: 优 from 90, 良 from 80, 中 from 60, else 差; NULL without "
        "a score",
        _GRADES,
        nullable=True,
    )


_ASPECT = {
    "completeness": "完整性得分（百分制）；未评为 NULL | Completeness, out of 100; NULL where not judged",
    "relevance": "相关性得分（百分制）；未评为 NULL | Relevance, out of 100; NULL where not judged",
    "fitness": "适当性得分（百分制）；未评为 NULL | Fitness, out of 100; NULL where not judged",
    "feasibility": "可行性得分（百分制）；未评为 NULL | Feasibility, out of 100; NULL where not judged",
}


class DepartmentLineage(dy.Schema):
    """部门沿革：每个预算单位名称一行，连到其前身 | Units over the years: each unit's name, and what it was before."""

    department_key = columns.key("预算单位 | The unit under this name", primary=True)
    previous_department_key = columns.key(
        "前身（更名、改编码前）；无则为 NULL | The unit it was before a new name or code; NULL where none was found",
        nullable=True,
    )
    office_key = columns.key("同一单位历年共用的主键 | Key that a unit keeps through all its names and codes")
    district_code = columns.district()
    method = columns.choice(
        "连接依据：same_code 编码相同、same_name 名称相同、similar_name 名称相近、projects 项目相同、none 无前身 | What "
        "the link rests on",
        _OFFICE_METHODS,
    )
    confidence = _from_0_to_1("连接的把握，0–1；无前身为 NULL | How sure the link is; NULL without one")
    name_similarity = _from_0_to_1("两名称的相似度，0–1 | How alike the two names are; NULL without a link")
    shared_projects = dy.Int32(
        nullable=True, min=0, description="两年名称相同的项目数 | Projects of one name in both; NULL without a link"
    )


class ProjectLineage(dy.Schema):
    """项目沿革：每个项目一行，连到上一年的同一项目 | Projects over the years: each project and what it was the year before."""

    project_key = columns.key("项目 | The project", primary=True)
    previous_project_key = columns.key(
        "上一年的同一项目；无则为 NULL | The same undertaking in the year before; NULL where none was found",
        nullable=True,
    )
    undertaking_key = columns.key("同一事项历年共用的主键 | Key that an undertaking keeps through the years")
    district_code = columns.district()
    fiscal_year = columns.year()
    method = columns.choice(
        "连接依据：same_code 编码主体相同、same_name 名称相同、similar_name 名称相近、indicators 指标相同、none 未找到 | "
        "What the link rests on",
        _LINK_METHODS,
    )
    confidence = _from_0_to_1("连接的把握，0–1；未连接为 NULL | How sure the link is; NULL without one")
    name_similarity = _from_0_to_1("两名称的相似度，0–1 | How alike the two names are; NULL without a link")
    indicator_similarity = _from_0_to_1(
        "两年指标的重合度，0–1 | Share of indicators that both years have; NULL without a link"
    )
    budget_ratio = dy.Decimal(
        24,
        4,
        nullable=True,
        description="本年预算 ÷ 上年预算 | Budget of the year ÷ of the year before; NULL if unknown",
    )


class ScoreRule(dy.Schema):
    """评分规则：评审依据的规则与权重 | Rules of the quality score: what each looks at, its aspect and weight."""

    rule = dy.String(primary_key=True, description="规则名称 | Name of the rule")
    seq_no = columns.order("顺序 | Order in which the rules are listed, from 1")
    aspect = columns.choice(
        "评审方面：completeness 完整性、relevance 相关性、fitness 适当性、feasibility 可行性 | Aspect of the review",
        ASPECTS,
    )
    weight = _points("权重（分），各规则合计 100 | Weight in points; all rules add up to 100")
    title = columns.text("规则内容（中英文） | What the rule asks, in Chinese and English")
    note = columns.text("评分办法（中英文） | How the points are given, in Chinese and English")
    source = columns.text("依据（中英文） | What the rule is based on, in Chinese and English")


class ProjectScore(dy.Schema):
    """项目质量评分：绩效目标填报质量，每个项目一行 | Quality score of each project's goals and indicators as filled in."""

    project_key = columns.key("项目 | The project", primary=True)
    department_key = columns.key("预算单位 | The unit that holds it")
    district_code = columns.district()
    fiscal_year = columns.year()
    completeness = _points(_ASPECT["completeness"], nullable=True)
    relevance = _points(_ASPECT["relevance"], nullable=True)
    fitness = _points(_ASPECT["fitness"], nullable=True)
    feasibility = _points(_ASPECT["feasibility"], nullable=True)
    score = _points(
        "综合得分（百分制）＝100－各项扣分之和；可评分值不足 50 时为 NULL | Overall score: 100 less the points lost; NULL where "
        "fewer than 50 of the 100 points could be judged",
        nullable=True,
    )
    grade = _grade()
    points_judged = _points("可评的分值（满分 100）；其余不适用或读取有疑问 | Points of the 100 that could be judged")
    unjudged_rules = dy.List(
        dy.String(),
        description="未评的规则：表中未设、不适用或读取有疑问 | Rules left out: not asked for by the form, not applicable, or in "
        "doubt",
    )
    reading_doubts = dy.Int32(
        min=0,
        description="涉及读取把握的问题数：有疑问处不扣分 | Findings that speak of our reading; what they touch costs no points",
    )


class ScoreDeduction(dy.Schema):
    """评分扣分：项目未得满分的规则各一行，附依据 | Points a project lost, one row a rule, with what they were lost for."""

    project_key = columns.key("项目 | The project", primary=True)
    rule = dy.String(primary_key=True, description="规则名称 | Name of the rule")
    district_code = columns.district()
    fiscal_year = columns.year()
    points_lost = _points(
        "所扣分数：100 × 权重 ×（1－达到比例）÷ 可评的分值 | Points lost: 100 × weight × (1 − share met) ÷ points judged"
    )
    share_met = dy.Decimal(5, 4, min=0, max=1, description="达到要求的比例，0–1 | Share that meets the rule")
    findings = dy.Int32(min=0, description="所依据的问题或指标数 | How many findings or indicators it rests on")
    issue_keys = dy.List(
        dy.String(), description="所依据的质量问题 | Keys of the findings in quality_issue; empty where none"
    )
    indicator_keys = dy.List(dy.String(), description="所依据的指标 | Keys of the indicators; empty where none")


class DepartmentScore(dy.Schema):
    """部门质量评分：预算单位一年一行，按项目平均（年度不明的项目除外） | Quality score of a unit's year, mean of its projects."""

    department_key = columns.key("预算单位 | The unit", primary=True)
    fiscal_year = dy.Int16(primary_key=True, description="预算年度 | Fiscal year")
    district_code = columns.district()
    projects = dy.Int32(min=0, description="项目数 | Projects scored")
    unscored_projects = dy.Int32(min=0, description="未能评分的项目数 | Projects that could not be scored")
    completeness = _points(_ASPECT["completeness"], nullable=True)
    relevance = _points(_ASPECT["relevance"], nullable=True)
    fitness = _points(_ASPECT["fitness"], nullable=True)
    feasibility = _points(_ASPECT["feasibility"], nullable=True)
    score = _points("各项目综合得分的平均 | Mean of the projects' scores; NULL where none is scored", nullable=True)
    money_weighted_score = _points(
        "按预算数加权的平均得分；没有金额为 NULL | Mean weighted by budget; NULL without money", nullable=True
    )
    grade = _grade()


DERIVED: dict[str, type[dy.Schema]] = {
    "department_lineage": DepartmentLineage,
    "project_lineage": ProjectLineage,
    "score_rule": ScoreRule,
    "project_score": ProjectScore,
    "score_deduction": ScoreDeduction,
    "department_score": DepartmentScore,
    **COMPARISONS,
}
"""The derived tables, in the order in which people read them."""

CURRENT: dict[str, type[dy.Schema]] = {**PUBLISHED, **DERIVED}
"""Every table of `main`."""
