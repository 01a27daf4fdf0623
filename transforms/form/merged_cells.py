"""Cells of indicator rows that are merged over several of them: what a merged cell says holds for each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from transforms.document import Cell
from transforms.form.columns import LEVELS, IndicatorColumns
from transforms.form.labels import is_level2_name

_ALWAYS = ("level3", "basis")
_STATED = ("value", "operator", "measure_unit")
"""These speak for several rows only where the file itself says what is merged: on a page it is known by lines, and where
one is missing the texts of two cells have run together, as lines of text do."""
_OWN = ("level3", "description", "value")
_BESIDE = ("level3", "value")
_NEEDS = {"level3": ("description", "value"), "value": ("level3",), "operator": _BESIDE, "measure_unit": _BESIDE}
"""One name with two values is two indicators, and so are two names with one value: the row's own cell says so. A row that
has neither needs no sign and no unit."""


@dataclass(slots=True)
class MergedCells:
    """The cells above a row that reach down to it."""

    _reaching: list[Cell] = field(default_factory=list)

    def with_row(self, cells: list[Cell], columns: IndicatorColumns) -> list[Cell]:
        """The cells of a row, and those above it that are merged over it and speak for it too."""
        tall = [cell for cell in cells if cell.row_span > 1 and _may_speak(cell, columns)]
        if not self._reaching:  # as in front of most rows
            self._reaching = tall
            return cells
        here = cells[0].row
        reaching = [cell for cell in self._reaching if cell.row + cell.row_span > here]
        self._reaching = [*reaching, *tall]
        written = {columns.field_above(cell) for cell in cells if cell.text.strip()}
        speaking = [cell for cell in reaching if _speaks(columns.field_above(cell), written)]
        return sorted([*cells, *speaking], key=lambda cell: cell.column) if speaking else cells


def _may_speak(cell: Cell, columns: IndicatorColumns) -> bool:
    name = columns.field_above(cell)
    if name not in _STATED:
        return name in _ALWAYS
    text = cell.text.strip()
    return cell.box is None and len(columns.parts) == 1 and bool(text) and "\n" not in text


def _speaks(name: str | None, written: set[str | None]) -> bool:
    return name not in _NEEDS or any(own in written for own in _NEEDS[name])


def reaches_over(cell: Cell, columns: IndicatorColumns) -> bool:
    """Whether a cell is merged over all that states an indicator, from its name to its value."""
    own = [column.left for column in columns.columns if column.field in _OWN]
    return bool(own) and cell.column <= min(own) < max(own) < cell.column + cell.column_span


def at_level(cell: Cell, columns: IndicatorColumns) -> Cell:
    """A level's name that is merged over a row of its own, as wide as the column of its level is."""
    level = LEVELS[is_level2_name(cell.text)]
    left = next((column.left for column in columns.columns if column.field == level), cell.column)
    return replace(cell, column=left, column_span=1)
