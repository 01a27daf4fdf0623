"""Word's plain tables, which are read as they are written: as the parser would read them, and no other table is taken."""

import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from making import W, tbl, tc, word_xml

from transforms.document import Block, Grid
from transforms.readers.docx.plain_tables import without_plain_tables
from transforms.readers.docx.walk import NUMBER, Walk
from transforms.readers.packages import xml_root

LINE = "<w:p><w:r><w:t>内</w:t></w:r></w:p>"


def one_cell(content: str = LINE, row: str = "<w:tr>", head: str = "") -> str:
    return f"<w:tbl>{head}{row}<w:tc>{content}</w:tc></w:tr></w:tbl>"


def in_lines(*runs: str) -> str:
    return "".join(f"<w:p>{run}</w:p>" for run in runs)


def taken_out(xml: str) -> tuple[list[Block], int]:
    """The blocks read with plain tables taken out, and how many these were."""
    rest, tables = without_plain_tables(xml.encode())
    return Walk(xml_root(rest), tables).blocks(), len(tables)


def parsed(xml: str) -> list[Block]:
    return Walk(xml_root(xml.encode())).blocks()


BORDERS = '<w:tblBorders><w:top w:val="single" w:sz="4"/><w:left/></w:tblBorders>'


@pytest.mark.parametrize(
    ("table", "texts"),
    [
        (one_cell(), ["内"]),
        (one_cell('<w:p w:rsidR="00A1" w:rsidRDefault="00A1"><w:r w:rsidR="00A1"><w:t>内</w:t></w:r></w:p>'), ["内"]),
        (one_cell('<w:p><w:r><w:t xml:space="preserve"> 内 </w:t></w:r></w:p>'), ["内"]),
        (one_cell("<w:p/>"), [""]),
        (one_cell("<w:p><w:r></w:r></w:p>"), [""]),
        (one_cell(in_lines("<w:r><w:t>一</w:t></w:r><w:r><w:t>二</w:t></w:r>")), ["一二"]),
        (one_cell(LINE + "<w:p/>" + LINE), ["内\n内"]),
        (one_cell(in_lines("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r>")), ["a\tb\nc-"]),
        (one_cell(in_lines('<w:proofErr w:type="spellStart"/><w:r><w:t>内</w:t></w:r>')), ["内"]),
        (one_cell(in_lines("<w:r><w:t>&gt;=95% &amp;lt;</w:t></w:r>")), [">=95% &lt;"]),
        (one_cell(in_lines("<w:r><w:t>&lt;</w:t></w:r>", "<w:r><w:t>&quot;b&apos;</w:t></w:r>")), ["<\n\"b'"]),
        (one_cell(row='<w:tr w:rsidR="1"><w:trPr><w:trHeight w:val="1"/><w:cantSplit/></w:trPr>'), ["内"]),
        (one_cell(row=f"<w:tr><w:tblPrEx>{BORDERS}</w:tblPrEx>"), ["内"]),
        (one_cell(head=f'<w:tblPr><w:tblW w:w="0"/>{BORDERS}</w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>'), ["内"]),
    ],
)  # fmt: skip
def test_a_plain_table_is_taken_and_reads_as_it_is_shown(table: str, texts: list[str]) -> None:
    blocks, taken = taken_out(word_xml(table))
    assert taken == 1
    assert blocks == parsed(word_xml(table))
    (grid,) = blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == texts


def test_merged_cells_of_plain_tables_span_what_they_cover() -> None:
    def merged(kind: str, value: str = "") -> str:
        return f'<w:{kind} w:val="{value}"/>' if value else f"<w:{kind}/>"

    table = tbl(
        [tc(LINE, merged("vMerge", "restart")), tc(LINE, merged("gridSpan", "2")), tc(LINE)],
        [tc(LINE, merged("vMerge")), tc(LINE, merged("hMerge", "restart")), tc(LINE, merged("hMerge")), tc("<w:p/>")],
        [
            tc(LINE, merged("gridSpan", "0")),
            tc(LINE, merged("gridSpan", "x") + merged("vMerge", "continue")),
            tc(LINE),
            tc(LINE),
        ],
    )
    blocks, taken = taken_out(word_xml(table))
    assert taken == 1
    (grid,) = blocks
    assert isinstance(grid, Grid)
    assert [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells] == [
        (0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 1, 1), (1, 1, 1, 2), (1, 3, 1, 1),
        (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1), (2, 3, 1, 1),
    ]  # fmt: skip
    assert blocks == parsed(word_xml(table))


