"""Goals whose labels name their year or number them: each is read as what its label says it is."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import read_form as read
from tests.transforms.form.drawings import said

HEADS = """
绩效目标 | 实施期绩效目标 | < | 2025年度绩效目标 | <
^ | 完成三处修缮 | < | 完成一处修缮 | <
"""


@pytest.mark.parametrize(
    "rows",
    [
        HEADS,
        HEADS.replace("^", ""),
        "实施期绩效目标 | 完成三处修缮 | < | < | <\n2025年度绩效目标 | 完成一处修缮 | < | < | <",
        "实施期绩效目标 | 完成三处修缮 | < | < | <\n绩效目标 | 2025年绩效目标 | 完成一处修缮 | < | <",
        "实施期绩效目标：完成三处修缮 | < | < | < | <\n2025年度绩效目标：完成一处修缮 | < | < | < | <",
    ],
    ids=["beneath", "beneath, not merged", "beside", "beside, beneath a heading", "in its own cell"],
)
@pytest.mark.parametrize("above", ["（2025年度）", "金额单位：万元"], ids=["of the year", "no year known"])
def test_the_label_of_the_years_goal_was_taken_for_the_periods_goal(rows: str, above: str) -> None:
    project, findings = read(rows, above)
    assert (said(project.goal), said(project.period_goal), findings) == ("完成一处修缮", "完成三处修缮", [])


def test_the_goal_of_another_year_is_not_this_years() -> None:
    project, _ = read("2024年度绩效目标 | 完成两处 | < | < | <\n2025年度绩效目标 | 完成一处 | < | < | <")
    assert said(project.goal) == "完成一处"
    assert [text.text for text in project.asides] == ["完成两处"]


def test_a_goal_that_begins_with_its_year_is_read_whole() -> None:
    project, findings = read("年度绩效目标 | 2025年目标：完成一处修缮 | < | < | <")
    assert (said(project.goal), findings) == ("2025年目标：完成一处修缮", [])


NUMBERED = """
项目绩效总目标 | 名称 | 目标说明 | < | <
^ | 长期绩效目标1 | 列养率达到100% | < | <
^ | 年度绩效目标1 | 养护2300公里 | < | <
"""


@pytest.mark.parametrize(
    ("rows", "goal", "period"),
    [
        (NUMBERED, "养护2300公里", "列养率达到100%"),
        (NUMBERED.replace("| 名称 |", "| 目标名称 |"), "养护2300公里", "列养率达到100%"),
        (NUMBERED.replace("^", ""), "养护2300公里", "列养率达到100%"),
        (NUMBERED.replace("目标1", "目标"), "养护2300公里", "列养率达到100%"),
        (NUMBERED + "^ | 年度绩效目标2 | 改造10公里 | < | <\n", "养护2300公里\n改造10公里", "列养率达到100%"),
        (NUMBERED.strip().split("\n", 1)[1].replace("^", "项目绩效总目标", 1), "养护2300公里", "列养率达到100%"),
    ],
    ids=["numbered", "目标名称", "not merged", "not numbered", "two of the year", "no headings"],
)
def test_the_heading_of_the_goals_names_was_the_goal(rows: str, goal: str, period: str) -> None:
    project, findings = read(rows)
    assert (said(project.goal), said(project.period_goal), findings) == (goal, period, [])


def test_goals_whose_names_do_not_tell_what_they_are_say_so() -> None:
    project, findings = read("项目绩效总目标 | 名称 | 目标说明 | < | <\n^ | 目标甲 | 养护2300公里 | < | <")
    assert not said(project.goal)
    assert findings == [("row_not_understood", "目标甲 | 养护2300公里")]


@pytest.mark.parametrize("left", ["^", ""], ids=["merged", "not merged"])
def test_goals_in_rows_of_their_own_were_not_read(left: str) -> None:
    project, findings = read(
        f"年度绩效目标 | 完成一处 | < | < | <\n{left} | 完成两处 | < | < | <\n{left} | 完成三处 | < | < | <"
    )
    assert (said(project.goal), findings) == ("完成一处\n完成两处\n完成三处", [])


def test_a_row_of_several_cells_beneath_a_goal_is_none() -> None:
    project, findings = read("年度绩效目标 | 完成一处 | < | < | <\n | 甲 | 乙 | < | <")
    assert said(project.goal) == "完成一处"
    assert [rule for rule, *_ in findings] == ["row_not_understood"]


def test_goals_that_tabs_made_cells_of_were_not_read() -> None:
    project, findings = read("绩效目标 | 1.完成一处 | 2.完成两处 | （3）完成三处 | <")
    assert (said(project.goal), findings) == ("1.完成一处\n2.完成两处\n（3）完成三处", [])
    _, findings = read("绩效目标 | 1.完成一处 | 另行通知 | < | <")
    assert [rule for rule, *_ in findings] == ["row_not_understood"]
