"""Sides that a table in a picture lacks: where its level lines all begin or end, and nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

Run = tuple[float, float, float]
"""Where a line lies, and where it begins and ends along itself."""

_FEWEST_LINES = 4
"""So many level lines that end together have a side there, though it is not drawn."""
_WIDE = 150.0
"""Points: a table is at least so wide."""
_COVERED = 0.8
"""A wall that stands in a row covers this share of its height."""


def missing_sides(level: list[Run], upright: list[Run], reach: float, scale: float) -> list[Run]:
    """The sides of tables whose level lines begin, or end, together where no upright line is, row by row: a row has sides
    where a wall parts it."""
    wide = sorted(line for line in level if line[2] - line[1] > _WIDE * scale)
    found: list[Run] = []
    for side in (1, 2):
        for at, lines in _together(wide, side, reach):
            drawn = [wall for wall in upright if abs(wall[0] - at) <= 2 * reach]
            if not drawn:
                found += _parts(at, lines, upright, reach)
    return found


def _together(lines: list[Run], side: int, reach: float) -> Iterator[tuple[float, list[Run]]]:
    """The lines that begin (or end) in one place, and where that is."""
    rest = sorted(lines, key=lambda line: line[side])
    while rest:
        alike = [line for line in rest if line[side] - rest[0][side] <= reach]
        if len(alike) >= _FEWEST_LINES:
            yield sum(line[side] for line in alike) / len(alike), sorted(alike)
        rest = rest[len(alike) :]


def _parts(at: float, lines: list[Run], upright: list[Run], reach: float) -> Iterator[Run]:
    start: float | None = None
    for above, below in pairwise(lines):
        top, bottom = above[0], below[0]
        needed = _COVERED * (bottom - top)
        inside = any(
            min(wall[2], bottom) - max(wall[1], top) >= needed and above[1] - reach < wall[0] < above[2] + reach
            for wall in upright
        )
        if inside and start is None:
            start = top
        if not inside and start is not None:
            yield at, start, top
            start = None
    if start is not None:
        yield at, start, lines[-1][0]
