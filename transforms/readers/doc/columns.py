"""Which columns the cells of a table take up: the sides of all its rows' cells, laid over each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

_SAME_SIDE = 20
"""Twips (one point). Sides nearer to each other are one side that was dragged or rounded: nothing fits in between."""


def column_numbers(rows: Iterable[Sequence[int]]) -> dict[int, int]:
    """The number of the column that starts at each side, from 0. `rows` has each row's sides in twips, rising.

    Sides that belong to one row never fall together, however near they are.
    """
    known = list(rows)
    sides = sorted({side for row in known for side in row})
    narrowest = min((right - left for row in known for left, right in pairwise(row)), default=_SAME_SIDE)
    tolerance = min(_SAME_SIDE, narrowest - 1)
    numbers: dict[int, int] = {}
    number, start = -1, 0
    for side in sides:
        if number < 0 or side - start > tolerance:
            number, start = number + 1, side
        numbers[side] = number
    return numbers


def rises(sides: Sequence[int]) -> bool:
    """Whether every cell of a row has a width."""
    return all(left < right for left, right in pairwise(sides))
