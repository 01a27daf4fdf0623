"""Headers that name indicators and values without any level: 重庆, and listings that have no room for the levels."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn, said
from transforms.form.projects import read_projects

FORM = """
# 2025年项目绩效目标表
项目名称 | 病虫害防治 | < | 业务主管部门 | 某区林业局 | <
当年预算（万元） | 785 | < | 本级安排 | 385 | <
当年绩效目标 | 清理枯死树木 | < | < | < | <
绩效指标 | 指标名称 | 指标权重 | 计量单位 | 指标性质 | 指标值
^ | 清理枯死树木 | 20 | 万株 | ≥ | 5.2
^ | 清理单价 | 20 | 元/株 | ≤ | 128.5
"""
LISTING = """
# 2025年部门预算项目支出绩效目标表
# 金额单位：万元
单位名称 | 项目名称 | 预算金额 | 年度绩效目标 | 三级指标 | 指标值
某市图书馆 | 图书购置 | 150 | 购置图书 | 购书册数 | ≥3万册
^ | ^ | ^ | ^ | 平均单价 | ≤50元/册
某市文化馆 | 免费开放 | 50 | 免费开放 | 活动场次 | 200场
"""


def test_a_form_whose_indicators_have_no_level_lost_all_of_them() -> None:
    made = read_projects(drawn(FORM.strip("\n")))
    (project,) = made.projects
    found = [
        tuple(map(said, (one.level1, one.level3, one.operator, one.value, one.measure_unit, one.weight)))
        for one in project.indicators
    ]
    assert found == [
        (None, "清理枯死树木", "≥", "5.2", "万株", "20"),
        (None, "清理单价", "≤", "128.5", "元/株", "20"),
    ]
    assert made.findings == []


def test_a_listing_without_levels_was_no_form() -> None:
    made = read_projects(drawn(LISTING.strip("\n")))
    assert [(said(one.name), said(one.budget), len(one.indicators)) for one in made.projects] == [
        ("图书购置", "150", 2),
        ("免费开放", "50", 1),
    ]


@pytest.mark.parametrize(
    "header",
    ["指标名称 | 计量单位 | 计划值", "指标名称 | 单位 | 计划值", "项目名称 | 指标名称 | 计划值"],
)
def test_statistics_are_no_indicators(header: str) -> None:
    table = f"{FORM.strip()}\n# 主要经济指标\n{header}\n粮食产量 | 万吨 | 62"
    (project,) = read_projects(drawn(table)).projects
    assert len(project.indicators) == 2


def test_a_level_2_in_the_column_of_level_1_left_the_indicators_without_a_name() -> None:
    table = """
# 2025年部门预算项目支出绩效目标表
项目名称 | 办公楼维护 | < | <
绩效目标 | 保障运转 | < | <
一级指标 | 二级指标 | 绩效标准 | 当年预期实现值
数量指标 | 维修次数 | 反映维修情况 | 280次
^ | 巡查次数 | 反映巡查情况 | 200次
满意度指标 | 职工满意度 | 问卷 | ≥95%
"""
    (project,) = read_projects(drawn(table.strip("\n"))).projects
    found = [tuple(map(said, (one.level1, one.level2, one.level3, one.value))) for one in project.indicators]
    assert found == [
        (None, "数量指标", "维修次数", "280次"),
        (None, "数量指标", "巡查次数", "200次"),
        ("满意度指标", "职工满意度", None, "≥95%"),
    ]
