"""Rows of a dump that lack a cell, since it said what the one in front of it says: the ground of a value was the value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.transforms.form.forms import FUNDING, HEADER, document, grid
from transforms.form.projects import Projects, read_projects

WHOLE = ["产出指标", "质量指标", "合格率", "安全使用率", "≥95%", "部门职责"]
SIGNED = ["产出指标", "数量指标", "服务人数", "334人", "部门职责"]
IN_WORDS = ["效益指标", "社会效益指标", "工作效率", "明显提高", "部门职责"]


def _read(*rows: list[str]) -> tuple[list[list[str | None]], list[str]]:
    made: Projects = read_projects(document("1.电梯维保费绩效目标表", FUNDING, [HEADER, *rows]))
    (project,) = made.projects
    own = ("level3", "description", "value", "basis")
    read = [[text and text.text for text in (getattr(one, name) for name in own)] for one in project.indicators]
    return read, [finding.rule for finding in made.findings]


def test_a_value_in_the_place_of_the_description_is_the_value() -> None:
    read, found = _read(WHOLE, SIGNED)
    assert read == [WHOLE[2:], ["服务人数", None, "334人", "部门职责"]]
    assert found == ["row_too_short"]


def test_words_are_the_value_where_the_dump_leaves_out_what_stands_twice() -> None:
    read, found = _read(WHOLE, IN_WORDS, SIGNED)
    assert read[1] == ["工作效率", None, "明显提高", "部门职责"]
    assert found == ["row_too_short"] * 2


@pytest.mark.parametrize(
    "rows",
    [
        [WHOLE, [*IN_WORDS[:4], "优"]],
        [WHOLE, [*WHOLE[:2], "合格率", "安全使用率", "≥95%"]],
        [WHOLE, SIGNED, [*WHOLE[:2], "合格率", "安全使用率", "≥95%"]],
    ],
    ids=["no row shows it", "the ground is missing", "the ground is missing here"],
)
def test_a_row_whose_last_cell_is_missing_stays_as_it_is(rows: list[list[str]]) -> None:
    read, _ = _read(*rows)
    assert read[-1][:3] == rows[-1][2:]


def test_rows_with_equal_neighbours_elsewhere_leave_none_out() -> None:
    read, _ = _read([*WHOLE[:2], "合格率", "合格率", "≥95%", "部门职责"], SIGNED, IN_WORDS)
    assert read[-1] == ["工作效率", "明显提高", "部门职责", None]


LISTING = [
    "项目名称",
    "资金总额（万元）",
    "财政拨款",
    "绩效目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标解释",
    "指标值",
    "评分标准",
]


@pytest.mark.parametrize(
    "row",
    [
        ["保洁", "12.00", "道路整洁", "产出指标", "数量指标", "条数", "道路条数", "3条", "按比例扣分"],
        ["保洁", "12.00", "11.00", "道路整洁", "产出指标", "数量指标", "条数", "3条", "按比例扣分"],
    ],
    ids=["the same amount", "the same words"],
)
def test_a_row_of_a_listing_that_lacks_a_cell_is_reported(row: list[str]) -> None:
    whole = ["绿化", "5.00", "4.00", "绿地整洁", "产出指标", "数量指标", "面积", "绿地面积", "30亩", "按比例扣分"]
    block = grid([LISTING, whole, row])
    placed = replace(block, cells=tuple(replace(cell, line=1 + cell.row) for cell in block.cells))
    made = read_projects(document("项目支出绩效目标表", placed))
    assert [finding.rule for finding in made.findings if finding.rule == "row_too_short"] == ["row_too_short"]
    whole_only = read_projects(document("项目支出绩效目标表", [LISTING, whole, whole[:-1]]))
    assert not [finding for finding in whole_only.findings if finding.rule == "row_too_short"]
