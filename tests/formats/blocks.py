"""What a layout arranges and a writer writes: lines, tables of spanning cells, page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.document import Cell


@dataclass(frozen=True)
class C:
    """A cell: its text (a line break parts paragraphs), the columns and rows it spans, a table it holds."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    inner: Table | None = None


@dataclass(frozen=True)
class Line:
    """A paragraph; a heading is one that a document's outline shows."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of the cells that start in them."""

    rows: tuple[tuple[C, ...], ...]
    repeats_header: bool = False
    """Whether its first row stands again at the top of every page that the table reaches."""

    def cells(self) -> list[Cell]:
        """The cells with the row and column of the grid in which each begins."""
        taken: set[tuple[int, int]] = set()
        placed = []
        for row, cells in enumerate(self.rows):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                placed.append(Cell(cell.text, row, column, cell.rows, cell.columns))
                taken |= {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
        return placed

    @property
    def width(self) -> int:
        """How many columns the grid has."""
        return max(cell.column + cell.column_span for cell in self.cells())

    def inner_tables(self) -> dict[tuple[int, int], Table]:
        """The tables that cells hold, by the row and column of the cell."""
        cells = [cell for row in self.rows for cell in row]
        return {
            (at.row, at.column): cell.inner
            for at, cell in zip(self.cells(), cells, strict=True)
            if cell.inner is not None
        }

    def full_rows(self) -> list[list[Cell]]:
        """Every row with all its cells, one that a vertical merge carries on as a cell without text."""
        cells = self.cells()
        rows: list[list[Cell]] = [[] for _ in self.rows]
        for cell in cells:
            rows[cell.row].append(cell)
            for down in range(1, cell.row_span):
                rows[cell.row + down].append(replace(cell, text="", row=cell.row + down, row_span=1))
        return [sorted(row, key=lambda cell: cell.column) for row in rows]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Space:
    """Blank lines, that push what follows down the page."""

    lines: int


Block = Line | Table | PageBreak | Space


def table(rows: Sequence[Sequence[C]], *, repeats_header: bool = False) -> Table:
    return Table(tuple(tuple(row) for row in rows), repeats_header)
