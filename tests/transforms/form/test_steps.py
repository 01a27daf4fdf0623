"""Forms without 指标值, with 评价标准 in steps (河北, 2017 to 2019): the target is what counts as the best of them."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn
from transforms.form.projects import Projects, read_projects
from warehouse.schema.records import Text

ABOVE = """
# 1.康复救助经费绩效目标表
项目编码 | 13098219P00001 | 项目名称 | 康复救助经费 | < | < | < | <
绩效目标 | 为残疾儿童提供救助 | < | < | < | < | < | <
"""
HEADER = "一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 优 | 良 | 中 | 差"
ROWS = """
产出指标 | 数量指标 | 救助人数 | 救助儿童人数 | ≥50人 | 45-50人 | 40-45人 | <40人
效果指标 | 社会效益指标 | 家庭负担 | 减轻负担 | 明显减轻 | 较明显 |  | 不明显
"""
WANTED = [
    ("救助人数", "≥50人", "良：45-50人\n中：40-45人\n差：<40人"),
    ("家庭负担", "明显减轻", "良：较明显\n差：不明显"),
]


def said(text: Text | None) -> str:
    return text.text if text else ""


def read(header: str, rows: str = ROWS) -> Projects:
    return read_projects(drawn(ABOVE.strip() + "\n" + header.strip("\n") + "\n" + rows.strip("\n")))


def indicators(made: Projects) -> list[tuple[str, str, str]]:
    (project,) = made.projects
    return [(said(one.level3), said(one.value), said(one.remark)) for one in project.indicators]


GROUPED = """
一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 评价标准 | < | < | <
{}优 | 良 | 中 | 差
"""


@pytest.mark.parametrize(
    "header",
    [HEADER, GROUPED.format("^ | " * 4), GROUPED.format(" | " * 4), HEADER.replace("优 ", "优秀 ")],
    ids=["one row", "two rows", "two rows, not merged", "other words"],
)
def test_the_steps_were_cells_of_no_column_and_every_target_was_missing(header: str) -> None:
    made = read(header)
    assert indicators(made) == WANTED
    (finding,) = made.findings
    assert (finding.rule, finding.value_text) == ("value_of_best_step", "优秀" if "优秀" in header else "优")


def test_the_steps_may_stand_from_the_worst_to_the_best() -> None:
    made = read("一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 差 | 中 | 良 | 优", ROWS)
    assert indicators(made)[0] == ("救助人数", "<40人", "差：≥50人\n中：45-50人\n良：40-45人")


def test_a_table_that_goes_on_without_its_header_keeps_the_steps() -> None:
    first, second = ROWS.strip("\n").split("\n")
    made = read(HEADER, f"{first}\n#\n{second}")
    assert indicators(made) == WANTED
    assert [finding.rule for finding in made.findings] == ["value_of_best_step"]


def test_a_value_of_its_own_is_the_target_and_all_steps_stand_in_the_remark() -> None:
    header = "一级指标 | 二级指标 | 三级指标 | 指标值 | 优 | 良 | 差 | 备注"
    made = read(header, "产出指标 | 数量指标 | 救助人数 | ≥45人 | ≥50人 | 45人 | <40人 | 见方案")
    assert indicators(made) == [("救助人数", "≥45人", "见方案\n优：≥50人\n良：45人\n差：<40人")]
    assert made.findings == []


@pytest.mark.parametrize(
    "row",
    [
        "产出指标 | 质量指标 | 考核等次 | 考核等次 | 优 | 良 | 中 | 差",
        "产出指标 | 质量指标 | 指标值 | 备注 | 优 | 良 | 中 | 差",
    ],
)
def test_values_that_are_called_as_the_steps_stay_values(row: str) -> None:
    header = "一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 备注 | 数据来源 | 确定依据"
    (project,) = read(header, row).projects
    (one,) = project.indicators
    assert (said(one.value), said(one.remark), said(one.basis)) == ("优", "良", "差")


def test_a_header_with_one_step_more_than_the_best_is_not_understood() -> None:
    made = read("一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 优 | 良 | 说法 | 其他")
    assert {finding.rule for finding in made.findings} == {"cell_not_understood"}
