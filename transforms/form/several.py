"""Several indicators in one row, as forms have them whose cells were filled in line by line: 指标1：…, 指标2：…."""

from __future__ import annotations

import re

from warehouse.schema.records import Text

SEVERAL = 2
_NUMBERED = re.compile(r"^\s*(?:指标)?[(（]?(?P<number>\d{1,2})(?:[)）]|[.．](?!\d)|[、:：])", re.MULTILINE)
_ONCE = "weight"
"""What stands once for all of them and would count as often as they are many."""


def one_by_one(found: dict[str, Text]) -> list[dict[str, Text]]:
    """What a row states of its indicators: of each by itself where the names are numbered from 1 on and there are as many
    values, on a line each or numbered too. Else the row is one indicator, as it stands."""
    names = numbered(found["level3"].text)
    values = _in_parts(found["value"].text, len(names)) if len(names) >= SEVERAL else []
    if not values:
        return [found]
    apart: list[dict[str, Text]] = [{} for _ in names]
    for field, text in found.items():
        parts = names if field == "level3" else values if field == "value" else _in_parts(text.text, len(names))
        shared = [text.text, *["" if field == _ONCE else text.text] * (len(names) - 1)]
        for one, part in zip(apart, parts or shared, strict=True):
            one[field] = text.worded(part)
    return apart


def _in_parts(text: str, number: int) -> list[str]:
    """A text in so many parts: its numbered ones, or its lines. Nothing where it has another number of both."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return next((parts for parts in (numbered(text), lines) if len(parts) == number), [])


def numbered(text: str) -> list[str]:
    """The parts of a text that begin with 1, 2, 3 … on a line each; nothing where it is not in such parts."""
    starts = list(_NUMBERED.finditer(text))
    if [int(start["number"]) for start in starts] != list(range(1, len(starts) + 1)) or not starts or starts[0].start():
        return []
    ends = [*[start.start() for start in starts[1:]], len(text)]
    return [text[start.start() : end].strip() for start, end in zip(starts, ends, strict=True)]
