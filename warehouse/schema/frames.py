"""The one place where rows become typed frames. What the tables' columns are is handed in: to declare them takes half a
second to load, which processes that make rows need not spend."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from operator import itemgetter
from types import NoneType
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Convert = Callable[[Any], Any]
    Types = Mapping[str, pl.DataType]

_TURNED_AT_ONCE = 256


def typed(table: str, types: Types, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of a table as a frame with exactly these columns; a column that a row does not name is NULL.

    Decimals stay exact down to the column's scale and are rounded half up there (money: cents). Times with a zone
    become UTC without one. Raises KeyError for a column that the table does not have, TypeError for a float in a decimal
    column or a value of another type, and polars' InvalidOperationError where a number does not fit its column.
    """
    columns = _columns(table, types, rows)
    return pl.DataFrame([
        _series(name, dtype, values) for (name, dtype), values in zip(types.items(), columns, strict=True)
    ])  # fmt: skip


def _columns(table: str, types: Types, rows: Sequence[Mapping[str, Any]]) -> Sequence[Sequence[Any]]:
    """The values of each column. Raises KeyError for one that the table does not have."""
    if all(len(row) == len(types) for row in rows):
        with suppress(KeyError):  # a row that lacks a column has a strange one instead, which is told below
            return _turned(rows, itemgetter(*types), len(types))
    for unknown in set().union(*rows).difference(types):
        raise KeyError(f"{table} has no column {unknown!r}")
    return [[row.get(name) for row in rows] for name in types]


def _turned(rows: Sequence[Mapping[str, Any]], named: Callable[[Any], tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows as columns, some at a time: each row is looked at once, and what is turned fits the processor's cache."""
    columns: list[list[Any]] = [[] for _ in range(width)]
    for start in range(0, len(rows), _TURNED_AT_ONCE):
        part = zip(*map(named, rows[start : start + _TURNED_AT_ONCE]), strict=True)
        for column, values in zip(columns, part, strict=True):
            column.extend(values)
    return columns


def _series(name: str, dtype: pl.DataType, values: Sequence[Any]) -> pl.Series:
    plain = _arrow(dtype, values)
    if plain is not None:
        return pl.Series(name, plain, dtype=dtype)
    convert = _converter(name, dtype)
    if convert is not None:
        values = [None if value is None else convert(value) for value in values]
    return pl.Series(name, values, dtype=dtype)


def _arrow(dtype: pl.DataType, values: Sequence[Any]) -> pa.Array | None:
    """Decimals, dates and lists of words that fit their column as they are, by way of Arrow: many times as fast.

    None for other types, and where a value does not fit as it is.
    """
    kinds = set(map(type, values))
    if isinstance(dtype, pl.Decimal) and kinds <= {Decimal, int, NoneType}:
        wanted = pa.decimal128(dtype.precision, dtype.scale)
    elif isinstance(dtype, pl.Date) and kinds <= {dt.date, NoneType}:
        wanted = pa.date32()
    elif isinstance(dtype, pl.List) and kinds <= {list, tuple, NoneType}:
        wanted = pa.list_(pa.string())
    else:
        return None
    try:
        return pa.array(values, wanted)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None


def _converter(name: str, dtype: pl.DataType) -> Convert | None:
    if isinstance(dtype, pl.Decimal):
        step = Decimal(1).scaleb(-dtype.scale)
        return lambda value: _exact(name, value, step)
    if isinstance(dtype, pl.Datetime):
        return _utc
    return None


def _exact(column: str, value: Any, step: Decimal) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"{column} takes Decimal or int, not {type(value).__name__}: {value!r}")
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise TypeError(f"{column} takes finite numbers, not {number}")
    return number if Decimal(1).scaleb(exponent) >= step else number.quantize(step, rounding=ROUND_HALF_UP)


def _utc(value: dt.datetime) -> dt.datetime:
    return value if value.tzinfo is None else value.astimezone(dt.UTC).replace(tzinfo=None)
