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


@pytest.mark.parametrize(
    ("name", "text", "stated"),
    [
        ("基本公共卫生服务人均补助标准", "94元", ()),
        ("亩均投入", "≤3000元", ()),
        ("辅警人均经费", "6.2万元/年", ("year",)),
        ("日均接待观众", "≥200人次", ()),
        ("每村办公经费", "≥5万元", ()),
        ("每周开放时间", "不少于42小时", ()),
        ("每期培训人数", "≥60人", ()),
        ("公益性岗位月补贴标准", "1950元", ()),
        ("日工资标准", "120元/人", ("人",)),
        ("补助标准（每户）", "2000元", ()),
        ("每人每月补助标准", "200元", ()),
    ],
)
def test_a_figure_that_its_name_alone_says_is_per_something_is_said_to_be(
    name: str, text: str, stated: tuple[str, ...]
) -> None:
    value = read_named(text, name=name)
    assert (value.per, value.issues) == (stated, ("value_per_in_name",))


def test_nothing_is_to_be_said_where_the_value_states_what_it_is_per() -> None:
    said = read_named("94元/人", name="人均补助标准")
    assert (said.per, said.issues) == (("人",), ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("人均可支配收入增长率", "≥6%"),
        ("人均预期寿命", "79.5岁"),
        ("生均公用经费受益学生", "28600人"),
        ("生均公用经费覆盖学校", "≥30所"),
        ("生均公用经费总投入", "≤560万元"),
        ("每月数据报送时限", "≤3个工作日"),
        ("每年级班数", "4个"),
        ("每月1次检查完成次数", "12次"),
        ("每月15日前发放人数", "56人"),
        ("市场均价", "≤12元"),
        ("参保人均已发放补助", "200元"),
        ("每村级组织经费", "5万元"),
        ("每人才公寓补贴", "2000元"),
        ("12月工资总额", "5万元"),
        ("按月补贴发放金额", "5万元"),
        ("节假日补助", "200元"),
        ("每名党员每年不低于200元标准", "200元"),
        ("均衡发展水平", "≥3级标准"),
    ],
)
def test_not_every_average_or_each_in_a_name_is_of_its_figure(name: str, text: str) -> None:
    assert "value_per_in_name" not in read_named(text, name=name).issues


@pytest.mark.parametrize(
    ("name", "text"), [("户均补助标准", "300元/人"), ("人均经费", "860万元"), ("月均用量", "2次/周")]
)
def test_what_name_and_figure_are_per_in_two_ways_is_marked(name: str, text: str) -> None:
    assert read_named(text, name=name).issues == ("value_mixed",)


@pytest.mark.parametrize(
    ("name", "text", "unit", "issues"),
    [
        ("网络带宽", "1000M", None, ("value_unit_unknown",)),
        ("网络带宽", "100m", None, ("value_unit_unknown",)),
        ("新建水渠长度", "1200M", "m", ()),
        ("光缆敷设长度", "1200m", "m", ()),
        ("设备规格", "20M", "m", ("value_unit_unknown",)),
        ("服务器内存", "≥64g", None, ("value_unit_unknown",)),
        ("云存储空间", "20t", None, ("value_unit_unknown",)),
        ("粮食存储量", "20t", "kg", ()),
    ],
)
def test_the_name_tells_metres_from_megabits(name: str, text: str, unit: str | None, issues: tuple[str, ...]) -> None:
    value = read_named(text, name=name)
    assert (value.unit, value.issues) == (unit, issues)


def test_a_figure_of_data_in_small_letters_is_as_written() -> None:
    assert read_named("≥64g", name="服务器内存").lower_bound == 64
    assert read_named("1.5", unit="t", name="存储容量").upper_bound == Decimal("1.5")


def test_a_unit_in_the_name_is_read_in_its_own_letters() -> None:
    storage = read_named("20", name="存储容量（T）")
    assert (storage.lower_bound, storage.unit, storage.issues) == (20, None, ("value_unit_unknown",))
    assert read_named("20", name="垃圾清运量（t）").unit == "kg"
