"""Rows of indicators whose cells do not stand beneath their columns: merged cells left out, or merges miscounted."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import said
from tests.transforms.form.forms import FUNDING, HEADER, INDICATORS, document
from transforms.document import Cell, Grid
from transforms.form.projects import read_projects

MORE = ["产出指标", "数量指标", "次数", "维保次数", "2次", "合同"]
WHOLE = [*INDICATORS[:2], MORE, *INDICATORS[2:]]
NAMES = ("level1", "level2", "level3", "description", "value", "basis")
EXPECTED = [("产出指标", *row[1:]) for row in WHOLE[1:-1]] + [tuple(WHOLE[-1])]


def read(*blocks: Grid | list[list[str]]) -> tuple[list[tuple[str | None, ...]], list[str]]:
    """The indicators of a project, and the rules of its findings."""
    made = read_projects(document("1.电梯维保费绩效目标表", FUNDING, *blocks))
    (project,) = made.projects
    rows = [tuple(said(getattr(row, name)) for name in NAMES) for row in project.indicators]
    return rows, [finding.rule for finding in made.findings]


def left_out(width: int) -> list[list[str]]:
    """The table without the cells that merged ones cover, each row filled up to a width."""
    rows = [HEADER, WHOLE[1], MORE[2:], WHOLE[3][1:], WHOLE[4]]
    return [row + [""] * (width - len(row)) for row in rows]


@pytest.mark.parametrize("width", [0, 6], ids=["short rows", "filled up"])
def test_cells_that_merged_ones_cover_may_be_left_out(width: int) -> None:
    assert read(left_out(width)) == (EXPECTED, ["row_moved"])


def test_a_value_left_blank_beside_them_moves_no_other_cell() -> None:
    rows = left_out(0)
    rows[3] = ["质量指标", "合格率", "", "≥95%"]
    assert read(rows)[0][2] == ("产出指标", "质量指标", "合格率", "", "≥95%", None)


@pytest.mark.parametrize("row_span", [1, 3], ids=["too few rows", "too many rows"])
def test_a_merge_may_be_counted_wrongly(row_span: int) -> None:
    cells = []
    for number, texts in enumerate([HEADER, WHOLE[1], WHOLE[3][1:], WHOLE[4]]):
        left = 1 if 1 < number <= row_span else 0
        spans = [row_span if number == 1 and not place else 1 for place in range(len(texts))]
        cells += [Cell(text, number, left + place, spans[place], 1) for place, text in enumerate(texts)]
    rows, rules = read(Grid(3, tuple(cells)))
    assert rows == [EXPECTED[0], EXPECTED[2], EXPECTED[3]]
    assert rules == ["row_moved"]


def test_levels_called_otherwise_move_nothing() -> None:
    rows = [HEADER, ["管理", "预算", "执行率", "≥95%", "", ""], ["管理", "决算", "公开率", "100%", "", ""]]
    assert [row[:4] for row in read(rows)[0]] == [
        ("管理", "预算", "执行率", "≥95%"),
        ("管理", "决算", "公开率", "100%"),
    ]
