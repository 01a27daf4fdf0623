"""Writes blocks as a Word 97 file: its text in one piece, and what paragraphs, rows and characters are (MS-DOC)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import islice

from bench.factory.layouts.blocks import Block, Line, PageBreak, Placed, Space, Table
from bench.factory.writers.hands import BOLD, SIZES
from bench.factory.writers.ole import SECTOR, ole

WIDTH = 9638
"""The width of a table in twentieths of a point: between the margins of the page."""
TEXT_AT = 0x800
"""Where the text starts in the WordDocument stream; everything before it is the FIB."""
_STYLE = struct.pack("<H", 0)
_CELL, _ROW = struct.pack("<HB", 0x2416, 1), struct.pack("<HBHB", 0x2416, 1, 0x2417, 1)
"""sprmPFInTable, and with it sprmPFTtp, which ends a row."""
_CENTRE = struct.pack("<HB", 0x2461, 1)
_PAGE = struct.pack("<HB", 0x2407, 1)
"""sprmPJc and sprmPFPageBreakBefore."""
_MERGED, _MERGE_STARTS = 0x0020, 0x0060
_SECTION = struct.pack("<HHHHHHHH", 0xB01F, 11906, 0xB020, 16838, 0xB021, 1134, 0xB022, 1134)
_FONT = "宋体"
_PAIRS = 93
"""How many pairs of place and length the FIB of Word 97 has."""

Runs = list[tuple[int, bytes]]
"""Where stretches end, counted in characters, and what is said of each."""


@dataclass
class _Text:
    """A document's characters so far, and what is said of its paragraphs and characters."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: Runs = field(default_factory=list)
    looks: Runs = field(default_factory=list)
    starts_page: bool = False

    def add(self, text: str, properties: bytes, look: bytes) -> None:
        """A paragraph with the mark that ends it."""
        if self.starts_page and not properties.startswith(_CELL[:2]):
            properties, self.starts_page = properties + _PAGE, False
        self.parts.append(text)
        self.length += len(text.encode("utf-16-le")) // 2
        self.paragraphs.append((self.length, _STYLE + properties))
        if self.looks and self.looks[-1][1] == look:
            self.looks.pop()
        self.looks.append((self.length, look))

    def put(self, block: Block) -> None:
        match block:
            case PageBreak():
                self.starts_page = True
            case Space():
                for _ in range(block.lines):
                    self.add("\r", b"", _look("body", bold=False))
            case Line():
                role = "heading" if block.is_heading else block.role
                centred = _CENTRE if role in ("cover", "part", "contents", "heading") else b""
                self.add(f"{block.text}\r", centred, _look(role, bold=role in BOLD))
            case Table():
                self._table(block)

    def _table(self, table: Table) -> None:
        """Raises ValueError where a cell holds a table, which this writer has no marks for."""
        ends = [round(place) for place in table.shares(WIDTH)]
        for row in table.full_rows:
            for cell in row:
                if cell.inner:
                    raise ValueError("a table within a table")
                look = _look("cell", bold=cell.is_label)
                *before, last = cell.text.split("\n")
                for part in before:
                    self.add(f"{part}\r", _CELL, look)
                self.add(f"{last}\x07", _CELL, look)
            self.add("\x07", _ROW + _definition(row, ends), _look("cell", bold=False))


def _definition(row: list[Placed], ends: list[int]) -> bytes:
    """sprmTDefTable: where the row's cells end, and which of them are parts of merged ones."""
    sides = [ends[row[0].column], *(ends[cell.column + cell.column_span] for cell in row)]
    flags = [_MERGED if not cell.is_start else _MERGE_STARTS if cell.row_span > 1 else 0 for cell in row]
    line = struct.pack("<BBBB", 4, 1, 0, 0) * 4
    cells = b"".join([struct.pack("<HH", flag, 0) + line for flag in flags])
    operand = struct.pack(f"<B{len(sides)}h", len(row), *sides) + cells
    return struct.pack("<HH", 0xD608, len(operand) + 1) + operand


def _look(role: str, *, bold: bool) -> bytes:
    """sprmCHps, and sprmCFBold: the size in half points, and whether it is bold."""
    return struct.pack("<HH", 0x4A43, SIZES[role]) + (struct.pack("<HB", 0x0835, 1) if bold else b"")


