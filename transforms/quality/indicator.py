"""Checks on one indicator: what its value leaves open, and bounds that its own level makes odd."""

from __future__ import annotations

from typing import Any

from transforms.quantity.direction import disagrees
from transforms.quantity.value import Value
from transforms.rules import load
from warehouse.schema.records import Finding

_SIDES = {"upper": ("上", "upper"), "lower": ("下", "lower")}


def indicator_findings(row: dict[str, Any], value: Value, *, project: int, seq_no: int) -> list[Finding]:
    """Findings about one indicator, from its row and the value it was read as."""
    found: list[tuple[str, dict[str, str]]] = [(rule, {}) for rule in value.issues]
    if value.value_kind == "empty":
        found.append(("value_empty", {}))
    if value.value_kind == "numeric":
        found += _odd(row, value)
    if value.due_date and row["fiscal_year"] and value.due_date.year != row["fiscal_year"]:
        found.append(("deadline_outside_year", {"due": str(value.due_date), "year": str(row["fiscal_year"])}))
    return [
        Finding(rule, row["source_ref"], row["value_text"], project=project, indicator=seq_no, details=details)
        for rule, details in found
    ]


def _odd(row: dict[str, Any], value: Value) -> list[tuple[str, dict[str, str]]]:
    levels = f"{row['level1'] or ''} {row['level2'] or ''}"
    rules, found = load("obligations"), []
    odd_level = next((odd["level"] for odd in rules["odd_direction"] if _is_odd(odd, levels, value)), None)
    names = {"level1": row["level1"], "level2": row["level2"], "name": row["level3"]}
    if odd_level or disagrees(value, **names):
        side, side_en = _SIDES[_only_side(value)]
        subject = odd_level or row["level3"] or row["level2"] or row["level1"]
        found.append(("bound_direction_odd", {"level": subject, "side": side, "side_en": side_en}))
    for odd in rules["odd_unit"]:
        if odd["level"] in levels and value.unit in odd["units"]:
            found.append(("bound_unit_odd", {"level": odd["level"], "unit": value.unit_text or value.unit or ""}))
    if value.unit == "percent" and value.lower_bound is not None and value.lower_bound > 100 and _is_share(row):
        found.append(("percent_above_100", {}))
    return found


def _is_share(row: dict[str, Any]) -> bool:
    """Growth may exceed 100 %; a share (…率 that is no growth rate) cannot."""
    name = row["level3"] or ""
    return name.endswith(("率", "占比", "比例", "度")) and "增" not in name


def _is_odd(odd: dict[str, str], levels: str, value: Value) -> bool:
    return odd["level"] in levels and _only_side(value) == odd["side"]


def _only_side(value: Value) -> str:
    """The only side that is bounded; empty where both are."""
    if value.lower_bound is None:
        return "upper"
    return "lower" if value.upper_bound is None else ""
