"""The spec corpus: text → meaning, as data files in `tests/specs`."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

SPECS = Path(__file__).parents[2] / "specs"
BOUNDS = ("lower_bound", "upper_bound")


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of one spec file, in order."""
    groups = tomllib.loads((SPECS / f"{name}.toml").read_text(encoding="utf-8"))["group"]
    return [case for group in groups for case in group["cases"]]


def whys(name: str) -> list[str]:
    return [group["why"] for group in tomllib.loads((SPECS / f"{name}.toml").read_text(encoding="utf-8"))["group"]]


def expected(columns: dict[str, Any]) -> dict[str, Any]:
    """The columns as the grammar's types: decimals for bounds, tuples for lists."""
    typed: dict[str, Any] = {}
    for name, value in columns.items():
        typed[name] = Decimal(value) if name in BOUNDS else tuple(value) if isinstance(value, list) else value
    return typed
