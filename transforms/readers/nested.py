"""Where the tables nested in a table's cells stand in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.document import Grid


def in_reading_order(outer: Grid, nested: Sequence[tuple[int, Grid]]) -> list[Grid]:
    """The grid of a table and those nested in its cells, each given with the row that holds it.

    A row that holds tables and no text only lays them out: the outer table is cut there, and what the row holds stands
    between its parts, which keep the table's number and rows. Elsewhere nested tables follow the part they stand in.
    """
    cuts = [row for row in sorted({row for row, _ in nested}) if _only_lays_out(outer, row)]
    if not cuts:
        return [outer, *(grid for _, grid in nested)]
    found: list[Grid] = []
    begin = 0
    for cut in [*cuts, max(cell.row for cell in outer.cells) + 1]:
        cells = tuple(cell for cell in outer.cells if begin <= cell.row < cut)
        found += [Grid(outer.number, cells)] if cells else []
        found += [grid for row, grid in nested if begin <= row <= cut]
        begin = cut + 1
    return found


def _only_lays_out(outer: Grid, row: int) -> bool:
    """Whether no cell with a text, or that other rows share, stands in the row."""
    beside = [cell for cell in outer.cells if cell.row <= row < cell.row + cell.row_span]
    return all(cell.row_span == 1 and not cell.text.strip() for cell in beside)
