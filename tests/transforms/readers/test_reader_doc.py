"""Word 97: what counts as text, where cells stand, and what the reader says when it is not certain."""

import struct
from pathlib import Path

import pytest
from making_doc import CELL, INNER_CELL, INNER_ROW, ROW, P, Save, Stretch, depth, ole, row, sprm, word97

from transforms.document import Document, Paragraph, UnreadableDocument
from transforms.readers.doc import office
from transforms.readers.open import open_document

DELETED, HIDDEN = sprm(0x0800, 1), sprm(0x083C, 1)
SMALL = Path(__file__).parents[2] / "documents/small.doc"


@pytest.fixture(autouse=True)
def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)


def read(paragraphs: list[P], *stretches: Stretch, save: Save | None = None) -> Document:
    return open_document(word97(paragraphs, *stretches, save=save), "x.doc")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def cells(document: Document, number: int = 0) -> list[tuple[str, int, int, int, int]]:
    return [
        (cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in document.grids[number].cells
    ]


# --- text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("预算绩效\r", "预算绩效"),
        ("a\tb\x0bc\r", "a\tb\nc"),
        ("2025\x1e01\r", "2025-01"),
        ("软\x1f连\x01\x08\x02\x05字\r", "软连字"),
        ("𠮷😀≥95％\r", "𠮷😀≥95％"),
        ("\x13 PAGEREF _Toc1 \\h \x145\x15页\r", "5页"),
        ("\x13 TOC \x14\x13 HYPERLINK x \x14一、目标\x15\t\x13 PAGEREF \x143\x15\x15\r", "一、目标\t3"),
        ("前\x13 SEQ \x15后\r", "前后"),
        ("  首尾空白 \r", "首尾空白"),
    ],
)
def test_a_paragraph_reads_as_it_is_shown(written: str, shown: str) -> None:
    document = read([P(written)])
    assert document.blocks == (Paragraph(shown),)
    assert not document.notes


def test_a_page_break_parts_a_paragraph() -> None:
    assert texts(read([P("目录\x0c第一部分\r")])) == ["目录", "第一部分"]


@pytest.mark.parametrize("on", [DELETED, sprm(0x0800, 0x81)], ids=["on", "against the style"])
def test_what_was_deleted_under_tracking_is_not_read(on: bytes) -> None:
    assert texts(read([P("13,44430,000\r")], Stretch(0, 6, on))) == ["30,000"]


@pytest.mark.parametrize("on", [HIDDEN, sprm(0x083C, 0x81)], ids=["on", "against the style"])
def test_what_is_hidden_is_not_read_and_noted(on: bytes) -> None:
    document = read([P("88.8812.50\r")], Stretch(0, 5, on))
    assert texts(document) == ["12.50"]
    assert document.notes == ("hidden text was not read: “88.88”",)


def test_hidden_text_leaves_the_cells_and_fields_around_it_as_they_are() -> None:
    document = read(
        [P("甲旧\x07", CELL), P("\x13 XE \x15乙\x07", CELL), P("\x07", ROW + row(0, 500, 1000))], Stretch(1, 9, HIDDEN)
    )
    assert cells(document) == [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)]


def test_what_is_hidden_by_a_fast_save_is_not_read() -> None:
    save = Save(pieces=((5, 2, 0), (12, 2, 0x5C << 1 | 1 << 8), (5, 2, 0)))
    assert texts(read(LINES, save=save)) == ["项目编码", "1.00"]


def test_what_the_style_alone_decides_is_not_deleted() -> None:
    assert texts(read([P("13,444\r")], Stretch(0, 6, sprm(0x0800, 0)))) == ["13,444"]


def test_an_unknown_sign_is_never_dropped_in_silence() -> None:
    document = read([P("(95%\r")], Stretch(0, 1, sprm(0x6A09, 7, 0, 0xB3, 0xF0)))
    assert document.blocks == (Paragraph("\ufffd95%"),)
    assert "U+FFFD" in document.notes[0]


