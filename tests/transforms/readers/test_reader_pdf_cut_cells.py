"""PDF: merged cells that a page break cut, text that is drawn and not shown, what is printed on every page again."""

import pytest
from making import Page, Words, pdf, ruled
from making_pdf import drawn, line, text
from test_reader_pdf_breaks import FULL, HEADER, XS, cells, read, rows

from transforms.document import Document, Paragraph
from transforms.readers.open import open_document
from transforms.readers.pdf.lines import head_width, is_parted, lines_of
from transforms.readers.pdf.marks import Char

# --- merged cells that a spreadsheet prints open


def open_table(top: float, *names: str, open_above: bool = False, open_below: bool = False, level: str = "") -> Page:
    """A table whose first cell is merged over all rows, each of 20 points, and may lack its line above or below."""
    ys = [top - 20.0 * number for number in range(len(names) + 1)]
    across = [(150.0 if 0 < n < len(names) else 50.0, y, 350.0, y) for n, y in enumerate(ys)]
    if open_above:
        across[0] = (150.0, *across[0][1:])
    if open_below:
        across[-1] = (150.0, *across[-1][1:])
    down = [(x, ys[0], x, ys[-1]) for x in XS]
    words: list[Words] = [(155, y - 14, name) for y, name in zip(ys, names, strict=False)]
    return [*across, *down], [*words, *([(55.0, ys[0] - 14, level)] if level else [])]


def test_the_text_of_a_merged_cell_stands_where_it_begins_though_the_next_page_shows_it() -> None:
    document = read(
        open_table(390, "甲", "乙", open_below=True), open_table(390, "丙", "丁", open_above=True, level="效益")
    )
    assert [row[0].text for row in document.grids[0].rows()] == ["效益", "乙", "", "丁"]
    assert document.notes == ()


def test_a_line_that_the_break_went_through_is_said_once() -> None:
    document = read(
        open_table(390, "甲", "乙", open_below=True, level="效益"), open_table(390, "丙", open_above=True, level="效益")
    )
    assert [row[0].text for row in document.grids[0].rows()] == ["效益", "乙", ""]


def test_a_blank_cell_that_is_closed_stays_blank() -> None:
    document = read(open_table(390, "甲", "乙"), open_table(390, "丙", "丁", level="效益"))
    assert [row[0].text for row in document.grids[0].rows()] == ["", "乙", "效益", "丁"]


def test_a_cell_merged_over_all_of_a_page_has_its_outer_side() -> None:
    edges, words = open_table(390, "甲", "乙", open_above=True, open_below=True, level="单位")
    assert [row[0].text for row in read((edges, words)).grids[0].rows()] == ["单位", "乙"]


def test_what_stands_beside_a_table_does_not_part_it_from_its_rest() -> None:
    edges, words = rows(390, HEADER, ["甲", "乙", "1"])
    document = read((edges, [*words, (375.0, 360.0, "章")]), rows(390, ["丙", "丁", "2"]))
    assert cells(document) == [HEADER, ["甲", "乙", "1"], ["丙", "丁", "2"]]


# --- merged cells whose text runs on beneath a break that closes all cells


def test_a_level_cut_between_its_rows_is_put_together_where_it_is_said_elsewhere() -> None:
    first = rows(390, ["甲", "丙", "1"], ["乙", "满意度", "2"], ["甲", "满意", "3"])
    document = read(first, rows(390, ["", "度", "4"], ["乙", "丁", "5"]))
    assert not document.notes
    assert [row[1].text for row in document.grids[0].rows()] == ["丙", "满意度", "满意度", "", "丁"]


LONG = ("一二三四五六七八九十" * 3)[:27]


def wide_table(top: float, goal: str, *names: str, budget: str = "") -> Page:
    """A project's amount and goal merged over the rows of its indicators, the goal in lines of nine signs."""
    ys = [top - 40.0 * number for number in range(len(names) + 1)]
    across = [(250.0 if 0 < n < len(names) else 50.0, y, 350.0, y) for n, y in enumerate(ys)]
    lines = [goal[start : start + 9] for start in range(0, len(goal), 9)]
    words: list[Words] = [(155, top - 14 - 12 * number, line) for number, line in enumerate(lines)]
    words += [(255, y - 14, name) for y, name in zip(ys, names, strict=False)] + [(55, top - 14, budget)]
    return [*across, *((x, ys[0], x, ys[-1]) for x in XS)], [one for one in words if one[2]]


def test_a_goal_that_runs_on_beside_a_blank_amount_is_one() -> None:
    document = read(wide_table(390, LONG, "甲", "乙", budget="3.60"), wide_table(390, "丙丁。", "丙", "丁"))
    assert [row[1].text for row in document.grids[0].rows() if len(row) > 1] == [LONG + "丙丁。", ""]
    assert "merged cell" in document.notes[0]