RUN = "<w:r><w:t>内</w:t></w:r>"
CHOSEN = "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"


@pytest.mark.parametrize(
    "xml",
    [
        word_xml(one_cell(one_cell() + LINE)),
        word_xml(one_cell(f"<w:ins>{LINE}</w:ins>")),
        word_xml(one_cell(in_lines(f"<w:del>{RUN}</w:del>"))),
        word_xml(one_cell(in_lines("<w:r><w:sym/></w:r>"))),
        word_xml(one_cell(in_lines("<w:r><w:t>\uf0b3</w:t></w:r>"))),
        word_xml(one_cell(in_lines('<w:r><w:br w:type="page"/></w:r>'))),
        word_xml(one_cell(in_lines("<w:r><w:t>&#8805;</w:t></w:r>"))),
        word_xml(one_cell(in_lines("<w:r><w:t>一\r\n二</w:t></w:r>"))),
        word_xml(one_cell(row='<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>')),
        word_xml(one_cell(row="<w:tr><w:trPr><w:hidden/></w:trPr>")),
        word_xml(one_cell(row="<w:tr><w:tblPrEx><w:hidden/></w:tblPrEx>")),
        word_xml(one_cell() + f'<w:tbl {NUMBER}="0"><w:tr><w:tc>{LINE}</w:tc></w:tr></w:tbl>'),
        word_xml(one_cell() + f'<w:tbl {NUMBER}="0"/>'),
        word_xml(f'<w:tbl {NUMBER}="x"><w:tr><w:tc>{LINE}</w:tc></w:tr></w:tbl>'),
        word_xml(one_cell(row='<w:tr><w:trPr><w:del w:id="1"/></w:trPr>')),
        word_xml(one_cell("<w:tcPr><w:tcPrChange><w:tcPr/></w:tcPrChange></w:tcPr>" + LINE)),
        word_xml(f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>{LINE}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>"),
        word_xml(f"<w:tbl>\n<w:tr>\n<w:tc>{LINE}</w:tc>\n</w:tr>\n</w:tbl>"),
        word_xml(f"<w:tbl><w:tr><w:tc>{LINE}</w:tc></w:tr><w:bookmarkEnd/></w:tbl>"),
        word_xml("<w:tbl><w:tblPr/></w:tbl>"),
        word_xml(f"<w:tbl><w:tr><w:tc>{LINE}</w:tc></w:tr><w:bookmarkEnd/><w:tr><w:tc>{LINE}</w:tc></w:tr></w:tbl>"),
        word_xml(f'<w:tbl w:id="1"><w:tr><w:tc>{one_cell()}{LINE}</w:tc></w:tr></w:tbl>'),
        word_xml(f"<!-- {one_cell()} -->"),
        word_xml(f"<w:p><w:r>{CHOSEN.format(one_cell())}</w:r></w:p>"),
        word_xml(f"<x xmlns:w='urn:other'>{one_cell()}</x>"),
        word_xml(one_cell("<w:p xmlns:w='urn:other'/>")),
    ],
)  # fmt: skip
def test_a_table_that_holds_anything_else_is_left_to_the_parser(xml: str) -> None:
    blocks, taken = taken_out(xml)
    assert taken == 0
    assert blocks == parsed(xml)


@pytest.mark.parametrize(
    "body",
    [
        one_cell(in_lines("<w:r><w:t>]]></w:t></w:r>")),
        one_cell(in_lines("<w:r><w:t>\x0b</w:t></w:r>")),
        one_cell(in_lines("<w:r><w:t>\ufffe</w:t></w:r>")),
        one_cell(in_lines("<w:r><w:t>&nbsp;</w:t></w:r>")),
        one_cell(in_lines("<w:r><w:t>\0</w:t></w:r>")),
        one_cell(in_lines("<w:r><w:t>a<b</w:t></w:r>")),
        f"<w:tbl><w:tr><w:tc>{LINE}</w:tc></w:tbl>",
        one_cell() + "<w:tbl>",
        one_cell() + "</w:tbl>",
        one_cell(LINE + "</w:p>"),
    ],
)
def test_xml_that_is_not_sound_is_found_out_all_the_same(body: str) -> None:
    with pytest.raises(etree.XMLSyntaxError):
        taken_out(word_xml(body))


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [("GB18030", "gb18030", "盲"), ("UTF-16", "utf-16", "内"), ("UTF-8", "latin-1", "é")],
)
def test_xml_in_another_encoding_is_left_to_the_parser(declared: str, encoding: str, text: str) -> None:
    body = one_cell(in_lines(f"<w:r><w:t>{text}</w:t></w:r>"))
    xml = f'<?xml version="1.0" encoding="{declared}"?>{word_xml(body)}'.encode(encoding)
    assert without_plain_tables(xml) == (xml, [])


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>\r\n'])
def test_xml_in_utf_8_need_not_say_so(declaration: str) -> None:
    assert len(without_plain_tables((declaration + word_xml(one_cell())).encode())[1]) == 1


