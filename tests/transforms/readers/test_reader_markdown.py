"""Markdown: headings, tab tables, pipe tables, and what tells it from a text dump."""

import pytest

from transforms.document import Document, Grid, Paragraph
from transforms.readers.text import markdown


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
        ("指标 | 值\n--- | ---\n数量 | 1\n | 2\n", [["指标", "值"], ["数量", "1"], ["", "2"]]),
        (
            "| 指标 | 值 |\n|---|---|\n| 目标 | 1.甲\n2.乙 |\n| 数量 | 1 |\n",
            [["指标", "值"], ["目标", "1.甲\n2.乙"], ["数量", "1"]],
        ),
        ("| 指标 | 值\n|---|---\n| 数量 | 1\n| 质量 | 2 |\n", [["指标", "值"], ["数量", "1"], ["质量", "2"]]),
        ("a\t按实际工作 需求督查用 车\t≤3.6  万元\n", [["a", "按实际工作需求督查用车", "≤3.6 万元"]]),
    ],
    ids=["tabs", "pipes", "escaped pipe", "no outer pipes", "cell of several lines", "no last pipe", "wraps"],
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
        (["文字", "<b>项目编码</b>\t1302\t<b>名称</b>\t"], True),
        (["<b>文字</b>", "a\tb\tc"], False),
    ],
)
def test_markdown_shows_by_headings_with_rows(lines: list[str], expected: bool) -> None:  # noqa: FBT001
    assert markdown.is_markdown(lines) is expected
    assert markdown.has_marks("\n".join(lines)) or not expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" **重**点__工__作 ", "重点工作"),
        ("__工__作", "工作"),
        ("**重**点", "重点"),
        ("上<BR/>下", "上\n下"),
        ("上<br> <br>下", "上\n下"),
        ("区 政务", "区政务"),
        ("a  b\xa0\xa0c", "a b c"),
        ("a * b_c", "a * b_c"),
        ("<b>≥</b>5", "≥5"),
        (" *提升* ", "提升"),
        ("2*3*4", "2*3*4"),
        (r"\<5%、5\~10", "<5%、5~10"),
        ("10<sup>3</sup>吨", "10³吨"),
    ],
)
def test_tags_emphasis_and_wraps_are_no_text(text: str, expected: str) -> None:
    assert markdown.clean(text) == expected


@pytest.mark.parametrize(
    ("cell", "expected", "struck"),
    [
        ("~~90%~~95%", "95%", ["90%"]),
        ("<del>90%</del>95%<s>优</s>", "95%", ["90%", "优"]),
        ("5~~10、6~~8", "5~~10、6~~8", []),
        ("5~~10 | 6~~8", "5~~10", []),
    ],
)
def test_what_is_struck_out_was_read_beside_the_new_figure(cell: str, expected: str, struck: list[str]) -> None:
    document = read(f"| 指标 | 值 |\n|---|---|\n| 数量 | {cell} |\n")
    assert rows(document.grids[0])[1][1] == expected
    assert [text in note for note in document.notes for text in struck] == [True] * len(struck)


HTML = "<table>\n<tr><td rowspan=2>一级指标</td><td>值</td></tr>\n<tr><td>≥95%<br>优</td></tr>\n</table>"


