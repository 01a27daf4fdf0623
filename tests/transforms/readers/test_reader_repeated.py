"""Text that was made from tables, with bars or tabs between cells, where cells have several lines or are merged."""

from __future__ import annotations

import pytest

from transforms.document import Document, Grid, Paragraph
from transforms.readers.text import read as text

CONTENTS = "一、总体绩效目标\t1\n二、分项绩效目标\t1\n"
HEADER = ["计划", "3月底", "3月底", "6月底"]


def read(source: str) -> Document:
    return text.read(source.encode())


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


def test_tabs_of_the_contents_page_hid_tables_between_bars() -> None:
    document = read(CONTENTS + "一级 | 二级 | 值\n产出 | 数量 | 1个\n产出 | 质量 | 优\n")
    (grid,) = document.grids
    assert rows(grid) == [["一级", "二级", "值"], ["产出", "数量", "1个"], ["产出", "质量", "优"]]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == CONTENTS.strip().split("\n")


def test_a_bar_behind_a_blank_first_cell_is_no_side_of_the_table() -> None:
    source = "项目 | 目标 | 一级 | 值\n甲 | 保洁 |  | \n |  | 产出 | \n |  |  | 1个\n |  | 效益 | \n |  |  | 优\n"
    (grid,) = read(source).grids
    assert [len(row) for row in grid.rows()] == [4] * 6
    assert rows(grid)[2] == ["", "", "产出", ""]


def test_rows_with_one_cell_written_each_are_rows_where_they_have_all_tabs() -> None:
    levels = "\t\t产出\t\n\t\t\t数量\n\t\t\t质量\n\t\t\t时效\n"
    (grid,) = read("项目\t目标\t一级\t二级\n甲\t保洁\t无\t无\n" + levels).grids
    assert rows(grid)[2:] == [["", "", "产出", ""], ["", "", "", "数量"], ["", "", "", "质量"], ["", "", "", "时效"]]


@pytest.mark.parametrize("between", ["\t", " | "], ids=["tabs", "bars"])
@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        ("目标+1.保洁\n2.满意+1.保洁\n2.满意+1.保洁\n2.满意", ["目标", *["1.保洁\n2.满意"] * 3]),
        ("目标+1.甲\n\n3.丙+1.甲\n\n3.丙+备注", ["目标", *["1.甲\n3.丙"] * 2, "备注"]),
        ("目标+1.甲\n2.乙+1.甲\n2.乙+3.丙\n4.丁+3.丙\n4.丁", ["目标", *["1.甲\n2.乙"] * 2, *["3.丙\n4.丁"] * 2]),
    ],
    ids=["one merged cell", "another cell behind", "two merged cells"],
)
def test_a_merged_cell_of_several_lines_was_torn(between: str, goal: str, expected: list[str]) -> None:
    lines = ["+".join(HEADER), "计划+25%+25%+50%", goal]
    source = "\n".join(lines).replace("+", between) + "\n\n" + between.join(["一级", "二级", "值"]) + "\n"
    first, *_ = read(source + between.join(["产出", "数量", "1个"]) + "\n").grids
    assert rows(first) == [HEADER, ["计划", "25%", "25%", "50%"], expected]
    assert first.rows()[2][1].line == 3


@pytest.mark.parametrize("between", ["\t", " | "], ids=["tabs", "bars"])
@pytest.mark.parametrize(
    "points", [["1.甲", "2.乙", "3.丙"], ["（1）甲", "（2）乙"], ["目标1：甲", "目标2：乙"], ["一是甲", "二是乙"]]
)
def test_the_next_points_of_a_list_at_the_end_of_a_table_were_lost(between: str, points: list[str]) -> None:
    lines = [
        between.join(HEADER),
        *[between.join(["计划", "25%", "25%", "50%"])] * 2,
        between.join(["目标", "\n".join(points)]),
    ]
    (grid,) = read("\n".join([*lines, "", "2.另一段落"]) + "\n").grids
    assert rows(grid)[3] == ["目标", "\n".join(points)]


