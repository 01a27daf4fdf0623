"""The amounts of a form that asks for the year's money and for the whole period's: which of them each is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from transforms.document import Cell
from transforms.form.amounts import Stated, amounts_in
from transforms.form.filing import Filing
from transforms.form.labels import is_money, is_of_year

_ANCHORS = ("budget", "period_budget")
"""What a column of amounts may be headed by, where a form has amounts for the year and for the whole period."""


@dataclass(slots=True)
class Horizons:
    """Files amounts, and remembers where the totals stood that the others are parts of."""

    filing: Filing
    anchors: dict[str, Cell] = field(default_factory=dict)
    funds_from: int | None = None
    """The row of the heading of the money that the rows stand beneath."""

    def note(self, name: str, label: Cell) -> None:
        """The label of an amount: of a total it tells where that stands."""
        if name in _ANCHORS:
            self.anchors[name] = label

    def year_or_period(self, name: str, label: Cell) -> str:
        """The field of an amount. A total is the year's budget, unless a form asks for that besides: 项目总额 next to
        本年度预算 is the whole period's."""
        before = self.anchors.get("budget")
        if name != "budget" or before is None or is_of_year(label.text) == is_of_year(before.text):
            return name
        if is_of_year(before.text):
            return "period_budget"
        self.filing.budget_was_of_period()
        self.anchors["period_budget"] = before
        return name

    def is_passed_over(self, name: str, label: Cell, row: list[Cell]) -> bool:
        """Whether an amount is the whole period's. Beneath a heading of its own, below both totals, it is open whose it
        is, and that is said."""
        if not self._is_of_period(name, label, row):
            return False
        if self.funds_from is not None and all(cell.row < self.funds_from for cell in self.anchors.values()):
            self.filing.report("row_not_understood", row or [label])
        return True

    def _is_of_period(self, name: str, label: Cell, row: list[Cell]) -> bool:
        """Whether an amount belongs to the whole period: it stands in the column of that total, not of the year's, or
        behind it, where the two stand in rows of their own."""
        period, year = self.anchors.get("period_budget"), self.anchors.get("budget")
        if period is None or name in _ANCHORS or not is_money(name):
            return False
        if year is None:
            beneath = label.column == period.column and label.row > period.row
            return beneath or (label.column >= period.column and not any(cell.column > label.column for cell in row))
        if year.row != period.row:
            return period.row > year.row
        return abs(label.column - period.column) < abs(label.column - year.column)

    def parts(self, name: str, label: Cell, value: Cell) -> bool:
        """Whether the cell beside a label of money holds its amount and the parts of it: 50万元（其中：…）; then they are
        kept."""
        found = None if value.text.isascii() else amounts_in(value.text)  # an amount alone has no parts
        if found is None or (found.lead is None and name not in [one.field for one in found.stated]):
            return False
        lead = (Stated(name, label.text, found.lead),) if found.lead is not None else ()
        self.file((*lead, *found.stated), label, value, [])
        return True

    def file(self, stated: tuple[Stated, ...], label: Cell, value: Cell, row: list[Cell]) -> None:
        """Amounts of one cell; what stands behind a total is part of that total, the year's or the period's."""
        of_period: bool | None = None
        for one in stated:
            named = replace(label, text=one.label)
            self.filing.set_money_unit(named)
            name = self.year_or_period(one.field, named)
            if name in _ANCHORS:
                self.anchors[name] = named
                self.filing.set(name, self.filing.text(value).worded(one.value))
                of_period = name == "period_budget"
            elif not (self.is_passed_over(name, named, row) if of_period is None else of_period):
                self.filing.set(name, self.filing.text(value).worded(one.value))
