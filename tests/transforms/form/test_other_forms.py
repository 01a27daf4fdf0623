"""What looks like a project's targets and is none: evaluations of past years, the form of a whole department."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.transforms.form.forms import FUNDING, HEADER, INDICATORS, document
from transforms.document import Document
from transforms.form.projects import read_projects
from transforms.tables.money import money_factor
from transforms.tables.plan import read_stages
from warehouse.schema.records import ProjectRecord, Text

TITLE = "1.电梯维保费绩效目标表"
EVALUATION = [
    ["项目名称", "路灯更换", "主管部门", "某市某局"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"],
    ["产出指标", "数量指标", "更换路灯", "200盏", "198盏", "9"],
]
MONEY_OF_EVALUATION = [
    ["项目名称", "路灯更换", "主管部门", "某市某局"],
    ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分"],
    ["", "100.00", "98.00", "97.00", "98.98%", "9.9"],
]


def text_of(text: Text | None) -> str | None:
    return text.text if text else None


def names(made: Document) -> list[str]:
    return [project.name.text if project.name else "" for project in read_projects(made).projects]


@pytest.mark.parametrize(
    "made",
    [
        document(EVALUATION),
        document("2024年项目支出绩效自评表", [EVALUATION[0]], EVALUATION[1:]),
        document([["2024年度项目支出绩效自评表"], *EVALUATION]),
        document(MONEY_OF_EVALUATION, EVALUATION[1:]),
        document("项目绩效运行监控表", MONEY_OF_EVALUATION),
    ],
    ids=["by its header", "by its title", "by a title in the table", "by its money", "monitoring"],
)
def test_an_evaluation_states_no_targets_and_is_counted_with_the_other_tables(made: Document) -> None:
    read = read_projects(made)
    assert read.projects == []
    assert {finding.rule for finding in read.findings} == {"other_tables"}


def test_an_evaluation_leaves_the_projects_around_it_as_they_are() -> None:
    second = [[cell.replace("电梯维保费", "劳务费") for cell in row] for row in FUNDING]
    made = document(TITLE, FUNDING, INDICATORS, EVALUATION, "2.劳务费绩效目标表", second, INDICATORS)
    assert names(made) == ["电梯维保费", "劳务费"]
    assert [len(project.indicators) for project in read_projects(made).projects] == [3, 3]


@pytest.mark.parametrize("name", ["预算绩效评价经费", "绩效监控系统", "代表建议督办", "招商推介会", "第三届运动会"])
def test_a_project_that_is_called_like_another_form_or_an_office_keeps_its_title(name: str) -> None:
    funding = [[cell.replace("电梯维保费", name) for cell in row] for row in FUNDING]
    read = read_projects(document(f"1.{name}绩效目标表", funding, INDICATORS))
    assert [text_of(project.title) for project in read.projects] == [f"1.{name}绩效目标表"]
    assert read.findings == []


@pytest.mark.parametrize(
    "office", ["某县政府办", "某县残疾人联合会", "高新区管委会", "某市总工会", "某县科学技术协会2025年"]
)
def test_a_title_that_names_an_office_alone_names_no_project(office: str) -> None:
    (read,) = read_projects(document(f"{office}项目支出绩效目标表", FUNDING, INDICATORS)).projects
    assert read.title is None


def test_one_word_of_evaluations_does_not_make_one() -> None:
    rows = [HEADER, ["产出指标", "质量指标", "得分", "测评得分", "≥90分", "部门职责"]]
    assert names(document(TITLE, FUNDING, rows)) == ["电梯维保费"]


@pytest.mark.parametrize(
    "title", ["部门整体支出绩效目标表", "部门整体支出绩效目标表......4", "2024年项目支出绩效自评表......4"]
)
def test_a_contents_page_that_lists_other_forms_first_loses_no_project(title: str) -> None:
    assert names(document("目录", title, TITLE, FUNDING, INDICATORS)) == ["电梯维保费"]


def test_the_form_of_a_whole_department_is_no_project_where_its_title_stands_in_the_table() -> None:
    overall = [["部门整体支出绩效目标表"], ["部门名称", "某市某局"], ["年度总体目标", "履行职能"], *INDICATORS]
    assert names(document(overall, TITLE, FUNDING, INDICATORS)) == ["电梯维保费"]
    one_sheet = [*overall, ["项目支出绩效目标表"], ["项目名称", "甲"], ["预算数", "1.00"], *INDICATORS]
    assert names(document(one_sheet)) == ["甲"]


def project(*rows: list[str]) -> ProjectRecord:
    (read,) = read_projects(document([["项目名称", "甲"], *rows], INDICATORS)).projects
    return read


def goals(*rows: list[str]) -> tuple[str | None, str | None]:
    read = project(*rows)
    return (read.goal and read.goal.text), (read.period_goal and read.period_goal.text)


def test_an_overall_goal_is_the_years_unless_the_form_has_one_of_the_year_besides() -> None:
    assert goals(["总体绩效目标", "做好甲"]) == ("做好甲", None)
    assert goals(["总体绩效目标", "三年做好甲"], ["年度绩效目标", "今年做好甲"]) == ("今年做好甲", "三年做好甲")


def test_a_third_goal_is_reported() -> None:
    rows = [["总体目标", "一"], ["年度目标", "二"], ["中期目标", "三"]]
    read = read_projects(document([["项目名称", "甲"], *rows], INDICATORS))
    assert [(finding.rule, finding.value_text) for finding in read.findings] == [("cell_not_understood", "一")]


def test_amounts_stand_for_the_total_above_them_where_year_and_period_have_rows_of_their_own() -> None:
    read = project(
        ["项目总投资", "900"], ["财政拨款", "900"], ["年度资金总额", "300"], ["财政拨款", "280"], ["其他资金", "20"]
    )
    amounts = [read.period_budget, read.budget, read.fiscal_funds, read.other_funds]
    assert [amount and amount.text for amount in amounts] == ["900", "300", "280", "20"]


@pytest.mark.parametrize(
    "row",
    [["项目总额", "5.40", "本年度预算", "1.80"], ["本年度预算", "1.80", "项目总额", "5.40"]],
    ids=["total first", "year first"],
)
def test_a_total_beside_the_years_budget_is_the_whole_periods(row: list[str]) -> None:
    read = project(row)
    assert [amount and amount.text for amount in (read.budget, read.period_budget)] == ["1.80", "5.40"]
    alone = project(["项目总额", "5.40"])
    assert [amount and amount.text for amount in (alone.budget, alone.period_budget)] == ["5.40", None]


def test_two_amounts_for_one_thing_are_an_error_with_its_place() -> None:
    read = read_projects(document([["项目名称", "甲"], ["预算数", "1.80"], ["预算金额", "2.80"]], INDICATORS))
    assert [(finding.rule, finding.value_text) for finding in read.findings] == [("money_twice", "2.80")]


@pytest.mark.parametrize(
    ("header", "kept"),
    [(["2025年度指标值"], "b"), (["2025年指标值", "2024年指标值"], "b"), (["实施周期指标值", "2025年度指标值"], "c")],
)
def test_a_column_with_its_year_in_front_is_the_last_years(header: list[str], kept: str) -> None:
    rows = [["一级指标", "二级指标", "三级指标", *header], ["产出指标", "数量指标", "甲", "b", "c"][: 3 + len(header)]]
    (read,) = read_projects(document([["项目名称", "甲"], ["预算数", "1"], *rows])).projects
    assert [(row.value and row.value.text, row.horizon) for row in read.indicators] == [(kept, None)]


THREE_YEARS = ["2025年目标值", "2026年目标值", "2027年目标值"]
IN_BRACKETS = ["指标值（2025年）", "指标值（2026年度）", "指标值（2027年）"]


def values(header: list[str], *above: str) -> tuple[list[tuple[str | None, str | None, list[str]]], list[str]]:
    """Values, horizons and asides of a form whose values have these headings, and its findings' rules."""
    rows = [["一级指标", "二级指标", "三级指标", *header], ["产出指标", "数量指标", "甲", *"abcd"[: len(header)]]]
    read = read_projects(
        document(*above, [["项目名称", "甲"], ["预算数", "1"], *rows, ["", "", "乙", *"efgh"[: len(header)]]])
    )
    (project,) = read.projects
    found = [(text_of(row.value), row.horizon, [aside.text for aside in row.asides]) for row in project.indicators]
    return found[: len(found) // 2], [finding.rule for finding in read.findings]


@pytest.mark.parametrize("header", [THREE_YEARS, IN_BRACKETS], ids=["in front", "in brackets"])
@pytest.mark.parametrize(
    "above",
    ["2025年项目支出绩效目标表", "（2025年度）", "某市某局2025年部门预算", "某市某局2025年部门预算绩效文本"],
)
def test_of_the_values_of_several_years_the_last_was_taken_though_the_form_was_for_the_first(
    header: list[str], above: str
) -> None:
    assert values(header, above) == ([("a", None, ["b", "c"])], [])


def test_the_last_of_several_years_is_the_forms_own_where_past_ones_stand_in_front() -> None:
    header = ["2023年指标值", "2024年指标值", "2025年指标值"]
    assert values(header, "（2025年度）") == ([("c", None, ["a", "b"])], [])


@pytest.mark.parametrize(
    "above", [[], ["（2023年度）"], ["2025-2027年项目支出绩效目标表"], ["2025年—2027年项目支出绩效目标表"]]
)
def test_of_the_values_of_years_that_are_not_the_forms_the_last_is_in_doubt(above: list[str]) -> None:
    assert values(THREE_YEARS, *above) == ([("c", None, ["a", "b"])], ["value_year_uncertain"])


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["目标值", "2025年目标值"], [("a", "period", []), ("b", "year", [])]),
        (["目标值", "2024年目标值"], [("a", None, ["b"])]),
        (["申报指标值", "批复指标值"], [("b", None, ["a"])]),
        (["指标值", "调整后指标值"], [("b", None, ["a"])]),
        (["2024年指标值", "申报指标值（2025年）", "2025年批复指标值"], [("c", None, ["a", "b"])]),
    ],
)
def test_what_was_decided_for_the_year_is_the_target(header: list[str], found: list[object]) -> None:
    assert values(header, "（2025年度）") == (found, [])


