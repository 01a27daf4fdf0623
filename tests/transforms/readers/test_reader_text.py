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
