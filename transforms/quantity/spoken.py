"""Meanings as text, in one spelling each that the grammar reads back: the words are in `rules/spelling.toml`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.rules import load

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    Limit = tuple[Decimal, bool] | None
    Measure = tuple[str | None, str | None, tuple[str, ...]]

_YEARS = range(1900, 2100)
"""The years that a date with figures can name."""
_MONTH = re.compile(r"(?:19|20)[0-9]{2}\.(?:0?[1-9]|1[0-2])")


def spoken_figure(lower: Limit, upper: Limit, measure: Measure, *, approximate: bool) -> str:
    """Bounds (figure, whether it is included) with their unit, counter and per: ≥95%, 约50人, ≥5且<10元/月.

    `measure` is unit, counter, per. An open side is None; one side at least is not.
    """
    unit, counter, per = measure
    words = load("spelling")
    mark: dict[str, str] = words["mark"]
    odd = mark["odd"] if approximate else ""
    tail = _unit(unit, counter) + _per(per)
    if lower and lower == upper:
        return f"{mark['about'] if approximate else ''}{_number(lower[0])}{tail}"
    if lower and upper and lower[0] == -upper[0] and lower[1] and upper[1] and not approximate:
        return f"{mark['either']}{_number(upper[0])}{tail}"
    if approximate and lower and upper and lower[1] and upper[1]:
        return f"{mark['about']}{_number(lower[0])}{mark['to']}{_number(upper[0])}{tail}"
    if approximate and lower and not upper and lower[1]:
        return f"{_number(lower[0])}{odd}{tail}"
    sides = [
        f"{words[side][str(limit[1]).lower()]}{_number(limit[0])}{odd}"
        for side, limit in (("lower", lower), ("upper", upper))
        if limit
    ]
    return mark["both"].join(sides) + tail


def spoken_date(start: date | None, due: date | None) -> str | None:
    """A deadline, a range or a first day: 2025-06-30前, 2025-03-01至2025-10-31, ≥2025-03-01; None without any day.

    None too for a year that cannot be written in figures.
    """
    mark = load("spelling")["mark"]
    if any(day is not None and day.year not in _YEARS for day in (start, due)):
        return None
    if start and due:
        return f"{start.isoformat()}{mark['to']}{due.isoformat()}"
    if due:
        return f"{due.isoformat()}{mark['due']}"
    return f"{mark['from']}{start.isoformat()}" if start else None


def _number(figure: Decimal) -> str:
    """The figure without an exponent and without zeros behind the point, but for one that would be read as a month."""
    text = f"{figure:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}0" if _MONTH.fullmatch(text) else text


def _unit(unit: str | None, counter: str | None) -> str:
    return counter or (load("spelling")["unit"].get(unit, "") if unit else "")


def _per(per: tuple[str, ...]) -> str:
    words = load("spelling")["per"]
    return "".join(f"/{words.get(word, word)}" for word in per)
