"""PDF: marks that hang over the side of a cell belong to its text, and other signs beside a table are noted."""

import pytest
from making import Page, Words, pdf, ruled

from transforms.document import Document, Paragraph
from transforms.readers.open import open_document

GRID = ruled([50, 150, 250], [320, 350, 380])
FULL = "一二三四五六七八九"
"""Ends 3 points before the side of a cell in which it begins at 57."""


def read(*words: Words) -> Document:
    page: Page = (GRID, list(words))
    return open_document(pdf(page), "x.pdf")


def texts(document: Document) -> list[str]:
    (grid,) = document.grids
    return [cell.text for cell in grid.cells]


def outside(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("mark", ["、", "，", "。", "；", "）", "）。", "》", "％", "%）", "）、"])
def test_a_mark_that_hangs_into_the_next_cell_belongs_to_the_text_before(mark: str) -> None:
    document = read((57, 360, FULL + mark), (170, 360, "25%"), (55, 330, "丙"), (155, 330, "丁"))
    assert texts(document) == [FULL + mark, "25%", "丙", "丁"]


@pytest.mark.parametrize("mark", ["、", "，", "。", "）", "）。"])
def test_a_mark_that_hangs_out_of_the_table_is_not_lost(mark: str) -> None:
    document = read((55, 360, "甲"), (157, 360, FULL + mark), (157, 345, "十"), (55, 330, "丙"))
    assert texts(document)[1].startswith(FULL + mark)
    assert outside(document) == []
    assert document.notes == ()


def test_a_mark_hangs_over_a_line_that_is_spread_out() -> None:
    assert texts(read((60, 360, FULL[:8]), (147, 360, "、"), (170, 360, "乙")))[:2] == [f"{FULL[:8]}、", "乙"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([(60, 360, "95"), (152, 360, "%")], ["95", "%"]),
        ([(130, 360, "95"), (150, 360, "%")], ["95", "%"]),
        ([(57, 366, FULL), (147, 356, "）")], [FULL, "）"]),
        ([(60, 360, "甲"), (155, 360, "）乙")], ["甲", "）乙"]),
        ([(57, 360, FULL + "二"), (170, 360, "乙")], [FULL, "二 乙"]),
    ],
    ids=["unit of its own", "unit at the side", "another line", "far from what is before", "no mark"],
)
def test_what_does_not_hang_stays_where_it_stands(words: list[Words], expected: list[str]) -> None:
    assert texts(read(*words, (55, 330, "丙"), (155, 330, "丁")))[:2] == expected


def test_marks_that_hang_do_not_say_how_much_room_a_cell_leaves() -> None:
    """Of 100 points 5 are free on each side: a line of 80 runs on, as the next sign would not have fitted."""
    document = read((55, 372, FULL + "、"), (55, 361, FULL[:8]), (55, 350.5, "十"), (155, 360, "乙"), (155, 330, "丁"))
    assert texts(document)[0] == f"{FULL}、{FULL[:8]}十"


@pytest.mark.parametrize(
    ("x", "y", "noted"),
    [(251, 335, ["“十”"]), (39, 335, ["“十”"]), (280, 335, []), (20, 335, []), (60, 381, [])],
    ids=["right", "left", "far right", "far left", "above"],
)
def test_a_sign_just_beside_a_table_is_noted(x: float, y: float, noted: list[str]) -> None:
    document = read((55, 360, "甲"), (155, 360, "乙"), (x, y, "十"))
    assert outside(document) == ["十"]
    assert [note.split()[2] for note in document.notes if note.startswith("page 1: ")] == noted


@pytest.mark.parametrize(
    ("words", "is_noted"),
    [
        ([(57, 360, FULL + "二"), (170, 360, "乙")], True),
        ([(105, 360, FULL), (210, 360, "乙")], True),
        ([(57, 360, FULL + "。"), (170, 360, "乙")], False),
        ([(50, 360, FULL + "二"), (150, 360, "乙")], False),
    ],
    ids=["to the right", "from the left", "a mark", "full to its sides"],
)
def test_a_text_that_runs_over_the_side_of_its_cell_is_noted(words: list[Words], *, is_noted: bool) -> None:
    notes = read(*words, (55, 330, "丙"), (155, 330, "丁")).notes
    assert any("runs over the sides of its cell" in note for note in notes) == is_noted
