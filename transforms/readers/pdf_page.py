"""Takes characters and ruling lines off a PDF page through pdfium, in points from the page's top left corner."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from transforms.document import Box

_RADICALS = (0x2E80, 0x2FDF)
"""Fonts often map a character's glyph back to its radical's code; text means the character."""
_LINE_END_HYPHEN = 0x02
_MOST_NESTED_FORMS = 16

Matrix = tuple[float, float, float, float, float, float]
Turn = Callable[[float, float, float, float], Box]
"""Left, bottom, right, top in the page's own space → left, top, right, bottom as the page is shown."""

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Char(NamedTuple):
    """A character and its box: as wide as it advances, as high as its font."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


class Edge(NamedTuple):
    """A stretch of a horizontal or vertical line."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class PageContent:
    number: int
    width: float
    height: float
    chars: list[Char]
    edges: list[Edge]
    has_images: bool
    unmapped: int
    """How many glyphs the font gives no character for; they stand as U+FFFD in the text."""
    lacks_text: bool
    """pdfium leaves out a lone character whose font is neither embedded nor installed: `chars` is not all there is."""


def page_content(page: Any, number: int) -> PageContent:
    """What a page of an open pypdfium2 document shows; the caller closes the page."""
    width, height, turn = _turning(page)
    chars, unmapped = _chars(page.raw, turn)
    edges: list[Edge] = []
    has_images = lacks_text = False
    for kind, item, matrix in _objects(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            edges.extend(_path_edges(item, matrix, turn))
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            lacks_text = lacks_text or _is_left_out(item)
        else:
            has_images = True
    return PageContent(number, width, height, chars, edges, has_images, unmapped, lacks_text)


def _turning(page: Any) -> tuple[float, float, Turn]:
    """The page's size as shown, and the way there from its own space."""
    left, bottom, right, top = page.get_bbox()

    def upright(x0: float, y0: float, x1: float, y1: float) -> Box:
        return x0 - left, top - y1, x1 - left, top - y0

    def quarter(x0: float, y0: float, x1: float, y1: float) -> Box:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left

    def half(x0: float, y0: float, x1: float, y1: float) -> Box:
        return right - x1, y0 - bottom, right - x0, y1 - bottom

    def three_quarters(x0: float, y0: float, x1: float, y1: float) -> Box:
        return top - y1, right - x1, top - y0, right - x0

    turns = {0: upright, 90: quarter, 180: half, 270: three_quarters}
    rotation = page.get_rotation()
    width, height = right - left, top - bottom
    return (height, width, turns[rotation]) if rotation in (90, 270) else (width, height, turns[rotation])


# --- characters


def _chars(page: Any, turn: Turn) -> tuple[list[Char], int]:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return [], 0
    try:
        return _text_page_chars(text_page, turn)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _text_page_chars(text_page: Any, turn: Turn) -> tuple[list[Char], int]:
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    code_of, is_generated, box_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_IsGenerated,
        pdfium.FPDFText_GetLooseCharBox,
    )
    chars: list[Char] = []
    unmapped = 0
    high = 0
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = code_of(text_page, index)
        if code in (0x0D, 0x0A) or is_generated(text_page, index) == 1 or not box_of(text_page, index, reference):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0, 0
        text = _character(code)
        unmapped += text == "\ufffd"
        chars.append(Char(text, *turn(box.left, box.bottom, box.right, box.top)))
    return chars, unmapped


def _character(code: int) -> str:
    if code == _LINE_END_HYPHEN:
        return "-"
    if code < 0x20 or 0xFFFE <= code <= 0xFFFF:
        return "\ufffd"
    if _RADICALS[0] <= code <= _RADICALS[1]:
        return unicodedata.normalize("NFKC", chr(code))
    return " " if code == 0xA0 else chr(code)


def _is_left_out(item: Any) -> bool:
    """Whether pdfium finds a text without width, and so no text: its font, from elsewhere, is not there to measure."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    sides = (ctypes.byref(side) for side in (left, bottom, right, top))
    if not pdfium.FPDFPageObj_GetBounds(item, *sides) or right.value - left.value > _NO_WIDTH:
        return False
    return bool(pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(item)) != 1)


_NO_WIDTH = 0.01

# --- ruling lines


def _objects(
    holder: Any, count: Any, get: Any, matrix: Matrix = _IDENTITY, depth: int = 0
) -> Iterator[tuple[int, Any, Matrix]]:
    """The texts, paths and images on a page, also those inside forms, with the matrix into the page's space."""
    for index in range(count(holder)):
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield kind, item, _combined(_matrix(item), matrix)
        elif kind in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE):
            yield kind, item, matrix
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MOST_NESTED_FORMS:
            inner = _combined(_matrix(item), matrix)
            yield from _objects(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _combined(first: Matrix, then: Matrix) -> Matrix:
    if then is _IDENTITY:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _path_edges(path: Any, matrix: Matrix, turn: Turn) -> Iterator[Edge]:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(filled), ctypes.byref(stroked)):
        return
    if filled.value or stroked.value:
        for (x0, y0), (x1, y1) in _stretches(path, matrix, is_filled=bool(filled.value)):
            edge = Edge(*turn(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
            if min(edge.x1 - edge.x0, edge.bottom - edge.top) < _STRAIGHT:
                yield edge


_STRAIGHT = 0.5
"""How far, in points, a ruling line may run askew."""

Point = tuple[float, float]


def _stretches(path: Any, matrix: Matrix, *, is_filled: bool) -> Iterator[tuple[Point, Point]]:
    """The straight stretches of a path; a filled outline is closed even where the path does not say so."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if is_filled and last != start:
                yield last, start
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment) and last != start:
            yield last, start
            last = start
    if is_filled and last != start:
        yield last, start
