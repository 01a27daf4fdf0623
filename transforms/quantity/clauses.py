"""The bounds stated in the prose of a department's goals: one per figure, with the clause that names it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.quantity.cell import squeezed
from transforms.quantity.figures import inside
from transforms.quantity.meaning import Bound, Context
from transforms.quantity.per import with_average
from transforms.quantity.rules import finding
from transforms.quantity.text import normalise

if TYPE_CHECKING:
    from transforms.quantity.text import Reading

_CLAUSE = re.compile(r"(?:[^;。,!?]|(?<=[0-9]),(?=[0-9]{3}(?![0-9])))+")


def read_bounds(text: str, *, year: int | None = None) -> list[Bound]:
    """Every explicit bound (a comparator with a number, or a number with percent or another unit), in reading order.

    `year` is the fiscal year. A clause ends at ；。， and their like. A bound without words before it is
    named by the clause before. Any text will do; nothing is raised.
    """
    reading = normalise(text)
    found: list[Bound] = []
    previous = ""
    for clause in _CLAUSE.finditer(reading.plain):
        part = reading.part(*clause.span())
        bounds = _in_clause(part, Context(year=year), previous)
        found += bounds
        previous = bounds[-1].name if bounds else part.written(0, len(part.plain))
    return found


def _in_clause(part: Reading, context: Context, previous: str) -> list[Bound]:
    rule = finding("numeric")
    found: list[Bound] = []
    rest = 0
    for start, end, value in inside(rule, part, context):
        name = squeezed(part.written(rest, start)) or (found[-1].name if found else previous)
        found.append(Bound(name, part.verbatim(start, end).strip(), with_average(value, name)))
        rest = end
    return found
