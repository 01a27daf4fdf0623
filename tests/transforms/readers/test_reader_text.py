"""Text dumps: which lines are paragraphs, cells, rows and tables."""

import pytest

from transforms.document import Document, Grid, Paragraph
from transforms.readers.text import read as text


def read(source: str) -> Document:
    return text.read(source.encode())


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


HEADER = "\ta\n\tb\n\tc\n\n"
ROW = "\td\n\te\n\tf\n\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("\ta\n\tb\n\n\tc\n", [["a", "b"], ["c"]]),
        ("\ta\n\t\xa0\n\n\t\n\tb\xa0\n", [["a", ""], ["", "b"]]),
        ("\ta\n\t1.x\t\t\t\n\t\t\t\t\n\n2.y\n3.z\n\n\tb\n", [["a", "1.x\n2.y\n3.z"], ["b"]]),
        ("\ta\n\tb\t\t\n\n\n\tc\n\td\n", [["a", "b"], ["c", "d"]]),
        ("\ta\n\t \t  b\n\n\tc\n", [["a", "b"], ["c"]]),
        (
            HEADER + ROW + "\tg\n\th\n\n\ti\n\n" + ROW,
            [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"], ["d", "e", "f"]],
        ),
        (HEADER + ROW + "\tg\n\n\th\n\n\n\ti\n", [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]),
        (HEADER + ROW + "\tg\n\th\n\n\t\n", [["a", "b", "c"], ["d", "e", "f"], ["g", "h", ""]]),
        (HEADER + ROW + "\tg\n\n\t\n\th\n\ti\n", [["a", "b", "c"], ["d", "e", "f"], ["g"], ["", "h", "i"]]),
    ],
    ids=[
        "rows",
        "empty cells",
        "blank inside a cell",
        "two blanks",
        "tabs in front",
        "cut row",
        "cut twice",
        "cut before an empty cell",
        "merge carried on",
    ],
)
def test_lines_become_rows(source: str, expected: list[list[str]]) -> None:
    (grid,) = read(source).grids
    assert rows(grid) == expected


def test_rows_of_different_widths_stay_as_they_are() -> None:
    widths = [2, 4, 7, 2, 5, 5, 2]
    source = "\n".join("\tx\n" * width for width in widths)
    (grid,) = read(source).grids
    assert [len(row) for row in grid.rows()] == widths


@pytest.mark.parametrize(
    "widths",
    [[2, 4, 7, 2, 5, 5, 2, 7, 7, 7, 7, 7, 7, 7, 7], [2, 4, 6, 6, 6, 3, 2, 1, 5, 6, 6]],
    ids=["pieces that add up by chance", "not between whole rows"],
)
def test_rows_of_a_form_are_not_joined_because_most_rows_have_one_width(widths: list[int]) -> None:
    document = read("\n".join("\tx\n" * width for width in widths))
    assert [len(row) for row in document.grids[0].rows()] == widths
    assert not document.notes


def test_a_row_cut_between_whole_rows_of_a_form_is_joined_with_a_note() -> None:
    widths = [2, 4, 7, 2, 5, 5, 2, 7, 7, 4, 3, 7, 7, 7, 7, 7]
    document = read("\n".join("\tx\n" * width for width in widths))
    assert [len(row) for row in document.grids[0].rows()] == [2, 4, 7, 2, 5, 5, 2, 7, 7, 7, 7, 7, 7, 7, 7]
    assert ["line 51" in note for note in document.notes] == [True]


@pytest.mark.parametrize("widths", [[4, 6, 2, 2, 2, 6, 6, 6, 6], [4, 2, 2, 4, 2, 4, 4, 4]], ids=["three", "two"])
def test_labels_with_their_values_beneath_each_other_were_joined_to_a_row(widths: list[int]) -> None:
    document = read("\n".join("\tx\n" * width for width in widths))
    assert [len(row) for row in document.grids[0].rows()] == widths
    assert not document.notes


CELL_WITH_GAPS = "\ta\n\tb\n\n\tc\n\t1.x\n\n\n2.y\n3.z\n"


@pytest.mark.parametrize("behind", ["\n\n \n\td\n\te\n\n", "\n\td\n\te\n\n \n"], ids=["end of the table", "next row"])
def test_a_cells_text_behind_two_empty_paragraphs_was_lost(behind: str) -> None:
    document = read(" 一\n" + " \n" + CELL_WITH_GAPS + behind)
    assert rows(document.grids[0])[:2] == [["a", "b"], ["c", "1.x\n2.y\n3.z"]]
    assert ["line 10" in note for note in document.notes] == [True]


