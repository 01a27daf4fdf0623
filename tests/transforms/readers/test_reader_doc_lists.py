"""Lists of Word 97 files: their numbers stand in no text, and who reads the page sees them."""

from __future__ import annotations

import struct

import pytest
from making_doc import CELL, ROW, P, Save, Stretch, row, sprm, word97

from transforms.document import Document, Grid, Paragraph
from transforms.readers.list_numbers import UNCOUNTED
from transforms.readers.open import open_document

DECIMAL, CHINESE, BULLET, NONE, UNKNOWN = 0, 39, 23, 0xFF, 12
SIMPLE = 1


def level(form: int, text: str, *, start: int = 1, flags: int = 0, restarts: int = 0) -> bytes:
    """A level that shows the text, with the numbers of its levels as \\x00 and so on, and nothing behind it."""
    head = struct.pack("<iBB9xB8xBBBx", start, form, flags, 2, 3, 2, restarts)
    return head + b"12" + b"123" + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def lists(*found: tuple[bytes, ...]) -> bytes:
    heads = b"".join(
        struct.pack("<ii18xBx", number + 70, 0, SIMPLE if len(levels) == 1 else 0)
        for number, levels in enumerate(found)
    )
    return struct.pack("<H", len(found)) + heads + b"".join(one for levels in found for one in levels)


def in_use(*found: tuple[int, bytes]) -> bytes:
    """Lists in use: which declared one each is, and what it changes, a level each."""
    heads = b"".join(struct.pack("<i8xBBxx", which + 70, bool(changes), 0) for which, changes in found)
    return struct.pack("<I", len(found)) + heads + b"".join(bytes(4) + changes for _, changes in found)


def item(text: str, number: int = 1, at: int = 0, *, mark: str = "\r", more: bytes = b"") -> P:
    return P(text + mark, more + sprm(0x260A, at) + sprm(0x460B, *struct.pack("<h", number)))


def read(paragraphs: list[P], declared: bytes, used: bytes, styles: tuple[tuple[int, bytes], ...] = ()) -> Document:
    return open_document(word97(paragraphs, save=Save(lists=declared, lists_in_use=used, styles=styles)), "x.doc")


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        (DECIMAL, "\x00.", ["1.甲", "2.乙"]),
        (CHINESE, "\x00、", ["一、甲", "二、乙"]),
        (18, "\x00", ["①甲", "②乙"]),
        (BULLET, "●", ["甲", "乙"]),
        (NONE, "", ["甲", "乙"]),
    ],
)
def test_a_list_shows_its_numbers(form: int, text: str, expected: list[str]) -> None:
    document = read([item("甲"), item("乙")], lists((level(form, text),)), in_use((0, b"")))
    assert lines(document) == expected
    assert not document.notes


def test_levels_count_within_the_one_above() -> None:
    levels = (level(CHINESE, "\x00、"), level(DECIMAL, "\x00.\x01 ", flags=4), *[level(DECIMAL, "")] * 7)
    body = [item("甲"), item("子", at=1), item("丑", at=1), item("乙"), item("寅", at=1)]
    document = read(body, lists(levels), in_use((0, b"")))
    assert lines(document) == ["一、甲", "1.1 子", "1.2 丑", "二、乙", "2.1 寅"]


def test_a_list_in_use_may_begin_anew_and_be_shown_otherwise() -> None:
    anew = struct.pack("<iI", 5, 0x10)
    shown = struct.pack("<iI", 0, 0x20) + level(CHINESE, "（\x00）")
    body = [item("甲"), item("乙", 2), item("丙", 3), item("丁", 3)]
    document = read(body, lists((level(DECIMAL, "\x00."),)), in_use((0, b""), (0, shown), (0, anew)))
    assert lines(document) == ["1.甲", "（二）乙", "5.丙", "6.丁"]


def test_a_style_may_say_the_list_and_a_paragraph_take_itself_out() -> None:
    styles = ((0xFFF, b""), (0, sprm(0x460B, 1, 0)))
    body = [P("甲\r", style=1), P("乙\r", sprm(0x460B, 0, 0), style=1), P("丙\r", style=1)]
    document = read(body, lists((level(DECIMAL, "\x00."),)), in_use((0, b"")), styles)
    assert lines(document) == ["1.甲", "乙", "2.丙"]


def test_in_a_cell_a_number_stands_with_its_line() -> None:
    cells = [item("甲", more=CELL), item("乙", mark="\x07", more=CELL), P("\x07", ROW + row(0, 1000))]
    document = read([*cells, P("\r")], lists((level(DECIMAL, "\x00."),)), in_use((0, b"")))
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells] == ["1.甲\n2.乙"]


def test_the_number_of_a_cells_only_item_is_none_of_what_it_says() -> None:
    cells = [item("24次", mark="\x07", more=CELL), P("\x07", ROW + row(0, 1000))]
    document = read([*cells, item("24次"), P("\r")], lists((level(DECIMAL, "\x00."),)), in_use((0, b"")))
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells] == ["24次"]
    assert lines(document) == ["2. 24次"]


def test_a_mark_without_a_number_is_an_item_of_its_cell() -> None:
    cells = [item("甲", more=CELL), item("乙", 2, mark="\x07", more=CELL), P("\x07", ROW + row(0, 1000))]
    declared = lists((level(DECIMAL, "\x00."),), (level(BULLET, "●"),))
    document = read([*cells, P("\r")], declared, in_use((0, b""), (1, b"")))
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells] == ["1.甲\n乙"]


def test_numbers_in_a_form_that_is_not_known_are_noted() -> None:
    document = read([item("甲")], lists((level(UNKNOWN, "\x00."),)), in_use((0, b"")))
    assert lines(document) == ["甲"]
    assert UNCOUNTED in document.notes


@pytest.mark.parametrize("cut", [10, 29, 40])
def test_lists_that_are_cut_off_leave_the_text_as_it_is(cut: int) -> None:
    declared, used = lists((level(DECIMAL, "\x00."),)), in_use((0, b""))
    save = Save(lists=declared[:cut], lists_in_use=used[:-1])
    document = open_document(word97([item("甲")], save=save), "x.doc")
    assert lines(document) == ["甲"]


def test_a_list_that_the_file_does_not_have_is_noted() -> None:
    document = read([item("甲", 2)], lists((level(DECIMAL, "\x00."),)), in_use((0, b"")))
    assert lines(document) == ["甲"]
    assert UNCOUNTED in document.notes


@pytest.mark.parametrize("gone", [0x0800, 0x083C])
def test_what_was_deleted_or_is_hidden_is_not_counted(gone: int) -> None:
    body = [item("甲"), item("藏"), item("乙")]
    save = Save(lists=lists((level(DECIMAL, "\x00."),)), lists_in_use=in_use((0, b"")))
    document = open_document(word97(body, Stretch(2, 4, sprm(gone, 1)), save=save), "x.doc")
    assert lines(document) == ["1.甲", "2.乙"]


def test_a_page_break_in_an_item_makes_no_second_one() -> None:
    parted = P("甲\x0c乙\r", item("", 1).properties)
    document = read([parted, item("丙")], lists((level(DECIMAL, "\x00."),)), in_use((0, b"")))
    assert lines(document) == ["1.甲", "乙", "2.丙"]
