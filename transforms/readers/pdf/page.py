"""What a PDF page shows through pdfium: characters and ruling lines, in points from the page's top left corner."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from transforms.document import Box
from transforms.readers.pdf.chars import TooManyChars, page_chars
from transforms.readers.pdf.marks import IDENTITY, Char, Edge, Matrix, PageContent, Turn, combined
from transforms.readers.pdf.paths import path_edges
from transforms.readers.pdf.upright import upright

__all__ = ["Char", "Edge", "PageContent", "page_content", "unread"]

_MOST_NESTED_FORMS = 16
_MOST_OBJECTS = 200_000
"""No page that people read is drawn from more."""
_MOST_EDGES = 60_000
_MOST_SEGMENTS = 300_000
"""No table is drawn from more pieces of line, curves and corners."""


def page_content(page: Any, number: int) -> PageContent:
    """What a page of an open pypdfium2 document shows; the caller closes the page."""
    width, height, turn = _turning(page)
    drawn = _Drawn()
    for kind, item, matrix in _objects(page.raw):
        drawn.add(kind, item, matrix, turn)
        if drawn.count > _MOST_OBJECTS:
            return unread(number, width, height, "more drawn on it than can be read, left out")
    try:
        found = page_chars(page.raw, turn, page.get_rotation(), is_upright=drawn.is_upright and not page.get_rotation())
    except TooManyChars:
        return unread(number, width, height, "more characters on it than can be read, left out")
    notes = drawn.notes()
    if found.slanting.strip():
        notes.append(f"text drawn aslant, as a watermark, left out: {found.slanting.strip()[:40]}")
    content = PageContent(
        number,
        width,
        height,
        found.chars,
        drawn.edges,
        drawn.has_images,
        found.unmapped,
        drawn.lacks_text,
        tuple(notes),
    )
    return upright(content)


def unread(number: int, width: float, height: float, note: str) -> PageContent:
    """A page of which nothing was read, with the reason."""
    return PageContent(
        number, width, height, chars=[], edges=[], has_images=False, unmapped=0, lacks_text=False, notes=(note,)
    )


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


# --- what a page is drawn from


@dataclass(slots=True)
class _Drawn:
    """What the objects of a page tell before its characters are read."""

    edges: list[Edge] = field(default_factory=list)
    count: int = 0
    has_images: bool = False
    lacks_text: bool = False
    is_upright: bool = True
    invisible: int = 0
    segments: int = 0
    sides: list[ctypes.c_float] = field(default_factory=lambda: [ctypes.c_float() for _ in range(4)])
    references: list[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.references = [ctypes.byref(side) for side in self.sides]

    def add(self, kind: int, item: Any, matrix: Matrix, turn: Turn) -> None:
        self.count += 1
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self.segments += pdfium.FPDFPath_CountSegments(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH and not self._is_overdrawn:
            self.edges.extend(path_edges(item, combined(_matrix(item), matrix), matrix, turn))
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._add_text(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.has_images = True

    @property
    def _is_overdrawn(self) -> bool:
        return len(self.edges) > _MOST_EDGES or self.segments > _MOST_SEGMENTS

    def _add_text(self, item: Any, matrix: Matrix) -> None:
        self.lacks_text = self.lacks_text or self._is_left_out(item)
        self.invisible += pdfium.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE
        if self.is_upright:
            a, b, *_ = combined(_matrix(item), matrix)
            self.is_upright = a > 0 and abs(b) < _LEVEL * a

    def _is_left_out(self, item: Any) -> bool:
        """Whether pdfium finds a text without width, and so no text: its font, from elsewhere, is not there to
        measure."""
        if not pdfium.FPDFPageObj_GetBounds(item, *self.references):
            return False
        if self.sides[2].value - self.sides[0].value > _NO_WIDTH:
            return False
        return bool(pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(item)) != 1)

    def notes(self) -> list[str]:
        notes = []
        if self.invisible:
            notes.append("text that cannot be seen, such as what OCR puts behind a scan, was read")
        if self._is_overdrawn:
            notes.append("more lines drawn on it than can be read: its tables, if any, are read as text")
            self.edges = []
        return notes


_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_LEVEL = 0.01
_NO_WIDTH = 0.01


def _objects(page: Any) -> Iterator[tuple[int, Any, Matrix]]:
    """Everything on a page, also inside forms, each with the matrix of the forms that hold it."""
    count = pdfium.FPDFPage_CountObjects(page)
    waiting = [
        (iter([pdfium.FPDFPage_GetObject(page, index) for index in range(min(count, _MOST_OBJECTS + 1))]), IDENTITY)
    ]
    while waiting:
        items, matrix = waiting[-1]
        item = next(items, None)
        if item is None:
            waiting.pop()
            continue
        kind = pdfium.FPDFPageObj_GetType(item)
        yield kind, item, matrix
        if kind == pdfium.FPDF_PAGEOBJ_FORM and len(waiting) <= _MOST_NESTED_FORMS:
            waiting.append((_inside(item), combined(_matrix(item), matrix)))


def _inside(form: Any) -> Iterator[Any]:
    return (pdfium.FPDFFormObj_GetObject(form, index) for index in range(pdfium.FPDFFormObj_CountObjects(form)))


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f
