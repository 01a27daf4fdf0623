"""Takes the characters off a PDF page: what they say, where they stand, which way they are turned."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from transforms.readers.pdf.marks import Char, Turn
from transforms.readers.symbols import shown_as

_RADICALS = (0x2E80, 0x2FDF)
_LIGATURES = (0xFB00, 0xFB06)
_PRIVATE = (0xE000, 0xF8FF)
_LINE_END_HYPHEN = 0x02
_SPACE = 0x20
_NO_BREAK_SPACE = 0xA0
_MOST_CHARS = 100_000
"""No page that people read holds more."""
_OVERPRINT = 0.12
"""The same character again within this share of its height is bold type made by printing twice."""
_BUCKET = 8.0
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


def page_chars(page: Any, turn: Turn, rotation: int, *, is_upright: bool) -> PageChars:
    """What a page says. `rotation` is the page's own; `is_upright` that no text on it is turned. Raises TooManyChars."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return PageChars()
    try:
        if pdfium.FPDFText_CountChars(text_page) > _MOST_CHARS:
            raise TooManyChars
        found = _gathered(text_page, turn, None if is_upright else rotation)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    found.chars = _once(found.chars)
    return found


def _gathered(text_page: Any, turn: Turn, rotation: int | None) -> PageChars:
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    box_of = pdfium.FPDFText_GetLooseCharBox
    found = PageChars()
    keep = found.chars.append
    for index, code in _codes(text_page):
        if not box_of(text_page, index, reference):
            continue
        is_plain = _RADICALS[1] < code < _PRIVATE[0] or _SPACE < code < _NO_BREAK_SPACE
        text = chr(code) if is_plain else character(code)
        if _PRIVATE[0] <= code <= _PRIVATE[1]:
            text = shown_as(_font(text_page, index), code)
        angle = 0
        if rotation is not None:
            angle = _turned(pdfium.FPDFText_GetCharAngle(text_page, index), rotation)
            if angle < 0:
                found.slanting += text
                continue
        found.unmapped += text == "\ufffd"
        keep(Char(text, *turn(box.left, box.bottom, box.right, box.top), None, angle))
    return found


def _codes(text_page: Any) -> Iterator[tuple[int, int]]:
    """Index and code of each character that the page draws; pdfium adds spaces and line ends of its own."""
    code_of, is_generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated
    high = 0
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = code_of(text_page, index)
        if code <= _SPACE and (code in (0x0D, 0x0A) or is_generated(text_page, index) == 1):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0, 0
        yield index, code


def _font(text_page: Any, index: int) -> str | None:
    """The name of the font that a sign is drawn in, in short where it is the symbol font."""
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    length = pdfium.FPDFText_GetFontInfo(text_page, index, buffer, _LONGEST_NAME, None)
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


def _turned(radians: float, rotation: int) -> int:
    """Degrees clockwise as the page is shown, to the nearest right angle; -1 aslant."""
    degrees = (math.degrees(radians) + rotation) % 360
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) <= _ASKEW else -1


def _once(chars: list[Char]) -> list[Char]:
    """The characters without those printed over themselves."""
    places = {(char.text, int(char.x0 / 2), int(char.top / 2)) for char in chars}
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
