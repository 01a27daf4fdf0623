"""Rows of goals that are named or numbered: 年度绩效目标1 beside its text, beneath 名称 and 目标说明."""

from __future__ import annotations

from transforms.document import Cell
from transforms.form.labels import GOALS, match, numbered_goal
from transforms.text import is_numbered


def heads_goals(row: list[Cell], labels: dict[int, str]) -> bool:
    """Whether a row has, behind the label of a goal, only what heads the names of goals and their texts beneath."""
    written = [cell for cell in row if cell.text.strip()]
    is_labelled = len(written) > 1 and labels.get(written[0].column) in GOALS
    return is_labelled and all(match("goal_head", cell.text) for cell in written[1:])


def are_numbered(cells: list[Cell]) -> bool:
    """Whether every cell begins with a number, as goals do that a text dump took for cells: tabs indent them."""
    return all(is_numbered(cell.text) for cell in cells)


def with_numbered_goals(row: list[Cell], labels: dict[int, str]) -> dict[int, str]:
    """The labels of a row with those of goals that are numbered, at its left or behind the label of all goals."""
    written = [cell for cell in row if cell.text.strip()]
    places = written[:1] if not labels else written[1:2] if labels.get(written[0].column) in GOALS else []
    numbered = {cell.column: field for cell in places if len(written) > 1 and (field := numbered_goal(cell.text))}
    return labels | numbered if numbered else labels
