"""Grounds (指标值确定依据) and names that are merged over several indicators are those of each."""

from __future__ import annotations

from tests.transforms.form.drawings import drawn
from transforms.form.projects import read_projects

FORM = """
# 1.河道保洁绩效目标表
项目编码 | 13020225P000039100011 | < | 项目名称 | 河道保洁 | <
一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据
产出指标 | 数量指标 | 保洁河道 | 保洁的河道数 | ≥12条 | 年度计划
^ | 质量指标 | 合格率 | 检查合格的比例 | ≥95% | {0}
效益指标 | 社会效益指标 | 水面整洁 | 水面整洁程度 | 整洁 | {0}
满意度指标 | 满意度 | 群众满意度 | 群众满意程度 | ≥90% | 问卷
"""


def _read(below: str) -> list[tuple[str, str]]:
    (project,) = read_projects(drawn(FORM.format(below).strip("\n"))).projects
    return [(one.basis.text, one.basis.source_ref) for one in project.indicators if one.basis is not None]


def test_grounds_merged_over_several_rows_are_those_of_each() -> None:
    shared = ("年度计划", "table 1, row 3, column 6")
    assert _read("^") == [shared, shared, shared, ("问卷", "table 1, row 6, column 6")]


def test_grounds_left_blank_stay_blank() -> None:
    assert [text for text, _ in _read("")] == ["年度计划", "", "", "问卷"]


NAMED = """
# 1.河道保洁绩效目标表
项目编码 | 13020225P000039100011 | < | 项目名称 | 河道保洁 | <
一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据
产出指标 | 数量指标 | 保洁人员 | 专职人员 | ≥12人 | 年度计划
^ | ^ | ^ | {0} | 年度计划
满意度指标 | 满意度 | 群众满意度 | 群众满意程度 | ≥90% | 问卷
"""


def test_a_name_merged_over_several_rows_was_lost_on_all_but_the_first() -> None:
    (project,) = read_projects(drawn(NAMED.format("临时人员 | ≥30人").strip("\n"))).projects
    names = [(one.level3 and one.level3.text, one.value and one.value.text) for one in project.indicators]
    assert names == [("保洁人员", "≥12人"), ("保洁人员", "≥30人"), ("群众满意度", "≥90%")]


def test_a_row_that_says_nothing_else_is_no_further_indicator_of_the_name_merged_over_it() -> None:
    (project,) = read_projects(drawn(NAMED.format(" | ").strip("\n"))).projects
    assert [one.level3 and one.level3.text for one in project.indicators] == ["保洁人员", "群众满意度"]
