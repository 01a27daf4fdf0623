"""A grid built cell after cell, as word processors write tables: rows from the top, cells from the left."""

from __future__ import annotations

from bisect import bisect_left

from transforms.document import Cell
from transforms.readers.hidden import shown_cells


class GridBuilder:
    """Places cells one after the other, and lets a merged cell grow instead of repeating it."""

    def __init__(self) -> None:
        self._cells: list[Cell] = []
        self.row = -1
        """The row that is open."""
        self._column = 0
        self._merged: dict[int, int] = {}
        """The open vertical merges: which cell it is, by the column it starts in."""
        self._hidden: list[int] = []

    def start_row(self, column: int) -> None:
        self.row += 1
        self._column = column

    def hide_row(self) -> None:
        """The open row is not shown."""
        self._hidden.append(self.row)

    @property
    def is_hidden(self) -> bool:
        """Whether the open row is not shown."""
        return self.row in self._hidden

    def carry_on(self, span: int, vertical: str | None, horizontal: str | None) -> bool:
        """Whether the next cell only carries a merged one on; if so, that one has grown."""
        if horizontal == "continue" and self._cells and self._cells[-1].row == self.row:
            self._grow(len(self._cells) - 1, columns=span)
        elif vertical == "continue" and (above := self._reaching(self._column)) is not None:
            self._grow(above, rows=1)
        else:
            return False
        self._column += span
        return True

    def _reaching(self, column: int) -> int | None:
        """Which cell's merge reaches down to the open row in a column."""
        above = self._merged.get(column)
        if above is None or self._cells[above].row + self._cells[above].row_span != self.row:
            return None
        return above

    def _grow(self, which: int, rows: int = 0, columns: int = 0) -> None:
        cell = self._cells[which]
        self._cells[which] = Cell(cell.text, cell.row, cell.column, cell.row_span + rows, cell.column_span + columns)

    def add(self, text: str, span: int = 1, vertical: str | None = None) -> None:
        column = self._column
        if vertical is not None:
            self._merged[column] = len(self._cells)
        elif self._merged:
            self._merged.pop(column, None)
        self._cells.append(Cell(text, self.row, column, 1, span))
        self._column = column + span

    def cells(self) -> tuple[Cell, ...]:
        return shown_cells(self._cells, self._hidden)

    def shown_row(self, row: int) -> int:
        """The number of a row among those that are shown."""
        return row - bisect_left(self._hidden, row)

    def hidden_texts(self) -> list[str]:
        """What the cells say that stand in hidden rows alone, row after row."""
        hidden = set(self._hidden)
        if not hidden:
            return []
        gone = (cell for cell in self._cells if hidden.issuperset(range(cell.row, cell.row + cell.row_span)))
        return [cell.text for cell in gone if cell.text]
