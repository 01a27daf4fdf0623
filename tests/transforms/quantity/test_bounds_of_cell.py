"""Every bound that a cell states is found, with what it is said of and the deadline it stands under."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.transforms.quantity.test_properties import texts
from transforms.quantity.clauses import read_bounds
from transforms.quantity.meaning import VALUE_COLUMNS
from transforms.quantity.value import Bound, read_value, stated_bounds


def bounds_of(text: str) -> tuple[Bound, ...]:
    return stated_bounds(text, read_value(text, year=2025))


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (
            "慰问人数不少于100人，宣传用品不少于20000份",
            [("慰问人数", "不少于100人", "≥100人", None), ("宣传用品", "不少于20000份", "≥20000份", None)],
        ),
        (
            "5月底前完成80%，年底前完成100%",
            [("完成", "80%", "80%", date(2025, 5, 31)), ("完成", "100%", "100%", date(2025, 12, 31))],
        ),
        ("及时率达到90%以上；合格率达到95%以上", [
            ("及时率达到", "90%以上", "≥90%", None), ("合格率达到", "95%以上", "≥95%", None),
        ]),
        ("6月底前完成招标，10月底前完成验收", [
            ("完成招标", "6月底前", "2025-06-30前", date(2025, 6, 30)),
            ("完成验收", "10月底前", "2025-10-31前", date(2025, 10, 31)),
        ]),
        ("≥95%，2025年底前完成", [
            ("", "≥95%", "≥95%", None), ("完成", "2025年底前", "2025-12-31前", date(2025, 12, 31)),
        ]),
        ("5月底前完成80%", [("完成", "80%", "80%", date(2025, 5, 31))]),
        ("年底前完成办结率≥98%", [("完成办结率", "≥98%", "≥98%", date(2025, 12, 31))]),
        ("≥95%", [("", "≥95%", "≥95%", None)]),
        ("≥90%且≤100%", [("", "≥90%且≤100%", "≥90且≤100%", None)]),
        ("培训人数（人）≥20人", [("培训人数（人）", "≥20人", "≥20人", None)]),
        ("100人参加，20件", [("参加", "100人", "100人", None), ("", "20件", "20件", None)]),
        ("满意度，≥95%，且≤100%的村", [("满意度", "≥95%", "≥95%", None), ("的村", "≤100%", "≤100%", None)]),
        ("≥95%（学生）、≥90%（家长）", [("学生", "≥95%", "≥95%", None), ("家长", "≥90%", "≥90%", None)]),
        ("3名专职、2名兼职", [("专职", "3名", "3名", None), ("兼职", "2名", "2名", None)]),
        ("500元（城市）/400元（农村）", [("城市", "500元", "500元", None), ("农村", "400元", "400元", None)]),
        ("500元（城市）和400元（农村）", [("城市", "500元", "500元", None), ("农村", "400元", "400元", None)]),
        ("合格率≥95%、满意度≥90%", [("合格率", "≥95%", "≥95%", None), ("满意度", "≥90%", "≥90%", None)]),
        ("优", []),
        ("", []),
        ("按照冀财预〔2021〕5号文件执行", []),
    ],
)  # fmt: skip
def test_every_bound_of_a_cell_is_found(text: str, bounds: list[tuple[str, str, str, date | None]]) -> None:
    found = [(one.name, one.value_text, str(one.value), one.value.due_date) for one in bounds_of(text)]

    assert found == bounds


def test_more_than_one_bound_is_said() -> None:
    assert read_value("慰问人数不少于100人，宣传用品不少于20000份").issues == ("value_more_bounds",)
    assert "value_more_bounds" in read_value("≥95%，2025年底前完成").issues
    assert "value_more_bounds" not in read_value("慰问人数不少于100人以上的村").issues


@given(texts)
@settings(max_examples=200, deadline=None)
def test_the_first_bound_is_the_value_itself(text: str) -> None:
    value, bounds = read_value(text, year=2025), bounds_of(text)

    assert bool(bounds) == (value.value_kind in ("numeric", "date"))
    if bounds:
        beside = {"due_date"} if value.value_kind == "numeric" else set()
        for name in set(VALUE_COLUMNS) - beside:
            assert getattr(bounds[0].value, name) == getattr(value, name)
    assert all(one.value.value_kind in ("numeric", "date") for one in bounds)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("约50人", 50, 50),
        ("大约50人", 50, 50),
        ("将近50人", 50, 50),
        ("50人左右", 50, 50),
        ("50人上下", 50, 50),
        ("≈50人", 50, 50),
        ("约50人左右", 50, 50),
        ("50余人", 50, None),
        ("50多人", 50, None),
        ("≥50余人", 50, None),
        ("10余-20余人", 10, 20),
    ],
)
def test_about_is_kept_as_a_flag_beside_the_bounds(text: str, lower: int, upper: int | None) -> None:
    value = read_value(text)

    assert value.is_approximate
    assert (value.lower_bound, value.upper_bound) == (Decimal(lower), upper if upper is None else Decimal(upper))
    assert value.issues == ("value_approximate",)


@pytest.mark.parametrize("text", ["50人", "≥50人", "50人以上", "50+人", "多人", "年底前", "左右逢源"])
def test_what_is_not_about_has_no_flag(text: str) -> None:
    assert not read_value(text).is_approximate


@pytest.mark.parametrize(
    ("text", "recurrence", "due"),
    [
        ("每月15日前", "month", None),
        ("15日前完成", "month", None),
        ("次月10日前", "month", None),
        ("每季度末", "quarter", None),
        ("每季度首月10日前", "quarter", None),
        ("每半年底前", "half_year", None),
        ("每年12月底前", "year", date(2025, 12, 31)),
        ("每年6月30日前完成", "year", date(2025, 6, 30)),
        ("每周5日前", "week", None),
        ("每旬末", "ten_days", None),
        ("每学期末", "term", None),
        ("2025年6月底前", None, date(2025, 6, 30)),
        ("年底前", None, date(2025, 12, 31)),
    ],
)
def test_a_recurring_deadline_names_its_period(text: str, recurrence: str | None, due: date | None) -> None:
    value = read_value(text, year=2025)

    assert (value.value_kind, value.recurrence, value.due_date) == ("date", recurrence, due)
    assert ("value_recurring_deadline" in value.issues) == (recurrence is not None)


def test_a_cell_with_too_many_bounds_is_cut_and_says_so() -> None:
    text = "；".join(f"第{number}项{number}次" for number in range(1, 22))
    cut, whole = read_value(text), read_value(text.rpartition("；")[0])
    assert (len(cut.bounds), len(whole.bounds)) == (20, 20)
    assert ["value_bounds_cut" in value.issues for value in (cut, whole)] == [True, False]


def test_a_little_more_than_a_figure_has_no_ceiling_even_without_a_unit() -> None:
    value = read_value("50余")
    assert (value.lower_bound, value.upper_bound, value.is_approximate) == (Decimal(50), None, True)


def test_an_average_in_the_words_before_a_figure_says_what_it_is_per_in_prose_too() -> None:
    found = read_bounds("人均公共文化服务经费不低于50元，户均补助发放率100%，村均投入2万元/年")
    assert [bound.value.per for bound in found] == [("人",), (), ("村", "year")]
