"""A table as the form's readers look at it: its rows, and which of their cells are written and which are labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from transforms.document import Cell, Grid
from transforms.form.labels import LONGEST_MATCH, remembered_field


@dataclass(slots=True)
class Row:
    """The cells of one row, from left to right, with what every rule asks of them, found out once."""

    cells: list[Cell]
    written: list[Cell]
    """Those that are not blank."""
    labels: dict[int, str]
    """The fields of those that are labels, by the column they start in."""
    has_lines: bool = False
    """Whether a cell's text has more than one line."""

    def label_of(self, cell: Cell) -> str | None:
        """The field that a cell of the row is the label of."""
        return self.labels.get(cell.column)

    def cut_before(self, number: int) -> Row:
        """The row without its first cells."""
        return row_of(self.cells[number:])


@dataclass(slots=True)
class Table:
    """One table: its number in the document and its rows, those too in which no cell starts."""

    number: int
    cells: tuple[Cell, ...]
    rows: list[Row]

    @property
    def widest(self) -> list[Cell]:
        """The cells of the first of the rows that have the most."""
        return max((row.cells for row in self.rows), key=len, default=[])


def row_of(cells: list[Cell]) -> Row:
    """A row of these cells."""
    row = Row(cells, [], {})
    for cell in cells:
        text = cell.text
        if not text or text.isspace():
            continue
        row.written.append(cell)
        if len(text) <= LONGEST_MATCH and (field := remembered_field(text)):
            row.labels[cell.column] = field
        if "\n" in text:
            row.has_lines = True
    return row


def moved(cells: Iterable[Cell], columns: int) -> list[Cell]:
    """The cells that many columns further to the left."""
    return [replace(cell, column=cell.column - columns) for cell in cells]


def table_of(grid: Grid) -> Table:
    """The table that a grid is."""
    return Table(grid.number, grid.cells, [row_of(cells) for cells in grid.rows()])
