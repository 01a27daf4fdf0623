"""A cell that holds several labels with their values: they were all taken for the value of the first."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn, said
from transforms.form.projects import read_projects

FORM = """
# 项目支出绩效目标表
{0} | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 平台数量 | ≥1个
"""


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (r"项目名称：平台\n预算数：20万元\n绩效目标：建成", ("平台", "20万元", "建成")),
        ("项目名称：平台      预算数：20万元      绩效目标：建成", ("平台", "20万元", "建成")),
        (r"项目名称：平台\n主管部门：某局      预算数：20万元\n绩效目标：建成", ("平台", "20万元", "建成")),
        (
            r"项目名称：平台\n预算数：20万元\n绩效目标：1.建成。\n2.运行：良好。",
            ("平台", "20万元", "1.建成。\n2.运行：良好。"),
        ),
    ],
    ids=["lines", "wide apart", "both", "a goal of several lines"],
)
def test_labels_of_a_cell_are_read_one_by_one(cell: str, expected: tuple[str, ...]) -> None:
    made = read_projects(drawn(FORM.format(cell).strip("\n")))
    (project,) = made.projects
    assert (said(project.name), said(project.budget), said(project.goal)) == expected
    assert not made.findings


def test_labels_within_a_goal_are_its_own() -> None:
    made = read_projects(drawn(FORM.format(r"绩效目标：按以下要求完成：\n项目名称：平台\n项目编码：无").strip("\n")))
    assert [said(project.name) for project in made.projects] == [None]
