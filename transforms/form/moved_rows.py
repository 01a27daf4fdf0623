"""Rows of indicators that begin in another column than their levels do: what wrote the table left merged cells out, or
counted the rows of a merge wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from transforms.document import Cell
from transforms.form.columns import LEVELS, IndicatorColumns
from transforms.form.labels import is_level_name, level_name_in
from transforms.rules import load
from warehouse.schema.records import Text


def in_place(columns: IndicatorColumns, row: list[Cell], above: Mapping[str, Text]) -> list[Cell] | None:
    """The cells of a row beneath the columns that they belong to; None where they stand there already, or nothing tells.

    A row is out of place where it begins with the name of a level that another column has, and has no more cells than
    there are columns from that one on. One that names no level is where exactly the cells of both levels are missing,
    and the levels `above`, which hold for it then, are called as levels are.
    """
    starts = columns.own_starts
    is_whole = len(row) >= len(starts) and row[0].column == 0 and row[len(starts) - 1].text
    if not starts or is_whole or not row[0].text.strip():
        return None
    written = max(number for number, cell in enumerate(row, start=1) if cell.text.strip())
    begins = _begins_at(row, written, starts)
    if begins is None or row[0].column == starts[begins] or (begins == len(LEVELS) and not _are_usual(above)):
        return None
    places = zip(row[:written], starts[begins:], strict=False)
    return [replace(cell, column=column, column_span=1) for cell, column in places]


def _begins_at(row: list[Cell], written: int, starts: tuple[int, ...]) -> int | None:
    """The number of the column in which a row begins, by what its first cell says; None where it does not fit there."""
    columns, second = len(starts), row[1].text if len(row) > 1 else ""
    name = level_name_in(row[0].text)
    if name is None:
        is_whole = written == columns - len(LEVELS) and all(cell.text.strip() for cell in row[:written])
        is_open = row[0].column in starts[: len(LEVELS)] and not is_level_name(second)
        return len(LEVELS) if is_whole and is_open else None
    table = load("labels")["indicator_table"]
    is_level1 = name in table["level1_names"] and (name not in table["level2_alone"] or is_level_name(second))
    begins = 0 if is_level1 else 1
    fits = written == columns - begins if row[0].column else written <= columns - begins
    return begins if fits else None


def _are_usual(above: Mapping[str, Text]) -> bool:
    return all(name in above and is_level_name(above[name].text) for name in LEVELS)
