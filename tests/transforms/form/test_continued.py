"""Forms printed in parts, each under the title of the first."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import FUNDING, HEADER, INDICATORS, document
from transforms.form.projects import Projects, read_projects
from transforms.form.wording import wording

TITLE = "2025年项目支出绩效目标表"
UNIT = "单位：某市林业局  金额单位：万元"
FORM = [
    ["项目名称", "天然林保护"],
    ["年度资金总额", "210.00", "其中：财政拨款", "210.00"],
    ["年度目标", "管护天然林"],
    *INDICATORS[:3],
]
REST = [HEADER, ["效益指标", "生态效益指标", "覆盖率", "森林覆盖率", "≥90%", "部门职责"], *INDICATORS[3:]]
OTHER = [
    ["项目名称", "护林员补助"],
    ["年度资金总额", "56.00", "其中：财政拨款", "56.00"],
    ["年度目标", "发放补助"],
    *REST,
]


def read(*parts: str | list[list[str]]) -> Projects:
    return read_projects(document(*parts))


def counts(found: Projects) -> list[tuple[str, int]]:
    """The name of every project and how many indicators it has."""
    return [(project.name.text if project.name else "", len(project.indicators)) for project in found.projects]


@pytest.mark.parametrize(
    "rest",
    [
        [TITLE, UNIT, REST],
        [TITLE, UNIT, [FORM[0], *REST]],
        [f"{TITLE}（续表）", "（2/2）", [FORM[0], *REST]],
        ["续表", [FORM[0], *REST]],
        ["续表2", [["年度资金总额", ""], FORM[0], *REST]],
    ],
    ids=["the title again", "and the name", "a title that says so", "a line that says so", "and blank money"],
)
def test_what_stands_beneath_the_title_printed_again_goes_on_with_the_project(
    rest: list[str | list[list[str]]],
) -> None:
    found = read(TITLE, UNIT, FORM, *rest, TITLE, UNIT, OTHER)
    assert counts(found) == [("天然林保护", 4), ("护林员补助", 2)]
    assert [project.budget.text for project in found.projects if project.budget] == ["210.00", "56.00"]
    assert [(finding.rule, finding.project) for finding in found.findings] == [("form_continued", 1)]
    assert found.findings[0].source_ref


def test_a_form_may_have_any_number_of_parts() -> None:
    parts = [TITLE, FORM[:2], TITLE, [*FORM[:1], *FORM[2:]], TITLE, [HEADER, *REST[1:2]], TITLE, [*REST[:1], *REST[2:]]]
    found = read(*parts)
    assert counts(found) == [("天然林保护", 4)]
    assert [finding.rule for finding in found.findings] == ["form_continued"] * 3
    assert found.projects[0].goal is not None


def test_a_part_with_the_code_may_print_the_money_again() -> None:
    again = [*FUNDING[1:3], *REST]
    assert counts(read("1.电梯维保费绩效目标表", FUNDING, INDICATORS[:3], "1.电梯维保费绩效目标表", again)) == [
        ("电梯维保费", 4)
    ]


SECOND = [["年度资金总额", "30.00"], *REST]


@pytest.mark.parametrize(
    "second",
    [
        [FORM[0], *SECOND],
        [FORM[0], FORM[1], *REST],
        [FORM[0], ["年度目标", "另一目标"], *REST],
        [FORM[0], ["项目编码", "13020225P000039100011"], *REST],
        [FORM[0], ["资金用途", "购买"], *REST],
        [["项目名称", "天然林管护"], *REST],
        [["项目名称", "天然林保护", "项目单位", "某林场"], *REST],
        SECOND,
        [FORM[0], *INDICATORS[:3]],
    ],
    ids=["money", "the same money", "goal", "code", "use", "name", "unit", "no name", "printed twice"],
)
def test_a_form_that_says_something_of_its_own_is_another_project(second: list[list[str]]) -> None:
    first = [["项目名称", "天然林保护", "项目单位", "某林业局"], *FORM[1:]]
    found = read(TITLE, first, TITLE, second)
    assert len(found.projects) == 2
    assert "form_continued" not in {finding.rule for finding in found.findings}


def test_forms_without_any_name_are_not_taken_for_one() -> None:
    assert len(read(TITLE, FORM[1:], TITLE, REST).projects) == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{TITLE}（续）", True),
        ("（续表）", True),
        ("续上表：", True),
        ("续建工程绩效目标表", False),
        ("1.合同续签绩效目标表", False),
        ("手续", False),
    ],
)
def test_a_title_says_that_the_form_goes_on(line: str, *, expected: bool) -> None:
    assert wording(line).says_continued is expected


COUNTY = "1.电梯维保费绩效目标表"
COUNTY_UNIT = "438001某市某局本级"
COUNTY_FORM = [FUNDING, INDICATORS[:3]]
REST_OF_ROWS = [
    ["", "时效指标", "时间", "完成时间", "12月底前", "合同"],
    ["效益指标", "社会效益指标", "秩序", "秩序", "良好", "合同"],
]


@pytest.mark.parametrize(
    "between",
    [
        [COUNTY, COUNTY_UNIT, "单位：万元"],
        [f"{COUNTY}（续表）", COUNTY_UNIT, "单位：万元"],
        [COUNTY_UNIT, "单位：万元"],
        ["5", "某市", "2025年部门预算绩效文本", COUNTY_UNIT],
    ],
    ids=["title again", "title that says so", "unit again", "page between"],
)
@pytest.mark.parametrize("header", [[], [HEADER]], ids=["no header", "header again"])
def test_rows_beneath_what_was_printed_again_were_lost(between: list[str], header: list[list[str]]) -> None:
    found = read(COUNTY, *COUNTY_FORM, *between, [*header, *REST_OF_ROWS], "2.劳务费绩效目标表", *COUNTY_FORM)
    (first, second) = found.projects
    assert [row.level1.text for row in first.indicators if row.level1] == ["产出指标"] * 3 + ["效益指标"]
    assert len(second.indicators) == 2
    assert {finding.rule for finding in found.findings} <= {"form_continued"}


def test_the_first_rows_of_another_project_do_not_go_on_with_the_one_before() -> None:
    found = read(COUNTY, *COUNTY_FORM, "2.劳务费绩效目标表", COUNTY_UNIT, REST_OF_ROWS)
    assert [len(project.indicators) for project in found.projects] == [2]
    assert {finding.rule for finding in found.findings} == {"table_not_understood", "title_without_table"}


PAGED = [["438001某市某局本级 单位：万元"], *FUNDING[1:]]


@pytest.mark.parametrize("rows_before", [0, 2])
def test_the_row_of_the_unit_that_a_page_prints_again_among_indicators_ended_them(rows_before: int) -> None:
    first, behind = INDICATORS[: 1 + rows_before], INDICATORS[1 + rows_before :]
    read = read_projects(document(TITLE, [*PAGED, *first, PAGED[0], *behind]))
    (project,) = read.projects
    assert len(project.indicators) == len(INDICATORS) - 1
    assert not read.findings


def test_the_row_of_the_unit_alone_at_the_foot_of_a_page_opens_no_other_project() -> None:
    read = read_projects(document("1.电梯维保费绩效目标表", "438001某市某局本级 单位：万元", PAGED, INDICATORS))
    assert [project.title is not None for project in read.projects] == [True]
    assert not read.findings


def test_another_unit_of_the_money_is_reported_wherever_it_is_said() -> None:
    other = PAGED[0][0].replace("万元", "元")
    read = read_projects(document(TITLE, [*PAGED, *INDICATORS[:2], [other], *INDICATORS[2:]]))
    assert [(finding.rule, finding.value_text) for finding in read.findings] == [("cell_not_understood", other)]
    assert [project.money_unit and project.money_unit.text for project in read.projects] == [PAGED[0][0]]