@pytest.mark.parametrize("line", ["3.丙", "（2）丙", "二、丙", "2.道路保洁绩效目标表", "丙"])
def test_another_number_behind_a_table_is_no_point_of_its_list(line: str) -> None:
    (grid,) = read("\t".join(HEADER) + "\n计划\t25%\t25%\t50%\n目标\t1.甲\n" + line + "\n\n尾\n").grids
    assert rows(grid)[2] == ["目标", "1.甲"]


def test_a_cell_of_several_lines_between_quotes_is_one() -> None:
    plan = '计划\t"25%\n（累计）"\t25%\t50%\n计划\t25%\t25%\t50%\n'
    goal = '目标\t"1.甲\n2.乙""丙"""\t\t\n尾\t"丁\t\t\n'
    (grid,) = read(("\t".join(HEADER) + "\n") * 2 + plan + goal).grids
    assert rows(grid)[2] == ["计划", "25%\n（累计）", "25%", "50%"]
    assert rows(grid)[4:] == [["目标", '1.甲\n2.乙"丙"', "", ""], ["尾", '"丁', "", ""]]


@pytest.mark.parametrize("between", ["\t", " | "], ids=["tabs", "bars"])
def test_a_cell_of_several_lines_in_the_middle_cut_every_row_that_it_is_merged_over(between: str) -> None:
    heads = ["单位", "项目", "目标", "一级", "值"]
    lines = [heads, ["某局", "保洁", "1.甲\n2.乙", "产出", "1个"], ["某局", "保洁", "1.甲\n2.乙", "效益", "优"]]
    whole, torn = ["某局", "绿化", "乙", "产出", ""], ["某\n局", "绿化", "乙", "产出", ""]
    (grid,) = read("\n".join(between.join(cells) for cells in [*lines, lines[1]]) + "\n").grids
    assert rows(grid) == [*lines, lines[1]]
    (grid,) = read("\n".join(between.join(cells) for cells in [heads, whole, torn, torn]) + "\n").grids
    assert rows(grid) == [heads, whole, torn, torn]


def test_rows_that_are_not_all_as_wide_as_the_heads_are_not_joined() -> None:
    heads = ["单位", "项目", "目标", "一级", "值"]
    lines = [heads, ["某局", "保洁", "甲"], ["产出", "1个", "优"], ["某局", "绿化", "乙", "丙"], ["丁", "戊", "己"]]
    (grid,) = read("\n".join("\t".join(cells) for cells in lines) + "\n").grids
    assert rows(grid)[3:] == lines[3:]


def test_a_heading_over_the_whole_width_is_no_end_of_the_cell_above() -> None:
    source = "\t".join(HEADER) + "\n计划\t25%\t25%\t50%\n目标\t1.甲\n分解目标\n" + "\t".join(HEADER) + "\n"
    (grid,) = read(source).grids
    assert rows(grid)[2:4] == [["目标", "1.甲"], ["", "分解目标"]]


@pytest.mark.parametrize(
    "mark", ["--- 表格 2 ---", "=== Table 2 ===", "[表格2]", "Table 2:", "[TABLE]", "<表格>", "[表格结束]"]
)
@pytest.mark.parametrize("between", ["\t", " | "], ids=["tabs", "bars"])
def test_marks_of_scripts_between_tables_are_no_end_of_a_goal(mark: str, between: str) -> None:
    lines = [HEADER, ["计划", "25%", "25%", "50%"], ["目标", "1.甲"]]
    first, second = ("\n".join(between.join(cells) for cells in lines) for _ in range(2))
    grids = read(f"{first}\n{mark}\n{second}\n").grids
    assert [rows(grid) for grid in grids] == [lines, lines]


