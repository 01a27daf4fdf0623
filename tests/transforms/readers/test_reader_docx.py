"""Word: what counts as text, and where cells stand."""

import pytest
from making import docx, p, tbl, tc

from transforms.document import Document, Paragraph
from transforms.readers.open import open_document


def read(body: str) -> Document:
    return open_document(docx(body), "x.docx")


def run(content: str) -> str:
    return f"<w:r>{content}</w:r>"


TEXT = "<w:t>内</w:t>"
CHOICE = (
    "<mc:AlternateContent><mc:Choice Requires='x'>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"<w:ins>{run(TEXT)}</w:ins>", "内"),
        (f"<w:del>{run('<w:delText>删</w:delText>')}</w:del>{run(TEXT)}", "内"),
        (f"<w:moveFrom>{run(TEXT)}</w:moveFrom><w:moveTo>{run(TEXT)}</w:moveTo>", "内"),
        (f"<w:smartTag>{run(TEXT)}</w:smartTag>", "内"),
        (f"<w:hyperlink>{run(TEXT)}</w:hyperlink>", "内"),
        (f"<w:fldSimple w:instr='PAGE'>{run(TEXT)}</w:fldSimple>", "内"),
        (run("<w:instrText>TOC</w:instrText>") + run(TEXT), "内"),
        (f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{run(TEXT)}</w:sdtContent></w:sdt>", "内"),
        (run(CHOICE.format(TEXT)), "内"),
        (run("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:br w:type='page'/><w:noBreakHyphen/>"), "a\tb\nc-"),
        ("<w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr>" + run(TEXT), "内"),
        (run("<w:sym w:font='Symbol' w:char='F0B3'/><w:t>95%</w:t>"), "≥95%"),
        (
            run("<w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr><w:t>\uf0b3</w:t>")
            + run("<w:t>95%</w:t>"),
            "≥95%",
        ),
        ("<m:oMath><m:r><m:t>≤3</m:t></m:r></m:oMath>", "≤3"),
    ],
)
def test_a_paragraph_reads_as_it_is_shown(content: str, expected: str) -> None:
    (paragraph,) = read(f"<w:p>{content}</w:p>").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == expected


def test_an_unknown_sign_is_never_dropped_in_silence() -> None:
    sign = "<w:sym w:font='Wingdings' w:char='F0FC'/><w:t>5</w:t>"
    document = read(f"<w:p>{run(sign)}</w:p>")
    assert document.blocks == (Paragraph("\ufffd5"),)
    assert "Wingdings" in document.notes[0]


def test_a_text_box_is_read_once() -> None:
    box = run(CHOICE.format(f"<w:drawing><w:txbxContent>{p('框')}</w:txbxContent></w:drawing>"))
    assert read(f"<w:p>{run(TEXT)}{box}</w:p>").blocks == (Paragraph("内"), Paragraph("框"))


def test_a_table_in_a_text_box_is_a_table() -> None:
    box = run(f"<w:drawing><w:txbxContent>{tbl([tc(p('甲')), tc(p('乙'))])}{p('下')}</w:txbxContent></w:drawing>")
    document = read(f"<w:p>{run(TEXT)}{box}</w:p>")
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Grid", "Paragraph"]
    assert [cell.text for cell in document.grids[0].cells] == ["甲", "乙"]


def cells(document: Document, number: int = 0) -> list[tuple[str, int, int, int, int]]:
    return [
        (cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in document.grids[number].cells
    ]


def test_a_merged_cell_appears_once_where_it_starts() -> None:
    start, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    table = tbl(
        [tc(p("a"), start), tc(p("b"), "<w:gridSpan w:val='2'/>")],
        [tc(p(), on), tc(p("c")), tc(p("d"))],
        [tc(p("e"), start), tc(p("f")), tc(p("g"))],
    )
    assert cells(read(table)) == [
        ("a", 0, 0, 2, 1), ("b", 0, 1, 1, 2), ("c", 1, 1, 1, 1), ("d", 1, 2, 1, 1),
        ("e", 2, 0, 1, 1), ("f", 2, 1, 1, 1), ("g", 2, 2, 1, 1),
    ]  # fmt: skip


def test_a_merge_that_carries_nothing_on_is_a_cell_of_its_own() -> None:
    assert cells(read(tbl([tc(p("a"), "<w:vMerge/>")]))) == [("a", 0, 0, 1, 1)]


def test_rows_and_cells_in_content_controls_and_offsets_are_found() -> None:
    control = "<w:sdt><w:sdtContent>{0}</w:sdtContent></w:sdt>"
    cell = control.format(tc(p("a") + p() + p("b")))
    row = f"<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>{cell}</w:tr>"
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{tc(p('x'))}</w:tr>"
    document = read(control.format(f"<w:tbl>{deleted}{control.format(row)}</w:tbl>"))
    assert cells(document) == [("a\nb", 0, 2, 1, 1)]


def test_a_nested_table_follows_the_outer_one() -> None:
    document = read(tbl([tc(p("外") + tbl([tc(p("内"))]) + p("后"))]) + tbl([tc(p("次"))]))
    assert [(grid.number, [cell.text for cell in grid.cells]) for grid in document.grids] == [
        (1, ["外\n后"]),
        (2, ["内"]),
        (3, ["次"]),
    ]
