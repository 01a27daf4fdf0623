"""Amounts that have a row for each year: 2024年 | 300, 2025年 | 500. The budget's stands in the fiscal year's row."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.document import Cell
from transforms.form.labels import field_of, is_money, match, without_brackets
from transforms.form.years import year_in
from transforms.rules import load


@dataclass(frozen=True, slots=True)
class YearRow:
    """What a row has behind the label at its left: the year that it is for, None in a row that adds up; its amounts."""

    year: int | None
    amounts: list[Cell]


def year_heads(row: list[Cell], labels: dict[int, str]) -> list[tuple[str, Cell]]:
    """The fields of the columns that a row heads above rows of years, each with its heading: 年度 | 资金总额 | 财政拨款
    behind the label of the money. Nothing where it heads none."""
    own = _behind_label(row, labels)
    if len(own) == len(_written(row)) or not own or not match("year_column", own[0].text):
        return []
    fields = [(_field(cell), cell) for cell in own[1:]]
    return fields if all(is_money(field) for field, _ in fields) else []


def year_row(row: list[Cell], labels: dict[int, str]) -> YearRow | None:
    """The year that a row is for, and its amounts; None where it has anything else."""
    own = _behind_label(row, labels)
    amounts = own[1:]
    if not amounts or not all(match("amount", cell.text) for cell in amounts):
        return None
    is_one = match("year_of_row", own[0].text) or match("sum_of_years", own[0].text)
    return YearRow(year_in(own[0].text), amounts) if is_one else None


def _behind_label(row: list[Cell], labels: dict[int, str]) -> list[Cell]:
    """The written cells of a row but the label of money at its left."""
    written = _written(row)
    field = labels.get(written[0].column, "") if written else ""
    is_labelled = bool(written) and written[0] is row[0] and (field == "funds" or is_money(field))
    return written[1:] if is_labelled else written


def _written(row: list[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.text.strip()]


def _field(head: Cell) -> str:
    """The field of a column of amounts, by its own name or by the one that it has beneath a heading of money."""
    alone = load("labels")["indicator_table"]["beneath"]["funds"].get(without_brackets(head.text), head.text)
    return field_of(alone) or ""
