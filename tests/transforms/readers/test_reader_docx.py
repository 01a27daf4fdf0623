"""Word: what counts as text, and where cells stand."""

import gc
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from lxml import etree
from making import W, docx, p, tbl, tc

from transforms.document import Document, Paragraph, UnreadableDocument
from transforms.readers.docx.formats import with_short_names, without_formats
from transforms.readers.docx.read import read as read_docx
from transforms.readers.docx.walk import Walk
from transforms.readers.open import open_document


def read(body: str) -> Document:
    return open_document(docx(body), "x.docx")


def run(content: str) -> str:
    return f"<w:r>{content}</w:r>"


TEXT = "<w:t>内</w:t>"
WINGDING = "<w:sym w:font='Wingdings' w:char='F04A'/>"
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


BOLD = "<w:rPr><w:rFonts w:ascii='a>b'/><w:b/></w:rPr>"
CHANGED = "<w:rPr><w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run(BOLD + TEXT) + run("<w:rPr><w:b/></w:rPr>" + TEXT), "内内"),
        (run(CHANGED + TEXT), "内"),
        (run("<w:rPr/>" + TEXT), "内"),
        (run("<w:t><![CDATA[<w:rPr><w:b/></w:rPr>]]></w:t>"), "<w:rPr><w:b/></w:rPr>"),
        (run("<w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>&#xF0B3;</w:t>"), "≥"),
        ("<w:pPr><w:jc w:val='center'/><w:rPr><w:b/></w:rPr></w:pPr>" + run(TEXT), "内"),
        ("<w:pPr><w:jc/><w:pPrChange><w:pPr><w:ind/></w:pPr></w:pPrChange></w:pPr>" + run(TEXT), "内"),
        ("<w:pPr><w:jc w:val='/>'/></w:pPr>" + run(TEXT), "内"),
    ],
)
def test_formats_of_runs_and_paragraphs_are_left_out_and_no_text_with_them(content: str, expected: str) -> None:
    (paragraph,) = read(f"<w:p>{content}</w:p>").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == expected


VANISH = "<w:rPr><w:b/><w:vanish/></w:rPr>"
OLD = "<w:t>旧</w:t>"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (run(VANISH + OLD) + run(TEXT), True),
        (run("<w:rPr><w:vanish w:val='1'/></w:rPr>" + OLD + "<w:tab/>") + run(TEXT), True),
        (run("<w:rPr><w:vanish w:val='0'/></w:rPr>" + TEXT), False),
        (run(VANISH + "<w:instrText>XE</w:instrText>") + run(TEXT), False),
        (f"<w:pPr>{VANISH}</w:pPr>" + run(TEXT), False),
        (f"<w:ins>{run(VANISH + OLD)}</w:ins>" + run(TEXT), True),
        (run(f"{VANISH}<w:drawing><w:txbxContent>{p('旧')}</w:txbxContent></w:drawing>") + run(TEXT), True),
        (run("<w:rPr><w:webHidden/></w:rPr>" + TEXT), False),
    ],
)
def test_hidden_text_is_not_read_and_noted(content: str, *, note: bool) -> None:
    document = read(f"<w:p>{content}</w:p>")
    assert document.blocks == (Paragraph("内"),)
    assert document.notes == (("hidden text was not read: “旧”",) if note else ())


def packed(body: str, **parts: str) -> bytes:
    """A Word package with further parts beside the main one."""
    content = BytesIO(docx(body))
    with zipfile.ZipFile(content, "a") as archive:
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", part)
    return content.getvalue()


def styles(declared: str) -> str:
    return f"<w:styles xmlns:w='{W}'>{declared}</w:styles>"


STYLES = """<w:style w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:styleId="On"><w:basedOn w:val="Hid"/></w:style><w:style w:styleId="Off"><w:basedOn w:val="Hid"/>
<w:rPr><w:vanish w:val="0"/></w:rPr></w:style><w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style>"""


