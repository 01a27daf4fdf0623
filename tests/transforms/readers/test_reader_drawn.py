"""Plain text whose tables are drawn: with bars, with rules, or with spaces alone."""

from __future__ import annotations

import pytest

from transforms.document import Document, Grid, Paragraph
from transforms.readers.text import read as text


def read(source: str) -> Document:
    return text.read(source.encode())


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


TABLE = [["一级", "二级", "值"], ["产出", "数量", "1个"], ["", "质量", "≥95%"], ["效益", "社会", "优"]]
BARS = "题\n一级 | 二级 | 值\n产出 | 数量 | 1个\n | 质量 | ≥95%\n效益 | 社会 | 优\n尾 1\n"
BOX = """题
┌──────┬──────┬───────┐
│ 一级 │ 二级 │ 值    │
├──────┼──────┼───────┤
│ 产出 │ 数量 │ 1个   │
├──────┼──────┼───────┤
│      │ 质   │ ≥95%  │
│      │ 量   │       │
├──────┼──────┼───────┤
│ 效益 │ 社会 │ 优    │
└──────┴──────┴───────┘
尾 1
"""
PSQL = """题
+------+------+-------+
| 一级 | 二级 | 值    |
+------+------+-------+
| 产出 | 数量 | 1个   |
|      | 质量 | ≥95%  |
| 效益 | 社会 | 优    |
+------+------+-------+
尾 1
"""


@pytest.mark.parametrize("source", [BARS, BOX, PSQL], ids=["bars", "box", "rules around"])
def test_a_table_drawn_with_bars_was_no_table(source: str) -> None:
    document = read(source)
    found = [[cell.replace("\n", "") for cell in row] for row in rows(document.grids[0])]
    assert found == TABLE
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["题", "尾 1"]


SPACED = """题
一级    二级    值
产出    数量    1个
        质量            合同
效益    社会    优      合同
尾 1
"""


def test_cells_that_stand_one_below_the_other_are_columns() -> None:
    (grid,) = read(SPACED).grids
    assert [[(cell.column, cell.text) for cell in row] for row in grid.rows()] == [
        [(0, "一级"), (1, "二级"), (2, "值")],
        [(0, "产出"), (1, "数量"), (2, "1个")],
        [(1, "质量"), (3, "合同")],
        [(0, "效益"), (1, "社会"), (2, "优"), (3, "合同")],
    ]
    assert grid.cells[-1].line == 5


def test_cells_set_off_by_spaces_that_are_not_aligned_are_counted() -> None:
    (grid,) = read("一级  二级  值\n产出指标  数量  1个\n效益  社会效益  优\n").grids
    assert [[cell.column for cell in row] for row in grid.rows()] == [[0, 1, 2]] * 3


@pytest.mark.parametrize(
    "source",
    ["一、目标\n做好工作。\n二、措施\n", "甲  乙  丙\n丁  戊  己\n", "甲|乙\n丙|丁\n戊|己\n"],
    ids=["prose", "two rows", "two columns"],
)
def test_a_few_spaces_or_bars_draw_no_table(source: str) -> None:
    assert not read(source).grids


WRAPPED = """题
|项目编码      |130202 |项目名称  |
|预算规模及资金|预算数 |3.60      |
|用途          |       |          |
|产出指标      |数量   |1个       |
|              |质量   |全部合格并|
|              |       |通过验收  |
尾 1
"""


def test_a_line_beneath_full_cells_goes_on_with_its_row() -> None:
    (grid,) = read(WRAPPED).grids
    assert [[cell.replace("\n", "") for cell in row] for row in rows(grid)] == [
        ["项目编码", "130202", "项目名称"],
        ["预算规模及资金用途", "预算数", "3.60"],
        ["产出指标", "数量", "1个"],
        ["", "质量", "全部合格并通过验收"],
    ]


def test_a_line_beneath_cells_with_room_is_a_row() -> None:
    (grid,) = read("|一级指标|二级指标|值    |\n|产出指标|数量指标|1个   |\n|        |质量指标|      |\n").grids
    assert len(grid.rows()) == 2
    (grid,) = read("|一级指标|二级指标|值    |\n|产出指标|数量    |1个   |\n|        |质量指标|      |\n").grids
    assert len(grid.rows()) == 3