def test_cells_behind_a_cell_with_two_empty_paragraphs_were_another_table() -> None:
    document = read(" 一\n \n" + HEADER + "\td\n\te\n\n\n再\n\tf\n\n" + ROW)
    assert rows(document.grids[0]) == [["a", "b", "c"], ["d", "e\n再", "f"], ["d", "e", "f"]]
    assert ["line 11" in note for note in document.notes] == [True]


def test_a_line_between_two_tables_parts_them() -> None:
    document = read(" 一\n \n" + HEADER + ROW + "\n\n再\n" + HEADER + ROW)
    assert [rows(grid) for grid in document.grids] == [[["a", "b", "c"], ["d", "e", "f"]]] * 2


@pytest.mark.parametrize(
    "behind",
    [
        "\n2.丁绩效目标表\n\td\n\te\n\n \n",
        "\n丁绩效目标表（续表）\n\n\td\n\te\n\n \n",
        "\n \n说明\n \n",
        "\n说明\n\n其他\n \n",
    ],
    ids=["title", "title in front of an empty line", "empty paragraph", "end of the text"],
)
def test_paragraphs_behind_a_table_are_not_its_last_cells(behind: str) -> None:
    document = read("\ta\n\tb\n\n\tc\n\td\n\n" + behind)
    assert rows(document.grids[0]) == [["a", "b"], ["c", "d"]]
    assert not document.notes


def test_where_all_empty_paragraphs_are_empty_lines_a_table_ends_at_two() -> None:
    document = read(CELL_WITH_GAPS + "\n\td\n\te\n\n\tf\n")
    assert rows(document.grids[0]) == [["a", "b"], ["c", "1.x"]]


TABBED = "一、目标\n单位\t金额单位：万元\n编码\t13\t名称\t租车\n\t用途\n\n级\t名\t值\n产出\t数\t1\n\t质\t2\n二、说明\n"


def test_lines_of_fields_between_tabs_are_rows() -> None:
    document = read(TABBED)
    assert document.format == "text"
    assert [rows(grid) for grid in document.grids] == [
        [["单位", "金额单位：万元"], ["编码", "13", "名称", "租车"], ["", "用途"]],
        [["级", "名", "值"], ["产出", "数", "1"], ["", "质", "2"]],
    ]
    assert [(grid.number, grid.cells[-1].line) for grid in document.grids] == [(1, 4), (2, 8)]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["一、目标", "二、说明"]


def test_a_row_left_blank_ends_no_table() -> None:
    (grid,) = read("计划\t3月底\t6月底\n\t \t \n目标\t做好\t\n级\t名\t值\n产\t数\t1\n").grids
    assert rows(grid) == [
        ["计划", "3月底", "6月底"],
        ["", "", ""],
        ["目标", "做好", ""],
        ["级", "名", "值"],
        ["产", "数", "1"],
    ]


def test_three_cells_make_a_row() -> None:
    document = read("甲\t乙\t丙\n丁\t戊\t己")
    assert rows(document.grids[0]) == [["甲", "乙", "丙"], ["丁", "戊", "己"]]


@pytest.mark.parametrize(
    "source",
    [
        "目录\n一、目标\t1\n二、指标\t2\n三、说明\t3\n",
        "\t一、做好巡查\n\t二、做好整改\n",
        "负责人：\t填表人：\t电话：\n",
    ],
    ids=["contents", "indented", "signatures"],
)
def test_lines_with_few_tabs_are_paragraphs(source: str) -> None:
    assert read(source).grids == []


def test_a_dump_is_read_as_one_whatever_tabs_are_in_its_cells() -> None:
    (grid,) = read("\ta\n\tb\n\tc\n\td\n\n\te\nx\ty\tz\nx\ty\tz\n").grids
    assert [len(row) for row in rows(grid)] == [4, 1]


@pytest.mark.parametrize(
    "between",
    [
        "\n\n \n",
        "\n\n文字\n",
        "[bookmark: _Toc1]文字\n",
        "\n\n\nEvaluation Warning: The document was created with Spire.Doc\n",
    ],
)
def test_a_table_ends_where_text_follows(between: str) -> None:
    grids = read("\ta\n\n\tb\n" + between + "\tc\n\n\td\n").grids
    assert [rows(grid) for grid in grids] == [[["a"], ["b"]], [["c"], ["d"]]]
    assert [grid.number for grid in grids] == [1, 2]


def test_marks_of_the_exporting_program_are_dropped() -> None:
    warning = "Evaluation Warning: The document was created with Spire.Doc for JAVA."
    source = f"[bookmark: _Toc1][bookmark: _GoBack]一、目标\npage number\n{warning}\n\xa0\n二\n"
    assert [block.text for block in read(source).blocks if isinstance(block, Paragraph)] == ["一、目标", "二"]


