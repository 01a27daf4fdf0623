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
    assert cells(document) == [HEADER, ["甲", FULL + "十", "30.00"], [], BLANK, ["乙", "短", "1"]]
    assert "row 2 was joined" in document.notes[0]


def test_a_whole_row_behind_a_repeated_header_stays_a_row() -> None:
    document = read(FIRST, rows(390, HEADER, ["乙", "短", "1"]))
    assert cells(document)[-1] == ["乙", "短", "1"]
    assert document.notes == ()


def test_rows_printed_again_because_a_page_began_are_counted_and_stay_empty() -> None:
    document = read(rows(390, HEADER, ["甲", "长", "1"]), rows(390, HEADER, ["乙", "短", "2"]))
    assert cells(document) == [HEADER, ["甲", "长", "1"], [], ["乙", "短", "2"]]
    assert [cell.row for cell in document.grids[0].cells if cell.page == 2] == [3, 3, 3]


def test_a_table_that_begins_as_the_first_did_is_another() -> None:
    first, second = rows(390, HEADER, ["编码", "1", ""], ["甲", "长", "1"]), rows(390, HEADER, ["编码", "2", ""])
    assert cells(read(first, second))[3:] == [HEADER, ["编码", "2", ""]]


def test_a_table_whose_first_row_is_printed_again_goes_on_under_it_in_other_columns() -> None:
    ys, wide, words = [390.0, 370.0, 350.0], [50.0, 200.0, 350.0], [(55, 376, "单位"), (205, 376, "万元")]
    above = [*ruled([50.0, 90.0, 120.0, 350.0], [370.0, 350.0]), *ruled(wide, ys[:2])]
    below = [*ruled(XS, [370.0, 350.0]), *ruled(wide, ys[:2])]
    document = read((above, [*words, (55, 356, "甲")]), (below, [*words, (55, 356, "乙")]))
    assert [row[0].text for row in document.grids[0].rows() if row] == ["单位", "甲", "乙"]


@pytest.mark.parametrize("again", [[], [HEADER]], ids=["plain", "first row printed again"])
def test_a_table_goes_on_over_the_page_though_rows_further_down_are_wider(again: list[list[str]]) -> None:
    edges, words = rows(390, *again, ["25", "50", "100"])
    low = 390 - 22 * (len(again) + 1)
    wider = ruled([50.0, 150.0, 250.0, 350.0, 400.0], [low, low - 22.0])
    document = read(rows(390, HEADER, ["一月", "二月", "三月"]), ([*edges, *wider], [*words, (55, low - 14, "产出")]))
    assert [row[0].text for row in document.grids[0].rows() if row] == ["名称", "一月", "25", "产出"]


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


# --- rows of which cells went over, headers that run into them


@pytest.mark.parametrize(
    ("above", "below", "joined", "noted"),
    [
        (["甲", "", "30.00"], ["", "很长\n两行", ""], ["甲", "很长\n两行", "30.00"], "was joined"),
        (["甲", "", "30.00"], ["", "一行", ""], ["甲", "", "30.00"], "may be"),
        (["标题", "", ""], ["", "很长\n两行", "很长\n两行"], ["标题", "", ""], None),
    ],
    ids=["what did not fit", "what would have fitted", "a title above"],
)
def test_cells_that_went_over_whole_are_joined_where_they_did_not_fit(
    above: list[str], below: list[str], joined: list[str], noted: str | None
) -> None:
    document = read(rows(390, HEADER, above), rows(390, below, ["乙", "短", "1"]))
    assert cells(document)[1] == joined
    assert [noted in note for note in document.notes if noted] == [True] * bool(noted)


def test_a_row_of_which_only_a_merged_label_is_above_is_joined() -> None:
    lines = [(x, 330, x, 390) for x in XS] + [(50, 390, 350, 390), (150, 360, 350, 360), (50, 330, 350, 330)]
    words: list[Words] = [(55, 370, "计划"), (155, 370, "一月"), (255, 370, "二月")]
    document = read((lines, words), rows(390, ["", "25", "50"], ["乙", "短", "1"]))
    assert cells(document) == [["计划", "一月", "二月"], ["25", "50"], BLANK, ["乙", "短", "1"]]


def test_a_header_that_no_line_parts_from_the_row_below_is_a_row() -> None:
    document = read(FIRST, rows(390, ["名称\n乙", "说明", "数额\n1"]))
    assert cells(document) == [HEADER, ["甲", FULL, "30.00"], [], ["乙", "", "1"]]
    assert "parted" in document.notes[0]


@pytest.mark.parametrize(
    "first",
    [["名称\n乙", "另说", "数额\n1"], ["名称一", "说明二", "数额三\n其他"], ["甲类\n乙", "一种", "25\n30"]],
    ids=["another label", "longer words", "figures"],
)
def test_a_row_that_only_begins_like_one_above_is_left_alone(first: list[str]) -> None:
    document = read(rows(390, HEADER, ["甲类", "一种", "25"], ["甲", FULL, "30.00"]), rows(390, first))
    assert cells(document)[3:] == [first]


def test_nothing_runs_on_from_a_header_at_the_foot_of_a_page() -> None:
    labels = ["名称", FULL, "数额"]
    document = read(rows(390, labels, ["甲", "短", "1"], labels), rows(390, labels, ["", "短", ""]))
    assert cells(document)[2:] == [labels, [], ["", "短", ""]]


CUT = ["项目", "甲", "项目"], ["编码", "", "名称"]


def test_halves_of_labels_said_elsewhere_are_joined() -> None:
    document = read(rows(390, HEADER, ["项目\n编码", "丙", "项目\n名称"], CUT[0]), rows(390, CUT[1], ["乙", "短", "1"]))
    assert cells(document)[2] == ["项目\n编码", "甲", "项目\n名称"]


@pytest.mark.parametrize("last", [["乙", "短", "1"], ["项目\n编码", "丙", "项目\n名称"]], ids=["no", "at a break"])
def test_halves_of_labels_said_nowhere_else_are_told_of(last: list[str]) -> None:
    """What stands at the foot of a page may be torn itself: it says nothing about others."""
    document = read(rows(390, HEADER, CUT[0]), rows(390, CUT[1], last))
    assert cells(document)[1:3] == list(CUT)
    assert "may be the rest" in document.notes[0]


def test_text_of_a_torn_cell_is_taken_out_of_the_one_below_it() -> None:
    whole = ["甲", FULL + "\n十十一", "2"], ["乙", "丁丁丁", "3"]
    document = read(
        rows(390, HEADER, *whole, ["丙", FULL, "30.00"]), rows(390, ["", "十", ""], ["丁", "十一丁丁丁", "1"])
    )
    assert cells(document)[3:] == [["丙", FULL + "十十一", "30.00"], BLANK, ["丁", "丁丁丁", "1"]]
