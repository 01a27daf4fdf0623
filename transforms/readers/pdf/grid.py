"""Finds the cells that ruling lines draw: pieces joined to lines, lines to grids, and the rooms between their walls."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product, repeat
from typing import NamedTuple

from transforms.document import Box
from transforms.readers.pdf.marks import Edge

_NEAR = 3.0
"""How far apart, in points, lines and their ends may lie that are drawn as one: pdfplumber's own tolerance."""
_DASH = 6.0
"""A piece shorter than this may be a dash: the gap to the next may be as long as the piece itself."""
_REST = 2.9
"""How much of the gap at either end belongs to a dashed line: no more than the tolerance, or it would reach out."""
_DOT = 2.0
"""A mark no longer than this may be part of a line of dots, across or down."""
_SHORTEST = 5.0
"""A line shorter than this bounds no cell: the thickness of another line, a dot, a tick."""
_NARROWEST = 12.0
"""A single line that sticks out by less, in points, has no column beyond the outermost wall: no text fits there."""
_LONGEST_GAP = 3
"""A wall may be missing beside so many squares and go on after them."""
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


class _Line(NamedTuple):
    """A horizontal line at height `at` from left to right, or a vertical one from top to bottom."""

    at: float
    start: float
    end: float


def ruled_tables(edges: Iterable[Edge]) -> list[RuledTable]:
    """The tables of two cells or more that lines draw, from top to bottom.

    An outer side that is not drawn is taken to be where the lines that should meet it end. Raises TooManyLines.
    """
    flat, steep = _lines(edges)
    if len(flat) * len(steep) > _MOST_CROSSINGS:
        raise TooManyLines
    nets = [_Net(across, down) for across, down in _connected(flat, steep) if len(across) > 1 or len(down) > 1]
    if sum(net.square_count for net in nets) > _MOST_SQUARES:
        raise TooManyLines
    tables = [net.table() for net in nets]
    return sorted(
        (table for table in tables if len(table.boxes) > 1),
        key=lambda table: min((box[1], box[0]) for box in table.boxes),
    )


def flat_lines(edges: Iterable[Edge]) -> list[Edge]:
    """The horizontal lines, each of one piece."""
    return [Edge(line.start, line.at, line.end, line.at) for line in _lines(edges)[0]]


def steep_lines(edges: Iterable[Edge]) -> list[Edge]:
    """The vertical lines, each of one piece."""
    return [Edge(line.at, line.start, line.at, line.end) for line in _lines(edges)[1]]


# --- pieces to lines


def _lines(edges: Iterable[Edge]) -> tuple[list[_Line], list[_Line]]:
    flat: defaultdict[int, list[_Line]] = defaultdict(list)
    steep: defaultdict[int, list[_Line]] = defaultdict(list)
    for edge in edges:
        left, top, right, bottom, _ = edge
        width, height = right - left, bottom - top
        is_dot = width < _DOT and height < _DOT
        if width >= height or is_dot:
            at = (top + bottom) / 2
            flat[round(4 * at)].append(_Line(at, left, right))
        if width < height or is_dot:
            at = (left + right) / 2
            steep[round(4 * at)].append(_Line(at, top, bottom))
    return _snapped(_runs(flat)), _snapped(_runs(steep))


def _runs(pieces: dict[int, list[_Line]]) -> list[_Line]:
    """Pieces at one height as lines, without those that are too short: dots and dashes are joined first."""
    lines: list[_Line] = []
    for group in pieces.values():
        lines.extend([line for line in _one_height(group) if line.end - line.start >= _SHORTEST])
    return lines


