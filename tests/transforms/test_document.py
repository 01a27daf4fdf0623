"""The document model: how a place is told."""

from __future__ import annotations

import pytest

from transforms.document import Cell, CellPlaces, Paragraph, place


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Cell("甲", 2, 1), "table 3, row 3, column 2"),
        (Cell("甲", 0, 0, line=7), "line 7, table 3, row 1, column 1"),
        (Cell("甲", 0, 0, page=6, confidence=0.876), "page 6, table 3, row 1, column 1, OCR 0.88"),
        (Paragraph("甲"), "table 3, block 9"),
        (Paragraph("甲", page=2), "page 2, table 3"),
    ],
)
def test_a_place_says_what_the_format_knows_of_it(block: Cell | Paragraph, expected: str) -> None:
    assert place(block, block_number=9, table=3) == expected


def test_a_paragraph_is_found_by_its_block_where_nothing_else_is_known() -> None:
    assert place(Paragraph("甲"), block_number=9) == "block 9"
    assert place(Paragraph("甲", line=4), block_number=9) == "line 4"


def test_the_places_of_a_tables_cells_are_told_alike() -> None:
    cells = [
        Cell("甲", 0, 0), Cell("甲", 0, 11), Cell("甲", 1, 0, line=7), Cell("甲", 1, 1, line=8), Cell("甲", 0, 2),
        Cell("甲", 0, 0, page=6), Cell("甲", 0, 0, page=6, line=2, confidence=0.876), Cell("甲", 3, 0, confidence=0.5),
    ]  # fmt: skip
    places = CellPlaces(3)
    assert [places.of(cell) for cell in cells] == [place(cell, table=3) for cell in cells]
