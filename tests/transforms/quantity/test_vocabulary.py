"""The vocabularies are written in the spelling that patterns see, and say nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from transforms.quantity.number import OutOfRange, amount, to_decimal
from transforms.quantity.rules import expand, rules
from transforms.quantity.text import normalise
from transforms.quantity.vocabulary import comparators, measure_words, not_units, periods, pieces, units
from transforms.rules import load


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def listed(name: str) -> list[str]:
    """Every word of a vocabulary file that a text is compared with."""
    raw = load(name)
    entries = [
        entry.get("words", [])
        for group in raw.values()
        if isinstance(group, list)
        for entry in group
        if isinstance(entry, dict)
    ]
    plain = [group for group in raw.values() if isinstance(group, list) and group and isinstance(group[0], str)]
    return list(strings([*entries, *plain]))


@pytest.mark.parametrize("name", ["comparators", "units", "measure_words", "periods"])
def test_words_are_written_as_patterns_see_them(name: str) -> None:
    assert [word for word in listed(name) if normalise(word).plain != word] == []


def test_words_of_the_rules_are_written_as_patterns_see_them() -> None:
    words = [word for words in load("value_rules")["words"].values() for word in words]

    assert [word for word in words if normalise(word).plain != word] == []


def test_words_of_the_classes_are_written_as_patterns_see_them() -> None:
    words = [word for entry in load("qualitative").values() for word in entry.get("words", [])]

    assert [word for word in words if normalise(word).plain != word] == []


@pytest.mark.parametrize("name", ["comparators", "units", "periods"])
def test_no_word_stands_twice(name: str) -> None:
    groups = [
        group
        for group in load(name).values()
        if isinstance(group, list) and isinstance(group[0], dict) and "words" in group[0]
    ]
    for group in groups:
        words = Counter(word for entry in group for word in entry["words"])
        assert [word for word, count in words.items() if count > 1] == []


def test_there_are_measure_words_enough() -> None:
    assert len(measure_words()) >= 300
    assert measure_words().isdisjoint(units())


def test_no_unit_is_called_a_phrase() -> None:
    assert set(not_units()).isdisjoint(measure_words())


def test_every_piece_of_every_rule_exists_and_compiles() -> None:
    for rule in rules():
        assert rule.pattern.groups >= 0
    assert all(expand(f"{{{name}}}", "1") for name in pieces())


def test_a_comparator_has_one_side() -> None:
    assert {comparator.side for comparator in comparators("before").values()} <= {"lower", "upper", "exact", "about"}
    assert set(periods().values()) == {"day", "week", "month", "quarter", "year"}


@pytest.mark.parametrize(
    ("text", "scale", "value"),
    [
        ("95", "", 95),
        ("1,234.5", "", Fraction(2469, 2)),
        ("1亿2000", "万", 120_000_000),
        ("-3", "", -3),
        ("三百五十", "", 350),
        ("一百二十万", "", 1_200_000),
        ("一万零五", "", 10_005),
        ("十", "万", 100_000),
        ("半", "", Fraction(1, 2)),
        ("二点五", "", Fraction(5, 2)),
        ("三百五", "", None),
        ("1万2", "", None),
        ("一一", "", None),
        ("十百", "", None),
    ],
)
def test_a_numeral_spells_its_number(text: str, scale: str, value: Fraction | None) -> None:
    assert amount(text, scale) == value


def test_a_ratio_that_never_ends_is_rounded_and_a_finer_number_is_refused() -> None:
    assert to_decimal(Fraction(2, 3)) == Decimal("0.666667")
    assert to_decimal(Fraction(1, 10**6)) == Decimal("0.000001")
    with pytest.raises(OutOfRange):
        to_decimal(Fraction(1, 10**7))
    with pytest.raises(OutOfRange):
        to_decimal(Fraction(10**15))


def test_places_lead_back_to_what_was_written() -> None:
    reading = normalise("≥ ９５ ％")

    assert reading.plain == "≥95%"
    assert reading.written(1, 4) == "９５％"
    assert reading.verbatim(1, 4) == "９５ ％"