def test_paragraphs_indented_by_a_tab_are_no_table() -> None:
    blocks = read("一\n\t二\n三\n").blocks
    assert [(block.text, block.line) for block in blocks if isinstance(block, Paragraph)] == [
        ("一", 1),
        ("二", 2),
        ("三", 2),
    ]


def test_cells_say_their_line() -> None:
    (grid,) = read("x\n\ta\n\n\tb\n\tc\n").grids
    assert [(cell.text, cell.row, cell.column, cell.line) for cell in grid.cells] == [
        ("a", 0, 0, 2),
        ("b", 1, 0, 4),
        ("c", 1, 1, 5),
    ]


@pytest.mark.parametrize("mark", ["[bookmark: _GoBack]", "Evaluation Warning: The document was created with Spire.Doc"])
def test_a_mark_between_two_cells_does_not_end_the_table(mark: str) -> None:
    (grid,) = read(f"\ta\n\n\tb\n{mark}\n\tc\n").grids
    assert rows(grid) == [["a"], ["b", "c"]]


def test_a_line_of_blanks_behind_a_row_does_not_join_it_to_the_next() -> None:
    (grid,) = read("\ta\n\n\tb\n\n \n\tc\n").grids
    assert rows(grid) == [["a"], ["b"], ["c"]]


COVER = "某区教育局\n2025年部门预算绩效文本\n（草案）\n目录\n1.租车绩效目标表\n"


@pytest.mark.parametrize("line", ["- 5 -", "第 5 页 共 20 页", "（续表）", "接上表", "page number"])
def test_what_a_page_has_around_its_text_is_no_end_of_a_cell(line: str) -> None:
    document = read(COVER + HEADER + ROW + line + "\n\n" + ROW)
    assert [rows(grid) for grid in document.grids] == [[["a", "b", "c"], ["d", "e", "f"], ["d", "e", "f"]]]
    assert not document.notes


@pytest.mark.parametrize("line", ["某区教育局2025年部门预算绩效文本", "2025年部门预算绩效文本"])
def test_a_line_of_the_cover_between_two_rows_is_the_head_of_a_page_with_a_note(line: str) -> None:
    dump = COVER + HEADER + ROW + (line + "\n\n" + ROW) * 2
    document = read(dump)
    assert len(document.grids[0].rows()) == 4
    assert not any(line in cell.text for cell in document.grids[0].cells)
    repeats = [str(number) for number, one in enumerate(dump.split("\n"), start=1) if one == line][-2:]
    assert [note.rpartition(": ")[2] for note in document.notes] == [", ".join(repeats)]


def test_a_figure_alone_between_two_rows_is_the_number_of_a_page_with_a_note() -> None:
    document = read(HEADER + ROW + "5\n\n" + ROW)
    assert rows(document.grids[0]) == [["a", "b", "c"], ["d", "e", "f"], ["d", "e", "f"]]
    assert ["line 9" in note for note in document.notes] == [True]


def test_another_line_between_two_rows_is_the_end_of_a_cell() -> None:
    document = read(COVER + HEADER + ROW + "2.做好\n\n" + ROW)
    assert rows(document.grids[0])[1] == ["d", "e", "f\n2.做好"]


@pytest.mark.parametrize("title", ["2.租车绩效目标表", "租车绩效目标表（续表）"])
def test_the_title_of_a_form_ends_the_table_in_front_of_it(title: str) -> None:
    document = read(HEADER + ROW + title + "\n" + HEADER + ROW)
    assert [len(grid.rows()) for grid in document.grids] == [2, 2]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [title]


BENEATH = "级\t名\t值\t数\t据\n产出\t数\t甲\t1\t合同\n\t质\t乙\t2\t合同\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("编码\t1\t名称\t租车\n目标\t1.甲\n2.乙\n" + BENEATH, [["目标", "1.甲\n2.乙"]]),
        ("编码\t1\t名称\t租\n金额\t3\t其他\t\n用于租车\n目标\t甲\n", [["金额", "3", "其他", ""], ["", "用于租车"], ["目标", "甲"]]),
        (BENEATH + "\t时\t丙\t3\t合同\n约定\n\t成\t丁\t4\t合同\n", [["", "时", "丙", "3", "合同\n约定"], ["", "成", "丁", "4", "合同"]]),
        (BENEATH + "\t时\t完\n成\t3\t合同\n", [["", "时", "完\n成", "3", "合同"]]),
        (BENEATH + "目标\t1.甲\n2.乙\n3.丙\t\t\t\n" + BENEATH, [["目标", "1.甲\n2.乙\n3.丙", "", "", ""]]),
    ],
    ids=["label's value", "row of one cell", "last cell of a row", "cell within a row", "cell with tabs behind it"],
)  # fmt: skip
def test_lines_without_tabs_between_rows_were_lost(source: str, expected: list[list[str]]) -> None:
    (grid,) = read(source).grids
    found = rows(grid)
    assert any(found[start : start + len(expected)] == expected for start in range(len(found)))


