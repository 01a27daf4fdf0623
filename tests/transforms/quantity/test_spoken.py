"""The one spelling of a meaning: it reads back, and the words that decided are those of the text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.transforms.quantity.specs import cases
from tests.transforms.quantity.test_properties import figures, texts
from tests.transforms.quantity.test_specs import VALUES, name_of
from transforms.quantity.explain import explain
from transforms.quantity.value import Value, read_value
from transforms.quantity.vocabulary import comparators, measure_words, periods, units, words

MEANING = (
    "value_kind", "lower_bound", "lower_inclusive", "upper_bound", "upper_inclusive", "unit", "counter", "per", "due_date",
    "start_date", "qualitative_class", "qualitative_grade", "is_approximate", "recurrence", "direction",
)  # fmt: skip
SPECS = [case for name in (*VALUES, "samples") for case in cases(name)]


def meaning(value: Value) -> dict[str, Any]:
    return {name: getattr(value, name) for name in MEANING}


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("不低于百分之九十五", "≥95%"),
        ("3860元/月/人", "3860元/月/人"),
        ("每季度1次", "1次/季度"),
        ("1.5万元", "15000元"),
        ("大于等于5元，小于10元", "≥5且<10元"),
        ("±3%以内", "±3%"),
        ("2025年6月底前完成", "2025-06-30前"),
        ("2025年3月至10月", "2025-03-01至2025-10-31"),
        ("≥2025年6月", "≥2025-06-01"),
        ("每月 15 日前", "每月15日前"),
        ("大约50人", "约50人"),
        ("50多人", "50余人"),
        ("评价为优", "优"),
        ("持续提升社会影响力", "持续提升"),
        ("无", ""),
    ],
)
def test_a_meaning_has_one_spelling(text: str, spoken: str) -> None:
    assert str(read_value(text, year=2025)) == spoken


@pytest.mark.parametrize("case", SPECS, ids=name_of)
def test_the_spelling_of_every_spec_reads_back(case: dict[str, Any]) -> None:
    known = {name: case[name] for name in ("level2", "unit", "year") if name in case}
    value = read_value(case["text"], **known)
    known.pop("unit", None)

    assert meaning(read_value(str(value), **known)) == meaning(value)


@given(texts, st.sampled_from([None, "成本指标"]), st.sampled_from([None, 2025]))
@settings(max_examples=500, deadline=None)
def test_whatever_was_read_reads_back(text: str, level2: str | None, year: int | None) -> None:
    value = read_value(text, level2=level2, year=year)
    # 44每4, 66每以上, 7每含完成 and 7率/到: what such a figure is per is kept as written, but could not be written anew.
    assume(all(word.isalpha() and not any(sign in word for sign in comparators("after")) for word in value.per))
    assume(not any(word.endswith(tuple(words("done"))) or word in words("to") for word in value.per))

    assert meaning(read_value(str(value), level2=level2, year=year)) == meaning(value)


@given(
    figures,
    st.sampled_from([*sorted(comparators("before")), "", "±"]),
    st.sampled_from(sorted({*measure_words(), *(word for word, unit in units().items() if not unit.highest)})),
    st.sampled_from(["", "以上", "以内", "左右"]),
    st.sampled_from(["", "/人", *(f"/{word}" for word in sorted(periods())), "/月/人"]),
)
@example(Decimal(0), "<", "标准", "左右", "")
@example(Decimal(0), "<", "任务", "左右", "")
@settings(max_examples=500, deadline=None)
def test_every_figure_with_every_word_reads_back(figure: Decimal, before: str, unit: str, after: str, per: str) -> None:
    value = read_value(f"{before}{figure}{unit}{per}{after}")

    assert meaning(read_value(str(value))) == meaning(value)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("及时率达到95%", "95%"),
        ("不低于 95 %", "不低于95%"),
        ("控制在50万元以内", "50万元以内"),
        ("控制在50万元", "控制在50万元"),
        ("95%≤X", "95%≤X"),
        ("较上年下降5%以上", "下降5%以上"),
        ("±3%以内", "±3%以内"),
        ("5（人）以上", "5（人）以上"),
        ("2025年6月底前完成验收", "2025年6月底前"),
        ("不晚于2025年6月", "不晚于2025年6月"),
        ("2025年底前完成", "2025年底前"),
        ("运行良好", "良好"),
        ("显著提升满意度", "显著提升"),
        ("未提升，但有效保障运转", "保障"),
        ("当年完成率较高", "当年完成率较高"),
        ("能走招商之路", "能走招商之路"),
        ("慰问人数不少于100人，宣传用品不少于20000份", "不少于100人"),
    ],
)
def test_the_words_that_decided_are_kept(text: str, phrase: str) -> None:
    assert read_value(text, year=2025).phrase == phrase


@given(texts, st.sampled_from([None, "年"]))
@settings(max_examples=300, deadline=None)
@example("1900", "年")
def test_the_phrase_stands_in_the_text_where_the_span_says(text: str, unit: str | None) -> None:
    value = read_value(text, unit=unit, year=2025)

    if value.value_kind == "empty":
        assert (value.phrase, value.span) == (None, None)
    else:
        assert value.span is not None
        assert re.sub(r"\s+", "", text[slice(*value.span)]) == value.phrase
        assert value.phrase


@pytest.mark.parametrize(
    ("text", "known", "lines"),
    [
        ("及时率 95%", {}, ["及时率 95%", "       ^^^", "规则：exact（"]),
        (
            "约110万",
            {"level2": "成本指标"},
            ["推断：单位 CNY，因二级指标是“成本指标”", "（value_approximate）", "约数，越低越好"],
        ),
        ("年底前", {"year": 2025}, ["推断：年份 2025，据预算年度 2025"]),
        ("100人、20件", {}, ["界限1：100人", "界限2：20件", "（value_more_bounds）"]),
        ("", {}, ["含义：空白（未填写）"]),
    ],
)
def test_people_are_told_how_it_was_read(text: str, known: dict[str, Any], lines: list[str]) -> None:
    told = explain(text, read_value(text, **known), **known)

    assert [line for line in lines if line not in told] == []


def test_a_year_that_the_text_states_is_not_said_to_be_inferred() -> None:
    assert "推断" not in explain("2025年底前", read_value("2025年底前", year=2025), year=2025)
