"""Tables within tables: where they stand in reading order."""

from __future__ import annotations

from transforms.document import Cell, Grid
from transforms.readers.nested import in_reading_order

INNER = Grid(2, (Cell("内", 0, 0),))


def shown(grids: list[Grid]) -> list[tuple[int, list[tuple[str, int]]]]:
    return [(grid.number, [(cell.text, cell.row) for cell in grid.cells]) for grid in grids]


def test_a_row_that_only_holds_a_table_cuts_the_outer_one_there() -> None:
    outer = Grid(1, (Cell("上", 0, 0), Cell("", 1, 0), Cell("下", 2, 0)))
    assert shown(in_reading_order(outer, [(1, INNER)])) == [(1, [("上", 0)]), (2, [("内", 0)]), (1, [("下", 2)])]


def test_a_frame_of_nothing_but_tables_is_not_there() -> None:
    outer = Grid(1, (Cell("", 0, 0), Cell("", 1, 0)))
    other = Grid(3, INNER.cells)
    assert in_reading_order(outer, [(0, INNER), (1, other)]) == [INNER, other]


def test_a_table_beside_text_follows_the_outer_one() -> None:
    for cells in (
        (Cell("上", 0, 0), Cell("文字", 1, 0), Cell("下", 2, 0)),
        (Cell("上", 0, 0, row_span=2), Cell("", 1, 1), Cell("下", 2, 0)),
    ):
        outer = Grid(1, cells)
        assert in_reading_order(outer, [(1, INNER)]) == [outer, INNER]
