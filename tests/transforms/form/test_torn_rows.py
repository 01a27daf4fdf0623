"""Rows and plans that a page break cut in two, in text made from pages: nothing records which cells go on."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import FUNDING, HEADER, INDICATORS, document
from transforms.form.projects import Projects, read_projects

TITLE = "1.电梯维保费绩效目标表"
WHOLE = ("产出指标", "质量指标", "合格率", "安全使用率", "≥95%", "部门职责")


def read(*rest: list[list[str]] | str) -> Projects:
    return read_projects(document(TITLE, FUNDING, *rest))


def indicators(found: Projects) -> list[tuple[str, ...]]:
    names = ("level1", "level2", "level3", "description", "value", "basis")
    (project,) = found.projects
    return [tuple(text.text if (text := getattr(row, name)) else "" for name in names) for row in project.indicators]


def cut(first: list[str], end: list[str], *, header: bool = False) -> Projects:
    rest = [end, INDICATORS[3]]
    return read([*INDICATORS[:2], first], "5", [HEADER, *rest] if header else rest)


@pytest.mark.parametrize("header", [False, True])
@pytest.mark.parametrize(
    ("first", "end"),
    [
        (["", "质量指标", "合格率", "安全使", "≥95%", "部门职责"], ["", "", "", "用率", "", ""]),
        (["", "质量指标", "合格", "安全使用率", "≥95%", "部门"], ["", "", "率", "", "", "职责"]),
        (["", "质量指标", "合格率", "安全使用率", "≥95", "部门职责"], ["", "", "", "", "%", ""]),
        (["", "质量指", "合格", "安全使", "≥95", "部门"], ["", "标", "率", "用率", "%", "职责"]),
        (["", "质量指标", "合格率", "安全使用率", "≥95%", "部门"], ["", "", "", "", "", "职责"]),
    ],
    ids=["description", "name and basis", "value", "all but the first level", "basis"],
)
def test_the_end_of_a_cut_row_was_an_indicator_of_its_own(first: list[str], end: list[str], *, header: bool) -> None:
    found = cut(first, end, header=header)
    assert indicators(found)[1] == WHOLE
    assert [row[1] for row in indicators(found)] == ["数量指标", "质量指标", "服务对象满意度指标"]
    assert [finding.rule for finding in found.findings] == ["row_joined"]


@pytest.mark.parametrize(
    "own",
    [
        ["", "", "达标率", "", "≥90%", "部门职责"],
        ["", "", "达标率", "设备达标", "≥90%", ""],
        ["", "时效指标", "及时率", "", "", ""],
        ["效益指标", "", "效果", "", "", ""],
    ],
)
def test_a_row_that_states_an_indicator_stays_one(own: list[str]) -> None:
    found = cut(INDICATORS[2], own)
    assert len(indicators(found)) == 4
    assert "row_joined" not in [finding.rule for finding in found.findings]


def test_a_level_cut_between_its_rows_is_put_together_for_all_of_them() -> None:
    first = ["效益指标", "经济效", "增收", "户均增收", "≥1200元", "部门职责"]
    found = cut(first, ["", "益指标", "带动就业", "带动就业人数", "≥50人", "部门职责"])
    assert [row[1:3] for row in indicators(found)[1:3]] == [("经济效益指标", "增收"), ("经济效益指标", "带动就业")]
    assert not found.findings


def test_what_the_row_before_lacks_is_not_its_end() -> None:
    found = cut(["", "质量指标", "合格率", "", "≥95%", "部门职责"], ["", "", "", "设备达标", "", ""])
    assert len(indicators(found)) == 4


@pytest.mark.parametrize("between", [[], ["5"]])
def test_shares_on_the_page_behind_their_stages_were_lost(between: list[str]) -> None:
    found = read_projects(document(TITLE, FUNDING[:5], *between, FUNDING[5:], INDICATORS))
    (project,) = found.projects
    assert [(stage.month, stage.percent and stage.percent.text) for stage in project.plan] == [
        (3, "25%"), (6, "50%"), (10, "75%"), (12, "100%"),
    ]  # fmt: skip
    assert not found.findings


def test_stages_without_shares_are_stages_that_nothing_is_said_of() -> None:
    for rest in ([INDICATORS], ["2.劳务费绩效目标表", FUNDING, INDICATORS]):
        project = read_projects(document(TITLE, FUNDING[:5], *rest)).projects[0]
        assert [(stage.month, stage.percent) for stage in project.plan] == [
            (3, None),
            (6, None),
            (10, None),
            (12, None),
        ]


def test_what_a_page_break_left_of_the_row_of_stages_is_not_their_shares() -> None:
    strip = ["", "", "", "", ""]
    found = read_projects(document(TITLE, [*FUNDING[:5], strip, *FUNDING[5:]], INDICATORS))
    whole = read_projects(document(TITLE, FUNDING, INDICATORS))
    assert [[stage.percent.text for stage in one.plan if stage.percent] for one in found.projects] == [
        [stage.percent.text for stage in one.plan if stage.percent] for one in whole.projects
    ]
    assert not found.findings
