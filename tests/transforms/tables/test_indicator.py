"""Rows of indicators and their bounds: whole, each its own, and what their names say of them."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.tables.indicator import bound_rows, indicator_row
from transforms.tables.submission import Identity
from warehouse.schema.records import IndicatorRecord, Text
from warehouse.schema.staged import STAGED

IDENTITY = Identity("130202", 2025, "101", "某局", "approved")


def rows_of(value: str | None, **names: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    texts: dict[str, Any] = {name: Text(text, "row 1") for name, text in names.items()}
    record = IndicatorRecord("row 1", value=None if value is None else Text(value, "row 1"), **texts)
    row, meant = indicator_row(IDENTITY, "p", record, 1)
    return row, bound_rows(row, meant)


@pytest.mark.parametrize("value", ["≥95%", "6月底前完成80%，10月底前完成100%", "合格", "", None])
def test_rows_have_exactly_the_columns_of_their_tables(value: str | None) -> None:
    row, bounds = rows_of(value, level3="合格率")

    assert set(row) == set(STAGED["indicator"].columns())
    assert all(set(bound) == set(STAGED["indicator_bound"].columns()) for bound in bounds)


def test_indicators_of_the_same_value_have_rows_of_their_own() -> None:
    first, first_bounds = rows_of("≥95%", level3="合格率")
    first["unit"] = first_bounds[0]["unit"] = "changed"

    second, second_bounds = rows_of("≥95%", level3="差错率")

    assert (second["unit"], second_bounds[0]["unit"]) == ("percent", "percent")
    assert (second["level3"], second["more_is_better"]) == ("差错率", None)


@pytest.mark.parametrize(
    ("value", "name", "better"),
    [
        ("≥95%", "合格率", [True]),
        ("≥95%", "", [True]),
        (
            "≤14.1万元降低",
            "数据准确率",
            [None],
        ),  # what the name says speaks against the bound, its own words leave it open
        ("≤14.1万元降低", "差错率", [False]),
        ("合格率≥95%，差错率≤1%", "", [True, False]),
        ("合格率95%，差错率1%", "", [True, False]),
        ("6月底前", "完成时间", [None]),
    ],
)
def test_more_is_better_of_a_bound_as_its_words_say_else_as_its_indicator_says(
    value: str, name: str, better: list[bool | None]
) -> None:
    _, bounds = rows_of(value, level3=name)

    assert [bound["more_is_better"] for bound in bounds] == better


def test_a_tolerance_whose_sign_stands_in_a_column_of_its_own_lies_on_both_sides() -> None:
    row, _ = rows_of("5", operator="±", measure_unit="%")

    assert (row["lower_bound"], row["upper_bound"], row["unit"]) == (-5, 5, "percent")


@pytest.mark.parametrize(("unit", "bounds"), [("≥", (95, None)), ("不高于", (None, 95)), ("人", (95, 95))])
def test_a_sign_in_the_column_of_units_is_no_unit(unit: str, bounds: tuple[int | None, int | None]) -> None:
    row, _ = rows_of("95%" if unit != "人" else "95", measure_unit=unit)
    assert (row["lower_bound"], row["upper_bound"]) == bounds
    assert row["measure_unit_text"] == unit
    assert not row["operator_text"]


def test_the_only_figure_of_a_cell_keeps_the_deadline_in_front_of_it() -> None:
    row, (bound,) = rows_of("5月底前完成80%", level3="完成率")

    assert (row["due_date"], str(bound["due_date"]), bound["more_is_better"]) == (None, "2025-05-31", True)
