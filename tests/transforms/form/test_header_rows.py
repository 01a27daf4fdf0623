"""Headers of two and three rows: the columns are what stands lowest, whatever stands over it."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn
from transforms.form.header_rows import with_whole_headers
from transforms.form.projects import read_projects
from transforms.form.rows import table_of
from warehouse.schema.records import IndicatorRecord, ProjectRecord, Text

ABOVE = "# 2025年部门预算项目支出绩效目标表\n# 单位：万元\n"
FORM = "项目名称 | 甲 | < | < | < | < | <\n年度目标 | 做好甲 | < | < | < | < | <\n"
LISTING = """
单位名称 | 项目名称 | 资金总额 | 绩效目标 | 绩效指标 | < | < | <
^ | ^ | ^ | ^ | 一级指标 | 二级指标 | 三级指标 | 指标值
云海市民政局 | 城乡低保 | 100.00 | 保障低保对象 | 产出指标 | 数量指标 | 低保人数 | ≥900人
^ | ^ | ^ | ^ | ^ | 质量指标 | 准确率 | ≥98%
^ | 孤儿救助 | 50.00 | 保障孤儿 | 产出指标 | 数量指标 | 孤儿人数 | ≥30人
"""
OF_LISTING = [
    ("云海市民政局", "城乡低保", "100.00", "", "", "保障低保对象", ["≥900人", "≥98%"]),
    ("云海市民政局", "孤儿救助", "50.00", "", "", "保障孤儿", ["≥30人"]),
]
MONEY = """
序号 | 单位名称 | 项目名称 | 资金来源 | < | < | 年度绩效目标 | 绩效指标 | < | < | <
^ | ^ | ^ | 合计 | 财政拨款 | 其他资金 | ^ | 一级指标 | 二级指标 | 三级指标 | 指标值
合计 |  |  | 150.00 | 140.00 | 10.00 |  |  |  |  |
云海市民政局 | < | < | 150.00 | 140.00 | 10.00 |  |  |  |  |
1 | 云海市民政局 | 城乡低保 | 100.00 | 100.00 |  | 保障低保对象 | 产出指标 | 数量指标 | 低保人数 | ≥900人
^ | ^ | ^ | ^ | ^ | ^ | ^ | ^ | 质量指标 | 准确率 | ≥98%
2 | 云海市民政局 | 孤儿救助 | 50.00 | 40.00 | 10.00 | 保障孤儿 | 产出指标 | 数量指标 | 孤儿人数 | ≥30人
"""
OF_MONEY = [
    ("云海市民政局", "城乡低保", "100.00", "100.00", "", "保障低保对象", ["≥900人", "≥98%"]),
    ("云海市民政局", "孤儿救助", "50.00", "40.00", "10.00", "保障孤儿", ["≥30人"]),
]
THREE_ROWS = """
单位名称 | 项目名称 | 项目预算 | < | 绩效目标 | 绩效指标 | < | < | < | < | <
^ | ^ | 总额 | 其中：财政拨款 | ^ | 一级指标 | 二级指标 | 三级指标 | 绩效指标值 | < | <
^ | ^ | ^ | ^ | ^ | ^ | ^ | ^ | 符号 | 内容 | 单位
云海市民政局 | 城乡低保 | 100.00 | 90.00 | 保障低保对象 | 产出指标 | 数量指标 | 低保人数 | ≥ | 900 | 人
"""


def said(text: Text | None) -> str:
    return text.text if text else ""


def project(read: ProjectRecord) -> tuple[object, ...]:
    fields = [read.unit, read.name, read.budget, read.fiscal_funds, read.other_funds, read.goal]
    return (*map(said, fields), [said(indicator.value) for indicator in read.indicators])


def indicator(read: IndicatorRecord) -> list[str]:
    return [said(text) for text in (read.level2, read.level3, read.operator, read.value, read.measure_unit)]


@pytest.mark.parametrize(
    ("listing", "wanted"), [(LISTING, OF_LISTING), (MONEY, OF_MONEY)], ids=["indicators", "money and indicators"]
)
def test_a_listing_whose_header_has_two_rows_fused_all_projects_into_one(
    listing: str, wanted: list[tuple[object, ...]]
) -> None:
    read = read_projects(drawn(ABOVE + listing.strip("\n")))
    assert [project(one) for one in read.projects] == wanted
    assert {finding.rule for finding in read.findings} <= {"subtotal_row"}


@pytest.mark.parametrize("listing", [LISTING, MONEY], ids=["indicators", "money and indicators"])
def test_cells_that_are_not_merged_but_left_blank_beneath_a_heading_are_the_same(listing: str) -> None:
    """Spreadsheets are often filled so; the groups' headings are merged all the same."""
    first, second, *rows = listing.strip("\n").split("\n")
    made = read_projects(drawn("\n".join([ABOVE.strip(), first, second.replace("^", ""), *rows])))
    merged = read_projects(drawn(ABOVE + listing.strip("\n")))
    assert [project(one) for one in made.projects] == [project(one) for one in merged.projects]


