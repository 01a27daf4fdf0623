"""What looks like a project's targets and is none: evaluations of past years, the form of a whole department."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import FUNDING, HEADER, INDICATORS, document
from transforms.document import Document
from transforms.form.projects import read_projects
from warehouse.schema.records import ProjectRecord

TITLE = "1.电梯维保费绩效目标表"
EVALUATION = [
    ["项目名称", "路灯更换", "主管部门", "某市某局"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"],
    ["产出指标", "数量指标", "更换路灯", "200盏", "198盏", "9"],
]
MONEY_OF_EVALUATION = [
    ["项目名称", "路灯更换", "主管部门", "某市某局"],
    ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分"],
    ["", "100.00", "98.00", "97.00", "98.98%", "9.9"],
]


def names(made: Document) -> list[str]:
    return [project.name.text if project.name else "" for project in read_projects(made).projects]


@pytest.mark.parametrize(
    "made",
    [
        document(EVALUATION),
        document("2024年项目支出绩效自评表", [EVALUATION[0]], EVALUATION[1:]),
        document([["2024年度项目支出绩效自评表"], *EVALUATION]),
        document(MONEY_OF_EVALUATION, EVALUATION[1:]),
        document("项目绩效运行监控表", MONEY_OF_EVALUATION),
    ],
    ids=["by its header", "by its title", "by a title in the table", "by its money", "monitoring"],
)
def test_an_evaluation_states_no_targets_and_is_counted_with_the_other_tables(made: Document) -> None:
    read = read_projects(made)
    assert read.projects == []
    assert {finding.rule for finding in read.findings} == {"other_tables"}


def test_an_evaluation_leaves_the_projects_around_it_as_they_are() -> None:
    second = [[cell.replace("电梯维保费", "劳务费") for cell in row] for row in FUNDING]
    made = document(TITLE, FUNDING, INDICATORS, EVALUATION, "2.劳务费绩效目标表", second, INDICATORS)
    assert names(made) == ["电梯维保费", "劳务费"]
    assert [len(project.indicators) for project in read_projects(made).projects] == [3, 3]


def test_one_word_of_evaluations_does_not_make_one() -> None:
    rows = [HEADER, ["产出指标", "质量指标", "得分", "测评得分", "≥90分", "部门职责"]]
    assert names(document(TITLE, FUNDING, rows)) == ["电梯维保费"]


@pytest.mark.parametrize(
    "title", ["部门整体支出绩效目标表", "部门整体支出绩效目标表......4", "2024年项目支出绩效自评表......4"]
)
def test_a_contents_page_that_lists_other_forms_first_loses_no_project(title: str) -> None:
    assert names(document("目录", title, TITLE, FUNDING, INDICATORS)) == ["电梯维保费"]


def test_the_form_of_a_whole_department_is_no_project_where_its_title_stands_in_the_table() -> None:
    overall = [["部门整体支出绩效目标表"], ["部门名称", "某市某局"], ["年度总体目标", "履行职能"], *INDICATORS]
    assert names(document(overall, TITLE, FUNDING, INDICATORS)) == ["电梯维保费"]
    one_sheet = [*overall, ["项目支出绩效目标表"], ["项目名称", "甲"], ["预算数", "1.00"], *INDICATORS]
    assert names(document(one_sheet)) == ["甲"]


def project(*rows: list[str]) -> ProjectRecord:
    (read,) = read_projects(document([["项目名称", "甲"], *rows], INDICATORS)).projects
    return read


def goals(*rows: list[str]) -> tuple[str | None, str | None]:
    read = project(*rows)
    return (read.goal and read.goal.text), (read.period_goal and read.period_goal.text)


def test_an_overall_goal_is_the_years_unless_the_form_has_one_of_the_year_besides() -> None:
    assert goals(["总体绩效目标", "做好甲"]) == ("做好甲", None)
    assert goals(["总体绩效目标", "三年做好甲"], ["年度绩效目标", "今年做好甲"]) == ("今年做好甲", "三年做好甲")


def test_a_third_goal_is_reported() -> None:
    rows = [["总体目标", "一"], ["年度目标", "二"], ["中期目标", "三"]]
    read = read_projects(document([["项目名称", "甲"], *rows], INDICATORS))
    assert [(finding.rule, finding.value_text) for finding in read.findings] == [("cell_not_understood", "一")]


def test_amounts_stand_for_the_total_above_them_where_year_and_period_have_rows_of_their_own() -> None:
    read = project(
        ["项目总投资", "900"], ["财政拨款", "900"], ["年度资金总额", "300"], ["财政拨款", "280"], ["其他资金", "20"]
    )
    amounts = [read.period_budget, read.budget, read.fiscal_funds, read.other_funds]
    assert [amount and amount.text for amount in amounts] == ["900", "300", "280", "20"]