@pytest.mark.parametrize(
    ("of_paragraph", "of_run", "expected"),
    [
        ("", '<w:rStyle w:val="Hid"/>', "内"),
        ("", '<w:rStyle w:val="On"/>', "内"),
        ("", '<w:rStyle w:val="Off"/>', "旧内"),
        ("", '<w:rStyle w:val="Round"/>', "旧内"),
        ("", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>', "旧内"),
        ('<w:pPr><w:pStyle w:val="On"/></w:pPr>', '<w:rStyle w:val="Hid"/>', "旧"),
    ],
)
def test_text_may_be_hidden_by_its_style(of_paragraph: str, of_run: str, expected: str) -> None:
    content = f"{of_paragraph}{run(f'<w:rPr>{of_run}</w:rPr>{OLD}')}{run(TEXT)}"
    (paragraph,) = open_document(packed(f"<w:p>{content}</w:p>", styles=styles(STYLES)), "x.docx").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == expected


HEADED = p("内") + "<w:sectPr><w:headerReference/></w:sectPr>"


def test_the_headers_of_pages_are_kept_apart_from_the_text() -> None:
    header = f"<w:hdr xmlns:w='{W}'>{p('某市某局')}{p('单位：', '万元')}{p()}</w:hdr>"
    content = packed(HEADED, header1=header, header2=header, footer1=header.replace("某市", "某县"))
    document = open_document(content, "x.docx")
    assert document.blocks == (Paragraph("内"),)
    assert document.page_headers == ("某市某局", "单位：万元")


def test_a_part_beside_the_text_that_is_broken_takes_nothing_from_it() -> None:
    styled = HEADED.replace("<w:t>", '<w:rPr><w:rStyle w:val="Hid"/></w:rPr><w:t>')
    document = open_document(packed(styled, header1="<w:hdr", styles="<w:vanish"), "x.docx")
    assert (document.blocks, document.page_headers) == ((Paragraph("内"),), ())


HIDDEN_ROW = "<w:tr><w:trPr><w:hidden/></w:trPr>{}</w:tr>"


def test_a_hidden_row_is_not_read_and_a_cell_merged_over_it_says_what_it_says() -> None:
    start, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    hidden = HIDDEN_ROW.format(tc(p("a"), start) + tc(p("旧") + tbl([tc(p("表"))])))
    shown = [tc(p(), on) + tc(p("b")), tc(p("c")) + tc(p("d") + tbl([tc(p("内"))]))]
    rows = "".join(f"<w:tr>{cells}</w:tr>" for cells in shown)
    document = read(f"<w:tbl>{hidden}{rows}</w:tbl>")
    assert cells(document) == [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 1, 0, 1, 1), ("d", 1, 1, 1, 1)]
    assert cells(document, 1) == [("内", 0, 0, 1, 1)]
    assert document.notes == ("hidden text was not read: “旧”",)


@pytest.mark.parametrize("value", ["0", "false", "off"])
def test_a_row_that_is_said_not_to_be_hidden_is_shown(value: str) -> None:
    document = read(
        f"<w:tbl>{HIDDEN_ROW.format(tc(p('甲'))).replace('/></w:trPr>', f' w:val={value!r}/></w:trPr>')}</w:tbl>"
    )
    assert (cells(document), document.notes) == ([("甲", 0, 0, 1, 1)], ())


def test_an_unknown_sign_is_never_dropped_in_silence() -> None:
    document = read(f"<w:p>{run(WINGDING + '<w:t>5</w:t>')}</w:p>")
    assert document.blocks == (Paragraph("\ufffd5"),)
    assert "Wingdings" in document.notes[0]


def test_signs_of_symbol_fonts_are_shown_beside_tables_nested_in_a_cell_too() -> None:
    sign = run("<w:sym w:font='Symbol' w:char='F0B3'/><w:t>95%</w:t>")
    inner = tbl([tc(p("内")), tc(p("表"))])
    document = read(tbl([tc(p("甲") + inner), tc(f"<w:p>{sign}</w:p>")]) + f"<w:p>{sign}</w:p>")
    assert [cell.text for cell in document.grids[0].cells] == ["甲", "≥95%"]
    assert document.blocks[-1] == Paragraph("≥95%")


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


