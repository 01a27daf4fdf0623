"""Forms side by side in one table, as sheets have them: each in columns of its own, with an empty one between them."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise

from transforms.document import Cell
from transforms.form.rows import Row, Table, moved, row_of
from transforms.text import fold

_ALIKE = 3
"""Forms are alike where their first columns begin with as many texts that are the same."""


def side_by_side(table: Table) -> list[Table]:
    """The forms of a table from left to right; the table itself where it is one form, or where it is not certain.

    Forms stand side by side where a column that is empty in all rows parts them, each has its 项目名称 in its own first
    column, in the same row, and all begin with the same labels.
    """
    if not any(len(row.labels) > 1 and list(row.labels.values()).count("name") > 1 for row in table.rows):
        return [table]
    sides = _sides(table)
    parts = [_part(table, left, right) for left, right in sides]
    named = {_row_of_name(part) for part in parts}
    is_alike = (
        len(named) == 1 and None not in named and all(one == other for one, other in pairwise(map(_labels, parts)))
    )
    return parts if len(parts) > 1 and is_alike else [table]


def _sides(table: Table) -> list[tuple[int, int]]:
    """The first and the last of the columns of each run of them that no empty one parts."""
    written = {
        column
        for row in table.rows
        for cell in row.written
        for column in range(cell.column, cell.column + cell.column_span)
    }
    runs = groupby(enumerate(sorted(written)), key=lambda item: item[1] - item[0])
    columns = [[column for _, column in run] for _, run in runs]
    return [(run[0], run[-1]) for run in columns]


def _part(table: Table, left: int, right: int) -> Table:
    """What a table has in some of its columns, as a table that begins with the first of them."""
    rows = [row_of(moved((cell for cell in row.cells if _is_between(cell, left, right)), left)) for row in table.rows]
    return replace(table, cells=tuple(cell for row in rows for cell in row.cells), rows=rows, left=table.left + left)


def _is_between(cell: Cell, left: int, right: int) -> bool:
    return left <= cell.column and cell.column + cell.column_span <= right + 1


def _row_of_name(table: Table) -> int | None:
    """The first row that begins with the label of the project's name."""
    return next((number for number, row in enumerate(table.rows) if row.labels.get(0) == "name"), None)


def _labels(table: Table) -> list[str]:
    return [fold(text) for text in map(_first_text, table.rows) if text][:_ALIKE]


def _first_text(row: Row) -> str:
    return row.written[0].text if row.written and not row.written[0].column else ""
