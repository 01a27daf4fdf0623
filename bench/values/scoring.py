"""Answers against what is wanted: as whole values, as figures with their unit, and as figures alone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from transforms.quantity.number import OutOfRange, to_decimal
from transforms.quantity.vocabulary import units

EMPTY: dict[str, Any] = {
    "value_kind": None,
    "lower_bound": None,
    "lower_inclusive": None,
    "upper_bound": None,
    "upper_inclusive": None,
    "unit": None,
    "unit_text": None,
    "counter": None,
    "per": [],
    "due_date": None,
    "start_date": None,
    "is_qualitative": False,
    "qualitative_class": None,
    "qualitative_grade": None,
    "unit_inferred": False,
}
"""The normalised columns that any reader could fill; the id of our rule is none of them."""
COLUMNS = tuple(EMPTY)
BOUNDS = ("lower_bound", "lower_inclusive", "upper_bound", "upper_inclusive", "unit", "counter", "due_date")
_AMOUNTS = ("lower_bound", "upper_bound")
_DATES = ("due_date", "start_date")


def plain(name: str, value: Any) -> Any:
    """The value of a column in one type, wherever it comes from: decimals, ISO dates, lists."""
    if value is None:
        return None
    if name in _AMOUNTS:
        return Decimal(value)
    if name in _DATES:
        return str(value)
    return list(value) if name == "per" else value


def columns(answer: dict[str, Any], text: str) -> dict[str, Any]:
    """An answer as the normalised columns."""
    if answer["kind"] == "columns":
        return {name: plain(name, answer["columns"][name]) for name in COLUMNS}
    if answer["kind"] == "numeric":
        return EMPTY | _figure(answer)
    if answer["kind"] == "date":
        return EMPTY | {"value_kind": "date", "due_date": answer["due"], "start_date": answer["start"]}
    if not any(character.isalnum() for character in text):
        return EMPTY | {"value_kind": "empty"}
    # A text without figure and date is taken for words: of no class, because nobody named one.
    return EMPTY | {"value_kind": "qualitative", "is_qualitative": True, "qualitative_class": "other"}


def _figure(answer: dict[str, Any]) -> dict[str, Any]:
    unit = units().get(answer["unit"] or "")
    factor = unit.factor if unit else Fraction(1)
    try:
        lower, upper = (None if answer[end] is None else _amount(answer[end], factor) for end in ("lower", "upper"))
    except (ArithmeticError, ValueError, OutOfRange):
        return {}
    return {
        "value_kind": "numeric",
        "lower_bound": lower,
        "lower_inclusive": None if lower is None else True,
        "upper_bound": upper,
        "upper_inclusive": None if upper is None else True,
        "unit": unit.canonical if unit else None,
        "unit_text": answer["unit_text"],
    }


def _amount(written: str, factor: Fraction) -> Decimal:
    # Most of the others count in binary fractions: what is beyond six places is theirs, not the text's.
    return to_decimal(Fraction(str(round(Decimal(written), 6))) * factor)


def is_whole(wanted: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether every judged column is right."""
    return all(found[name] == value for name, value in wanted.items())


def has_amount(wanted: dict[str, Any]) -> bool:
    """Whether there is a figure or a day to be found at all."""
    return any(wanted.get(name) is not None for name in (*_AMOUNTS, *_DATES))


def is_amount(wanted: dict[str, Any], found: dict[str, Any], *, with_unit: bool) -> bool:
    """Whether the figures or the day are right, whatever side of them is meant; with the unit, if asked for.

    Things counted are in order without one: a measure word is no unit to most readers.
    """
    is_counted = wanted.get("unit") == "count" and found["unit"] is None
    unit = not with_unit or is_counted or wanted.get("unit") == found["unit"]
    return unit and all(_set(wanted, names) == _set(found, names) for names in (_AMOUNTS, ("due_date",)))


def _set(row: dict[str, Any], names: tuple[str, ...]) -> set[Any]:
    return {row.get(name) for name in names} - {None}