@pytest.mark.parametrize(
    ("properties", "left"),
    [
        ("<w:tcW w:w='1'/>", ""),
        ("<w:tcW w:w='1'/><w:gridSpan w:val='2'/><w:vAlign/>", "<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"),
        ("<w:vMerge/><w:hMerge/>", "<w:tcPr><w:vMerge/><w:hMerge/></w:tcPr>"),
        ("<w:gridSpanned/>", ""),
        ("<w:tcBorders><w:top/></w:tcBorders><w:vMerge/>", "<w:tcPr><w:vMerge/></w:tcPr>"),
        ("<w:tcBorders><w:top/></w:tcMar>", "<w:tcPr><w:tcBorders><w:top/></w:tcMar></w:tcPr>"),
        ("<w:other><w:top/></w:other>", "<w:tcPr><w:other><w:top/></w:other></w:tcPr>"),
        ("<w:shd w:fill='/>'/>", "<w:tcPr><w:shd w:fill='/>'/></w:tcPr>"),
    ],
)
def test_of_a_cells_properties_those_are_left_that_place_it(properties: str, left: str) -> None:
    cell = "<w:tc>{}<w:p/></w:tc>"
    given = cell.format(f"<w:tcPr>{properties}</w:tcPr>")
    assert without_formats(given.encode()).decode() == cell.format(left)


def test_tab_stops_are_formats_and_a_tab_is_text() -> None:
    given = "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:tab/></w:r></w:p>"
    assert without_formats(given.encode()) == b"<w:p><w:r><w:tab/></w:r></w:p>"


def test_words_namespace_is_called_something_short_where_it_is_named_once() -> None:
    named = "<?xml version='1.0'?><w:document xmlns:m='x:m' xmlns:w='{}'><w:t>内</w:t></w:document>"
    assert with_short_names(named.format(W).encode()).decode() == named.format("urn:w")


@pytest.mark.parametrize(
    "body",
    [
        f"<v:p xmlns:v='{W}'><v:r><v:t>内</v:t></v:r></v:p>",
        f"<p xmlns='{W}'><r><t>内</t></r></p>",
        "<w:p><w:r><w:t>内</w:t></w:r></w:p><w:p xmlns:w='urn:other'><w:r><w:t>x</w:t></w:r></w:p>",
    ],
    ids=["another prefix", "no prefix", "the prefix of another"],
)
def test_word_is_read_whatever_its_namespace_is_called_and_wherever(body: str) -> None:
    assert read(body).blocks == (Paragraph("内"),)


@pytest.mark.parametrize("text", [f'xmlns:w="{W}"', f"<![CDATA[<w:document xmlns:w='{W}'>]]>"])
def test_a_text_that_names_the_namespace_is_read_as_it_stands(text: str) -> None:
    (paragraph,) = read(p(text)).blocks
    assert isinstance(paragraph, Paragraph)
    assert W in paragraph.text


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


def test_each_sign_that_was_not_read_is_noted_once_and_in_order() -> None:
    private = run("<w:rPr><w:rFonts w:ascii='Webdings'/></w:rPr><w:t>\uf041内\uf042</w:t>")
    document = read(f"<w:p>{run(WINGDING)}{private}</w:p>")
    assert document.blocks == (Paragraph("\ufffd\ufffd内\ufffd"),)
    assert [note.split()[5] for note in document.notes] == ["Wingdings", "Webdings", "Webdings"]


@pytest.mark.parametrize(
    "properties",
    [
        "<w:tcPrChange><w:tcPr><w:gridSpan w:val='3'/><w:vMerge/></w:tcPr></w:tcPrChange>",
        "<w:tcW w:w='1'/>",
    ],
)
def test_what_a_cell_spanned_before_a_tracked_change_is_history(properties: str) -> None:
    table = tbl([tc(p("甲")), tc(p("乙"))], [tc(p("丙"), properties), tc(p("丁"))])
    assert [(cell.text, cell.column, cell.column_span) for cell in read(table).grids[0].cells] == [
        ("甲", 0, 1), ("乙", 1, 1), ("丙", 0, 1), ("丁", 1, 1),
    ]  # fmt: skip


