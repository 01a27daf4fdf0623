"""Forms side by side on a sheet are read one after the other; where it is not certain that they are, nothing is parted."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn
from transforms.form.projects import read_projects
from warehouse.schema.records import ProjectRecord

TITLES = "2025年项目支出绩效目标表 | < | < | < |  | 2025年项目支出绩效目标表 | < | < | <"
FORMS = """
项目名称 | 甲工程 | 年度资金总额（万元） | 10.00 |  | 项目名称 | 乙工程 | 年度资金总额（万元） | 20.00
总体目标 | 做好甲 | < | < |  | 总体目标 | 做好乙 | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 |  | 一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 甲数 | 1个 |  | 产出指标 | 数量指标 | 乙数 | 2个
满意度指标 | 满意度指标 | 甲满 | 90% |  | 满意度指标 | 满意度指标 | 乙满 | 95%
"""


def said(project: ProjectRecord) -> tuple[object, ...]:
    texts = (project.name, project.budget, project.goal)
    values = [one.value.text for one in project.indicators if one.value]
    return (*[text.text if text else None for text in texts], values)


@pytest.mark.parametrize("titles", [f"{TITLES}\n", "", "# 项目支出绩效目标表\n"], ids=["in both", "none", "above"])
def test_the_targets_of_one_form_were_given_to_the_form_beside_it(titles: str) -> None:
    made = read_projects(drawn(titles + FORMS.strip()))
    first = ("甲工程", "10.00", "做好甲", ["1个", "90%"])
    second = ("乙工程", "20.00", "做好乙", ["2个", "95%"])
    assert [said(project) for project in made.projects] == [first, second]
    assert made.findings == []


def test_what_stands_in_the_form_at_the_right_is_found_in_its_own_column() -> None:
    first, second = read_projects(drawn(FORMS.strip())).projects
    assert first.goal
    assert second.goal
    assert (first.goal.source_ref, second.goal.source_ref) == ("table 1, row 2, column 2", "table 1, row 2, column 7")


def test_a_third_form_is_read_as_the_second_is() -> None:
    rows = [f"{row} |  | {row.rsplit(' |  | ', 1)[1]}" for row in FORMS.strip().split("\n")]
    made = read_projects(
        drawn("\n".join(rows).replace("乙工程 | 年度资金总额（万元） | 20.00 |  |", "丙 | 金额 | 3 |  |", 1))
    )
    assert len(made.projects) == 3


@pytest.mark.parametrize(
    "changed",
    [
        FORMS.replace(" |  | ", " | "),
        FORMS.replace(" |  | 总体目标", " |  | 备注"),
        FORMS.replace("甲数 | 1个 |  | 产出指标", "甲数 | 1个 | 续 | 产出指标"),
    ],
    ids=["no column between", "other labels", "a column that is not empty"],
)
def test_forms_are_not_parted_where_it_is_not_certain(changed: str) -> None:
    before = read_projects(drawn(changed.strip()))
    assert ("乙工程", "20.00", "做好乙", ["2个", "95%"]) not in [said(project) for project in before.projects]


def test_targets_of_the_period_beside_those_of_the_year_stay_one_table() -> None:
    header = "一级指标 | 二级指标 | 三级指标 | 指标值"
    rows = [
        ("产出指标 | 数量指标 | 数 | 3个", "产出指标 | 数量指标 | 数 | 1个"),
        ("效益指标 | 社会效益指标 | 益 | 好",) * 2,
    ]
    form = f"项目名称 | 甲 | < | < |  | 年度目标 | 做好 | < | <\n{header} |  | {header}\n"
    (project,) = read_projects(drawn(form + "\n".join(" |  | ".join(row) for row in rows))).projects
    assert [one.horizon for one in project.indicators] == ["period", "year", "period", "year"]
