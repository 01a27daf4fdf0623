"""Turns a frame into columns for the browser: compact, exact, and the same for the same frame."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

_SAFE_DIGITS = 15
"""Decimal digits that a number of a browser (a double) keeps exactly."""
_REPEATS = 2
"""A text column whose values stand at least so often each is kept as a list of values and their numbers."""


def columns(frame: pl.DataFrame) -> dict[str, Any]:
    """`{"rows": n, "columns": {name: column}}`.

    A column is a list of JSON values, or `{"values": [...], "numbers": [...]}` where texts repeat: the number of the
    value in each row, -1 for NULL. Dates are ISO texts. A decimal is a number, or a text where a double would round it.
    """
    return {"rows": frame.height, "columns": {name: _column(frame[name]) for name in frame.columns}}


def _column(values: pl.Series) -> Any:
    import polars as pl

    if values.dtype == pl.Date:
        values = values.dt.to_string("%Y-%m-%d")
    if values.dtype == pl.String:
        return _texts(values)
    if values.dtype.is_decimal() or values.dtype == pl.Int128:
        return [_number(value) for value in values.to_list()]
    return values.to_list()


def _texts(values: pl.Series) -> Any:
    import polars as pl

    kinds = values.drop_nulls().unique(maintain_order=True)
    if len(kinds) * _REPEATS > len(values):
        return values.to_list()
    numbers = pl.DataFrame({"value": kinds, "number": range(len(kinds))}, schema_overrides={"number": pl.Int64})
    numbered = values.to_frame("value").join(numbers, on="value", how="left", maintain_order="left")
    return {"values": kinds.to_list(), "numbers": numbered["number"].fill_null(-1).to_list()}


def _number(value: Decimal | int | None) -> int | float | str | None:
    """A decimal as JSON carries it; a whole one as an integer, one with too many digits for a double as text."""
    if value is None:
        return None
    if value == int(value):
        return int(value)
    plain = format(Decimal(value), "f").rstrip("0")
    return float(plain) if len(plain.strip("-0.").replace(".", "")) <= _SAFE_DIGITS else plain
