"""Small Word 97 files made on the spot, byte by byte, and Word packages that LibreOffice opens."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass

from making import docx

from bench.factory.writers.ole import SECTOR, ole

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    'PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
TEXT_AT = 0x800
"""Where the text starts in the WordDocument stream; everything before it is the FIB."""

CELL, ROW = struct.pack("<HB", 0x2416, 1), struct.pack("<HBHB", 0x2416, 1, 0x2417, 1)
"""The properties of a cell's paragraph, and those that end a row."""


def depth(level: int) -> bytes:
    return struct.pack("<Hi", 0x6649, level)


INNER_CELL, INNER_ROW = struct.pack("<HB", 0x244B, 1), struct.pack("<HB", 0x244C, 1)


def sprm(name: int, *operand: int) -> bytes:
    return struct.pack("<H", name) + bytes(operand)


def row(*sides: int, flags: tuple[int, ...] = ()) -> bytes:
    """The definition of a row: the sides of its cells in twips, and each cell's merge flags."""
    cells = len(sides) - 1
    described = b"".join(struct.pack("<H18x", flag) for flag in flags)
    operand = struct.pack(f"<B{cells + 1}h", cells, *sides) + described
    return struct.pack("<HH", 0xD608, len(operand) + 1) + operand


@dataclass
class P:
    """A paragraph with its mark, and the properties that the mark holds."""

    text: str
    properties: bytes = b""
    style: int = 0


@dataclass
class Stretch:
    """Characters from `start` up to `end`, and what their properties say."""

    start: int
    end: int
    properties: bytes


@dataclass
class Save:
    """How the text is put into the file: the length, bytes a character and modifier of each piece."""

    pieces: tuple[tuple[int, int, int], ...] = ()
    backwards: bool = False
    """Whether the last piece stands first in the file, as after fast saves."""
    modifiers: tuple[bytes, ...] = ()
    data: bytes = b""
    fonts: tuple[str, ...] = ()
    styles: tuple[tuple[int, bytes], ...] = ()
    """Of each paragraph style: the one that it is based on, and its properties."""
    lists: bytes = b""
    """PlfLst with its levels behind it; PlfLfo."""
    lists_in_use: bytes = b""
    version: int = 0xC1
    identity: int = 0xA5EC
    flags: int = 0x0200
    text_length: int | None = None


