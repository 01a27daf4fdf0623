"""What the generator means by the values it writes, as meant.toml says it: no reader of values has a part in this."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

BOUND = pl.Decimal(24, 6)
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "value_kind": pl.String, "lower_bound": BOUND, "lower_inclusive": pl.Boolean, "upper_bound": BOUND,
    "upper_inclusive": pl.Boolean, "unit": pl.String, "counter": pl.String, "per": pl.List(pl.String),
    "due_date": pl.Date, "start_date": pl.Date, "is_qualitative": pl.Boolean, "qualitative_class": pl.String,
    "qualitative_grade": pl.Int8, "unit_inferred": pl.Boolean,
}  # fmt: skip
"""The columns of a meaning (section 3 of the contract)."""
EMPTY: dict[str, Any] = {
    **dict.fromkeys(SCHEMA), "value_kind": "empty", "per": [], "is_qualitative": False, "unit_inferred": False
}  # fmt: skip


@cache
def _file() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_name("meant.toml").read_text(encoding="utf-8"))


def phrase(text: str, year: int) -> dict[str, Any]:
    """The meaning of a phrase of meant.toml in a fiscal year. Raises KeyError for any other text."""
    said = _file()["phrase"][text]
    if "class" in said:
        words = {"qualitative_class": said["class"], "qualitative_grade": said.get("grade")}
        return {**EMPTY, "value_kind": "qualitative", "is_qualitative": True, **words}
    if said.keys() & {"due", "start"} or said.get("kind") == "date":
        return {
            **EMPTY,
            "value_kind": "date",
            **{f"{name}_date": _day(said.get(name), year) for name in ("due", "start")},
        }
    return {**EMPTY, "value_kind": "numeric", **_bounds(said), **_measure(said)}


def _day(told: str | None, year: int) -> date | None:
    return date.fromisoformat(f"{year}-{told}") if told else None


def _bounds(said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for side in ("lower", "upper"):
        if side in said:
            found[f"{side}_bound"] = Decimal(said[side])
            found[f"{side}_inclusive"] = not said.get("excludes", False)
    return found


def _measure(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": said.get("unit"),
        "counter": said.get("counter"),
        "per": said.get("per", []),
        "unit_inferred": said.get("inferred", False),
    }


def phrases(texts: pl.DataFrame) -> pl.DataFrame:
    """The meanings of distinct phrases (columns words and year), beside them."""
    rows = [phrase(text, year) for text, year in texts.select("words", "year").iter_rows()]
    return pl.concat([texts.select("words", "year"), pl.DataFrame(rows, schema=SCHEMA)], how="horizontal")


def figures(told: pl.DataFrame) -> pl.DataFrame:
    """The meanings of written figures: columns figure (as written), unit (as the generator names it), side (0 at least, 1
    at most, 2 exactly) and excludes. Raises an error for a unit that meant.toml does not have."""
    units = {name: _measure(said) | {"times": Decimal(said.get("times", 1))} for name, said in _file()["unit"].items()}
    kinds = pl.DataFrame(
        [{"unit": name, **{f"own_{key}": value for key, value in said.items()}} for name, said in units.items()],
        schema_overrides={"own_times": BOUND},
    )
    if unknown := set(told["unit"].unique()) - set(units):
        raise KeyError(f"meant.toml has no unit {sorted(unknown)}")
    number = (pl.col("figure").cast(BOUND) * pl.col("own_times")).cast(BOUND)
    has = {"lower": pl.col("side") != 1, "upper": pl.col("side") != 0}
    bounds = [
        column
        for side, is_stated in has.items()
        for column in (
            pl.when(is_stated).then(number).alias(f"{side}_bound"),
            pl.when(is_stated).then(~pl.col("excludes")).alias(f"{side}_inclusive"),
        )
    ]
    joined = told.join(kinds, on="unit", how="left", maintain_order="left").with_columns(*bounds)
    empty = {name: pl.lit(None) for name in ("due_date", "start_date", "qualitative_class", "qualitative_grade")}
    return joined.with_columns(
        value_kind=pl.lit("numeric"), unit="own_unit", counter="own_counter", per="own_per",
        unit_inferred="own_unit_inferred", is_qualitative=pl.lit(value=False), **empty,
    ).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())  # fmt: skip
