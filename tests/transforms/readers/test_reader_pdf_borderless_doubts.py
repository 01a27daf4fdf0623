"""PDF: what stands around and between the columns of tables without vertical lines, and where they nearly touch."""

import pytest
from making_pdf import drawn, line, text

from transforms.document import Document, Grid, Paragraph
from transforms.readers.open import open_document

SIZE, TOP, LEFT, RIGHT = 10.0, 300.0, 40.0, 360.0
COLUMNS = (44.0, 114.0, 194.0, 284.0)
HEADER = ("一级指标", "二级指标", "指标名称", "指标值")
ROWS = (
    HEADER,
    ("产出指标", "数量指标", "巡查次数", "12次"),
    ("产出指标", "质量指标", "整改比例", "95%"),
    ("效益指标", "社会效益", "安全事故", "0起"),
    ("效益指标", "生态效益", "水质达标", "90%"),
)
HEIGHT = 20.0


def put(y: float, *said: tuple[float, str]) -> str:
    return "".join(text(x, y, part, size=SIZE) for x, part in said)


def table(rows: tuple[tuple[str, ...], ...], top: float = TOP) -> str:
    """Rows one below the other, every cell of one line."""
    return "".join(
        put(top - HEIGHT * number - 14, *(place for place in zip(COLUMNS, row, strict=True) if place[1]))
        for number, row in enumerate(rows)
    )


def rules(count: int, top: float = TOP) -> str:
    return "".join(line(LEFT, top - HEIGHT * number, RIGHT, top - HEIGHT * number) for number in range(count + 1))


def read(content: str) -> Document:
    return open_document(drawn(content), "x.pdf")


def rows_of(grid: Grid) -> list[tuple[str, ...]]:
    return [tuple(cell.text.replace("\n", "") for cell in row) for row in grid.rows()]


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


RULES = rules(len(ROWS))
ABOVE = ("第二部分", "河道巡查项目绩效目标表", "3010水务局本级 单位：万元")


@pytest.mark.parametrize("lines", [RULES, ""], ids=["lines across", "no lines"])
def test_lines_above_a_table_are_paragraphs_of_their_own_in_order(lines: str) -> None:
    above = "".join(put(TOP + 44 - 17 * number, (LEFT + 8, said)) for number, said in enumerate(ABOVE))
    document = read(above + table(ROWS) + lines)
    assert paragraphs(document) == list(ABOVE)
    assert [rows_of(grid) for grid in document.grids] == [list(ROWS)]


def test_lines_between_two_tables_on_a_page_are_in_neither() -> None:
    second = TOP - HEIGHT * len(ROWS) - 50
    between = "".join(put(second + 28 - 17 * number, (LEFT + 8, said)) for number, said in enumerate(ABOVE[1:]))
    document = read(table(ROWS) + rules(len(ROWS)) + between + table(ROWS, second) + rules(len(ROWS), second))
    assert paragraphs(document) == list(ABOVE[1:])
    assert [rows_of(grid) for grid in document.grids] == [list(ROWS), list(ROWS)]


def test_a_title_is_no_part_of_the_row_beneath_it_that_no_line_parts_from_it() -> None:
    above = put(TOP + 23, (LEFT + 8, ABOVE[1])) + put(TOP + 6, (44, "3010水务局本级"), (284, "单位：万元"))
    document = read(above + table(ROWS) + rules(len(ROWS)))
    assert paragraphs(document) == [ABOVE[1]]
    assert [rows_of(grid)[0] for grid in document.grids] == [("3010水务局本级", "单位：万元")]


def test_the_label_of_two_rows_is_no_title_of_the_second() -> None:
    """A label merged over two rows that is wider than the first column of the rows below stands in both."""
    label = "分月资金支出计划％"
    plan = put(TOP - 14, (144, "三月"), (214, "六月"), (284, "年底")) + put(TOP - 25, (44, label))
    plan += put(TOP - 37, (144, "20%"), (214, "50%"), (284, "100%")) + line(140, TOP - HEIGHT, RIGHT, TOP - HEIGHT)
    outer = line(LEFT, TOP, RIGHT, TOP)
    document = read(plan + outer + table(ROWS, TOP - 2 * HEIGHT) + rules(len(ROWS), TOP - 2 * HEIGHT))
    (grid,) = document.grids
    assert grid.cells[0].text == label
    assert grid.cells[0].row_span == 2


# --- columns that nearly touch


