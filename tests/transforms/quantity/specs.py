"""The spec corpus: text → meaning, as data files in `tests/specs`."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SPECS = Path(__file__).parents[2] / "specs"
BOUNDS = ("lower_bound", "upper_bound")


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of one spec file, in order."""
    return [case for group in groups(name) for case in group["cases"]]


@cache
def groups(name: str) -> list[dict[str, Any]]:
    """The groups of one spec file: why they stand there, and their cases."""
    found: list[dict[str, Any]] = yaml.load(
        (SPECS / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return found


def whys(name: str) -> list[str]:
    return [group["why"] for group in groups(name)]


def expected(columns: dict[str, Any]) -> dict[str, Any]:
    """The columns as the grammar's types: decimals for bounds, tuples for lists."""
    typed: dict[str, Any] = {}
    for name, value in columns.items():
        typed[name] = Decimal(value) if name in BOUNDS else tuple(value) if isinstance(value, list) else value
    return typed
