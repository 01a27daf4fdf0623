"""The columns of an indicator table: which its header names, and which cells of a row stand beneath each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import NamedTuple

from transforms.document import Cell
from transforms.form.labels import (
    governs,
    indicator_columns,
    is_final,
    is_kept,
    is_level_name,
    is_money,
    match,
    project_columns,
    year_of_label,
)
from transforms.form.qualified import levels_above, step_of
from transforms.form.rows import Row, Table
from transforms.rules import load
from warehouse.schema.records import Text

LEVELS = ("level1", "level2")
OWN = ("level1", "level2", "level3", "description", "operator", "value", "measure_unit", "weight", "basis", "remark")
"""The fields of an indicator's record that a column may give."""

OF_ROW = (*OWN, "other_columns")
"""The fields of columns that a row of an indicator has, kept or passed over."""
_LEVELS_ALONE = {"value"}
"""What a listing heads whose columns are the levels themselves."""
_NAMING = ("level3", "description")
_BESIDE = 2
"""A column of units alone stands in statistics too: 指标名称, 计量单位, 计划值."""
_NEAR = 6.0
"""How far apart, in points, two sides may stand that are the same."""
_NOWHERE = -1
_JOINED = ("value", "operator", "measure_unit")
"""Of these the parts of a divided cell make one text: `≥`, `95`, `%`."""
_FIGURE = re.compile(r"\s*[≥≤<>=＜＞＝]*\s*\d")
_FIGURES = 2
"""Two parts that begin with a figure each are two values, which run together would be a third one: 210 and 220."""


@dataclass(slots=True, eq=False)
class Column:
    """A column by its header's cell; each is itself alone."""

    field: str
    header: Cell
    horizon: str | None = None
    step: str | None = None
    """The step of a standard that it is of: 良."""
    level1: str | None = None
    """The level 1 that it stands beneath, where a listing has the levels side by side."""

    @property
    def left(self) -> int:
        return self.header.column

    @property
    def right(self) -> int:
        return self.header.column + self.header.column_span


class Part(NamedTuple):
    """What tells one set of an indicator's columns from those beside it in the same row; None where there is one set."""

    horizon: str | None = None
    level1: str | None = None


@dataclass(frozen=True, slots=True)
class Beneath:
    """Which cells of a row, by their number in it, stand beneath which column, and which beneath none."""

    columns: dict[Column, list[int]]
    unread: list[int]
    """Those beneath no column, and beneath one that an indicator has no use for where no project is told by it."""
    own: dict[Part, list[tuple[str, list[int]]]]
    """Those of the indicator's record alone, by the set of indicators they belong to."""
    asides: dict[Part, list[tuple[str, list[int]]]]
    """Those of columns that the warehouse has none for, in the same way."""
    steps: list[tuple[str, list[int]]]
    """Those of the steps of a standard, by what each is called."""


