"""What columns are in terms of the Fiscal Data Package, as `fiscal_column_types.toml` says."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

TAXONOMY = "https://frictionlessdata.io/taxonomies/fiscal/budgets.json"
"""Where the column types are defined (Fiscal Data Package 1.0-rc.1, budget standard taxonomy)."""


@cache
def rules() -> dict[str, Any]:
    """`columns` (name → column type), `tables` (table → column → column type), `constants` (table → extra fields)."""
    with Path(__file__).with_name("fiscal_column_types.toml").open("rb") as file:
        return tomllib.load(file)


def column_type(table: str, column: str) -> str | None:
    """The column type of a column; None where the taxonomy has none for it."""
    found = rules()
    said: str | None = found["tables"].get(table, {}).get(column) or found["columns"].get(column)
    return said


def constants(table: str) -> list[dict[str, Any]]:
    """Fields that hold for every row of a table and stand in no column: the currency, the kind of money."""
    return [dict(extra) for extra in rules()["constants"].get(table, [])]