@pytest.mark.parametrize(
    ("front", "between", "behind"),
    [("", " || ", ""), ("", "｜", ""), ("Row {}: ", " | ", ""), ("第{}行：", " | ", ""), ("| ", " | ", " |")],
    ids=["two bars", "wide bars", "numbered", "numbered in Chinese", "bars at the sides"],
)
def test_rows_as_scripts_write_them(front: str, between: str, behind: str) -> None:
    lines = [HEADER, ["计划", "25%", "25%", "50%"], ["目标", "1.甲<br>2.乙", "", "无"]]
    (grid,) = read("\n".join(front.format(n) + between.join(row) + behind for n, row in enumerate(lines, 1))).grids
    assert [[cell.replace("<br>", "\n") for cell in row] for row in rows(grid)] == [
        *lines[:2],
        ["目标", "1.甲\n2.乙", "", "无"],
    ]


def test_cells_of_several_lines_between_bars_at_the_sides_were_cut() -> None:
    source = "| 目标 | 1.甲\n2.乙 | 1.甲\n2.乙 |\n| 一级 | 二级 | 值 |\n| 产出 | 数量 | 1个 |\n"
    (grid,) = read(source).grids
    assert rows(grid) == [["目标", "1.甲\n2.乙", "1.甲\n2.乙"], ["一级", "二级", "值"], ["产出", "数量", "1个"]]


HEAD = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]


@pytest.mark.parametrize("between", ["\t", " | "], ids=["tabs", "bars"])
@pytest.mark.parametrize("mark", ["[第5页]", "--- 表格 2 ---", "=== Page 5 ==="])
def test_marks_of_scripts_part_no_labels_from_the_indicators_beneath(between: str, mark: str) -> None:
    labels = [["项目名称", "道路保洁"], ["预算数", "5"], ["绩效目标", "保证整洁"]]
    row = ["产出指标", "数量指标", "面积", "面积", "100平方米", "计划"]
    source = "\n".join([*map(between.join, labels), mark, *map(between.join, [HEAD, row, row])])
    grids = read(f"1.道路保洁绩效目标表\n{source}\n").grids
    assert [one for grid in grids for one in rows(grid)] == [*labels, HEAD, row, row]


@pytest.mark.parametrize("between", ["\t", " | "], ids=["tabs", "bars"])
def test_a_project_named_on_a_line_between_tables_is_no_cell_s_end(between: str) -> None:
    row = between.join(["产出指标", "数量指标", "面积", "面积", "100平方米", "计划"])
    source = "\n".join([between.join(HEAD), row, "项目名称：绿化", between.join(HEAD), row])
    document = read(f"{source}\n")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["项目名称：绿化"]
    assert [len(grid.rows()) for grid in document.grids] == [2, 2]


@pytest.mark.parametrize("between", ["\t", " | "], ids=["tabs", "bars"])
def test_labels_with_one_value_beneath_each_other_are_no_cell_of_several_lines(between: str) -> None:
    labels = [["资金用途", "保障运转"], ["绩效目标", "保障运转"], ["绩效目标", "提高满意度"]]
    row = ["产出指标", "数量指标", "面积", "面积", "100平方米", "计划"]
    (grid,) = read("\n".join(map(between.join, [*labels, HEAD, row, row])) + "\n").grids
    assert rows(grid) == [*labels, HEAD, row, row]


def test_rows_beneath_full_cells_that_have_values_of_their_own_are_indicators() -> None:
    lines = [
        "|一级指标|二级指标|三级指标|指标值 |",
        "|产出指标|数量指标|保洁道路|30000条|",
        "|        |        |清扫道路|20000条|",
        "|        |        |洒水    |10000条|",
    ]
    (grid,) = read("\n".join(lines) + "\n").grids
    assert [row[2:] for row in rows(grid)[1:]] == [
        ["保洁道路", "30000条"],
        ["清扫道路", "20000条"],
        ["洒水", "10000条"],
    ]