@pytest.mark.parametrize("blank", ["|  |  | ", ""], ids=["blank cells behind it", "one cell"])
def test_a_format_without_merges_gives_a_groups_heading_one_cell(blank: str) -> None:
    header = f"单位名称 | 项目名称 | 资金总额 | 绩效目标 | 绩效指标 {blank}\n |  |  |  | 一级指标 | 二级指标 | 三级指标 | 指标值"
    rows = LISTING.strip("\n").split("\n")[2:]
    made = read_projects(drawn("\n".join([ABOVE.strip(), header, *rows])))
    assert [project(one) for one in made.projects] == OF_LISTING
    assert made.findings == []


@pytest.mark.parametrize(
    ("group", "heads", "row", "wanted"),
    [
        ("预算金额", "申报数 | 批复数 | 备注", "300 | 100 | ", "100"),
        ("项目资金", "合计 | 2025年 | 2026年", "300 | 100 | 200", "100"),
        ("资金", "实施期 | 2025年度 | 比上年增减", "300 | 100 | -5", "100"),
        ("项目资金", "合计 | 2026年 | 2027年", "300 | 100 | 200", ""),
    ],
)
def test_of_the_amounts_beneath_one_heading_the_budget_is_that_of_the_year(
    group: str, heads: str, row: str, wanted: str
) -> None:
    table = f"""
项目名称 | {group} | < | < | 绩效目标 | 绩效指标 | < | < | <
^ | {heads} | ^ | 一级指标 | 二级指标 | 三级指标 | 指标值
甲 | {row} | 做好甲 | 产出指标 | 数量指标 | 数 | 5个
"""
    made = read_projects(drawn(ABOVE + table.strip("\n")))
    (one,) = made.projects
    assert (said(one.name), said(one.budget), said(one.goal)) == ("甲", wanted, "做好甲")
    assert wanted or "cell_not_understood" in {finding.rule for finding in made.findings}


def test_a_header_may_have_three_rows() -> None:
    (read,) = read_projects(drawn(ABOVE + THREE_ROWS.strip("\n"))).projects
    assert project(read) == ("云海市民政局", "城乡低保", "100.00", "90.00", "", "保障低保对象", ["900"])
    assert indicator(read.indicators[0]) == ["数量指标", "低保人数", "≥", "900", "人"]


@pytest.mark.parametrize(
    ("second", "row", "wanted"),
    [
        ("前年 | 上年 | 预计当年实现", "2200公里 | 2250公里 | 2300公里", ["", "2300公里", ""]),
        ("前年 | 上年 | 本年", "80% | 82% | 85%", ["", "85%", ""]),
        ("运算符号 | 内容 | 度量单位", ">= | 21000 | 平方米", [">=", "21000", "平方米"]),
        ("2025年 | 2026年 | 2027年", "5个 | 7个 | 9个", ["", "5个", ""]),
        ("申报数 | 批复数 | 备注", "5个 | 4个 | ", ["", "4个", ""]),
    ],
)
@pytest.mark.parametrize("merged", [True, False])
def test_a_row_of_headings_beneath_the_values_was_an_indicator_and_its_values_ran_together(
    second: str,
    row: str,
    wanted: list[str],
    merged: bool,  # noqa: FBT001
) -> None:
    blank = "^ | ^ | ^ | ^" if merged else " |  |  | "
    table = f"绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < | <\n{blank} | {second}\n^ | 产出指标 | 数量指标 | 里程 | {row}"
    made = read_projects(drawn(ABOVE + FORM + table))
    (read,) = made.projects
    assert [indicator(one) for one in read.indicators] == [["数量指标", "里程", *wanted]]
    assert made.findings == []


def test_a_heading_over_two_levels_ran_them_together() -> None:
    table = """
一级指标 | < | 二级指标 | < | 指标值 | < | <
产出 | < | 数量 | 开展活动次数 | ≥12次 | < | <
^ | < | ^ | 参加人次 | ≥90人次 | < | <
^ | < | 质量 | 活动参与率 | ≥95% | < | <
"""
    (read,) = read_projects(drawn(ABOVE + FORM + table.strip("\n"))).projects
    assert [indicator(one)[:2] for one in read.indicators] == [
        ["数量", "开展活动次数"],
        ["数量", "参加人次"],
        ["质量", "活动参与率"],
    ]


