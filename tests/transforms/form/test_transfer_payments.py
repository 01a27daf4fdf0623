"""The form of transfer payments (转移支付区域（项目）绩效目标表): its own words for the name, the offices and the sources."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn
from transforms.form.labels import field_of
from transforms.form.projects import read_projects
from transforms.form.wording import wording

FORM = """
# 转移支付区域（项目）绩效目标表
# （2025年度）
转移支付（项目）名称 | 农业资源保护补助资金 | < | <
中央主管部门 | 农业农村部 | < | <
省级财政部门 | 某省财政厅 | 省级主管部门 | 某省农业农村厅
资金情况（万元） | 年度金额： | 2,800.00 | <
^ | 其中：中央补助 | 2,000.00 | <
^ | 地方资金 | 800.00 | <
总体目标 | 保护黑土地。 | < | <
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 黑土地保护面积 | ≥50万亩
"""


def test_a_transfer_payment_had_no_name_and_half_of_its_sources() -> None:
    made = read_projects(drawn(FORM))
    (read,) = made.projects
    assert read.title is None
    assert read.name
    assert read.budget
    assert read.supervising_department
    told = (read.name.text, read.budget.text, read.supervising_department.text)
    assert told == ("农业资源保护补助资金", "2,800.00", "某省农业农村厅")
    assert [amount.text for amount in read.further_funds] == ["2,000.00", "800.00"]
    assert [aside.text for aside in read.asides] == ["农业农村部", "某省财政厅"]
    assert made.findings == []


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("其中：中央补助", "further_funds"),
        ("其中: 地方资金", "further_funds"),
        ("其中一般公共预算", "further_funds"),
        ("其中：其它资金", "other_funds"),
        ("其中：本年度预算", None),
        ("其中：项目名称", None),
        ("其中", None),
    ],
)
def test_a_source_may_be_called_a_part_of_the_amount_above_it(label: str, field: str | None) -> None:
    assert field_of(label) == field


@pytest.mark.parametrize(
    ("title", "is_generic"),
    [
        ("转移支付区域（项目）绩效目标表", True),
        ("转移支付（项目）绩效目标申报表", True),
        ("转移支付绩效目标表", True),
        ("转移支付资金监管经费绩效目标表", False),
    ],
)
def test_the_title_of_the_form_names_no_project(title: str, is_generic: bool) -> None:  # noqa: FBT001
    assert wording(title).is_generic is is_generic
