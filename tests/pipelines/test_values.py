"""Values of a whole frame: the same meaning as one by one, in the rows' order, each distinct one read once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from pipelines import values
from pipelines.values import read_values
from transforms.quantity.meaning import value_columns
from transforms.quantity.value import read_value
from warehouse.schema.value import NormalisedValue

ROWS = [
    ("≥95%", "质量指标", 2025), ("年底前", None, 2025), (None, None, None), ("≥95%", "质量指标", 2025),
    ("110万", "成本指标", 2025), ("110万", "数量指标", 2025), ("年底前", None, 2024), ("3860元/月/人", None, None),
]  # fmt: skip


def _frame() -> pl.DataFrame:
    schema = {"value_text": pl.String, "level2": pl.String, "fiscal_year": pl.Int16}
    return pl.DataFrame(ROWS, schema=schema, orient="row")


def test_every_row_gets_the_meaning_of_its_own_text() -> None:
    read = read_values(_frame())

    assert read.columns == [*_frame().columns, *NormalisedValue.columns()]
    for row, (text, level2, year) in zip(read.iter_rows(named=True), ROWS, strict=True):
        expected = value_columns(read_value(text or "", level2=level2, year=year))
        assert {name: row[name] for name in expected} == expected
    assert read["due_date"].to_list()[1:7:5] == [dt.date(2025, 12, 31), dt.date(2024, 12, 31)]


def test_each_distinct_value_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(text: str, **known: Any) -> Any:
        asked.append(text)
        return read_value(text, **known)

    monkeypatch.setattr(values, "read_value", counted)
    read_values(pl.concat([_frame()] * 3))

    assert len(asked) == len(set(ROWS))


def test_a_frame_may_have_text_alone_or_a_unit_column() -> None:
    alone = read_values(pl.DataFrame({"t": ["5"], "u": ["万元"]}), "t", level2=None, year=None)
    beside = read_values(pl.DataFrame({"t": ["5"], "u": ["万元"]}), "t", level2=None, unit="u", year=None)

    assert (alone["unit"].item(), beside["unit"].item(), beside["lower_bound"].item()) == (None, "CNY", 50000)


def test_an_empty_frame_gets_typed_columns() -> None:
    read = read_values(_frame().clear())

    types = {name: column.dtype for name, column in NormalisedValue.columns().items()}
    assert (read.height, dict(read.select(list(types)).schema)) == (0, types)


def test_a_column_that_is_missing_is_an_error() -> None:
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        read_values(pl.DataFrame({"value_text": ["5"]}))
