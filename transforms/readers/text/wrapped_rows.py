"""Lines of a table between bars that go on with the row above: a cell was as full as it could be, as antiword writes it."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_BAR = re.compile(r"(?<!\\)[|│┃║｜]")
_VALUE = re.compile(r"\s*[≥≤<>=＞＜]*\d[\d.,]*[^\d\s]{1,4}\s*")
"""A figure with its unit; another beneath it is the value of another row."""
_MOST = 2
"""So many cells at most go on: a row of its own has a name, a value and more."""
_FULL = 1
"""So many blanks at most are left in a cell that takes no more; a Chinese character needs two."""


def width(text: str) -> int:
    """How far a text reaches where Chinese characters are as wide as two others."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def wraps(lines: list[str]) -> list[bool]:
    """Which of a table's lines, with bars at both sides, go on with the one above: all that they hold stands beneath full
    cells, and some cell is blank. Where cells are as wide as their texts, none does."""
    cells = [_BAR.split(line.strip())[1:-1] for line in lines]
    return [False, *(_goes_on(above, row) for above, row in pairwise(cells))]


def _goes_on(above: list[str], row: list[str]) -> bool:
    if list(map(width, above)) != list(map(width, row)):
        return False
    beneath = [over for over, cell in zip(above, row, strict=True) if cell.strip()]
    if any(map(states_two, zip(above, row, strict=True))):
        return False
    return 0 < len(beneath) < min(len(row), _MOST + 1) and all(map(_is_full, beneath))


def states_two(column: tuple[str, ...]) -> bool:
    """Whether the lines of a column state two figures with their units: each is the value of a row of its own."""
    return sum(_VALUE.fullmatch(cell) is not None for cell in column) > 1


def _is_full(cell: str) -> bool:
    return bool(cell.strip()) and len(cell) - len(cell.rstrip()) <= _FULL + cell.startswith(" ")
