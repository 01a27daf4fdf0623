"""Listings: tables with a row or several for each of many projects, and rows among them that are no project's."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn
from transforms.form.projects import Projects, read_projects
from transforms.rules import load
from warehouse.schema.records import ProjectRecord, Text

HEADER = """
# 2025年部门预算项目支出绩效目标表
# 单位：万元
单位名称 | 项目名称 | 资金总额 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
"""
ROWS = """
云海市民政局 | 城乡低保 | 100.00 | 保障低保对象 | 产出指标 | 数量指标 | 低保人数 | ≥900人
^ | 孤儿救助 | 50.00 | 保障孤儿 | 产出指标 | 数量指标 | 孤儿人数 | ≥30人
"""


def said(text: Text | None) -> str:
    return text.text if text else ""


def read(*parts: str) -> Projects:
    return read_projects(drawn("\n".join(part.strip("\n") for part in parts)))


def names(projects: list[ProjectRecord]) -> list[str]:
    return [said(project.name) for project in projects]


@pytest.mark.parametrize(
    "row",
    [
        "云海市民政局 | 小计 | 150.00 |  |  |  |  | ",
        "云海市民政局 | 合 计 | 150.00 | - |  |  | / | ",
        "合计 |  | 150.00 |  |  |  |  | ",
        "合计 | < | 150.00 |  |  |  |  | ",
        "云海市民政局 |  | 150.00 |  |  |  |  | ",
        "云海市民政局 | 民政局总计： | 150.00 |  |  |  |  | ",
        "云海市民政局 | 特定目标类 | 150.00 |  |  |  |  | ",
        "一、特定目标类 | < | 150.00 |  |  |  |  | ",
        " | （二）其他运转类项目 | 150.00 |  |  |  |  | ",
    ],
)
@pytest.mark.parametrize("behind", [False, True], ids=["in front", "behind"])
def test_a_row_that_only_adds_up_was_a_project_of_its_own(row: str, behind: bool) -> None:  # noqa: FBT001
    made = read(HEADER, *([ROWS, row] if behind else [row, ROWS]))
    assert names(made.projects) == ["城乡低保", "孤儿救助"]
    assert [said(project.unit) for project in made.projects] == ["云海市民政局"] * 2
    assert [said(project.budget) for project in made.projects] == ["100.00", "50.00"]
    assert [finding.rule for finding in made.findings] == ["subtotal_row"]
    assert load("findings")["subtotal_row"]["severity"] == "info"


def test_a_subtotal_is_not_the_amount_of_a_project_that_left_it_blank() -> None:
    header = HEADER.replace("| 绩效目标", "| 其他资金 | 绩效目标")
    first = "云海市民政局 | 城乡低保 | 100.00 |  | 保障低保对象 | 产出指标 | 数量指标 | 低保人数 | ≥900人"
    (made,) = read(header, first, "云海市福利院 |  | 20.00 | 20.00 |  |  |  |  | ").projects
    assert said(made.other_funds) == ""


def test_a_unit_that_stands_in_a_subtotals_row_alone_holds_for_the_projects_beneath() -> None:
    rows = [row.replace("云海市民政局", "").replace("^", "") for row in ROWS.strip("\n").split("\n")]
    made = read(
        HEADER,
        "云海市民政局 | 小计 | 100.00 |  |  |  |  | ",
        rows[0],
        "云海市福利院 | 小计 | 50 |  |  |  |  | ",
        rows[1],
    )
    found = [(said(project.unit), said(project.name)) for project in made.projects]
    assert found == [("云海市民政局", "城乡低保"), ("云海市福利院", "孤儿救助")]


@pytest.mark.parametrize(
    "row",
    [
        "云海市民政局 | 小计量器具检定 | 150.00 |  |  |  |  | ",
        "云海市民政局 | 特定目标类项目评审费 | 150.00 |  |  |  |  | ",
        "云海市民政局 | 合计 | 150.00 |  | 产出指标 | 数量指标 | 报表 | 3份",
        "云海市民政局 | 其他运转类 | 150.00 | 保障运转 |  |  |  | ",
    ],
    ids=["word inside", "category inside", "with an indicator", "with a goal"],
)
def test_a_project_with_the_word_for_a_total_in_its_name_stays_one(row: str) -> None:
    made = read(HEADER, row, ROWS)
    assert len(made.projects) == 3
    assert not {finding.rule for finding in made.findings} - {"subtotal_suspected"}


def test_a_project_without_indicators_that_costs_what_those_behind_it_do_may_be_a_subtotal() -> None:
    made = read(HEADER, "云海市民政局 | 困难群众救助 | 150.00 |  |  |  |  | ", ROWS)
    assert [(finding.rule, finding.project) for finding in made.findings] == [("subtotal_suspected", 1)]
    less = read(HEADER, "云海市民政局 | 困难群众救助 | 149.00 |  |  |  |  | ", ROWS)
    assert (len(less.projects), less.findings) == (3, [])


UNIT_ROWS = """
# 2025年部门预算项目支出绩效目标表
# 单位：万元
项目名称 | 资金总额 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
云海市民政局 | 170.00 |  |  |  |  |
云海市民政局本级 | 150.00 |  |  |  |  |
城乡低保 | 100.00 | 保障低保对象 | 产出指标 | 数量指标 | 低保人数 | ≥900人
孤儿救助 | 50.00 | 保障孤儿 | 产出指标 | 数量指标 | 孤儿人数 | ≥30人
云海市福利院 | 20.00 |  |  |  |  |
运行经费 | 20.00 | 保障运行 | 产出指标 | 数量指标 | 床位 | ≥80张
"""


def test_an_office_in_the_column_of_names_with_the_sum_of_its_projects_was_one_of_them() -> None:
    made = read(UNIT_ROWS)
    found = [(said(project.unit), said(project.name), said(project.budget)) for project in made.projects]
    assert found == [
        ("云海市民政局本级", "城乡低保", "100.00"),
        ("云海市民政局本级", "孤儿救助", "50.00"),
        ("云海市福利院", "运行经费", "20.00"),
    ]
    assert [finding.rule for finding in made.findings] == ["subtotal_row"] * 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("云海市福利院 | 20.00", "档案整理 | 20.00"),
        ("云海市民政局本级 | 150.00", "档案整理 | 160.00"),
        ("云海市民政局本级 | 150.00 | ", "云海市民政局本级 | 150.00 | 保障运转"),
    ],
    ids=["as much as one project", "no sum", "with a goal"],
)
def test_a_project_that_states_no_indicator_stays_one(before: str, after: str) -> None:
    assert after.partition(" | ")[0] in names(read(UNIT_ROWS.replace(before, after)).projects)


ONE_ROW = """
# 2025年部门预算项目支出绩效目标表
单位名称 | 项目名称 | 资金总额（万元） | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
云海市民政局 | 城乡低保 | 100.00 | 保障低保对象 | 产出指标 | 数量指标 | 低保人数 | ≥900人
^ | 孤儿救助 | 50.00 | 保障孤儿 | 产出指标 | 数量指标 | 孤儿人数 | ≥30人
"""
TWO_ROWS = """
# 2025年部门预算项目支出绩效目标表
单位名称 | 项目名称 | 预算资金（万元） | < | < | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
^ | ^ | 资金总额 | 财政拨款 | 其他资金 | ^ | ^ | ^ | ^ | ^
云海市民政局 | 城乡低保 | 100.00 | 90.00 | 10.00 | 保障低保对象 | 产出指标 | 数量指标 | 低保人数 | ≥900人
^ | 孤儿救助 | 50.00 | 50.00 |  | 保障孤儿 | 产出指标 | 数量指标 | 孤儿人数 | ≥30人
"""
FORM = """
# （2025年度）
# 金额单位：元
项目名称 | 甲 | < | <
资金总额 | 300 | < | <
绩效目标 | 做好甲 | < | <
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 数 | 1个
"""
LEAVES = "资金总额 | 财政拨款 | 其他资金"


@pytest.mark.parametrize(
    ("listing", "unit"),
    [
        (ONE_ROW, "单位:万元"),
        (ONE_ROW.replace("（万元）", "（单位：元）"), "单位:元"),
        (ONE_ROW.replace("\n单位名称", "\n# 单位：元\n单位名称", 1), "单位:万元"),
        (TWO_ROWS, "单位:万元"),
        (TWO_ROWS.replace("资金总额", "合计"), "单位:万元"),
        (TWO_ROWS.replace("预算资金", "经费"), "单位:万元"),
        (TWO_ROWS.replace("（万元）", "").replace("资金总额", "资金总额（元）"), "单位:元"),
    ],
    ids=["one row", "in words", "before the line above", "a group", "called 合计", "a group of another name", "a leaf"],
)
def test_the_unit_in_the_heading_of_a_listings_amounts_was_not_read(listing: str, unit: str) -> None:
    made = read(listing)
    assert [(said(project.budget), said(project.money_unit)) for project in made.projects] == [
        ("100.00", unit),
        ("50.00", unit),
    ]
    assert made.findings == []


def test_a_group_of_amounts_that_is_called_as_the_budget_gave_the_first_years() -> None:
    made = read(TWO_ROWS.replace(LEAVES, "2024年 | 2025年 | 增减"))
    assert [said(project.budget) for project in made.projects] == ["90.00", "50.00"]
    assert [said(project.money_unit) for project in made.projects] == ["单位:万元"] * 2


def test_amounts_in_different_units_have_none_of_them() -> None:
    listing = TWO_ROWS.replace("（万元）", "").replace(LEAVES, "资金总额（元） | 财政拨款（万元） | 其他资金")
    assert [said(project.money_unit) for project in read(listing).projects] == ["", ""]


def test_the_unit_of_a_listing_is_not_said_of_the_form_in_front_of_it() -> None:
    made = read(FORM, ONE_ROW)
    assert [(said(one.name), said(one.money_unit)) for one in made.projects] == [
        ("甲", "金额单位：元"),
        ("城乡低保", "单位:万元"),
        ("孤儿救助", "单位:万元"),
    ]


@pytest.mark.parametrize(
    "above",
    ["单位名称：云海市 |", "填报单位：云海市民政局 |", "部门：云海市民政局 |", "编制单位：云海市民政局 |", " |"],
)
def test_the_moneys_unit_above_the_columns_held_for_the_first_project_alone(above: str) -> None:
    title, columns = HEADER.strip("\n").replace("# 单位：万元\n", "").split("\n")
    made = read(
        title, f"{above} < | < | < | < | < | < | 单位：万元", columns, ROWS.replace("云海市民政局", "云海市救助站")
    )
    assert names(made.projects) == ["城乡低保", "孤儿救助"]
    assert [said(project.money_unit) for project in made.projects] == ["单位：万元"] * 2
    assert not made.findings


def test_a_unit_of_money_beneath_the_headings_took_all_rows_from_them() -> None:
    title, columns = HEADER.strip("\n").replace("# 单位：万元\n", "").split("\n")
    made = read(title, columns, " |  | （万元） |  |  |  |  | ", ROWS)
    assert names(made.projects) == ["城乡低保", "孤儿救助"]
    assert [said(project.money_unit) for project in made.projects] == ["（万元）"] * 2
    assert [len(project.indicators) for project in made.projects] == [1, 1]


SECTIONS = """
# 2025年部门预算项目支出绩效目标表
一级指标 | 二级指标 | 三级指标 | 指标值
项目名称：城乡低保{0}预算数：100万元 | < | < | <
产出指标 | 数量指标 | 低保人数 | ≥900人
项目名称：孤儿救助{0}预算数：50万元 | < | < | <
产出指标 | 数量指标 | 孤儿人数 | ≥30人
"""


@pytest.mark.parametrize("between", ["      ", r"\n", "\n".join([" | < | < | <", ""])], ids=["blanks", "lines", "rows"])
def test_indicators_beneath_rows_that_name_their_projects_were_all_one_projects(between: str) -> None:
    made = read(SECTIONS.format(between))
    assert names(made.projects) == ["城乡低保", "孤儿救助"]
    assert [said(project.budget) for project in made.projects] == ["100万元", "50万元"]
    assert [[said(one.level3) for one in project.indicators] for project in made.projects] == [
        ["低保人数"],
        ["孤儿人数"],
    ]
    assert not made.findings


AGAIN = """
# 项目支出绩效目标表
项目编码 | 13020225P000039100011 | 项目名称 | 城乡低保
预算数 | 100万元 | 绩效目标 | 应保尽保
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 低保人数 | ≥900人
{0} | < | < | <
满意度指标 | 服务对象满意度指标 | 满意度 | ≥90%
"""


@pytest.mark.parametrize(
    "said_again",
    [
        "项目名称：城乡低保",
        "项目名称：城乡低保（续）",
        "项目编码：13020225P000039100011",
        "填报单位：某局　　填报人：张三",
        "填报单位：某局",
    ],
)
def test_a_row_that_says_again_whose_indicators_these_are_opens_no_other_project(said_again: str) -> None:
    (project,) = read(AGAIN.format(said_again)).projects
    assert [said(one.level3) for one in project.indicators] == ["低保人数", "满意度"]


def test_a_unit_in_front_of_the_next_projects_name_is_that_projects() -> None:
    made = read(SECTIONS.format("      ").replace("项目名称：孤", "填报单位：某某局 | < | < | <\n项目名称：孤"))
    assert names(made.projects) == ["城乡低保", "孤儿救助"]
    assert said(made.projects[1].unit) == "某某局"


CENTRED = """
# 2025年部门预算项目绩效目标表
# 单位：万元
单位名称 | 项目名称 | 预算数 | 一级指标 | 二级指标 | 三级指标 | 指标值
 | | | 产出指标 | 数量指标 | 补贴人数 | ≥500人
{0} | {1} | 80.00 | 产出指标 | 质量指标 | 发放准确率 | 100%
 | | | 效益指标 | 社会效益指标 | 生活质量 | 提高
