"""The sign of a bound in a column that is called by something else."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn, said
from transforms.form.projects import read_projects

FORM = """
# 1.河道保洁绩效目标表
项目编码 | 13020225P000039100011 | < | 项目名称 | 河道保洁 | < | <
一级指标 | 二级指标 | 三级指标 | {0} | 指标值 | 计量单位 | 确定依据
产出指标 | 数量指标 | 保洁河道 | {1} | 12 | 条 | 年度计划
满意度指标 | 满意度 | 群众满意度 | {2} | 90 | % | 问卷
"""


@pytest.mark.parametrize("head", ["指标方向", "指标类型", "关系符号"])
@pytest.mark.parametrize(("first", "second"), [("≥", "≥"), ("＝", "大于等于"), ("不少于", ">=")])
def test_a_sign_beneath_another_heading_was_passed_over(head: str, first: str, second: str) -> None:
    (project,) = read_projects(drawn(FORM.format(head, first, second).strip("\n"))).projects
    assert [said(one.operator) for one in project.indicators] == [first, second]
    assert [one.asides for one in project.indicators] == [(), ()]


def test_what_is_no_sign_stays_what_no_column_is_for() -> None:
    (project,) = read_projects(drawn(FORM.format("指标方向", "正向", "≥90%").strip("\n"))).projects
    assert [one.operator for one in project.indicators] == [None, None]
    assert [[text.text for text in one.asides] for one in project.indicators] == [["正向"], ["≥90%"]]


def test_a_column_of_signs_is_not_replaced_by_another() -> None:
    drawing = (
        FORM.replace("指标值 | 计量单位", "指标性质 | 指标值")
        .replace("| 12 | 条", "| ≤ | 12条")
        .replace("| 90 | %", "| ≤ | 90%")
    )
    (project,) = read_projects(drawn(drawing.format("指标方向", "≥", "≥").strip("\n"))).projects
    assert [said(one.operator) for one in project.indicators] == ["≤", "≤"]
