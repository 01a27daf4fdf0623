"""Workbooks: cells as they are shown, tables and titles told apart, and nothing that a hostile file can do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from making_form import form_docx, form_workbook, saved, write_form
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet
from test_reader_html import overlapping, texts, without_places

from transforms.document import Document, Paragraph, UnreadableDocument, place
from transforms.extract import read_records
from transforms.readers.open import open_document, reader_for

LINE = Border(*[Side(style="thin")] * 4)


def sheet_of(workbook: Workbook) -> Worksheet:
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    return sheet


def read(*rows: list[Any], change: Callable[[Workbook, Worksheet], None] | None = None) -> Document:
    """The document of a workbook with these rows on its sheet, after a change to it."""
    workbook = Workbook()
    for row in rows:
        sheet_of(workbook).append(row)
    if change:
        change(workbook, sheet_of(workbook))
    return open_document(saved(workbook), "x.xlsx")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('"≥"@', "≥95"), ('@"%"', "95%"), ('0"元";-0"元";0;@"人"', "95人"), ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", "95"),
        ('0"元"', "95"), ("General;General;General;@", "95"), (";;;", ""),
    ],
)  # fmt: skip
def test_a_text_is_read_as_its_format_shows_it(code: str, expected: str) -> None:
    def form(_: Workbook, sheet: Worksheet) -> None:
        sheet["B1"].number_format = code

    document = read(["值", "95", "末"], change=form)
    assert texts(document) == [[["值", expected, "末"]]]
    assert bool(document.notes) is not bool(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("一\n二", "一\n二"), (True, "TRUE"), (False, "FALSE"), ("#REF!", "#REF!"), ("a_x000D_b", "a\nb"), ("'=1+1", "'=1+1"),
        (CellRichText("≥", TextBlock(InlineFont(b=True), "95%")), "≥95%"), ("  文 ", "文"), ("🙂<&>", "🙂<&>"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_it_is_shown(value: object, expected: str) -> None:
    assert texts(read(["标签", value])) == [[["标签", expected]]]


def test_a_formula_gives_its_saved_result_or_a_note() -> None:
    def compute(content: bytes) -> bytes:
        return replaced(content, "<f>SUM(B2)</f><v></v>", "<f>SUM(B2)</f><v>56.25</v>")

    workbook = Workbook()
    sheet_of(workbook).append(["预算数", "=SUM(B2)"])
    content = saved(workbook)
    document = open_document(content, "x")
    assert texts(document) == ["预算数"]
    assert "B1" in document.notes[0]
    assert texts(open_document(compute(content), "x")) == [[["预算数", "56.25"]]]


def test_a_number_shown_rounded_is_named_in_a_note() -> None:
    def shorten(_: Workbook, sheet: Worksheet) -> None:
        sheet["B1"].number_format = "0"

    document = read(["预算数", 1.8], change=shorten)
    assert texts(document) == [[["预算数", "2"]]]
    assert "B1 2 (1.8)" in document.notes[0]


@pytest.mark.parametrize("lines", [True, False], ids=["lines", "no lines"])
@pytest.mark.parametrize("as_numbers", [True, False], ids=["numbers", "text"])
@pytest.mark.parametrize("gap", [0, 1, 2])
def test_a_form_in_a_workbook_is_that_of_the_word_file(lines: bool, as_numbers: bool, gap: int) -> None:  # noqa: FBT001
    content = saved(form_workbook(as_numbers=as_numbers, lines=lines, gap=gap))
    assert without_places(content) == without_places(form_docx())


@pytest.mark.parametrize("as_sheets", [True, False], ids=["a sheet each", "one sheet"])
def test_several_forms_in_a_workbook_are_several_projects(as_sheets: bool) -> None:  # noqa: FBT001
    workbook = Workbook()
    sheet, top = sheet_of(workbook), 1
    for number in range(3):
        if as_sheets and number:
            sheet, top = workbook.create_sheet(f"项目{number}"), 1
        top = write_form(sheet, top, as_numbers=True, lines=True, gap=1)
    assert without_places(saved(workbook)) == without_places(form_docx()) * 3


def test_people_find_a_cell_by_sheet_and_row() -> None:
    workbook = Workbook()
    write_form(workbook.create_sheet("二"), 5, as_numbers=False, lines=True, gap=0)
    project = read_records(saved(workbook), "x").projects[0]
    assert project.title is not None
    assert project.code is not None
    assert project.title.source_ref == "page 2, line 5"
    assert project.code.source_ref == "page 2, line 7, table 1, row 2, column 2"


def merge(*ranges: str) -> Callable[[Workbook, Worksheet], None]:
    def change(_: Workbook, sheet: Worksheet) -> None:
        for merged in ranges:
            sheet.merged_cells.add(merged)  # `merge_cells` would make every cell of the range

    return change


@pytest.mark.parametrize(
    ("rows", "ranges", "expected"),
    [
        ([["a", "b"], [None, "c"]], ["A1:A2"], [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 1), ("c", 1, 1, 1, 1)]),
        ([["a", "b", None], ["c", "d", "e"]], ["B1:C1"],
         [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 2), ("c", 1, 0, 1, 1), ("d", 1, 1, 1, 1), ("e", 1, 2, 1, 1)]),
        ([["a", "b"]], ["B1:C1"], [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 2)]),
        ([["a", "b"]], ["A1:A900000", "B1:XFD1"], [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1)]),
        ([["a", "b"], ["c", "d"]], ["C1:D2"], [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 1, 0, 1, 1), ("d", 1, 1, 1, 1)]),
    ],
)  # fmt: skip
def test_merged_cells_appear_once_where_they_start(rows: list[Any], ranges: list[str], expected: list[Any]) -> None:
    document = read(*rows, change=merge(*ranges))
    (grid,) = document.grids
    assert [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells] == expected


def test_merges_that_overlap_place_no_cell_twice() -> None:
    content = saved(form_workbook(as_numbers=False, lines=True, gap=0))
    overlaps = "".join(f'<mergeCell ref="A{row}:G{row + 3}"/>' for row in range(1, 12))
    document = open_document(replaced(content, "</mergeCells>", f"{overlaps}</mergeCells>"), "x")
    assert not any(overlapping(grid) for grid in document.grids)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["题"], ["单位：万元"], ["a", "b"]], ["题", "单位：万元", [["a", "b"]]]),
        ([["a", "b"], [], ["题"], ["c", "d"]], [[["a", "b"]], "题", [["c", "d"]]]),
        ([["a", "b"], ["c"], ["d", "e"]], [[["a", "b"], ["c", ""], ["d", "e"]]]),
        ([["一、总体绩效目标"], ["文字"]], ["一、总体绩效目标", "文字"]),
        ([[], [], [None, None, "a", "b"]], [[["a", "b"]]]),
    ],
)  # fmt: skip
def test_blank_rows_and_lone_cells_part_titles_from_tables(rows: list[list[Any]], expected: list[Any]) -> None:
    assert texts(read(*rows)) == expected


def test_a_row_without_lines_stands_outside_the_table() -> None:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        for row in (1, 2, 3, 5):
            for column in (1, 2):
                sheet.cell(row, column).border = LINE

    rows = [["a", "b"], ["c"], ["d", "e"], ["注：题"], ["f", "g"], ["填报人："]]
    assert texts(read(*rows, change=draw)) == [
        [["a", "b"], ["c", ""], ["d", "e"]], "注：题", [["f", "g"]], "填报人：",
    ]  # fmt: skip


def test_a_blank_row_with_lines_and_one_beneath_a_merge_are_rows_of_the_table() -> None:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.cell(2, 1).border = LINE
        sheet.merge_cells("A3:A4")

    assert texts(read(["a", "b"], [], ["c", "d"], [], ["e", "f"], change=draw)) == [
        [["a", "b"], ["", ""], ["c", "d"], [""], ["e", "f"]]
    ]


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("电梯维保费绩效目标表", [["a", "b"]], ["电梯维保费绩效目标表", [["a", "b"]]]),
        ("Sheet2", [["a", "b"]], [[["a", "b"]]]),
        ("项目1", [["题"], ["a", "b"]], ["题", [["a", "b"]]]),
        ("空", [], []),
    ],
)
def test_a_sheet_is_called_by_its_name_where_it_has_no_title(name: str, rows: list[Any], expected: list[Any]) -> None:
    def rename(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.title = name
        workbook.create_sheet("尾").append(["尾"])

    assert texts(read(*rows, change=rename)) == [*expected, "尾"]


def test_hidden_sheets_are_left_out_with_a_note() -> None:
    def hide(workbook: Workbook, _: Worksheet) -> None:
        for name, state in (("代码表", "hidden"), ("另一", "veryHidden")):
            hidden = workbook.create_sheet(name)
            hidden.append(["码", "名"])
            hidden.sheet_state = state
        workbook.create_sheet("空表").sheet_state = "hidden"

    document = read(["a", "b"], change=hide)
    assert texts(document) == [[["a", "b"]]]
    assert [next(name for name in ("代码表", "另一") if name in note) for note in document.notes] == ["代码表", "另一"]


HIDDEN_ROWS = [["一", "二", "三"], ["甲", "旧", "99"], ["", "乙", "95"]]


def test_hidden_rows_are_left_out_with_a_note_and_part_no_table() -> None:
    def hide(_: Workbook, sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True

    document = read(*HIDDEN_ROWS, change=hide)
    assert texts(document) == [[["一", "二", "三"], ["", "乙", "95"]]]
    assert [cell.line for cell in document.grids[0].cells if cell.column == 0] == [1, 3]
    assert ["“甲”, “旧”, “99”" in note for note in document.notes] == [True]


def test_rows_that_only_a_filter_hides_are_read_with_a_note() -> None:
    def look_for_one(_: Workbook, sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:C3"
        sheet.auto_filter.add_filter_column(0, ["乙"])
        sheet.row_dimensions[2].hidden = True

    document = read(*HIDDEN_ROWS, change=look_for_one)
    assert texts(document) == [HIDDEN_ROWS]
    assert ["1 rows that a filter hides" in note for note in document.notes] == [True]


def test_a_row_that_is_struck_out_is_left_out_with_a_note_and_parts_no_table() -> None:
    def strike(_: Workbook, sheet: Worksheet) -> None:
        for cell in sheet[2]:
            cell.font = Font(strike=True)

    document = read(*HIDDEN_ROWS, change=strike)
    assert texts(document) == [[["一", "二", "三"], ["", "乙", "95"]]]
    assert ["struck out" in note and "“甲”, “旧”, “99”" in note for note in document.notes] == [True]


def test_a_figure_that_is_struck_out_was_read_as_a_part_of_the_new_one() -> None:
    def strike(_: Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = CellRichText(TextBlock(InlineFont(strike=True), "30.00"), TextBlock(InlineFont(b=True), "20.00"))
        sheet["A1"].font = Font(strike=True)

    document = read(["", "b"], change=strike)
    assert texts(document) == [[["20.00", "b"]]]
    assert ["“30.00”" in note for note in document.notes] == [True]


def test_a_cell_merged_over_a_hidden_row_and_a_shown_one_says_what_it_says() -> None:
    def hide(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet.row_dimensions[2].hidden = True

    document = read(*HIDDEN_ROWS, change=hide)
    assert texts(document) == [[["一", "二", "三"], ["甲", "乙", "95"]]]
    assert [cell.row_span for cell in document.grids[0].cells] == [1] * 6
    assert "甲" not in document.notes[0]


@pytest.mark.parametrize("column", ['hidden="1"', 'width="0" customWidth="1"'])
def test_hidden_columns_are_left_out_with_a_note(column: str) -> None:
    workbook = Workbook()
    for row in HIDDEN_ROWS:
        sheet_of(workbook).append(row)
    columns = f'<cols><col min="2" max="2" {column}/><col min="9" max="16384" hidden="1"/></cols><sheetData>'
    document = open_document(replaced(saved(workbook), "<sheetData>", columns), "x.xlsx")
    assert texts(document) == [[["一", "三"], ["甲", "99"], ["", "95"]]]
    assert ["“二”, “旧”, “乙”" in note for note in document.notes] == [True]


def test_a_sheet_of_hidden_rows_alone_gives_nothing_but_a_note() -> None:
    def hide(_: Workbook, sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet("另一") if sheet.parent else None
        assert other is not None
        other.append(["尾", "页"])
        for row in (1, 2, 3):
            sheet.row_dimensions[row].hidden = True

    document = read(*HIDDEN_ROWS, change=hide)
    assert texts(document)[-1:] == [[["尾", "页"]]]
    assert "and 3 more" in document.notes[0]


def replaced(content: bytes, old: str, new: str, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The workbook with a text of one part replaced."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            text = source.read(name).decode()
            assert name != part or old in text
            archive.writestr(name, text.replace(old, new) if name == part else text)
    return target.getvalue()


SMALL = Workbook()
sheet_of(SMALL).append(["预算数", 1.8])
CONTENT = saved(SMALL)
FIRST_ROW = '<row r="1">'
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a '哈哈哈哈哈哈哈哈哈哈'>"
    + "".join(f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (replaced(CONTENT, "<worksheet", LAUGHS + "<worksheet"), "document_damaged"),
        (replaced(CONTENT, "<workbook ", LAUGHS + "<workbook ", "xl/workbook.xml"), "document_damaged"),
        (replaced(CONTENT, FIRST_ROW, FIRST_ROW + " " * 40_000_000), "document_too_large"),
        (replaced(CONTENT, "<sheetData>", "<sheetData"), "document_damaged"),
        (replaced(CONTENT, "officeDocument", "x", "_rels/.rels"), "document_damaged"),
        (replaced(CONTENT, "</sheetData>", '<row r="9"><c r="ZZ9"><v>1</v></c><c r="A9"><v>1</v></c></row></sheetData>'),
         "document_too_large"),
        (replaced(CONTENT, "/worksheet", "/chartsheet", "xl/_rels/workbook.xml.rels"), "document_empty"),
        (CONTENT[:-200], "document_damaged"),
    ],
    ids=["laughs", "laughs elsewhere", "bomb", "broken", "no workbook", "wide", "no sheets", "cut"],
)  # fmt: skip
def test_hostile_and_broken_workbooks_are_refused(content: bytes, rule: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(content, "x.xlsx")
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<dimension ref="A1:B1"/>', '<dimension ref="A1:XFD1048576" />'),
        ('r="B1"', ""), (FIRST_ROW, "<row>"), ('r="B1"', 'r="ZZZZ99999999"'), ('t="n"', 't="n" s="99999"'),
        ("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="B1:A1"/><mergeCell ref="x"/><mergeCell/></mergeCells>'),
    ],
)  # fmt: skip
def test_what_a_sheet_claims_about_itself_is_not_believed(old: str, new: str) -> None:
    assert texts(open_document(replaced(CONTENT, old, new), "x")) == [[["预算数", "1.8"]]]


def test_shared_strings_are_read_without_the_guide_to_their_sound() -> None:
    strings = (
        "<sst><si><t>预算</t></si><si><r><t>≥</t></r><r><rPr><b/></rPr><t>95%</t></r>"
        "<rPh sb='0' eb='1'><t>ヨ</t></rPh></si></sst>"
    )
    cells = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>7</v></c></row>'
    relation = '<Relationship Type="http://x/sharedStrings" Target="/xl/shared.xml" Id="rId99"/></Relationships>'
    content = replaced(CONTENT, "</sheetData>", f"{cells}</sheetData>")
    content = replaced(content, "</Relationships>", relation, "xl/_rels/workbook.xml.rels")
    target = BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/shared.xml", strings)
    assert texts(open_document(target.getvalue(), "x")) == [[["预算数", "1.8"], ["预算", "≥95%"]]]


def test_styles_that_other_readers_stumble_over_do_not_matter() -> None:
    content = replaced(CONTENT, 'patternType="gray125"', 'patternType="unheard-of"', "xl/styles.xml")
    with pytest.raises(ValueError, match="could not read stylesheet"):
        load_workbook(BytesIO(content))
    assert texts(open_document(content, "x")) == [[["预算数", "1.8"]]]


def test_the_strict_form_of_the_format_is_read_too() -> None:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(CONTENT)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            text = source.read(name).decode()
            text = text.replace(
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            text = text.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
            )
            archive.writestr(name, text)
    assert texts(open_document(target.getvalue(), "x")) == [[["预算数", "1.8"]]]


def test_a_sheet_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.readers.xlsx.sheet.MOST_CELLS", 3)
    with pytest.raises(UnreadableDocument, match="too many cells"):
        read(["a", "b"], ["c", "d"])


def test_a_table_spread_over_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.readers.xlsx.blocks.MOST_CELLS", 30)
    with pytest.raises(UnreadableDocument, match="too large"):
        read([*[None] * 20, "a"], ["b"], ["c"])


def test_a_workbook_is_told_by_its_content() -> None:
    assert reader_for(CONTENT, "x.doc").name == "xlsx"


@pytest.mark.parametrize("part", ["xl/workbook.bin", "ppt/slides/slide1.xml", "OFD.xml", "mimetype", "说明.txt"])
def test_other_zipped_files_say_what_they_are(part: str) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(UnreadableDocument) as caught:
        open_document(content.getvalue(), "x.xlsx")
    assert caught.value.rule == "format_unsupported"


def test_a_lone_title_is_a_paragraph_with_its_row() -> None:
    (block,) = read([], ["题"]).blocks
    assert isinstance(block, Paragraph)
    assert place(block) == "page 1, line 2"
