"""Usage, goal and plan on lines of their own between a project's tables: they were lost, the usage and the plan in silence."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import said
from tests.transforms.form.forms import INDICATORS, document
from transforms.form.projects import read_projects

NAMED = ["1.电梯维保费绩效目标表", "项目编码：13020225P000039100011", "项目名称：电梯维保费", "预算数：1.80万元"]
PLAN = "资金支出计划（%）：3月底25%，6月底50%，10月底75%，12月底100%"


@pytest.mark.parametrize("bullet", ["", "- ", "• ", "-"])
def test_labels_with_their_texts_on_lines_are_the_project_s(bullet: str) -> None:
    lines = [*NAMED, "资金用途：电梯维保", PLAN, "绩效目标：1.保证运行"]
    made = read_projects(document(*(bullet + line for line in lines[1:]), INDICATORS))
    (project,) = made.projects
    read = [project.code, project.name, project.budget, project.usage, project.goal]
    assert [said(text) for text in read] == [
        "13020225P000039100011",
        "电梯维保费",
        "1.80万元",
        "电梯维保",
        "1.保证运行",
    ]
    assert [said(stage.percent) for stage in project.plan] == ["25%", "50%", "75%", "100%"]
    assert not made.findings


def test_a_goal_beneath_its_label_ends_at_the_next_label() -> None:
    (project,) = read_projects(
        document(*NAMED, "绩效目标", "1.保证运行", "2.群众满意", "绩效指标", "另行说明", INDICATORS)
    ).projects
    assert said(project.goal) == "1.保证运行\n2.群众满意"


@pytest.mark.parametrize("title", ["2.办公费绩效目标表", "部门整体支出绩效目标表"])
def test_a_title_ends_a_goal_and_the_project(title: str) -> None:
    made = read_projects(document(*NAMED, "绩效目标", "1.保证运行", title, INDICATORS))
    assert [said(project.goal) for project in made.projects if project.indicators] in ([None], [])
    assert [said(text) for text in made.contents] == ["电梯维保费"]


def test_a_plan_that_is_not_understood_is_reported() -> None:
    made = read_projects(document(*NAMED, "资金支出计划：按合同约定支付", INDICATORS))
    assert [(finding.rule, finding.value_text) for finding in made.findings] == [
        ("row_not_understood", "按合同约定支付")
    ]


def test_a_goal_on_a_line_is_none_of_a_project_that_has_its_own_or_its_indicators() -> None:
    table = [["项目名称", "电梯维保费"], ["绩效目标", "保证运行"]]
    read = read_projects(
        document("1.电梯维保费绩效目标表", table, "绩效目标：另一目标", INDICATORS, "资金用途：另一用途")
    )
    (project,) = read.projects
    assert (said(project.goal), said(project.usage)) == ("保证运行", None)


def test_the_goals_of_part_one_are_no_project_s() -> None:
    made = read_projects(document("二、分项绩效目标", "1.甲", "绩效目标：做好工作", *NAMED, INDICATORS))
    assert [said(project.goal) for project in made.projects] == [None]
