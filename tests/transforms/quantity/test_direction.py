"""Which way a target points, from bound, level, name and wording; what is odd is said to be."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.quality.indicator import indicator_findings
from transforms.quantity.direction import disagrees, more_is_better
from transforms.quantity.value import read_value
from transforms.rules import load


@pytest.mark.parametrize(
    ("text", "direction", "better"),
    [
        ("≥95%", "at_least", True),
        ("不超过3次", "at_most", False),
        ("196人", "exactly", None),
        ("10-20万元", "within", None),
        ("±3%", "within", None),
        ("2025年6月底前", "by_date", None),
        ("≤12月份", "by_date", None),
        ("每月15日前", "by_date", None),
        ("优", "qualitative", None),
        ("显著提升", "qualitative", True),
        ("有效减少", "qualitative", False),
        ("按照规定执行", "qualitative", None),
        ("降至5%", "exactly", False),
        ("提高到95%", "exactly", True),
        ("较上年下降5%", "exactly", True),
        ("下降5%以上", "at_least", True),
        ("控制在50万元以内", "at_most", False),
        ("无投诉", "exactly", False),
        ("0起事故", "exactly", None),
        ("负增长", "qualitative", None),
        ("", None, None),
        ("无", None, None),
    ],
)
def test_direction_follows_bound_and_wording(text: str, direction: str | None, better: bool | None) -> None:  # noqa: FBT001
    value = read_value(text, year=2025)

    assert (value.direction, value.more_is_better) == (direction, better)


def test_of_costs_less_is_better() -> None:
    assert read_value("110万元", level2="成本指标").more_is_better is False
    assert read_value("110万元", level2="数量指标").more_is_better is None


def test_no_complaints_at_a_level_of_which_more_is_better_settles_nothing() -> None:
    assert read_value("无投诉", level2="服务对象满意度指标").more_is_better is None


def test_a_floor_under_a_cost_settles_nothing() -> None:
    assert read_value("≥110万元", level2="成本指标").more_is_better is None


@pytest.mark.parametrize(
    ("text", "name", "better"),
    [
        ("95%", "群众满意度", True),
        ("5%", "事故率", False),
        ("5%", "事故处理及时率", True),
        ("100%", "投诉处理率", True),
        ("5万元", "成本节约额", True),
        ("50%", "办理时限压缩率", True),
        ("3次", "投诉次数", False),
        ("0起", "较大以上事故起数", False),
        ("2%", "不满意度", False),
        ("3次", "有效投诉", False),
        ("5%", "能耗降低率", True),
        ("30%", "能耗", False),
        ("12场", "文艺演出", None),
        ("≥12场", "文艺演出", True),
        ("≤95%", "群众满意度", None),
        ("≥3%", "事故率", None),
        ("下降3%以上", "事故率", True),
        ("2025年底前", "群众满意度", None),
    ],
)
def test_the_name_tells_what_more_of_is_better(text: str, name: str, better: bool | None) -> None:  # noqa: FBT001
    assert more_is_better(read_value(text), name=name) is better


def test_the_name_counts_before_its_level() -> None:
    value = read_value("10%", level2="成本指标")

    assert more_is_better(value, level2="成本指标", name="成本节约率") is True
    assert more_is_better(value, level2="成本指标", name="补助标准") is False


@pytest.mark.parametrize(
    ("text", "names", "odd"),
    [
        ("≤95%", {"name": "满意度"}, True),
        ("≥95%", {"name": "满意度"}, False),
        ("95%", {"name": "满意度"}, False),
        ("≥3%", {"name": "差错率"}, True),
        ("下降≥3%", {"name": "差错率"}, False),
        ("≥3万元", {"level2": "成本指标"}, True),
        ("≥3场", {"name": "演出"}, False),
    ],
)
def test_a_bound_on_the_wrong_side_is_found(text: str, names: dict[str, str], odd: bool) -> None:  # noqa: FBT001
    row: dict[str, Any] = dict.fromkeys(("level1", "level2", "level3", "fiscal_year", "value_text"))
    row |= {"source_ref": "p1", "level2": names.get("level2"), "level3": names.get("name")}
    value = read_value(text)

    found = [finding.rule for finding in indicator_findings(row, value, project=1, seq_no=1)]

    assert disagrees(value, **names) is odd
    assert found.count("bound_direction_odd") == odd


@pytest.mark.parametrize("group", ["level", "name", "wording"])
def test_no_word_points_both_ways(group: str) -> None:
    lists = [set(load("direction")[group][side]) for side in ("more", "less")]

    assert lists[0] & lists[1] == set()
