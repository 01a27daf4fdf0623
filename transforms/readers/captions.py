"""Which rows of a table are no rows of it: the titles that spreadsheets and web pages write into its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from transforms.document import Block, Cell, Grid, Paragraph


def blocks_of(rows: Sequence[Sequence[Cell]]) -> list[Block]:
    """The paragraphs and the grid (number 0) that a table's rows are, each row with all its cells.

    Rows at the head that hold no more than one written cell are paragraphs: a title, a sub-title, the money's unit.
    Below the first row with two written cells every row stays in the grid, with the row numbers it has: a goal or a
    usage is one written cell too. A table in which no row has two tabulates nothing and is paragraphs throughout.
    """
    head = list(takewhile(lambda row: len(_written(row)) <= 1, rows))
    blocks: list[Block] = [_paragraph(cell) for row in head for cell in _written(row)]
    rest = tuple(cell for row in rows[len(head) :] for cell in row)
    return [*blocks, Grid(0, rest)] if rest else blocks


def numbered(blocks: Sequence[Block], first: int = 1) -> tuple[Block, ...]:
    """The blocks with their grids numbered in reading order."""
    found: list[Block] = []
    number = first
    for block in blocks:
        if isinstance(block, Grid):
            found.append(Grid(number, block.cells))
            number += 1
        else:
            found.append(block)
    return tuple(found)


def _written(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.text.strip()]


def _paragraph(cell: Cell) -> Paragraph:
    return Paragraph(cell.text, page=cell.page, line=cell.line)