@dataclass(slots=True)
class IndicatorColumns:
    """The columns of an indicator table, from left to right, and how many cells its header had."""

    columns: tuple[Column, ...]
    starts: tuple[int, ...]
    """Where each cell of the header begins, also those that are no column of ours."""
    doubt: str | None = None
    """The heading of the values that were taken of several years', where none of them is known to be the budget's."""
    money: tuple[Cell, ...] = ()
    """The headings of amounts that state their unit: 资金总额（万元）."""
    has_projects: bool = field(init=False)
    """Whether the table has a row for every indicator of many projects, each named in a column."""
    has_values: bool = field(init=False)
    """Whether a column is the value's."""
    best_step: str | None = field(init=False)
    """The step of a standard that the values were taken from, where the table has no column for these."""
    parts: tuple[Part, ...] = field(init=False)
    """The sets of indicators that stand side by side in a row, in order."""
    own_starts: tuple[int, ...] = field(init=False)
    """Where the columns begin in a table that begins with both levels and has one for the names beside them and none that
    is not ours in between; else nothing."""
    _beneath: dict[tuple[int, ...], Beneath] = field(default_factory=dict, compare=False, repr=False)
    """What stands where, by where a row's cells begin and how wide they are: most rows are alike in that."""

    def __post_init__(self) -> None:
        values = [column for column in self.columns if column.field == "value"]
        self.has_projects = any(column.field == "name" for column in self.columns)
        self.has_values = bool(values)
        self.best_step = next((column.step for column in values if column.step), None)
        levels = [column.level1 for column in self.columns if column.level1 and column.field in OWN]
        found = [Part(level1=level1) for level1 in levels] or [Part(column.horizon) for column in values]
        self.parts = tuple(dict.fromkeys(found)) or (Part(),)
        fields = [column.field for column in self.columns]
        starts = tuple(column.left for column in self.columns)
        is_usual = (*fields[:2], "level3" in fields) == (*LEVELS, True) and starts == self.starts[: len(starts)]
        self.own_starts = starts if is_usual and len(self.parts) == 1 else ()

    @property
    def _last(self) -> int:
        """Which of the header's cells is the last one that heads a column of ours: a grid may be wider than its table."""
        return self.starts.index(max(column.left for column in self.columns))

    def starts_at(self) -> int:
        """The column in which the indicator itself begins, behind its levels."""
        own = [column.left for column in self.columns if column.field in ("level3", "description", "value")]
        return min(own, default=0)

    def carried_to(self, table: Table) -> IndicatorColumns | None:
        """The same columns over a table that goes on with this one, for a page break lays cells anew: by the order of
        its cells where a row has as many as the header, else by where they stand on the page; None if neither tells."""
        widest = table.widest
        if len(widest) in (len(self.starts), self._last + 1):
            cells = dict(zip(self.starts, widest, strict=False))
            return self._over(cells)
        if not self._ends_with(table):
            return None
        return self._over({column.left: _placed(column.header, list(table.cells)) for column in self.columns})

    def stands_exactly_over(self, table: Table) -> bool:
        """Whether a table on a later page has its cells' sides just where the header has them."""
        sides = [cell.box[0] for cell in table.widest if cell.box]
        own = [column.header.box[0] for column in self.columns if column.header.box]
        return len(own) == len(self.columns) and all(any(abs(x - side) < _NEAR for side in sides) for x in own)

    def has_levels_in(self, table: Table) -> bool:
        """Whether a table begins with a row as wide as the header that has the name of a level where the header has one."""
        first = next((row.cells for row in table.rows if row.written), [])
        widths = (len(self.starts), self._last + 1)
        fits = len(first) in widths or (len(table.widest) in widths and 2 * len(first) > self._last)
        carried = self.carried_to(table) if fits else None
        if carried is None:
            return False
        levels = {column.header.column for column in carried.columns if column.field in LEVELS}
        return any(cell.column in levels and is_level_name(cell.text) for cell in first)

    def _over(self, cells: dict[int, Cell]) -> IndicatorColumns:
        columns = tuple(replace(column, header=cells[column.left]) for column in self.columns)
        return IndicatorColumns(columns, tuple(cell.column for cell in cells.values()), self.doubt, self.money)

    def _ends_with(self, table: Table) -> bool:
        """Whether the table ends at the right where the header does, both being placed on their pages."""
        own = [column.header.box[2] for column in self.columns if column.header.box]
        boxes = [cell.box[2] for cell in table.cells if cell.box]
        return len(own) == len(self.columns) and bool(boxes) and abs(max(boxes) - max(own)) < _NEAR

    def beneath(self, row: Sequence[Cell]) -> Beneath:
        """What of a row stands beneath each column, and beneath none."""
        shape = (*[cell.column for cell in row], *[cell.column_span for cell in row])
        found = self._beneath.get(shape)
        if found is None:
            found = self._beneath[shape] = self._sorted(row)
        return found

    def _sorted(self, row: Sequence[Cell]) -> Beneath:
        beneath: dict[Column, list[int]] = {}
        left_over = []
        for number, cell in enumerate(row):
            column = self._column_above(cell)
            if column is None:
                left_over.append(number)
            else:
                beneath.setdefault(column, []).append(number)
        own = {
            part: [
                (column.field, numbers)
                for column, numbers in beneath.items()
                if column.field in OWN
                and column.horizon in (part.horizon, None)
                and column.level1 in (part.level1, None)
            ]
            for part in self.parts
        }
        passed = [(column, numbers) for column, numbers in beneath.items() if not is_kept(column.field)]
        steps = [(column.step, numbers) for column, numbers in passed if column.step]
        asides = {
            part: [
                (column.field, numbers)
                for column, numbers in passed
                if not column.step and column.level1 in (part.level1, None)
            ]
            for part in self.parts
        }
        if not self.has_projects:
            others = [numbers for column, numbers in beneath.items() if column.field not in OF_ROW]
            left_over.extend(chain.from_iterable(others))
        return Beneath(beneath, left_over, own, asides, steps)

    def field_above(self, cell: Cell) -> str | None:
        """The field of the column that a cell stands beneath."""
        column = self._column_above(cell)
        return None if column is None else column.field

    def _column_above(self, cell: Cell) -> Column | None:
        """The column that a cell shares most of its width with; for one that covers several (a value over an empty
        neighbour) the first of them."""
        found, most = None, 0
        for column in self.columns:
            if (shared := _shared(cell, column.header)) > most:
                found, most = column, shared
        return found


