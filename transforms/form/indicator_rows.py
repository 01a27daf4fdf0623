"""The rows beneath the header of an indicator table: one record a 三级指标, levels carried on where they are merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from transforms.document import Cell
from transforms.form.columns import LEVELS, OWN, Beneath, IndicatorColumns, text_of
from transforms.form.draft import Draft
from transforms.form.labels import field_of, is_kept, is_level_name, match
from transforms.form.rows import Row
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
        beneath = self.columns.beneath(row)
        left_over = beneath.left_over
        if not (self.columns.all_own or self.columns.has_projects):
            others = [numbers for column, numbers in beneath.columns.items() if column.field not in _OF_ROW]
            left_over = [*left_over, *chain.from_iterable(others)]
        for horizon in self.columns.horizons:
            self._indicator(row, beneath, draft, horizon)
        for number in left_over:
            cell = row[number]
            if cell.text.strip() and not self._is_heading(cell):
                draft.report("cell_not_understood", self.place_of(cell).source_ref, cell.text.strip())

    def project_texts(self, row: list[Cell]) -> dict[str, Text]:
        """What the columns of the project itself say in this row, blank ones left out."""
        found = {}
        for column, numbers in self.columns.beneath(row).columns.items():
            name = column.field
            if name not in OWN and is_kept(name) and text_of(name, _picked(row, numbers)):
                found[name] = self._text(name, row, numbers)
        return found

    def _is_heading(self, cell: Cell) -> bool:
        return field_of(cell.text) in INDICATOR_HEADINGS

    def _text(self, name: str, row: list[Cell], numbers: list[int]) -> Text:
        if len(numbers) == 1:
            return self.place_of(row[numbers[0]])
        cells = _picked(row, numbers)
        written = [cell for cell in cells if cell.text.strip()] or cells
        known = [cell.confidence for cell in written if cell.confidence is not None]
        place = self.place_of(written[0])
        return Text(text_of(name, cells), place.source_ref, min(known, default=None))

    def _indicator(self, row: list[Cell], beneath: Beneath, draft: Draft, horizon: str | None) -> None:
        found = {name: self._text(name, row, numbers) for name, numbers in beneath.own[horizon]}
        _carry_levels(found, draft.levels)
        if all(_is_blank(found[name].text) for name in _STATED if name in found):
            if not _is_total(found) and not _only_opens_levels(row, beneath, found):
                rule = "row_left_blank" if _is_left_blank(found) else "row_not_understood"
                draft.report(rule, self.place_of(row[0]).source_ref, _joined(row))
            return
        if "value" not in found and self.columns.has_values:
            draft.report("row_too_short", self.place_of(row[0]).source_ref, _joined(row))
        anchor = found.get("value") or self.place_of(row[0])
        asides = () if self.columns.all_own else self._asides(row, beneath)
        draft.indicators.append(IndicatorRecord(source_ref=anchor.source_ref, horizon=horizon, asides=asides, **found))

    def _asides(self, row: list[Cell], beneath: Beneath) -> tuple[Text, ...]:
        return tuple(
            self._text(column.field, row, numbers)
            for column, numbers in beneath.columns.items()
            if not is_kept(column.field) and any(row[number].text.strip() for number in numbers)
        )


def _picked(row: list[Cell], numbers: list[int]) -> list[Cell]:
    return [row[number] for number in numbers]


def _is_total(found: dict[str, Text]) -> bool:
    """Whether the row adds the weights up."""
    totals = load("labels")["indicator_table"]["totals"]
    return any(fold(found[level].text) in totals for level in LEVELS if level in found)


def _only_opens_levels(row: list[Cell], beneath: Beneath, found: dict[str, Text]) -> bool:
    """Whether a row that states no indicator holds levels alone, as a table does that gives each a row of its own."""
    if any(text.text for field, text in found.items() if field not in LEVELS):
        return False
    levels = [
        text_of(column.field, _picked(row, numbers))
        for column, numbers in beneath.columns.items()
        if column.field in LEVELS
    ]
    return all(is_level_name(text) or field_of(text) or _is_blank(text) for text in levels)


def _is_left_blank(found: dict[str, Text]) -> bool:
    """Whether a row holds, beside its levels, only what a printed form leaves to be filled in: 指标2：, ……"""
    return all(_is_blank(text.text) for field, text in found.items() if field not in LEVELS)


def _is_blank(text: str) -> bool:
    return not text.strip().strip(_ELLIPSIS) or match("template_row", text) is not None


def _joined(row: list[Cell]) -> str:
    return " | ".join(cell.text.strip() for cell in row)


def counts_columns(row: Row) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 beneath a header."""
    if not match("column_number", row.written[0].text.strip()):
        return False
    texts = [cell.text.strip() for cell in row.written]
    numbers = [int(text) for text in texts if text.isdigit() and text.isascii()]
    counted = len(numbers) >= _NUMBERS_IN_A_ROW and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return counted and all(match("column_number", text) for text in texts)


def _carry_levels(found: dict[str, Text], levels: dict[str, Text]) -> None:
    """A merged level speaks for the rows beneath it, over page breaks too, until a higher level changes."""
    for number, name in enumerate(LEVELS):
        if name in found and found[name].text:
            if name not in levels or found[name].text != levels[name].text:
                for lower in LEVELS[number:]:
                    levels.pop(lower, None)
            levels[name] = found[name]
        elif name in levels:
            found[name] = levels[name]
