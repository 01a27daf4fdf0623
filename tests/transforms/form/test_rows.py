"""Tables as the form's readers look at them: rows, what is written in them, and what stands beneath a column."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import FUNDING, HEADER, INDICATORS, document, grid
from transforms.document import Cell
from transforms.form.columns import Headers, IndicatorColumns, Part, header_of
from transforms.form.labels import without_money_unit
from transforms.form.projects import read_projects
from transforms.form.rows import moved, row_of, table_of


def columns(spans: list[int]) -> IndicatorColumns:
    """The columns of a header whose cells are so wide."""
    cells = [Cell(text, 0, sum(spans[:number]), 1, spans[number]) for number, text in enumerate(HEADER[: len(spans)])]
    found = header_of(row_of(cells), None)
    assert found is not None
    return found


def test_a_row_knows_what_is_written_and_which_of_it_are_labels() -> None:
    cells = [Cell("项目编码", 0, 0), Cell(" \n", 0, 1), Cell("其中：财政    资金", 0, 3), Cell("12.5", 0, 4)]
    row = row_of(cells)
    assert [cell.column for cell in row.written] == [0, 3, 4]
    assert row.labels == {0: "code", 3: "fiscal_funds"}
    assert (row.label_of(cells[2]), row.label_of(cells[3])) == ("fiscal_funds", None)
    assert row.cut_before(2).labels == {3: "fiscal_funds"}


def test_cells_behind_a_title_that_was_run_into_their_row_begin_a_row_of_their_own() -> None:
    assert [cell.column for cell in moved([Cell("甲", 0, 3), Cell("乙", 0, 5, 1, 2)], 3)] == [0, 2]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("填报单位：某市某局  金额单位：元", "填报单位：某市某局"),
        ("填报单位：某市某局（单位：万元）", "填报单位：某市某局"),
        ("填报单位：某市某局", "填报单位：某市某局"),
        ("资金单位：某市元宝区某局", "资金单位：某市元宝区某局"),
    ],
)
def test_the_moneys_unit_behind_a_line_is_no_part_of_it(line: str, expected: str) -> None:
    assert without_money_unit(line) == expected


def test_rows_in_which_no_cell_starts_keep_their_place() -> None:
    table = table_of(grid([["甲"], [], ["乙", "丙"]]))
    assert [len(row.cells) for row in table.rows] == [1, 0, 2]
    assert [cell.text for cell in table.widest] == ["乙", "丙"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("值", 1, 4, 1, 1), "level3"),
        (Cell("值", 1, 3, 1, 3), "level3"),
        (Cell("值", 1, 0, 1, 9), "level3"),
        (Cell("值", 1, 0, 1, 2), "level1"),
        (Cell("值", 1, 9, 1, 1), None),
    ],
)
def test_a_cell_stands_beneath_the_column_it_shares_most_of_its_width_with(cell: Cell, expected: str | None) -> None:
    header = columns([1, 1, 4])
    for _ in range(2):
        beneath = header.beneath([cell])
        assert {column.field: numbers for column, numbers in beneath.columns.items()} == (
            {expected: [0]} if expected else {}
        )
        assert beneath.unread == ([] if expected else [0])


def test_cells_beneath_one_column_stay_together_in_order() -> None:
    row = [Cell("≥", 1, 2), Cell("产出指标", 1, 0), Cell("95", 1, 3)]
    header = columns([2, 1, 3])
    wanted = {"level2": [0], "level1": [1], "level3": [2]}
    assert {column.field: numbers for column, numbers in header.beneath(row).columns.items()} == wanted
    divided = [Cell("产出指标", 2, 0), Cell("≥", 2, 3), Cell("95", 2, 4)]
    assert header.beneath(divided).own == {Part(): [("level1", [0]), ("level3", [1, 2])]}


def test_what_stands_beneath_is_found_anew_where_cells_begin_elsewhere_or_are_wider() -> None:
    header = columns([1, 1, 4])
    rows = [[Cell("甲", 1, 1)], [Cell("甲", 2, 2)], [Cell("甲", 3, 1, 1, 5)]]
    assert [[column.field for column in header.beneath(row).columns] for row in rows] == [
        ["level2"], ["level3"], ["level3"],
    ]  # fmt: skip


def header_row(number: int, box: tuple[float, float, float, float] | None = None) -> list[Cell]:
    return [Cell(text, number, column, box=box) for column, text in enumerate(HEADER)]


def test_a_header_that_stands_again_is_understood_once() -> None:
    headers = Headers()
    found = headers.of(row_of(header_row(0)), None)
    assert found is not None
    assert headers.of(row_of(header_row(9)), None) is found
    assert headers.of(row_of([Cell("甲", 0, 0)]), None) is None


@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        (header_row(0), "year_indicators"),
        (header_row(0, (0.0, 0.0, 1.0, 1.0)), None),
        ([Cell(cell.text, 0, cell.column + 1) for cell in header_row(0)], None),
        ([Cell(cell.text, 0, 2 * cell.column, 1, 2) for cell in header_row(0)], None),
        (header_row(0)[:-1], None),
    ],
    ids=["another heading", "another place on the page", "one column further", "twice as wide", "a column less"],
)
def test_a_header_that_differs_in_anything_is_another(cells: list[Cell], heading: str | None) -> None:
    headers = Headers()
    before = headers.of(row_of(header_row(0)), None)
    assert headers.of(row_of(cells), heading) is not before


@pytest.mark.parametrize(
    ("texts", "expected"), [(["甲", "乙"], False), (["甲", "乙\n丙"], True), (["甲", "\n"], False)]
)
def test_a_row_knows_whether_a_cell_has_several_lines(texts: list[str], expected: bool) -> None:  # noqa: FBT001
    assert row_of([Cell(text, 0, column) for column, text in enumerate(texts)]).has_lines is expected


def test_what_a_further_column_says_is_kept_aside() -> None:
    further = [["评分标准", "其他"], ["达标得满分", "未列"], ["", ""], ["酌情扣分", ""]]
    rows = [[*row, *more] for row, more in zip(INDICATORS, further, strict=True)]
    found = read_projects(document("1.电梯维保费绩效目标表", FUNDING, rows))
    asides = [[aside.text for aside in indicator.asides] for indicator in found.projects[0].indicators]
    assert asides == [["达标得满分"], [], ["酌情扣分"]]
    assert [(finding.rule, finding.value_text) for finding in found.findings] == [
        ("cell_not_understood", "其他"), ("cell_not_understood", "未列"),
    ]  # fmt: skip
