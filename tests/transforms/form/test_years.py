"""The fiscal year as forms print it, above the table, in its title and in a cell."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import FUNDING, INDICATORS, document
from transforms.form.projects import read_projects
from transforms.form.years import span_in, year_in

GENERIC = "部门预算项目绩效目标表"


def year_of_form(*lines: str | list[list[str]]) -> int | None:
    read = read_projects(document(*lines, FUNDING, INDICATORS))
    assert [project.name.text for project in read.projects if project.name] == ["电梯维保费"]
    assert read.findings == []
    (project,) = read.projects
    return year_in(project.year.text) if project.year else None


@pytest.mark.parametrize(
    "lines",
    [
        ["项目支出绩效目标表（2025年度）"],
        ["项目支出绩效目标表（2025年）"],
        ["项目支出绩效目标表（二〇二五年度）"],
        [GENERIC, "预算年度：2025"],
        [GENERIC, "预算年度：2025年"],
        [GENERIC, "二〇二五年度"],
        [GENERIC, "（二○二五年）"],
        [GENERIC, "（2025）年"],
        ["（2025）年项目支出绩效目标表"],
        ["关于批复2025年部门预算的通知附件：项目支出绩效目标表"],
        ["电梯维保费绩效目标表（2025年度）"],
        ["某县2025年县级部门预算项目绩效目标", "单位：万元"],
    ],
    ids=str,
)
def test_the_year_of_a_form_is_read_in_every_ordinary_wording(lines: list[str | list[list[str]]]) -> None:
    assert year_of_form(*lines) == 2025


@pytest.mark.parametrize("rows", [[["2025年项目支出绩效目标表"]], [["项目支出绩效目标表"], ["（二〇二五年度）"]]])
def test_the_year_is_read_where_the_title_stands_in_the_table(rows: list[list[str]]) -> None:
    read = read_projects(document([*rows, *FUNDING], INDICATORS))
    assert [year_in(project.year.text) for project in read.projects if project.year] == [2025]


def test_a_year_in_a_cell_of_its_own_is_read_and_agrees_with_the_heading() -> None:
    rows = [["预算年度", "2025", "项目类别", "其他"], *FUNDING[1:]]
    for above in ([GENERIC], ["2025年项目支出绩效目标表"], ["2025-2027年项目支出绩效目标表"]):
        read = read_projects(document(*above, rows, INDICATORS))
        assert [year_in(project.year.text) for project in read.projects if project.year] == [2025]
        assert read.findings == []


def test_a_cell_that_contradicts_the_heading_is_reported() -> None:
    rows = [["预算年度", "2024"], *FUNDING[1:]]
    read = read_projects(document("2025年项目支出绩效目标表", rows, INDICATORS))
    assert [(finding.rule, finding.value_text) for finding in read.findings] == [("cell_not_understood", "2024")]


@pytest.mark.parametrize("line", ["2025年1月10日", "填报日期：2024年11月", "第2025号", GENERIC])
def test_a_date_is_no_fiscal_year(line: str) -> None:
    assert year_of_form(GENERIC, line) is None


@pytest.mark.parametrize("title", ["2025-2027年项目支出绩效目标表", "二〇二五年至二〇二七年项目支出绩效目标表"])
def test_a_span_of_years_is_no_fiscal_year(title: str) -> None:
    assert (year_in(title), span_in(title)) == (None, (2025, 2027))
    assert year_of_form(title) is None
    assert year_of_form(title, "（2025年度）") == 2025
    assert year_of_form("（2025年度）", title) == 2025