def test_tables_in_html_stand_between_the_paragraphs() -> None:
    document = read(f"# 题\n\n文<b>字</b>\n{HTML}\n尾\n\n|a|b|\n|-|-|\n|c|d|\n<div align=center>\n\n{HTML}\n</div>\n")
    assert [block.text if isinstance(block, Paragraph) else block.number for block in document.blocks] == [
        "题", "文字", 1, "尾", 2, 3,
    ]  # fmt: skip
    assert rows(document.grids[0]) == rows(document.grids[2]) == [["一级指标", "值"], ["≥95%\n优"]]
    assert [(cell.row_span, cell.line) for cell in document.grids[0].cells] == [(2, 5), (1, 5), (1, 6)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<table><tr><td>a</td><td>b</td></tr></table>", [[["a", "b"]]]),
        ("<TABLE border=1><tr><td>a<td>b</TABLE> 尾", [[["a", "b"]]]),
        (f"<table><tr><td>a<td>{HTML}</table>\n{HTML}", [[["一级指标", "值"], ["≥95%\n优"]]] * 2),
        ("<table>\n从未结束\n# 题", []),
        ("</table>\n<tablet>", []),
        ("<table>\n<tr><td>a<td>b\n# 尾\n101001 某局", [[["a", "b"]]]),
        ("<table>\n<tr><td>a<td>b\n\n<table>\n<tr><td>c<td>d\n尾", [[["a", "b"]], [["c", "d"]]]),
    ],
    ids=["one line", "capitals", "nested", "no cells", "no table", "ended by a heading", "ended by another"],
)
def test_a_table_in_html_goes_from_its_tag_to_the_one_that_closes_it(source: str, expected: list[object]) -> None:
    document = read(f"# 题\n{source}\n")
    assert [rows(grid) for grid in document.grids] == expected


@pytest.mark.parametrize(("row", "expected"), [("| 目标 | 1.甲<br>2.乙 |", True), ("目标 | 1.甲<br>2.乙", False)])
def test_breaks_in_cells_between_pipes_make_a_text_file_markdown(row: str, expected: bool) -> None:  # noqa: FBT001
    assert markdown.is_markdown(["题", row, "| 值 | 1 |"]) is expected


def test_a_table_in_html_makes_a_text_file_markdown() -> None:
    assert markdown.is_markdown(f"文\n{HTML}".split("\n"))
    assert not markdown.is_markdown(["文", "<table>", ""])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&ge;12次", "≥12次"),
        ("&lt;10万元", "<10万元"),
        ("$\\geq 95\\%$", "≥95%"),
        ("$\\geqslant$ 12 次", "≥12 次"),
        ("\\leq 10万元", "≤10万元"),
        ("$\\le 500 \\mathrm{m}^{2}$", "≤500 m²"),
        ("$\\pm 3\\%$", "±3%"),
        ("US$100", "US$100"),
        ("D:\\data", "D:\\data"),
    ],
)
@pytest.mark.parametrize("table", ["a\tb\tc\n1\t{}\t2\n", "|a|b|c|\n|---|---|---|\n|1|{}|2|\n"])
def test_signs_written_as_entities_and_formulas_were_read_as_something_else(
    table: str, written: str, read: str
) -> None:
    document = markdown.read(("# 一\n" + table.replace("{}", written)).encode())
    assert document.grids[0].rows()[-1][1].text == read


def test_formulas_in_tables_in_html_are_read() -> None:
    document = markdown.read(b"<table><tr><td>a</td><td>$\\geq 95\\%$</td></tr></table>")
    assert document.grids[0].rows()[0][1].text == "≥95%"


RULED = """+------+------+
| 指标 | 值   |
+======+======+
| 数量 | ≥1   |
|      | 万亩 |
+------+------+
| 质量 | 优   |
+------+------+
| 时效 | 及时 |
+------+------+
尾
"""


def test_a_table_drawn_with_rules_was_lost() -> None:
    document = read(RULED)
    (grid,) = document.grids
    assert rows(grid) == [["指标", "值"], ["数量", "≥1\n万亩"], ["质量", "优"], ["时效", "及时"]]
    assert [cell.line for cell in grid.cells] == [2, 2, 4, 4, 7, 7, 9, 9]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["尾"]


def test_lines_between_rules_around_a_table_are_rows() -> None:
    rule = "+----+----+\n"
    (grid,) = read(f"{rule}| a | b |\n{rule}| 1 | 2 |\n| 3 | 4 |\n{rule}").grids
    assert rows(grid) == [["a", "b"], ["1", "2"], ["3", "4"]]
