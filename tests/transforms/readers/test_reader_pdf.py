"""PDF: lines, paragraphs, cells, tables over pages, and agreement with pdfplumber."""

import io

import pdfplumber
import pytest
from making import SIZE, Page, Words, pdf, ruled

from transforms.document import Document, Paragraph, UnreadableDocument
from transforms.readers.open import open_document
from transforms.readers.pdf.read import page_tables


def read(*pages: Page) -> Document:
    return open_document(pdf(*pages), "x.pdf")


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def cell_text(*lines: str) -> str:
    """What a cell of 100 points, ten characters' room less its margins of 5 points, reads from its lines."""
    words: list[Words] = [(55, 380 - 12 * number, line) for number, line in enumerate(lines)]
    (grid,) = read((ruled([50, 150, 250], [300, 395]), [*words, (155, 380, "旁")])).grids
    return grid.cells[0].text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["按照实际工作需求督", "查用车"], "按照实际工作需求督查用车"),
        (["1.稳步推进", "2.支付费用"], "1.稳步推进\n2.支付费用"),
        (["截至年底完成及其", "况，好"], "截至年底完成及其况，好"),
        (["指标值确定依据共", "（%）"], "指标值确定依据共（%）"),
        (["13020225P", "00011"], "13020225P00011"),
    ],
    ids=["wrapped", "paragraphs", "closing mark", "opening mark", "code"],
)
def test_a_cell_breaks_only_where_a_line_ends_short(lines: list[str], expected: str) -> None:
    assert cell_text(*lines) == expected


def test_wrapped_lines_outside_tables_are_one_paragraph() -> None:
    full = "字" * 30
    words = [(50, 350, full), (50, 336, full), (50, 322, "尾。"), (50, 308, "另起"), (50, 270, full), (50, 256, "完")]
    assert paragraphs(read(([], words))) == [full + full + "尾。", "另起", full + "完"]


def test_tables_much_narrower_than_the_page_do_not_show_where_lines_end() -> None:
    words = [(50, 350, "绩效指标：" + "字" * 17 + "98%"), (50, 336, "2.业务推进"), (55, 310, "甲"), (155, 310, "乙")]
    assert paragraphs(read((ruled([50, 150, 280], [300, 325]), words))) == [words[0][2], words[1][2]]


@pytest.mark.parametrize("number", ["5", "- 5 -", "— 5 —", "第5页", "第 5 页 共 9 页", "5/9"])
def test_page_numbers_are_no_text(number: str) -> None:
    assert paragraphs(read(([], [(50, 200, "文字"), (190, 20, number)]))) == ["文字"]


def test_a_number_in_the_middle_of_the_page_is_text() -> None:
    assert paragraphs(read(([], [(50, 200, "5")]))) == ["5"]


LEFT: Page = (ruled([50, 150, 250], [30, 60, 90]), [(55, 70, "甲"), (155, 70, "乙"), (55, 40, "丙"), (155, 40, "丁")])
TOP: Page = (ruled([50, 150, 250], [320, 350]), [(55, 330, "戊"), (155, 330, "己")])


def test_a_table_that_runs_over_the_page_is_one_grid() -> None:
    page: Page = (LEFT[0], [*LEFT[1], (190, 10, "- 1 -")])
    (grid,) = read(page, TOP).grids
    assert [(cell.text, cell.row, cell.column, cell.page) for cell in grid.cells] == [
        ("甲", 0, 0, 1), ("乙", 0, 1, 1), ("丙", 1, 0, 1), ("丁", 1, 1, 1), ("戊", 2, 0, 2), ("己", 2, 1, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "following",
    [
        (TOP[0], [*TOP[1], (50, 370, "标题")]),
        (ruled([50, 120, 250], [320, 350]), [(55, 330, "戊"), (155, 330, "己")]),
    ],
    ids=["text between", "other columns"],
)
def test_another_table_on_the_next_page_stays_another(following: Page) -> None:
    assert len(read(LEFT, following).grids) == 2


def test_a_row_that_may_be_torn_by_the_page_is_noted() -> None:
    torn: Page = (TOP[0], [(55, 330, "戊")])
    document = read(LEFT, torn)
    assert "page 2" in document.notes[0]


def test_a_row_torn_by_the_page_is_joined_where_its_lines_ran_full() -> None:
    full: Page = (LEFT[0], [*LEFT[1][:2], (55, 40, "一二三四五六七八九"), (155, 40, "丁")])
    document = read(full, (TOP[0], [(55, 330, "十")]))
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells] == ["甲", "乙", "一二三四五六七八九十", "丁", "", ""]
    assert "joined" in document.notes[0]


MERGED: Page = (
    [
        *((50, y, 250, y) for y in (390, 330)),
        *((x, 390, x, 330) for x in (50, 150, 250)),
        (150, 360, 250, 360),
        (200, 360, 200, 330),
    ],
    [(55, 355, "左"), (155, 370, "上"), (155, 340, "下"), (205, 340, "右")],
)


def test_merged_cells_span_and_say_their_box() -> None:
    (grid,) = read(MERGED).grids
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells] == [
        ("左", 0, 0, 2, 1), ("上", 0, 1, 1, 2), ("下", 1, 1, 1, 1), ("右", 1, 2, 1, 1),
    ]  # fmt: skip
    assert grid.cells[0].box == (50, 10, 150, 70)


@pytest.mark.parametrize("page", [LEFT, TOP, MERGED], ids=["plain", "one row", "merged"])
def test_cells_are_those_of_pdfplumber(page: Page) -> None:
    content = pdf(page)
    with pdfplumber.open(io.BytesIO(content)) as document:
        assert page_tables(content) == document.pages[0].extract_tables()


def test_a_page_without_anything_is_an_empty_document() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(([], []))
    assert caught.value.rule == "document_empty"


def test_the_made_characters_are_as_wide_as_the_tests_assume() -> None:
    (grid,) = read(([*ruled([50, 150, 250], [300, 395])], [(55, 380, "字"), (155, 380, "字")])).grids
    assert grid.cells[0].text == "字"
    assert SIZE == 10