def test_a_goal_beside_another_amount_is_another() -> None:
    document = read(
        wide_table(390, LONG, "甲", "乙", budget="3.60"), wide_table(390, "丙丁。", "丙", "丁", budget="4.80")
    )
    assert [row[1].text for row in document.grids[0].rows() if len(row) > 1] == [LONG, "丙丁。"]


def merged_table(top: float, merged: list[str], *names: str) -> Page:
    """Cells merged over the rows of the indicators at their right, each with lines of six signs."""
    xs = [40.0 + 60 * number for number in range(len(merged) + 2)]
    ys = [top - 40.0 * number for number in range(len(names) + 1)]
    across = [(xs[-2] if 0 < n < len(names) else xs[0], y, xs[-1], y) for n, y in enumerate(ys)]
    words = [
        (x + 2, top - 14 - 12 * number, text[6 * number : 6 * number + 6])
        for x, text in zip(xs, merged, strict=False)
        for number in range((len(text) + 5) // 6)
    ]
    words += [(xs[-2] + 2, y - 14, name) for y, name in zip(ys, names, strict=False)]
    return [*across, *((x, ys[0], x, ys[-1]) for x in xs)], words


def test_a_code_that_fills_its_lines_is_another_project_s_where_most_cells_are_written_again() -> None:
    above = merged_table(390, ["1", "13030425P67585309907J", "甲乙", "3.60"], "甲", "乙")
    below = merged_table(390, ["2", "13030425P704318340006", "丙丁", ""], "丙", "丁")
    (grid,) = read(above, below).grids
    assert [row[1].text for row in grid.rows() if len(row) > 1] == ["13030425P67585309907J", "13030425P704318340006"]


def test_a_table_goes_on_with_a_row_of_fewer_cells_though_those_below_stand_in_other_columns() -> None:
    edges, words = rows(390, ["用途", "", ""])
    first = [stroke for stroke in edges if stroke[0] != XS[2] or stroke[2] != XS[2]]
    other = ruled([50.0, 110.0, 190.0, 350.0], [368.0, 346.0])
    below: Page = ([*first, *other], [*words, (55.0, 354.0, "一级")])
    (grid,) = read(rows(390, HEADER, ["预算", "乙", "1"]), below).grids
    assert [row[0].text for row in grid.rows()] == ["名称", "预算", "用途", "一级"]


# --- one row or two


@pytest.mark.parametrize(
    ("first", "rest", "parted"),
    [
        ("唐财教〔", "2024〕35号", True),
        ("唐财教", "〔2024〕35号", True),
        ("依据（文件", "通知）实施", True),
        ("≥3.5吨", "/年", True),
        ("完成", "。按期", True),
        ("甲（乙）", "丙）", False),
        ("依据（", "（一）总则", False),
        ("", "/", False),
        ("工作计划", "（二）", False),
        ("完成", "2024年", False),
    ],
)
def test_two_texts_are_one_where_a_bracket_or_a_closing_sign_says_so(first: str, rest: str, *, parted: bool) -> None:
    assert is_parted(first, rest) is parted


def test_no_line_break_parts_what_a_stroke_joins() -> None:
    chars = [Char(sign, 10.0 * n, 0, 10.0 * n + 10, 10) for n, sign in enumerate("元/人/月以内")]
    (only,) = lines_of(chars)
    assert head_width(only) == 50.0


def test_a_unit_alone_on_the_next_page_is_that_of_the_figure_above() -> None:
    document = read(rows(390, HEADER, ["甲", "丙", "≥1200"]), rows(390, ["", "", "元每年"], ["乙", "丁", "2"]))
    assert cells(document)[1][2] == "≥1200\n元每年"


def test_rows_that_both_begin_with_a_comparison_are_two() -> None:
    above, below = [FULL, FULL, "≥12345678"], ["十", "十一", "≥50"]
    assert cells(read(rows(390, HEADER, above), rows(390, below)))[1:] == [above, below]


def test_a_text_that_ends_well_above_the_break_was_not_cut() -> None:
    above, below = [FULL, "\n".join([FULL] * 5), FULL], ["十", "十一", "十二"]
    found = cells(read(rows(390, HEADER, above), rows(390, below)))
    assert [row[0] for row in found[1:]] == [FULL, "十"]


def test_texts_that_are_said_elsewhere_each_are_not_one() -> None:
    said = [[FULL, "时效", "1"], ["十十", "质量", "2"]]
    first = rows(390, HEADER, *said, [FULL, FULL[::-1], "3"])
    found = cells(read(first, rows(390, ["十十", "十", ""], ["乙", "短", "1"])))
    assert [row[0] for row in found[3:5]] == [FULL, "十十"]


def test_a_heading_written_downwards_may_be_cut_between_its_signs() -> None:
    above, below = ["绩", FULL, FULL[::-1], "指标值"], ["效\n指\n标", "十", "十一", ""]
    xs = [*XS, 450.0]

    def page(*texts: list[str]) -> Page:
        edges, words = rows(390, *texts)
        ys = sorted({stroke[1] for stroke in edges} | {stroke[3] for stroke in edges})
        words = [*words, *((355.0, ys[-1] - 14, row[3]) for row in texts[:1] if row[3])]
        return ruled(xs, ys), words

    assert cells(read(page(above), page(below)))[0] == ["绩\n效指标", FULL + "十", FULL[::-1] + "十一", "指标值"]


# --- what is printed on every page


def said(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_titles_and_heads_that_a_spreadsheet_prints_on_every_page_do_not_part_the_table() -> None:
    heads = ["单位", "名称", "说明", "数额"]

    def page(*texts: list[str]) -> Page:
        xs, ys = [50.0, 125.0, 200.0, 275.0, 350.0], [300.0 - 20 * n for n in range(len(texts) + 2)]
        words: list[Words] = [(xs[0], 320, "项目绩效目标表")]
        for y, row in zip(ys, [heads, *texts], strict=False):
            words += [(x + 5, y - 14, cell) for x, cell in zip(xs, row, strict=False) if cell]
        return ruled(xs, ys), words

    document = read(page(["局", "甲", "乙", "1"]), page(["局", "甲", "丙", "2"]), page(["局", "丁", "丙", "2"]))
    assert said(document) == ["项目绩效目标表"]
    assert len(document.grids) == 1


def header(page: Page, words: str = "某市预算文本", y: float = 388.0) -> Page:
    return page[0], [*page[1], (50.0, y, words)]


def test_a_running_header_close_above_a_table_does_not_part_it() -> None:
    first, second = rows(370, HEADER, ["甲", FULL, "1"]), rows(370, ["", "十", ""], ["乙", "短", "2"])
    document = read(header(first), header(second))
    assert cells(document)[1] == ["甲", FULL + "十", "1"]
    assert said(document) == ["某市预算文本"]


def test_a_line_that_another_page_does_not_have_parts_tables() -> None:
    first, second = rows(370, HEADER, ["甲", FULL, "1"]), rows(370, ["丙", "十", "3"], ["乙", "短", "2"])
    assert len(read(header(first), header(second, "另一页")).grids) == 2


def test_an_entry_of_a_contents_page_ends_with_its_page_number() -> None:
    entries: list[Words] = [(50, 380 - 14 * n, f"{n}.项目绩效目标表{'.' * 40}{n}") for n in (1, 2, 3)]
    assert len(said(open_document(pdf(([], entries)), "x.pdf"))) == 3


# --- what is drawn and not shown


GRID = "".join(line(50, y, 350, y) for y in (200, 250, 300)) + "".join(line(x, 200, x, 300) for x in (50, 200, 350))


SIDES = "".join(line(x, 200, x, 300) for x in (50, 200, 350)) + line(200, 250, 350, 250)
OPEN_BELOW = SIDES + line(50, 300, 350, 300) + line(200, 200, 350, 200)
OPEN_ABOVE = SIDES + line(200, 300, 350, 300) + line(50, 200, 350, 200)


def confined(x: float, y: float, width: float, height: float, stream: str) -> str:
    return f"q {x} {y} {width} {height} re W n {stream} Q\n"


def test_text_beyond_the_area_it_is_confined_to_is_not_read() -> None:
    shown = confined(50, 250, 150, 50, text(55, 280, "目标") + text(55, 230, "其余"))
    document = open_document(drawn(GRID + shown + text(55, 230, "下一行")), "x.pdf")
    assert [[cell.text for cell in row] for row in document.grids[0].rows()] == [["目标", ""], ["下一行", ""]]
    assert [note for note in document.notes if "cuts off" in note and "其余" in note]


def test_text_hidden_on_one_page_and_shown_on_another_is_nothing_to_note() -> None:
    pages = [
        OPEN_BELOW + confined(50, 200, 150, 100, text(55, 280, "甲一") + text(55, 180, "乙二")),
        OPEN_ABOVE + confined(50, 200, 150, 100, text(55, 320, "甲一") + text(55, 230, "乙二")),
    ]
    document = open_document(drawn(*pages), "x.pdf")
    assert not document.notes
    assert "".join(cell.text for grid in document.grids for cell in grid.cells) == "甲一\n乙二"


def test_half_a_line_is_read_where_more_of_it_is_shown() -> None:
    most, least = (confined(50, y, 150, 10, text(55, 252, "目标")) + text(205, 280, "甲") for y in (250, 258))
    for stream, shown in ((most, ["甲", "目标"]), (least, ["甲"])):
        cells_shown = open_document(drawn(GRID + stream), "x.pdf").grids[0].cells
        assert sorted(cell.text for cell in cells_shown if cell.text) == sorted(shown)