@pytest.mark.parametrize(
    "table",
    [
        # The heading is as wide as its cells.
        "一级指标 | 二级指标 | < | 指标值 | < | < | <\n产出 | 数量 | < | 5个 | < | < | <\n产出 | 质量 | < | 5个 | < | < | <",
        # Another column is level 3.
        "一级指标 | 二级指标 | < | 三级指标 | 指标值 | < | <\n产出 | 数量 | 第一项 | 次数 | 5个 | < | <",
        # A form without merged cells, whose first row of indicators is short.
        "一级指标 | 二级指标 | 三级指标 | 指标值 | < | < | <\n | 数量指标 |  |  |  |  | ",
        # What stands beneath is no heading.
        "一级指标 | 二级指标 | 三级指标 | 指标值 | < | < | <\n产出指标 | 数量指标 | 预算数 | ≥ | 5 | 个 | ",
        # No merges are recorded: what stands beneath a heading is another's.
        "一级指标 | 二级指标 | 三级指标 | 近两年指标值 | 指标值 | 备注\n |  |  | 前年 | 上年 |  | ",
        "一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |  | \n |  |  | 符号 | 内容 | 单位 | ",
        # Values of past years under a heading of their own are kept aside together.
        "一级指标 | 二级指标 | 三级指标 | 近两年指标值 | < | 指标值 | <\n^ | ^ | ^ | 前年 | 上年 | ^ | <",
    ],
)
def test_a_header_of_one_row_stays_as_it_is(table: str) -> None:
    (grid,) = drawn(table).grids
    plain = table_of(grid)
    assert with_whole_headers(plain) == plain


PAST_AND_NEXT = """
一级指标 | 二级指标 | 三级指标 | 近两年指标值 | 预期当年实现值 | 绩效标准
 |  |  | 前年 | 上年 |  |
产出指标 | 数量指标 | 租用线路 | 140条 | 148条 | 150条 | 计划标准
"""
STATED = """
一级指标 | 二级指标 | 三级指标 | 指标值 | 依据或标准
 |  |  | 2024年实际实现值 | 预期2025年实现值 |
产出指标 | 数量指标 | 租用线路 | 148 | 150 | 培训计划
"""
DIVIDED = """
项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 权重
 |  |  |  | 运算符号 | 内容 | 度量单位 |
租用线路 | 产出指标 | 数量指标 | 租用线路 | >= | 150 | 条 | 20
"""


@pytest.mark.parametrize(
    ("table", "wanted"),
    [(PAST_AND_NEXT, ["", "150条", ""]), (STATED, ["", "150", ""]), (DIVIDED, [">=", "150", "条"])],
    ids=["past years in front", "years beneath the values", "a value divided"],
)
def test_without_merges_the_headings_behind_a_group_stood_over_their_neighbours(table: str, wanted: list[str]) -> None:
    """A text dump: last year's value was taken for the target, the target was left over."""
    form = "" if "项目名称" in table else "项目名称 | 甲\n年度目标 | 做好甲\n#\n"
    (read,) = read_projects(drawn(ABOVE + form + table.strip("\n"))).projects
    assert [indicator(one) for one in read.indicators] == [["数量指标", "租用线路", *wanted]]


def test_two_groups_side_by_side_are_not_told_apart_by_blank_cells_alone() -> None:
    table = """
项目名称 | 一级指标 | 三级指标 | 近两年指标值 | 指标值
 |  |  | 前年 | 上年 | 半年 | 全年
甲 | 产出指标 | 里程 | 1公里 | 2公里 | 3公里 | 4公里
"""
    made = read_projects(drawn(ABOVE + table.strip("\n")))
    assert "cell_not_understood" in {finding.rule for finding in made.findings}


@pytest.mark.parametrize("heads", ["2024年实际实现值 | 预期2025年实现值", "上年实际实现值 | 2025年预计实现值"])
def test_the_year_may_stand_behind_what_is_expected_of_it(heads: str) -> None:
    table = f"一级指标 | 二级指标 | 三级指标 | 指标值 | <\n^ | ^ | ^ | {heads}\n产出指标 | 数量指标 | 课程 | 210 | 220"
    (read,) = read_projects(drawn(f"{ABOVE}项目名称 | 甲 | < | < | <\n年度目标 | 做好甲 | < | < | <\n{table}")).projects
    assert [indicator(one) for one in read.indicators] == [["数量指标", "课程", "", "220", ""]]


def test_two_values_beneath_one_heading_ran_together_into_a_third() -> None:
    table = (
        "一级指标 | 二级指标 | 三级指标 | 指标值 | <\n^ | ^ | ^ | 甲地 | 乙地\n产出指标 | 数量指标 | 课程 | 210 | 220"
    )
    (read,) = read_projects(drawn(f"{ABOVE}项目名称 | 甲 | < | < | <\n年度目标 | 做好甲 | < | < | <\n{table}")).projects
    assert indicator(read.indicators[-1]) == ["数量指标", "课程", "", "210；220", ""]
