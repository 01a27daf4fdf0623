"""One table's rows, fed in order: which of them are headings, plan, indicators, or labels with their values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from transforms.document import Cell, Grid
from transforms.form.columns import IndicatorColumns, header_of
from transforms.form.draft import Draft
from transforms.form.filing import Filing
from transforms.form.indicator_rows import INDICATOR_HEADINGS, IndicatorRows, counts_columns
from transforms.form.labelled_rows import LabelledRows
from transforms.form.labels import (
    field_of,
    governs,
    is_generic,
    is_other_title,
    labelled,
    match,
    tells_results,
    unit_in_label,
)
from transforms.form.plan_rows import PlanRows
from warehouse.schema.records import Text

_UNIT_HEADER_CELLS = 3


class GridReader:
    """Reads the rows of one grid into drafts.

    `next_draft` is called when a row opens another project and returns its draft. Rows that no rule understands become
    findings of the draft, each with its text: nothing is dropped in silence.
    """

    def __init__(self, grid: Grid, draft: Draft, next_draft: Callable[[], Draft]) -> None:
        self._grid = grid
        self._filing = Filing(grid.number, draft, next_draft)
        self._labelled = LabelledRows(self._filing, heading=draft.heading)
        self._plan = PlanRows()
        self._columns: IndicatorColumns | None = None

    def read(self) -> None:
        """Feed every row; the state in which the table ends stays with the last draft, for a table that goes on."""
        before = self._filing.draft.columns
        self._columns = before.carried_to(self._grid) if before else None
        for row in self._grid.rows():
            self._feed(row)
        self._close_plan()
        self._filing.draft.columns = self._columns
        self._filing.draft.heading = self._labelled.heading

    def _feed(self, row: list[Cell]) -> None:
        """One row; where a dump ran the next project's title into it, what is in front of it and what comes after."""
        end = next((number for number, cell in enumerate(row) if _title_in(cell)), None)
        if end is not None:
            title = _title_in(row[end])
            cell = replace(row[end], text=row[end].text.removesuffix(title))
            self._feed([*row[:end], cell])
            self._title(self._filing.text(cell).worded(title))
            row = [replace(cell, column=cell.column - end - 1) for cell in row[end + 1 :]]
        if any(cell.text.strip() for cell in row):
            self._row(row)
        elif self._plan.is_open and row:
            self._shares(row)

    def _row(self, row: list[Cell]) -> None:
        labels = {cell.column: name for cell in row if (name := field_of(cell.text))}
        row = self._labelled.waited_for(row, labels)
        if not any(cell.text.strip() for cell in row):
            return
        others = set(labels.values()) - {"plan"}
        if self._plan.is_open and others:
            self._close_plan()
        if header := self._header(row, labels):
            self._indicator_header(header)
            self._report_written([cell for cell in row if cell.column not in labels])
        elif self._heading_row([cell for cell in row if cell.text.strip()]):
            self._labelled.leave_heading()
        elif self._columns is not None and self._is_indicator(row, labels, self._columns):
            self._indicator(row, self._columns)
        elif self._stages(row):
            return
        elif self._plan.is_open and not others:
            self._shares(row)
        else:
            self._columns = None if labels else self._columns
            self._labelled.read(row, labels)

    def _report_written(self, cells: list[Cell]) -> None:
        for cell in cells:
            if cell.text.strip():
                self._filing.report("cell_not_understood", [cell])

    # --- rows that head something

    def _heading_row(self, written: list[Cell]) -> bool:
        """A title, a year or a unit over the whole width of the table, and nothing else."""
        return self._title_row(written) or self._unit_header(written)

    def _title_row(self, written: list[Cell]) -> bool:
        if len(written) != 1:
            return False
        text = self._filing.text(written[0])
        if match("title", text.text) or is_other_title(text.text):
            self._title(text)
            return True
        if match("year_line", text.text) and self._columns is None:
            self._filing.draft.fields.setdefault("year", text)
            return True
        return False

    def _title(self, text: Text) -> None:
        self._close_plan()
        self._columns = None
        self._labelled.leave_heading()
        if is_other_title(text.text):
            self._filing.open_other_form()
        elif self._filing.draft.is_overall or not is_generic(text.text):
            self._filing.title(text)

    def _unit_header(self, written: list[Cell]) -> bool:
        if len(written) > _UNIT_HEADER_CELLS:
            return False
        unit = next((cell for cell in written if match("unit_header", cell.text)), None)
        money = next((cell for cell in written if match("money_header", cell.text)), None)
        if money is None and (unit is None or len(written) > 1):
            return False
        self._columns = None
        for name, cell in (("unit", unit), ("money_unit", money)):
            if cell is not None:
                self._filing.set(name, self._filing.text(cell))
        for cell in written:
            if cell not in (unit, money):
                self._beside_unit(cell)
        return True

    def _beside_unit(self, cell: Cell) -> None:
        if named := labelled(cell.text):
            self._filing.set(named.field, self._filing.text(cell).worded(named.value))
        elif not field_of(cell.text):
            self._filing.report("cell_not_understood", [cell])

    # --- plan

    def _stages(self, row: list[Cell]) -> bool:
        """Whether the row names stages of the plan; what a dump ran into it is read or reported."""
        if self._columns is not None and field_of(row[0].text) != "plan":
            return False
        if not self._plan.name_stages(row):
            return False
        self._labelled.heading = "plan"
        label = next((cell for cell in row if field_of(cell.text) == "plan"), None)
        if label is not None and (unit := unit_in_label(label.text)):
            self._filing.draft.fields["plan_unit"] = self._filing.text(label).worded(unit)
        last = max(number for number, cell in enumerate(row) if match("plan_stage", cell.text))
        named = [cell for cell in row[: last + 1] if not match("plan_stage", cell.text) and not field_of(cell.text)]
        self._report_written(named)
        rest = row[last + 1 :]
        if any(cell.text.strip() for cell in rest):
            self._row(rest)
        return True

    def _shares(self, row: list[Cell]) -> None:
        self._plan.take_shares(row)
        if self._plan.is_full:
            self._close_plan()

    def _close_plan(self) -> None:
        if self._plan.is_open:
            stages, left_over = self._plan.close(self._filing.text)
            self._filing.draft.plan += stages
            self._filing.draft.has_table = True
            self._report_written(left_over)

    # --- indicators

    def _header(self, row: list[Cell], labels: dict[int, str]) -> IndicatorColumns | None:
        """The columns that the row heads, if it does. A table that tells results is seen by its headers too."""
        header = header_of(row, self._heading_at(row, labels))
        if tells_results(labels.values(), is_header=header is not None):
            self._filing.leave_targets()
        return header

    def _heading_at(self, row: list[Cell], labels: dict[int, str]) -> str | None:
        """The heading of the indicator table: at the left of its header, or in a row above it."""
        first = labels.get(row[0].column) if row else None
        return first if first in INDICATOR_HEADINGS else self._labelled.heading

    def _indicator_header(self, header: IndicatorColumns) -> None:
        self._columns = header
        self._labelled.leave_heading()
        self._filing.draft.has_table = self._filing.draft.has_table or not header.has_projects

    def _is_indicator(self, row: list[Cell], labels: dict[int, str], columns: IndicatorColumns) -> bool:
        """Whether a row belongs to the indicator table: a label ends it only where the table's levels stand, for an
        indicator may well be called 预算数."""
        first = next((cell for cell in row if cell.text.strip()), row[0])
        label = labels.get(first.column)
        if label is None or label in INDICATOR_HEADINGS:
            return True
        if governs(label) == "columns":
            return first.column > 0
        return first.column >= columns.starts_at() > 0

    def _indicator(self, row: list[Cell], columns: IndicatorColumns) -> None:
        rows = IndicatorRows(columns, self._filing.text)
        if columns.has_projects and not counts_columns(row):
            self._filing.project_of_row(rows.project_texts(row))
        rows.read(row, self._filing.draft)


def _title_in(cell: Cell) -> str:
    """The next project's title as the last line of a cell: in a text dump nothing else may tell where a table ends."""
    if "\n" not in cell.text:
        return ""
    before, _, last = cell.text.rpartition("\n")
    return last if before.strip() and match("title", last) and not is_generic(last) else ""
