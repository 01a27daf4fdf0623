"""Rows of a dump that lack a cell, since it said what the one in front of it says: the ground of a value was the value."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import FUNDING, HEADER, document
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