def _joined(pieces: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Pieces on one line as the stretches they make. Dashes make one although the gaps between them are wide; the gap
    that may stand at either end of it belongs to it."""
    pieces.sort()
    start, end = pieces[0]
    last = end - start
    widest = 0.0
    for begin, stop in pieces[1:]:
        length = stop - begin
        gap = max(_NEAR, 1.25 * max(last, length)) if max(last, length) < _DASH else _NEAR
        if begin - end > gap:
            yield start - widest, end + widest
            start, end, widest = begin, stop, 0.0
        else:
            widest = _REST if begin - end > _NEAR else widest
            end = max(end, stop)
        last = length
    yield start - widest, end + widest


def _snapped(lines: list[_Line]) -> list[_Line]:
    """Lines within the tolerance of one another lie at their mean, and are joined where their ends meet."""
    lines.sort()
    snapped: list[_Line] = []
    group: list[_Line] = []
    for line in lines:
        if group and (line.at - group[-1].at > _NEAR or line.at - group[0].at > 2 * _NEAR):
            snapped.extend(_one_height(group))
            group = []
        group.append(line)
    if group:
        snapped.extend(_one_height(group))
    return snapped


def _one_height(group: list[_Line]) -> list[_Line]:
    if len(group) == 1:
        return group
    at = sum([line.at for line in group]) / len(group)
    return [_Line(at, start, end) for start, end in _joined([(line.start, line.end) for line in group])]


# --- lines to nets


def _connected(flat: list[_Line], steep: list[_Line]) -> Iterator[tuple[list[_Line], list[_Line]]]:
    """Lines that cross or meet, directly or by others, with at least one of either direction."""
    parents = list(range(len(flat) + len(steep)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    xs = [line.at for line in steep]
    for number, line in enumerate(flat):
        for other in range(bisect_left(xs, line.start - _NEAR), bisect_right(xs, line.end + _NEAR)):
            if steep[other].start - _NEAR <= line.at <= steep[other].end + _NEAR:
                parents[root(number)] = root(len(flat) + other)
    nets: defaultdict[int, tuple[list[_Line], list[_Line]]] = defaultdict(lambda: ([], []))
    for number, line in enumerate((*flat, *steep)):
        nets[root(number)][number >= len(flat)].append(line)
    return (net for net in nets.values() if net[0] and net[1])


# --- nets to cells


def _positions(
    across: list[_Line], along: list[_Line], *, at_least: int, beyond: float = _NEAR
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
        alike = bisect_right(ends, end + _NEAR) - number
        if alike >= at_least and 2 * alike >= len(ends):
            return end
    return None


@dataclass(slots=True)
class _Net:
    """Lines that cross, the squares between their positions, and the walls that part these."""

    across: list[_Line]
    down: list[_Line]
    xs: list[float] = field(init=False)
    ys: list[float] = field(init=False)
    undrawn: tuple[bool, bool, bool, bool] = field(init=False)
    """Left, top, right, bottom."""
    above: set[tuple[int, int]] = field(default_factory=set)
    """Squares (column, row) with a line along their upper side; the row after the last has the lowest lines."""
    before: set[tuple[int, int]] = field(default_factory=set)
    """Squares with a line along their left side."""

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
            self.across = [*self.across, *(_Line(y, self.xs[0], self.xs[-1]) for y in self._untold_rows())]
            self.ys = sorted({*self.ys, *(line.at for line in self.across)})

    def _untold_rows(self) -> list[float]:
        """The heights inside a row at which walls begin or end together: a table without outer lines stands there
        directly under another."""
        walls: defaultdict[float, list[_Line]] = defaultdict(list)
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
        return 0 < row < len(self.ys) and self.ys[row - 1] + _NEAR < y < self.ys[row] - _NEAR

    def _goes_on(self, lines: list[_Line], row: int, y: float, *, is_above: bool) -> bool:
        """Whether the wall that begins or ends at a height of a row is drawn in the rest of the row as well."""
        top, bottom = (self.ys[row - 1], y) if is_above else (y, self.ys[row])
        return any(line.start < bottom - _NEAR and line.end > top + _NEAR for line in lines)

    @staticmethod
    def _is_first_of_two(ends: list[float], number: int) -> bool:
        before = number and ends[number] - ends[number - 1] <= _NEAR
        return not before and bisect_right(ends, ends[number] + _NEAR) - number > 1

    @property
    def square_count(self) -> int:
        return (len(self.xs) - 1) * (len(self.ys) - 1)

    def table(self) -> RuledTable:
        if self.square_count < 2:
            return RuledTable([], is_open_above=False, is_open_below=False)
        self._build_walls()
        boxes = []
        for columns, rows in self._rooms():
            boxes.append((self.xs[columns[0]], self.ys[rows[0]], self.xs[columns[1]], self.ys[rows[1]]))
        return RuledTable(boxes, is_open_above=self.undrawn[1], is_open_below=self.undrawn[3])

    def _build_walls(self) -> None:
        for line in self.across:
            row = bisect_left(self.ys, line.at)
            self.above.update(zip(_covered(self.xs, line), repeat(row)))
        for line in self.down:
            column = bisect_left(self.xs, line.at)
            self.before.update(zip(repeat(column), _covered(self.ys, line)))

    def _rooms(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """Each cell as its first column and the one after its last, its first row and the one after its last."""
        seen: set[tuple[int, int]] = set()
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                if (column, row) in seen:
                    continue
                if plain := self._plain_room(column, row):
                    seen.update(product(range(*plain[0]), range(*plain[1])))
                    yield plain
                    continue
                room = self._room((column, row))
                if not _is_rectangle(room) and self._mend(room):
                    room = self._room((column, row))
                seen |= room
                yield from (part for part in _rectangles(room) if self._is_closed(*part, room))

    def _plain_room(self, column: int, row: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """The cell that begins in a square, as most do: a rectangle with walls on all its sides and none within."""
        after, below = column + 1, row + 1
        if (after, row) in self.before and (column, below) in self.above:
            is_closed = (column, row) in self.before and (column, row) in self.above
            return ((column, after), (row, below)) if is_closed else None
        while (after, row) not in self.before:
            after += 1
            if after >= len(self.xs):
                return None
        while (column, below) not in self.above:
            below += 1
            if below >= len(self.ys):
                return None
        columns, rows = range(column, after), range(row, below)
        walls = [(column, j) for j in rows] + [(after, j) for j in rows]
        floors = [(i, row) for i in columns] + [(i, below) for i in columns]
        if not (self.before.issuperset(walls) and self.above.issuperset(floors)):
            return None
        is_open = self.before.isdisjoint([(i, j) for i in columns[1:] for j in rows])
        is_open = is_open and self.above.isdisjoint([(i, j) for i in columns for j in rows[1:]])
        return ((column, after), (row, below)) if is_open else None

    def _mend(self, room: set[tuple[int, int]]) -> bool:
        """Close the gaps in walls that are drawn before and after; whether there were any."""
        gaps = [(c, r) for c, r in room if (c - 1, r) in room and self._is_gap(self.before, (c, r), (0, 1))]
        breaks = [(c, r) for c, r in room if (c, r - 1) in room and self._is_gap(self.above, (c, r), (1, 0))]
        self.before.update(gaps)
        self.above.update(breaks)
        return bool(gaps or breaks)

    def _is_gap(self, walls: set[tuple[int, int]], square: tuple[int, int], step: tuple[int, int]) -> bool:
        ends = []
        for sign in (-1, 1):
            column, row = square
            for _ in range(_LONGEST_GAP):
                column, row = column + sign * step[0], row + sign * step[1]
                if (column, row) in walls:
                    ends.append(True)
                    break
        return square not in walls and len(ends) == 2

    def _room(self, start: tuple[int, int]) -> set[tuple[int, int]]:
        room = {start}
        open_squares = [start]
        while open_squares:
            for square in self._neighbours(*open_squares.pop()):
                if square not in room:
                    room.add(square)
                    open_squares.append(square)
        return room

    def _neighbours(self, column: int, row: int) -> Iterator[tuple[int, int]]:
        if column and (column, row) not in self.before:
            yield column - 1, row
        if row and (column, row) not in self.above:
            yield column, row - 1
        if column + 2 < len(self.xs) and (column + 1, row) not in self.before:
            yield column + 1, row
        if row + 2 < len(self.ys) and (column, row + 1) not in self.above:
            yield column, row + 1

    def _is_closed(self, columns: tuple[int, int], rows: tuple[int, int], room: set[tuple[int, int]]) -> bool:
        """Whether a room, or a rectangle of it, is a cell: it has all its walls but such as the table's outer sides
        lack.

        A room that lacks a wall on one outer side is one where the walls beside it reach that side, a corner only
        where an outer side of its is drawn nowhere: else it lies beside the table.
        """
        walls = (
            all((columns[0], row) in self.before or (columns[0] - 1, row) in room for row in range(*rows)),
            all((column, rows[0]) in self.above or (column, rows[0] - 1) in room for column in range(*columns)),
            all((columns[1], row) in self.before or (columns[1], row) in room for row in range(*rows)),
            all((column, rows[1]) in self.above or (column, rows[1]) in room for column in range(*columns)),
        )
        if all(walls):
            return True
        outer = (columns[0] == 0, rows[0] == 0, columns[1] == len(self.xs) - 1, rows[1] == len(self.ys) - 1)
        if any(not wall and not is_outer for wall, is_outer in zip(walls, outer, strict=True)):
            return False
        lacks_both = not (walls[0] and walls[2]) and not (walls[1] and walls[3])
        return not lacks_both or any(
            is_undrawn and not wall for wall, is_undrawn in zip(walls, self.undrawn, strict=True)
        )


def _is_rectangle(room: set[tuple[int, int]]) -> bool:
    columns, rows = {column for column, _ in room}, {row for _, row in room}
    return len(room) == len(columns) * len(rows)


def _covered(positions: list[float], line: _Line) -> range:
    """The intervals between positions that a line runs along."""
    return range(bisect_left(positions, line.start - _NEAR), bisect_right(positions, line.end + _NEAR) - 1)


def _rectangles(room: set[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """A room as rectangles: itself, or, where a wall is drawn in part, as few as going from top to bottom finds."""
    rest = set(room)
    while rest:
        row = min(square[1] for square in rest)
        first = min(square[0] for square in rest if square[1] == row)
        last, low = first + 1, row + 1
        while (last, row) in rest:
            last += 1
        while all((column, low) in rest for column in range(first, last)):
            low += 1
        rest.difference_update((column, line) for column in range(first, last) for line in range(row, low))
        yield (first, last), (row, low)
