"""The unit that stands in an indicator's name: 培训人数（人）, 资金到位率(%)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from transforms.quantity.rules import compiled
from transforms.quantity.text import normalise
from transforms.quantity.value import read_value

if TYPE_CHECKING:
    from transforms.quantity.meaning import Value

_BEHIND = re.compile(r"\((?:单位:)?([^()]{1,8})\)$")
_BARE = "value_bare_number"


def read_named(
    text: str, *, name: str | None = None, level2: str | None = None, unit: str | None = None, year: int | None = None
) -> Value:
    """`read_value`, where a bare figure has the unit that stands in brackets behind the indicator's `name`.

    That unit was not written with the value, so `unit_inferred` says where it came from.
    """
    value = read_value(text, level2=level2, unit=unit, year=year)
    if name is None or _BARE not in value.issues or (stated := unit_in_name(name)) is None:
        return value
    named = read_value(text, level2=level2, unit=stated, year=year)
    return value if _BARE in named.issues else named._replace(unit_inferred=True)


@lru_cache(maxsize=16384)
def unit_in_name(name: str) -> str | None:
    """The unit in brackets at the end of a name; None where nothing stands there, or words that are no unit."""
    plain = normalise(name).plain
    found = _BEHIND.search(plain)
    return found[1] if found and _unit().fullmatch(found[1]) else None


@lru_cache(maxsize=1)
def _unit() -> re.Pattern[str]:
    return compiled("{scale:scale}?{unit:unit}{per:per}")
