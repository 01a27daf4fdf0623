"""What a layout arranges and a writer writes: lines, tables of spanning cells, page breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class C(NamedTuple):
    """A cell: its text (a line break parts paragraphs), the columns and rows it spans, a table it holds."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    inner: Table | None = None
    is_label: bool = False
    """Whether it is printed on the form, not filled in."""


class Placed(NamedTuple):
    """A cell with the row and column of the grid in which it stands."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    inner: Table | None = None
    is_label: bool = False
    is_start: bool = True
    """Whether the cell begins here; a vertical merge goes on in cells of later rows without text."""


@dataclass(frozen=True)
class Line:
    """A paragraph; a heading is one that a document's outline shows."""

    text: str
    is_heading: bool = False
    role: str = "body"
    """What it is in the document: `body`, `cover`, `part`, `contents`, `section`."""


@dataclass(frozen=True)
class Table:
    """Rows of the cells that start in them."""

    rows: tuple[tuple[C, ...], ...]
    repeats_header: bool = False
    """Whether its first row stands again at the top of every page that the table reaches."""
    widths: tuple[int, ...] = ()
    """How wide the columns of the grid are beside each other; alike where it is not said."""

    @cached_property
    def full_rows(self) -> list[list[Placed]]:
        """Every row with all its cells, one that a vertical merge carries on as a cell without text."""
        merged: dict[int, tuple[int, int]] = {}
        return [_row(number, cells, merged) for number, cells in enumerate(self.rows)]

    def cells(self) -> list[Placed]:
        """The cells where they begin, row by row."""
        return [cell for row in self.full_rows for cell in row if cell.is_start]

    @cached_property
    def width(self) -> int:
        """How many columns the grid has."""
        return max(row[-1].column + row[-1].column_span for row in self.full_rows if row)

    def shares(self, total: float) -> list[float]:
        """Where each column of the grid ends, and 0 before: `width + 1` places up to a total."""
        widths = self.widths or (1,) * self.width
        unit = total / sum(widths)
        places = [0.0]
        for width in widths:
            places.append(places[-1] + width * unit)
        return places


def _row(number: int, cells: Sequence[C], merged: dict[int, tuple[int, int]]) -> list[Placed]:
    """`merged` says of the columns where merged cells begin down to which row they reach, and how wide they are."""
    placed: list[Placed] = []
    column = 0
    for cell in cells:
        for carried in _carried(number, column, merged):
            placed.append(carried)
            column += carried.column_span
        placed.append(Placed(cell.text, number, column, cell.rows, cell.columns, cell.inner, cell.is_label))
        if cell.rows > 1:
            merged[column] = (number + cell.rows - 1, cell.columns)
        column += cell.columns
    for start in sorted(merged):
        last, width = merged[start]
        if start >= column and number <= last:
            placed.append(Placed("", number, start, 1, width, is_start=False))
    return placed


def _carried(number: int, column: int, merged: dict[int, tuple[int, int]]) -> Iterator[Placed]:
    while column in merged and merged[column][0] >= number:
        width = merged[column][1]
        yield Placed("", number, column, 1, width, is_start=False)
        column += width


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Space:
    """Blank lines, that push what follows down the page."""

    lines: int


Block = Line | Table | PageBreak | Space


def table(rows: Sequence[Sequence[C]], *, repeats_header: bool = False, widths: tuple[int, ...] = ()) -> Table:
    return Table(tuple(tuple(row) for row in rows), repeats_header, widths)
