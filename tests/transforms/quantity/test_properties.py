"""What holds for every text: any spelling of a figure reads back, and nothing whatever makes the grammar raise."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.quantity.clauses import read_bounds
from transforms.quantity.dates import may_lack_year
from transforms.quantity.text import normalise
from transforms.quantity.value import Value, read_value
from transforms.quantity.vocabulary import ages, measure_words, units, words
from transforms.rules import load

CANONICAL = {
    "percent",
    "CNY",
    "count",
    "m",
    "m2",
    "m3",
    "kg",
    "minute",
    "hour",
    "day",
    "workday",
    "week",
    "month",
    "year",
}
KINDS = {"numeric", "date", "qualitative", "empty"}
BEFORE = [
    (word, entry["side"], entry["inclusive"]) for entry in load("comparators")["before"] for word in entry["words"]
]
AFTER = [(word, entry["side"], entry["inclusive"]) for entry in load("comparators")["after"] for word in entry["words"]]
SIDED = [(word, side, inclusive) for word, side, inclusive in BEFORE if side in ("lower", "upper", "exact")]
FULL_WIDTH = {ord(character): chr(ord(character) + 0xFEE0) for character in "0123456789.,%<>=+"}
WRITTEN_UNITS = [
    ("%", "percent"),
    ("元", "CNY"),
    ("个", "count"),
    ("人次", "count"),
    ("米", "m"),
    ("天", "day"),
    ("平方米", "m2"),
]

figures = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
pieces = st.sampled_from(
    [*"0123456789.,-~%‰元万亿年月日前后内个次人/每≥≤><=±()（）：:；;，。、至到约", "不低于", "以上", "百分之", "三百", "2025年", "底前", "率", "提高",
     "优", "按照", "季度", "上半年", "达到", "完成", "㎡", "①", "〔2021〕", "\n", " ", "　", "含", "且", "X", "km", "半", "两"]
)  # fmt: skip
texts = st.one_of(st.text(max_size=40), st.lists(pieces, max_size=14).map("".join))


def written(figure: Decimal, *, separators: bool, full_width: bool, space: str) -> str:
    text = f"{figure:,}" if separators else str(figure)
    return (text.translate(FULL_WIDTH) if full_width else text) + space


def sound(value: Value) -> bool:
    """The contract's conditions on one value."""
    lower, upper = value.lower_bound, value.upper_bound
    ordered = lower is None or upper is None or lower <= upper
    flags = (lower is None) == (value.lower_inclusive is None) and (upper is None) == (value.upper_inclusive is None)
    bounded = (value.value_kind == "numeric") == (lower is not None or upper is not None)
    counted = (value.counter is None or value.unit == "count") and value.unit in {None, *CANONICAL}
    worded = value.is_qualitative == (value.value_kind == "qualitative") == (value.qualitative_class is not None)
    named = (value.value_rule is None) == (value.value_kind == "empty")
    return ordered and flags and bounded and counted and worded and named and value.value_kind in KINDS


@given(
    figures,
    st.sampled_from(SIDED),
    st.sampled_from(WRITTEN_UNITS),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", " ", "\n", "　"]),
)
@settings(max_examples=300, deadline=None)
def test_a_bound_reads_back_in_every_spelling(
    figure: Decimal,
    comparator: tuple[str, str, bool],
    unit: tuple[str, str],
    separators: bool,  # noqa: FBT001
    full_width: bool,  # noqa: FBT001
    space: str,
) -> None:
    word, side, inclusive = comparator
    text = word + space + written(figure, separators=separators, full_width=full_width, space=space) + unit[0]

    value = read_value(text)

    lower = (figure, inclusive) if side in ("lower", "exact") else (None, None)
    upper = (figure, inclusive) if side in ("upper", "exact") else (None, None)
    assert (value.lower_bound, value.lower_inclusive) == lower
    assert (value.upper_bound, value.upper_inclusive) == upper
    assert value.unit == unit[1]
    assert value.issues == ()


