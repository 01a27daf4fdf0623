"""What counts as text in a Word 97 file: no field instructions, nothing deleted or hidden, signs of symbol fonts and bounds that
are underlined as characters."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.readers.doc import sprms
from transforms.readers.doc.container import FONTS, WordFile, damaged
from transforms.readers.doc.properties import character_runs
from transforms.readers.hidden import hidden_text_note, struck_text_note
from transforms.readers.raised import raised
from transforms.readers.symbols import PRIVATE_SIGNS, UNREAD, UNREAD_OBJECT, sign_of
from transforms.readers.underlined import bound_drawn_as

CELL_END, PARAGRAPH_END, PAGE_END = "\x07", "\r", "\x0c"
ANCHOR = "\x08"
"""Where a drawing, which may be a text box, is anchored."""

_BEGIN, _SEPARATOR, _END = "\x13", "\x14", "\x15"
_MARKS = re.compile("[\x07\r\x0c]+")
_FIELD_MARKS = re.compile("[\x13\x14\x15]")
_KEPT_HIDDEN = re.compile("[\x07\r\x0c\x08\x13\x14\x15]")
"""What shows nothing itself, hidden or not, and without which the text around it would be read otherwise."""
_EMBEDS = re.compile("\x13\\s*EMBED\\b[^\x13-\x15]*\x14\x01\x15")
"""A field whose result is an object of another program, which only its picture shows."""
_DROPPED = "\ufdd0"
"""Stands for a character that is not shown; Unicode never assigns it."""
_SYMBOL_PLACE = "("
"""What stands in the text where a symbol is shown instead."""

_SHOWN: dict[int, str | None] = {
    **dict.fromkeys(range(0x20)),
    0x09: "\t",
    0x0B: "\n",
    0x1E: "-",
    ord(_DROPPED): None,
}
"""What the control characters show: a tab, a line break and a hyphen; pictures, notes and the like nothing."""
_SPECIAL = re.compile("[\x00-\x1f\ufdd0\ud800-\udfff]")
_NO_TEXT = re.compile("[\x00\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")
"""What no text holds: it was overwritten."""
_ON = (b"\x01", b"\x81")
"""A switch that is on, or the other way round than in the style, where these are off."""
_ABOVE = b"\x01"
_NO_LINE = b"\x00"


@dataclass(frozen=True, slots=True)
class _Look:
    """What the properties of a stretch of characters say about its text."""

    deleted: bool
    hidden: bool
    struck: bool
    raised: bool
    underlined: bool
    symbol: tuple[int, int] | None
    """The font and the number of the sign shown in it."""
    fonts: tuple[int, ...]


_PLAIN_LOOK = _Look(deleted=False, hidden=False, struck=False, raised=False, underlined=False, symbol=None, fonts=())


_Stretch = tuple[int, int, _Look]
"""From one character position to another, and its look."""


class ShownText:
    """The text of a file with everything not shown taken out, at the same character positions."""

    def __init__(self, file: WordFile) -> None:
        self.notes: list[str] = []
        self.uncertain: list[str] = []
        self._file = file
        self._fonts = _font_names(file.part(FONTS))
        self._looks: dict[bytes, _Look] = {}
        self._deleted_marks: set[int] = set()
        self._hidden_marks: set[int] = set()
        self._hidden: list[tuple[int, str]] = []
        """Where hidden text stood, and what it says."""
        self._struck: list[tuple[int, str]] = []
        parts = (0, file.text_length), (file.boxes_start, file.boxes_start + file.boxes_length)
        if _NO_TEXT.search(file.text, 0, file.text_length):
            self.uncertain.append("the text holds codes that are no characters")
        self._text = self._with_signs(self._with_looks(file.text))
        for start, end in parts:
            self._text = self._without_instructions(start, end)
        for note, unread in ((hidden_text_note, self._hidden), (struck_text_note, self._struck)):
            self.notes += note([
                text.translate(_SHOWN)
                for place, text in unread
                if not _FIELD_MARKS.search(text) and any(start <= place < end for start, end in parts)
            ])  # fmt: skip

    def shown(self, start: int, end: int) -> str:
        """What is shown between two character positions, white space at its ends and all."""
        text = self._text[start:end]
        if not _SPECIAL.search(text):
            return text
        text = text.translate(_SHOWN)
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def marks(self, start: int, end: int) -> Iterator[int]:
        """The positions of the characters that may end a paragraph."""
        for found in _MARKS.finditer(self._text, start, end):
            yield from range(found.start(), found.end())

    def at(self, position: int) -> str:
        return self._text[position]

    def is_deleted(self, position: int) -> bool:
        """Whether the mark at a position was deleted under change tracking."""
        return position in self._deleted_marks

    def is_hidden(self, position: int) -> bool:
        """Whether the mark at a position is hidden: a paragraph that says nothing else is not there."""
        return position in self._hidden_marks

    # --- deletions and symbols

    def _with_looks(self, text: str) -> str:
        parts: list[str] = []
        done = 0
        stretches = list(self._stretches())
        bounds = _underlined_bounds(text, stretches)
        for start, end, look in stretches:
            if start < done:
                raise damaged("字符属性重叠", "its characters' properties contradict each other")
            parts += (text[done:start], bounds.get(start) or self._looked(text, start, end, look))
            done = end
        parts.append(text[done:])
        return "".join(parts)

    def _stretches(self) -> Iterator[_Stretch]:
        """Character positions, in order, with what their properties say, where they say anything about the text."""
        found = character_runs(self._file)
        starts = [run.start for run in found]
        for piece in self._file.pieces:
            modified = self._look(piece.modifier)
            if modified.deleted or modified.hidden:
                yield piece.start, piece.end, modified
                continue
            limit = piece.offset + (piece.end - piece.start) * piece.width
            first = max(0, bisect_right(starts, piece.offset) - 1)
            for run in found[first : bisect_left(starts, limit)]:
                look = self._look(run.properties)
                start = piece.start + max(0, run.start - piece.offset) // piece.width
                end = piece.start + (min(run.end, limit) - piece.offset) // piece.width
                if start < end and look != _PLAIN_LOOK:
                    yield start, end, look

    def _look(self, properties: bytes) -> _Look:
        if properties not in self._looks:
            said = dict(sprms.modifiers(properties))
            symbol = said.get(sprms.C_SYMBOL)
            self._looks[properties] = _Look(
                deleted=said.get(sprms.C_DELETED) in _ON,
                hidden=said.get(sprms.C_HIDDEN) in _ON,
                struck=said.get(sprms.C_STRUCK) in _ON or said.get(sprms.C_STRUCK_TWICE) in _ON,
                raised=said.get(sprms.C_RAISED) == _ABOVE,
                underlined=said.get(sprms.C_UNDERLINED, _NO_LINE) != _NO_LINE,
                symbol=(_unsigned(symbol[:2]), _unsigned(symbol[2:])) if symbol else None,
                fonts=tuple(_unsigned(said[name]) for name in sprms.C_FONTS if name in said),
            )
        return self._looks[properties]

    def _with_signs(self, text: str) -> str:
        """The text with a sign in the place of each object that stands in it."""
        if not _EMBEDS.search(text):
            return text
        self.notes.append(UNREAD_OBJECT)
        return _EMBEDS.sub(lambda found: found[0].replace("\x14\x01", "\x14" + UNREAD), text)

    def _looked(self, text: str, start: int, end: int, look: _Look) -> str:
        part = text[start:end]
        if look.deleted:
            kept = [mark for found in _MARKS.finditer(text, start, end) for mark in range(found.start(), found.end())]
            self._deleted_marks.update(kept)
            return "".join(sign if _MARKS.match(sign) else _DROPPED for sign in part)
        if look.hidden:
            self._hidden_marks.update(place for place in range(start, end) if text[place] == PARAGRAPH_END)
        if look.hidden or look.struck:
            (self._hidden if look.hidden else self._struck).append((start, part))
            return "".join(sign if _KEPT_HIDDEN.match(sign) else _DROPPED for sign in part)
        if look.symbol:
            return part.replace(_SYMBOL_PLACE, sign_of(self._font(look.symbol[0]), look.symbol[1], self.notes))
        part = raised(part) if look.raised else part
        if not look.fonts:
            return part
        return PRIVATE_SIGNS.sub(lambda found: self._private(found[0], look.fonts), part)

    def _private(self, sign: str, fonts: tuple[int, ...]) -> str:
        names = [self._font(font) for font in fonts]
        return sign_of("Symbol" if "Symbol" in names else names[0], ord(sign), self.notes)

    def _font(self, number: int) -> str | None:
        return self._fonts[number] if number < len(self._fonts) else None

    # --- fields

    def _without_instructions(self, start: int, end: int) -> str:
        """The text without the instructions of the fields in a part of it; their results stay."""
        hidden = list(self._instructions(start, end))
        if not hidden:
            return self._text
        parts: list[str] = []
        done = 0
        for begin, stop in sorted(hidden):
            if stop > done:
                parts += (self._text[done : max(begin, done)], self._dropped(max(begin, done), stop))
                done = stop
        parts.append(self._text[done:])
        return "".join(parts)

    def _instructions(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the instructions stand, the marks around them included."""
        is_open: list[tuple[int, int | None]] = []
        for found in _FIELD_MARKS.finditer(self._text, start, end):
            if found[0] == _BEGIN:
                is_open.append((found.start(), None))
            elif not is_open:
                self.uncertain.append("a field ends that does not start")
            elif found[0] == _SEPARATOR:
                is_open[-1] = (is_open[-1][0], found.end())
            else:
                begin, separator = is_open.pop()
                yield begin, separator or found.end()
        for begin, separator in is_open:
            self.uncertain.append("a field starts that does not end")
            if separator:
                yield begin, separator

    def _dropped(self, start: int, end: int) -> str:
        part = self._text[start:end]
        if CELL_END in part:
            self.uncertain.append("the instruction of a field reaches over cells")
        return "".join(sign if _MARKS.match(sign) else _DROPPED for sign in part)


def _unsigned(content: bytes) -> int:
    return int.from_bytes(content, "little")


def _font_names(table: bytes) -> list[str]:
    """The names of the fonts in the order that properties number them in."""
    names: list[str] = []
    place = 4
    while place < len(table):
        length = table[place]
        name = table[place + 40 : place + 1 + length]
        names.append(name[: len(name) // 2 * 2].decode("utf-16-le", "replace").partition("\0")[0])
        place += 1 + length
    return names


def _underlined_bounds(text: str, stretches: Sequence[_Stretch]) -> dict[int, str]:
    """Where a sign alone has a line beneath it and nothing beside it has: the bound that it draws."""
    lined = [(start, end, look) for start, end, look in stretches if look.underlined]
    begins, ends = {start for start, _, _ in lined}, {end for _, end, _ in lined}
    return {
        start: bound
        for start, end, look in lined
        if start not in ends and end not in begins and not (look.deleted or look.hidden or look.struck)
        if (bound := bound_drawn_as(text[start:end]))
    }