def test_rows_of_the_printed_form_that_were_left_blank_are_no_indicators() -> None:
    blank = [["", "质量指标", "指标2：", "", "", ""], ["", "", "……", "", "", ""]]
    made = read_projects(document(TITLE, FUNDING, [*INDICATORS[:2], *blank, *INDICATORS[2:]]))
    assert len(made.projects[0].indicators) == 3
    assert [finding.rule for finding in made.findings] == ["row_left_blank"] * 2


@pytest.mark.parametrize(
    "header", ["金额：万元", "（万元）", "单位: 人民币 万 元", "金额单位：人民币万元", "单位：万元", "（金额：万元）"]
)
@pytest.mark.parametrize("inside", [True, False], ids=["in the table", "above it"])
def test_the_unit_of_money_is_found_however_it_is_put(header: str, inside: bool) -> None:  # noqa: FBT001
    above = [FUNDING[0][0], header]
    made = document(TITLE, *([] if inside else above), [above, *FUNDING[1:]] if inside else FUNDING[1:], INDICATORS)
    (read,) = read_projects(made).projects
    assert read.unit is not None
    assert (read.unit.text, money_factor(read.money_unit)) == ("438001某市某局本级", 10_000)
    assert read_projects(made).findings == []


@pytest.mark.parametrize(
    ("headers", "own", "expected"),
    [
        (("某市某局", "金额单位：万元"), None, "金额单位：万元"),
        (("单位：万元", "单位：元"), None, None),
        (("单位：万元",), "单位：元", "单位：元"),
        (("某市万元村",), None, None),
    ],
)
def test_the_unit_of_money_may_stand_in_the_headers_of_pages(
    headers: tuple[str, ...], own: str | None, expected: str | None
) -> None:
    funding = [["项目名称", "电梯维保费"], *FUNDING[2:4]]
    made = document("1.电梯维保费绩效目标表", *([own] if own else []), funding, INDICATORS)
    (project,) = read_projects(replace(made, page_headers=headers)).projects
    assert text_of(project.money_unit) == expected


