"""How wide the fields of the county form's tables are: the columns of a grid that each of them takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grid:
    """Columns that the fields take; a row of them adds up to `width`."""

    width: int
    label: int
    code: int
    name: int
    amounts: tuple[tuple[int, int], ...]
    """Of each of three amounts its label and its figure."""
    stages: tuple[int, ...]
    unit: int
    funding_widths: tuple[int, ...] = ()
    """Of the columns of both tables, in twentieths of a point; alike where it is not said."""
    indicator_widths: tuple[int, ...] = ()
    indicator: int = 1
    """The columns that a column of the table of indicators takes; 0 where they share the width."""


TWELVE = Grid(12, 2, 4, 4, ((1, 1), (2, 2), (2, 2)), (2, 3, 3, 2), 8, indicator=0)
"""Columns of one width, so that both tables fit in one grid."""
OWN = Grid(
    7, 1, 2, 3, ((1, 1), (1, 1), (1, 1)), (2, 1, 1, 2), 4,
    (1474, 1474, 1474, 1474, 1361, 1247, 1134), (1134, 1474, 1701, 2381, 1587, 1361),
)  # fmt: skip
"""A grid for each table, as wide as what stands in it, as in the samples."""
GRIDS = {"twelve": TWELVE, "own": OWN}