def test_properties_behind_a_cells_text_are_none() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('甲')}<w:tcPr><w:gridSpan w:val='2'/></w:tcPr></w:tc>{tc(p('乙'))}</w:tr></w:tbl>"
    assert [(cell.text, cell.column) for cell in read(table).grids[0].cells] == [("甲", 0), ("乙", 1)]


def test_a_deleted_row_is_gone_and_a_deleted_paragraph_mark_deletes_nothing() -> None:
    deleted = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{tc(p('删'))}</w:tr>"
    mark = "<w:p><w:pPr><w:rPr><w:del w:id='2'/></w:rPr></w:pPr><w:r><w:t>内</w:t></w:r></w:p>"
    document = read(f"<w:tbl><w:tr>{tc(p('甲'))}</w:tr>{deleted}<w:tr>{tc(p('乙'))}</w:tr></w:tbl>{mark}")
    assert [(cell.text, cell.row) for cell in document.grids[0].cells] == [("甲", 0), ("乙", 1)]
    assert document.blocks[1] == Paragraph("内")


def test_a_deletion_within_a_cell_leaves_its_row() -> None:
    document = read(f"<w:tbl><w:tr><w:tc><w:del w:id='1'>{p('删')}</w:del>{p('甲')}</w:tc></w:tr></w:tbl>")
    assert [cell.text for cell in document.grids[0].cells] == ["甲"]


def test_a_cell_merged_with_those_beside_it_spans_them() -> None:
    row = [tc(p("甲"), "<w:hMerge w:val='restart'/>"), tc(p(""), "<w:hMerge/>"), tc(p("乙"))]
    assert [(cell.text, cell.column, cell.column_span) for cell in read(tbl(row)).grids[0].cells] == [
        ("甲", 0, 2), ("乙", 2, 1),
    ]  # fmt: skip


def test_text_boxes_within_text_boxes_stand_behind_the_paragraphs_that_hold_them() -> None:
    def boxed(blocks: str) -> str:
        return run(f"<w:pict><v:textbox xmlns:v='urn:v'><w:txbxContent>{blocks}</w:txbxContent></v:textbox></w:pict>")

    inner = f"<w:p>{run('<w:t>二</w:t>')}{boxed(p('三'))}</w:p>"
    document = read(f"<w:p>{run('<w:t>一</w:t>')}{boxed(inner + p('四'))}{boxed(p('五'))}</w:p>{p('六')}")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == list("一二三四五六")


def test_what_a_covered_cell_holds_is_neither_text_nor_table() -> None:
    covered = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{tbl([tc(p('内'))])}{p('盖')}</w:tc>"
    top = tc(p("甲"), "<w:vMerge w:val='restart'/>")
    document = read(f"<w:tbl><w:tr>{top}</w:tr><w:tr>{covered}</w:tr></w:tbl>{tbl([tc(p('乙'))])}")
    assert [(grid.number, [cell.text for cell in grid.cells]) for grid in document.grids] == [(1, ["甲"]), (2, ["乙"])]
    assert document.grids[0].cells[0].row_span == 2


def test_the_walk_goes_without_the_garbage_collector() -> None:
    root = etree.fromstring(f"<w:document xmlns:w='w'><w:body>{p('a')}</w:body></w:document>")
    walk = Walk(root)
    assert walk.blocks() == [Paragraph("a")]
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        del walk
        gc.collect()
        assert not [one for one in gc.garbage if isinstance(one, Walk)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()


@pytest.mark.parametrize("content", [docx(p("a")), b"PK\x03\x04", docx("")[:-30]])
@pytest.mark.parametrize("is_on", [True, False])
def test_reading_leaves_the_garbage_collector_as_it_was(content: bytes, is_on: bool) -> None:  # noqa: FBT001
    was_on = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    try:
        with suppress(UnreadableDocument):
            read_docx(content)
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if was_on else gc.disable)()
