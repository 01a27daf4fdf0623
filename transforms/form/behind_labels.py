"""The cells of a row of labels: which of them a label speaks for, and what they are."""

from __future__ import annotations

from itertools import pairwise

from transforms.document import Cell
from transforms.form.labels import match
from transforms.form.wording import wording


def divides_as_departments(row: list[Cell]) -> bool:
    """Whether a row gives 基本支出 as a part of the money: with its amount, or beside 项目支出. As the value of another
    label (支出类型) it says nothing of the kind."""
    for cell in row:
        if "基本支出" in wording(cell.text).folded:
            return _gives_basic_spending(row)
    return False


def _gives_basic_spending(row: list[Cell]) -> bool:
    written = [cell.text for cell in row if cell.text.strip()]
    for text, behind in zip(written, [*written[1:], ""], strict=True):
        if (found := match("basic_spending", text)) and (
            found["amount"] or match("amount", behind) or match("project_spending", behind)
        ):
            return True
    return False


def in_words(cells: list[Cell]) -> bool:
    """Whether cells may be a usage, which is words: a lone figure is the torn end of an amount, and is reported."""
    return all(any(sign.isalpha() for sign in cell.text) for cell in cells)


def without_repeats(cells: list[Cell], row: list[Cell]) -> list[Cell]:
    """Cells of a row without those that say what the one in front of them says: a wide cell, written into each of the
    columns that it covers."""
    repeats = {cell.column for before, cell in pairwise(row) if cell.text == before.text}
    return [cell for cell in cells if cell.column not in repeats]


def before_next_label(following: list[Cell], labels: dict[int, str]) -> list[Cell]:
    """The cells up to the next label."""
    end = next((number for number, cell in enumerate(following) if cell.column in labels), len(following))
    return following[:end]


def value_of(following: list[Cell], labels: dict[int, str]) -> Cell | None:
    """The cell a label speaks for: the next one, or the first written one before the next label where a format gives a
    wide cell as one with blank ones after it."""
    first = None
    for cell in following:
        if cell.column in labels:
            break
        if cell.text.strip():
            return cell
        first = first or cell
    return first
