"""What defines a row of a table in a Word 97 file: where its cells' sides stand, and which cells are merged."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from transforms.readers.doc import sprms

_CELL = 20
"""Bytes of a cell's description (TC80)."""
_VERTICAL_ON, _VERTICAL_FIRST = 1, 2
_FIRST_AND_ON = 3
_MOST_CELLS = 128
"""Word allows 63."""


@dataclass(slots=True)
class CellDefinition:
    """One cell of a row: its right side in twips, and the flags of its merges as the file has them."""

    right: int
    horizontal: int = 0
    vertical: int = 0


@dataclass(slots=True)
class RowDefinition:
    """The cells of a row, from the left."""

    left: int = 0
    gap: int = 0
    cells: list[CellDefinition] = field(default_factory=list)

    def edges(self) -> list[int]:
        """Where the sides of the cells stand, in twips: one more than there are cells."""
        return [self.left, *(cell.right for cell in self.cells)]

    def vertical_merges(self) -> list[str | None]:
        """`restart`, `continue` or None for each cell."""
        return [_vertical(cell.vertical) for cell in self.cells]

    def horizontal_merges(self) -> list[str | None]:
        """`restart`, `continue` or None for each cell.

        The published description and the one of 1997 number the first and the other cells of a merge the other way
        round. Either way the first of a row of merged cells is a first one.
        """
        found: list[str | None] = []
        first = 0
        for cell in self.cells:
            if not cell.horizontal:
                first = 0
                found.append(None)
            elif first in (0, cell.horizontal) or cell.horizontal == _FIRST_AND_ON:
                first = first or cell.horizontal
                found.append("restart")
            else:
                found.append("continue")
        return found


def _vertical(flags: int) -> str | None:
    if flags & _VERTICAL_FIRST:
        return "restart"
    return "continue" if flags & _VERTICAL_ON else None


def row_definition(listed: tuple[sprms.Modifier, ...]) -> RowDefinition | None:
    """The row that a list of properties defines; None where it defines none or contradicts itself."""
    row = RowDefinition()
    try:
        for name, operand in listed:
            change = _CHANGES.get(name)
            if change is not None:
                change(row, operand)
            if len(row.cells) > _MOST_CELLS:
                return None
    except (IndexError, struct.error):
        return None
    return row if row.cells else None


def _define(row: RowDefinition, operand: bytes) -> None:
    count = operand[0]
    sides = struct.unpack_from(f"<{count + 1}h", operand, 1)
    row.left = sides[0]
    row.cells = [CellDefinition(side) for side in sides[1:]]
    place = 1 + 2 * (count + 1)
    for number, cell in enumerate(row.cells):
        at = place + _CELL * number
        if at + 2 > len(operand):
            break
        flags = int.from_bytes(operand[at : at + 2], "little")
        cell.horizontal, cell.vertical = flags & 3, flags >> 5 & 3


def _set_gap(row: RowDefinition, operand: bytes) -> None:
    gap = sprms.number(operand)
    if row.cells:
        row.left += row.gap - gap
    row.gap = gap


def _move(row: RowDefinition, operand: bytes) -> None:
    if row.cells:
        _shift(row, 0, sprms.number(operand) - (row.left + row.gap))


def _shift(row: RowDefinition, first: int, by: int) -> None:
    if first == 0:
        row.left += by
    for cell in row.cells[first:]:
        cell.right += by


def _merge_vertically(row: RowDefinition, operand: bytes) -> None:
    row.cells[operand[0]].vertical = operand[1] & 3


def _merge(row: RowDefinition, operand: bytes) -> None:
    for number, cell in enumerate(row.cells[operand[0] : operand[1]]):
        cell.horizontal = 2 if number else 1


def _split(row: RowDefinition, operand: bytes) -> None:
    for cell in row.cells[operand[0] : operand[1]]:
        cell.horizontal = 0


def _insert(row: RowDefinition, operand: bytes) -> None:
    first, count, width = struct.unpack("<BBh", operand)
    edges = row.edges()
    start = edges[min(first, len(edges) - 1)]
    if first < len(row.cells):
        _shift_cells(row, first, count * width)
    row.cells[first:first] = [CellDefinition(start + width * (number + 1)) for number in range(count)]


def _shift_cells(row: RowDefinition, first: int, by: int) -> None:
    for cell in row.cells[first:]:
        cell.right += by


def _delete(row: RowDefinition, operand: bytes) -> None:
    first, limit = operand[0], min(operand[1], len(row.cells))
    edges = row.edges()
    if first < limit:
        del row.cells[first:limit]
        _shift_cells(row, first, edges[first] - edges[limit])


def _set_width(row: RowDefinition, operand: bytes) -> None:
    first, limit, width = struct.unpack("<BBh", operand)
    for number in range(first, min(limit, len(row.cells))):
        edges = row.edges()
        _shift_cells(row, number, width - (edges[number + 1] - edges[number]))


_CHANGES: dict[int, Callable[[RowDefinition, bytes], None]] = {
    sprms.T_DEFINITION: _define,
    sprms.T_GAP: _set_gap,
    sprms.T_LEFT: _move,
    sprms.T_VERTICAL_MERGE: _merge_vertically,
    sprms.T_MERGE: _merge,
    sprms.T_SPLIT: _split,
    sprms.T_INSERT: _insert,
    sprms.T_DELETE: _delete,
    sprms.T_WIDTH: _set_width,
}
