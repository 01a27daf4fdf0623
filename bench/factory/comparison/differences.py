"""Rows of one table on both sides: those that are the same, those that are not, and in which column."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from bench.factory.comparison.columns import TABLES

COUNTS = ("compared", "equal", "different", "lost", "extra")


@dataclass(frozen=True, slots=True)
class Difference:
    """What two sides say of a table. `rows`: one row for each row on either side, with sha256, the position and
    `state` (equal, different, lost, extra). `cells`: sha256, position (as text), column, gold, read."""

    rows: pl.DataFrame
    cells: pl.DataFrame


def squeezed(column: pl.Expr) -> pl.Expr:
    """Text without white space: pages wrap lines, and cells end in blanks, which says nothing."""
    return column.str.replace_all(r"\s+", "")


def comparable(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Every column in a type that both sides have: figures as decimals, lists as text."""
    cast = []
    for name in TABLES[table].columns:
        kind = frame.schema[name]
        column = pl.col(name)
        if kind == pl.List:
            column = column.list.join("/")
        elif kind.is_decimal():
            column = column.cast(pl.Decimal(38, 6))
        elif kind.is_integer():
            column = column.cast(pl.Int64)
        elif kind == pl.Null or isinstance(kind, pl.Enum | pl.Categorical):
            column = column.cast(pl.String)
        cast.append(column.alias(name))
    keys = [pl.col("sha256"), *(pl.col(name).cast(pl.Int32) for name in TABLES[table].position)]
    return frame.select(*keys, *cast)


def difference(table: str, gold: pl.DataFrame, read: pl.DataFrame) -> Difference:
    """Both sides of a table, joined by file and position. Raises ValueError where a side has a position twice."""
    keys = ["sha256", *TABLES[table].position]
    columns = TABLES[table].columns
    one, other = comparable(gold, table), comparable(read, table)
    for side in (one, other):
        if side.select(keys).is_duplicated().any():
            raise ValueError(f"{table}: two rows stand at the same place")
    both = one.with_columns(in_gold=True).join(
        other.with_columns(is_read=True), on=keys, how="full", coalesce=True, suffix="_read"
    )
    paired = pl.col("in_gold") & pl.col("is_read")
    doubtful = [pl.col(name).ne_missing(pl.col(f"{name}_read")).alias(f"{name}_differs") for name in columns]
    both = both.with_columns(doubtful)
    loose = both.filter(paired, pl.any_horizontal(f"{name}_differs" for name in columns)).with_columns(
        _differs(name, both.schema[name]) for name in columns
    )
    cells = _cells(loose, keys, columns)
    wrong = loose.filter(pl.any_horizontal(f"{name}_differs" for name in columns)).select(*keys, different=True)
    rows = both.select(*keys, "in_gold", "is_read").join(wrong, on=keys, how="left", nulls_equal=True)
    state = (
        pl.when(pl.col("is_read").is_null()).then(pl.lit("lost"))
        .when(pl.col("in_gold").is_null()).then(pl.lit("extra"))
        .when("different").then(pl.lit("different")).otherwise(pl.lit("equal"))
    )  # fmt: skip
    return Difference(rows.select(*keys, state=state), cells)


def _differs(name: str, kind: pl.DataType) -> pl.Expr:
    one, other = pl.col(name), pl.col(f"{name}_read")
    if kind == pl.String:
        one, other = squeezed(one), squeezed(other.cast(pl.String))
    return one.ne_missing(other).alias(f"{name}_differs")


def _cells(loose: pl.DataFrame, keys: list[str], columns: tuple[str, ...]) -> pl.DataFrame:
    where = pl.concat_str([pl.lit(""), *(pl.format(f"{name} {{}}", name) for name in keys[1:])], separator=" ")
    parts = [
        loose.filter(f"{name}_differs").select(
            "sha256",
            where.str.strip_chars().alias("place"),
            pl.lit(name).alias("column"),
            pl.col(name).cast(pl.String).alias("gold"),
            pl.col(f"{name}_read").cast(pl.String).alias("read"),
        )
        for name in columns
    ]
    return pl.concat(parts)


def counted(rows: pl.DataFrame, formats: pl.DataFrame) -> pl.DataFrame:
    """How many rows of each format are compared, equal, different, lost or extra; `formats` says sha256 and format."""
    states = [(pl.col("state") == state).sum().alias(state) for state in COUNTS[1:]]
    joined = rows.join(formats, on="sha256", how="left")
    return joined.group_by("format").agg(pl.len().alias("compared"), *states).sort("format")