def _placed(header: Cell, cells: list[Cell]) -> Cell:
    """The header's cell over the columns of another grid that begin within its width, or over the cell that covers it;
    in front of the grid where nothing stands beneath."""
    left, right = (header.box[0], header.box[2]) if header.box else (0.0, 0.0)
    beneath = {cell.column for cell in cells if cell.box and left - _NEAR < cell.box[0] < right - _NEAR}
    middle = (left + right) / 2
    covering = [cell.column for cell in cells if cell.box and cell.box[0] <= middle <= cell.box[2]]
    first = min(beneath, default=min(covering, default=_NOWHERE))
    return replace(header, column=first, column_span=max(1, len(beneath)))


def _shared(cell: Cell, header: Cell) -> int:
    """How many columns of the grid a cell and a header have in common; none or less where they stand apart."""
    right = min(cell.column + cell.column_span, header.column + header.column_span)
    return right - max(cell.column, header.column)


def text_of(field: str, texts: list[Text]) -> Text:
    """The text of a column's cells in one row, where the first written one stands and as sure as the least certain."""
    if len(texts) == 1:
        return texts[0]
    written = [text for text in texts if text.text] or texts
    known = [text.confidence for text in written if text.confidence is not None]
    parts = [text.text for text in texts if text.text]
    is_one = field in _JOINED and sum(_FIGURE.match(part) is not None for part in parts) < _FIGURES
    return Text(
        ("" if is_one else "；" if field in _JOINED else "\n").join(parts),
        written[0].source_ref,
        min(known, default=None),
    )


def is_header(row: Row) -> bool:
    """Whether a row is the head of an indicator table."""
    wanted, at_least = indicator_columns()
    if len(row.labels) < at_least:
        return False
    told = wanted.intersection(row.labels.values())
    if len(told) == at_least - 1:
        return bool(levels_above(row)) or _has_no_levels(row)
    return len(told) >= at_least or (
        told == _LEVELS_ALONE and "name" in row.labels.values() and bool(levels_above(row))
    )


def _has_no_levels(row: Row) -> bool:
    """Whether a row heads names of indicators and their values without any level, beside what only tables of indicators
    have, or beside the projects of a listing."""
    fields = set(row.labels.values())
    if list(row.labels.values()).count("value") != 1 or fields.isdisjoint(_NAMING):
        return False
    table = load("labels")["indicator_table"]
    if "name" in fields:
        return not fields.isdisjoint(table["beside_name"])
    return len(fields.intersection(table["beside_without_levels"])) >= _BESIDE


class Headers:
    """The headers of one document's indicator tables: those of its projects are alike, and each is understood once.

    `year_of_document` gives the budget year that its cover states, for forms that do not say it themselves,
    `leaves_out_repeats` whether its rows lack cells that say what those in front of them say.
    """

    def __init__(
        self,
        year_of_document: Callable[[], int | None] = lambda: None,
        leaves_out_repeats: Callable[[], bool] = lambda: False,
    ) -> None:
        self._understood: dict[tuple[object, ...], IndicatorColumns | None] = {}
        self.year_of_document = cache(year_of_document)
        """The budget year of the document, found out where somebody asks."""
        self.leaves_out_repeats = cache(leaves_out_repeats)

    def of(self, row: Row, heading: str | None, year: int | None = None) -> IndicatorColumns | None:
        """The columns that a row names, as `header_of` gives them; `year` is the form's own, where it states one."""
        if not is_header(row):
            return None
        told = (heading, year, *[(cell.text, cell.column, cell.column_span, cell.box) for cell in row.cells])
        if told not in self._understood:
            names_years = any(row.label_of(cell) == "value" and year_of_label(cell.text) for cell in row.cells)
            self._understood[told] = header_of(row, heading, year or (self.year_of_document() if names_years else None))
        return self._understood[told]


