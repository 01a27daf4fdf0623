"""Finds the tables that ruling lines draw: lines that meet make a grid, its walls part the cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

from transforms.document import Box
from transforms.readers.pdf.marks import Edge
from transforms.readers.pdf.rooms import Square, Walls
from transforms.readers.pdf.ruling import NEAR, Line, ruling_lines

_NARROWEST = 12.0
"""A single line that sticks out by less, in points, has no column beyond the outermost wall: no text fits there."""
_MOST_CROSSINGS = 2_000_000
_MOST_SQUARES = 250_000
"""No page that people read has more: beyond these a drawing would take minutes, and it is none of a table."""


class TooManyLines(Exception):
    """A page with so many ruling lines that finding its tables would take too long."""


class RuledTable(NamedTuple):
    """The cells of a table by their sides, and which of its outer sides are not drawn."""

    boxes: list[Box]
    is_open_above: bool
    is_open_below: bool
    cut_above: frozenset[Box] = frozenset()
    cut_below: frozenset[Box] = frozenset()
    """Cells that no line closes where the table's first, or last, row has one: merged with cells on another page."""


def ruled_tables(edges: Iterable[Edge]) -> list[RuledTable]:
    """The tables of two cells or more that lines draw, from top to bottom.

    An outer side that is not drawn is taken to be where the lines that should meet it end. Raises TooManyLines.
    """
    flat, steep = ruling_lines(edges)
    if len(flat) * len(steep) > _MOST_CROSSINGS:
        raise TooManyLines
    grids = [_Grid(across, down) for across, down in _connected(flat, steep) if len(across) > 1 or len(down) > 1]
    if sum(grid.square_count for grid in grids) > _MOST_SQUARES:
        raise TooManyLines
    tables = [grid.table() for grid in grids]
    return sorted(
        (table for table in tables if len(table.boxes) > 1),
        key=lambda table: min((box[1], box[0]) for box in table.boxes),
    )


