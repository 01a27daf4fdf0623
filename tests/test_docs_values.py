"""The page of the value grammar is made of rules, specification and measurements, and the comparison on it is a fair one."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from bench.values import scoring
from bench.values.cases import corpus
from bench.values.readers import jio, microsoft, numerals, quantulum
from bench.values.readers.answers import deadline, figure, nothing
from tests.transforms.quantity.page import EXAMPLES, PAGE, ROOT, examples, page
from tests.transforms.quantity.page_tables import CLASSES, table
from tests.transforms.quantity.spoken_case import asked, meaning
from transforms.rules import load


def test_the_page_of_values_has_not_drifted() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make docs"


def test_every_rule_and_mask_is_explained_in_chinese_and_in_english() -> None:
    entries = [*load("value_rules")["rule"], *load("value_rules")["mask"]]

    assert [entry for entry in entries if not (entry.get("zh") and entry.get("why"))] == []


def test_every_rule_stands_on_the_page_with_an_example() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| `")]

    assert [
        rule["name"] for rule in load("value_rules")["rule"] if not any(f"`{rule['name']}` |" in row for row in rows)
    ] == []


def test_every_class_of_words_stands_on_the_page() -> None:
    assert set(CLASSES) == set(load("qualitative"))


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"value_kind": "numeric", "lower_bound": "95", "lower_inclusive": True, "unit": "percent"}, "95 ≤ x percent"),
        ({"value_kind": "numeric", "upper_bound": "5", "upper_inclusive": False}, "x < 5"),
        (
            {"value_kind": "numeric", "lower_bound": "1", "upper_bound": "1", "unit": "count", "counter": "次"}
            | {"per": ["quarter"]},
            "x = 1 count（次） / quarter",
        ),
        (
            {"value_kind": "numeric", "lower_bound": "50", "upper_bound": "50", "is_approximate": True},
            "x ≈ 50",
        ),
        (
            {"value_kind": "numeric", "lower_bound": "1", "lower_inclusive": False, "upper_bound": "2"}
            | {"upper_inclusive": True, "unit": "CNY", "unit_inferred": True},
            "1 < x ≤ 2 CNY，推断 inferred",
        ),
        ({"value_kind": "date", "due_date": "2025-06-30"}, "2025-06-30"),
        ({"value_kind": "date", "start_date": "2025-03-01", "due_date": "2025-06-30"}, "2025-03-01 … 2025-06-30"),
        ({"value_kind": "date", "start_date": "2025-03-01"}, "2025-03-01 …"),
        ({"value_kind": "date", "recurrence": "month"}, "无单一日期 no single day（month）"),
        ({"value_kind": "qualitative", "qualitative_class": "grade", "qualitative_grade": 4}, "grade 4"),
        ({"value_kind": "empty", "issues": ["value_empty"]}, "empty ⚠ `value_empty`"),
    ],
)
def test_columns_are_told_in_one_line(columns: dict[str, Any], told: str) -> None:
    assert meaning(columns) == told


def test_what_is_known_beside_a_text_stands_in_brackets() -> None:
    assert asked({"text": "95", "level2": "成本指标", "unit": "%", "year": 2025}) == "`95`（成本指标，单位 %，2025年）"
    assert asked({"text": "优\n良"}) == "`优⏎良`"


def test_examples_are_few_and_begin_with_what_the_reason_quotes() -> None:
    found = [{"text": str(number)} for number in range(10)]

    assert [case["text"] for case in examples(found, "7, 9: two of them")] == ["7", "9", "0", "4"]
    assert len(examples(found, "")) == EXAMPLES
    assert examples(found[:1], "") == found[:1]


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert table(["a"], [["1|2"]]) == "| a |\n| --- |\n| 1\\|2 |\n"


def found_by(name: str, text: str, **fields: Any) -> SimpleNamespace:
    return SimpleNamespace(type_name=name, text=text, start=0, end=len(text) - 1, **fields)


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (figure("15.5", "15.5", "kilometre", "15.5km"), {"lower_bound": "15500", "upper_bound": "15500", "unit": "m"}),
        (figure("0.1", "0.30000000000000004"), {"lower_bound": "0.1", "upper_bound": "0.3", "unit": None}),
        (
            figure(None, "5", "furlong"),
            {"lower_bound": None, "lower_inclusive": None, "upper_bound": "5", "unit": None},
        ),
        (figure("95", "95", "percentage", "百分之九十五"), {"unit": "percent", "unit_text": "百分之"}),
        (figure("NaN", "NaN"), {"value_kind": None}),
        (deadline("2025-09-30", "2025-07-01", "第三季度"), {"due_date": "2025-09-30", "start_date": None}),
        (deadline("2025-03-31", "2025-01-01", "1月至3月"), {"start_date": "2025-01-01"}),
        (nothing(), {"value_kind": "qualitative", "qualitative_class": "other", "is_qualitative": True}),
        (
            microsoft.answer([found_by("currency", "3元", resolution={"value": "3", "unit": "Chinese yuan"})], "3元"),
            {"lower_bound": "3", "unit": "CNY", "unit_text": "元"},
        ),
        (
            microsoft.answer(
                [
                    found_by("number", "90", resolution={"value": "90"}),
                    found_by("datetimeV2.duration", "90分钟", resolution={"values": [{"timex": "PT90M"}]}),
                ],
                "90分钟",
            ),
            {"lower_bound": "90", "unit": "minute", "unit_text": "分钟"},
        ),
        (
            microsoft.answer(
                [
                    found_by(
                        "datetimeV2.daterange",
                        "2025年6月",
                        resolution={"values": [{"timex": "2025-06", "start": "2025-06-01", "end": "2025-07-01"}]},
                    )
                ],
                "2025年6月底前",
            ),
            {"value_kind": "date", "due_date": "2025-06-30", "start_date": None},
        ),
        (
            jio.answer(
                {
                    "type": "money",
                    "text": "10万元以上",
                    "detail": {"num": "100000.00", "case": "元", "definition": "blur+"},
                },
                "",
            ),
            {"lower_bound": "100000", "upper_bound": None, "unit": "CNY"},
        ),
        (
            jio.answer({"type": "time_delta", "text": "1年6个月", "detail": {"time": {"year": 1.0, "month": 6.0}}}, ""),
            {"lower_bound": "18", "unit": "month"},
        ),
        (
            jio.answer(
                {
                    "type": "time_span",
                    "text": "2025年底前",
                    "detail": {"time": ["-inf", "2025-12-31 23:59:59"]},
                },
                "",
            ),
            {"due_date": "2025-12-31", "start_date": None},
        ),
        (numerals.answer((95.0, "%以上"), ""), {"lower_bound": "95", "unit": "percent", "unit_text": "%"}),
        (
            quantulum.answer(
                [
                    SimpleNamespace(
                        value=92.5, uncertainty=2.5, unit=SimpleNamespace(name="percentage"), surface="90-95%"
                    )
                ],
                "",
            ),
            {"lower_bound": "90", "upper_bound": "95", "unit": "percent"},
        ),
    ],
)
def test_what_another_reader_finds_becomes_our_columns(answer: dict[str, Any], wanted: dict[str, Any]) -> None:
    found = scoring.columns(answer, "text")

    assert {name: found[name] for name in wanted} == {name: scoring.plain(name, wanted[name]) for name in wanted}


@pytest.mark.parametrize(
    ("wanted", "found", "with_unit", "alone"),
    [
        ({"lower_bound": Decimal(95), "unit": "percent"}, {"lower_bound": Decimal(95), "unit": "percent"}, True, True),
        # A comparator that is not known leaves an exact figure: it is the right one.
        (
            {"lower_bound": Decimal(95), "unit": "percent"},
            {"lower_bound": Decimal(95), "upper_bound": Decimal(95), "unit": "percent"},
            True,
            True,
        ),
        ({"lower_bound": Decimal(95), "unit": "percent"}, {"lower_bound": Decimal(95)}, False, True),
        ({"lower_bound": Decimal(3), "unit": "count"}, {"lower_bound": Decimal(3)}, True, True),
        ({"lower_bound": Decimal(3), "unit": "count"}, {"lower_bound": Decimal(3), "unit": "year"}, False, True),
        ({"lower_bound": Decimal(3)}, {"lower_bound": Decimal(4)}, False, False),
        ({"due_date": "2025-06-30"}, {"due_date": "2025-06-30"}, True, True),
        ({"due_date": "2025-06-30"}, {"due_date": "2025-06-01"}, False, False),
    ],
)
def test_a_figure_is_right_whatever_its_side(
    wanted: dict[str, Any],
    found: dict[str, Any],
    with_unit: bool,  # noqa: FBT001 - a column of the table
    alone: bool,  # noqa: FBT001 - a column of the table
) -> None:
    whole = scoring.EMPTY | found

    assert scoring.is_amount(wanted, whole, with_unit=True) is with_unit
    assert scoring.is_amount(wanted, whole, with_unit=False) is alone


def test_a_value_is_whole_only_if_every_judged_column_is_right() -> None:
    wanted = {"unit": "count", "counter": "人"}

    assert scoring.is_whole(wanted, scoring.EMPTY | wanted)
    assert not scoring.is_whole(wanted, scoring.EMPTY | {"unit": "count"})


def test_every_question_is_asked_once_and_judged_in_columns_that_anyone_can_fill() -> None:
    cases = corpus()

    assert len({(case.key, case.real) for case in cases}) == len(cases)
    assert all(set(case.wanted) <= set(scoring.COLUMNS) for case in cases)
    assert all(set(case.wanted) == set(scoring.COLUMNS) for case in cases if not case.real)


def test_the_results_do_not_tell_whose_machine_it_was() -> None:
    measured = json.loads((ROOT / "bench" / "results" / "values.json").read_text(encoding="utf-8"))

    assert set(measured["machine"]) == {"processor", "cores", "system"}
    assert "/" not in json.dumps(measured)


def test_the_lock_of_the_other_readers_has_hashes_and_names_no_place() -> None:
    lock = (ROOT / "bench" / "values" / "requirements.lock").read_text(encoding="utf-8")

    assert not re.search(r"://|index-url|find-links| @ ", lock)
    assert all("--hash=sha256:" in package for package in re.split(r"\n(?=\S)", lock.strip()))