@pytest.mark.parametrize(
    ("written", "properties"),
    [
        ("(95%\r", sprm(0x6A09, 1, 0, 0xB3, 0xF0)),
        ("\uf0b395%\r", sprm(0x4A4F, 1, 0)),
        ("\uf0b395%\r", sprm(0x4A4F, 0, 0) + sprm(0x4A51, 1, 0)),
    ],
)
def test_a_sign_of_the_symbol_font_is_read(written: str, properties: bytes) -> None:
    document = read([P(written)], Stretch(0, 1, properties), save=Save(fonts=("宋体", "Symbol")))
    assert document.blocks == (Paragraph("≥95%"),)
    assert not document.notes


@pytest.mark.parametrize("written", ["a\x13 IF \r", "a\x15b\r", "a\0b\r", "a\uffffb\r", "a\ud800b\r"])
def test_a_broken_text_is_noted(written: str) -> None:
    stored = written.encode("utf-16-le", "surrogatepass")
    content = word97([P("x" * (len(stored) // 2 - 1) + "\r")])
    document = open_document(content.replace(("x" * (len(stored) // 2 - 1) + "\r").encode("utf-16-le"), stored), "x")
    assert document.notes[0].startswith("not certain")


# --- how the text is stored


LINES = [P("项目编码\r"), P("Budget 2025\r"), P("1.00\r")]


@pytest.mark.parametrize(
    "save",
    [
        Save(pieces=((5, 2, 0), (12, 1, 0), (5, 1, 0))),
        Save(pieces=((5, 2, 0), (12, 1, 0), (5, 1, 0)), backwards=True),
        Save(pieces=((2, 2, 0), (10, 2, 0), (10, 2, 0)), backwards=True),
        Save(version=0xC0),
        Save(version=0x112),
    ],
)
def test_pieces_are_put_together_in_the_order_of_the_text(save: Save) -> None:
    assert texts(read(LINES, save=save)) == ["项目编码", "Budget 2025", "1.00"]


def test_eight_bit_pieces_are_of_the_western_code_page() -> None:
    assert texts(read([P("“é€”–\r")], save=Save(pieces=((6, 1, 0),)))) == ["“é€”–"]


def test_a_modifier_of_a_fast_save_changes_its_piece() -> None:
    deleted_single = 0x41 << 1 | 1 << 8
    save = Save(pieces=((5, 2, 0), (12, 2, deleted_single), (5, 2, 1)), modifiers=(DELETED,))
    assert texts(read(LINES, save=save)) == ["项目编码"]


def test_a_fast_save_may_put_a_paragraph_into_a_table() -> None:
    in_table = 0x18 << 1 | 1 << 8
    paragraphs = [P("a\x07"), P("\x07", row(0, 1000)), P("后\r")]
    save = Save(pieces=((2, 2, in_table), (1, 2, 1), (2, 2, 0)), modifiers=(ROW,))
    assert cells(read(paragraphs, save=save)) == [("a", 0, 0, 1, 1)]


def test_long_properties_stand_in_the_data_stream() -> None:
    listed = ROW + row(0, 1000, 3000)
    save = Save(data=b"....." + struct.pack("<H", len(listed)) + listed)
    paragraphs = [P("a\x07", CELL), P("b\x07", CELL), P("\x07", struct.pack("<HI", 0x6646, 5))]
    assert cells(read(paragraphs, save=save)) == [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1)]


# --- tables


def table(*rows: tuple[list[str], bytes]) -> list[P]:
    paragraphs = []
    for texts_of_row, definition in rows:
        paragraphs += [P(f"{text}\x07", CELL) for text in texts_of_row]
        paragraphs.append(P("\x07", ROW + definition))
    return paragraphs


ON, FIRST = 0x20, 0x60
"""The flags of a cell that carries a vertical merge on, and of one that starts it."""


def test_a_merged_cell_appears_once_where_it_starts() -> None:
    document = read(
        table(
            (["a", "b"], row(0, 1000, 3000, flags=(FIRST, 0))),
            (["", "c", "d"], row(0, 1000, 2000, 3000, flags=(ON, 0, 0))),
            (["e", "f", "g"], row(0, 1000, 2000, 3000, flags=(FIRST, 0, 0))),
        )
    )
    assert cells(document) == [
        ("a", 0, 0, 2, 1), ("b", 0, 1, 1, 2), ("c", 1, 1, 1, 1), ("d", 1, 2, 1, 1),
        ("e", 2, 0, 1, 1), ("f", 2, 1, 1, 1), ("g", 2, 2, 1, 1),
    ]  # fmt: skip
    assert not document.notes


@pytest.mark.parametrize("flags", [(1, 2, 0), (2, 1, 0), (3, 1, 0)], ids=["1997", "as published", "both"])
def test_cells_merged_across_are_one_however_they_are_numbered(flags: tuple[int, ...]) -> None:
    across = (["a", "", "b"], row(0, 1000, 2000, 3000, flags=flags))
    assert cells(read(table(across))) == [("a", 0, 0, 1, 2), ("b", 0, 2, 1, 1)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (sprm(0x5624, 0, 2), [("a", 0, 0, 1, 2), ("b", 0, 2, 1, 1)]),
        (sprm(0x5624, 0, 2) + sprm(0x5625, 0, 2), [("a", 0, 0, 1, 1), ("", 0, 1, 1, 1), ("b", 0, 2, 1, 1)]),
        (sprm(0xD62B, 2, 0, 3), [("a", 0, 0, 1, 1), ("", 0, 1, 1, 1), ("b", 0, 2, 1, 1)]),
    ],
)
def test_later_properties_change_a_row(change: bytes, expected: list[tuple[str, int, int, int, int]]) -> None:
    assert cells(read(table((["a", "", "b"], row(0, 1000, 2000, 3000) + change)))) == expected


@pytest.mark.parametrize(
    "change",
    [
        row(0, 1000, 3000) + sprm(0x7621, 1, 1, 0xE8, 0x03),  # inserted: one cell of 1000 twips at 1
        row(0, 500, 1000, 4000) + sprm(0x5622, 0, 1) + sprm(0x7621, 0, 1, 0xE8, 0x03),  # deleted, then inserted
        row(0, 300, 600, 2600) + sprm(0x7623, 0, 2, 0xE8, 0x03),  # two cells made 1000 twips wide
        row(700, 1700, 2700, 4700) + sprm(0x9601, 0, 0),  # moved to the margin
    ],
)
def test_a_row_changed_after_its_definition_fits_the_others(change: bytes) -> None:
    plain = (["c", "d"], row(0, 1000, 5000))
    changed = (["a", "x", "b"], change)
    columns = {cell.text: cell.column for cell in read(table(changed, plain)).grids[0].cells}
    assert (columns["a"], columns["c"]) == (0, 0)
    assert columns["x"] == columns["d"]


GAP, MARGIN = sprm(0x9602, 108, 0), sprm(0x9601, 0, 0)
"""Half the space between cells, and a row put to the margin: its text stands there, its side that much before it."""


@pytest.mark.parametrize(
    "changed",
    [GAP + row(592, 1592, 2592) + MARGIN, row(0, 892, 1892) + GAP, row(592, 1592, 2592) + sprm(0x9601, 0x94, 0xFF)],
)
def test_the_space_between_cells_counts_where_a_row_is_moved(changed: bytes) -> None:
    document = read(table((["a", "b"], changed), (["c", "d"], row(-108, 892, 1892))))
    assert cells(document) == [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 1, 0, 1, 1), ("d", 1, 1, 1, 1)]


def test_a_long_list_of_tab_stops_does_not_hide_what_follows() -> None:
    stops = sprm(0xC615, 0xFF, 1, 1, 2, 3, 4, 2, 1, 2, 3, 4, 5, 6)
    paragraphs = [P("a\x07", stops + CELL), P("\x07", ROW + row(0, 1000))]
    assert cells(read(paragraphs)) == [("a", 0, 0, 1, 1)]


def test_a_page_break_parts_a_paragraph_of_a_nested_cell_and_not_the_cell() -> None:
    inner = CELL + depth(2)
    paragraphs = [
        P("上\x0c下\r", inner + INNER_CELL), P("\r", inner + INNER_ROW + row(0, 400)),
        P("外\x07", CELL), P("\x07", ROW + row(0, 1000)),
    ]  # fmt: skip
    assert cells(read(paragraphs), 1) == [("上\n下", 0, 0, 1, 1)]


def test_a_row_that_starts_further_right_leaves_the_columns_before_it_out() -> None:
    document = read(table((["a", "b"], row(0, 1000, 2000)), (["c"], row(1000, 2000))))
    assert cells(document) == [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 1, 1, 1, 1)]


def test_sides_that_nothing_fits_between_are_one_side() -> None:
    document = read(table((["a", "b"], row(-71, 980, 8338)), (["c", "d"], row(-71, 994, 8352))))
    assert [cell.column_span for cell in document.grids[0].cells] == [1, 1, 1, 1]


def test_narrow_cells_keep_columns_of_their_own() -> None:
    document = read(table((["a", "b", "c"], row(0, 1000, 1010, 2000)), (["d", "e"], row(0, 1010, 2000))))
    assert cells(document)[:3] == [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 0, 2, 1, 1)]


def test_a_nested_table_follows_the_outer_one() -> None:
    inner = CELL + depth(2)
    paragraphs = [
        P("外\r", CELL), P("内\r", inner + INNER_CELL), P("额\r", inner + INNER_CELL),
        P("\r", inner + INNER_ROW + row(0, 400, 900)), P("后\x07", CELL), P("\x07", ROW + row(0, 1000)), P("次\r"),
    ]  # fmt: skip
    document = read(paragraphs)
    assert [(grid.number, [cell.text for cell in grid.cells]) for grid in document.grids] == [
        (1, ["外\n后"]),
        (2, ["内", "额"]),
    ]
    assert document.blocks[-1] == Paragraph("次")


def test_a_deleted_row_is_left_out_and_one_whose_end_alone_was_deleted_stays() -> None:
    paragraphs = table((["a"], row(0, 1000)), (["b"], row(0, 1000)), (["c"], row(0, 1000)))
    document = read(paragraphs, Stretch(2, 3, DELETED), Stretch(3, 6, DELETED))
    assert cells(document) == [("a", 0, 0, 1, 1), ("c", 1, 0, 1, 1)]


@pytest.mark.parametrize("style", [1, 2], ids=["itself", "based on it"])
def test_a_style_may_put_its_paragraphs_into_a_table(style: int) -> None:
    save = Save(styles=((0xFFF, b""), (0xFFF, CELL), (1, b"")))
    paragraphs = [P("a\x07", style=style), P("\x07", ROW + row(0, 1000)), P("后\r")]
    assert cells(read(paragraphs, save=save)) == [("a", 0, 0, 1, 1)]


def test_styles_based_on_each_other_end() -> None:
    save = Save(styles=((1, b""), (0, b"")))
    assert texts(read([P("预算\r", style=1)], save=save)) == ["预算"]


# --- doubts


@pytest.mark.parametrize(
    ("paragraphs", "doubt"),
    [
        (table((["a", "b"], b"")), "row 1 has no definition"),
        (table((["a", "b"], row(0, 1000, 2000, 3000))), "row 1 defines 3 cells and has 2"),
        (table((["a", "b"], row(0, 1000, 1000))), "row 1 has cells without a width"),
        (table((["a", "b"], row(0, 1000, 2000, flags=(1, 2)))), "a merged cell covers a text"),
        ([*table((["a"], row(0, 1000))), P("b\r", CELL)], "a table ends within a row"),
        ([P("a\x07", CELL), P("b\x07", ROW + row(0, 1000))], "a row ends within a cell"),
        ([P("a\r", CELL + depth(2000))], "tables are nested too deep"),
    ],
)
def test_a_doubtful_table_keeps_its_text_and_says_so(paragraphs: list[P], doubt: str) -> None:
    document = read(paragraphs)
    assert document.format == "doc"
    assert doubt in document.notes[0]
    assert "a" in [cell.text for grid in document.grids for cell in grid.cells] + texts(document)


def without_paragraph_pages() -> bytes:
    content = bytearray(word97([P("预算\r")]))
    struct.pack_into("<II", content, content.index(b"\xec\xa5\xc1\x00") + 0x102, 0, 0)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [without_paragraph_pages(), word97([P("预算\x07"), P("后\r")]), word97([P("预算\r")])[:-100]],
    ids=["paragraphs without properties", "a cell outside a table", "a stream cut short"],
)
def test_a_file_that_is_not_trusted_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(content, "x.doc")
    assert caught.value.rule == "document_damaged"


# --- refusals


@pytest.mark.parametrize(
    ("save", "rule", "said"),
    [
        (Save(flags=0x0300), "document_encrypted", "password"),
        (Save(flags=0x8300), "document_encrypted", "password"),
        (Save(version=0x65), "format_unsupported", "6.0/95"),
        (Save(version=0x68, identity=0xA5DC), "format_unsupported", "6.0/95"),
        (Save(identity=0x1234), "document_damaged", "header"),
        (Save(text_length=1000), "document_damaged", "not complete"),
        (Save(text_length=-5 & 0xFFFFFFFF), "document_damaged", "negative"),
        (Save(pieces=((22, 2, 9),)), "document_damaged", "properties"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(save: Save, rule: str, said: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(LINES, save=save)
    assert caught.value.rule == rule
    assert said in caught.value.message
    assert caught.value.document_format == "doc"


@pytest.mark.parametrize(
    ("streams", "rule"),
    [
        ({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}, "document_encrypted"),
        ({"Workbook": b"x"}, "format_unsupported"),
        ({"PowerPoint Document": b"x"}, "format_unsupported"),
        ({"WordDocument": b"x"}, "document_damaged"),
        ({"Workbook": "WordDocument EncryptedPackage".encode("utf-16-le")}, "format_unsupported"),
    ],
)
def test_a_container_is_told_by_the_streams_in_its_root(streams: dict[str, bytes], rule: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(ole(streams), "x.doc")
    assert caught.value.rule == rule


def test_a_cut_file_is_still_known_as_a_word_file() -> None:
    content = word97([P("预算\r")])
    with pytest.raises(UnreadableDocument) as caught:
        open_document(content[:1400], "x")
    assert (caught.value.rule, caught.value.document_format) == ("document_damaged", "doc")


def test_names_of_streams_are_alike_in_any_case() -> None:
    content = word97([P("预算\r")])
    for name in ("WordDocument", "1Table"):
        content = content.replace(name.encode("utf-16-le"), name.upper().encode("utf-16-le"))
    assert texts(open_document(content, "x")) == ["预算"]


# --- a file of LibreOffice


def test_a_small_document_of_libreoffice_reads_whole() -> None:
    document = open_document(SMALL.read_bytes(), "small.doc")
    assert document.reader == "doc-5"
    assert not document.notes
    assert texts(document) == ["某某市某某局2025年部门预算绩效文本", "1.电梯维保费绩效目标表", "单位：万元"]
    assert [cells(document, number) for number in range(2)] == [
        [
            ("项目名称", 0, 0, 1, 1), ("电梯维保费", 0, 1, 1, 2), ("资金", 1, 0, 1, 1), ("预算\n合计", 1, 1, 1, 2),
            ("一级指标", 2, 0, 1, 1), ("三级指标", 2, 1, 1, 1), ("指标值", 2, 2, 1, 1),
            ("产出指标", 3, 0, 2, 1), ("维保次数", 3, 1, 1, 1), ("≥12次", 3, 2, 1, 1),
            ("完成率", 4, 1, 1, 1), ("≥95%", 4, 2, 1, 1),
        ],
        [("预算数", 0, 0, 1, 1), ("财政资金", 0, 1, 1, 1), ("1.80", 1, 0, 1, 1), ("1.80", 1, 1, 1, 1)],
    ]  # fmt: skip
