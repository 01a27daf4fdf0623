"""Lines above a table that say several things, parted by wide spaces."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import INDICATORS, document
from transforms.form.projects import read_projects
from transforms.form.statements import statements
from warehouse.schema.records import ProjectRecord

GOAL = [["绩效目标", "做好维护"], *INDICATORS]
PARTS = ("unit", "name", "year", "budget", "money_unit")


def read(*lines: str) -> list[dict[str, str]]:
    found = read_projects(document(*lines))
    assert found.findings == []
    return [_told(project) for project in found.projects]


def _told(project: ProjectRecord) -> dict[str, str]:
    return {name: text.text for name in PARTS if (text := getattr(project, name))}


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("项目名称：水库维护　　　项目金额：30.00万元", ["项目名称：水库维护", "项目金额：30.00万元"]),
        ("项目名称：水库  维护\t项目金额：30.00万元", ["项目名称：水库  维护", "项目金额：30.00万元"]),
        ("填报单位：某局   2025年度   单位：万元", ["填报单位：某局", "2025年度", "单位：万元"]),
        ("（2025年度）    单位：万元", ["（2025年度）", "单位：万元"]),
        ("填报单位：某局    金额单位：万元", ["填报单位：某局    金额单位：万元"]),
        ("438001某市某局本级    单位：万元", ["438001某市某局本级    单位：万元"]),
        ("项目名称：水库 维护", ["项目名称：水库 维护"]),
        ("某市  某局", ["某市  某局"]),
    ],
)
def test_a_line_is_parted_where_it_makes_several_statements(line: str, parts: list[str]) -> None:
    assert list(statements(line)) == parts


def test_name_and_money_on_one_line_are_read_for_the_table_beneath() -> None:
    made = [
        "项目名称：水库维护　　　项目金额：30.00万元", GOAL, "项目名称：水质检测　　项目金额（万元）：6.00", GOAL,
    ]  # fmt: skip
    assert read(*made) == [
        {"name": "水库维护", "budget": "30.00万元"},
        {"name": "水质检测", "budget": "6.00", "money_unit": "单位:万元"},
    ]


def test_unit_year_and_money_unit_on_one_line_are_each_read() -> None:
    rows = [["项目名称", "甲"], ["预算数", "1.00"], *GOAL]
    assert read("填报单位：某市某局   2025年度   单位：万元", rows) == [
        {"unit": "某市某局", "name": "甲", "year": "2025年度", "budget": "1.00", "money_unit": "单位：万元"}
    ]


def test_money_on_a_line_behind_a_table_is_no_other_projects() -> None:
    rows = [["项目名称", "甲"], ["预算数", "1.00"], *GOAL]
    assert read("单位：万元", rows, "预算金额：9.00万元", "项目名称：乙", "预算金额：2.00万元", GOAL) == [
        {"name": "甲", "budget": "1.00", "money_unit": "单位：万元"},
        {"name": "乙", "budget": "2.00万元"},
    ]


@pytest.mark.parametrize("number", ["{}.", "{}、", "（{}）", "{}. "])
def test_lines_that_are_numbered_state_the_same(number: str) -> None:
    lines = (
        f"{number.format(at)}{said}" for at, said in enumerate(("项目名称：水库维护", "项目金额：30.00万元"), start=1)
    )
    assert read(*lines, GOAL) == [{"name": "水库维护", "budget": "30.00万元"}]
