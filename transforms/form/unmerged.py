"""Headers of two rows in formats that record no merges: the second row's blank cells tell how wide the first row's are."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from transforms.document import Cell
from transforms.form.rows import Row, row_of

_DEPTH = 2


def with_widths(rows: list[Row], beneath: Row | None) -> list[Row]:
    """The rows of a header, each heading of the first as wide as what stands beneath it in the second: a heading over both
    rows has a blank cell beneath it, one over a group has the group. The rows as they are where a merge is recorded, where
    the row `beneath` them has another number of cells than the second, or where two groups stand side by side and nothing
    tells where the one ends.
    """
    if len(rows) != _DEPTH or len(rows[1].cells) <= len(rows[0].cells):
        return rows
    top, lower = rows[0].cells, rows[1].cells
    if any(_is_merged(cell) for cell in (*top, *lower)) or beneath is None or len(beneath.cells) != len(lower):
        return rows
    widths = _widths(lower)
    if len(widths) != len(top):
        return rows
    laid, column = [], lower[0].column
    for cell, width in zip(top, widths, strict=True):
        is_over_both = not lower[column - lower[0].column].text.strip()
        laid.append(replace(cell, column=column, column_span=width, row_span=_DEPTH if is_over_both else 1))
        column += width
    return [row_of(laid), rows[1]]


def _is_merged(cell: Cell) -> bool:
    return cell.row_span > 1 or cell.column_span > 1


def _widths(lower: list[Cell]) -> list[int]:
    """How many cells of the second row stand beneath each heading: one blank one, or all written ones up to the next."""
    widths: list[int] = []
    for is_written, cells in groupby(lower, key=lambda cell: bool(cell.text.strip())):
        number = sum(1 for _ in cells)
        widths += [number] if is_written else [1] * number
    return widths