@given(
    figures,
    figures,
    st.sampled_from(WRITTEN_UNITS),
    st.sampled_from(["-", "–", "—", "~", "～", "至", "到"]),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_a_range_reads_back_with_both_ends(
    first: Decimal,
    second: Decimal,
    unit: tuple[str, str],
    to: str,
    both: bool,  # noqa: FBT001
) -> None:
    low, high = sorted((first, second))

    value = read_value(f"{low}{unit[0] if both else ''}{to}{high}{unit[0]}")

    assert (value.lower_bound, value.upper_bound, value.unit) == (low, high, unit[1])
    assert (value.lower_inclusive, value.upper_inclusive) == (True, True)


@pytest.mark.parametrize("word", sorted(units()))
def test_every_unit_converts_by_its_factor(word: str) -> None:
    unit = units()[word]

    # A share is a figure of 0 to 1; everything else takes three.
    value = read_value(f"≥{'0.5' if unit.highest else '3'}{word}")

    assert value.unit == unit.canonical
    assert value.lower_bound is not None
    assert abs(value.lower_bound - Decimal(unit.factor.numerator * (1 if unit.highest else 3)) / unit.factor.denominator
               / (2 if unit.highest else 1)) < Decimal("0.000001")  # fmt: skip


@pytest.mark.parametrize("word", sorted(measure_words() - words("level") - ages()))
def test_every_measure_word_counts(word: str) -> None:
    value = read_value(f"≥12{word}")

    assert (value.lower_bound, value.unit, value.counter, value.issues) == (12, "count", word, ())


@pytest.mark.parametrize(("word", "side", "inclusive"), AFTER)
def test_every_word_after_a_figure_sets_its_side(word: str, side: str, inclusive: bool) -> None:  # noqa: FBT001
    value = read_value(f"30人{word}" if side != "about" or word in ("左右", "上下") else f"30{word}人")

    assert value.counter == "人"
    if side == "lower":
        assert (value.lower_bound, value.lower_inclusive, value.upper_bound) == (30, inclusive, None)
    elif side == "upper":
        assert (value.upper_bound, value.upper_inclusive, value.lower_bound) == (30, inclusive, None)
    else:
        assert value.is_approximate
        assert value.issues == ("value_approximate",)


@given(
    texts, st.sampled_from([None, "成本指标"]), st.one_of(st.none(), texts), st.sampled_from([None, 2025, 0, -1, 10**6])
)
@settings(max_examples=600, deadline=None)
@example("", None, None, None)
@example("1" * 5000, None, None, None)
@example("²³½①", None, "²", 2025)
@example("\ud800", None, None, None)
@example("٣٤٪", None, None, None)
def test_no_text_raises_and_every_value_is_sound(
    text: str, level2: str | None, unit: str | None, year: int | None
) -> None:
    value = read_value(text, level2=level2, unit=unit, year=year)

    assert sound(value), value
    assert all(sound(bound.value) for bound in read_bounds(text, year=year))


@given(st.lists(pieces, max_size=10).map("".join))
@settings(max_examples=200, deadline=None)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read_value(text, year=2025) == read_value(text, year=2025)


@given(texts, st.sampled_from([None, "年", "月", "%"]))
@settings(max_examples=400, deadline=None)
@example("2025.06-2025.12", None)
@example("20251231", None)
@example("6.30止", None)
@example("2025", "年")
def test_a_value_that_states_its_year_or_no_day_means_the_same_in_every_year(text: str, unit: str | None) -> None:
    if not may_lack_year(normalise(text).plain):
        assert read_value(text, unit=unit, year=2024) == read_value(text, unit=unit)


@given(st.lists(pieces, min_size=1, max_size=8).map("".join))
@settings(max_examples=200, deadline=None)
def test_a_bare_text_has_no_unit_from_elsewhere_inferred(text: str) -> None:
    value = read_value(text)

    assert value == value._replace(unit_inferred=False)


@pytest.mark.parametrize(
    "unit",
    ["1", "9,", "率", "每", "每年", "百分之", "一", "1年", "/人", "≥", "不低于", "完成", "3%", "1-", "《", "2025年", "1月", "a", "万", "1万", "以上", "，率", "按照"],
)  # fmt: skip
@pytest.mark.parametrize("start", ["", "≥1", "1"])
def test_long_texts_take_no_time(unit: str, start: str) -> None:
    read_value(start + unit * 3)
    for length in (399, 5000):
        text = (start + unit * length)[:length]
        began = time.process_time()
        read_value(text)
        # Generous for a busy machine; a pattern that runs away takes minutes.
        assert time.process_time() - began < 0.5


def test_long_prose_takes_no_time() -> None:
    text = "督促检查率，对涉及全区重点工作的督促检查率大于90%；" * 200
    began = time.process_time()

    assert len(read_bounds(text)) == 200
    assert time.process_time() - began < 2
