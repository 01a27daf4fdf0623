"""Plain text with commas between the cells of its tables: CSV, and lists as scripts print them."""

from __future__ import annotations

import pytest

from transforms.document import Document, Grid, Paragraph
from transforms.readers.text import read as text

TABLE = [["预算", "1,234.50", ""], ["目标", "1.保洁\n2.满意", "无"], ["值", "≥95%", "优"], ["值", "1个", "良"]]


def read(source: str) -> Document:
    return text.read(source.encode())


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


@pytest.mark.parametrize(
    "source",
    [
        '题\n预算,"1,234.50",\n目标,"1.保洁\n2.满意",无\n值,≥95%,优\n值,1个,良\n尾 1\n',
        '题\t1\n预算,1,234.50,\n目标,"1.保洁\n2.满意",无\n值,≥95%,优\n值,1个,良\n尾 1\n',
        "题\n['预算', '1,234.50', '']\n['目标', '1.保洁\\n2.满意', '无']\n['值', '≥95%', '优']\n['值', '1个', '良']\n尾 1\n",
        '题\n["预算", "1,234.50", null]\n["目标", "1.保洁\\n2.满意", "无"],\n["值", "≥95%", "优"]\n["值", "1个", "良"]\n尾 1\n',
    ],
    ids=["CSV", "an amount without quotes", "lists", "JSON"],
)
def test_cells_between_commas_are_rows(source: str) -> None:
    document = read(source)
    (grid,) = document.grids
    assert rows(grid) == TABLE
    assert grid.cells[-1].line == source[: source.index("1个")].count("\n") + 1
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)][-1] == "尾 1"


def test_only_a_comma_with_a_space_parts_cells_where_most_have_one() -> None:
    (grid,) = read("预算, 1,234.50, \n目标, 保洁,满意, 无\n值, ≥95%, 优\n值, 1个, 良\n").grids
    assert rows(grid) == [["预算", "1,234.50", ""], ["目标", "保洁,满意", "无"], *TABLE[2:]]


@pytest.mark.parametrize(
    "source",
    [
        "完成甲,乙,丙。\n做好丁,戊,己,庚工作。\n推进辛,壬,癸。\n",
        "甲,乙,丙\n丁,戊,己\n",
        "\t甲,乙,丙\n\t丁,戊,己\n\n\t庚,辛,壬\n\t癸\n",
    ],
    ids=["prose", "two rows", "a cell a line"],
)
def test_a_few_commas_make_no_table(source: str) -> None:
    assert all(len(row) < 3 for grid in read(source).grids for row in grid.rows())


def test_null_is_a_blank_cell() -> None:
    (grid,) = read('[null, "a", "b"]\n["c", null, "null"]\n["d", "e", null]\n').grids
    assert rows(grid) == [["", "a", "b"], ["c", "", "null"], ["d", "e", ""]]


@pytest.mark.parametrize(
    "line", ['丙,"丁"戊,己', '丙,"丁,己', '"丙,"丁,己', '丙,丁"戊"己,庚'], ids=["behind", "open", "twice", "within"]
)
def test_quotes_that_stand_elsewhere_than_around_cells_lose_nothing(line: str) -> None:
    document = read(f"一,二,三\n四,五,六\n七,八,九\n{line}\n十,甲,乙\n")
    texts = [cell.text for grid in document.grids for cell in grid.cells]
    texts += [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert sorted(sign for sign in "".join(texts) if sign not in ',"') == sorted(
        "一二三四五六七八九丙丁己十甲乙" + "戊" * ("戊" in line) + "庚" * ("庚" in line)
    )
