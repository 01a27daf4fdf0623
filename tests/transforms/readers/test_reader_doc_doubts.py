"""What the reader of .doc does with LibreOffice where it is not certain, and that no damage leads it astray."""

from __future__ import annotations

import random
import struct
import time
from pathlib import Path

import pytest
from making import docx as package
from making import p, tbl, tc
from making_doc import CELL, ROW, SECTOR, TEXT_AT, P, Save, Stretch, row, sprm, word97

from transforms.document import Document, UnreadableDocument
from transforms.readers.doc import office
from transforms.readers.doc import properties as doc_properties
from transforms.readers.open import open_document

SMALL = (Path(__file__).parents[2] / "documents/small.doc").read_bytes()
DOUBTFUL = word97([P("项目\x07", CELL), P("值\x07", CELL), P("\x07", ROW), P("后\r")])
CLEAR = word97([P("项目\x07", CELL), P("值\x07", CELL), P("\x07", ROW + row(0, 1000, 2000)), P("后\r")])
WHOLE = package(tbl([tc(p("项目"), "<w:gridSpan w:val='2'/>"), tc(p("值"))]) + p("后"))


def read(monkeypatch: pytest.MonkeyPatch, content: bytes, converted: bytes | None) -> Document:
    monkeypatch.setattr(office, "convert", lambda contents: [converted for _ in contents])
    return open_document(content, "x.doc")


def columns(document: Document) -> list[int]:
    return [cell.column for cell in document.grids[0].cells]


def test_libreoffice_decides_what_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read(monkeypatch, DOUBTFUL, WHOLE)
    assert document.format == "doc"
    assert document.reader == "doc-5"
    assert columns(document) == [0, 2]
    assert "read through LibreOffice" in document.notes[0]
    assert "row 1 has no definition" in document.notes[0]


def test_libreoffice_is_not_asked_about_a_clear_file(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read(monkeypatch, CLEAR, WHOLE)
    assert columns(document) == [0, 1]
    assert not document.notes


@pytest.mark.parametrize(
    ("converted", "reason"),
    [
        (None, "which is not installed or gave nothing"),
        (b"no package", "which is not installed or gave nothing"),
        (package(p("项目 值 后")), "which shows less of it"),
        (package(tbl([tc(p("项目")), tc(p())]) + p("后")), "which shows less of it"),
    ],
    ids=["missing", "broken", "table flattened", "text lost"],
)
def test_the_own_reading_stays_where_libreoffice_does_no_better(
    monkeypatch: pytest.MonkeyPatch, converted: bytes | None, reason: str
) -> None:
    document = read(monkeypatch, DOUBTFUL, converted)
    assert columns(document) == [0, 1]
    assert reason in document.notes[0]


def without_paragraph_pages() -> bytes:
    content = bytearray(CLEAR)
    struct.pack_into("<II", content, content.index(b"\xec\xa5\xc1\x00") + 0x102, 0, 0)
    return bytes(content)


def test_what_is_not_trusted_is_read_by_libreoffice_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert columns(read(monkeypatch, without_paragraph_pages(), WHOLE)) == [0, 2]
    with pytest.raises(UnreadableDocument) as caught:
        read(monkeypatch, without_paragraph_pages(), None)
    assert caught.value.rule == "document_damaged"


# --- damage


RULES = {"document_damaged", "document_encrypted", "document_empty", "format_unsupported"}


def read_or_refuse(content: bytes) -> None:
    started = time.perf_counter()
    try:
        document = open_document(content, "x.doc")
    except UnreadableDocument as error:
        assert error.rule in RULES  # noqa: PT017 - both outcomes are right, a third is not
        assert "while reading" not in error.message  # noqa: PT017 - an error nobody thought of
    else:
        assert document.blocks
    assert time.perf_counter() - started < 1


@pytest.fixture
def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)


@pytest.mark.usefixtures("_without_office")
@pytest.mark.parametrize("original", [SMALL, CLEAR], ids=["LibreOffice", "made"])
@pytest.mark.parametrize("part", range(40))
def test_a_cut_file_is_read_or_refused(original: bytes, part: int) -> None:
    read_or_refuse(original[: 8 + (len(original) - 8) * part // 40])


@pytest.mark.usefixtures("_without_office")
@pytest.mark.parametrize("original", [SMALL, CLEAR], ids=["LibreOffice", "made"])
@pytest.mark.parametrize("filled", [None, 0x00, 0xFF])
def test_an_overwritten_file_is_read_or_refused(original: bytes, filled: int | None) -> None:
    chance = random.Random(97)  # noqa: S311
    for _ in range(150):
        content = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            start, length = chance.randrange(8, len(content)), 1 if filled is None else chance.randint(2, 64)
            value = chance.randrange(256) if filled is None else filled
            content[start : start + length] = bytes([value]) * len(content[start : start + length])
        read_or_refuse(bytes(content))


@pytest.mark.usefixtures("_without_office")
@pytest.mark.parametrize("place", range(24, 80, 4))
@pytest.mark.parametrize("value", [0, 1, 0x7FFFFFFF, 0xFFFFFFFF])
def test_absurd_numbers_in_the_head_of_the_container_end_quickly(place: int, value: int) -> None:
    content = bytearray(SMALL)
    struct.pack_into("<I", content, place, value)
    read_or_refuse(bytes(content))


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(content, "x.doc")
    assert caught.value.rule == "document_damaged"
    return caught.value.message


def test_characters_whose_properties_overlap_are_refused() -> None:
    deleted = sprm(0x0800, 1)
    content = word97([P("1.00万元\r")], Stretch(0, 4, deleted), Stretch(2, 6, deleted))
    assert "contradict" in refused(content)


@pytest.mark.usefixtures("_without_office")
def test_paragraphs_whose_properties_overlap_are_refused() -> None:
    content = bytearray(word97([P("1.00\r"), P("万元\r", CELL)]))
    second = content.index(struct.pack("<II", TEXT_AT + 10, TEXT_AT + 16))
    struct.pack_into("<I", content, second, TEXT_AT + 4)
    assert "contradict" in refused(bytes(content))


@pytest.mark.parametrize("count", [0x1D, 0xFF])
def test_a_page_that_holds_more_than_fits_is_refused(count: int) -> None:
    content = bytearray(word97([P("1.00\r")]))
    content[content.index(struct.pack("<II", TEXT_AT, TEXT_AT + 10)) + SECTOR - 1] = count
    assert "properties" in refused(bytes(content))


@pytest.mark.parametrize("length", [0, 0x3FA3, 0xFFFF])
def test_long_properties_of_an_absurd_length_are_refused(length: int) -> None:
    paragraphs = [P("a\r", struct.pack("<HI", 0x6646, 0))]
    content = word97(paragraphs, save=Save(data=struct.pack("<H", length) + bytes(0x4000)))
    assert "lacks properties" in refused(content)


def test_properties_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc_properties, "_MOST_PROPERTIES", 20)
    assert "too many" in refused(word97([P("a\r", CELL * number) for number in range(1, 9)]))


@pytest.mark.usefixtures("_without_office")
def test_a_chain_of_sectors_that_goes_in_circles_ends_quickly() -> None:
    content = bytearray(CLEAR)
    fat = struct.pack("<128I", *[number or 0xFFFFFFFD for number in range(128)])  # each sector follows itself
    content[512:1024] = fat
    read_or_refuse(bytes(content))
    size = content.index("WordDocument".encode("utf-16-le")) + 120
    struct.pack_into("<Q", content, size, 2**40)
    read_or_refuse(bytes(content))
