"""The rows beneath the indicators that are there to be signed, or add up."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import INDICATORS, drawn, said
from transforms.form.projects import read_projects
from transforms.form.wording import wording

SIGNED = "财政资金管理科室（盖章） 年 月 日 | < | 财政绩效管理科室（盖章） 年 月 日 | < | <"


@pytest.mark.parametrize(
    "row",
    [SIGNED, "单位负责人（签字）： | < | < |  年  月  日 | <"],
)
def test_a_row_to_be_signed_was_an_indicator(row: str) -> None:
    drawing = f"# 项目支出绩效目标表\n项目名称 | 甲 | < | < | <\n{INDICATORS.strip()}\n{row}"
    made = read_projects(drawn(drawing))
    (project,) = made.projects
    assert [said(one.level3) for one in project.indicators] == ["任务数"]
    assert made.findings == []


@pytest.mark.parametrize("text", ["合同签字", "≥5次（签字确认率100%）", "2025年6月30日", "签章"])
def test_what_is_signed_for_is_no_signature(text: str) -> None:
    assert not wording(text).is_signature


@pytest.mark.parametrize(("total", "reported"), [("100分", []), ("100", []), ("120万元", ["row_not_understood"])])
def test_what_a_row_of_totals_says_beneath_the_values_was_an_indicator(total: str, reported: list[str]) -> None:
    row = f"合计 |  |  | {total} | <"
    made = read_projects(drawn(f"# 项目支出绩效目标表\n项目名称 | 甲 | < | < | <\n{INDICATORS.strip()}\n{row}"))
    (project,) = made.projects
    assert [said(one.level3) for one in project.indicators] == ["任务数"]
    assert [finding.rule for finding in made.findings] == reported


@pytest.mark.parametrize(
    "note", ["备注：本表由单位填报，财政部门审核。", "注：以上为产出指标。", "填表说明：指标值保留两位小数"]
)
def test_a_note_over_all_columns_was_an_indicator(note: str) -> None:
    row = f"{note} | < | < | < | <"
    last = INDICATORS.strip().rsplit("\n", 1)[1]
    drawing = f"# 项目支出绩效目标表\n项目名称 | 甲 | < | < | <\n{INDICATORS.strip()}\n{row}\n{last}"
    made = read_projects(drawn(drawing))
    (project,) = made.projects
    assert [said(one.level3) for one in project.indicators] == ["任务数", "任务数"]
    assert [(finding.rule, finding.value_text) for finding in made.findings] == [("cell_not_understood", note)]


@pytest.mark.parametrize("text", ["说明会场次", "备注", "注册企业数：", "注释率"])
def test_what_only_begins_like_a_note_is_none(text: str) -> None:
    assert not wording(text).is_note


@pytest.mark.parametrize("level", ["效益指标", "（二）效益指标"])
def test_a_level_merged_over_a_row_of_its_own_was_an_indicator(level: str) -> None:
    rows = f"{level} | < | < | < | <\n | 社会效益指标 | 安全感 | 提升 | "
    made = read_projects(drawn(f"# 项目支出绩效目标表\n项目名称 | 甲 | < | < | <\n{INDICATORS.strip()}\n{rows}"))
    (project,) = made.projects
    assert [(said(one.level1), said(one.level2), said(one.level3)) for one in project.indicators[1:]] == [
        (level, "社会效益指标", "安全感")
    ]
    assert made.findings == []
