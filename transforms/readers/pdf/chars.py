"""Takes the characters off a PDF page: what they say, where they stand, which way they are turned."""

from __future__ import annotations

import ctypes
import math
import struct
import unicodedata
from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, groupby, repeat
from operator import itemgetter
from typing import Any

import pypdfium2.raw as pdfium

from transforms.document import Box
from transforms.readers.pdf.calls import address, calls, room
from transforms.readers.pdf.marks import Char, Clipped
from transforms.readers.pdf.turning import Turning
from transforms.readers.symbols import shown_as

_RADICALS = (0x2E80, 0x2FDF)
_LIGATURES = (0xFB00, 0xFB06)
_PRIVATE = (0xE000, 0xF8FF)
_HALVES = (0xD800, 0xDFFF)
"""Characters beyond U+FFFF are two codes, of which the second begins at _LOW_HALF."""
_LOW_HALF = 0xDC00
_FIRST_HALF = -1
_EITHER_HALF = frozenset(range(_HALVES[0], _HALVES[1] + 1))
_NO_CHARACTER = 0xFFFE
_LINE_END_HYPHEN = 0x02
_NOT_DRAWN = (0x0D, 0x0A, _FIRST_HALF)
_SPACE = 0x20
_NO_BREAK_SPACE = 0xA0
_MOST_CHARS = 100_000
"""No page that people read holds more."""
_OVERPRINT = 0.12
"""The same character again within this share of its height is bold type made by printing twice."""
_BUCKET = 8.0
_CODE = struct.Struct("H")
_BOX = struct.Struct("4f")
"""pdfium's FS_RECTF: left, top, right, bottom."""
_UNKNOWN = "\ufffd"
_ASKEW = 8
"""Text turned by up to so many degrees from a right angle is a page scanned askew; more is a watermark."""


class TooManyChars(Exception):
    """A page with so many characters that reading it would take too long."""


@dataclass(slots=True)
class PageChars:
    """The characters of a page in the order in which it draws them."""

    chars: list[Char] = field(default_factory=list)
    unmapped: int = 0
    """How many glyphs the font gives no character for; they stand as U+FFFD in the text."""
    slanting: str = ""
    """Text drawn aslant, as watermarks are; it is none of `chars`."""
    clipped: list[Clipped] = field(default_factory=list)
    """Text that is drawn and cannot be seen, by the object that draws it; it is none of `chars`."""


def page_chars(page: Any, turning: Turning, *, is_upright: bool, clipped: Container[int] = ()) -> PageChars:
    """What a page of pdfium's says; `is_upright`: no text on it is turned; `clipped`: texts that it does not show.

    Raises TooManyChars.
    """
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return PageChars()
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        if count > _MOST_CHARS:
            raise TooManyChars
        found = _gathered(address(text_page), count, turning, is_upright=is_upright, clipped=clipped)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    found.chars = once(found.chars)
    return found


def _gathered(text_page: int, count: int, turning: Turning, *, is_upright: bool, clipped: Container[int]) -> PageChars:
    indices, codes = _drawn(text_page, codes_of(text_page, count))
    signs = _signs(text_page, indices, codes)
    found = PageChars()
    if clipped:
        objects = list(map(calls().FPDFText_GetTextObject, repeat(text_page), indices))
        found.clipped = list(_clipped(text_page, turning, zip(objects, indices, signs, strict=True), clipped))
        shown = [text not in clipped for text in objects]
        indices, signs = list(compress(indices, shown)), list(compress(signs, shown))
    boxes = _boxes(text_page, indices)
    if is_upright and not turning.rotation:
        return PageChars(_upright(signs, boxes, turning.corner), signs.count(_UNKNOWN), clipped=found.clipped)
    for sign, (left, top, right, bottom), angle in zip(
        signs, boxes, _angles(text_page, indices, turning.rotation), strict=True
    ):
        if angle < 0:
            found.slanting += sign
        else:
            found.unmapped += sign == _UNKNOWN
            found.chars.append(Char(sign, *turning.turn(left, bottom, right, top), None, angle))
    return found


def _clipped(
    text_page: int, turning: Turning, signs: Iterable[tuple[int, int, str]], clipped: Container[int]
) -> Iterator[Clipped]:
    """The texts that cannot be seen, of signs given with the object that draws them and their index."""
    for text, run in groupby(signs, itemgetter(0)):
        if text in clipped:
            hidden = list(run)
            boxes = [turning.turn(x0, y0, x1, y1) for x0, y1, x1, y0 in _boxes(text_page, [sign[1] for sign in hidden])]
            lefts, tops, rights, bottoms = zip(*boxes, strict=True)
            yield Clipped("".join(sign[2] for sign in hidden), (min(lefts), min(tops), max(rights), max(bottoms)))


def _upright(signs: list[str], boxes: Iterable[Box], corner: tuple[float, float]) -> list[Char]:
    x, y = corner
    # To name seven fields costs twice as much as the tuple itself, and a page has thousands of these.
    new = tuple.__new__
    return [
        new(Char, (sign, left - x, y - top, right - x, y - bottom, None, 0))
        for sign, (left, top, right, bottom) in zip(signs, boxes, strict=True)
    ]


