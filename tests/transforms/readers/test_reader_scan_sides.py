"""Sides of tables in pictures that are not drawn stand where level lines begin or end together."""

import pytest

from transforms.readers.scan.sides import missing_sides

REACH, SCALE = 2.5, 1.0
ROWS = (100.0, 120.0, 140.0, 160.0, 180.0)
LEVEL = [(y, 50.0, 400.0) for y in ROWS]
WALL = (150.0, 100.0, 180.0)
SIDES = [(50.0, 100.0, 180.0), (400.0, 100.0, 180.0)]


@pytest.mark.parametrize(
    ("level", "upright", "sides"),
    [
        (LEVEL, [WALL], SIDES),
        (LEVEL, [WALL, SIDES[0]], SIDES[1:]),
        (LEVEL, [WALL, *SIDES], []),
        (LEVEL[:3], [(150.0, 100.0, 140.0)], []),
        (LEVEL, [(30.0, 100.0, 180.0)], []),
        ([(y, 50.0, 100.0) for y in ROWS], [(70.0, 100.0, 180.0)], []),
        ([(y, 50.0 + 10 * n, 400.0) for n, y in enumerate(ROWS)], [WALL], SIDES[1:]),
        (LEVEL, [(150.0, 100.0, 120.0), (150.0, 140.0, 180.0)], [(50.0, 100.0, 120.0), (50.0, 140.0, 180.0),
                                                                  (400.0, 100.0, 120.0), (400.0, 140.0, 180.0)]),
    ],
    ids=["both", "right", "none", "too few lines", "no wall inside", "narrow", "ragged left", "white between two tables"],
)  # fmt: skip
def test_a_side_that_is_not_drawn_stands_where_lines_end_together(
    level: list[tuple[float, float, float]],
    upright: list[tuple[float, float, float]],
    sides: list[tuple[float, float, float]],
) -> None:
    assert missing_sides(level, upright, REACH, SCALE) == sides
