"""Every case of the spec corpus means what it says, and the corpus covers the grammar."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.transforms.quantity.specs import SPECS, cases, expected, whys
from transforms.quantity.clauses import read_bounds
from transforms.quantity.meaning import VALUE_COLUMNS
from transforms.quantity.rules import rules
from transforms.quantity.value import Value, read_value
from transforms.tables.indicator import with_operator

DERIVED = ("direction", "more_is_better", "phrase", "span", "bounds", "is_approximate", "recurrence")
VALUES = ("comparators", "context", "dates", "leads", "mixed", "numbers", "per", "ranges", "units", "words")


def meaning(case: dict[str, Any]) -> Value:
    known = {name: case[name] for name in ("level2", "unit", "year") if name in case}
    return read_value(case["text"], **known)


def name_of(case: dict[str, Any]) -> str:
    return " ".join(str(case[key]) for key in ("operator", "text", "level2", "unit", "year") if key in case)


@pytest.mark.parametrize("case", [case for name in VALUES for case in cases(name)], ids=name_of)
def test_a_value_means_what_its_spec_says(case: dict[str, Any]) -> None:
    # The whole value is compared: a column that the case does not name is empty. What follows from the others, and where
    # the words stood, is compared only where a case names it; it has tests of its own.
    read, wanted = meaning(case), Value(**expected(case["expect"]))
    derived = {name: getattr(read, name) for name in DERIVED if name not in case["expect"]}

    assert read == wanted._replace(**derived)


@pytest.mark.parametrize("case", cases("samples"), ids=name_of)
def test_a_value_of_a_real_form_means_what_was_worked_out_by_hand(case: dict[str, Any]) -> None:
    read = meaning(case)._asdict()
    bounds = ("lower_bound", "lower_inclusive", "upper_bound", "upper_inclusive", "unit", "counter", "due_date")
    wanted = dict.fromkeys(bounds) | expected(case["expect"])

    assert {name: read[name] for name in wanted} == wanted


@pytest.mark.parametrize("case", cases("provinces"), ids=name_of)
def test_a_value_of_another_province_means_what_was_worked_out_by_hand(case: dict[str, Any]) -> None:
    judged = [name for name in VALUE_COLUMNS if name not in (*DERIVED, "unit_text", "value_rule")]
    read = meaning({**case, "text": with_operator(case["text"], case.get("operator", ""))})
    empty = Value("empty")

    assert {name: getattr(read, name) for name in judged} == {name: getattr(empty, name) for name in judged} | expected(
        case["expect"]
    )


@pytest.mark.parametrize("case", cases("clauses"), ids=name_of)
def test_every_bound_of_a_measure_is_found(case: dict[str, Any]) -> None:
    found = [(bound.name, bound.value_text, bound.value) for bound in read_bounds(case["text"])]
    wanted = [expected(bound) for bound in case["bounds"]]

    assert [(name, text) for name, text, _ in found] == [(bound["name"], bound["value_text"]) for bound in wanted]
    for (_, _, value), bound in zip(found, wanted, strict=True):
        assert value.value_kind == "numeric"
        assert (value.lower_bound, value.upper_bound) == (bound.get("lower_bound"), bound.get("upper_bound"))
        assert value.lower_inclusive == bound.get("lower_inclusive")
        assert value.unit == bound["unit"]


def test_every_rule_is_hit_by_a_spec() -> None:
    hit = {case["expect"].get("value_rule") for name in VALUES for case in cases(name)}

    assert {rule.name for rule in rules()} - hit == set()


def test_no_two_rules_share_a_name() -> None:
    assert [name for name, count in Counter(rule.name for rule in rules()).items() if count > 1] == []


def test_every_group_says_why_it_stands_there() -> None:
    assert [name for name in (*VALUES, "samples", "provinces", "clauses") if not all(whys(name))] == []


def test_every_spec_file_is_run() -> None:
    assert {path.stem for path in SPECS.glob("*.yaml")} >= {*VALUES, "samples", "provinces", "clauses"}


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert sum(len(cases(name)) for name in VALUES) >= 600