def _boxes(text_page: int, indices: Sequence[int]) -> Iterable[Box]:
    """Left, top, right and bottom of characters, in the page's own space."""
    buffer, places = room(_BOX, len(indices))
    deque(map(calls().FPDFText_GetLooseCharBox, repeat(text_page), indices, places), maxlen=0)
    return _BOX.iter_unpack(buffer)


def _angles(text_page: int, indices: Sequence[int], rotation: int) -> list[int]:
    radians = list(map(calls().FPDFText_GetCharAngle, repeat(text_page), indices))
    turned = {one: turned_by(one, rotation) for one in set(radians)}
    return [turned[one] for one in radians]


# --- what characters say


def codes_of(text_page: int, count: int) -> list[int]:
    """The Unicode code of each character; -1 for the first half of one that pdfium counts as two.

    They are those of the page's text, read at once, where that has one for each character: pdfium leaves signs out of
    it that control others.
    """
    buffer, places = room(_CODE, count + 1)
    ends = calls().FPDFText_GetText(text_page, 0, count, places.start) if count else 1
    codes = memoryview(buffer).cast("H")[:count].tolist()
    code_of = calls().FPDFText_GetUnicode
    if ends == count + 1 and _EITHER_HALF.isdisjoint(codes):
        if not codes or max(codes) < _NO_CHARACTER:
            return codes
        # The text says otherwise than the character itself what stands for a hyphen at a line's end, or for none.
        return [code if code < _NO_CHARACTER else code_of(text_page, index) for index, code in enumerate(codes)]
    return _whole([code_of(text_page, index) for index in range(count)])


def _whole(codes: list[int]) -> list[int]:
    """The codes, those of characters in two halves where the second half stands."""
    high = 0
    for index, code in enumerate(codes):
        if _HALVES[0] <= code < _LOW_HALF:
            high, codes[index] = code, _FIRST_HALF
        elif _LOW_HALF <= code <= _HALVES[1]:
            codes[index] = 0x10000 + ((high - _HALVES[0]) << 10) + (code - _LOW_HALF) if high else 0
            high = 0
    return codes


def _drawn(text_page: int, codes: list[int]) -> tuple[list[int], list[int]]:
    """Index and code of each character that the page draws; pdfium adds spaces and line ends of its own."""
    is_generated = calls().FPDFText_IsGenerated
    indices = [
        index
        for index, code in enumerate(codes)
        if code > _SPACE or (code not in _NOT_DRAWN and is_generated(text_page, index) != 1)
    ]
    return indices, [codes[index] for index in indices]


def _signs(text_page: int, indices: list[int], codes: list[int]) -> list[str]:
    """What characters say; of private codes only the font tells."""
    said = {code: character(code) for code in set(codes)}
    signs = [said[code] for code in codes]
    if any(map(_is_private, said)):
        for number, code in enumerate(codes):
            if _is_private(code):
                signs[number] = shown_as(_font(text_page, indices[number]), code)
    return signs


def _is_private(code: int) -> bool:
    return _PRIVATE[0] <= code <= _PRIVATE[1]


def _font(text_page: int, index: int) -> str | None:
    """The name of the font that a sign is drawn in, in short where it is the symbol font."""
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    length = calls().FPDFText_GetFontInfo(text_page, index, buffer, _LONGEST_NAME, None)
    name = buffer.raw[: min(length, _LONGEST_NAME)].decode("utf-8", "replace")
    return "Symbol" if "Symbol" in name else name


_LONGEST_NAME = 128


def character(code: int) -> str:
    """The character a font's code means: fonts often map a glyph back to its radical's or ligature's code."""
    if code == _LINE_END_HYPHEN:
        return "-"
    if code < _SPACE or 0xFFFE <= code <= 0xFFFF:
        return "\ufffd"
    if _RADICALS[0] <= code <= _RADICALS[1] or _LIGATURES[0] <= code <= _LIGATURES[1]:
        return unicodedata.normalize("NFKC", chr(code))
    return " " if code == _NO_BREAK_SPACE else chr(code)


def turned_by(radians: float, rotation: int) -> int:
    """What is turned by so many radians clockwise on its page, in degrees as the page is shown, to the nearest right angle;
    -1 aslant."""
    degrees = (math.degrees(radians) + rotation) % 360
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) <= _ASKEW else -1


def once(chars: list[Char]) -> list[Char]:
    """The characters without those printed over themselves."""
    places = {(text, x0 // 2, top // 2) for text, x0, top, _, _, _, _ in chars}
    if len(places) == len(chars):
        return chars
    kept: list[Char] = []
    seen: dict[tuple[str, int, int], list[Char]] = {}
    for char in chars:
        reach = _OVERPRINT * (char.bottom - char.top)
        buckets = _buckets(char, reach)
        if any(_is_over(char, other, reach) for bucket in buckets for other in seen.get(bucket, ())):
            continue
        kept.append(char)
        seen.setdefault((char.text, int(char.x0 / _BUCKET), int(char.top / _BUCKET)), []).append(char)
    return kept


def _buckets(char: Char, reach: float) -> set[tuple[str, int, int]]:
    return {
        (char.text, int(x / _BUCKET), int(y / _BUCKET))
        for x in (char.x0 - reach, char.x0 + reach)
        for y in (char.top - reach, char.top + reach)
    }


def _is_over(char: Char, other: Char, reach: float) -> bool:
    return abs(char.x0 - other.x0) <= reach and abs(char.top - other.top) <= reach and char.text != " "
