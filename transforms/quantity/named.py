"""What an indicator's name says of its figure: the unit (培训人数（人）), what it is per (亩均投入), that it is data (带宽)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from transforms.quantity.named_per import beside_per_of_name, pers_in_name
from transforms.quantity.of_data import may_be_data, settled_by_name
from transforms.quantity.rules import compiled
from transforms.quantity.text import normalise
from transforms.quantity.value import read_value

if TYPE_CHECKING:
    from transforms.quantity.meaning import Value

_BEHIND = re.compile(r"\((?:单位:)?([^()]{1,8})\)$")
_BARE = "value_bare_number"
_PER = frozenset("/每")


def read_named(
    text: str, *, name: str | None = None, level2: str | None = None, unit: str | None = None, year: int | None = None
) -> Value:
    """`read_value`, where a bare figure has the unit that stands in brackets behind the indicator's `name`, also one that
    could be a year and a month (2025.12), and a figure with that unit (500元) is per what stands there too (元/人·月).

    A unit that was not written with the value has `unit_inferred`. Where the name alone says in words that the figure is per
    something (亩均, 每周), that is an issue; M is metres where it speaks of a length.
    """
    value = _with_unit(text, name=name, level2=level2, unit=unit, year=year)
    if name is None or value.value_kind != "numeric":
        return value
    return beside_per_of_name(settled_by_name(value, name), name)


def tells(name: str, text: str) -> bool:
    """Whether the name says anything that the reading of this value, or of its unit, would ask for."""
    return bool(unit_in_name(name) or pers_in_name(name)) or may_be_data(text)


def _with_unit(text: str, *, name: str | None, level2: str | None, unit: str | None, year: int | None) -> Value:
    value = read_value(text, level2=level2, unit=unit, year=year)
    is_date, is_bare = value.value_kind == "date", _BARE in value.issues
    is_open = is_date or is_bare or (value.value_kind == "numeric" and not value.per and not unit)
    if name is None or not is_open or (stated := unit_in_name(name)) is None:
        return value
    if not is_date and not is_bare and _PER.isdisjoint(stated):
        return value
    named = read_value(text, level2=level2, unit=_as_written(name), year=year)
    if _BARE in named.issues or (is_date and named.value_kind == "date"):
        return value
    return named._replace(unit_inferred=True) if is_date or is_bare else named


@lru_cache(maxsize=16384)
def unit_in_name(name: str) -> str | None:
    """The unit in brackets at the end of a name; None where nothing stands there, or words that are no unit."""
    plain = normalise(name).plain
    found = _BEHIND.search(plain)
    return found[1] if found and _unit().fullmatch(found[1]) else None


@lru_cache(maxsize=16384)
def _as_written(name: str) -> str:
    """The unit that `unit_in_name` finds in its own letters: T and t are not the same."""
    reading = normalise(name)
    found = _BEHIND.search(reading.plain)
    return reading.written(*found.span(1)) if found else ""


@lru_cache(maxsize=1)
def _unit() -> re.Pattern[str]:
    return compiled("{scale:scale}?{unit:unit}{per:per}")
