"""PDF: tables cut by page breaks: repeated headers, torn rows and merged cells, lines left open."""

import pytest
from making import Page, Words, pdf, ruled

from transforms.document import Document
from transforms.readers.open import open_document

XS = [50.0, 150.0, 250.0, 350.0]
FULL = "一二三四五六七八九"
"""As much as a cell of 100 points takes in one line."""
HEADER: list[str] = ["名称", "说明", "数额"]


def rows(top: float, *texts: list[str]) -> Page:
    """A table from `top` downwards, each row as high as its cell with the most lines."""
    ys = [top]
    words: list[Words] = []
    for row in texts:
        lines = [cell.split("\n") for cell in row]
        for x, cell in zip(XS, lines, strict=False):
            words += [(x + 5, ys[-1] - 14 - 12 * number, line) for number, line in enumerate(cell) if line]
        ys.append(ys[-1] - 10 - 12 * max(len(cell) for cell in lines))
    return ruled(XS, ys), words


def read(*pages: Page) -> Document:
    return open_document(pdf(*pages), "x.pdf")


def cells(document: Document) -> list[list[str]]:
    (grid,) = document.grids
    return [[cell.text for cell in row] for row in grid.rows()]


FIRST = rows(390, HEADER, ["甲", FULL, "30.00"])
BLANK = ["", "", ""]


def test_a_row_torn_behind_a_repeated_header_is_joined() -> None:
    document = read(FIRST, rows(390, HEADER, ["", "十", ""], ["乙", "短", "1"]))
    assert cells(document) == [HEADER, ["甲", FULL + "十", "30.00"], HEADER, BLANK, ["乙", "短", "1"]]
    assert "row 2 was joined" in document.notes[0]


def test_a_whole_row_behind_a_repeated_header_stays_a_row() -> None:
    document = read(FIRST, rows(390, HEADER, ["乙", "短", "1"]))
    assert cells(document)[-1] == ["乙", "短", "1"]
    assert document.notes == ()


def test_an_amount_torn_by_the_page_is_joined() -> None:
    document = read(rows(390, HEADER, [FULL, FULL, "123456789"]), rows(390, ["十", "十一", "0.00"]))
    assert cells(document)[1] == [FULL + "十", FULL + "十一", "1234567890.00"]


@pytest.mark.parametrize(
    ("below", "joined"),
    [
        (["", "2.第二条", ""], "1.第一条\n2.第二条"),
        (["", "第二条", ""], "1.第一条"),
        (["乙", "2.第二条", "1"], "1.第一条"),
    ],
    ids=["another item", "no item", "another row"],
)
def test_a_list_torn_between_its_items_is_joined(below: list[str], joined: str) -> None:
    document = read(rows(390, HEADER, ["甲", "1.第一条", "30.00"]), rows(390, below))
    assert cells(document)[1][1] == joined


def test_labels_as_wide_as_their_columns_are_not_torn_rows() -> None:
    """Each label fills its column, as if its text ran on below: what stands there is another row all the same."""
    xs = [50.0, 90.0, 130.0, 170.0]
    labels: list[Words] = [(55 + 40 * n, 356, text) for n, text in enumerate(["3月底", "6月底", "9月底"])]
    shares: list[Words] = [(55 + 40 * n, 376, text) for n, text in enumerate(["25%", "50%", "75%"])]
    first: Page = (ruled(xs, [350, 370, 390]), [(55, 376, "甲"), *labels])
    document = read(first, (ruled(xs, [370, 390]), shares))
    assert cells(document)[1:] == [["3月底", "6月底", "9月底"], ["25%", "50%", "75%"]]


def test_a_table_goes_on_where_the_page_break_has_no_line() -> None:
    first, second = rows(390, HEADER, ["甲", FULL, "1"]), rows(390, ["", "十", ""], ["乙", "短", "2"])
    open_below: Page = ([side for side in first[0] if side[1] != side[3] or side[1] > 350], first[1])
    open_above: Page = ([side for side in second[0] if side[1] != side[3] or side[1] < 390], second[1])
    document = read(open_below, open_above)
    assert cells(document) == [HEADER, ["甲", FULL + "十", "1"], BLANK, ["乙", "短", "2"]]


def test_a_page_with_fewer_rows_of_a_form_belongs_to_it() -> None:
    form: Page = ([*ruled([50, 350], [330, 390]), (50, 360, 350, 360), *((x, 330, x, 360) for x in (150, 250))], [])
    words: list[Words] = [(55, 370, "题目"), (55, 340, "甲"), (155, 340, "乙"), (255, 340, "丙")]
    last: Page = (ruled([50, 150, 250, 350], [360, 390]), [(55, 370, "丁"), (155, 370, "戊"), (255, 370, "己")])
    assert cells(read((form[0], words), last)) == [["题目"], ["甲", "乙", "丙"], ["丁", "戊", "己"]]


def test_a_long_table_takes_time_in_proportion() -> None:
    pages = [rows(390, HEADER, *[["甲", str(n), str(line)] for line in range(12)]) for n in range(60)]
    (grid,) = read(*pages).grids
    assert len(grid.rows()) == 60 * 13
