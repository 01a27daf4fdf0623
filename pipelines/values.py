"""Values of a whole frame read at once: each distinct one is read once, for notebooks and for large tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transforms.quantity.meaning import value_columns
from transforms.quantity.value import read_value

if TYPE_CHECKING:
    import polars as pl


_GIVEN = "given_"
"""Keeps what is known of a value apart from the normalised columns, which have names like it."""


def read_values(
    frame: pl.DataFrame,
    text: str = "value_text",
    *,
    level2: str | None = "level2",
    unit: str | None = None,
    year: str | None = "fiscal_year",
) -> pl.DataFrame:
    """The frame with the normalised columns of each row's 指标值 appended, typed as the warehouse types them.

    `text` (String), `level2` (String), `unit` (String) and `year` (an integer) name the columns that hold what
    `read_value` takes; None for what the frame does not have. NULL text is an empty value. Rows keep their order; each
    distinct combination is read once. Raises polars' ColumnNotFoundError for a column that the frame does not have and
    DuplicateError where it already has a normalised one.
    """
    import polars as pl

    from warehouse.schema.staged import frame as typed
    from warehouse.schema.value import NormalisedValue

    taken = {"text": text, "level2": level2, "unit": unit, "year": year}
    known = frame.select(pl.col(column).alias(_GIVEN + name) for name, column in taken.items() if column is not None)
    distinct = known.unique(maintain_order=True)
    meanings = typed(NormalisedValue, [_read(row) for row in distinct.iter_rows(named=True)])
    pairs = pl.concat([distinct, meanings], how="horizontal")
    joined = known.join(pairs, on=known.columns, how="left", nulls_equal=True, maintain_order="left")
    return pl.concat([frame, joined.select(meanings.columns)], how="horizontal")


def _read(row: dict[str, Any]) -> dict[str, Any]:
    known = {name.removeprefix(_GIVEN): value for name, value in row.items()}
    text = known.pop("text")
    return value_columns(read_value(text or "", **known))
