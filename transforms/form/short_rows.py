"""Rows of indicators that lack a cell: what wrote the dump left out one that says what the cell in front of it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from transforms.document import Cell, Document, Grid
from transforms.form.columns import LEVELS, IndicatorColumns, header_of, is_header
from transforms.form.labels import is_level_name
from transforms.form.repeated_cells import RECORD_NO_MERGES
from transforms.form.rows import row_of

_FIELDS = ("level3", "description", "value")
_NAMED = (*LEVELS, "level3", "description", None)
_FIRST = 2
"""Both levels stand in front of the name."""
_STATED = re.compile(r"\s*(?:[≥≤<>=＜＞＝≧≦]\s*[\d０-９].*|[\d０-９][\d０-９.,]*\s*[^\d\s]{0,4}\s*)")
"""What only a value says, and neither a name nor the ground of a value: ≥95%, 334人."""


def leaves_out_repeats(document: Document) -> bool:
    """Whether a dump leaves out what stands twice beside each other: nowhere does it have such cells, and there are rows
    of indicators without their description, the value in its place."""
    if document.format not in RECORD_NO_MERGES:
        return False
    grids = [block.rows() for block in document.blocks if isinstance(block, Grid)]
    if any(
        one.text == other.text and one.text.strip() for rows in grids for row in rows for one, other in pairwise(row)
    ):
        return False
    return any(_is_shifted(columns, row) for rows in grids for columns, row in _beneath_headers(rows))


def _beneath_headers(rows: list[list[Cell]]) -> Iterator[tuple[IndicatorColumns, list[Cell]]]:
    columns: IndicatorColumns | None = None
    for cells in rows:
        row = row_of(cells)
        if is_header(row):
            columns = header_of(row, None)
        elif columns is not None:
            yield columns, cells


def with_gap(columns: IndicatorColumns, row: list[Cell], leaves_out: Callable[[], bool]) -> list[Cell] | None:
    """The cells of a row beneath the columns that they belong to, the description's without one, if the row lacks a
    cell: where the value shows that, or where the dump `leaves_out` what stands twice. None where it lacks none."""
    if not _is_short(columns, row) or _states(row[_FIRST + 2]):
        return None
    if not _states(row[_FIRST + 1]) and not leaves_out():
        return None
    starts = (*columns.starts[: _FIRST + 1], *columns.starts[_FIRST + 2 :])
    return [replace(cell, column=column) for cell, column in zip(row, starts, strict=True)]


def looks_moved(columns: IndicatorColumns, row: list[Cell]) -> bool:
    """Whether a row of text that lacks cells has others beneath the wrong headings, as far as it shows: the name of a level
    beneath none of theirs, or the value in the place of what stands in front of it."""
    if len(row) >= len(columns.starts) or row[0].line is None or any(cell.column_span > 1 for cell in row):
        return False
    above = {cell: columns.field_above(cell) for cell in row}
    if any(is_level_name(cell.text) and field not in _NAMED for cell, field in above.items()):
        return True
    stated = {field for cell, field in above.items() if _states(cell)}
    has_words = any(field == "value" and cell.text.strip() for cell, field in above.items())
    return not stated.isdisjoint(("description", "other_columns")) and "value" not in stated and has_words


def _is_short(columns: IndicatorColumns, row: list[Cell]) -> bool:
    """Whether a row lacks one cell, and has something behind where the value may stand."""
    if any(cell.column_span > 1 for cell in row):
        return False
    if len(row) != len(columns.starts) - 1 or len(row) < _FIRST + len(_FIELDS) or not columns.own_starts:
        return False
    fields = tuple(column.field for column in columns.columns)
    if fields[_FIRST : _FIRST + len(_FIELDS)] != _FIELDS or row[0].column:
        return False
    return all(cell.text.strip() for cell in row) and is_level_name(row[1].text)


def _is_shifted(columns: IndicatorColumns, row: list[Cell]) -> bool:
    """Whether the value stands where the description should."""
    return _is_short(columns, row) and _states(row[_FIRST + 1]) and not _states(row[_FIRST + 2])


def _states(cell: Cell) -> bool:
    return _STATED.fullmatch(cell.text) is not None
