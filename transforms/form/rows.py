"""A table as the form's readers look at it: its rows, and which of their cells are written and which are labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from transforms.document import Cell, Grid
from transforms.form.wording import wording


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
    has_stages: bool = False
    """Whether a cell names a stage of the plan."""

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
    left: int = 0
    """The column of the document's table in which it begins: several forms may stand side by side in one."""

    @property
    def widest(self) -> list[Cell]:
        """The cells of the first of the rows that have the most."""
        return max((row.cells for row in self.rows), key=len, default=[])


def row_of(cells: list[Cell]) -> Row:
    """A row of these cells."""
    written, labels = [], {}
    has_lines = has_stages = False
    for cell in cells:
        says = wording(cell.text)
        if says.is_plain:
            written.append(cell)
        elif not says.is_blank:
            written.append(cell)
            if says.field:
                labels[cell.column] = says.field
            has_lines = has_lines or says.has_lines
            has_stages = has_stages or says.month is not None
    return Row(cells, written, labels, has_lines, has_stages)


def moved(cells: Iterable[Cell], columns: int) -> list[Cell]:
    """The cells that many columns further to the left."""
    return [replace(cell, column=cell.column - columns) for cell in cells]


def table_of(grid: Grid) -> Table:
    """The table that a grid is."""
    return Table(grid.number, grid.cells, [row_of(cells) for cells in grid.rows()])
