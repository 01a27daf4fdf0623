"""Tells the coloured areas behind every other row of a table from tables that coloured areas draw."""

from __future__ import annotations

from itertools import pairwise

from transforms.document import Box
from transforms.readers.pdf.grid import RuledTable
from transforms.readers.pdf.marks import Char

_NEAR = 3.0
_FARTHEST = 80.0
"""Stripes are no further apart, in points."""
_NEXT = 3
_MOST = 100
"""No page has more coloured tables: it is a drawing."""
_GAP = 1.5
"""White of so many character heights parts two columns."""


def without_stripes(tables: list[RuledTable], chars: list[Char]) -> list[RuledTable]:
    """The tables that areas draw, without those whose rows have others between them that are text on the page alone:
    then the areas are stripes, and the whole is a table without lines."""
    if len(tables) > _MOST:
        return tables
    boxes = [_box(table) for table in tables]
    stripes: set[int] = set()
    for number, box in enumerate(boxes):
        if _has_columns(chars, box, tables[number].boxes):
            stripes.add(number)
        for other in range(number + 1, min(number + 1 + _NEXT, len(boxes))):
            if _are_beside(box, boxes[other]) and _has_columns(chars, _between(box, boxes[other]), []):
                stripes.update((number, other))
    return [table for number, table in enumerate(tables) if number not in stripes]


def _box(table: RuledTable) -> Box:
    lefts, tops, rights, bottoms = zip(*table.boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _are_beside(box: Box, other: Box) -> bool:
    upper, lower = sorted((box, other), key=lambda one: one[1])
    return abs(box[2] - other[2]) < _NEAR and -_NEAR < lower[1] - upper[3] < _FARTHEST


def _between(box: Box, other: Box) -> Box:
    upper, lower = sorted((box, other), key=lambda one: one[1])
    return min(box[0], other[0]), upper[3], max(box[2], other[2]), lower[1]


def _has_columns(chars: list[Char], area: Box, cells: list[Box]) -> bool:
    """Whether characters in an area, but in none of its cells, stand on one line with wide white between them."""
    inside = [
        char
        for char in chars
        if _holds(area, char) and char.text.strip() and not any(_holds(cell, char) for cell in cells)
    ]
    inside.sort(key=lambda char: (round(char.top + char.bottom), char.x0))
    return any(
        abs(one.top - other.top) < 1 and other.x0 - one.x1 > _GAP * (one.bottom - one.top)
        for one, other in pairwise(inside)
    )


def _holds(box: Box, char: Char) -> bool:
    return box[0] <= (char.x0 + char.x1) / 2 <= box[2] and box[1] <= (char.top + char.bottom) / 2 <= box[3]
