"""Headings that say more than their column: what stands over them, or a step of a standard, in brackets behind it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from transforms.document import Cell
from transforms.form.labels import level_name_in, without_brackets
from transforms.form.rows import Row, row_of
from transforms.rules import load
from transforms.text import fold, strip_numbering

_STATING = ("level1", "level3", "description", "value")
_STATING_SET = frozenset((*_STATING, "level2"))
_LEVELS = 3
"""So many columns named like levels are no accident."""
_BEHIND = re.compile(r"\(([^()]+)\)$")


def qualified(label: str, by: str) -> str:
    """A column's label with what its heading says besides: 指标值(优)."""
    return f"{label}({by})"


def _behind(label: str) -> str:
    """What stands in brackets behind a label; nothing where no brackets do."""
    found = _BEHIND.search(fold(label)) if label.endswith((")", "）")) else None
    return found[1] if found else ""


@cache
def _steps() -> dict[str, Any]:
    steps: dict[str, Any] = load("labels")["indicator_table"]["steps"]
    return steps


def step_of(label: str) -> str | None:
    """The step of a standard that a heading is of: 良 of 评价标准(良)."""
    step = _behind(label)
    return step if step in _steps()["best"] or step in _steps()["others"] else None


def beneath_level(label: str, group: str) -> str | None:
    """A column's label beneath a heading that names a level 1: 三级指标 beneath 产出指标. None beneath another heading."""
    level = strip_numbering(without_brackets(group))
    return qualified(label, level) if level in load("labels")["indicator_table"]["level1_names"] else None


def with_levels_as_heads(row: Row) -> Row:
    """The row with the levels that it heads columns of as headings of values: in a listing with a column for each of
    数量指标, 质量指标, 时效指标 an indicator is what stands in one. A row that heads no such listing is given back as it is."""
    fields = row.labels.values()
    if len(row.written) - len(row.labels) < _LEVELS or "name" not in fields or not _STATING_SET.isdisjoint(fields):
        return row
    levels = {cell.column: level for cell in row.written if (level := level_name_in(cell.text))}
    if len(levels) < _LEVELS:
        return row
    value = _steps()["value"]
    cells = [
        replace(cell, text=qualified(value, levels[cell.column])) if cell.column in levels else cell
        for cell in row.cells
    ]
    return row_of(cells)


def field_of_level(level: str, *, is_named: bool) -> str:
    """Which level a column stands beneath: 1 of 产出指标, 2 of 数量指标, and of 成本指标 where no column names the
    indicators."""
    table = load("labels")["indicator_table"]
    return "level1" if level in table["level1_names"] and (is_named or level not in table["level2_alone"]) else "level2"


def levels_above(row: Row) -> dict[int, str]:
    """The level that the columns of a header stand beneath, by the column where each begins; nothing unless all
    columns that state an indicator stand beneath one, and some of them are values."""
    names = load("labels")["indicator_table"]["level_names"]
    levels = {cell.column: level for cell in row.written if (level := _behind(cell.text)) in names}
    stating = [cell.column for cell in row.written if row.label_of(cell) in _STATING]
    has_values = "value" in row.labels.values()
    return levels if has_values and all(column in levels for column in stating) else {}


def with_steps(row: Row) -> Row:
    """The row with the steps of 评价标准 as headings of columns: the best one's is the value's, where it has no other
    (河北, 2017 to 2019). A row that names no steps is given back as it is; what it heads otherwise is not asked."""
    if len(row.written) - len(row.labels) <= _steps()["at_least"]:
        return row
    named = [(cell, fold(cell.text)) for cell in row.written if not row.label_of(cell)]
    best = [cell for cell, step in named if step in _steps()["best"]]
    others = [cell for cell, step in named if step in _steps()["others"]]
    if len(best) != 1 or len(others) < _steps()["at_least"]:
        return row
    has_value = "value" in row.labels.values()
    called: dict[Cell, str] = dict.fromkeys([*best, *others], _steps()["standard"])
    if not has_value:
        called[best[0]] = _steps()["value"]
    return row_of(
        [replace(cell, text=qualified(called[cell], fold(cell.text))) if cell in called else cell for cell in row.cells]
    )