@pytest.mark.parametrize(
    "line", ["2.租车绩效目标表", "101001某局本级", "单位：万元", "5", "第5页", "（续表）", "说明\n", "\n说明"]
)
def test_what_stands_above_a_table_or_at_the_edge_of_a_page_is_no_cell(line: str) -> None:
    document = read(BENEATH + line + "\n" + BENEATH)
    assert [len(grid.rows()) for grid in document.grids] == [3, 3]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [line.strip()]


@pytest.mark.parametrize("note", ["注：本表由单位填报。", "填报人：张三    联系电话：123"])
def test_a_note_beneath_a_table_was_read_as_the_end_of_its_last_cell(note: str) -> None:
    document = read(HEADER + ROW + note + "\n2.租车绩效目标表\n" + HEADER + ROW)
    assert [rows(grid) for grid in document.grids] == [[["a", "b", "c"], ["d", "e", "f"]]] * 2
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)][:1] == [note]


def test_a_note_within_a_cell_stays_there() -> None:
    document = read(HEADER + ROW + "注：含税\n\n" + ROW)
    assert rows(document.grids[0]) == [["a", "b", "c"], ["d", "e", "f\n注：含税"], ["d", "e", "f"]]


@pytest.mark.parametrize("indent", ["    ", "\u3000\u3000"])
def test_spaces_that_stand_for_tabs_open_cells(indent: str) -> None:
    document = read((" 一\n" + HEADER + ROW + "\n\n \n二\n").replace("\t", indent))
    assert [rows(grid) for grid in document.grids] == [[["a", "b", "c"], ["d", "e", "f"]]]


def test_paragraphs_that_begin_with_spaces_are_no_cells() -> None:
    prose = "\u3000\u3000组织实施全区国民经济和社会发展统计调查，提供统计信息和咨询服务。\n"
    assert not read(f"一、总体绩效目标\n{prose}\n{prose}\n{prose}").grids


def test_a_row_alone_right_behind_a_table_is_a_table() -> None:
    document = read(" 一\n" + HEADER + ROW + "\n\n \n\tg\n\th\n\n\n \n二\n\t三\n\t四\n")
    assert [rows(grid) for grid in document.grids] == [[["a", "b", "c"], ["d", "e", "f"]], [["g", "h"]]]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["一", "二", "三", "四"]


def test_a_space_behind_every_line_made_no_line_empty_and_no_row_end() -> None:
    source = "一\n" + HEADER + ROW * 10 + "\n\n二\n"
    assert rows(read(source.replace("\n", " \n")).grids[0]) == rows(read(source).grids[0])


WIDE = "单位\t项目\t金额\t目标\t级\t名\t值\n甲局\t租车\t1\t做好\t产出\t数\t3\n\t\t\t\t\t质\t4\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("编码\t1\t名称\t租车\n目标\t做好服务；\n做好保障。\n\n" + BENEATH, [["目标", "做好服务；\n做好保障。"]]),
        ("编码\t1\t名称\t租车\n目标\t做好服务；\n做好保障。\n说明\n\n" + BENEATH, [["目标", "做好服务；\n做好保障。"]]),
        ("编码\t1\t名称\t租车\n目标\t做好服务。\n说明\n\n" + BENEATH, [["目标", "做好服务。"]]),
        (
            WIDE
            + "甲局\t印刷\t2\t1.甲；\n2.乙。\t产出\t数\t5\n"
            + "甲局\t保洁\t2\t1.甲；\n2.乙；\n3.丙。\t产出\t数\t6\n",
            [
                ["甲局", "印刷", "2", "1.甲；\n2.乙。", "产出", "数", "5"],
                ["甲局", "保洁", "2", "1.甲；\n2.乙；\n3.丙。", "产出", "数", "6"],
            ],
        ),
    ],
    ids=["the last row", "with a line behind", "what is complete", "cells within rows"],
)
def test_a_cell_that_is_not_complete_goes_on_on_the_lines_behind(source: str, expected: list[list[str]]) -> None:
    found = rows(read(source).grids[0])
    assert any(found[start : start + len(expected)] == expected for start in range(len(found)))
