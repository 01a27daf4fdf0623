"""A unit in the brackets of an indicator's name holds for a bare figure, and is said to be inferred."""

from __future__ import annotations

from decimal import Decimal

import pytest

from transforms.quantity.named import read_named, unit_in_name


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("培训人数（人）", "人"),
        ("资金到位率(%)", "%"),
        ("项目成本（单位：万元）", "万元"),
        ("补助标准（元/人·月）", "元/人·月"),
        ("绿化面积（㎡）", "m2"),
        ("培训人数", None),
        ("办公用品（含耗材）", None),
        ("设备购置（二期）", None),
        ("（人）培训", None),
    ],
)
def test_only_a_unit_behind_the_name_is_one(name: str, unit: str | None) -> None:
    assert unit_in_name(name) == unit


def test_a_bare_figure_has_the_unit_of_its_name() -> None:
    value = read_named("≥50", name="培训人数（人）")
    assert (value.lower_bound, value.unit, value.counter, value.unit_inferred) == (Decimal(50), "count", "人", True)
    assert value.issues == ()
    money = read_named("12.5", name="项目成本（万元）")
    assert (money.upper_bound, money.unit, money.unit_inferred) == (Decimal(125000), "CNY", True)


@pytest.mark.parametrize(("text", "unit"), [("≥50场", None), ("≥50", "场"), ("按时完成", None)])
def test_what_says_its_unit_itself_or_has_none_is_read_as_ever(text: str, unit: str | None) -> None:
    assert read_named(text, name="培训人数（人）", unit=unit) == read_named(text, unit=unit)
    assert not read_named(text, name="培训人数（人）", unit=unit).unit_inferred


def test_figures_that_could_be_a_year_and_a_month_are_amounts_of_the_unit_in_the_name() -> None:
    value = read_named("2025.12", name="投资额（万元）", level2="经济效益指标", year=2025)
    assert (value.value_kind, value.lower_bound, value.unit_inferred) == ("numeric", Decimal(20251200), True)
    assert read_named("2025.12", name="完成时间（年）", year=2025).value_kind == "date"
    assert read_named("2025年12月", name="工期（天）", year=2025).value_kind == "date"


def test_what_the_name_says_that_a_figure_is_per_holds_for_one_with_the_unit() -> None:
    value = read_named("500元", name="补助标准（元/人·月）")
    assert (value.lower_bound, value.per, value.unit_inferred, value.issues) == (500, ("人", "month"), False, ())
    assert read_named("500万元", name="补助标准（元/人）").issues == ("value_mixed",)
    assert read_named("500元/年", name="补助标准（元/人）").issues == ()