def test_tables_are_numbered_in_order_whichever_way_they_are_read() -> None:
    held = tbl([tc(LINE + one_cell())])
    blocks, taken = taken_out(word_xml(one_cell() + held + LINE + one_cell()))
    assert [block.number for block in blocks if isinstance(block, Grid)] == [1, 2, 3, 4]
    assert taken == 2


@pytest.mark.parametrize(
    "outer",
    [
        '<w:tbl w:id="1"><w:tr><w:tc>{}<w:p/></w:tc></w:tr></w:tbl >',
        "<w:tbl><w:tr><w:tc><w:p/><?x </w:tbl>?>{}<?x <w:tbl>?></w:tc></w:tr></w:tbl>",
    ],
)
def test_a_table_whose_outer_one_is_not_seen_keeps_its_cells(outer: str) -> None:
    xml = word_xml(outer.format(one_cell()))
    blocks, taken = taken_out(xml)
    assert taken == 1
    assert blocks == parsed(xml)


def test_an_endless_declaration_takes_no_memory() -> None:
    xml = b"<?xml " + b"a" * 1_000_000 + word_xml(one_cell()).encode()
    tracemalloc.start()
    try:
        assert without_plain_tables(xml) == (xml, [])
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


FRAGMENTS = [
    "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:p>", "</w:p>", "<w:p/>", "<w:r>", "</w:r>", "<w:t>",
    "</w:t>", "<w:br/>", "<w:tab/>", "&amp;", "&", "<", ">", "]]>", "内", " ", "\n", "\x0b", "\uf0b3", "<w:ins>", "</w:ins>",
    "<w:del/>", "<w:hidden/>", '<w:gridBefore w:val="1"/>', '<w:gridSpan w:val="3"/>', "<w:vMerge/>", "<!---->",
]  # fmt: skip
LINES = st.sampled_from(
    [
        LINE,
        "<w:p/>",
        "<w:p></w:p>",
        in_lines(RUN + RUN),
        in_lines("<w:r><w:t>95&gt;%</w:t><w:br/></w:r>"),
        in_lines(RUN, RUN),
    ]
)
MERGES = st.sampled_from(["", '<w:gridSpan w:val="2"/>', "<w:vMerge/>", '<w:vMerge w:val="restart"/>', "<w:hMerge/>"])
TABLES: st.SearchStrategy[str] = (
    st.recursive(
        st.builds(tc, LINES, MERGES),
        lambda cells: st.builds(lambda row: tc(tbl(row) + LINE), st.lists(cells, min_size=1, max_size=3)),
        max_leaves=3,
    )
    .flatmap(
        lambda cell: st.lists(
            st.lists(st.just(cell) | st.builds(tc, LINES, MERGES), min_size=1, max_size=4), max_size=4
        )
    )
    .map(lambda rows: tbl(*rows))
)


def outcome(read: Callable[[str], object], xml: str) -> object:
    try:
        return read(xml)
    except etree.XMLSyntaxError:
        return etree.XMLSyntaxError


@given(
    st.lists(TABLES | LINES, max_size=4),
    st.lists(st.tuples(st.integers(0), st.integers(0, 12), st.sampled_from(["", *FRAGMENTS])), max_size=2),
)
def test_whatever_the_xml_holds_it_reads_as_the_parser_reads_it(
    blocks: list[str], changes: list[tuple[int, int, str]]
) -> None:
    body = "".join(blocks)
    for at, removed, put in changes:
        start = at % (len(body) + 1)
        body = body[:start] + put + body[start + removed :]
    xml = word_xml(body)
    assert W in xml
    assert outcome(lambda xml: taken_out(xml)[0], xml) == outcome(parsed, xml)
