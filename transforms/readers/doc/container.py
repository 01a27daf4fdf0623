"""The parts of a Word 97 file: its header (FIB), its streams, and the piece table that gives its characters.

Structures and their names are those of Microsoft's [MS-DOC]. Character positions count UTF-16 code units.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from transforms.document import UnreadableDocument
from transforms.readers.doc.ole import Container
from transforms.readers.signatures import ENCRYPTED

_WORD_6 = 0xA5DC
_WORD_97 = 0xA5EC
_FIRST_VERSION = 0xC0
"""nFib of Word 97; an empty document of its set-up says 0xC0, a bidirectional one 0xC2."""
_FIB_SHORTEST = 0x1AA

_F_ENCRYPTED, _F_TABLE_1, _F_OBFUSCATED = 0x0100, 0x0200, 0x8000
_CCP_TEXT = 0x4C
_PAIRS = 0x9A
"""Where the FIB's pairs of offset and length in the table stream start."""
STYLES, SHAPES_MAIN, FONTS, CHARACTER_PAGES, PARAGRAPH_PAGES, PIECES, TEXT_BOXES = 1, 40, 15, 12, 13, 33, 56
LISTS, LISTS_IN_USE = 73, 74
"""Which of those pairs says where: STSH, PlcSpaMom, SttbfFfn, PlcBteChpx, PlcBtePapx, Clx, PlcftxbxTxt; PlfLst, PlfLfo."""

_PIECE = 8
_COMPRESSED = 0x40000000

_WORD_95 = (
    "文件是 Word 6.0/95 格式，请另存为 .docx 后重新提交。 "
    "The file is of Word 6.0/95, which is not read: save it as .docx and submit it again."
)
_DAMAGED = (
    "Word 文件已损坏（{0}），请用 Word 打开并另存为 .docx。 "
    "The Word file is damaged ({1}): open it in Word and save it as .docx."
)