def word97(paragraphs: list[P], *stretches: Stretch, save: Save | None = None) -> bytes:
    """A Word 97 file of the given paragraphs. Positions count UTF-16 code units."""
    save = save or Save()
    text = "".join(paragraph.text for paragraph in paragraphs)
    length = len(text.encode("utf-16-le")) // 2
    places = _places(save, length)
    main = bytearray(_text(text, places))
    pages = []
    spans = _spans(
        [(len(p.text.encode("utf-16-le")) // 2, struct.pack("<H", p.style) + p.properties) for p in paragraphs]
    )
    for kind, found in (("papx", spans), ("chpx", [(s.start, s.end, s.properties) for s in stretches])):
        main += bytes(-len(main) % SECTOR)
        runs = sorted(run for start, end, listed in found for run in _runs(places, start, end, listed))
        first = len(main) // SECTOR
        made = [_page(kind, part) for part in ([run] for run in runs)]
        main += b"".join(made)
        positions = [run[0] for run in runs] + [runs[-1][1]] if runs else []
        pages.append(
            struct.pack(f"<{len(positions)}I", *positions)
            + struct.pack(f"<{len(made)}I", *range(first, first + len(made)))
        )
    clx = _clx(save, places)
    parts = {33: clx, 13: pages[0], 12: pages[1], 15: _font_table(save.fonts), 1: _style_sheet(save.styles)}
    parts |= {73: save.lists, 74: save.lists_in_use} if save.lists else {}
    main[:TEXT_AT] = _fib(save, length, parts)
    streams = {"WordDocument": bytes(main), "1Table": b"".join(parts.values())}
    if save.data:
        streams["Data"] = save.data
    return ole(streams)


Place = tuple[int, int, int, int, int]
"""Of a piece: first position, last position, offset in the stream, bytes a character, modifier."""


def _places(save: Save, length: int) -> list[Place]:
    pieces = save.pieces or ((length, 2, 0),)
    order = list(range(len(pieces)))
    starts = [sum(piece[0] for piece in pieces[:number]) for number in order]
    offset, places = TEXT_AT, {}
    for number in reversed(order) if save.backwards else order:
        count, width, modifier = pieces[number]
        places[number] = (starts[number], starts[number] + count, offset, width, modifier)
        offset += count * width
    return [places[number] for number in order]


def _text(text: str, places: list[Place]) -> bytes:
    wide = text.encode("utf-16-le")
    main = bytearray(TEXT_AT + len(wide))
    for start, end, offset, width, _ in places:
        part = wide[2 * start : 2 * end]
        stored = part if width == 2 else part.decode("utf-16-le").encode("cp1252")
        main[offset : offset + len(stored)] = stored
    return bytes(main)


def _spans(parts: list[tuple[int, bytes]]) -> list[tuple[int, int, bytes]]:
    spans, start = [], 0
    for length, listed in parts:
        spans.append((start, start + length, listed))
        start += length
    return spans


def _runs(places: list[Place], start: int, end: int, listed: bytes) -> list[tuple[int, int, bytes]]:
    return [
        (offset + (max(start, first) - first) * width, offset + (min(end, last) - first) * width, listed)
        for first, last, offset, width, _ in places
        if max(start, first) < min(end, last)
    ]


def _page(kind: str, runs: list[tuple[int, int, bytes]]) -> bytes:
    ((start, end, listed),) = runs
    page = bytearray(SECTOR)
    struct.pack_into("<II", page, 0, start, end)
    stored = bytes((0, (len(listed) + 1) // 2)) + listed if kind == "papx" else bytes((len(listed),)) + listed
    place = (SECTOR - 2 - len(stored)) // 2
    page[8] = place
    page[2 * place : 2 * place + len(stored)] = stored
    page[-1] = 1
    return bytes(page)


def _clx(save: Save, places: list[Place]) -> bytes:
    listed = b"".join(b"\1" + struct.pack("<H", len(item)) + item for item in save.modifiers)
    positions = [place[0] for place in places] + [places[-1][1]]
    plex = struct.pack(f"<{len(positions)}I", *positions)
    for _, _, offset, width, modifier in places:
        plex += struct.pack("<HIH", 0, offset if width == 2 else 0x40000000 | offset * 2, modifier)
    return listed + b"\2" + struct.pack("<I", len(plex)) + plex


def _font_table(fonts: tuple[str, ...]) -> bytes:
    table = struct.pack("<HH", len(fonts), 0)
    for font in fonts:
        name = font.encode("utf-16-le") + b"\0\0"
        table += bytes((39 + len(name),)) + bytes(39) + name
    return table if fonts else b""


def _style_sheet(styles: tuple[tuple[int, bytes], ...]) -> bytes:
    sheet = struct.pack("<HHH14x", 18, len(styles), 10)
    for base, listed in styles:
        name = struct.pack("<H", 1) + "s\0".encode("utf-16-le")
        style = (
            struct.pack("<HHHHH", 0, base << 4 | 1, 2, 0, 0) + name + struct.pack("<HH", len(listed) + 2, 0) + listed
        )
        style += bytes(len(style) % 2)
        sheet += struct.pack("<H", len(style)) + style
    return sheet if styles else b""


def _fib(save: Save, length: int, parts: dict[int, bytes]) -> bytes:
    fib = bytearray(TEXT_AT)
    struct.pack_into("<HH", fib, 0, save.identity, save.version)
    struct.pack_into("<H", fib, 10, save.flags)
    struct.pack_into("<I", fib, 0x4C, length if save.text_length is None else save.text_length)
    offset = 0
    for pair, part in parts.items():
        struct.pack_into("<II", fib, 0x9A + 8 * pair, offset, len(part))
        offset += len(part)
    return bytes(fib)


def word_package(body: str) -> bytes:
    """A .docx that LibreOffice opens, whose body is the given XML."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(body))) as source, zipfile.ZipFile(content, "w") as target:
        for name in source.namelist():
            target.writestr(name, TYPES if name == "[Content_Types].xml" else source.read(name))
    return content.getvalue()


def wide_tc(content: str, width: int, properties: str = "") -> str:
    """A cell with its width in twips, without which LibreOffice lays a table out anew."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def wide_tbl(widths: list[int], *rows: list[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    content = "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{content}</w:tbl>"
    )