def header_of(row: Row, heading: str | None, year: int | None = None) -> IndicatorColumns | None:
    """The columns that a row names, if it is the head of an indicator table. `heading` is what stands at its left,
    `year` the budget's."""
    if not is_header(row):
        return None
    labels = [(cell, name) for cell in row.cells if (name := row.label_of(cell))]
    known = [(cell, name) for cell, name in labels if governs(name) == "columns" or name in project_columns()]
    levels = levels_above(row)
    columns = [Column(name, cell, step=step_of(cell.text), level1=levels.get(cell.column)) for cell, name in known]
    of_the_year, doubt = _of_the_year(columns, year)
    columns = _with_horizons(_once(_with_stand_ins(of_the_year)), heading)
    money = tuple(cell for cell, name in known if is_money(name) and match("label_unit", cell.text))
    return IndicatorColumns(tuple(columns), tuple(cell.column for cell in row.cells), doubt, money)


def _once(columns: list[Column]) -> list[Column]:
    """Each column once, unless the indicator's columns are there for the period and for the year: what stands beneath a
    second heading of the same name is then no column's, and is reported."""
    fields = [column.field for column in columns]
    if fields.count("value") > 1:
        return columns
    return [
        column
        for number, column in enumerate(columns)
        if fields.index(column.field) == number or not is_kept(column.field)
    ]


def _of_the_year(columns: list[Column], year: int | None) -> tuple[list[Column], str | None]:
    """Of columns of values that name a year each, the budget year's is the target's; where that is not among them the
    last one, which then is in doubt. What stands beneath the others is kept aside, and so is what was asked for or held
    before, beside what was decided in the end (批复, 调整后)."""
    values = [column for column in columns if column.field == "value"]
    years = {column: named for column in values if (named := year_of_label(column.header.text))}
    last = max(years.values(), default=None)
    all_named = len(years) == len(values)
    wanted = year if year in years.values() else last if year is None or all_named else None
    passed = {column for column, named in years.items() if named != wanted}
    final = {column for column in values if column not in passed and is_final(column.header.text)}
    passed |= {column for column in values if final and column not in final}
    kept = [column.header.text for column in values if column not in passed]
    in_doubt = all_named and wanted != year and len(set(years.values())) > 1
    return (
        [replace(column, field="other_columns") if column in passed else column for column in columns],
        kept[0] if in_doubt and kept else None,
    )


def _with_stand_ins(columns: list[Column]) -> list[Column]:
    """A column that a form lacks is stood in for by another; 单位 behind the indicator's name is its measure."""
    fields = {column.field for column in columns}
    for name, stand_in in load("labels")["indicator_table"]["stand_ins"].items():
        if name not in fields:
            columns = [replace(column, field=name) if column.field == stand_in else column for column in columns]
    begins = min((column.left for column in columns if column.field == "level3"), default=0)
    return [
        replace(column, field="measure_unit") if column.field == "unit" and column.left > begins else column
        for column in columns
    ]


def _with_horizons(columns: list[Column], heading: str | None) -> list[Column]:
    """Where a header names the indicator's columns twice, the first set is for the whole period, the last for the year;
    one set alone is for what its heading says. Sets of a level 1 each are for none."""
    if any(column.level1 for column in columns):
        return columns
    fields = [column.field for column in columns]
    if fields.count("value") > 1:
        border = columns[fields.index("value")].right
        return [
            replace(column, horizon="period" if column.left < border else "year")
            if fields.count(column.field) > 1
            else column
            for column in columns
        ]
    horizon = {"period_indicators": "period", "year_indicators": "year"}.get(heading or "")
    return [replace(column, horizon=horizon) if column.field == "value" else column for column in columns]
