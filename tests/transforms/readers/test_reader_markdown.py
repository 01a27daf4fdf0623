"""Markdown: headings, tab tables, pipe tables, and what tells it from a text dump."""

import pytest

from transforms.document import Document, Grid, Paragraph
from transforms.readers import markdown


def read(source: str) -> Document:
    return markdown.read(source.encode())


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "<b>项目编码</b>\t1302 11\t\t<b>名称</b>\t\n\t20%\t\t50%\t80%\n",
            [["项目编码", "1302 11", "", "名称", ""], ["", "20%", "", "50%", "80%"]],
        ),
        ("|指标|值|\n|---|:-:|\n| 数量 | ≥95%<br>优 |\n", [["指标", "值"], ["数量", "≥95%\n优"]]),
        ("| a \\| b | **c** |\n|-|-|\n| - | - |\n", [["a | b", "c"], ["-", "-"]]),
        ("a\t按实际工作 需求督查用 车\t≤3.6  万元\n", [["a", "按实际工作需求督查用车", "≤3.6 万元"]]),
    ],
    ids=["tabs", "pipes", "escaped pipe", "wraps"],
)
def test_rows_become_a_grid(source: str, expected: list[list[str]]) -> None:
    (grid,) = read(source).grids
    assert rows(grid) == expected


def test_headings_and_contents_lines_are_paragraphs() -> None:
    document = read("# 目 录  \n一、目标.....\t1\n## 第二部分 ##\n唐山市  \n路南区\n")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "目录",
        "一、目标.....\t1",
        "第二部分",
        "唐山市",
        "路南区",
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["# 标题", "a\tb\tc"], True),
        (["a|b", "---|---", "1|2"], True),
        (["# 标题", "文字"], False),
        (["目标\t1", "\ta", "\tb"], False),
        (["#1 楼", "a\tb\tc"], False),
    ],
)
def test_markdown_shows_by_headings_with_rows(lines: list[str], expected: bool) -> None:  # noqa: FBT001
    assert markdown.is_markdown(lines) is expected
