"""Bounds that are drawn and not written: > with a line beneath that sign alone is ≥."""

from __future__ import annotations

import pytest
from making import docx, tbl, tc
from making_doc import Stretch, sprm
from making_pdf import bar, drawn, line, text
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from test_reader_doc import P
from test_reader_doc import read as read_doc
from test_reader_doc import texts as texts_doc
from test_reader_html import read as read_html
from test_reader_html import texts as texts_html
from test_reader_looks import read, run
from test_reader_xlsx import read as read_xlsx

from transforms.document import Paragraph
from transforms.readers.open import open_document

LINE = "<w:rPr><w:rFonts w:hint='eastAsia'/><w:u w:val='{0}'/></w:rPr>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("&gt;", LINE.format("single")) + run("95%"), "≥95%"),
        (run("不") + run("＜", LINE.format("double")) + run("3天"), "不≤3天"),
        (run("&gt;", LINE.format("none")) + run("95%"), ">95%"),
        (run("&gt;") + run("95%", LINE.format("single")), ">95%"),
        # the whole of a blank is filled in on its line: that says nothing
        (run("&gt;", LINE.format("single")) + run("95%", LINE.format("single")), ">95%"),
        (run(" ", LINE.format("single")) + run("&gt;", LINE.format("single")) + run("95%"), ">95%"),
        (f"<w:ins>{run('&gt;', LINE.format('single'))}</w:ins>" + run("95%", LINE.format("single")), ">95%"),
        (f"<w:ins>{run('&gt;', LINE.format('single'))}</w:ins>" + run("95%"), "≥95%"),
        (run("&gt;95%", LINE.format("single")), ">95%"),
    ],
)
def test_a_sign_alone_that_is_underlined_is_a_bound_in_word(content: str, expected: str) -> None:
    assert read(content).blocks == (Paragraph(expected),)
    table = open_document(docx(tbl([tc(f"<w:p>{content}</w:p>".replace("'", '"'))])), "x.docx")
    assert texts_html(table) == [[[expected]]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<u>&gt;</u>95%", "≥95%"),
        ("<u>&lt;</u><span>3天</span>", "≤3天"),
        ("<u>&gt;</u><u>95%</u>", ">95%"),
        ("<u>&gt;95%</u>", ">95%"),
        ("&gt;95%", ">95%"),
    ],
)
def test_a_sign_alone_that_is_underlined_is_a_bound_in_web_pages(body: str, expected: str) -> None:
    assert texts_html(read_html(body)) == [expected]


DOUBLE, NO_LINE, DELETED = sprm(0x2A3E, 3), sprm(0x2A3E, 0), sprm(0x0800, 1)


@pytest.mark.parametrize(
    ("said", "stretches", "expected"),
    [
        (">95%", [Stretch(0, 1, DOUBLE)], "≥95%"),
        ("不＜3天", [Stretch(1, 2, DOUBLE)], "不≤3天"),
        (">95%", [Stretch(0, 1, NO_LINE)], ">95%"),
        (">95%", [Stretch(0, 4, DOUBLE)], ">95%"),
        (">95%", [Stretch(0, 1, DOUBLE), Stretch(1, 4, DOUBLE + sprm(0x2A48, 2))], ">95%"),
        ("不>95%", [Stretch(0, 1, DOUBLE), Stretch(1, 2, DOUBLE + sprm(0x2A48, 2))], "不>95%"),
        (">95%", [Stretch(0, 1, DOUBLE + DELETED)], "95%"),
    ],
)
def test_a_sign_alone_that_is_underlined_is_a_bound_in_word_97(
    said: str, stretches: list[Stretch], expected: str
) -> None:
    assert texts_doc(read_doc([P(f"{said}\r")], *stretches)) == [expected]


def lined(said: str) -> TextBlock:
    return TextBlock(InlineFont(u="single"), said)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (CellRichText(lined(">"), "95%"), "≥95%"),
        (CellRichText("不", lined("＜"), "3天"), "不≤3天"),
        (CellRichText(lined(">"), lined("95%")), ">95%"),
        (CellRichText(lined(" "), lined(">"), "95%"), ">95%"),
        (CellRichText(lined(">95%"), "，"), ">95%，"),
        (CellRichText(TextBlock(InlineFont(u="none"), ">"), "95%"), ">95%"),
    ],
)
def test_a_sign_alone_that_is_underlined_is_a_bound_in_workbooks(value: CellRichText, expected: str) -> None:
    assert texts_html(read_xlsx(["标签", value])) == [[["标签", expected]]]


@pytest.mark.parametrize(("value", "expected"), [(">", "≥"), ("＜", "≤"), (">95%", ">95%")])
def test_a_cell_of_a_workbook_that_is_a_sign_with_a_line_beneath_it_is_a_bound(value: str, expected: str) -> None:
    def underline(_: Workbook, sheet: Worksheet) -> None:
        sheet["B1"].font = Font(u="single")

    assert texts_html(read_xlsx(["标签", value], change=underline)) == [[["标签", expected]]]


GRID = "".join(line(50, y, 250, y) for y in (200, 230)) + "".join(line(x, 200, x, 230) for x in (50, 150, 250))


@pytest.mark.parametrize(
    ("said", "stroke", "expected"),
    [
        (">95%", line(60, 209, 70, 209), "≥95%"),
        ("＜3天", bar(60, 209, 70, 209), "≤3天"),
        (">95%", "", ">95%"),
        (">95%", line(60, 209, 100, 209), ">95%"),
        (">95%", line(60, 209, 70, 209) + line(70, 209, 100, 209), ">95%"),
        (">95%", line(70, 209, 80, 209), ">95%"),
        (">95%", line(60, 221, 70, 221), ">95%"),
        ("≥95%", line(60, 209, 70, 209), "≥95%"),
    ],
    ids=["line", "bar", "none", "all of it", "in pieces", "beneath a figure", "overlined", "a bound already"],
)
def test_a_sign_alone_that_is_underlined_is_a_bound_in_pdf(said: str, stroke: str, expected: str) -> None:
    """A sign is 10 points wide."""
    (table,) = open_document(drawn(GRID + text(60, 210, said) + stroke + text(160, 210, "旁")), "x.pdf").grids
    assert [cell.text for cell in table.cells] == [expected, "旁"]


def test_a_wall_beneath_a_sign_that_fills_its_cell_makes_it_no_bound() -> None:
    narrow = "".join(line(50, y, 60, y) for y in (208, 222)) + "".join(line(x, 208, x, 222) for x in (50, 60))
    document = open_document(drawn(narrow + text(50, 210, ">")), "x.pdf")
    assert "≥" not in str(document.blocks)