"""


def test_rows_in_front_of_the_first_name_of_a_listing_were_lost() -> None:
    read = read_projects(drawn(CENTRED.format("云海市民政局", "养老服务补贴")))
    (project,) = read.projects
    assert [row.value and row.value.text for row in project.indicators] == ["≥500人", "100%", "提高"]
    assert [(finding.rule, finding.value_text) for finding in read.findings] == [
        ("project_of_rows_uncertain", "养老服务补贴")
    ]


def test_of_several_rows_in_front_of_a_listings_first_name_the_last_alone_was_its_projects() -> None:
    first = " | | | 产出指标 | 数量指标 | 补贴人数 | ≥500人\n"
    layout = CENTRED.format("云海市民政局", "养老服务补贴")
    made = read_projects(drawn(layout.replace(first, first * 2 + first.replace("500", "60"))))
    (project,) = made.projects
    values = [said(row.value) for row in project.indicators]
    assert values == ["≥500人", "≥500人", "≥60人", "100%", "提高"]
    assert [finding.rule for finding in made.findings] == ["project_of_rows_uncertain"]


def test_indicators_of_a_table_in_front_of_a_listing_were_its_first_projects() -> None:
    apart = """
# 2025年部门预算项目绩效目标表
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 巡查次数 | ≥7次

# 单位：万元
"""
    rows = ROWS.replace("100.00", "80.00")
    made = read(apart, HEADER.strip().split("\n")[-1], rows)
    found = [(said(project.name), [said(row.value) for row in project.indicators]) for project in made.projects]
    assert found == [("", ["≥7次"]), ("城乡低保", ["≥900人"]), ("孤儿救助", ["≥30人"])]
    assert not [finding for finding in made.findings if finding.rule == "project_of_rows_uncertain"]


def test_rows_of_a_listing_that_names_no_project_are_reported() -> None:
    read = read_projects(drawn(CENTRED.format("", "").replace("80.00", "")))
    assert not read.projects
    assert [finding.value_text for finding in read.findings if "≥500人" in (finding.value_text or "")]
