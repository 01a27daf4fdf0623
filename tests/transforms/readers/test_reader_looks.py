"""What only the looks of a text say: raised figures are no figures of the number, what is struck out is no text."""

from __future__ import annotations

import pytest
from making import docx, p, tbl, tc
from making_doc import Stretch, sprm
from making_pdf import drawn, text
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from test_reader_doc import P
from test_reader_doc import read as read_doc
from test_reader_doc import texts as texts_doc
from test_reader_html import read as read_html
from test_reader_html import texts as texts_html
from test_reader_xlsx import read as read_xlsx

from transforms.document import Document, Paragraph
from transforms.readers.open import open_document
from transforms.readers.raised import raised
from transforms.readers.symbols import UNREAD_OBJECT

RAISED = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"


def read(content: str) -> Document:
    return open_document(docx(f"<w:p>{content}</w:p>".replace("'", '"')), "x.docx")


def run(said: str, looks: str = "") -> str:
    return f"<w:r>{looks}<w:t>{said}</w:t></w:r>"


def math(inside: str) -> str:
    return f"<m:oMath>{inside}</m:oMath>"


def sign(said: str) -> str:
    return f"<m:r><m:t>{said}</m:t></m:r>"


@pytest.mark.parametrize(
    ("said", "expected"), [("3", "³"), ("10", "¹⁰"), ("-2", "⁻²"), ("[1]", "[1]"), ("①", "①"), ("th", "th"), (" ", " ")]
)
def test_whole_numbers_alone_are_written_raised(said: str, expected: str) -> None:
    assert raised(said) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("≥10") + run("4", RAISED) + run("人次"), "≥10⁴人次"),
        (run("95%") + run("1", RAISED), "95%¹"),
        (run("PM") + run("2", "<w:rPr><w:vertAlign w:val='subscript'/></w:rPr>"), "PM2"),
        (f"<w:pPr>{RAISED}</w:pPr>" + run("5"), "5"),
        (math(sign("≤") + f"<m:f><m:num>{sign('1')}</m:num><m:den>{sign('2')}</m:den></m:f>"), "≤1/2"),
        (math(f"<m:sSup><m:e>{sign('10')}</m:e><m:sup>{sign('3')}</m:sup></m:sSup>"), "10³"),
    ],
)
def test_raised_figures_and_fractions_of_word(content: str, expected: str) -> None:
    assert read(content).blocks == (Paragraph(expected),)


def test_raised_figures_stand_in_tables_and_beside_signs_of_symbol_fonts() -> None:
    at_least = "<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>"
    content = docx(tbl([tc(p("一")), tc(f"<w:p>{at_least}{run('5m')}{run('2', RAISED)}</w:p>")]).replace("'", '"'))
    (grid,) = open_document(content, "x.docx").grids
    assert [cell.text for cell in grid.cells] == ["一", "≥5m²"]


@pytest.mark.parametrize("looks", ["<w:strike/>", "<w:dstrike w:val='1'/>"])
def test_what_is_struck_out_is_not_read_and_noted(looks: str) -> None:
    document = read(run("≥70%", f"<w:rPr><w:b/>{looks}</w:rPr>") + run("≥95%"))
    assert document.blocks == (Paragraph("≥95%"),)
    assert document.notes == ("text that is struck out was not read: “≥70%”",)


def test_what_is_said_not_to_be_struck_out_is_read() -> None:
    document = read(run("≥70%", "<w:rPr><w:strike w:val='0'/><w:dstrike w:val='false'/></w:rPr>"))
    assert (document.blocks, document.notes) == ((Paragraph("≥70%"),), ())


@pytest.mark.parametrize(
    ("said", "expected"), [("单击或点击此处输入文字。", ()), ("Choose an item.", ()), ("12.50", (Paragraph("12.50"),))]
)
def test_the_prompt_of_an_empty_control_is_no_text(said: str, expected: tuple[Paragraph, ...]) -> None:
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run(said)}</w:sdtContent></w:sdt>"
    content = docx(f"<w:p>{control}</w:p>" + p("文"))
    assert open_document(content, "x.docx").blocks == (*expected, Paragraph("文"))


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "0052", "☑"),
    ],
)
def test_boxes_to_tick_are_read(font: str, code: str, shown: str) -> None:
    document = read(f"<w:r><w:sym w:font='{font}' w:char='{code}'/></w:r>")
    assert (document.blocks, document.notes) == ((Paragraph(shown),), ())


OLE = "<o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office' Type='Embed' ProgID='Equation.3'/>"


def test_an_object_of_another_program_is_never_dropped_in_silence() -> None:
    document = read(f"<w:r><w:object>{OLE}</w:object></w:r>" + run("86处"))
    assert document.blocks == (Paragraph("\ufffd86处"),)
    assert document.notes == (UNREAD_OBJECT,)


def test_an_object_of_another_program_is_never_dropped_in_silence_from_word_97() -> None:
    document = read_doc([P("\x13 EMBED Equation.3 \x14\x01\x1586处\r")])
    assert document.blocks == (Paragraph("\ufffd86处"),)
    assert document.notes == (UNREAD_OBJECT,)


def test_raised_figures_of_word_97() -> None:
    assert texts_doc(read_doc([P("≥104人次\r")], Stretch(3, 4, sprm(0x2A48, 1)))) == ["≥10⁴人次"]


@pytest.mark.parametrize("struck", [sprm(0x0837, 1), sprm(0x2A53, 1)], ids=["once", "twice"])
def test_what_is_struck_out_in_word_97_is_not_read_and_noted(struck: bytes) -> None:
    document = read_doc([P("88.8812.50\r")], Stretch(0, 5, struck))
    assert texts_doc(document) == ["12.50"]
    assert document.notes == ("text that is struck out was not read: “88.88”",)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("≥10<sup>4</sup>人次", ["≥10⁴人次"]),
        ("5m<sup><span>2</span></sup>/日", ["5m²/日"]),
        ("95%<sup>[1]</sup>", ["95%[1]"]),
    ],
)
def test_raised_figures_of_web_pages(body: str, expected: list[str]) -> None:
    assert texts_html(read_html(body)) == expected


def test_raised_figures_of_workbooks() -> None:
    value = CellRichText("≥10", TextBlock(InlineFont(vertAlign="superscript"), "4"), "吨")
    assert texts_html(read_xlsx(["标签", value])) == [[["标签", "≥10⁴吨"]]]


@pytest.mark.parametrize(
    ("size", "above", "expected"),
    [(6, 4, "10⁴人次"), (6, 0, "104人次"), (6, -2, "104人次"), (9, 2, "104人次")],
    ids=["raised", "small", "lowered", "hardly smaller"],
)
def test_raised_figures_of_pdf(size: float, above: float, expected: str) -> None:
    page = text(50, 200, "10") + text(70, 200 + above, "4", size=size) + text(79, 200, "人次")
    (paragraph,) = open_document(drawn(page), "x.pdf").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text.replace(" ", "") == expected
