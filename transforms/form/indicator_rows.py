"""The rows beneath the header of an indicator table: one record a 三级指标, levels carried on where they are merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from transforms.document import Cell
from transforms.form.columns import LEVELS, OWN, Column, IndicatorColumns, text_of
from transforms.form.draft import Draft
from transforms.form.labels import field_of, is_kept, is_level_name, match
from transforms.rules import load
from transforms.text import fold
from warehouse.schema.records import IndicatorRecord, Text

INDICATOR_HEADINGS = ("indicators", "year_indicators", "period_indicators")
_OF_ROW = (*OWN, "other_columns")
_STATED = ("level3", "description", "value")
"""A row that has nothing in any of these states no indicator: a level on a row of its own, a row left blank."""
_ELLIPSIS = "….."
_NUMBERS_IN_A_ROW = 3


@dataclass(slots=True)
class IndicatorRows:
    """Turns rows into indicators of a draft."""

    columns: IndicatorColumns
    place_of: Callable[[Cell], Text]

    def read(self, row: list[Cell], draft: Draft) -> None:
        """Add what the row states; what stands beneath no column is reported."""
        if counts_columns(row):
            return
        beneath, left_over = self.columns.sorted_cells(row)
        if not self.columns.has_projects:
            left_over += [cell for column, cells in beneath.items() if column.field not in _OF_ROW for cell in cells]
        for horizon in self.columns.horizons:
            self._indicator(row, beneath, draft, horizon)
        for cell in left_over:
            if cell.text.strip() and not self._is_heading(cell):
                draft.report("cell_not_understood", self.place_of(cell).source_ref, cell.text.strip())

    def project_texts(self, row: list[Cell]) -> dict[str, Text]:
        """What the columns of the project itself say in this row, blank ones left out."""
        beneath, _ = self.columns.sorted_cells(row)
        found = {}
        for column, cells in beneath.items():
            text = text_of(column.field, cells)
            if column.field not in OWN and is_kept(column.field) and text:
                found[column.field] = self._text(column, cells)
        return found

    def _is_heading(self, cell: Cell) -> bool:
        return field_of(cell.text) in INDICATOR_HEADINGS

    def _text(self, column: Column, cells: list[Cell]) -> Text:
        written = [cell for cell in cells if cell.text.strip()] or cells
        known = [cell.confidence for cell in written if cell.confidence is not None]
        place = self.place_of(written[0])
        return Text(text_of(column.field, cells), place.source_ref, min(known, default=None))

    def _indicator(self, row: list[Cell], beneath: dict[Column, list[Cell]], draft: Draft, horizon: str | None) -> None:
        found = {
            column.field: self._text(column, cells)
            for column, cells in beneath.items()
            if column.field in OWN and column.horizon in (horizon, None)
        }
        _carry_levels(found, draft.levels)
        if all(_is_blank(found[name].text) for name in _STATED if name in found):
            if not _is_total(found) and not _only_opens_levels(beneath, found):
                rule = "row_left_blank" if _is_left_blank(found) else "row_not_understood"
                draft.report(rule, self.place_of(row[0]).source_ref, _joined(row))
            return
        if "value" not in found and any(column.field == "value" for column in self.columns.columns):
            draft.report("row_too_short", self.place_of(row[0]).source_ref, _joined(row))
        anchor = found.get("value") or self.place_of(row[0])
        asides = tuple(
            self._text(column, cells)
            for column, cells in beneath.items()
            if not is_kept(column.field) and any(cell.text.strip() for cell in cells)
        )
        draft.indicators.append(IndicatorRecord(source_ref=anchor.source_ref, horizon=horizon, asides=asides, **found))


def _is_total(found: dict[str, Text]) -> bool:
    """Whether the row adds the weights up."""
    totals = load("labels")["indicator_table"]["totals"]
    return any(fold(found[level].text) in totals for level in LEVELS if level in found)


def _only_opens_levels(beneath: dict[Column, list[Cell]], found: dict[str, Text]) -> bool:
    """Whether a row that states no indicator holds levels alone, as a table does that gives each a row of its own."""
    if any(text.text for field, text in found.items() if field not in LEVELS):
        return False
    levels = [text_of(column.field, cells) for column, cells in beneath.items() if column.field in LEVELS]
    return all(is_level_name(text) or field_of(text) or _is_blank(text) for text in levels)


def _is_left_blank(found: dict[str, Text]) -> bool:
    """Whether a row holds, beside its levels, only what a printed form leaves to be filled in: 指标2：, ……"""
    return all(_is_blank(text.text) for field, text in found.items() if field not in LEVELS)


def _is_blank(text: str) -> bool:
    return not text.strip().strip(_ELLIPSIS) or match("template_row", text) is not None


def _joined(row: list[Cell]) -> str:
    return " | ".join(cell.text.strip() for cell in row)


def counts_columns(row: list[Cell]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 beneath a header."""
    texts = [cell.text.strip() for cell in row if cell.text.strip()]
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit()]
    counted = len(numbers) >= _NUMBERS_IN_A_ROW and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return counted and all(match("column_number", text) for text in texts)


def _carry_levels(found: dict[str, Text], levels: dict[str, Text]) -> None:
    """A merged level speaks for the rows beneath it, over page breaks too, until a higher level changes."""
    for number, name in enumerate(LEVELS):
        if name in found and found[name].text:
            if found[name].text != levels.get(name, Text("", "")).text:
                for lower in LEVELS[number:]:
                    levels.pop(lower, None)
            levels[name] = found[name]
        elif name in levels:
            found[name] = levels[name]
