"""Rows of labels and values: a value stands beside its label, in the label's own cell, or beneath a row of labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from transforms.document import Cell
from transforms.form.amount_columns import AmountColumns, amount_columns_of, amounts_of, beneath, differ, with_sum
from transforms.form.amounts import amounts_beside, amounts_in, names_budget
from transforms.form.behind_labels import (
    before_next_label,
    divides_as_departments,
    in_words,
    value_of,
    without_repeats,
)
from transforms.form.filing import Filing
from transforms.form.goal_rows import are_numbered, heads_goals, with_numbered_goals
from transforms.form.horizons import Horizons
from transforms.form.labels import (
    GOALS,
    asked_by,
    governs,
    is_kept,
    is_money,
    labelled,
    match,
    numbered_goal,
    of_one_year,
    stays_under,
)
from transforms.form.rows import Row
from transforms.form.wording import wording
from transforms.form.year_rows import YearRow, year_heads, year_row

_PASSED_OVER = "other_labels"
_YEAR_AHEAD = 8
"""Where a label names its year in front, that ends within as many characters."""
_HEADS = 2
"""A lone label has its value beside it; of two or more without any, the values stand beneath."""


@dataclass(slots=True)
class LabelledRows:
    """Reads rows of one table that are neither plan nor indicators, and remembers which heading they stand under."""

    filing: Filing
    heading: str | None = None
    heading_from: int = 0
    """The row in which the heading stands."""
    heading_rows: int | None = None
    """The first row below a heading whose merge is recorded."""
    waiting: str | None = None
    """The label that ended a row without a cell for its value: the value opens the next row."""
    heads: list[tuple[str, Cell]] = field(default_factory=list)
    """The labels of a row of labels alone."""
    amounts: AmountColumns | None = None
    """The columns of amounts, where a heading row has told several apart."""
    years: list[tuple[str, Cell | None]] | None = None
    """The columns of amounts that have a row for each year; without headings the one of a field."""
    year_of_document: Callable[[], int | None] = lambda: None
    horizons: Horizons = field(init=False)
    goal: str | None = None
    """The one label of the row before: beneath that of a goal more goals may stand, each in its row."""

    def __post_init__(self) -> None:
        self.horizons = Horizons(self.filing)

    def leave_heading(self) -> None:
        """The rows that follow stand under no heading."""
        self.heading = self.heading_rows = self.amounts = self.years = None
        self.heads = []

    def takes_waited_for(self, row: Row) -> bool:
        """Whether the row opens with the value that the label at the end of the row before waits for; it is then kept."""
        name, self.waiting = self.waiting, None
        first = row.cells[0]
        if name is None or first.column or 0 in row.labels:
            return False
        if is_money(name) and in_words([first]) and not match("amount", first.text):
            return False  # the usage, beneath a label whose blank cell is not there
        self.filing.set(name, self.filing.text(first))
        return True

    def read(self, row: list[Cell], labels: dict[int, str]) -> None:
        """A row with the fields of its labels by column; what nobody understands is reported."""
        if not labels and self._stands_beneath(row):
            return
        self.goal = next(iter(labels.values())) if len(labels) == 1 else None
        if divides_as_departments(row):
            self.filing.draft.has_basic_spending = True
        if (
            self.amounts
            and not labels
            and (label := self.amounts.label_of(row, is_said=self.filing.draft.says("budget")))
        ):
            self._amounts_beneath(row, label)
            return
        self._head(row[0], labels.get(row[0].column))
        self.horizons.funds_from = self.heading_from if self.heading == "funds" else None
        if self._heads_years_or_goals(row, labels):
            return
        self.years = None
        labels = self._with_sum(row, labels)
        asked = asked_by(*labels.values())
        if self._heads_row(row, labels) or (asked.money and self._amount_heads_row(row, labels)):
            return
        if asked.goals or not labels:
            labels = with_numbered_goals(row, labels)
        with_years = self._with_years(row, labels)
        if with_years is not labels:
            if self._heads_row(row, with_years):
                return
            labels = labels | {column: name for column, name in with_years.items() if column != row[-1].column}
        self._file(row, labels)

    def _file(self, row: list[Cell], labels: dict[int, str]) -> None:
        """Each label with its value, and what is left of the row."""
        governed = {cell.column for cell in row if cell.column in labels}
        known = len(governed)
        for number, cell in enumerate(row):
            name = labels.get(cell.column)
            if name is None:
                known += self._own_value(cell, row, governed)
            else:
                self._label(name, number, row, labels, governed)
        self._rest(row, labels, governed, known)

    def _stands_beneath(self, row: list[Cell]) -> bool:
        """Whether a row without labels has the values of the row of labels above, or only another goal beneath the one
        that the label at the left names."""
        if self.heads:
            self._beneath_heads(row)
            return True
        written = [cell for cell in row if cell.text.strip()] if self.goal in GOALS else []
        if self.goal is None or len(written) != 1 or not written[0].column or written[0] not in row[:2]:
            return False
        self.filing.more(self.goal, written)
        return True

    def _heads_years_or_goals(self, row: list[Cell], labels: dict[int, str]) -> bool:
        """Whether the row heads rows of years or of goals, or has the amounts of one year."""
        asked = asked_by(*labels.values())
        if (self.years or asked.money) and self._years_row(row, labels):
            return True
        return asked.goals and heads_goals(row, labels)

    def _with_years(self, row: list[Cell], labels: dict[int, str]) -> dict[int, str]:
        """The labels of a row with those that name their year. What stands behind an office or a name is its value."""
        if not any("年" in cell.text for cell in row if cell.column not in labels):
            return labels
        named: dict[int, tuple[int, str]] = {}
        before = ""
        for cell in row:
            told = wording(cell.text).of_one_year if cell.column not in labels else None
            if told and (not before or governs(before) != "right" or is_money(before) or before in GOALS):
                named[cell.column] = told
            before = labels.get(cell.column, "") if cell.text.strip() else before
        years = {year for year, _ in named.values()}
        fields = {column: self._field_of_year(told, years) for column, told in named.items()}
        return labels | {column: name for column, name in fields.items() if name} if named else labels

    def _with_sum(self, row: list[Cell], labels: dict[int, str]) -> dict[int, str]:
        """The labels of a row beneath the heading of the money with 合计 as the budget's, unless the form has said that."""
        if self.heading != "funds":
            return labels
        return with_sum(row, labels, _PASSED_OVER if self.filing.draft.says("budget") else "budget")

    def _field_of_year(self, told: tuple[int, str], years: set[int]) -> str | None:
        """The field of a label that names its year: of the budget's year what it is called, of another's it is passed
        over. None where nothing says which year is the budget's, and the row names several."""
        year, name = told
        wanted = self._budget_year() or (year if len(years) == 1 else None)
        return None if wanted is None else name if year == wanted else _PASSED_OVER

    def _label_of_year(self, label: str) -> str | None:
        told = of_one_year(label)
        return self._field_of_year(told, {told[0]}) if told else None

    def _budget_year(self) -> int | None:
        return self.filing.draft.fiscal_year() or self.year_of_document()

    def _label(self, name: str, number: int, row: list[Cell], labels: dict[int, str], governed: set[int]) -> None:
        label, behind = row[number], row[number + 1 :]
        value = value_of(behind, labels)
        if is_money(name) or name == "funds":
            self.filing.set_money_unit(label)
        if name == "funds" and value is not None and match("amount", value.text):
            name = "budget"  # the heading of the money has its one amount beside it
        if governs(name) != "right":
            return
        if self.amounts or is_money(name):
            value = self._of_several(name, value, before_next_label(behind, labels), governed)
        if value is not None:
            governed.add(value.column)
        if value is not None and name in GOALS and numbered_goal(label.text):
            self.filing.more(name, [value])
            return
        name = self.horizons.year_or_period(name, label)
        if self.horizons.is_passed_over(name, label, row):
            return
        if is_money(name) and value is not None and self.horizons.parts(name, label, value):
            return
        self.horizons.note(name, label)
        self.filing.set(name, self.filing.text(label).worded("") if value is None else self.filing.text(value))
        self.waiting = name if value is None and label is row[-1] and is_kept(name) else None

    def _of_several(self, name: str, value: Cell | None, following: list[Cell], governed: set[int]) -> Cell | None:
        """Which of the cells behind a label is its value: the first one, unless a heading row tells several apart. Of
        amounts that nothing tells apart the first one is in doubt."""
        if len(following) < 2 and self.amounts is None:
            return value
        amounts = amounts_of(following) if is_money(name) else []
        told = self.amounts
        chosen = beneath(told.budget, following) if told else None
        written = [cell for cell in following if cell.text.strip()]
        if told and chosen and (amounts or len(written) > 1):
            if name == "budget" and (period := beneath(told.period, amounts)):
                self.filing.set("period_budget", self.filing.text(period))
            governed.update(cell.column for cell in written)
            self.filing.draft.asides += [self.filing.text(cell) for cell in written if cell is not chosen]
            return chosen
        if differ(amounts):
            self.filing.report("money_column_uncertain", amounts)
        governed.update(cell.column for cell in amounts)
        return value

    def _amount_heads_row(self, row: list[Cell], labels: dict[int, str]) -> bool:
        """Whether the row heads several columns of amounts; they are then told apart in the rows beneath."""
        told = amount_columns_of(row, labels, self._budget_year) if len(row) > _HEADS else None
        if told is None:
            return False
        self.amounts = told
        for cell in row:
            if (name := labels.get(cell.column)) and (is_money(name) or name == "funds"):
                self.filing.set_money_unit(cell)
        return True

    def _amounts_beneath(self, row: list[Cell], name: str) -> None:
        """The amounts of a label that stands at the left of the heading row."""
        governed: set[int] = set()
        written = [cell for cell in row if cell.text.strip()]
        value = self._of_several(name, written[0], row, governed)
        self.amounts = None
        if value is not None and (match("amount", value.text) or value.column in governed):
            governed.add(value.column)
            self.filing.set(name, self.filing.text(value))
        if rest := [cell for cell in written if cell.column not in governed]:
            self.filing.report("row_not_understood", rest)

    def _years_row(self, row: list[Cell], labels: dict[int, str]) -> bool:
        """Whether the row heads rows of years, or is one year's: the budget year's amounts are the form's, and the others
        are kept aside. Without that year, or where more amounts than one stand beside a year with no headings above
        them, none is certain."""
        label = labels.get(row[0].column, "")
        if self.amounts or not (self.years or label == "funds" or is_money(label)):
            return False
        year = self._budget_year()
        if year is None:
            return False
        heads: list[tuple[str, Cell | None]] = [*year_heads(row, labels)]
        told = None if heads else year_row(row, labels)
        if told and told.year and label and len(told.amounts) == 1:
            heads = [("budget" if label == "funds" else label, None)]
        if not heads and (told is None or self.years is None):
            return False
        if heads:
            self._open_years(heads, row[0])
        if told:
            self._amounts_of_year(told, is_budgets=told.year == year)
        return True

    def _open_years(self, heads: list[tuple[str, Cell | None]], label: Cell) -> None:
        self.years = heads
        for name, head in heads:
            self.filing.set_money_unit(label)
            self.filing.set_money_unit(head or label)
            self.filing.set(name, self.filing.text(head or label).worded(""))

    def _amounts_of_year(self, told: YearRow, *, is_budgets: bool) -> None:
        """What stands beneath a heading is its field's, where the year is the budget's; the rest is kept aside."""
        if not is_budgets:
            self.filing.draft.asides += self.filing.texts(told.amounts)
            return
        rest = list(told.amounts)
        for name, head in self.years or []:
            cell = beneath(head, rest) if head else rest[0]
            if cell is not None and (head or len(rest) == 1):
                self.filing.set(name, self.filing.text(cell))
                rest.remove(cell)
        if rest:
            self.filing.report("row_not_understood", rest)

    def _own_value(self, cell: Cell, row: list[Cell], governed: set[int]) -> bool:
        """Whether the cell holds its label and its value."""
        named = wording(cell.text).labelled
        if named is None and cell.column not in governed and self.heading != "usage":
            named = labelled(cell.text, self._label_of_year) if "年" in cell.text[:_YEAR_AHEAD] else None
        if named is None:
            return cell.column not in governed and self._own_amounts(cell, row, governed)
        governed.add(cell.column)
        if is_money(named.field):
            self.filing.set_money_unit(replace(cell, text=named.label))
        label = replace(cell, text=named.label)
        name = self.horizons.year_or_period(named.field, label)
        if not self.horizons.is_passed_over(name, cell, row):
            self.horizons.note(name, label)
            self.filing.set(name, self.filing.text(cell).worded(named.value))
        return True

    def _own_amounts(self, cell: Cell, row: list[Cell], governed: set[int]) -> bool:
        """Whether the cell holds several labels of money with their amounts, or has these in the next. One that names
        the budget in a way that is not understood says so, and is no form without one."""
        if self.heading == "usage":
            return False
        following = next((one for one in row if one.column > cell.column), None)
        if (found := amounts_in(cell.text)) and found.lead is None:
            self.horizons.file(found.stated, cell, cell, row)
        elif following is not None and (stated := amounts_beside(cell.text, following.text)):
            self.horizons.file(stated, cell, following, row)
            governed.add(following.column)
        else:
            if names_budget(cell.text):
                self.filing.draft.unread_budget = self.filing.text(cell)
            return False
        governed.add(cell.column)
        return True

    def _rest(self, row: list[Cell], labels: dict[int, str], governed: set[int], known: int) -> None:
        """What no label of the row governs: the usage, or something nobody understands."""
        rest = [cell for cell in row if cell.column not in governed and cell.text.strip()]
        rest = without_repeats(rest, row) if rest else rest
        if rest and self.heading == "usage" and len(labels) <= 1 and in_words(rest):
            self.filing.more("usage", rest)
        elif rest and self.goal in GOALS and are_numbered(rest):
            self.filing.more(self.goal, rest)
        elif rest or not known:
            self.filing.report("row_not_understood", row)

    def _head(self, first: Cell, label: str | None) -> None:
        """Which heading the row stands under; text dumps record no merges, there it holds until another label."""
        below = self.heading_rows is not None and first.row >= self.heading_rows and bool(first.text.strip())
        if label and governs(label) == "rows":
            self.heading, self.heading_from = label, first.row
            self.heading_rows = first.row + first.row_span if first.row_span > 1 else None
        elif below or (label and not stays_under(label, self.heading)):
            self.heading = self.heading_rows = None

    def _heads_row(self, row: list[Cell], labels: dict[int, str]) -> bool:
        """Whether the row is labels alone: then their values stand beneath them."""
        self.heads = []
        if len(row) < _HEADS or len(row) > len(labels):
            return False
        of_values = [(labels[cell.column], cell) for cell in row if governs(labels[cell.column]) == "right"]
        if len(of_values) < _HEADS:
            return False
        self.heads = [head for head in of_values if head[1] is not row[0] or row[0].row_span == 1]
        for cell in row:
            if (name := labels[cell.column]) == "funds" or is_money(name):
                self.filing.set_money_unit(cell)
        return True

    def _beneath_heads(self, row: list[Cell]) -> None:
        heads, self.heads = self.heads, []
        taken = set()
        for name, head in heads:
            cell = next((one for one in row if one.overlaps(head) and one.column not in taken), None)
            if cell is not None:
                taken.add(cell.column)
                self.filing.set(name, self.filing.text(cell))
        rest = [cell for cell in row if cell.column not in taken and cell.text.strip()]
        if rest:
            self.filing.report("row_not_understood", rest)