@pytest.mark.parametrize("text", ["金额：元旦前付清", "金额：万元以上的采购", "（万元户）", "总金额：5万元"])
def test_words_that_only_mention_money_are_no_unit(text: str) -> None:
    assert money_factor(Text(text, "row 1")) is None


def test_a_plan_in_money_is_no_plan_in_per_cent() -> None:
    rows = [[cell.replace("（%）", "（万元）") for cell in row] for row in FUNDING]
    (read,) = read_projects(document(TITLE, rows, INDICATORS)).projects
    stages, findings = read_stages(read.plan, read.plan_unit)
    assert [(stage.text, stage.percent) for stage in stages] == [
        ("25%", None), ("50%", None), ("75%", None), ("100%", None)
    ]  # fmt: skip
    assert [finding.rule for finding in findings] == ["plan_in_money"]


def test_a_stage_may_be_named_by_its_last_day() -> None:
    days = ["资金支出计划（%）", "3月31日前", "6月30日前", "10月31日", "12月31日前"]
    (read,) = read_projects(document(TITLE, [*FUNDING[:4], days, *FUNDING[5:]], INDICATORS)).projects
    assert [stage.month for stage in read.plan] == [3, 6, 10, 12]


def test_size_and_use_of_the_money_may_have_rows_of_their_own() -> None:
    rows = [["预算规模", *FUNDING[2][1:]], ["资金用途", "电梯维保经费"]]
    made = read_projects(document(TITLE, [*FUNDING[:2], *rows, *FUNDING[4:]], INDICATORS))
    (read,) = made.projects
    assert [read.budget and read.budget.text, read.usage and read.usage.text] == ["1.80", "电梯维保经费"]
    assert made.findings == []


