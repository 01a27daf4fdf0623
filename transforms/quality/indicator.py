"""Checks on one indicator: what its value leaves open, and bounds that its own level makes odd."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from transforms.quantity.direction import disagrees, subject_of
from transforms.quantity.value import Value
from transforms.rules import load
from warehouse.schema.records import Finding

_REMEMBERED = 4096
_RANKS = ("rank", "rank_alone", "rank_ordinal")
"""A rank is bounded from above at any level."""
_SIDES = {"upper": ("上", "upper"), "lower": ("下", "lower")}


def indicator_findings(row: dict[str, Any], value: Value, *, project: int, seq_no: int) -> list[Finding]:
    """Findings about one indicator, from its row and the value it was read as."""
    found: list[tuple[str, dict[str, str]]] = [(rule, {}) for rule in value.issues] if value.issues else []
    if value.value_kind == "numeric":
        found += _odd(row, value)
    elif value.value_kind == "empty":
        found.append(("value_empty", {}))
    if row["level3"] is None:
        found.append(("indicator_name_missing", {}))
    if _is_due_in_another_year(row, value):
        found.append(("deadline_outside_year", {"due": str(value.due_date), "year": str(row["fiscal_year"])}))
    if not found:
        return []
    return [
        Finding(rule, row["source_ref"], row["value_text"], project=project, indicator=seq_no, details=details)
        for rule, details in found
    ]


def _is_due_in_another_year(row: dict[str, Any], value: Value) -> bool:
    """Whether a deadline lies outside the fiscal year; one for the project's whole period may."""
    if not value.due_date or not row["fiscal_year"] or row["horizon"] == "period":
        return False
    return bool(value.due_date.year != row["fiscal_year"])


def _odd(row: dict[str, Any], value: Value) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    side, level1, level2, name = _only_side(value), row["level1"], row["level2"], row["level3"]
    odd_level, others = _odd_levels(level1, level2, side, value.unit, value.counter)
    if odd_level and (_fits(name, side) or value.value_rule in _RANKS):
        odd_level = None
    if odd_level or disagrees(value, level1=level1, level2=level2, name=name):
        words, words_en = _SIDES[side]
        subject = odd_level or name or level2 or level1
        found.append(("bound_direction_odd", {"level": subject, "side": words, "side_en": words_en}))
    for level in others:
        found.append(("bound_unit_odd", {"level": level, "unit": value.unit_text or value.unit or ""}))
    if value.unit == "percent" and value.lower_bound is not None and value.lower_bound > 100 and _is_share(row):
        found.append(("percent_above_100", {}))
    return found


def _fits(name: str | None, side: str) -> bool:
    """Whether a name says what a bound on this side alone is right for, at any level: 投诉率≤3% is no odd benefit,
    成本节约率≥5% no odd cost."""
    if side == "upper":
        return subject_of(None, None, name) is False
    return any(word in (name or "") for word in load("direction")["wording"]["change"])


@lru_cache(maxsize=_REMEMBERED)
def _odd_levels(
    level1: str | None, level2: str | None, side: str, unit: str | None, counter: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The level under which a bound on this side alone is odd, None where there is nothing odd in it; and the levels under
    which nothing is measured in this unit, or counted by this measure word."""
    levels, rules = f"{level1 or ''} {level2 or ''}", load("obligations")
    odd = (odd["level"] for odd in rules["odd_direction"] if odd["level"] in levels and odd["side"] == side)
    others = (
        odd["level"]
        for odd in rules["odd_unit"]
        if odd["level"] in levels and unit in odd["units"] and counter not in odd.get("counters", ())
    )
    return next(odd, None), tuple(others)


def _is_share(row: dict[str, Any]) -> bool:
    """Growth may exceed 100 %; a share (…率 that is no growth rate) cannot."""
    name = row["level3"] or ""
    return name.endswith(("率", "占比", "比例", "度")) and "增" not in name


def _only_side(value: Value) -> str:
    """The only side that is bounded; empty where both are."""
    if value.lower_bound is None:
        return "upper"
    return "lower" if value.upper_bound is None else ""
