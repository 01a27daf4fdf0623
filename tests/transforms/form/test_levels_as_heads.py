"""Listings with a column for each level: what stands beneath 数量指标 is an indicator of it."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn, said
from transforms.form.projects import Projects, read_projects

HEADER = "序号 | 项目名称 | 预算金额 | 绩效目标 | 数量指标 | 时效指标 | 成本指标 | 满意度指标"
ROWS = """
1 | 高龄津贴 | 320 | 发放津贴 | 发放5200人 | 每季度末 | 50元/人/月 | 满意度≥95%
2 | 殡葬补贴 | 45.6 | 落实补贴 | 380户 |  | 1200元/具 | ≥90%
合计 |  | 365.6 |  |  |  |  |
"""


def read(header: str = HEADER, rows: str = ROWS) -> Projects:
    return read_projects(drawn(f"# 2025年度项目支出绩效目标汇总表\n# 单位：万元\n{header}\n{rows.strip()}"))


def test_a_listing_with_a_column_for_each_level_was_taken_for_no_form() -> None:
    made = read()
    assert [(said(one.name), said(one.budget), said(one.goal)) for one in made.projects] == [
        ("高龄津贴", "320", "发放津贴"),
        ("殡葬补贴", "45.6", "落实补贴"),
    ]
    found = [
        [tuple(map(said, (one.level1, one.level2, one.level3, one.value))) for one in project.indicators]
        for project in made.projects
    ]
    assert found == [
        [
            (None, "数量指标", None, "发放5200人"),
            (None, "时效指标", None, "每季度末"),
            (None, "成本指标", None, "50元/人/月"),
            ("满意度指标", None, None, "满意度≥95%"),
        ],
        [
            (None, "数量指标", None, "380户"),
            (None, "成本指标", None, "1200元/具"),
            ("满意度指标", None, None, "≥90%"),
        ],
    ]
    assert [finding.rule for finding in made.findings] == ["subtotal_row"]


@pytest.mark.parametrize(
    "header",
    [
        "序号 | 项目名称 | 预算金额 | 绩效目标 | 数量 | 时效 | 成本 | 满意度",
        "序号 | 指标 | 预算金额 | 目标 | 数量指标 | 时效指标 | 成本指标 | 备注",
    ],
)
def test_other_columns_head_no_indicators(header: str) -> None:
    assert read(header).projects == []


def test_level_1_may_stand_on_rows_of_its_own_in_a_table_without_a_column_for_it() -> None:
    layout = """
# 项目支出绩效目标表
项目名称 | 租车 | <
预算数（万元） | 3 | <
二级指标 | 三级指标 | 指标值
产出指标 | < | <
数量指标 | 车辆数 | ≥3辆
质量指标 | 完好率 | 100%
满意度指标 | < | <
服务对象满意度指标 | 群众满意度 | ≥90%
"""
    read = read_projects(drawn(layout))
    (project,) = read.projects
    levels = [(row.level1 and row.level1.text, row.level2 and row.level2.text) for row in project.indicators]
    assert levels == [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]
    assert not read.findings
