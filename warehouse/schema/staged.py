"""The tables as the lake keeps them, before versions and unit names are decided; derived from the published ones.

Also the one place where rows become typed frames.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, cast

import dataframely as dy
import polars as pl

from warehouse.schema.star import PUBLISHED, Department, Document, Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Convert = Callable[[Any], Any]


def _derived(name: str, comment: str, columns: Mapping[str, dy.Column]) -> type[dy.Schema]:
    """A schema made of columns that other schemas declare."""
    metaclass: Any = type(dy.Schema)
    return cast("type[dy.Schema]", metaclass(name, (dy.Schema,), {"__doc__": comment, **columns}))


def _without(schema: type[dy.Schema], dropped: Iterable[str]) -> dict[str, dy.Column]:
    return {name: column for name, column in schema.columns().items() if name not in set(dropped)}


def _staged_status() -> dy.String:
    values = ("loaded", "quarantined")
    return dy.String(
        check={"known": lambda column: column.is_in(values)},
        metadata={"values": list(values)},
        description="状态：loaded 已读取、quarantined 已隔离 | loaded or quarantined; not yet which are superseded",
    )


_units = Department.columns()
_owner = {name: _units[name] for name in ("department_code", "unit_code", "unit_name")}

StagedDocument = _derived(
    "StagedDocument",
    "文件：每份读取的文件一行 | Documents read, one row each.",
    {**Document.columns(), "status": _staged_status()},
)
StagedDepartment = _derived(
    "StagedDepartment",
    "预算单位：文件中出现一次一行 | Units as a document names them, one row per document and unit.",
    {
        "document_key": Project.columns()["document_key"],
        "fiscal_year": Project.columns()["fiscal_year"],
        **_without(Department, ("department_key", "valid_from_year", "valid_to_year", "is_current")),
    },
)
StagedProject = _derived(
    "StagedProject",
    "项目：每个项目一行，单位按原文 | Projects, one row each, with the unit as printed.",
    {
        **_without(Project, ("department_key",)),
        "department_name": Document.columns()["department_name"],
        **_owner,
    },
)

STAGED: dict[str, type[dy.Schema]] = {
    **PUBLISHED,
    "document": StagedDocument,
    "department": StagedDepartment,
    "project": StagedProject,
}
"""What a star partition of the lake holds, one Parquet file a table."""


def frame(schema: type[dy.Schema], rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a frame with exactly the columns and types of the schema; a column that a row does not name is NULL.

    Decimals stay exact down to the column's scale and are rounded half up there (money: cents). Times with a zone
    become UTC without one. Raises KeyError for a column the schema does not have, TypeError for a float in a decimal
    column or a value of another type, and polars' InvalidOperationError where a number does not fit its column.
    """
    types = {name: column.dtype for name, column in schema.columns().items()}
    for unknown in set().union(*rows).difference(types):
        raise KeyError(f"{schema.__name__} has no column {unknown!r}")
    return pl.DataFrame([_series(name, dtype, rows) for name, dtype in types.items()])


def _series(name: str, dtype: pl.DataType, rows: Sequence[Mapping[str, Any]]) -> pl.Series:
    values = [row.get(name) for row in rows]
    convert = _converter(name, dtype)
    if convert is not None:
        values = [None if value is None else convert(value) for value in values]
    return pl.Series(name, values, dtype=dtype)


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