@pytest.mark.parametrize("lines", [RULES, ""], ids=["lines across", "no lines"])
@pytest.mark.parametrize("over", [5.5, 3.0, 0.5])
def test_a_mark_that_hangs_out_of_its_cell_closes_no_column(lines: str, over: float) -> None:
    """A cell of several lines whose last column is text in the middle of them: that once ran into the lines."""
    wrapped = ("全面解决企业群众，", "各类生产生活诉求、", "咨询建议")
    x = COLUMNS[3] + over - 10 * len(wrapped[0]) - 2
    widths = (COLUMNS[0], COLUMNS[1], x)
    top = TOP - HEIGHT * len(ROWS)
    tall = "".join(put(top - 14 - 13 * number, (x, said)) for number, said in enumerate(wrapped))
    tall += put(top - 27, (widths[0], "效益指标"), (widths[1], "社会"), (COLUMNS[3], "95%"))
    rows = tuple((row[0], row[1][:2], "", row[3]) for row in ROWS)
    names = "".join(put(TOP - HEIGHT * number - 14, (x, row[2])) for number, row in enumerate(ROWS))
    last = line(LEFT, top - 46, RIGHT, top - 46) if lines else ""
    document = read(table(rows) + names + tall + lines + last)
    (grid,) = document.grids
    assert rows_of(grid)[-1] == ("效益指标", "社会", "".join(wrapped), "95%")


@pytest.mark.parametrize(
    ("last", "white"), [("率", 3.0), ("）", -2.0), ("、", -3.5)], ids=["narrow white", "bracket", "comma"]
)
def test_a_full_line_ends_where_the_next_column_begins(last: str, white: float) -> None:
    full = "全年按时完成" + last
    end = COLUMNS[3] - white
    row = put(TOP - HEIGHT * len(ROWS) - 14, (44, "效益指标"), (114, "社会"), (end - 10 * len(full), full))
    row += put(TOP - HEIGHT * len(ROWS) - 14, (COLUMNS[3], "良好"))
    (grid,) = read(table(ROWS) + row).grids
    assert rows_of(grid)[-1][-2:] == (full, "良好")


# --- cells that stand for rows around them


@pytest.mark.parametrize(
    ("levels", "spans"),
    [
        (("产出指标", "", "", "效益指标", "", "", "", "满意度"), [1] * 8),
        (("成本指标", "", "产出指标", "", "效益指标", "满意度"), [1, 3, 1, 1]),
    ],
    ids=["written once", "merged"],
)
def test_blank_cells_belong_to_a_text_in_their_middle_or_to_none(levels: tuple[str, ...], spans: list[int]) -> None:
    """The label beside two rows of the plan says that texts stand in the middle; the levels may be written once, at the
    head of their rows, all the same: where the cells in whose middle they stand would leave some row without any."""
    plan = put(TOP - 14, (114, "三月"), (194, "六月"), (284, "年底")) + put(TOP - 24, (44, "支出计划"))
    plan += put(TOP - 34, (114, "20%"), (194, "50%"), (284, "100%"))
    body = tuple((level, f"二级{number}", f"名称{number}", f"{number}次") for number, level in enumerate(levels))
    (grid,) = read(plan + table((HEADER, *body), TOP - 2 * HEIGHT)).grids
    first = [cell for cell in grid.cells if cell.column == 0 and cell.row > 2]
    written = levels if len(spans) == len(levels) else tuple(filter(None, levels))
    assert [(cell.text, cell.row_span) for cell in first] == list(zip(written, spans, strict=True))


def test_levels_behind_a_column_of_row_numbers_are_merged_as_in_the_first() -> None:
    levels = ("", "产出指标", "", "", "效益指标", "")
    rows = (("序号", *HEADER[1:]), *((str(n), level, f"名称{n}", f"{n}次") for n, level in enumerate(levels, start=1)))
    plan = put(TOP - 14, (114, "三月"), (194, "六月"), (284, "年底")) + put(TOP - 24, (44, "支出计划"))
    plan += put(TOP - 34, (114, "20%"), (194, "50%"), (284, "100%"))
    (grid,) = read(plan + table(rows, TOP - 2 * HEIGHT)).grids
    second = [(cell.text, cell.row_span) for cell in grid.cells if cell.column == 1 and cell.row > 2]
    assert second == [("产出指标", 3), ("效益指标", 3)]


# --- tables of which a page has a few rows


def test_a_row_at_the_foot_of_a_page_goes_with_the_table_whose_columns_it_has() -> None:
    foot = TOP - HEIGHT * len(ROWS) - 40
    document = read(table(ROWS) + put(foot + 8, (LEFT + 8, ABOVE[1])) + table((HEADER,), foot))
    assert [rows_of(grid) for grid in document.grids] == [list(ROWS), [HEADER]]
    assert paragraphs(document) == [ABOVE[1]]


def test_a_row_with_other_columns_at_the_foot_of_a_page_is_text() -> None:
    foot = TOP - HEIGHT * len(ROWS) - 40
    said = put(foot - 14, (50, "负责人："), (130, "填表人："), (210, "电话："), (300, "日期："))
    assert [rows_of(grid) for grid in read(table(ROWS) + said).grids] == [list(ROWS)]