def word97(blocks: list[Block]) -> bytes:
    """The Word 97 file. Raises ValueError for tables within tables."""
    text = _Text()
    for block in blocks:
        text.put(block)
    if not text.parts or text.parts[-1].endswith("\x07"):
        text.add("\r", b"", _look("body", bold=False))
    stored = "".join(text.parts).encode("utf-16-le")
    main = bytearray(TEXT_AT) + stored
    section_at = len(main)
    main += struct.pack("<H", len(_SECTION)) + _SECTION
    tables = []
    for runs, is_paragraph in ((text.paragraphs, True), (text.looks, False)):
        main += bytes(-len(main) % SECTOR)
        first = len(main) // SECTOR
        starts, pages = _pages(runs, is_paragraph=is_paragraph)
        main += b"".join(pages)
        tables.append(
            struct.pack(f"<{len(starts)}I", *starts) + struct.pack(f"<{len(pages)}I", *range(first, first + len(pages)))
        )
    places = struct.pack("<II", 0, text.length) + struct.pack("<HIH", 0, TEXT_AT, 0)
    section = struct.pack("<II", 0, text.length) + struct.pack("<HIHI", 0, section_at, 0, 0)
    parts = {
        1: _styles(), 6: section, 12: tables[1], 13: tables[0], 15: _fonts(), 31: bytes(594),
        33: b"\2" + struct.pack("<I", len(places)) + places,
    }  # fmt: skip
    main[:TEXT_AT] = _header(text.length, len(main), parts)
    return ole({"WordDocument": bytes(main), "1Table": b"".join(parts.values())})


def _pages(runs: Runs, *, is_paragraph: bool) -> tuple[list[int], list[bytes]]:
    """Formatted disk pages of 512 bytes, each for as many stretches as it holds, and the offsets at which they start."""
    starts, pages = [TEXT_AT], []
    begin, first = 0, 0
    width = 13 if is_paragraph else 1
    while first < len(runs):
        offsets: dict[bytes, int] = {}
        held: list[int] = []
        free = SECTOR - 1
        for _, said in islice(runs, first, first + SECTOR):
            stored = _stored(said, is_paragraph=is_paragraph)
            place = offsets.get(stored) or (free - len(stored)) // 2 * 2
            needed = 4 * (len(held) + 2) + width * (len(held) + 1)
            if min(place, free) < needed:
                break
            if stored not in offsets:
                offsets[stored] = free = place
            held.append(place)
        ends = [begin, *(end for end, _ in runs[first : first + len(held)])]
        pages.append(_page([TEXT_AT + 2 * end for end in ends], held, offsets, width))
        begin, first = ends[-1], first + len(held)
        starts.append(TEXT_AT + 2 * begin)
    return starts, pages


def _page(positions: list[int], places: list[int], stored: dict[bytes, int], width: int) -> bytes:
    page = bytearray(SECTOR)
    struct.pack_into(f"<{len(positions)}I", page, 0, *positions)
    for number, place in enumerate(places):
        page[4 * len(positions) + width * number] = place // 2
    for content, place in stored.items():
        page[place : place + len(content)] = content
    page[-1] = len(places)
    return bytes(page)


def _stored(said: bytes, *, is_paragraph: bool) -> bytes:
    if not is_paragraph:
        return bytes((len(said),)) + said
    return bytes((0, (len(said) + 1) // 2)) + said + bytes(len(said) % 2)


def _styles() -> bytes:
    """A style sheet with the one style that every paragraph has."""
    name = "Normal"
    listed = struct.pack("<H", len(name)) + f"{name}\0".encode("utf-16-le")
    paragraph, character = struct.pack("<HH", 2, 0), struct.pack("<H", 0)
    style = struct.pack("<HHHHH", 0, 0xFFF << 4 | 1, 2, 0, 0) + listed + paragraph + character
    style += bytes(len(style) % 2)
    return struct.pack("<HHHHHHHHHH", 18, 1, 10, 1, 91, 15, 0, 0, 0, 0) + struct.pack("<H", len(style)) + style


def _fonts() -> bytes:
    name = _FONT.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HH", 1, 0) + bytes((39 + len(name),)) + bytes(39) + name


def _header(length: int, end: int, parts: dict[int, bytes]) -> bytes:
    """The FIB of Word 97: what the file is, how much text it has, and where the parts of the table stream stand."""
    fib = bytearray(TEXT_AT)
    struct.pack_into("<HHHHHHH", fib, 0, 0xA5EC, 0xC1, 0, 0x0804, 0, 0x1200, 0xBF)
    struct.pack_into("<IIH", fib, 0x18, TEXT_AT, TEXT_AT + 2 * length, 14)
    struct.pack_into("<H", fib, 0x3E, 22)
    struct.pack_into("<I", fib, 0x40, end)
    struct.pack_into("<I", fib, 0x4C, length)
    struct.pack_into("<H", fib, 0x98, _PAIRS)
    offset = 0
    for pair, part in parts.items():
        struct.pack_into("<II", fib, 0x9A + 8 * pair, offset, len(part))
        offset += len(part)
    return bytes(fib)
