"""PDF: running headers and footers are no text, captions that forms on every page share are."""

import pytest
from making import Page, Stroke, Words, pdf, ruled

from transforms.document import Document, Grid, Paragraph
from transforms.readers.open import open_document

UNIT = (50.0, 385.0, "435001某街道办事处")
MONEY = (50.0, 373.0, "单位：万元")
HEAD = (50.0, 388.0, "某市预算公开")
LOW: list[Stroke] = ruled([50, 150, 250], [300, 330])
HIGH: list[Stroke] = ruled([50, 150, 250], [330, 368])
PROSE = "字" * 30
CLOSE: Words = (50.0, 373.0, "某市预算公开")
OVER_PROSE: list[Page] = [([], [CLOSE, (50, 200, f"{name}。")]) for name in "甲乙丙"]
"""Pages on which the header that stands close above tables stands above none."""


def read(*pages: Page) -> Document:
    return open_document(pdf(*pages), "x.pdf")


def said(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def form(number: int, *above: Words, strokes: list[Stroke] = HIGH) -> Page:
    y = strokes[0][1] + 10
    return strokes, [*above, (55, y, "项目名称"), (155, y, "甲乙丙丁戊"[number])]


@pytest.mark.parametrize(
    ("above", "strokes"),
    [
        ([UNIT], ruled([50, 150, 250], [350, 380])),
        ([MONEY], HIGH),
        ([UNIT, MONEY], HIGH),
        ([UNIT, (100, 372, "绩效目标表"), (100, 359, "（2025年度）"), (50, 346, "金额：万元")], ruled([50, 150, 250], [300, 340])),
    ],
    ids=["unit", "money", "unit and money", "unit above the title"],
)  # fmt: skip
def test_what_stands_close_above_the_table_of_every_page_is_kept(above: list[Words], strokes: list[Stroke]) -> None:
    document = read(*(form(number, *above, strokes=strokes) for number in range(4)))
    assert said(document) == [text for _, _, text in above] * 4


def test_a_line_below_one_that_is_kept_does_not_run_through() -> None:
    pages = [form(number, (50, 388, f"{'一二三四'[number]}、项目"), (50, 374, "某街道办事处"), strokes=LOW) for number in range(4)]  # fmt: skip
    assert said(read(*pages))[1::2] == ["某街道办事处"] * 4


def test_a_line_above_text_of_its_own_runs_through_only_as_the_outermost() -> None:
    page: Page = ([], [HEAD, (50, 374, "某市财政局"), (50, 200, "文字。")])
    assert said(read(page, page, page)) == ["文字。"] * 3


def test_a_header_clear_of_the_tables_is_dropped() -> None:
    assert said(read(*(form(number, HEAD, strokes=LOW) for number in range(4)))) == []


def test_a_header_that_also_runs_over_prose_is_dropped_above_tables_as_well() -> None:
    assert said(read(*OVER_PROSE, form(0, CLOSE), form(1, CLOSE))) == ["甲。", "乙。", "丙。"]


def test_a_table_goes_on_beneath_a_header_that_runs_over_prose() -> None:
    blocks = read(*OVER_PROSE, form(0, CLOSE), form(1, CLOSE)).blocks
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert [cell.page for cell in grid.cells] == [4, 4, 5, 5]


def test_a_sentence_goes_on_beneath_a_header_and_above_a_footer() -> None:
    foot = (50, 12, "某市财政局编")
    middle: list[Page] = [([], [HEAD, (50, 350, PROSE), (50, 336, PROSE), (50, 322, PROSE), foot]) for _ in range(3)]
    assert said(read(*middle)) == [PROSE * 9]


def test_a_footer_is_dropped_only_below_everything_else() -> None:
    foot = (50, 25, "某市财政局编")
    last: list[Page] = [([], [(50, 200, "文字。"), foot, (50, 10, f"注：{name}")]) for name in "甲乙丙"]
    plain: list[Page] = [([], [(50, 200, "文字。"), foot, (190, 10, f"- {number} -")]) for number in (1, 2, 3)]
    assert said(read(*last)) == [text for name in "甲乙丙" for text in ("文字。", foot[2], f"注：{name}")]
    assert said(read(*plain)) == ["文字。"] * 3


def test_page_numbers_close_above_a_table_are_no_text() -> None:
    assert said(read(*(form(number, (190, 373, f"- {number} -")) for number in range(4)))) == []


@pytest.mark.parametrize(
    ("number", "x", "left"),
    [("- 1 -", 180.0, []), ("第1页", 180.0, []), ("1", 195.0, []), ("1", 60.0, ["1"]), ("1个", 190.0, ["1个"])],
)
def test_the_last_line_of_a_wide_page_is_its_number_though_it_stands_higher(
    number: str, x: float, left: list[str]
) -> None:
    document = open_document(pdf((ruled([50, 150, 350], [300, 390]), [(55, 350, "甲"), (x, 60.0, number)])), "x.pdf")
    assert said(document) == left
