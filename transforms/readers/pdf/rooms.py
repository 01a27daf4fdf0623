"""Finds the rooms between the walls of a grid: the cells of a table, merged ones among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

_LONGEST_GAP = 3
"""A wall may be missing beside so many squares and go on after them."""

Square = tuple[int, int]
"""A column and a row, each counted from 0."""
Cell = tuple[tuple[int, int], tuple[int, int]]
"""A cell: its first column and the one after its last, its first row and the one after its last."""


@dataclass(slots=True)
class Walls:
    """The squares of a grid and the walls that part them."""

    column_count: int
    row_count: int
    above: set[Square]
    """Squares with a line along their upper side; the row after the last has the lowest lines."""
    before: set[Square]
    """Squares with a line along their left side."""
    undrawn: tuple[bool, bool, bool, bool]
    """Whether an outer side is drawn nowhere: left, top, right, bottom."""

    def cells(self) -> Iterator[Cell]:
        """Every cell, row by row. Walls that are drawn with gaps are mended meanwhile."""
        seen: set[Square] = set()
        for row in range(self.row_count):
            for column in range(self.column_count):
                if (column, row) in seen:
                    continue
                if plain := self._plain_cell(column, row):
                    seen.update(product(range(*plain[0]), range(*plain[1])))
                    yield plain
                    continue
                room = self._room((column, row))
                if not _is_rectangle(room) and self._mend(room):
                    room = self._room((column, row))
                seen |= room
                yield from (part for part in _rectangles(room) if self._is_closed(*part, room))

    def _plain_cell(self, column: int, row: int) -> Cell | None:
        """The cell that begins in a square, as most do: a rectangle with walls on all its sides and none within."""
        after, below = column + 1, row + 1
        if (after, row) in self.before and (column, below) in self.above:
            is_closed = (column, row) in self.before and (column, row) in self.above
            return ((column, after), (row, below)) if is_closed else None
        while (after, row) not in self.before:
            after += 1
            if after > self.column_count:
                return None
        while (column, below) not in self.above:
            below += 1
            if below > self.row_count:
                return None
        columns, rows = range(column, after), range(row, below)
        walls = [(column, j) for j in rows] + [(after, j) for j in rows]
        floors = [(i, row) for i in columns] + [(i, below) for i in columns]
        if not (self.before.issuperset(walls) and self.above.issuperset(floors)):
            return None
        is_open = self.before.isdisjoint([(i, j) for i in columns[1:] for j in rows])
        is_open = is_open and self.above.isdisjoint([(i, j) for i in columns for j in rows[1:]])
        return ((column, after), (row, below)) if is_open else None

    def _mend(self, room: set[Square]) -> bool:
        """Close the gaps in walls that are drawn before and after; whether there were any."""
        gaps = [(c, r) for c, r in room if (c - 1, r) in room and self._is_gap(self.before, (c, r), (0, 1))]
        breaks = [(c, r) for c, r in room if (c, r - 1) in room and self._is_gap(self.above, (c, r), (1, 0))]
        self.before.update(gaps)
        self.above.update(breaks)
        return bool(gaps or breaks)

    def _is_gap(self, walls: set[Square], square: Square, step: tuple[int, int]) -> bool:
        ends = []
        for sign in (-1, 1):
            column, row = square
            for _ in range(_LONGEST_GAP):
                column, row = column + sign * step[0], row + sign * step[1]
                if (column, row) in walls:
                    ends.append(True)
                    break
        return square not in walls and len(ends) == 2

    def _room(self, start: Square) -> set[Square]:
        room = {start}
        open_squares = [start]
        while open_squares:
            for square in self._neighbours(*open_squares.pop()):
                if square not in room:
                    room.add(square)
                    open_squares.append(square)
        return room

    def _neighbours(self, column: int, row: int) -> Iterator[Square]:
        if column and (column, row) not in self.before:
            yield column - 1, row
        if row and (column, row) not in self.above:
            yield column, row - 1
        if column + 1 < self.column_count and (column + 1, row) not in self.before:
            yield column + 1, row
        if row + 1 < self.row_count and (column, row + 1) not in self.above:
            yield column, row + 1

    def _is_closed(self, columns: tuple[int, int], rows: tuple[int, int], room: set[Square]) -> bool:
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
        outer = (columns[0] == 0, rows[0] == 0, columns[1] == self.column_count, rows[1] == self.row_count)
        if any(not wall and not is_outer for wall, is_outer in zip(walls, outer, strict=True)):
            return False
        lacks_both = not (walls[0] and walls[2]) and not (walls[1] and walls[3])
        return not lacks_both or any(
            is_undrawn and not wall for wall, is_undrawn in zip(walls, self.undrawn, strict=True)
        )


def _is_rectangle(room: set[Square]) -> bool:
    columns, rows = {column for column, _ in room}, {row for _, row in room}
    return len(room) == len(columns) * len(rows)


def _rectangles(room: set[Square]) -> Iterator[Cell]:
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
