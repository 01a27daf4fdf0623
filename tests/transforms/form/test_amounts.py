"""Several amounts in one cell."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import INDICATORS, document
from transforms.form.amounts import amounts_in
from transforms.form.projects import read_projects
from warehouse.schema.records import Finding

MONEY = ("budget", "fiscal_funds", "other_funds", "period_budget")


def read(*rows: list[str]) -> tuple[dict[str, str], list[Finding]]:
    found = read_projects(document([["项目名称", "甲"], *rows, ["绩效目标", "做好甲"]], INDICATORS))
    (project,) = found.projects
    told = {name: text.text for name in MONEY if (text := getattr(project, name))}
    further = {"further_funds": " ".join(text.text for text in project.further_funds)} if project.further_funds else {}
    return told | further, found.findings


WHOLE = {"budget": "300.00", "fiscal_funds": "280.00", "other_funds": "20.00"}


@pytest.mark.parametrize(
    ("row", "amounts"),
    [
        (["项目资金（万元）", "年度资金总额：300.00  其中：财政拨款：280.00  其他资金：20.00"], WHOLE),
        (["项目资金（万元）", "年度资金总额：300.00\n其中：财政拨款：280.00\n其他资金：20.00"], WHOLE),
        (["项目资金（万元）", "年度资金总额（万元）300.00；其中： 财政拨款 280.00；其他资金 20.00。"], WHOLE),
        (["项目资金（万元）", "年度资金总额：\n 其中：财政拨款\n 其他资金", "300.00\n280.00\n20.00"], WHOLE),
        (
            ["项目资金", "年度资金总额45万元，其中财政拨款40万元，其他资金5万元"],
            {"budget": "45万元", "fiscal_funds": "40万元", "other_funds": "5万元"},
        ),
        (
            ["预算金额", "50万元（其中：一般公共预算30万元，政府性基金20万元）"],
            {"budget": "50万元", "further_funds": "30万元 20万元"},
        ),
        (
            ["预算金额", "总额1,250.50万元，其中：财政拨款1,250.50万元"],
            {"budget": "1,250.50万元", "fiscal_funds": "1,250.50万元"},
        ),
        (
            [
                "资金总额及构成",
                "总额90.5万元\n一、财政拨款：60万元（其中：上级财政资金：40万元；本级财政：20万元）\n二、其他：30.5万元",
            ],
            {
                "budget": "90.5万元",
                "fiscal_funds": "60万元",
                "other_funds": "30.5万元",
                "further_funds": "40万元 20万元",
            },
        ),
        (
            ["项目资金（万元）", "年度资金总额：1,250.50 其中：财政拨款：  其他资金：1,250.50"],
            {"budget": "1,250.50", "fiscal_funds": "", "other_funds": "1,250.50"},
        ),
        (
            [
                "项目资金（万元）",
                "实施期资金总额：900.00 其中：财政拨款：900.00",
                "年度资金总额：300.00 其中：财政拨款：280.00",
            ],
            {"budget": "300.00", "fiscal_funds": "280.00", "period_budget": "900.00"},
        ),
    ],
    ids=str,
)
def test_amounts_in_one_cell_are_read_with_their_own_labels(row: list[str], amounts: dict[str, str]) -> None:
    assert read(row) == (amounts, [])


def test_a_cell_that_names_the_budget_and_is_not_understood_says_so() -> None:
    cell = "年度资金总额：300.00  其中：专户280.00"
    told, findings = read(["项目资金（万元）", cell])
    assert told == {"budget": cell}
    assert [finding.rule for finding in findings] == ["row_not_understood"]

    told, _ = read(["项目资金（万元）", cell], ["年度资金总额", "300.00"])
    assert told == {"budget": "300.00"}


def test_a_usage_that_tells_of_amounts_stays_words() -> None:
    rows = [["预算规模及资金用途", "预算数", "70万元"], ["", "财政拨款50万元，其他资金20万元"]]
    assert read(*rows) == ({"budget": "70万元"}, [])


@pytest.mark.parametrize(
    "text", ["300.00", "年度资金总额：300.00", "维修3台，每台5万元", "财政拨款", "2025年财政拨款300万元"]
)
def test_what_is_not_two_amounts_with_labels_is_none(text: str) -> None:
    assert amounts_in(text) is None
