"""Amounts of which a form has several side by side: the budget's is the one that the heading row says it is."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import INDICATORS, drawn, read_form, said
from transforms.form.projects import read_projects
from transforms.form.years import year_in
from transforms.rules import load
from warehouse.schema.records import ProjectRecord


def read(money: str, above: str = "（2025年度）") -> tuple[ProjectRecord, list[tuple[str, str | None]]]:
    return read_form(f"{money.strip()}\n年度目标 | 做好甲 | < | < | <", above)


PERIOD = """
预算资金情况（元） | 资金来源 | 实施期 | 2025年度 | <
^ | 资金总额 | 9,000,000.00 | 3,000,000.00 | <
^ | 其中：财政拨款 | 7,500,000.00 | 2,500,000.00 | <
^ | 其他资金 | 1,500,000.00 |  | <
"""


def test_the_whole_periods_amount_was_taken_for_the_years() -> None:
    project, findings = read(PERIOD)
    assert said(project.budget) == "3,000,000.00"
    assert said(project.fiscal_funds) == "2,500,000.00"
    assert said(project.other_funds) == ""
    assert said(project.period_budget) == "9,000,000.00"
    assert said(project.money_unit) == "单位:元"
    assert findings == []


@pytest.mark.parametrize(
    ("heads", "amounts", "budget"),
    [
        ("合计 | 2024年预算 | 2025年预算", "900 | 400 | 500", "500"),
        ("2025年 | 2026年 | 2027年", "500 | 600 | 700", "500"),
        ("申报数 | 批复数 | 备注", "100 | 80 | ", "80"),
        ("调整前 | 调整后 | 增减额", "800 | 650 | -150", "650"),
        ("上年预算 | 本年预算 | 增长率", "50 | 60 | 20%", "60"),
        ("2024年批复数 | 2025年申报数 | 2025年批复数", "50 | 60 | 55", "55"),
        ("年初预算数 | 调整数 | 调整后预算数", "50 | 10 | 60", "60"),
        ("实施期资金 | 2025年预算 | 备注", "900 | 300 | 按合同", "300"),
    ],
)
@pytest.mark.parametrize("beside", [True, False], ids=["label in its row", "label in the heading row"])
def test_the_first_of_several_amounts_was_the_budget_whatever_the_heading_row_said(
    heads: str,
    amounts: str,
    budget: str,
    beside: bool,  # noqa: FBT001
) -> None:
    rows = f"项目资金（万元） | 资金来源 | {heads}\n^ | 年度资金总额 | {amounts}"
    if not beside:
        rows = f"年度资金总额（万元） | < | {heads}\n^ | ^ | {amounts}"
    project, findings = read(rows)
    assert (said(project.budget), findings) == (budget, [])
    assert said(project.money_unit) == "单位:万元"


def test_a_goal_beneath_the_same_heading_row_is_the_one_that_was_decided() -> None:
    rows = "项目资金（万元） | 调整前 | < | 调整后 | <\n年度资金总额 | 800 | < | 650 | <\n年度目标 | 改造8个 | < | 改造6个 | <"
    made = read_projects(drawn(f"# （2025年度）\n项目名称 | 甲 | < | < | <\n{rows}{INDICATORS}".rstrip()))
    (project,) = made.projects
    assert (said(project.budget), said(project.goal), made.findings) == ("650", "改造6个", [])


@pytest.mark.parametrize(
    ("rows", "above", "doubted"),
    [
        ("年度资金总额（万元） | 900 | 400 | 500 | <", "（2025年度）", "900 | 400 | 500"),
        ("项目资金（万元） | 2024年 | 2025年 | 2026年 | <\n资金总额 | 900 | 400 | 500 | <", "某表", "900 | 400 | 500"),
        (
            "项目资金（万元） | 2022年 | 2023年 | 2024年 | <\n资金总额 | 900 | 400 | 500 | <",
            "（2025年度）",
            "900 | 400 | 500",
        ),
    ],
    ids=["no heading row", "the year is not known", "the year is not among them"],
)
def test_the_first_of_several_amounts_is_in_doubt_where_nothing_tells_them_apart(
    rows: str, above: str, doubted: str
) -> None:
    project, findings = read(rows, above)
    assert said(project.budget) == "900"
    assert findings == [("money_column_uncertain", doubted)]
    assert load("findings")["money_column_uncertain"]["severity"] == "error"


def test_the_same_amount_twice_is_not_in_doubt() -> None:
    project, findings = read("年度资金总额（万元） | 900 | 900 | < | <")
    assert (said(project.budget), findings) == ("900", [])


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2025年项目支出绩效目标表", 2025),
        ("（2025年度）", 2025),
        ("2025-2027年项目绩效目标表", None),
        ("2025年—2027年", None),
        ("填报日期：2024年11月5日 2025年度项目支出绩效目标表", 2025),
        ("项目支出绩效目标表", None),
    ],
)
def test_the_year_of_a_form_is_no_span_and_no_date(title: str, year: int | None) -> None:
    assert year_in(title) == year


@pytest.mark.parametrize(
    ("rows", "above", "budget", "period"),
    [
        ("项目总投资 | 300 | 2025年预算（万元） | 60 | <", "（2025年度）", "60", "300"),
        ("项目总投资 | 300 | 2025年预算（万元） | 60 | <", "金额单位：万元", "60", "300"),
        ("2024年预算 | 50 | 2025年预算 | 60 | <", "（2025年度）", "60", None),
        ("2025年预算数 | 60 | 2024年预算数 | 50 | <", "（2024年度）", "50", None),
        ("2025年度预算：60 | < | 项目总投资：300 | < | <", "（2025年度）", "60", "300"),
        ("项目总投资 | < | 2025年预算 | < | <\n300 | < | 60 | < | <", "（2025年度）", "60", "300"),
    ],
)
def test_a_budget_whose_label_names_its_year_was_not_read(
    rows: str, above: str, budget: str, period: str | None
) -> None:
    project, findings = read(rows, above)
    assert (said(project.budget), said(project.period_budget), findings) == (budget, period, [])


@pytest.mark.parametrize(
    ("rows", "above"),
    [
        ("2024年预算 | 50 | 2025年预算 | 60 | <", "金额单位：万元"),
        ("2024年预算 | 50 | < | < | <", "（2025年度）"),
        ("资金来源 | 2025年财政拨款 | < | < | <", "（2025年度）"),
    ],
    ids=["no year is known", "another year's", "no amount"],
)
def test_an_amount_of_some_year_is_the_budget_only_where_that_is_certain(rows: str, above: str) -> None:
    project, _ = read(rows, above)
    assert not said(project.budget)
    assert not said(project.fiscal_funds)


def test_a_name_that_is_worded_as_a_label_with_its_year_stays_a_name() -> None:
    made = read_projects(
        drawn(f"# （2025年度）\n项目名称 | 2025年度资金 | < | < | <\n资金总额 | 5 | < | < | <{INDICATORS}".rstrip())
    )
    assert [said(project.name) for project in made.projects] == ["2025年度资金"]


YEARS = """
项目资金（万元） | 年度 | 资金总额 | 其中：财政拨款 | <
^ | 2024年 | 500 | 450 | <
^ | 2025年 | 600 | 550 | <
^ | 2026年 | 700 | 700 | <
^ | 合计 | 1800 | 1700 | <
"""
LONE_YEARS = """
项目资金（万元） | 2024年 | 500 | < | <
^ | 2025年 | 600 | < | <
^ | 2026年 | 700 | < | <
"""


@pytest.mark.parametrize(
    ("rows", "fiscal_funds"),
    [
        (YEARS, "550"),
        (YEARS.replace("^", ""), "550"),
        (YEARS.replace("项目资金", "年度资金总额").replace("| 资金总额", "| 金额"), "550"),
        (LONE_YEARS, None),
        (LONE_YEARS.replace("项目资金", "年度资金总额").replace("5年", "5年度预算"), None),
        (LONE_YEARS + "其中：财政拨款 | 2024年 | 1 | < | <\n^ | 2025年 | 550 | < | <", "550"),
    ],
    ids=["headed", "not merged", "an amount's label", "alone", "alone beneath an amount's label", "each"],
)
def test_amounts_with_a_row_for_each_year_gave_no_budget(rows: str, fiscal_funds: str | None) -> None:
    project, findings = read(rows)
    assert (said(project.budget), said(project.fiscal_funds), findings) == ("600", fiscal_funds, [])
    assert said(project.money_unit) == "单位:万元"
    assert "500" in [text.text for text in project.asides]


@pytest.mark.parametrize("rows", [YEARS, LONE_YEARS], ids=["headed", "alone"])
def test_of_rows_of_years_none_is_the_budget_where_the_year_is_not_known(rows: str) -> None:
    project, findings = read(rows, above="金额单位：万元")
    assert not said(project.budget)
    assert "row_not_understood" in [rule for rule, _ in findings]


def test_rows_of_other_years_leave_the_budget_blank() -> None:
    project, findings = read(LONE_YEARS, above="（2028年度）")
    assert (said(project.budget), findings) == ("", [])


SUMS = """
项目资金（元） | 合计 | 一般公共预算 | 政府性基金 | 单位资金
^ | 950.00 | 700.00 | 200.00 | 50.00
"""
LAST_YEARS = """
项目资金（元） | 上年预算数 | 上年执行数 | 本年预算数 | 其中：财政拨款
^ | 80 | 76 | 95 | 90
"""


@pytest.mark.parametrize(
    ("rows", "budget", "aside"), [(SUMS, "950.00", None), (LAST_YEARS, "95", "76")], ids=["a sum", "last year's"]
)
@pytest.mark.parametrize("above", ["^", ""], ids=["merged", "not merged"])
def test_amounts_beneath_a_row_of_their_labels_were_lost(rows: str, budget: str, aside: str | None, above: str) -> None:
    project, findings = read(rows.replace("^", above))
    assert (said(project.budget), said(project.money_unit), findings) == (budget, "单位:元", [])
    assert aside is None or aside in [text.text for text in project.asides]


def test_a_sum_alone_beneath_the_money_may_be_of_years() -> None:
    project, findings = read("项目资金（万元） | 合计 | 1800 | < | <\n^ | 2025年 | 600 | < | <", above="金额单位：万元")
    assert not said(project.budget)
    assert "row_not_understood" in [rule for rule, _ in findings]


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("项目资金总额：", "年度资金申请总额"),
        ("中期预算资金总额", "年度预算资金总额"),
        ("项目总投资", "预算申报数"),
        ("实施期预算总额", "本年度预算资金总额"),
    ],
)
def test_the_years_amount_was_left_for_the_whole_periods(period: str, year: str) -> None:
    project, findings = read(
        f"项目资金（万元） | {period} | 1500 | {year} | 900\n^ | 其中：财政资金 | 1500 | 其中：当年财政拨款 | 800"
    )
    told = [project.budget, project.period_budget, project.fiscal_funds]
    assert ([said(text) for text in told], findings) == (["900", "1500", "800"], [])


@pytest.mark.parametrize("above", ["^", ""], ids=["merged", "not merged"])
def test_amounts_of_years_beneath_the_heading_of_the_money_were_lost(above: str) -> None:
    project, findings = read(f"项目资金（万元） | 三年总额 | 2024年 | 2025年 | 2026年\n{above} | 900 | 200 | 300 | 400")
    assert (said(project.budget), said(project.period_budget), findings) == ("300", "900", [])


def test_sources_beneath_a_heading_of_their_own_were_passed_over_as_the_whole_periods() -> None:
    """Nothing says whether they pay for the year or for all years: they are reported."""
    project, findings = read("""
项目总预算 | 900 | < | 项目当年预算 | 300
项目资金来源 | 一般公共预算 | 280 | < | <
^ | 其他资金 | 20 | < | <
""")
    assert [said(project.budget), said(project.period_budget)] == ["300", "900"]
    told = " ".join(text or "" for rule, text in findings if rule == "row_not_understood")
    assert ("280" in told, "20" in told.split()) == (True, True)