def damaged(chinese: str, english: str) -> UnreadableDocument:
    return UnreadableDocument("document_damaged", _DAMAGED.format(chinese, english))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of characters that stand together in the file."""

    start: int
    """Character positions from `start` up to, not including, `end`."""
    end: int
    offset: int
    """Where the first one stands in the WordDocument stream."""
    width: int
    """Bytes a character: 1 or 2."""
    modifier: bytes
    """Properties (a grpprl) that a fast save put on the whole stretch."""


class WordFile:
    """A Word 97 file taken apart.

    Raises UnreadableDocument: `document_encrypted`, `format_unsupported` (Word 6/95), `document_damaged`.
    """

    def __init__(self, content: bytes) -> None:
        container = Container(content)
        self.main = container.stream("WordDocument")
        flags = self._checked_flags()
        self.table = container.stream("1Table" if flags & _F_TABLE_1 else "0Table")
        self.data = container.stream("Data")
        counts = struct.unpack_from("<8i", self.main, _CCP_TEXT)
        if min(counts) < 0:
            raise damaged("字数为负", "a negative length of text")
        self.text_length = counts[0]
        self.boxes_start = sum(counts[:6])
        self.boxes_length = counts[6]
        self.pieces = tuple(self._pieces())
        if sum(counts) > (self.pieces[-1].end if self.pieces else 0):
            raise damaged("正文不完整", "the text is not complete")

    def _checked_flags(self) -> int:
        if len(self.main) < 12:
            raise damaged("缺少正文", "it lacks its main stream")
        identity, version = struct.unpack_from("<HH", self.main, 0)
        (flags,) = struct.unpack_from("<H", self.main, 10)
        if identity == _WORD_6 or (identity == _WORD_97 and version < _FIRST_VERSION):
            raise UnreadableDocument("format_unsupported", _WORD_95)
        if identity != _WORD_97 or len(self.main) < _FIB_SHORTEST:
            raise damaged("文件头无效", "its header is not valid")
        if flags & (_F_ENCRYPTED | _F_OBFUSCATED):
            raise UnreadableDocument("document_encrypted", ENCRYPTED)
        return int(flags)

    def part(self, pair: int, *, and_on: bool = False) -> bytes:
        """What one of the FIB's pairs of offset and length points to; empty where the file has no such part.

        `and_on` gives what follows it in the stream too.
        """
        place = _PAIRS + 8 * pair
        if place + 8 > len(self.main):
            return b""
        offset, length = struct.unpack_from("<II", self.main, place)
        if offset + length > len(self.table):
            raise damaged("表流不完整", "the table stream is not complete")
        return self.table[offset : None if and_on and length else offset + length]

    # --- pieces

    def _pieces(self) -> list[Piece]:
        modifiers, plex = self._piece_parts()
        count = (len(plex) - 4) // (4 + _PIECE)
        if count < 1:
            raise damaged("缺少文字表", "it lacks its piece table")
        positions = struct.unpack_from(f"<{count + 1}I", plex, 0)
        if any(end < start for start, end in pairwise(positions)):
            raise damaged("文字表顺序错误", "its pieces overlap")
        if positions[-1] > len(self.main):
            raise damaged("文字表过大", "its pieces are longer than the file")
        return [
            self._piece(positions[number], positions[number + 1], plex, 4 * (count + 1) + _PIECE * number, modifiers)
            for number in range(count)
        ]

    def _piece_parts(self) -> tuple[list[bytes], bytes]:
        """The property lists that pieces refer to, and the plex of the pieces."""
        clx = self.part(PIECES)
        modifiers: list[bytes] = []
        place = 0
        while place + 5 <= len(clx):
            if clx[place] == 2:
                (length,) = struct.unpack_from("<I", clx, place + 1)
                if place + 5 + length > len(clx):
                    break
                return modifiers, clx[place + 5 : place + 5 + length]
            if clx[place] != 1:
                break
            (length,) = struct.unpack_from("<H", clx, place + 1)
            modifiers.append(clx[place + 3 : place + 3 + length])
            place += 3 + length
        raise damaged("缺少文字表", "it lacks its piece table")

    def _piece(self, start: int, end: int, plex: bytes, place: int, modifiers: list[bytes]) -> Piece:
        position, modifier = struct.unpack_from("<IH", plex, place + 2)
        if position & _COMPRESSED:
            offset, width = (position & (_COMPRESSED - 1)) // 2, 1
        else:
            offset, width = position & (_COMPRESSED - 1), 2
        if offset + (end - start) * width > len(self.main):
            raise damaged("文字越界", "its text lies outside the file")
        return Piece(start, end, offset, width, _modifier(modifier, modifiers))

    @cached_property
    def text(self) -> str:
        """All characters, those of notes, headers and text boxes after the main text; one a code unit."""
        return "".join(self._decoded(piece) for piece in self.pieces)

    def _decoded(self, piece: Piece) -> str:
        content = self.main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
        if piece.width == 1:
            return content.decode("latin-1").translate(_WINDOWS)
        return _code_units(content)

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def piece_of(self, position: int) -> Piece:
        """The piece that holds a character position of the text."""
        return self.pieces[bisect_right(self._starts, position) - 1]


_SINGLE = {0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x5C: 0x083C}
"""The property that each number of a short modifier (Prm0) stands for, as far as they bear on text and tables: in a
table, end of a row, deleted, hidden. The others only change how it looks."""


def _modifier(modifier: int, modifiers: list[bytes]) -> bytes:
    if modifier & 1:
        number = modifier >> 1
        if number >= len(modifiers):
            raise damaged("属性缺失", "it lacks properties of its text")
        return modifiers[number]
    name = _SINGLE.get((modifier >> 1) & 0x7F)
    return b"" if name is None else struct.pack("<HB", name, modifier >> 8)


def _code_units(content: bytes) -> str:
    text = content.decode("utf-16-le", "surrogatepass")
    if 2 * len(text) == len(content):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(content) // 2}H", content)))


def _windows(code: int) -> str:
    try:
        return bytes((code,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(code)


_WINDOWS = {code: _windows(code) for code in range(0x80, 0xA0)}
"""What 8-bit pieces hold beside Latin-1."""
