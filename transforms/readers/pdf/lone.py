"""Puts back the lone characters that pdfium leaves out: without its font, in the file or on this machine, one by itself has no
width. pdfplumber, slower, knows what such a character is; all others are better known to pdfium."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from transforms.readers.pdf.chars import once
from transforms.readers.pdf.marks import Char, PageContent, Point

_NEAR = 1.0
"""Both readers put a character's origin at the same place, to within this, in points."""
_UNMAPPED = "(cid:"
"""How pdfplumber writes a glyph whose character its font does not say."""


def with_lone_chars(content: bytes, pages: list[PageContent], password: str | None) -> list[PageContent]:
    """The pages, in their own direction and size, with the characters that stand where pdfium found nothing to show."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what it warns of is judged by `broken_streams`
    with pdfplumber.open(BytesIO(content), password=password) as document:
        return [_completed(page, _chars(document.pages[page.number - 1])) if page.left_out else page for page in pages]


def _completed(page: PageContent, chars: list[Char]) -> PageContent:
    found = [
        next((char._replace(angle=angle) for char in chars if _begins_at(place, char, angle)), None)
        for place, angle in page.left_out
        if angle >= 0  # aslant stand watermarks
    ]
    known = [char for char in found if char is not None and not char.text.startswith(_UNMAPPED)]
    page = replace(page, chars=once([*page.chars, *(char for char in known if char.text.strip())]))
    unknown = len(found) - len(known)
    if not unknown:
        return page
    note = f"{unknown} signs of a font that is not in the file could not be read: compare names and units with the page"
    return replace(page, notes=(*page.notes, note))


def _begins_at(place: Point, char: Char, angle: int) -> bool:
    """Whether a character, turned clockwise by `angle` degrees, begins at a place: on its left side, or what was that."""
    x, y = place
    across = char.x0 - _NEAR <= x <= char.x1 + _NEAR
    down = char.top - _NEAR <= y <= char.bottom + _NEAR
    side = {0: char.x0 - x, 90: char.top - y, 180: char.x1 - x, 270: char.bottom - y}[angle]
    return across and down and abs(side) <= _NEAR


def _chars(page: Any) -> list[Char]:
    """The characters of one of pdfplumber's pages, from the corner of what of it is shown. Its layout is asked: to have a
    dictionary made of each line and character takes as long again."""
    left, top = (max(0.0, crop - whole) for crop, whole in zip(page.cropbox[:2], page.bbox[:2], strict=True))
    foot = page.height - top
    chars = [
        Char(one.get_text(), one.x0 - left, foot - one.y1, one.x1 - left, foot - one.y0)
        for one in _letters(page.layout)
    ]
    page.close()
    return chars


def _letters(item: Any) -> Iterator[Any]:
    """The characters on a page of pdfminer's, also those inside forms."""
    for part in item:
        if hasattr(part, "get_text"):
            yield part
        elif isinstance(part, Iterable):
            yield from _letters(part)
