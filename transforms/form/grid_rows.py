"""One table's rows, fed in order: which of them are headings, plan, indicators, or labels with their values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from transforms.document import Cell, CellPlaces
from transforms.form.columns import Headers, IndicatorColumns, is_header
from transforms.form.draft import OPENING, Draft
from transforms.form.filing import Filing, says_same
from transforms.form.indicator_rows import (
    INDICATOR_HEADINGS,
    counts_columns,
    project_texts,
    read_indicators,
    states_indicator,
)
from transforms.form.labelled_rows import LabelledRows
from transforms.form.labels import GOALS, governs, is_level_name, is_money, match, tells_results
from transforms.form.listing import office_of, only_adds_up
from transforms.form.merged_cells import MergedCells, at_level, reaches_over
from transforms.form.moved_rows import in_place
from transforms.form.patterns import search
from transforms.form.plan_rows import PlanRows
from transforms.form.rows import Row, Table, moved, row_of
from transforms.form.short_rows import looks_moved, with_gap
from transforms.form.stacked_labels import stacked
from transforms.form.torn_rows import goes_on_with_row
from transforms.form.wording import wording
from transforms.form.years import span_in, year_in
from transforms.text import fold
from warehouse.schema.records import PlanStageRecord, Text

_UNIT_HEADER_CELLS = 3
_OF_A_PROJECT = frozenset((*OPENING, *GOALS))
_PLAN = frozenset({"plan"})


class GridReader:
    """Reads the rows of one table into drafts.

    `next_draft` is called when a row opens another project and returns its draft; `headers` are those of the document's
    tables that were understood before. Rows that no rule understands become findings of
    the draft, each with its text: nothing is dropped in silence.
    """

    def __init__(self, table: Table, draft: Draft, next_draft: Callable[[], Draft], headers: Headers) -> None:
        self._table = table
        self._headers = headers
        self._filing = Filing(CellPlaces(table.number, table.left), draft, next_draft)
        self._labelled = LabelledRows(self._filing, heading=draft.heading, year_of_document=headers.year_of_document)
        self._plan = draft.open_plan or PlanRows()
        draft.open_plan = None
        self._columns: IndicatorColumns | None = None
        self._may_go_on = bool(draft.indicators)
        """Whether the next row of indicators may be the end of the last one, on the page before."""
        self._merged = MergedCells()
        self._following: Row | None = None

    def read(self) -> None:
        """Feed every row; the state in which the table ends stays with the last draft, for a table that goes on."""
        before = self._filing.draft.columns
        self._columns = before.carried_to(self._table) if before else None
        for row, following in pairwise([*self._table.rows, None]):
            if row is not None and not self._is_strip(row, following):
                self._following = following
                self._feed(row)
        if self._plan.is_open and not self._plan.shares:
            self._filing.draft.open_plan = self._plan
        else:
            self._close_plan()
        self._filing.draft.columns = self._columns
        self._filing.draft.heading = self._labelled.heading

    def _is_strip(self, row: Row, following: Row | None) -> bool:
        """Whether a blank row between the stages and their shares is what a page break left of the row of stages."""
        if row.written or following is None or not following.written or not self._plan.is_open or self._plan.shares:
            return False
        return all(match("plan_share", cell.text) for cell in following.written)

    def _feed(self, row: Row) -> None:
        """One row; where a dump ran the next project's title into it, what is in front of it and what comes after."""
        if len(row.written) == 1 and (apart := stacked(row)):
            for part, following in pairwise([*apart, self._following]):
                self._following = following
                if part is not None:
                    self._feed(part)
            return
        end = _number_with_title(row) if row.has_lines else None
        if end is not None:
            last = row.cells[end]
            title = wording(last.text).title_behind
            cell = replace(last, text=last.text.removesuffix(title))
            self._feed(row_of([*row.cells[:end], cell]))
            self._title(self._filing.text(cell).worded(title))
            row = row_of(moved(row.cells[end + 1 :], end + 1))
        if row.written:
            self._row(row)
        elif self._plan.is_open and row.cells:
            self._shares(row)

    def _row(self, row: Row) -> None:
        if self._labelled.waiting and self._labelled.takes_waited_for(row):
            row = row.cut_before(1)
        if not row.written:
            return
        columns = self._columns
        if columns is not None and not row.labels and len(row.written) > _UNIT_HEADER_CELLS:  # what most rows are
            self._indicator(row, columns)
            return
        if self._plan.stages and (not _PLAN.issuperset(row.labels.values()) or self._plan.ends_before(row.cells)):
            self._close_plan()
        if row.labels and (header := self._header(row)):
            self._indicator_header(header)
            self._report_written([cell for cell in row.cells if cell.column not in row.labels])
        elif self._heading_row(row.written):
            self._labelled.leave_heading()
        elif columns is not None and self._is_indicator(row, columns):
            self._indicator(row, columns)
        elif self._stages(row):
            return
        elif self._plan.stages:
            self._shares(row)
        else:
            self._columns = None if row.labels else self._columns
            self._labelled.read(row.cells, row.labels)

    def _report_written(self, cells: list[Cell]) -> None:
        for cell in cells:
            if cell.text.strip():
                self._filing.report("cell_not_understood", [cell])

    # --- rows that head something

    def _heading_row(self, written: list[Cell]) -> bool:
        """A title, a year, a unit or a note over the whole width of the table, who signs beneath it, and nothing else."""
        if len(written) > _UNIT_HEADER_CELLS:
            return False
        return self._title_row(written) or self._unit_header(written) or self._signature_row(written)

    def _title_row(self, written: list[Cell]) -> bool:
        if len(written) != 1:
            return False
        text = self._filing.text(written[0])
        says = wording(text.text)
        if says.is_title or says.is_other_title:
            self._title(text)
            return True
        if self._columns is not None and says.is_note and reaches_over(written[0], self._columns):
            self._filing.report("cell_not_understood", written)
            return True
        if says.is_year and self._columns is None:
            self._filing.draft.fields.setdefault("year", text)
            return True
        return False

    def _title(self, text: Text) -> None:
        self._close_plan()
        self._columns = None
        self._labelled.leave_heading()
        says = wording(text.text)
        if says.is_other_title:
            self._filing.open_other_form()
        elif self._filing.draft.is_no_project() or not says.is_generic:
            self._filing.title(text)
        if says.is_generic and not self._filing.draft.indicators and (year_in(text.text) or span_in(text.text)):
            self._filing.draft.fields.setdefault("year", text)

    def _unit_header(self, written: list[Cell]) -> bool:
        money = next((cell for cell in written if wording(cell.text).is_money_header), None)
        if money is None and len(written) > 1:
            return False
        unit = next((cell for cell in written if wording(cell.text).is_unit_header), None)
        if money is None and unit is None:
            return False
        if unit is None or not self._is_head_of_page(unit):
            if self._columns is None or not self._columns.has_projects:  # a listing may have it beneath its headings
                self._columns = None
            if unit is not None:
                self._filing.set("unit", self._filing.text(unit))
        for cell in written:
            if cell not in (unit, money):
                self._beside_unit(cell)
        if money is not None:
            self._filing.money_unit = self._filing.text(money)
            self._filing.set("money_unit", self._filing.money_unit)
        return True

    def _is_head_of_page(self, unit: Cell) -> bool:
        """Whether a unit among its own indicators, with more of these right behind it, is printed again on a new page."""
        said, behind = self._filing.draft.fields.get("unit"), self._following
        if self._columns is None or said is None or behind is None or not says_same("unit", said.text, unit.text):
            return False
        return not behind.labels and len(behind.written) > _UNIT_HEADER_CELLS

    def _beside_unit(self, cell: Cell) -> None:
        if named := wording(cell.text).labelled:
            self._filing.set(named.field, self._filing.text(cell).worded(named.value))
        elif found := match("department_above", cell.text):
            self._filing.set("supervising_department", self._filing.text(cell).worded(found["name"]))
        elif match("office", cell.text):
            self._filing.set("unit", self._filing.text(cell))
        elif not wording(cell.text).field:
            self._filing.report("cell_not_understood", [cell])

    def _signature_row(self, written: list[Cell]) -> bool:
        """Whether the row is there to be signed: it was an indicator, being the last row of most forms."""
        if not all(wording(cell.text).is_signature for cell in written):
            return False
        self._columns = None
        self._filing.draft.asides += self._filing.texts(written)
        return True

    # --- plan

    def _stages(self, row: Row) -> bool:
        """Whether the row names stages of the plan; what a dump ran into it is read or reported."""
        if not row.has_stages and not self._names_periods(row):
            return False
        if self._columns is not None and row.label_of(row.cells[0]) != "plan":
            return False
        label = next((cell for cell in row.cells if row.label_of(cell) == "plan"), None)
        if not self._plan.is_open:
            self._plan.label_apart = self._labelled.heading == "plan" and label is None
        self._labelled.heading = "plan"
        stages = [number for number, cell in enumerate(row.cells) if wording(cell.text).plan_month is not None]
        if not stages:
            self._stated_with_shares(row)
            return True
        if beside := self._plan.beside_stages(row.cells):
            self._shares_beside(row, beside)
            return True
        self._plan.name_stages(row.written)
        if label is not None and (unit := wording(label.text).label_unit):
            self._filing.draft.fields["plan_unit"] = self._filing.text(label).worded(unit)
        named = range(stages[-1] + 1)
        others = [row.cells[number] for number in named if number not in stages]
        self._report_written([cell for cell in others if not row.label_of(cell)])
        rest = row.cut_before(stages[-1] + 1)
        if any(governs(rest.label_of(cell) or "") != "columns" for cell in rest.written):  # 备注 heads one more column
            self._row(rest)
        return True

    def _names_periods(self, row: Row) -> bool:
        """Whether a row of the plan names quarters or halves, or stages with their shares in the same cell."""
        is_below = self._labelled.heading == "plan" and not row.labels and not self._plan.is_open
        if not is_below and "plan" not in row.labels.values():
            return False
        others = [cell for cell in row.written if not row.label_of(cell)]
        periods = sum(wording(cell.text).plan_month is not None for cell in others)
        return periods > 1 or any(PlanRows.stated_in(cell) for cell in others)

    def _stated_with_shares(self, row: Row) -> None:
        """Keeps the stages that cells of the plan state with their shares; cells that say something else are reported."""
        draft, text = self._filing.draft, self._filing.text
        for cell in row.written:
            stated = PlanRows.stated_in(cell)
            draft.plan += [PlanStageRecord(month, text(cell).worded(share)) for month, share in stated]
            draft.has_table = draft.has_table or bool(stated)
            if not stated and not row.label_of(cell):
                self._report_written([cell])

    def _shares_beside(self, row: Row, beside: dict[int, tuple[int, Cell]]) -> None:
        draft, text = self._filing.draft, self._filing.text
        draft.plan += [PlanStageRecord(month, text(share)) for month, share in beside.values()]
        draft.has_table = True
        read = {*beside, *(share.column for _, share in beside.values())}
        self._report_written([cell for cell in row.cells if cell.column not in read and not row.label_of(cell)])

    def _shares(self, row: Row) -> None:
        self._plan.take_shares(row.cells)
        if self._plan.is_full:
            self._close_plan()

    def _close_plan(self) -> None:
        if self._plan.is_open:
            stages, left_over = self._plan.close(self._filing.text)
            self._filing.draft.plan += stages
            self._filing.draft.has_table = True
            self._report_written(left_over)

    # --- indicators

    def _header(self, row: Row) -> IndicatorColumns | None:
        """The columns that the row heads, if it does. A table that tells results is seen by its headers too."""
        header = None
        if is_header(row):
            header = self._headers.of(row, self._heading_at(row), self._filing.draft.fiscal_year())
        if tells_results(row.labels.values(), is_header=header is not None):
            self._filing.leave_targets()
        return header

    def _heading_at(self, row: Row) -> str | None:
        """The heading of the indicator table: at the left of its header, or in a row above it."""
        first = row.label_of(row.cells[0])
        return first if first in INDICATOR_HEADINGS else self._labelled.heading

    def _indicator_header(self, header: IndicatorColumns) -> None:
        self._columns = header
        self._labelled.leave_heading()
        self._filing.draft.has_table = self._filing.draft.has_table or not header.has_projects

    def _is_indicator(self, row: Row, columns: IndicatorColumns) -> bool:
        """Whether a row belongs to the indicator table: a label ends it only where the table's levels stand, for an
        indicator may well be called 预算数."""
        first = row.written[0]
        label = row.label_of(first)
        if label is None and len(row.written) == 1 and not first.column and _names_project(first):
            return self._says_again(first) or self._only_signs(first)
        if label is None or label in INDICATOR_HEADINGS:
            return True
        if governs(label) == "columns":
            return first.column > 0
        return first.column >= columns.starts_at() > 0

    def _says_again(self, cell: Cell) -> bool:
        """Whether a cell says what the project among whose indicators it stands has said of itself already."""
        named, draft = wording(cell.text).labelled, self._filing.draft
        if named is None or named.field not in OPENING or not draft.says(named.field):
            return False
        said = fold(named.value)
        mark = search("goes_on", said)
        return (said[: mark.start()] if mark else said) == fold(draft.fields[named.field].text)

    def _only_signs(self, cell: Cell) -> bool:
        """Whether a cell says a unit that no project follows: 填报单位：某局 at the foot of a page."""
        named = wording(cell.text).labelled
        if named is None or named.field != "unit":
            return False
        written = self._following.written if self._following is not None else []
        return not (written and _names_project(written[0]))

    def _indicator(self, row: Row, columns: IndicatorColumns) -> None:
        if counts_columns(row):
            return
        if len(row.cells) == 1 and is_level_name(row.cells[0].text) and reaches_over(row.cells[0], columns):
            row = row_of([at_level(row.cells[0], columns)])
        cells = self._merged.with_row(row.cells, columns)
        texts = self._filing.texts(cells)
        if columns.has_projects:
            told = project_texts(columns, cells, texts)
            office = office_of(told)
            if (office or only_adds_up(told)) and not states_indicator(columns, cells, texts):
                self._filing.subtotal(office or told, row.written)
                return
            self._filing.project_of_row(told)
            self._filing.set_money_unit_of_columns(columns.money)
        draft = self._filing.draft
        if self._may_go_on:
            self._may_go_on = False
            if goes_on_with_row(columns, cells, texts, draft):
                return
        cells, texts = self._placed(columns, cells, texts)
        read_indicators(columns, cells, texts, draft)
        if columns.doubt and draft.indicators:
            draft.report_once("value_year_uncertain", draft.indicators[-1].source_ref, columns.doubt)
        if columns.best_step and draft.indicators:
            draft.report_once("value_of_best_step", draft.indicators[-1].source_ref, columns.best_step)

    def _placed(self, columns: IndicatorColumns, cells: list[Cell], texts: list[Text]) -> tuple[list[Cell], list[Text]]:
        """The cells of a row beneath the columns that they belong to, with their texts."""
        if len(cells) >= len(columns.starts) and not cells[0].column and cells[-1].text:
            return cells, texts
        draft = self._filing.draft
        if placed := in_place(columns, cells, draft.levels.get(None, {})):
            draft.report_once("row_moved", texts[0].source_ref, " | ".join(text.text for text in texts))
            return placed, texts[: len(placed)]
        if apart := with_gap(columns, cells, self._headers.leaves_out_repeats):
            draft.report("row_too_short", texts[0].source_ref, " | ".join(text.text for text in texts))
            return apart, texts
        if looks_moved(columns, cells):
            draft.report_once("row_too_short", texts[0].source_ref, " | ".join(text.text for text in texts))
        return cells, texts


def _names_project(cell: Cell) -> bool:
    """Whether a cell over the indicators beneath it says whose they are: 项目名称：某某, or its money or its goal behind that."""
    named = wording(cell.text).labelled
    return named is not None and (named.field in _OF_A_PROJECT or is_money(named.field))


def _number_with_title(row: Row) -> int | None:
    """Which cell of a row the next project's title was run into."""
    return next((number for number, cell in enumerate(row.cells) if wording(cell.text).title_behind), None)