def _connected(flat: list[Line], steep: list[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Lines that cross or meet, directly or by others, with at least one of either direction."""
    parents = list(range(len(flat) + len(steep)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    xs = [line.at for line in steep]
    for number, line in enumerate(flat):
        for other in range(bisect_left(xs, line.start - NEAR), bisect_right(xs, line.end + NEAR)):
            if steep[other].start - NEAR <= line.at <= steep[other].end + NEAR:
                parents[root(number)] = root(len(flat) + other)
    nets: defaultdict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for number, line in enumerate((*flat, *steep)):
        nets[root(number)][number >= len(flat)].append(line)
    whole = [net for net in nets.values() if net[0] and net[1]]
    for _, (line, *others) in (net for net in nets.values() if not net[0]):
        for net in whole if not others else ():
            if _is_side(line, *net):
                net[1].append(line)
                break
    return iter(whole)


def _is_side(line: Line, across: list[Line], down: list[Line]) -> bool:
    """Whether a vertical line that no other meets is the side of a cell merged over all rows that stand on the page: it
    is as high as the table beside it, and no line of that reaches out towards it."""
    top, bottom = min(wall.start for wall in down), max(wall.end for wall in down)
    left, right = min(wall.at for wall in down), max(wall.at for wall in down)
    if abs(line.start - top) > NEAR or abs(line.end - bottom) > NEAR or left <= line.at <= right:
        return False
    return all(left - NEAR <= flat.start and flat.end <= right + NEAR for flat in across)


def _positions(
    across: list[Line], along: list[Line], *, at_least: int, beyond: float = NEAR
) -> tuple[list[float], bool, bool]:
    """Where the lines of one direction lie, with the outer sides that are not drawn (and whether they are not): where
    so many lines of the other direction at least end so far beyond the outermost."""
    at = sorted({line.at for line in across})
    first = _outer(sorted(line.start for line in along if line.start < at[0] - beyond), at_least)
    last = _outer(sorted(-line.end for line in along if line.end > at[-1] + beyond), at_least)
    if first is not None:
        at.insert(0, first)
    if last is not None:
        at.append(-last)
    return at, first is not None, last is not None


def _outer(ends: list[float], at_least: int) -> float | None:
    """The outermost place where so many lines, and most of those that run beyond, end."""
    for number, end in enumerate(ends):
        alike = bisect_right(ends, end + NEAR) - number
        if alike >= at_least and 2 * alike >= len(ends):
            return end
    return None


@dataclass(slots=True)
class _Grid:
    """Lines that cross, the squares between their positions, and the walls that part these."""

    across: list[Line]
    down: list[Line]
    xs: list[float] = field(init=False)
    ys: list[float] = field(init=False)
    undrawn: tuple[bool, bool, bool, bool] = field(init=False)
    """Left, top, right, bottom."""

    def __post_init__(self) -> None:
        self.xs, left, right = _positions(self.down, self.across, at_least=2)
        # A table without outer lines may have a single line between the cells of its first or last row.
        self.ys, top, bottom = _positions(self.across, self.down, at_least=1 if left and right else 2)
        if (top or bottom) and not (left and right):
            # So may its first or last column, where a cell is merged over all rows but one.
            xs, one_left, one_right = _positions(self.down, self.across, at_least=1, beyond=_NARROWEST)
            self.xs = [*xs[: one_left and not left], *self.xs, *xs[len(xs) - (one_right and not right) :]]
            left, right = left or one_left, right or one_right
        self.undrawn = (left, top, right, bottom)
        if left and right:
            self.across = [*self.across, *(Line(y, self.xs[0], self.xs[-1]) for y in self._untold_rows())]
            self.ys = sorted({*self.ys, *(line.at for line in self.across)})

    def _untold_rows(self) -> list[float]:
        """The heights inside a row at which walls begin or end together: a table without outer lines stands there
        directly under another."""
        walls: defaultdict[float, list[Line]] = defaultdict(list)
        for line in self.down:
            walls[line.at].append(line)
        ends: list[float] = []
        for line in self.down:
            for y, other in ((line.start, line.end), (line.end, line.start)):
                row = bisect_right(self.ys, y)
                if self._is_inside(row, y) and not self._goes_on(walls[line.at], row, y, is_above=other > y):
                    ends.append(y)
        ends.sort()
        return [y for number, y in enumerate(ends) if self._is_first_of_two(ends, number)]

    def _is_inside(self, row: int, y: float) -> bool:
        return 0 < row < len(self.ys) and self.ys[row - 1] + NEAR < y < self.ys[row] - NEAR

    def _goes_on(self, lines: list[Line], row: int, y: float, *, is_above: bool) -> bool:
        """Whether the wall that begins or ends at a height of a row is drawn in the rest of the row as well."""
        top, bottom = (self.ys[row - 1], y) if is_above else (y, self.ys[row])
        return any(line.start < bottom - NEAR and line.end > top + NEAR for line in lines)

    @staticmethod
    def _is_first_of_two(ends: list[float], number: int) -> bool:
        before = number and ends[number] - ends[number - 1] <= NEAR
        return not before and bisect_right(ends, ends[number] + NEAR) - number > 1

    @property
    def square_count(self) -> int:
        return (len(self.xs) - 1) * (len(self.ys) - 1)

    def table(self) -> RuledTable:
        if self.square_count < 2:
            return RuledTable([], is_open_above=False, is_open_below=False)
        walls = self._walls()
        boxes: list[Box] = []
        cut: tuple[set[Box], set[Box]] = set(), set()
        for columns, rows in walls.cells():
            box = self.xs[columns[0]], self.ys[rows[0]], self.xs[columns[1]], self.ys[rows[1]]
            boxes.append(box)
            for side, row, outer in ((0, rows[0], 0), (1, rows[1], walls.row_count)):
                if row == outer and walls.above.isdisjoint(zip(range(*columns), repeat(row))):
                    cut[side].add(box)
        top, bottom = self.undrawn[1], self.undrawn[3]
        cut_above, cut_below = frozenset(() if top else cut[0]), frozenset(() if bottom else cut[1])
        return RuledTable(boxes, top, bottom, cut_above, cut_below)

    def _walls(self) -> Walls:
        above: set[Square] = set()
        before: set[Square] = set()
        for line in self.across:
            above.update(zip(_covered(self.xs, line), repeat(bisect_left(self.ys, line.at))))
        for line in self.down:
            before.update(zip(repeat(bisect_left(self.xs, line.at)), _covered(self.ys, line)))
        return Walls(len(self.xs) - 1, len(self.ys) - 1, above, before, self.undrawn)


def _covered(positions: list[float], line: Line) -> range:
    """The intervals between positions that a line runs along."""
    return range(bisect_left(positions, line.start - NEAR), bisect_right(positions, line.end + NEAR) - 1)
