"""PDF: tables whose lines are missing, in part or altogether, and text that is none."""

from dataclasses import dataclass

import pytest
from making_pdf import area, drawn, line, text

from transforms.document import Document
from transforms.readers.open import open_document
from transforms.readers.pdf.marks import Char
from transforms.readers.pdf.table import tables_of

SIZE, LEADING, PAD, LEFT, TOP = 10.0, 13.0, 4.0, 40.0, 380.0
WIDTHS = (56.0, 64.0, 84.0, 56.0)
SIDES = tuple(LEFT + sum(WIDTHS[:count]) for count in range(len(WIDTHS) + 1))


@dataclass(frozen=True)
class Put:
    """A cell as it is drawn: its lines of text, its first row and column, and what it spans."""

    words: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def lines(self) -> list[str]:
        return self.words.split("|")


TABLE = (
    Put("一级指标", 0, 0), Put("二级指标", 0, 1), Put("指标名称", 0, 2), Put("指标值", 0, 3),
    Put("产出指标", 1, 0, rows=3), Put("数量指标", 1, 1), Put("巡查河道|的次数", 1, 2), Put("12次", 1, 3),
    Put("质量指标", 2, 1), Put("按期整改的问题|所占比例", 2, 2), Put("95%", 2, 3),
    Put("时效指标", 3, 1), Put("完成检修", 3, 2), Put("五月底", 3, 3),
    Put("效益指标", 4, 0, rows=2), Put("社会效益", 4, 1), Put("安全事故", 4, 2), Put("0起", 4, 3),
    Put("生态效益", 5, 1), Put("水质达到标准的|断面", 5, 2), Put("90%", 5, 3),
)  # fmt: skip
CELLS = [(put.words.replace("|", ""), put.row, put.column, put.rows, put.columns) for put in TABLE]


def heights(table: tuple[Put, ...]) -> list[float]:
    rows = max(put.row + put.rows for put in table)
    return [
        2 * PAD + LEADING * max(len(put.lines) for put in table if put.row == row and put.rows == 1)
        for row in range(rows)
    ]


def tops(table: tuple[Put, ...]) -> list[float]:
    own = heights(table)
    return [TOP - sum(own[:count]) for count in range(len(own) + 1)]


def words(table: tuple[Put, ...], align: str = "top") -> str:
    """The cells' texts, at the top or in the middle of their cells."""
    ys = tops(table)
    drawn_words = ""
    for put in table:
        room = ys[put.row] - ys[put.row + put.rows]
        over = PAD if align == "top" else (room - LEADING * len(put.lines)) / 2
        for number, said in enumerate(put.lines):
            y = ys[put.row] - over - LEADING * number - SIZE
            drawn_words += text(SIDES[put.column] + PAD, y, said, size=SIZE)
    return drawn_words


def rules(*rows: int) -> str:
    return "".join(line(SIDES[0], tops(TABLE)[row], SIDES[-1], tops(TABLE)[row]) for row in rows)


def stripes() -> str:
    ys = tops(TABLE)
    return "0.9 g " + "".join(area(SIDES[0], ys[row + 1], SIDES[-1], ys[row]) for row in range(0, 6, 2)) + "0 g "


def uprights() -> str:
    return "".join(line(x, tops(TABLE)[0], x, tops(TABLE)[-1]) for x in SIDES)


def frame() -> str:
    return f"{SIDES[0]} {tops(TABLE)[-1]} {SIDES[-1] - SIDES[0]} {TOP - tops(TABLE)[-1]} re S\n"


def read(content: str) -> Document:
    return open_document(drawn(content), "x.pdf")


def cells(document: Document) -> list[list[tuple[str, int, int, int, int]]]:
    return [
        [(cell.text.replace("\n", ""), cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells]
        for grid in document.grids
    ]


STYLES = {
    "no lines": "",
    "three lines": rules(0, 1, 6),
    "line beneath the header": rules(1),
    "lines above and below": rules(0, 6),
    "stripes": stripes(),
    "vertical lines": uprights(),
    "a frame": frame(),
}


@pytest.mark.parametrize("align", ["top", "middle"])
@pytest.mark.parametrize("style", STYLES)
def test_wrapped_and_merged_cells_are_told_without_lines(style: str, align: str) -> None:
    document = read(STYLES[style] + words(TABLE, align))
    assert cells(document) == [CELLS]
    assert any("without lines" in note for note in document.notes)


SINGLE = tuple(Put(put.words.split("|")[0], put.row, put.column, put.rows, put.columns) for put in TABLE)


@pytest.mark.parametrize("align", ["top", "middle"])
def test_merged_cells_are_told_where_no_text_is_wrapped(align: str) -> None:
    expected = [(put.words, put.row, put.column, put.rows, put.columns) for put in SINGLE]
    assert cells(read(words(SINGLE, align))) == [expected]


def test_a_blank_cell_behind_the_levels_stays_blank() -> None:
    table = tuple(put for put in TABLE if (put.row, put.column) != (2, 3))
    assert ("", 2, 3, 1, 1) in cells(read(words(table)))[0]


@pytest.mark.parametrize("before", ["项目绩效目标表", "　　部门按照年度工作要点安排预算"])
def test_a_title_or_paragraph_above_is_no_row(before: str) -> None:
    document = read(text(LEFT, TOP + 8, before, size=SIZE) + words(TABLE))
    assert cells(document) == [CELLS]
    assert before.strip("　") in [getattr(block, "text", "").strip("　") for block in document.blocks]


def spread(y: float, *said: tuple[float, str]) -> str:
    return "".join(text(x, y, part, size=SIZE) for x, part in said)


@pytest.mark.parametrize(
    "content",
    [
        spread(300, (60, "单位负责人："), (160, "填表人："), (260, "联系电话：")),
        "".join(
            text(140, 340 - 40 * number, part, size=16)
            for number, part in enumerate(["预 算 文 本", "批 复", "水务局编制"])
        ),
        "".join(spread(340 - 16 * n, (50, f"{n}.河道巡查项目绩效目标表"), (340, str(n + 3))) for n in range(1, 9)),
        "".join(spread(340 - 16 * n, (50, f"绩效目标{n}："), (150, "做好全区河道巡查管护工作")) for n in range(6)),
        "".join(spread(340 - 13 * n, (50, "字" * 9), (155, "字" * 9), (260, "字" * 9)) for n in range(9)),
    ],
    ids=["signatures", "cover", "contents", "two columns", "three columns of prose"],
)
def test_text_that_stands_apart_is_no_table(content: str) -> None:
    assert read(content).grids == []


def test_the_white_between_characters_that_ocr_saw_tells_no_columns() -> None:
    """Prose of a scan once became tables: its characters stand where they are estimated to."""
    chars = [
        Char(sign, x + 10 * number, y, x + 10 * number + 10, y + 10)
        for y in range(100, 260, 20)
        for x in (50, 200, 350)
        for number, sign in enumerate("三栏文字")
    ]
    assert tables_of([], chars)[0]
    assert not tables_of([], [char._replace(confidence=0.9) for char in chars])[0]


def test_lines_of_a_cover_that_are_set_wide_are_no_table() -> None:
    lines = ["某某市某某区水利局", "预算项目绩效文本稿", "二〇二五年一月草案"]
    page = "".join(
        text(60 + 25 * place, 300 - 40 * number, sign, size=16)
        for number, said in enumerate(lines)
        for place, sign in enumerate(said)
    )
    document = open_document(drawn(page + text(60, 100, "编制")), "x.pdf")
    assert [getattr(block, "text", "a table") for block in document.blocks] == [*lines, "编制"]
    assert document.notes == ()
