"""The spending plan: what stages are called, and which share is which stage's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.transforms.form.forms import FUNDING, INDICATORS, document
from tests.transforms.form.test_projects import EXPECTED, TITLE, summary
from transforms.document import Cell
from transforms.form.plan_rows import PlanRows
from transforms.form.projects import read_projects
from warehouse.schema.records import Text

STAGES = ["", "3月底", "6月底", "10月底", "12月底"]


def row(texts: list[str], number: int) -> list[Cell]:
    return [Cell(text, number, column) for column, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("beneath", "shares", "left_over"),
    [
        (["", "20%", "50%", "80%", "100%"], ["20%", "50%", "80%", "100%"], []),
        (["", "20%", "50%", "80%", ""], ["20%", "50%", "80%", ""], []),
        # the end of a label that a page break cut: 资金支出计划（% and ）
        (["）", "20%", "50%", "80%", ""], ["20%", "50%", "80%", ""], ["）"]),
        (["）", "20%", "50%", "80%", "100%"], ["20%", "50%", "80%", "100%"], ["）"]),
    ],
)
def test_each_stage_has_the_share_beneath_it(beneath: list[str], shares: list[str], left_over: list[str]) -> None:
    plan = PlanRows()
    plan.name_stages(row(STAGES, 0)[1:])
    plan.take_shares(row(beneath, 1))
    found, others = plan.close(lambda cell: Text(cell.text, f"column {cell.column}"))
    assert [stage.percent.text if stage.percent else None for stage in found] == shares
    assert [cell.text for cell in others] == left_over


@pytest.mark.parametrize(
    "stage", ["{}月底累计", "截止{}月底", "2025年{}月底", "{}月底支出比例", "到{}月末累计支出进度（%）"]
)
def test_stages_of_the_plan_in_other_words(stage: str) -> None:
    rows = [*FUNDING[:4], ["资金支出计划（%）", *(stage.format(month) for month in (3, 6, 10, 12))], *FUNDING[5:]]
    read = read_projects(document(TITLE, rows, INDICATORS))
    assert [summary(project) for project in read.projects] == [EXPECTED]
    assert not read.findings


@pytest.mark.parametrize(
    "plan",
    [
        [["资金支出计划（%）", "3月底", "25%", "6月底", "50%", "10月底", "75%", "12月底", "100%"]],
        [["资金支出计划（%）", "3月底", "25%", "6月底", "50%"], ["", "10月底", "75%", "12月底", "100%"]],
    ],
    ids=["one row", "two rows"],
)
def test_shares_beside_their_stages_were_another_stages(plan: list[list[str]]) -> None:
    read = read_projects(document(TITLE, [*FUNDING[:4], *plan, FUNDING[6]], INDICATORS))
    assert [summary(project) for project in read.projects] == [EXPECTED]
    assert not read.findings


@pytest.mark.parametrize(
    "plan",
    [
        [["资金支出计划（%）"], ["3月底", "6月底", "10月底", "12月底"], ["", "25%", "50%", "75%", "100%"]],
        [["资金支出计划（%）"], ["3月底", "6月底"], ["10月底", "12月底"], ["", "25%"], ["50%", "75%", "100%"]],
        [["资金支出计划（%）"], ["3月底", "6月底", "10月底", "12月底"], ["", "25%", "50%", "75%"], ["100%"]],
        [["资金支出计划（%）"], ["3月底", "6月底", "10月底", "12月底"], ["25%", "50%", "75%", "100%"]],
        [["资金支出计划（%）", "3月底"], ["6月底", "10月底", "12月底"], ["", "25%", "50%", "75%"], ["100%"]],
    ],
    ids=["label apart", "in pieces", "last share apart", "no cell beneath the label", "label with a stage"],
)
def test_shares_of_a_plan_whose_label_was_cut_off_were_those_of_the_stage_before(plan: list[list[str]]) -> None:
    read = read_projects(document(TITLE, [*FUNDING[:4], *plan, FUNDING[6]], INDICATORS))
    assert [summary(project) for project in read.projects] == [EXPECTED]
    assert not read.findings


def test_the_first_share_beneath_a_label_cut_off_may_be_blank() -> None:
    plan = [["资金支出计划（%）"], ["3月底", "6月底", "10月底", "12月底"], ["", "50%", "75%", "100%"]]
    read = read_projects(document(TITLE, [*FUNDING[:4], *plan, FUNDING[6]], INDICATORS))
    assert summary(read.projects[0])["plan"] == [(3, ""), (6, "50%"), (10, "75%"), (12, "100%")]
    assert not read.findings


def test_as_many_shares_as_stages_are_theirs_in_order_wherever_they_stand() -> None:
    plan = [
        ["资金支出计划（%）", "3月底", "", "6月底", "10月底", "", "12月底"],
        ["25%", "", "50%", "75%", "", "100%", ""],
    ]
    read = read_projects(document(TITLE, [*FUNDING[:4], *plan, FUNDING[6]], INDICATORS))
    assert [summary(project) for project in read.projects] == [EXPECTED]
    assert not read.findings


@pytest.mark.parametrize(
    "stages",
    [
        ["第一季度", "第二季度", "第三季度", "第四季度"],
        ["一季度", "二季度", "三季度", "四季度"],
        ["1季度末", "2季度末", "3季度末", "4季度末"],
        ["2025年一季度（%）", "2025年二季度（%）", "2025年三季度（%）", "2025年四季度（%）"],
    ],
)
def test_quarters_are_stages_of_a_plan(stages: list[str]) -> None:
    rows = [*FUNDING[:4], ["资金支出计划（%）", *stages], *FUNDING[5:]]
    (project,) = read_projects(document(TITLE, rows, INDICATORS)).projects
    shares = [(stage.month, stage.percent and stage.percent.text) for stage in project.plan]
    assert shares == [(3, "25%"), (6, "50%"), (9, "75%"), (12, "100%")]


@pytest.mark.parametrize(
    ("plan", "shares"),
    [
        ([["资金支出计划（%）", "上半年", "下半年"], ["", "40%", "100%"]], [(6, "40%"), (12, "100%")]),
        ([["资金支出计划（%）", "上半年", "全年"], ["", "40%", "100%"]], [(6, "40%"), (12, "100%")]),
        (
            [["资金支出计划（%）", "3月底：25%", "6月底：50%", "10月底：75%", "12月底：100%"]],
            [(3, "25%"), (6, "50%"), (10, "75%"), (12, "100%")],
        ),
        (
            [["资金支出计划", "3月底前支出25%，6月底前支出50%，10月底达到75%，12月底完成100%。"]],
            [(3, "25%"), (6, "50%"), (10, "75%"), (12, "100%")],
        ),
        ([["资金支出计划", "上半年支出50%；年底100%"]], [(6, "50%"), (12, "100%")]),
    ],
)
def test_a_plan_in_halves_or_with_shares_in_the_cells_of_its_stages_was_lost(
    plan: list[list[str]], shares: list[tuple[int, str]]
) -> None:
    read = read_projects(document(TITLE, [*FUNDING[:4], *plan, FUNDING[6]], INDICATORS))
    (project,) = read.projects
    assert [(stage.month, stage.percent and stage.percent.text) for stage in project.plan] == shares
    assert not read.findings


@pytest.mark.parametrize("text", ["年底", "12月底前全部支出", "3月底不低于25%", "签订合同后支付30%，验收后支付70%"])
def test_other_words_beside_the_label_of_a_plan_are_no_shares(text: str) -> None:
    read = read_projects(document(TITLE, [*FUNDING[:4], ["资金支出计划", text], FUNDING[6]], INDICATORS))
    (project,) = read.projects
    assert not [stage for stage in project.plan if stage.percent]
    assert [finding.value_text for finding in read.findings if text in (finding.value_text or "")]


@pytest.mark.parametrize(
    ("plan", "shares"),
    [
        (
            [["资金支出计划（%）", *"一二三四", "全年"], ["", "25%", "25%", "25%", "25%", "100%"]],
            [(3, "25%"), (6, "25%"), (9, "25%"), (12, "25%")],
        ),
        (
            [["资金支出计划（%）", "全年", *"一二三四"], ["", "100%", "10%", "20%", "30%", "40%"]],
            [(3, "10%"), (6, "20%"), (9, "30%"), (12, "40%")],
        ),
        (
            [
                ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底", "全年"],
                ["", "20%", "30%", "30%", "20%", "100%"],
            ],
            [(3, "20%"), (6, "30%"), (10, "30%"), (12, "20%")],
        ),
        (
            [
                ["资金支出计划（%）", *"一二", "上半年", *"三四", "下半年"],
                ["", "10%", "30%", "40%", "30%", "30%", "60%"],
            ],
            [(3, "10%"), (6, "30%"), (9, "30%"), (12, "30%")],
        ),
        (
            [["资金支出计划（%）", "一季度25%，二季度25%，三季度25%，四季度25%，全年100%"]],
            [(3, "25%"), (6, "25%"), (9, "25%"), (12, "25%")],
        ),
    ],
)
def test_what_adds_stages_of_a_plan_up_is_none_of_them(plan: list[list[str]], shares: list[tuple[int, str]]) -> None:
    rows = [[f"{said}季度" if len(said) == 1 else said for said in row] for row in plan]
    (project,) = read_projects(document(TITLE, [*FUNDING[:4], *rows, FUNDING[6]], INDICATORS)).projects
    assert [(stage.month, stage.percent and stage.percent.text) for stage in project.plan] == shares


@pytest.mark.parametrize(
    ("plan", "shares", "reported"),
    [
        (
            [["资金支出计划", "3月底25%，6月底50%"], ["", "10月底75%，12月底100%"]],
            [(3, "25%"), (6, "50%"), (10, "75%"), (12, "100%")],
            [],
        ),
        ([["资金支出计划", "3月底25%", "按进度支付"]], [(3, "25%")], ["按进度支付"]),
    ],
)
def test_stages_with_their_shares_beneath_or_beside_something_else_broke_the_reading(
    plan: list[list[str]], shares: list[tuple[int, str]], reported: list[str]
) -> None:
    read = read_projects(document(TITLE, [*FUNDING[:4], *plan, FUNDING[6]], INDICATORS))
    (project,) = read.projects
    assert [(stage.month, stage.percent and stage.percent.text) for stage in project.plan] == shares
    assert [finding.value_text for finding in read.findings] == reported


def test_remarks_beside_the_stages_cost_the_plan() -> None:
    plan = [[*FUNDING[4], "备注"], [*FUNDING[5], ""]]
    read = read_projects(document(TITLE, [*FUNDING[:4], *plan, FUNDING[6]], INDICATORS))
    assert [summary(project) for project in read.projects] == [EXPECTED]
    assert not read.findings


@pytest.mark.parametrize(
    "beneath",
    [["资金支出计划（%）", "100%"], ["20%", "50%", "80%"], ["资金支出计划（%）", "50%", "100%"]],
    ids=["one share", "the label is missing too", "two shares"],
)
def test_shares_whose_blank_neighbours_are_missing_are_no_stage_s(beneath: list[str]) -> None:
    plan = PlanRows()
    plan.name_stages(row(STAGES, 0)[1:])
    plan.take_shares([replace(cell, line=2) for cell in row(beneath, 1)])
    found, others = plan.close(lambda cell: Text(cell.text, f"column {cell.column}"))
    assert [stage.percent for stage in found] == [None] * 4
    assert [cell.text for cell in others] == [text for text in beneath if text.endswith("%")]


def test_repeated_shares_that_are_fewer_than_repeated_stages_are_no_stage_s() -> None:
    stages = [Cell("3月底", 0, 1, 1, 2), Cell("6月底", 0, 3), Cell("10月底", 0, 4), Cell("12月底", 0, 5, 1, 2)]
    shares = [
        Cell("30%", 1, 1, 1, 2, line=2),
        *(Cell(text, 1, at, line=2) for at, text in ((3, "30%"), (4, "40%"), (5, "40%"))),
    ]
    plan = PlanRows()
    plan.name_stages(stages)
    plan.take_shares([Cell("", 1, 0, line=2), *shares])
    found, _ = plan.close(lambda cell: Text(cell.text, ""))
    assert [stage.percent for stage in found] == [None] * 4