DEPARTMENT = [
    ["部门名称", "某市某局"],
    ["部门预算资金", "年度资金总额", "1,900.00"],
    ["", "其中：基本支出", "900.00"],
    ["", "项目支出", "1,000.00"],
    ["年度绩效目标", "履行职能"],
]


@pytest.mark.parametrize(
    "money",
    [
        DEPARTMENT[1:4],
        [["年度资金总额", "1,900.00"], ["其中：基本支出：900.00", "项目支出：1,000.00"]],
        [["年度资金总额", "基本支出", "项目支出"], ["1,900.00", "900.00", "1,000.00"]],
    ],
    ids=["rows", "in their cells", "heads"],
)
def test_the_form_of_a_department_is_no_project_where_its_title_does_not_say_so(money: list[list[str]]) -> None:
    overall = [DEPARTMENT[0], *money, DEPARTMENT[4], *INDICATORS]
    read = read_projects(document("部门预算绩效目标表", overall, TITLE, FUNDING, INDICATORS))
    assert [text_of(project.name) for project in read.projects] == ["电梯维保费"]
    assert [finding.rule for finding in read.findings] == ["other_tables"]
    one_sheet = [*overall[:-3], ["项目支出绩效目标表"], ["项目名称", "甲"], ["预算数", "1.00"], *INDICATORS]
    assert names(document(one_sheet)) == ["甲"]


def test_a_project_whose_kind_is_called_basic_spending_stays_a_project() -> None:
    rows = [["部门名称", "某市某局", "支出类型", "基本支出"], ["项目名称", "甲"], ["预算数", "1.00"]]
    assert names(document(rows, INDICATORS)) == ["甲"]
    divided = [["项目名称", "甲"], ["预算数", "3.00"], ["其中：基本支出", "1.00"], ["项目支出", "2.00"]]
    assert names(document(divided, INDICATORS)) == ["甲"]
