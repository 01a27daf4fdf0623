"""Columns of amounts, where a form has several side by side: which of them is the budget's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from transforms.document import Cell
from transforms.form.labels import is_final, is_money, match
from transforms.form.years import year_in
from transforms.text import fold

_HEADS = 2
_OF_FUNDS = "funds"


@dataclass(frozen=True, slots=True)
class AmountColumns:
    """The columns that a row heads: the budget's, if it tells, and the whole period's, if there is one."""

    budget: Cell | None
    period: Cell | None
    label: str | None = None
    """The field of the amounts in the row beneath, where their label stands at the left of the heading row."""

    def label_of(self, row: list[Cell], *, is_said: bool) -> str | None:
        """The field of the amounts of a row without labels: beneath the heading of the money the budget, unless the form
        has said that before."""
        if self.label or is_said:
            return self.label
        written = [cell for cell in row if cell.text.strip()]
        return "budget" if written and len(amounts_of(written)) == len(written) else None


def amount_columns_of(row: list[Cell], labels: dict[int, str], year: Callable[[], int | None]) -> AmountColumns | None:
    """The columns of amounts that a row heads, `year` giving the budget's; None where it heads none.

    Such a row has the label of the money at its left, and then nothing but words that tell one amount from the next:
    years (2024年, 本年预算数), stages (申报数, 批复数; 调整前, 调整后), the whole period.
    """
    written = [cell for cell in row if cell.text.strip()]
    first = labels.get(written[0].column, "") if written else ""
    if first != _OF_FUNDS and not (first and is_money(first) and written[0] is row[0]):
        return None
    heads = [cell for cell in written[1:] if labels.get(cell.column) != _OF_FUNDS]
    telling = [cell for cell in heads if tells_amounts(cell.text)]
    if len(heads) < _HEADS or not telling or not all(is_amount_head(cell.text) for cell in heads):
        return None
    periods = [cell for cell in telling if is_of_period(cell.text)]
    label = first if is_money(first) else None
    return AmountColumns(budget_column(telling, year()), periods[0] if len(periods) == 1 else None, label)


def with_sum(row: list[Cell], labels: dict[int, str], field: str) -> dict[int, str]:
    """The labels of a row beneath the heading of the money, with 合计 as the field's. Its parts must stand beside it:
    alone it may add up years."""
    sums = [cell for cell in row if cell.column not in labels and match("sum_of_funds", cell.text)]
    if len(sums) != 1 or not any(is_money(name) for name in labels.values()):
        return labels
    return labels | {sums[0].column: field}


def tells_amounts(text: str) -> bool:
    """Whether a heading tells one amount from the next: 2025年, 批复数, 实施期."""
    return match("amount_head", text) is not None


def is_amount_head(text: str) -> bool:
    """Whether a heading does so, or only stands beside such: 合计, 增减, 备注."""
    return tells_amounts(text) or match("other_amount_head", text) is not None


def is_of_period(text: str) -> bool:
    """Whether a heading of amounts is the whole period's."""
    return match("period_head", text) is not None


def budget_column(heads: list[Cell], year: int | None) -> Cell | None:
    """The one of the columns that the budget's amount stands in: of the budget year's, what was decided in the end."""
    left = [cell for cell in heads if not (is_of_period(cell.text) or match("first_head", cell.text))]
    years = {cell: named for cell in left if (named := year_in(cell.text))}
    if year is not None:
        left = [cell for cell in left if years.get(cell, year) == year]
    elif len(set(years.values())) > 1:
        return None
    final = [cell for cell in left if is_final(cell.text)] if len(left) > 1 else left
    return final[0] if len(final) == 1 else None


def beneath(head: Cell | None, cells: list[Cell]) -> Cell | None:
    """The cell that stands beneath a heading."""
    return next((cell for cell in cells if head is not None and cell.overlaps(head)), None)


def amounts_of(cells: list[Cell]) -> list[Cell]:
    """The amounts that the cells begin with: what stands behind a cell in words is what that speaks for."""
    written = (cell for cell in cells if cell.text.strip())
    return list(takewhile(lambda cell: match("amount", cell.text), written))


def differ(amounts: list[Cell]) -> bool:
    """Whether the amounts are not all the same figure."""
    return len({fold(cell.text) for cell in amounts}) > 1
